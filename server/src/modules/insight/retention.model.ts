/** What a purge may delete, free of I/O. */
import type { PURGE_STATUSES, PurgePart, RecordKind } from '@tongcang/contract';
import { GOODS_RECORDS } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { type Kept, type RetentionRule, ruleOn, yearsAfter } from '../../platform/retention.ts';

export type PurgeStatus = (typeof PURGE_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. */
export const PURGE_TRANSITIONS: Readonly<Record<PurgeStatus, readonly PurgeStatus[]>> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['done'],
  rejected: [],
  cancelled: [],
  done: [],
};

/** The next status, or the error that says why not. */
export function followPurge(
  { document_no, status }: { readonly document_no: string; readonly status: PurgeStatus },
  next: PurgeStatus,
): PurgeStatus {
  if (PURGE_TRANSITIONS[status].includes(next)) return next;
  fail('insight.purge_status', { document_no, status });
}

const GOODS: ReadonlySet<string> = new Set(GOODS_RECORDS);

/** Refuses records of goods: of implants because the law says so, of all others because they are the company's memory. */
export function refuseGoods(record_kinds: readonly RecordKind[], implants: number): void {
  const record_kind = record_kinds.find((kind) => GOODS.has(kind));
  if (record_kind === undefined) return;
  if (implants > 0) fail('insight.retention_permanent', { record_kind, implants });
  fail('insight.retention_kept', { record_kind });
}

/** Records from before this day may go; null where the rule keeps them for ever, or there is none. */
export function cutOff(rules: readonly RetentionRule[], record_kind: RecordKind, day: string): string | null {
  const rule = ruleOn(rules, record_kind, 'CN', day);
  return rule === undefined || rule.years === null ? null : yearsAfter(day, -rule.years);
}

export type LegalHold = {
  readonly record_kind: RecordKind | null;
  readonly item_id: number | null;
  readonly lot_id: number | null;
};
type Goods = { readonly item_id: number; readonly lot_id: number };

/** Whether a hold stops a kind of records as a whole; holds on goods stop only what belongs to them. */
export const heldWhole = (holds: readonly LegalHold[], record_kind: RecordKind): boolean =>
  holds.some((hold) => hold.item_id === null && (hold.record_kind ?? record_kind) === record_kind);

/** Whether a hold stops what belongs to these goods. */
export const heldGoods = (holds: readonly LegalHold[], record_kind: RecordKind, goods: Goods): boolean =>
  holds.some(
    (hold) =>
      (hold.record_kind ?? record_kind) === record_kind &&
      (hold.item_id === null || hold.item_id === goods.item_id) &&
      (hold.lot_id === null || hold.lot_id === goods.lot_id),
  );

type Why = PurgePart['kept'][number]['why'];
export type Paper = {
  readonly attachment_id: number;
  /** Every lot that its record is about; none where that is not known. */
  readonly lots: readonly (Goods & { readonly implant: boolean; readonly kept: Kept })[];
};

/** Why a paper stays, or null: it stays as long as the longest of the lots that it belongs to. */
export function whyKept(paper: Paper, day: string, holds: readonly LegalHold[]): Why | null {
  if (heldWhole(holds, 'attachment')) return 'legal_hold';
  if (paper.lots.length === 0) return 'not_tied';
  if (paper.lots.some((lot) => heldGoods(holds, 'attachment', lot))) return 'legal_hold';
  if (paper.lots.some((lot) => lot.implant)) return 'implant';
  if (paper.lots.some((lot) => lot.kept.until === null)) return 'permanent';
  return paper.lots.some((lot) => lot.kept.until! >= day) ? 'not_yet' : null;
}

/** Counts by reason, in a fixed order, without those that are none. */
export function keptOf(reasons: readonly Why[]): PurgePart['kept'] {
  const counts = new Map<Why, number>();
  for (const why of reasons) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => a.why.localeCompare(b.why));
}

/** Refuses a rule that asks for less than the law; the rule before must end before the new one begins. */
export function refuseWeaker(
  rules: readonly RetentionRule[],
  asked: Pick<
    RetentionRule,
    'record_kind' | 'region' | 'effective_from' | 'years' | 'years_without_expiry' | 'years_implant'
  >,
): void {
  const same = rules.filter((r) => r.record_kind === asked.record_kind && r.region === asked.region);
  const { effective_from } = same.at(-1) ?? { effective_from: '' };
  if (asked.effective_from <= effective_from) fail('insight.retention_rule_order', { effective_from });
  const law = same.findLast((rule) => rule.statutory);
  if (law === undefined) return;
  if (law.years_implant === null && asked.years_implant !== null)
    fail('insight.retention_permanent', { record_kind: asked.record_kind, implants: 0 });
  for (const field of ['years', 'years_without_expiry', 'years_implant'] as const) {
    const least = law[field];
    if (asked[field] !== null && least !== null && asked[field] < least)
      fail('insight.retention_rule_weaker', { years: least });
  }
}
