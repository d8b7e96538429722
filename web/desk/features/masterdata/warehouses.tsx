import { listWarehouses } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { useColumnTitle } from './option.ts';
import { RecordPage } from './record-page.tsx';
import { masterdataText } from './text.ts';

type Row = RowOf<typeof listWarehouses>;

export default function WarehousesPage() {
  const t = useText(masterdataText);
  const title = useColumnTitle('warehouse');
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      {
        key: 'warehouse_code',
        title: title('warehouse_code'),
        value: (row) => row.warehouse_code,
        kind: 'code',
        pin: true,
        width: 110,
      },
      { key: 'name', title: title('name'), value: (row) => row.name, width: 160 },
      {
        key: 'legal_entity_name',
        title: t('o_legal_entity'),
        value: (row) => row.legal_entity_name,
        grow: true,
        width: 220,
      },
      { key: 'city', title: title('city'), value: (row) => row.city, width: 110 },
      { key: 'province', title: title('province'), value: (row) => row.province, width: 110 },
      { key: 'address', title: title('address'), value: (row) => row.address, width: 240 },
      { key: 'timezone', title: title('timezone'), value: (row) => row.timezone, width: 140 },
    ],
    [t, title],
  );
  return (
    <RecordPage
      grid="masterdata-warehouses"
      title={t('warehouses')}
      description={t('warehouses_text')}
      verb={listWarehouses}
      columns={columns}
      rowKey={(row) => row.warehouse_id}
      dataset="warehouse"
      heading={(row) => `${row.warehouse_code} ${row.name}`}
      facts={(row) => [
        {
          label: t('o_legal_entity'),
          value: `${row.legal_entity_code} ${row.legal_entity_name}`,
          wide: true,
        },
        { label: title('city'), value: `${row.province} ${row.city}` },
        { label: title('address'), value: row.address },
        { label: title('longitude'), value: row.longitude },
        { label: title('latitude'), value: row.latitude },
        { label: title('timezone'), value: row.timezone },
      ]}
      links={(row) => [
        { to: `/stock?wh=${row.warehouse_code}`, label: t('stock_of') },
        { to: `/stock/map?wh=${row.warehouse_code}`, label: t('map_of') },
        { to: `/masterdata/lane?wh=${row.warehouse_code}`, label: t('lanes_of') },
      ]}
      toRow={({ warehouse_id: _id, legal_entity_name: _name, ...row }) => row}
    />
  );
}
