import { listBalances, listItems } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  DISPOSITIONS,
  type Disposition,
  DispositionChip,
  daysBetween,
  EmptyState,
  formatInteger,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useKitText,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import { useOption } from '../masterdata/option.ts';
import { Expiry, useToday } from './expiry.tsx';
import { HoldDialog, lotsOf } from './hold-dialog.tsx';
import { stockText } from './text.ts';
import { balanceKey, usePlaceKind } from './words.ts';

type Balance = RowOf<typeof listBalances>;
const address = z.object({
  item: z.coerce.number().int().positive().optional(),
  lot: z.coerce.number().int().positive().optional(),
  before: z.iso.date().optional(),
  find: z.string().optional(),
});
const SOON_DAYS = 90;

/** `summed` where all rows are of one item: quantities of different items are not added up. */
function useBalanceColumns(summed: boolean): GridColumn<Balance>[] {
  const t = useText(stockText);
  const kit = useKitText();
  const option = useOption();
  const place = usePlaceKind();
  const today = useToday();
  return useMemo<GridColumn<Balance>[]>(
    () => [
      {
        key: 'item_code',
        title: t('item_code'),
        value: (row) => row.item_code,
        kind: 'code',
        pin: true,
        width: 100,
      },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, grow: true, width: 190 },
      {
        key: 'lot_no',
        title: t('lot_no'),
        value: (row) => row.lot_no,
        kind: 'code',
        width: 120,
        render: (row) => <Link to={`/stock/trace/${row.item_id}/${row.lot_id}`}>{row.lot_no}</Link>,
      },
      {
        key: 'expiry_date',
        title: t('expiry'),
        value: (row) => row.expiry_date,
        kind: 'date',
        width: 108,
        render: (row) => <Expiry date={row.expiry_date} today={today} />,
      },
      {
        key: 'warehouse',
        title: t('warehouse'),
        value: (row) => row.warehouse_code,
        kind: 'code',
        width: 76,
      },
      {
        key: 'location',
        title: t('location'),
        value: (row) => row.location_code ?? place(row.account_kind),
        kind: 'code',
        width: 96,
      },
      { key: 'zone', title: t('zone'), value: (row) => option(row.zone_kind), width: 104, hidden: true },
      {
        key: 'disposition',
        title: t('disposition'),
        value: (row) => row.disposition,
        kind: 'choice',
        width: 120,
        choices: DISPOSITIONS.map((value) => ({ value, label: kit(`d_${value}`) })),
        render: (row) => <DispositionChip disposition={row.disposition as Disposition} />,
      },
      {
        key: 'qty',
        title: t('qty'),
        value: (row) => row.qty,
        kind: 'integer',
        width: 92,
        ...(summed ? { total: 'sum' as const } : {}),
      },
      {
        key: 'allocated',
        title: t('allocated'),
        value: (row) => row.allocated,
        kind: 'integer',
        width: 92,
        ...(summed ? { total: 'sum' as const } : {}),
      },
      {
        key: 'available',
        title: t('available'),
        value: (row) => row.available,
        kind: 'integer',
        width: 92,
        ...(summed ? { total: 'sum' as const } : {}),
      },
      { key: 'unit', title: t('unit'), value: (row) => row.unit, width: 60, filter: false },
      { key: 'owner', title: t('owner'), value: (row) => row.owner_name, width: 200, hidden: true },
      {
        key: 'production_date',
        title: t('production'),
        value: (row) => row.production_date,
        kind: 'date',
        hidden: true,
      },
    ],
    [t, kit, option, place, today, summed],
  );
}

export default function BalancesPage() {
  const t = useText(stockText);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const today = useToday();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const columns = useBalanceColumns(at.item !== undefined);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [dialog, setDialog] = useState<'hold' | 'recall' | null>(null);
  const { rows, loading, error, refetch } = useRows(listBalances, {
    ...(warehouse_id ? { warehouse_id } : {}),
    ...(at.item ? { item_id: at.item } : {}),
    ...(at.lot ? { lot_id: at.lot } : {}),
    ...(at.before ? { expires_before: at.before } : {}),
    ...(at.find ? { search: at.find } : {}),
  });
  const item = useVerb(listItems, { item_id: at.item ?? 0, limit: 1 }, { enabled: Boolean(at.item) });
  const chosen = lotsOf((rows ?? []).filter((row) => selected.has(balanceKey(row))));
  const chips = [
    at.item ? { key: 'item', text: t('only_item', { item: itemName(item.data?.rows[0], at.item) }) } : null,
    at.lot ? { key: 'lot', text: t('only_lot', { lot: rows?.[0]?.lot_no ?? String(at.lot) }) } : null,
    at.before ? { key: 'before', text: t('only_before', { date: at.before }) } : null,
  ].filter((chip) => chip !== null);
  return (
    <PageBody fill>
      <PageHeader
        title={t('balances')}
        description={t('balances_text')}
        actions={
          <>
            <FindBox
              key={at.find ?? ''}
              find={at.find ?? ''}
              placeholder={t('find_balance')}
              onFind={(find) => setAt({ find })}
            />
            <Link to="/stock/move" className="tc-header-link">
              {t('move')}
            </Link>
          </>
        }
      />
      <Tiles rows={rows} today={today} view={view} onView={setView} />
      <Section flush grow>
        <VirtualGrid
          id="stock-balances"
          label={t('balances')}
          columns={columns}
          rows={rows}
          rowKey={balanceKey}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('empty_balances')} />}
          onOpen={(row) => go(`/stock/trace/${row.item_id}/${row.lot_id}`)}
          rowTone={(row) =>
            row.expiry_date && row.expiry_date < today
              ? 'bad'
              : row.disposition === 'recalled'
                ? 'bad'
                : undefined
          }
          selected={selected}
          onSelected={setSelected}
          bulk={() => (
            <>
              <BlockedButton size="small" blocked={lacks('stock.hold')} onClick={() => setDialog('hold')}>
                {t('hold')}
              </BlockedButton>
              <BlockedButton
                size="small"
                danger
                blocked={lacks('stock.recall')}
                onClick={() => setDialog('recall')}
              >
                {t('recall')}
              </BlockedButton>
            </>
          )}
          toolbar={chips.map((chip) => (
            <span key={chip.key} className="tc-filter-chip">
              {chip.text}
              <button
                type="button"
                aria-label={`${t('clear')} ${chip.text}`}
                onClick={() => setAt({ [chip.key]: undefined })}
              >
                ✕
              </button>
            </span>
          ))}
        />
      </Section>
      <HoldDialog
        kind={dialog}
        lots={chosen}
        onClose={() => {
          setDialog(null);
          setSelected(new Set());
        }}
      />
    </PageBody>
  );
}

const itemName = (item: { item_code: string; name: string } | undefined, id: number): string =>
  item ? `${item.item_code} ${item.name}` : String(id);

type View = ReturnType<typeof useGridView>[0];
type TilesProps = {
  readonly rows: readonly Balance[] | undefined;
  readonly today: string;
  readonly view: View;
  readonly onView: (view: View) => void;
};

/** How many balances stand in each state; a tile filters the list below. */
function Tiles({ rows, today, view, onView }: TilesProps) {
  const t = useText(stockText);
  const language = useLanguage();
  const count = (test: (row: Balance) => boolean) =>
    rows ? formatInteger(rows.filter(test).length, language) : '–';
  const filter = view.filters.disposition;
  const shown = filter?.kind === 'one_of' ? filter.values.join('|') : '';
  const only = (values: readonly string[]) => {
    const { disposition: _old, ...others } = view.filters;
    const on = shown === values.join('|');
    onView({ ...view, filters: on ? others : { ...others, disposition: { kind: 'one_of', values } } });
  };
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10);
  const expiring = view.filters.expiry_date;
  const onSoon = () => {
    const { expiry_date: old, ...others } = view.filters;
    onView({
      ...view,
      filters: old ? others : { ...others, expiry_date: { kind: 'range', from: '', to: soon } },
    });
  };
  const other = ['rejected', 'recalled', 'expired'];
  return (
    <StatRow>
      {(['released', 'quarantine', 'held'] as const).map((one) => (
        <StatTile
          key={one}
          label={t(`tile_${one}`)}
          value={count((row) => row.disposition === one)}
          unit={t('tile_unit')}
          pressed={shown === one}
          onClick={() => only([one])}
        />
      ))}
      <StatTile
        label={t('tile_other')}
        value={count((row) => other.includes(row.disposition))}
        unit={t('tile_unit')}
        pressed={shown === other.join('|')}
        onClick={() => only(other)}
      />
      <StatTile
        label={t('tile_expiring')}
        value={count((row) => row.expiry_date !== null && daysBetween(today, row.expiry_date) <= SOON_DAYS)}
        unit={t('tile_unit')}
        tone="warn"
        pressed={expiring !== undefined}
        onClick={onSoon}
      />
    </StatRow>
  );
}
