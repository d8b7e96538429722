import { LANE_MODES, listLanes } from '@tongcang/contract';
import { useMemo } from 'react';
import { formatInteger, formatMoney, type GridColumn, useLanguage, useText } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { range } from './items.tsx';
import { useChoices, useColumnTitle, useOption } from './option.ts';
import { RecordPage } from './record-page.tsx';
import { masterdataText } from './text.ts';

type Lane = RowOf<typeof listLanes>;

export default function LanesPage() {
  const t = useText(masterdataText);
  const language = useLanguage();
  const option = useOption();
  const choices = useChoices();
  const title = useColumnTitle('lane');
  const { warehouse_id } = useScope();
  const columns = useMemo<GridColumn<Lane>[]>(
    () => [
      {
        key: 'from',
        title: title('from_warehouse_code'),
        value: (row) => row.from_warehouse_code,
        kind: 'code',
        pin: true,
        width: 90,
      },
      { key: 'to_code', title: title('to_code'), value: (row) => row.to_code, kind: 'code', width: 120 },
      { key: 'to_name', title: t('to_name'), value: (row) => row.to_name, grow: true, width: 200 },
      {
        key: 'mode',
        title: title('mode'),
        value: (row) => row.mode,
        kind: 'choice',
        width: 96,
        choices: choices(LANE_MODES),
        render: (row) => option(row.mode),
      },
      { key: 'carrier', title: t('o_carrier'), value: (row) => row.carrier_name, width: 180 },
      {
        key: 'hours',
        title: title('transit_hours'),
        value: (row) => row.transit_hours,
        kind: 'integer',
        width: 96,
      },
      { key: 'km', title: title('distance_km'), value: (row) => row.distance_km, kind: 'integer', width: 96 },
      { key: 'fixed', title: t('fixed_cost'), value: (row) => row.fixed_cost_fen, kind: 'money', width: 110 },
      {
        key: 'per_kg',
        title: t('currency_per_kg'),
        value: (row) => row.cost_fen_per_kg,
        kind: 'money',
        width: 110,
      },
      {
        key: 'capacity',
        title: title('capacity_kg'),
        value: (row) => row.capacity_kg,
        kind: 'integer',
        width: 110,
      },
      { key: 'temperature', title: t('temperature'), value: (row) => range(row, t), width: 110 },
    ],
    [t, title, option, choices],
  );
  return (
    <RecordPage
      grid="masterdata-lanes"
      title={t('lanes')}
      description={t('lanes_text')}
      verb={listLanes}
      input={warehouse_id ? { from_warehouse_id: warehouse_id } : {}}
      columns={columns}
      rowKey={(row) => row.lane_id}
      dataset="lane"
      heading={(row) => `${row.from_warehouse_code} → ${row.to_name}`}
      facts={(row) => [
        { label: title('from_warehouse_code'), value: row.from_warehouse_code },
        { label: title('to_code'), value: `${row.to_code} ${row.to_name}` },
        { label: title('mode'), value: option(row.mode) },
        { label: t('o_carrier'), value: `${row.carrier_code} ${row.carrier_name}` },
        { label: title('transit_hours'), value: t('hours', { n: row.transit_hours }) },
        { label: title('distance_km'), value: formatInteger(row.distance_km, language) },
        { label: t('fixed_cost'), value: formatMoney(row.fixed_cost_fen, language) },
        { label: t('currency_per_kg'), value: formatMoney(row.cost_fen_per_kg, language) },
        { label: title('capacity_kg'), value: formatInteger(row.capacity_kg, language) },
        { label: t('temperature'), value: range(row, t) },
      ]}
      toRow={({
        lane_id: _lane,
        from_warehouse_id: _from,
        to_warehouse_id: _to,
        to_partner_id: _partner,
        ...row
      }) => {
        const { to_name: _name, carrier_name: _carrier, ...rest } = row;
        return rest;
      }}
    />
  );
}
