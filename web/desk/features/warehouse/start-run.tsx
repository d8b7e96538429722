import { type getWorkOrder, startRun } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  formatDate,
  formatInteger,
  ScanInput,
  type ScanOutcome,
  Section,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type OutputFor, useAction } from '../../app/api.ts';
import { LineProblem } from '../stock/line-problem.tsx';
import { useResolve } from '../stock/resolve.ts';
import { text } from './work-text.ts';
import './warehouse.css';

type Order = OutputFor<typeof getWorkOrder>;
type Part = {
  readonly key: string;
  readonly line_id: number;
  readonly lot_no: string;
  readonly lot_id: number;
  readonly label: string;
  readonly expiry_date: string | null;
  readonly places: string;
  readonly there: number;
};
type Entry = { readonly qty: number; readonly serials: string; readonly checked: boolean };
type Props = { readonly order: Order; readonly left: number };

/** What is tied to the order, lot by lot: scanned one after the other, then taken to the bench. */
export function StartRun({ order, left }: Props) {
  const t = useText(text);
  const language = useLanguage();
  const resolve = useResolve(order.warehouse_id);
  const parts = partsOf(order);
  const [qty, setQty] = useState(left);
  const [entries, setEntries] = useState<Readonly<Record<string, Entry>>>(() => proposal(order, parts, left));
  const start = useAction(startRun, { invalidates: ['warehouse', 'stock', 'planning', 'insight'] });
  const change = (key: string, patch: Partial<Entry>) =>
    setEntries((all) => ({ ...all, [key]: { ...all[key]!, ...patch } }));
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const part = parts.find((one) => one.lot_id === found.it.lot_id);
    if (part === undefined) return { ok: false, text: t('scan_wrong', { lot: found.it.lot_no ?? raw }) };
    const before = entries[part.key]!;
    const serials = found.it.serial_no ? `${before.serials} ${found.it.serial_no}`.trim() : before.serials;
    change(part.key, { checked: true, serials });
    return { ok: true, text: t('scan_ok', { lot: part.lot_no }) };
  };
  const used = parts.flatMap((part) => {
    const entry = entries[part.key];
    if (entry === undefined || entry.qty === 0) return [];
    const serial_nos = entry.serials.split(/\s+/).filter(Boolean);
    return [
      {
        work_order_line_id: part.line_id,
        lot_no: part.lot_no,
        qty: entry.qty,
        ...(serial_nos.length > 0 ? { serial_nos } : {}),
      },
    ];
  });
  const unchecked = parts.some((part) => (entries[part.key]?.qty ?? 0) > 0 && !entries[part.key]?.checked);
  return (
    <Section title={t('start')} extra={<span className="tc-muted">{t('start_hint')}</span>}>
      <ScanInput label={t('scan')} onScan={({ raw }) => onScan(raw)} />
      {start.error ? <LineProblem error={start.error} /> : null}
      <div className="tc-line-row tc-run-qty">
        <InputNumber
          aria-label={t('start_qty')}
          prefix={<span className="tc-muted">{t('start_qty')}</span>}
          min={1}
          max={left}
          precision={0}
          style={{ width: 200 }}
          value={qty}
          onChange={(next) => {
            const now = next ?? left;
            setQty(now);
            setEntries(proposal(order, parts, now));
          }}
        />
      </div>
      <ul className="tc-pick-list">
        {parts.map((part) => {
          const entry = entries[part.key];
          if (entry === undefined) return null;
          return (
            <li key={part.key}>
              <strong className="tc-pick-place">{part.places}</strong>
              <span className="tc-line-grow">
                {part.label}
                <span className="tc-muted">
                  {' '}
                  {t('lot')} {part.lot_no}
                  {part.expiry_date ? ` · ${t('expiry')} ${formatDate(part.expiry_date, language)}` : ''} ·{' '}
                  {t('allocated')} {formatInteger(part.there, language)}
                </span>
              </span>
              <Input
                aria-label={`${t('serials')} ${part.lot_no}`}
                placeholder={t('serials')}
                style={{ width: 160 }}
                value={entry.serials}
                onChange={(event) => change(part.key, { serials: event.target.value })}
              />
              <InputNumber
                aria-label={`${t('take')} ${part.lot_no}`}
                min={0}
                max={part.there}
                precision={0}
                value={entry.qty}
                onChange={(next) => change(part.key, { qty: next ?? 0 })}
              />
              {entry.checked ? (
                <StatusChip tone="ok">{t('scanned')}</StatusChip>
              ) : (
                <Button size="small" onClick={() => change(part.key, { checked: true })}>
                  {t('by_eye')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <div className="tc-task-actions">
        {unchecked ? <span className="tc-muted">{t('unscanned')}</span> : null}
        <Button
          type="primary"
          size="large"
          disabled={unchecked || used.length === 0}
          loading={start.busy}
          onClick={() =>
            void start.run({ work_order_id: order.work_order_id, qty, used }).catch(() => undefined)
          }
        >
          {t('start')}
        </Button>
      </div>
    </Section>
  );
}

/** Lots tied to each line, whatever places they stand at. */
function partsOf({ allocations, line_rows }: Order): Part[] {
  const groups = Map.groupBy(allocations, (one) => `${one.work_order_line_id}|${one.lot_id}`);
  return [...groups].map(([key, all]) => {
    const first = all[0]!;
    const line = line_rows.find((one) => one.work_order_line_id === first.work_order_line_id);
    return {
      key,
      line_id: first.work_order_line_id,
      lot_no: first.lot_no,
      lot_id: first.lot_id,
      label: `${line?.item_code ?? ''} ${line?.item_name ?? ''}`,
      expiry_date: first.expiry_date,
      places: [...new Set(all.map((one) => one.location_code ?? '—'))].join(' '),
      there: all.reduce((sum, one) => sum + one.qty, 0),
    };
  });
}

/** What would be taken for so many pieces, first expiry first. */
function proposal(order: Order, parts: readonly Part[], qty: number): Record<string, Entry> {
  const left = new Map(order.line_rows.map((line) => [line.work_order_line_id, line.per_unit * qty]));
  return Object.fromEntries(
    parts.map((part) => {
      const take = Math.min(part.there, left.get(part.line_id) ?? 0);
      left.set(part.line_id, (left.get(part.line_id) ?? 0) - take);
      return [part.key, { qty: take, serials: '', checked: false }];
    }),
  );
}
