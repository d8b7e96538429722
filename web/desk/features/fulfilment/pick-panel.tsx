import { listLocations, pickAllocations } from '@tongcang/contract';
import { Button, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { formatDate, formatInteger, ScanInput, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { LabelledField } from './labelled.tsx';
import { lotOfScan } from './scan.ts';
import { PickStatus } from './states.tsx';
import { text } from './text.ts';

export type Pickable = {
  readonly allocation_id: number;
  readonly item_id: number;
  readonly item_label: string;
  readonly unit: string;
  readonly lot_no: string;
  readonly expiry_date: string | null;
  readonly location_code: string | null;
  readonly qty: number;
  readonly status: string;
};
type Props = { readonly warehouse_id: number; readonly rows: readonly Pickable[]; readonly may: boolean };

/**
 * What is allocated, place by place, and the scan that confirms it. A scan of the lot picks the whole quantity of its
 * first open line; less is picked by changing the number first. The rest stays open.
 */
export function PickPanel({ warehouse_id, rows, may }: Props) {
  const t = useText(text);
  const language = useLanguage();
  const open = rows.filter((row) => row.status === 'open');
  const [place, setPlace] = useState<number>();
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({});
  const { data } = useVerb(listLocations, { warehouse_id }, { enabled: open.length > 0 });
  const dispatch = useMemo(
    () => (data?.rows ?? []).filter((row) => row.zone_kind === 'dispatch' && row.account_id !== null),
    [data],
  );
  const to_account_id = place ?? dispatch[0]?.account_id ?? undefined;
  const problemText = useProblemText();
  const pick = useAction(pickAllocations, { invalidates: ['stock', 'fulfilment', 'transfer', 'insight'] });
  const confirm = async (row: Pickable) => {
    const qty = counts[row.allocation_id] ?? row.qty;
    await pick.run({
      to_account_id: to_account_id!,
      lines: [{ allocation_id: row.allocation_id, qty, lot_no: row.lot_no }],
    });
    return t('picked_ok', { qty, lot: row.lot_no });
  };
  return (
    <Section title={t('allocations')}>
      {rows.length === 0 ? <p className="tc-muted">{t('no_allocations')}</p> : null}
      {open.length > 0 && may ? (
        <div className="tc-pick-head">
          <ScanInput
            label={t('pick_hint')}
            enabled={to_account_id !== undefined}
            onScan={async (scan) => {
              const lot = lotOfScan(scan.raw);
              const row = open.find((one) => one.lot_no === lot);
              if (row === undefined) return { ok: false, text: t('pick_wrong', { lot }) };
              try {
                return { ok: true, text: await confirm(row) };
              } catch (error) {
                return { ok: false, text: problemText(error) };
              }
            }}
          />
          <LabelledField label={t('pick_place')}>
            {(id) => (
              <Select
                id={id}
                value={to_account_id}
                onChange={setPlace}
                options={dispatch.map((row) => ({ value: row.account_id!, label: row.location_code }))}
                style={{ minWidth: 160 }}
              />
            )}
          </LabelledField>
        </div>
      ) : null}
      {pick.error ? <ProblemView error={pick.error} /> : null}
      <ul className="tc-pick-list">
        {rows.map((row) => (
          <li key={row.allocation_id}>
            <strong className="tc-pick-place">{row.location_code ?? '—'}</strong>
            <span className="tc-line-grow">
              {row.item_label}
              <span className="tc-muted">
                {' '}
                {t('lot')} {row.lot_no}
                {row.expiry_date ? ` · ${t('expiry')} ${formatDate(row.expiry_date, language)}` : ''}
              </span>
            </span>
            {row.status === 'open' && may ? (
              <>
                <InputNumber
                  aria-label={`${t('pick_qty')} ${row.lot_no}`}
                  min={1}
                  max={row.qty}
                  precision={0}
                  suffix={row.unit}
                  value={counts[row.allocation_id] ?? row.qty}
                  onChange={(qty) => setCounts((all) => ({ ...all, [row.allocation_id]: qty ?? row.qty }))}
                />
                <Button
                  disabled={to_account_id === undefined}
                  loading={pick.busy}
                  onClick={() => void confirm(row).catch(() => undefined)}
                >
                  {t('pick_all')}
                </Button>
              </>
            ) : (
              <>
                <span className="tc-num">
                  {formatInteger(row.qty, language)} {row.unit}
                </span>
                <PickStatus status={row.status} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
