import { listLocations, pickAllocations } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { formatDate, formatInteger, ScanInput, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { isOf, useScannedPiece } from '../stock/resolve.ts';
import { LabelledField } from './labelled.tsx';
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
  readonly tracking: 'lot' | 'serial';
  readonly qty: number;
  readonly status: string;
};
type Props = { readonly warehouse_id: number; readonly rows: readonly Pickable[]; readonly may: boolean };

/**
 * What is allocated, place by place, and the scan that confirms it. A scan of the lot picks the whole quantity of its
 * first open line, a scan of a carton what is in it, a scan of a serial number that piece; less is picked by changing
 * the number first. The rest stays open.
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
  const piece = useScannedPiece(warehouse_id);
  const confirm = async (row: Pickable, serials: readonly string[], units: number | null = null) => {
    const wanted = counts[row.allocation_id] ?? row.qty;
    const numbered = row.tracking === 'serial';
    const packed = units !== null && units > 1 ? Math.min(units, wanted) : wanted;
    const qty = numbered ? serials.length : packed;
    const serial_nos = numbered ? { serial_nos: [...serials] } : {};
    await pick.run({
      to_account_id: to_account_id!,
      lines: [{ allocation_id: row.allocation_id, qty, lot_no: row.lot_no, ...serial_nos }],
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
              const found = await piece(scan.raw, open);
              if (!found.ok) return found;
              const { lot_no, serial_no, units } = found.piece;
              const row = open.find(isOf(found.piece));
              if (row === undefined) return { ok: false, text: t('pick_wrong', { lot: lot_no ?? scan.raw }) };
              if (row.tracking === 'serial' && serial_no === null)
                return { ok: false, text: t('pick_serial_needed', { lot: row.lot_no }) };
              try {
                return { ok: true, text: await confirm(row, serial_no === null ? [] : [serial_no], units) };
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
              <OpenPick
                row={row}
                count={counts[row.allocation_id] ?? row.qty}
                blocked={to_account_id === undefined}
                busy={pick.busy}
                onCount={(qty) => setCounts((all) => ({ ...all, [row.allocation_id]: qty }))}
                onPick={(serials) => void confirm(row, serials).catch(() => undefined)}
              />
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

type OpenPickProps = {
  readonly row: Pickable;
  readonly count: number;
  readonly blocked: boolean;
  readonly busy: boolean;
  readonly onCount: (qty: number) => void;
  readonly onPick: (serials: readonly string[]) => void;
};

/** How many are picked, or which: goods with serial numbers are picked by them, typed or pasted with spaces between. */
function OpenPick({ row, count, blocked, busy, onCount, onPick }: OpenPickProps) {
  const t = useText(text);
  const [typed, setTyped] = useState('');
  const numbered = row.tracking === 'serial';
  const serials = typed.split(/[\s,，;；]+/).filter((one) => one !== '');
  return (
    <>
      {numbered ? (
        <Input
          aria-label={`${t('pick_serials')} ${row.lot_no}`}
          placeholder={t('pick_serials')}
          value={typed}
          style={{ width: 220 }}
          suffix={`${serials.length} / ${row.qty}`}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : (
        <InputNumber
          aria-label={`${t('pick_qty')} ${row.lot_no}`}
          min={1}
          max={row.qty}
          precision={0}
          suffix={row.unit}
          value={count}
          onChange={(qty) => onCount(qty ?? row.qty)}
        />
      )}
      <Button
        disabled={blocked || (numbered && (serials.length === 0 || serials.length > row.qty))}
        loading={busy}
        onClick={() => onPick(serials)}
      >
        {t('pick_all')}
      </Button>
    </>
  );
}
