import { listAllocations, listLocations, pickAllocations } from '@tongcang/contract';
import { InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  formatInteger,
  type GridColumn,
  LoadingState,
  PageBody,
  PageHeader,
  ScanInput,
  type ScanOutcome,
  Section,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { useGridError, useProblemText } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { Expiry, useToday } from './expiry.tsx';
import { LineProblem } from './line-problem.tsx';
import { OneWarehouse } from './one-warehouse.tsx';
import { useResolve } from './resolve.ts';
import { stockText } from './text.ts';

type Allocation = RowOf<typeof listAllocations>;

export default function PickPage() {
  const t = useText(stockText);
  return (
    <PageBody>
      <PageHeader title={t('pick')} description={t('pick_text')} />
      <OneWarehouse>
        {(warehouse) => <PickWork key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

/** One line at a time, in the order of the bins; the scan of the right lot confirms it. */
function PickWork({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(stockText);
  const language = useLanguage();
  const today = useToday();
  const lacks = useLacks();
  const describe = useProblemText();
  const gridError = useGridError();
  const resolve = useResolve(warehouse.warehouse_id);
  const { warehouse_id } = warehouse;
  const list = useRows(listAllocations, { warehouse_id, status: 'open' });
  const places = useVerb(listLocations, { warehouse_id });
  const [current_id, setCurrent] = useState<number>();
  const [qty, setQty] = useState<number | null>(null);
  const [place, setPlace] = useState<number>();
  const pick = useAction(pickAllocations, { invalidates: ['stock', 'fulfilment', 'transfer', 'insight'] });
  const rows = useMemo(
    () =>
      [...(list.rows ?? [])].sort((a, b) =>
        (a.location_code ?? '').localeCompare(b.location_code ?? '', 'en', { numeric: true }),
      ),
    [list.rows],
  );
  const dispatch = (places.data?.rows ?? []).filter(
    (row) => row.zone_kind === 'dispatch' && row.account_id !== null,
  );
  const to = place ?? dispatch[0]?.account_id ?? undefined;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.allocation_id === current_id),
  );
  const current = rows[at];
  const amount = current ? Math.min(qty ?? current.qty, current.qty) : 0;
  const choose = (id: number | undefined) => {
    setCurrent(id);
    setQty(null);
    pick.reset();
  };
  const confirm = async (row: Allocation, serial_nos?: string[]): Promise<ScanOutcome> => {
    if (to === undefined) return { ok: false, text: t('pick_no_dispatch') };
    const taken = serial_nos ? serial_nos.length : Math.min(qty ?? row.qty, row.qty);
    const next = rows[at + 1]?.allocation_id;
    try {
      const line = { allocation_id: row.allocation_id, qty: taken, lot_no: row.lot_no };
      await pick.run({ to_account_id: to, lines: [{ ...line, ...(serial_nos ? { serial_nos } : {}) }] });
      if (taken === row.qty) choose(next);
      else setQty(null);
      return { ok: true, text: t('pick_done', { qty: taken, lot: row.lot_no }) };
    } catch (error) {
      return { ok: false, text: describe(error) };
    }
  };
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    if (!current) return { ok: false, text: t('pick_none') };
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const { it } = found;
    if (it.lot_id === current.lot_id && it.item_id === current.item_id)
      return confirm(current, it.serial_no ? [it.serial_no] : undefined);
    const scanned = it.lot_no ?? it.item_code ?? raw;
    return { ok: false, text: t('pick_wrong', { expected: current.lot_no, scanned }) };
  };
  const columns = useMemo<GridColumn<Allocation>[]>(
    () => [
      {
        key: 'location',
        title: t('location'),
        value: (row) => row.location_code,
        kind: 'code',
        pin: true,
        width: 110,
      },
      { key: 'item_code', title: t('item_code'), value: (row) => row.item_code, kind: 'code', width: 110 },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, grow: true, width: 200 },
      { key: 'lot_no', title: t('lot_no'), value: (row) => row.lot_no, kind: 'code', width: 140 },
      {
        key: 'expiry_date',
        title: t('expiry'),
        value: (row) => row.expiry_date,
        kind: 'date',
        render: (row) => <Expiry date={row.expiry_date} today={today} />,
      },
      { key: 'qty', title: t('move_qty'), value: (row) => row.qty, kind: 'integer', total: 'sum' },
      {
        key: 'demand',
        title: t('demand'),
        value: (row) => t(`for_${row.demand_kind}`, { id: String(row.demand_id) }),
        width: 140,
      },
    ],
    [t, today],
  );
  if (list.rows === undefined && list.loading)
    return (
      <Section>
        <LoadingState />
      </Section>
    );
  return (
    <>
      {current ? (
        <>
          <ScanInput label={`${t('pick_lot')} ${current.lot_no}`} onScan={({ raw }) => onScan(raw)} />
          <Section title={t('pick_progress', { at: at + 1, of: rows.length })}>
            <div className="tc-pick-now">
              <span className="tc-pick-bin">{current.location_code ?? '–'}</span>
              <div className="tc-pick-what">
                <strong>
                  {current.item_code} {current.item_name}
                </strong>
                <span>
                  {t('lot_no')} <code>{current.lot_no}</code> · {t('expiry')}{' '}
                  <Expiry date={current.expiry_date} today={today} />
                </span>
              </div>
              <span className="tc-pick-qty">{formatInteger(current.qty, language)}</span>
            </div>
            <div className="tc-bar">
              <InputNumber
                aria-label={t('pick_qty')}
                size="large"
                min={1}
                max={current.qty}
                precision={0}
                value={amount}
                onChange={setQty}
              />
              <Select
                size="large"
                aria-label={t('pick_to')}
                className="tc-min-field"
                value={to}
                onChange={setPlace}
                options={dispatch.map((row) => ({
                  value: row.account_id!,
                  label: `${t('pick_to')} ${row.location_code}`,
                }))}
              />
              <BlockedButton
                type="primary"
                size="large"
                blocked={lacks('stock.pick')}
                loading={pick.busy}
                disabled={to === undefined}
                onClick={() => void confirm(current)}
              >
                {amount < current.qty
                  ? `${t('pick_short')} ${formatInteger(amount, language)}`
                  : t('pick_confirm', { qty: formatInteger(amount, language) })}
              </BlockedButton>
              {rows.length > 1 ? (
                <BlockedButton
                  size="large"
                  onClick={() => choose(rows[(at + 1) % rows.length]?.allocation_id)}
                >
                  {t('pick_skip')}
                </BlockedButton>
              ) : null}
            </div>
            {places.data && dispatch.length === 0 ? (
              <p className="tc-ink-bad">{t('pick_no_dispatch')}</p>
            ) : null}
            {pick.error ? <LineProblem error={pick.error} /> : null}
          </Section>
        </>
      ) : null}
      <Section title={current ? t('pick_list') : undefined} flush>
        <VirtualGrid
          id="stock-pick"
          label={t('pick')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.allocation_id}
          height={current ? 320 : 360}
          loading={list.loading}
          error={gridError(list.error, () => void list.refetch())}
          empty={<EmptyState title={t('pick_none')}>{t('pick_none_text')}</EmptyState>}
          onOpen={(row) => choose(row.allocation_id)}
          rowTone={(row) => (row.allocation_id === current?.allocation_id ? 'warn' : undefined)}
        />
      </Section>
    </>
  );
}
