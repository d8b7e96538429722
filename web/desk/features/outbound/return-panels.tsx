import { acceptReturn, receiveReturn } from '@tongcang/contract';
import { Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, formatInteger, ScanInput, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { isOf, useScannedPiece } from '../stock/resolve.ts';
import type { Return } from './return-page.tsx';
import { splitSerials } from './states.tsx';
import { text } from './text.ts';

type Line = Return['line_rows'][number];
const AFFECTS = ['fulfilment', 'stock', 'quality', 'insight'] as const;
const UNCOUNTED = [{ code: 'web.not_counted', params: {} }];
const COLD = new Set(['cold', 'frozen']);

/** What came back, lot by lot, with what the hospital shows about where it was kept. */
export function ReceiveReturnPanel({ back }: { back: Return }) {
  const t = useText(text);
  const language = useLanguage();
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({});
  const [serials, setSerials] = useState<Readonly<Record<number, string>>>({});
  const [proof, setProof] = useState('');
  const [unbroken, setUnbroken] = useState(false);
  const piece = useScannedPiece();
  const receive = useAction(receiveReturn, { invalidates: AFFECTS });
  const set = (line: Line, qty: number) => setCounts((all) => ({ ...all, [line.return_line_id]: qty }));
  const complete = back.line_rows.every((line) => counts[line.return_line_id] !== undefined);
  const submit = () =>
    receive
      .run({
        return_id: back.return_id,
        storage_proof: proof.trim() || undefined,
        chain_unbroken: unbroken,
        lines: back.line_rows.map((line) => ({
          return_line_id: line.return_line_id,
          lot_no: line.lot_no,
          received: counts[line.return_line_id]!,
          ...namedBy(serials[line.return_line_id]),
        })),
      })
      .catch(() => undefined);
  return (
    <Section title={t('receive')}>
      <p className="tc-muted">{t('receive_hint')}</p>
      {receive.error ? <ProblemView error={receive.error} /> : null}
      <div className="tc-pick-head">
        <ScanInput
          label={t('review_scan')}
          onScan={async (scan) => {
            const found = await piece(scan.raw, back.line_rows);
            if (!found.ok) return found;
            const lot = found.piece.lot_no ?? scan.raw;
            const line = back.line_rows.find(isOf(found.piece));
            if (line === undefined) return { ok: false, text: t('review_wrong', { code: lot }) };
            set(line, line.qty);
            return { ok: true, text: t('review_ok', { lot, n: line.qty, of: line.qty }) };
          }}
        />
      </div>
      <ul className="tc-pick-list">
        {back.line_rows.map((line) => (
          <li key={line.return_line_id}>
            <LineWords line={line} />
            <span className="tc-muted tc-num">
              {formatInteger(line.qty, language)} {line.unit}
            </span>
            <InputNumber
              aria-label={`${t('received')} ${line.lot_no}`}
              min={0}
              max={line.qty}
              precision={0}
              prefix={<span className="tc-muted">{t('received')}</span>}
              value={counts[line.return_line_id] ?? null}
              style={{ width: 140 }}
              onChange={(qty) => set(line, qty ?? 0)}
            />
            {line.tracking === 'serial' ? (
              <Input
                aria-label={`${t('serials')} ${line.lot_no}`}
                placeholder={t('serials')}
                value={serials[line.return_line_id] ?? ''}
                style={{ width: 200 }}
                onChange={(e) => setSerials((all) => ({ ...all, [line.return_line_id]: e.target.value }))}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="tc-form-grid">
        <LabelledField label={t('storage_proof')}>
          {(id) => <Input id={id} value={proof} maxLength={200} onChange={(e) => setProof(e.target.value)} />}
        </LabelledField>
      </div>
      <p>
        <Checkbox checked={unbroken} onChange={(e) => setUnbroken(e.target.checked)}>
          {t('chain_unbroken')}
        </Checkbox>
      </p>
      <BlockedButton
        type="primary"
        size="large"
        blocked={complete ? [] : UNCOUNTED}
        loading={receive.busy}
        onClick={() => void submit()}
      >
        {t('confirm_receive')}
      </BlockedButton>
    </Section>
  );
}

type Result = { readonly accepted: number | null; readonly reason: string; readonly serials: string };
const UNDECIDED: Result = { accepted: null, reason: '', serials: '' };

/** How many are good; the others are rejected, with a reason. */
export function InspectPanel({ back }: { back: Return }) {
  const t = useText(text);
  const language = useLanguage();
  const [results, setResults] = useState<Readonly<Record<number, Result>>>({});
  const accept = useAction(acceptReturn, { invalidates: AFFECTS });
  const lines = back.line_rows.filter((line) => line.qty_received > 0);
  const of = (line: Line) => results[line.return_line_id] ?? UNDECIDED;
  const set = (line: Line, patch: Partial<Result>) =>
    setResults((all) => ({
      ...all,
      [line.return_line_id]: { ...(all[line.return_line_id] ?? UNDECIDED), ...patch },
    }));
  const spoilt = (line: Line) => COLD.has(line.storage_condition) && back.chain_unbroken !== true;
  const complete = lines.every((line) => of(line).accepted !== null);
  const submit = () =>
    accept
      .run({
        return_id: back.return_id,
        lines: lines.map((line) => {
          const { accepted, reason, serials } = of(line);
          const named = splitSerials(serials);
          return {
            return_line_id: line.return_line_id,
            accepted: accepted ?? 0,
            rejected: line.qty_received - (accepted ?? 0),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
            ...(named.length > 0 ? { accepted_serial_nos: named } : {}),
          };
        }),
      })
      .catch(() => undefined);
  return (
    <Section title={t('inspect')}>
      <p className="tc-muted">{t('inspect_hint')}</p>
      {accept.error ? <ProblemView error={accept.error} /> : null}
      <ul className="tc-pick-list">
        {lines.map((line) => (
          <li key={line.return_line_id}>
            <LineWords line={line} />
            <span className="tc-muted tc-num">
              {t('received')} {formatInteger(line.qty_received, language)} {line.unit}
            </span>
            <InputNumber
              aria-label={`${t('accepted')} ${line.lot_no}`}
              min={0}
              max={spoilt(line) ? 0 : line.qty_received}
              precision={0}
              prefix={<span className="tc-muted">{t('accepted')}</span>}
              value={of(line).accepted}
              style={{ width: 140 }}
              onChange={(accepted) => set(line, { accepted })}
            />
            <Input
              aria-label={`${t('result_reason')} ${line.lot_no}`}
              placeholder={t('result_reason')}
              value={of(line).reason}
              maxLength={200}
              style={{ width: 200 }}
              onChange={(e) => set(line, { reason: e.target.value })}
            />
            {line.tracking === 'serial' ? (
              <Input
                aria-label={`${t('good_serials')} ${line.lot_no}`}
                placeholder={t('good_serials')}
                value={of(line).serials}
                style={{ width: 200 }}
                onChange={(e) => set(line, { serials: e.target.value })}
              />
            ) : null}
            {spoilt(line) ? <span className="tc-ink-bad">{t('cold_only_rejected')}</span> : null}
          </li>
        ))}
      </ul>
      <BlockedButton
        type="primary"
        size="large"
        blocked={complete ? [] : UNCOUNTED}
        loading={accept.busy}
        onClick={() => void submit()}
      >
        {t('confirm_inspect')}
      </BlockedButton>
    </Section>
  );
}

function LineWords({ line }: { line: Line }) {
  const t = useText(text);
  return (
    <span className="tc-line-grow">
      {line.item_code} {line.item_name}{' '}
      <span className="tc-muted">
        {t('lot')} {line.lot_no}
        {line.expiry_date ? ` · ${t('expiry')} ${line.expiry_date}` : ''}
      </span>
    </span>
  );
}

function namedBy(typed: string | undefined): { serial_nos?: string[] } {
  const named = splitSerials(typed ?? '');
  return named.length > 0 ? { serial_nos: named } : {};
}
