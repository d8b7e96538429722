import { useParams } from '@tanstack/react-router';
import { cancelWave, getWave, pickWave, printWave } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatDate,
  formatInteger,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  ReasonList,
  ScanInput,
  Section,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { isOf, useScannedPiece } from '../stock/resolve.ts';
import { ShortDialog } from './short-dialog.tsx';
import { State, splitSerials } from './states.tsx';
import { text } from './text.ts';

type Wave = OutputFor<typeof getWave>;
type Line = Wave['line_rows'][number];
export type ShortPick = {
  readonly qty: number;
  readonly reason: string;
  readonly serials: string[];
  readonly picked: string[];
};
const AFFECTS = ['fulfilment', 'stock', 'planning', 'insight'] as const;
const left = (line: Line) => line.qty - line.qty_picked;

/** One walk: place after place, the scan that confirms, and what to do where the goods are not there. */
export default function WavePage() {
  const { wave_id } = useParams({ strict: false }) as { wave_id: string };
  const { data, error, refetch } = useVerb(getWave, { wave_id: Number(wave_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded wave={data} /> : <LoadingState />;
}

function Loaded({ wave }: { wave: Wave }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [cancelling, setCancelling] = useState(false);
  const cancel = useAction(cancelWave, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const live = wave.status === 'open' || wave.status === 'picking';
  return (
    <PageBody>
      <PageHeader
        title={wave.document_no}
        status={<State of="wave" status={wave.status} />}
        actions={
          <>
            <RecordNav grid="waves" id={wave.wave_id} to={(id) => `/outbound/wave/${id}`} />
            <PrintButton verb={printWave} input={{ wave_id: wave.wave_id }} />
            {live ? (
              <BlockedButton danger blocked={lacks('fulfilment.ship')} onClick={() => setCancelling(true)}>
                {t('cancel_wave')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('warehouse'), value: wave.warehouse_code },
            { label: t('to_place'), value: wave.to_location_code ?? '—' },
            { label: t('lines_open'), value: `${wave.lines_open} / ${wave.lines}` },
            {
              label: t('qty_picked'),
              value: `${formatInteger(wave.qty_picked, language)} / ${formatInteger(wave.qty, language)}`,
            },
            { label: t('created_by'), value: wave.created_by_name },
          ]}
        />
      </Section>
      <PathSection wave={wave} live={live} />
      <ConfirmWithReason
        open={cancelling}
        danger
        title={t('cancel_wave')}
        onCancel={() => setCancelling(false)}
        onConfirm={(reason) => cancel.run({ wave_id: wave.wave_id, reason })}
      >
        {t('cancel_wave_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function PathSection({ wave, live }: { wave: Wave; live: boolean }) {
  const t = useText(text);
  const may = useCan();
  const problemText = useProblemText();
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({});
  const [short, setShort] = useState<Line | null>(null);
  const pick = useAction(pickWave, { invalidates: AFFECTS, onSuccess: () => setShort(null) });
  const open = wave.line_rows.filter((line) => line.status === 'open');
  const working = live && may('stock.pick');
  const piece = useScannedPiece(wave.warehouse_id);
  const confirm = async (line: Line, serials?: readonly string[], units: number | null = null) => {
    const wanted = counts[line.wave_line_id] ?? left(line);
    const packed = units !== null && units > 1 ? Math.min(units, wanted) : wanted;
    const qty = serials?.length ?? packed;
    const serial_nos = serials === undefined ? undefined : [...serials];
    await pick.run({
      wave_id: wave.wave_id,
      lines: [{ wave_line_id: line.wave_line_id, lot_no: line.lot_no, qty, serial_nos }],
    });
    return t('picked_ok', { qty, lot: line.lot_no });
  };
  const scanned = async (raw: string) => {
    const found = await piece(raw, open);
    if (!found.ok) return found;
    const { lot_no, serial_no, units } = found.piece;
    const line = open.find(isOf(found.piece));
    if (line === undefined) return { ok: false, text: t('pick_wrong', { lot: lot_no ?? raw }) };
    try {
      const serials = line.tracking === 'serial' && serial_no !== null ? [serial_no] : undefined;
      return { ok: true, text: await confirm(line, serials, units) };
    } catch (error) {
      return { ok: false, text: problemText(error) };
    }
  };
  const report = (line: Line, { qty, reason, serials, picked }: ShortPick) =>
    pick.run({
      wave_id: wave.wave_id,
      lines: [
        {
          wave_line_id: line.wave_line_id,
          lot_no: line.lot_no,
          qty,
          short_reason: reason as 'not_found',
          ...(picked.length > 0 ? { serial_nos: picked } : {}),
          ...(serials.length > 0 ? { short_serial_nos: serials } : {}),
        },
      ],
    });
  return (
    <Section title={t('path')}>
      {working && open.length > 0 ? (
        <div className="tc-pick-head">
          <ScanInput label={t('pick_hint')} onScan={(scan) => scanned(scan.raw)} />
        </div>
      ) : null}
      {pick.error ? <ProblemView error={pick.error} /> : null}
      {pick.output ? <Replanned short={pick.output.short} /> : null}
      <ul className="tc-pick-list">
        {[...open, ...wave.line_rows.filter((line) => line.status !== 'open')].map((line) => (
          <PathLine
            key={line.wave_line_id}
            line={line}
            working={working}
            busy={pick.busy}
            count={counts[line.wave_line_id] ?? left(line)}
            onCount={(qty) => setCounts((all) => ({ ...all, [line.wave_line_id]: qty }))}
            onConfirm={(serials) => void confirm(line, serials).catch(() => undefined)}
            onShort={() => setShort(line)}
          />
        ))}
      </ul>
      {short ? (
        <ShortDialog
          lot_no={short.lot_no}
          qty={left(short)}
          serial={short.tracking === 'serial'}
          error={pick.error}
          onCancel={() => setShort(null)}
          onConfirm={(given) => report(short, given)}
        />
      ) : null}
    </Section>
  );
}

/** What came of a short pick: where the rest is taken from, or why it is not. */
function Replanned({ short }: { short: OutputFor<typeof pickWave>['short'] }) {
  const t = useText(text);
  if (short.length === 0) return null;
  return (
    <div aria-live="polite" className="tc-stack">
      {short.map((one) => (
        <div key={one.pick_shortage_id}>
          <p>
            {t('replanned', { no: one.document_no, short: one.qty_short, found: one.replanned })}
            {one.short_by > 0 ? <strong> · {t('still_short', { n: one.short_by })}</strong> : null}
          </p>
          {one.reasons.length > 0 ? <ReasonList reasons={one.reasons} /> : null}
        </div>
      ))}
    </div>
  );
}

type PathLineProps = {
  readonly line: Line;
  readonly working: boolean;
  readonly busy: boolean;
  readonly count: number;
  readonly onCount: (qty: number) => void;
  /** The numbers of the pieces, for goods that have some. */
  readonly onConfirm: (serials?: readonly string[]) => void;
  readonly onShort: () => void;
};

function PathLine({ line, working, busy, count, onCount, onConfirm, onShort }: PathLineProps) {
  const t = useText(text);
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const serials = splitSerials(typed);
  const open = line.status === 'open' && working;
  return (
    <li>
      <strong className="tc-pick-place">{line.location_code ?? '—'}</strong>
      <span className="tc-line-grow">
        {line.item_code} {line.item_name}
        <span className="tc-muted">
          {' '}
          {t('lot')} {line.lot_no}
          {line.expiry_date ? ` · ${t('expiry')} ${formatDate(line.expiry_date, language)}` : ''} ·{' '}
          {line.partner_name} {line.department_name}
        </span>
      </span>
      {open ? (
        <>
          {line.tracking === 'serial' ? (
            <Input
              aria-label={`${t('picked_serials')} ${line.lot_no}`}
              placeholder={t('picked_serials')}
              value={typed}
              style={{ width: 220 }}
              onChange={(event) => setTyped(event.target.value)}
            />
          ) : (
            <InputNumber
              aria-label={`${t('qty')} ${line.lot_no}`}
              min={1}
              max={left(line)}
              precision={0}
              suffix={line.unit}
              value={count}
              onChange={(qty) => onCount(qty ?? left(line))}
            />
          )}
          <span className="tc-num">
            / {left(line)} {line.unit}
          </span>
          <Button
            type="primary"
            loading={busy}
            disabled={line.tracking === 'serial' && serials.length === 0}
            onClick={() => onConfirm(line.tracking === 'serial' ? serials : undefined)}
          >
            {t('confirm_pick')}
          </Button>
          <Button onClick={onShort}>{t('short_pick')}</Button>
        </>
      ) : (
        <>
          <span className="tc-num">
            {formatInteger(line.qty_picked, language)} / {formatInteger(line.qty, language)} {line.unit}
          </span>
          <State of="line" status={line.status} />
        </>
      )}
    </li>
  );
}
