import { DEVICE_CLASSES, listItems, STORAGE_CONDITIONS, TRACKING } from '@tongcang/contract';
import { writtenDi } from '@tongcang/udi';
import { lazy, Suspense, useMemo } from 'react';
import {
  formatInteger,
  formatMoney,
  type GridColumn,
  LoadingState,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { columnsOf, useChoices, useColumnTitle, useOption } from './option.ts';
import { RecordPage } from './record-page.tsx';
import { masterdataText } from './text.ts';

type Item = RowOf<typeof listItems>;
/** Whoever looks through the list does not wait for the packs. */
const Identifiers = lazy(() => import('./identifiers.tsx'));
const encode = encodeURIComponent;

export default function ItemsPage() {
  const t = useText(masterdataText);
  const language = useLanguage();
  const option = useOption();
  const choices = useChoices();
  const title = useColumnTitle('item');
  const columns = useMemo<GridColumn<Item>[]>(
    () => [
      {
        key: 'item_code',
        title: title('item_code'),
        value: (row) => row.item_code,
        kind: 'code',
        pin: true,
        width: 110,
      },
      { key: 'name', title: title('name'), value: (row) => row.name, grow: true, width: 220 },
      { key: 'model', title: title('model'), value: (row) => row.model, width: 140 },
      {
        key: 'device_class',
        title: title('device_class'),
        value: (row) => row.device_class,
        kind: 'choice',
        width: 100,
        choices: choices(DEVICE_CLASSES),
        render: (row) => option(row.device_class),
      },
      {
        key: 'storage_condition',
        title: title('storage_condition'),
        value: (row) => row.storage_condition,
        kind: 'choice',
        width: 104,
        choices: choices(STORAGE_CONDITIONS),
        render: (row) => <StorageChip condition={row.storage_condition} />,
      },
      { key: 'unit', title: title('unit'), value: (row) => row.unit, width: 64, filter: false },
      {
        key: 'carton_qty',
        title: title('carton_qty'),
        value: (row) => row.carton_qty,
        kind: 'integer',
        width: 96,
      },
      {
        key: 'tracking',
        title: title('tracking'),
        value: (row) => row.tracking,
        kind: 'choice',
        width: 104,
        choices: choices(TRACKING),
        render: (row) => option(row.tracking),
      },
      {
        key: 'unit_cost_fen',
        title: t('unit_cost'),
        value: (row) => row.unit_cost_fen,
        kind: 'money',
        width: 110,
      },
      {
        key: 'udi_di',
        title: 'UDI-DI',
        value: (row) => writtenDi(row.udi_issuer, row.udi_di),
        kind: 'code',
        width: 140,
      },
      {
        key: 'registration_no',
        title: title('registration_no'),
        value: (row) => row.registration_no,
        width: 190,
        render: (row) => (
          <Link to={`/compliance/registration?find=${encode(row.registration_no)}`}>
            {row.registration_no}
          </Link>
        ),
      },
      {
        key: 'manufacturer_name',
        title: t('o_manufacturer'),
        value: (row) => row.manufacturer_name,
        width: 180,
        hidden: true,
      },
      {
        key: 'category',
        title: title('category'),
        value: (row) => row.category,
        kind: 'code',
        width: 96,
        hidden: true,
      },
    ],
    [t, title, option, choices],
  );
  return (
    <RecordPage
      grid="masterdata-items"
      title={t('items')}
      description={t('items_text')}
      verb={listItems}
      columns={columns}
      rowKey={(row) => row.item_id}
      dataset="item"
      find={t('find_item')}
      heading={(row) => `${row.item_code} ${row.name}`}
      status={(row) => (
        <div className="tc-chips">
          <StatusChip tone={row.device_class === 'III' ? 'warn' : 'neutral'}>
            {option(row.device_class)}
          </StatusChip>
          <StorageChip condition={row.storage_condition} />
          {row.implant ? <StatusChip tone="accent">{title('implant')}</StatusChip> : null}
          {row.sterile ? <StatusChip tone="accent">{title('sterile')}</StatusChip> : null}
        </div>
      )}
      facts={(row) => [
        { label: title('name'), value: row.name, wide: true },
        { label: title('name_en'), value: row.name_en ?? '–', wide: true },
        { label: title('model'), value: row.model },
        { label: title('category'), value: row.category },
        { label: 'UDI-DI', value: <code>{writtenDi(row.udi_issuer, row.udi_di)}</code> },
        { label: title('registration_no'), value: row.registration_no },
        { label: t('o_manufacturer'), value: `${row.manufacturer_code} ${row.manufacturer_name}` },
        { label: title('tracking'), value: option(row.tracking) },
        { label: title('unit'), value: row.unit },
        { label: title('carton_qty'), value: formatInteger(row.carton_qty, language) },
        { label: t('temperature'), value: range(row, t) },
        { label: title('shelf_life_days'), value: formatInteger(row.shelf_life_days, language) },
        { label: t('unit_cost'), value: formatMoney(row.unit_cost_fen, language) },
        { label: title('unit_volume_ml'), value: formatInteger(row.unit_volume_ml, language) },
        { label: title('unit_weight_g'), value: formatInteger(row.unit_weight_g, language) },
      ]}
      links={(row) => [
        { to: `/stock?item=${row.item_id}`, label: t('stock_of') },
        { to: `/stock/availability?item=${row.item_id}`, label: t('availability_of') },
        { to: `/stock/lot?item=${row.item_id}`, label: t('lots_of') },
        { to: `/compliance/registration?find=${encode(row.registration_no)}`, label: t('registration_of') },
      ]}
      below={(row) => (
        <Suspense fallback={<LoadingState />}>
          <Identifiers item_id={row.item_id} unit={row.unit} />
        </Suspense>
      )}
      toRow={(row) => pick(row)}
    />
  );
}

/** The row of a view under exactly the keys of its dataset. */
function pick(row: Item): Record<string, unknown> {
  const source = row as unknown as Record<string, unknown>;
  const cells = columnsOf('item').map(({ key }) => [key, source[key]]);
  return { ...Object.fromEntries(cells), udi_di: writtenDi(row.udi_issuer, row.udi_di) };
}

type Range = { readonly temp_min_c: number | null; readonly temp_max_c: number | null };
export function range(
  { temp_min_c, temp_max_c }: Range,
  t: (key: 'celsius', params: { min: string; max: string }) => string,
): string {
  if (temp_min_c === null && temp_max_c === null) return '–';
  return t('celsius', { min: String(temp_min_c ?? '…'), max: String(temp_max_c ?? '…') });
}

/** Storage in words; cold goods stand out, because they are what goes wrong. */
export function StorageChip({ condition }: { condition: string }) {
  const option = useOption();
  if (condition === 'ambient') return <>{option(condition)}</>;
  return <StatusChip tone="accent">{option(condition)}</StatusChip>;
}
