import { listBalances, listLocations, listLots } from '@tongcang/contract';
import { Select } from 'antd';
import { type Disposition, DispositionChip, formatInteger, useLanguage } from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';

export type Balance = RowOf<typeof listBalances>;
type ChooseProps<V> = {
  readonly value?: V | undefined;
  readonly onChange: (value: V | undefined) => void;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly placeholder?: string;
};

const WIDE = { width: '100%' } as const;

/** Chooses a place of a warehouse, of all or of some kinds of zone. */
export function BinPicker({
  warehouse_id,
  kinds,
  onChange,
  ...props
}: ChooseProps<number> & { warehouse_id: number; kinds?: readonly string[] }) {
  const { data } = useVerb(listLocations, { warehouse_id });
  const options = (data?.rows ?? [])
    .filter((row) => row.account_id !== null && (kinds === undefined || kinds.includes(row.zone_kind)))
    .map((row) => ({ value: row.account_id!, label: row.location_code }));
  return (
    <Select
      {...props}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      onChange={(next?: number) => onChange(next)}
      style={WIDE}
    />
  );
}

/** Chooses a lot of an item. */
export function LotPicker({
  item_id,
  onChange,
  ...props
}: ChooseProps<number> & { item_id?: number | undefined }) {
  const { data } = useVerb(
    listLots,
    { item_id: item_id ?? 0, limit: 200 },
    { enabled: item_id !== undefined },
  );
  const options = (item_id === undefined ? [] : (data?.rows ?? [])).map((row) => ({
    value: row.lot_id,
    label: `${row.lot_no}${row.expiry_date ? ` · ${row.expiry_date}` : ''}`,
  }));
  return (
    <Select
      {...props}
      disabled={item_id === undefined}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      onChange={(next?: number) => onChange(next)}
      style={WIDE}
    />
  );
}

export const balanceKey = (row: Balance): string =>
  [row.item_id, row.lot_id, row.account_id, row.owner_id, row.disposition].join('|');

/** Chooses what stands of an item in the bins of a warehouse: place, lot, owner and disposition at once. */
export function BalancePicker({
  warehouse_id,
  item_id,
  keep,
  value,
  onChange,
  ...props
}: ChooseProps<Balance> & {
  warehouse_id: number | undefined;
  item_id?: number | undefined;
  keep?: (row: Balance) => boolean;
}) {
  const language = useLanguage();
  const known = warehouse_id !== undefined && item_id !== undefined;
  const { data } = useVerb(
    listBalances,
    { warehouse_id: warehouse_id ?? 0, item_id: item_id ?? 0, limit: 500 },
    { enabled: known },
  );
  const rows = (known ? (data?.rows ?? []) : []).filter(
    (row) => row.account_kind === 'bin' && (keep === undefined || keep(row)),
  );
  return (
    <Select
      {...props}
      disabled={!known}
      value={value === undefined ? undefined : balanceKey(value)}
      onChange={(key?: string) => onChange(rows.find((row) => balanceKey(row) === key))}
      showSearch={{ optionFilterProp: 'search' }}
      options={rows.map((row) => ({
        value: balanceKey(row),
        search: `${row.location_code} ${row.lot_no}`,
        label: (
          <span className="tc-balance-option">
            <strong>{row.location_code}</strong> {row.lot_no} {formatInteger(row.qty, language)} {row.unit}{' '}
            <DispositionChip disposition={row.disposition as Disposition} />
          </span>
        ),
      }))}
      style={WIDE}
    />
  );
}
