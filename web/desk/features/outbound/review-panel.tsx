import { BLOCK_REASONS, reviewDemand } from '@tongcang/contract';
import { App, Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatDate,
  formatInteger,
  ScanInput,
  Section,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks, useUser } from '../../app/session.ts';
import { isOf, useScannedPiece } from '../stock/resolve.ts';
import { AFFECTS, type Outbound } from './outbound-page.tsx';
import { text } from './text.ts';

type Good = Outbound['goods'][number];
/** What the second person has seen of one lot. */
type Seen = {
  readonly scanned: boolean;
  readonly serials: readonly string[];
  readonly blocked: number;
  readonly reason?: string;
};
const NOTHING: Seen = { scanned: false, serials: [], blocked: 0 };

/** The second look: every lot is scanned, every numbered piece as well; what is not sound is set apart with a reason. */
export function ReviewPanel({ outbound }: { outbound: Outbound }) {
  const t = useText(text);
  const lacks = useLacks();
  const me = useUser();
  const { message } = App.useApp();
  const [seen, setSeen] = useState<Readonly<Record<number, Seen>>>({});
  const review = useAction(reviewDemand, {
    invalidates: AFFECTS,
    onSuccess: ({ document_no: no, passed, blocked, replanned }) => {
      setSeen({});
      void (blocked > 0
        ? message.warning(t('review_blocked', { no, passed, blocked, replanned }))
        : message.success(t('review_done', { no, passed })));
    },
  });
  const waiting = outbound.goods.filter((good) => !good.reviewed);
  const of = (good: Good) => seen[good.allocation_id] ?? NOTHING;
  const set = (good: Good, patch: Partial<Seen>) =>
    setSeen((all) => ({
      ...all,
      [good.allocation_id]: { ...(all[good.allocation_id] ?? NOTHING), ...patch },
    }));
  const own = (good: Good) => good.picked_by !== null && good.picked_by === me.user_id;
  const ready = waiting.filter((good) => isDone(good, of(good)));
  const piece = useScannedPiece(outbound.warehouse_id);
  const scan = async (raw: string) => {
    const found = await piece(raw, waiting);
    const serial = (found.ok && found.piece.serial_no) || raw.trim();
    const lot = (found.ok && found.piece.lot_no) || raw.trim();
    const named = found.ok ? waiting.filter(isOf(found.piece)) : [];
    const good = named.find((one) => !isDone(one, of(one))) ?? numbered(waiting, of, serial);
    if (good === undefined && !found.ok) return found;
    if (good === undefined || own(good))
      return { ok: false, text: good ? t('own_pick') : t('review_wrong', { code: lot }) };
    if (good.tracking === 'lot') {
      set(good, { scanned: true });
      return { ok: true, text: t('review_ok', { lot, n: good.qty, of: good.qty }) };
    }
    const serials = [...new Set([...of(good).serials, serial])];
    set(good, { scanned: true, serials });
    return { ok: true, text: t('review_ok', { lot: good.lot_no, n: serials.length, of: good.qty }) };
  };
  const submit = () =>
    review
      .run({ demand_id: outbound.demand_id, lines: ready.map((good) => lineOf(good, of(good))) })
      .catch(() => undefined);
  if (outbound.goods.length === 0) return null;
  return (
    <Section title={t('review')}>
      <p className="tc-muted">{t('review_hint')}</p>
      {waiting.length > 0 ? (
        <div className="tc-pick-head">
          <ScanInput label={t('review_scan')} onScan={(scanned) => scan(scanned.raw)} />
        </div>
      ) : null}
      {review.error ? <ProblemView error={review.error} /> : null}
      <ul className="tc-pick-list">
        {outbound.goods.map((good) => (
          <GoodLine
            key={good.allocation_id}
            good={good}
            seen={of(good)}
            own={own(good)}
            onChange={(patch) => set(good, patch)}
          />
        ))}
      </ul>
      {waiting.length > 0 ? (
        <BlockedButton
          type="primary"
          size="large"
          blocked={[
            ...lacks('fulfilment.review'),
            ...(ready.length > 0 ? [] : [{ code: 'web.not_counted', params: {} }]),
          ]}
          loading={review.busy}
          onClick={() => void submit()}
        >
          {t('confirm_review')}
        </BlockedButton>
      ) : null}
    </Section>
  );
}

/** A serial says by itself which line it belongs to where only one numbered line is open. */
function numbered(waiting: readonly Good[], of: (good: Good) => Seen, serial: string): Good | undefined {
  const open = waiting.filter((good) => good.tracking === 'serial' && of(good).serials.length < good.qty);
  return open.length === 1 && serial !== '' ? open[0] : undefined;
}

function isDone(good: Good, seen: Seen): boolean {
  if (seen.blocked > 0 && seen.reason === undefined) return false;
  if (!seen.scanned) return false;
  return good.tracking === 'lot' || seen.serials.length === good.qty;
}

/** Of numbered pieces the last scanned are the ones that were blocked. */
function lineOf(good: Good, seen: Seen) {
  const passed = good.qty - seen.blocked;
  const { allocation_id, lot_no } = good;
  return {
    allocation_id,
    lot_no,
    passed,
    blocked: seen.blocked,
    ...(seen.blocked > 0 ? { block_reason: seen.reason as 'other' } : {}),
    ...(good.tracking === 'serial'
      ? { serial_nos: seen.serials.slice(0, passed), blocked_serial_nos: seen.serials.slice(passed) }
      : {}),
  };
}

type LineProps = {
  readonly good: Good;
  readonly seen: Seen;
  readonly own: boolean;
  readonly onChange: (patch: Partial<Seen>) => void;
};

function GoodLine({ good, seen, own, onChange }: LineProps) {
  const t = useText(text);
  const language = useLanguage();
  const [blocking, setBlocking] = useState(false);
  return (
    <li>
      <strong className="tc-pick-place">{good.location_code ?? '—'}</strong>
      <span className="tc-line-grow">
        {good.item_code} {good.item_name}
        <span className="tc-muted">
          {' '}
          {t('lot')} {good.lot_no}
          {good.expiry_date ? ` · ${t('expiry')} ${formatDate(good.expiry_date, language)}` : ''}
          {good.picked_by_name ? ` · ${t('picked_by')} ${good.picked_by_name}` : ''}
        </span>
        {seen.serials.length > 0 ? <div className="tc-muted">{seen.serials.join(', ')}</div> : null}
      </span>
      <span className="tc-num">
        {formatInteger(good.qty, language)} {good.unit}
      </span>
      {good.reviewed ? (
        <StatusChip tone="ok">{t('reviewed')}</StatusChip>
      ) : own ? (
        <StatusChip tone="warn">{t('own_pick')}</StatusChip>
      ) : (
        <>
          <StatusChip tone={isDone(good, seen) ? 'accent' : 'neutral'}>
            {isDone(good, seen) ? `✓ ${good.qty - seen.blocked}` : t('to_review')}
          </StatusChip>
          {blocking ? (
            <>
              <InputNumber
                aria-label={`${t('block')} ${good.lot_no}`}
                min={0}
                max={good.qty}
                precision={0}
                value={seen.blocked}
                onChange={(blocked) => onChange({ blocked: blocked ?? 0 })}
              />
              <Select
                aria-label={`${t('block_reason')} ${good.lot_no}`}
                placeholder={t('block_reason')}
                value={seen.reason}
                onChange={(reason: string) => onChange({ reason })}
                options={BLOCK_REASONS.map((value) => ({ value, label: t(`b_${value}`) }))}
                style={{ minWidth: 220 }}
              />
            </>
          ) : (
            <Button onClick={() => setBlocking(true)}>{t('block')}</Button>
          )}
        </>
      )}
    </li>
  );
}
