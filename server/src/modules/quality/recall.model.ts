/** The rules of a recall, free of I/O. */
import type { NOTICE_STATUSES, RECALL_HANDLINGS, RECALL_KINDS, RecallCriterion } from '@tongcang/contract';
import { type FieldError, fail } from '../../platform/errors.ts';
import { inRange, type StandingStop } from '../stock/index.ts';

export type RecallKind = (typeof RECALL_KINDS)[number];
export type Handling = (typeof RECALL_HANDLINGS)[number];
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. An answer may be given again until it is settled. */
export const NOTICE_TRANSITIONS: Readonly<Record<NoticeStatus, readonly NoticeStatus[]>> = {
  open: ['sent', 'confirmed', 'explained'],
  sent: ['confirmed', 'explained'],
  confirmed: ['confirmed', 'reconciled', 'explained'],
  reconciled: [],
  explained: [],
};

/** The next status, or the error that says why not. */
export function followNotice(
  { notice_no, status }: { readonly notice_no: number; readonly status: NoticeStatus },
  next: NoticeStatus,
): NoticeStatus {
  if (NOTICE_TRANSITIONS[status].includes(next)) return next;
  fail('quality.recall_notice_status', { notice_no, status });
}

/** The strictest reading of "within n days": n times 24 hours from the decision. */
export function dueAt(decided_at: string, hours: number): string {
  return new Date(Date.parse(decided_at) + hours * 3_600_000).toISOString();
}

/** What is wrong with a scope, line by line. */
export function criteriaErrors(criteria: readonly RecallCriterion[]): FieldError[] {
  return criteria.flatMap((criterion, index) => {
    const code = criterionError(criterion);
    return code === null ? [] : [{ path: `criteria.${index}`, code, params: { line: index + 1 } }];
  });
}

function criterionError(c: RecallCriterion): string | null {
  if (c.item_id === undefined && c.supplier_id === undefined && c.receipt_no === undefined)
    return 'quality.recall_scope';
  if (c.serial_from !== undefined || c.serial_to !== undefined) {
    const { serial_from, serial_to } = serialEnds(c);
    if (c.item_id === undefined || !inRange(serial_from, { serial_from, serial_to }))
      return 'quality.recall_serial_range';
  }
  const backwards = (from?: string, to?: string) => from !== undefined && to !== undefined && to < from;
  return backwards(c.production_from, c.production_to) || backwards(c.expiry_from, c.expiry_to)
    ? 'quality.recall_dates'
    : null;
}

/** One number alone is a range of one. */
export function serialEnds({ serial_from, serial_to }: RecallCriterion): {
  serial_from: string;
  serial_to: string;
} {
  return { serial_from: serial_from ?? serial_to ?? '', serial_to: serial_to ?? serial_from ?? '' };
}

/** What stays stopped for goods that have not arrived; a receipt is over, so nothing stands for it. */
export function standingOf(criteria: readonly RecallCriterion[]): StandingStop[] {
  return criteria
    .filter((c) => c.receipt_no === undefined)
    .map((c) => {
      const numbered = c.serial_from !== undefined || c.serial_to !== undefined;
      const ends = numbered ? serialEnds(c) : { serial_from: null, serial_to: null };
      return {
        item_id: c.item_id ?? null,
        supplier_id: c.supplier_id ?? null,
        lot_no: c.lot_no ?? null,
        ...ends,
        production_from: c.production_from ?? null,
        production_to: c.production_to ?? null,
        expiry_from: c.expiry_from ?? null,
        expiry_to: c.expiry_to ?? null,
      };
    });
}

/** What a consignee got of a lot, and what became of it. */
export type Account = {
  readonly qty: number;
  readonly used_qty: number;
  readonly destroyed_qty: number;
  readonly on_hand_qty: number;
  readonly returned_qty: number;
};

/**
 * What the answer and the ledger leave open. What was told to be on hand and has come back since is on hand no longer, so
 * it never makes the sum larger than what was supplied.
 */
export function openOf(line: Account): { readonly on_hand: number; readonly unaccounted: number } {
  const rest = Math.max(0, line.qty - line.used_qty - line.destroyed_qty - line.returned_qty);
  const on_hand = Math.min(line.on_hand_qty, rest);
  return { on_hand, unaccounted: rest - on_hand };
}

/** Only a recall takes goods away: in a hold or a mock recall they stay where they are. */
export function handlingOf({
  kind,
  handling,
}: {
  readonly kind: RecallKind;
  readonly handling: Handling;
}): Handling {
  return kind === 'recall' ? handling : 'stop_use';
}

/**
 * Whether everything that a consignee got is accounted for. Goods may stay at a customer where they are corrected or only
 * no longer used; in a warehouse of ours the ledger follows them, so there it is enough that they were found.
 */
export function isBalanced(lines: readonly Account[], handling: Handling, at_customer: boolean): boolean {
  const may_stay = !at_customer || handling === 'correct' || handling === 'stop_use';
  return lines.every((line) => {
    const { on_hand, unaccounted } = openOf(line);
    return unaccounted === 0 && (may_stay || on_hand === 0);
  });
}

/** A share in hundredths of a percent; all of nothing is everything. */
export function basisPoints(part: number, whole: number): number {
  return whole === 0 ? 10_000 : Math.floor((part * 10_000) / whole);
}

export type NoticeFigures = {
  readonly status: NoticeStatus;
  readonly due_at: string;
  readonly confirmed_at: string | null;
  readonly lines: readonly Account[];
};

/** The figures of a case over its notices. */
export function figuresOf(notices: readonly NoticeFigures[]) {
  const lines = notices.flatMap((notice) => notice.lines);
  const sum = (of: (line: Account) => number) => lines.reduce((total, line) => total + of(line), 0);
  const confirmed = notices.filter((notice) => notice.confirmed_at !== null);
  const in_time = confirmed.filter((n) => Date.parse(n.confirmed_at!) <= Date.parse(n.due_at));
  const qty = sum((line) => line.qty);
  const unaccounted = sum((line) => openOf(line).unaccounted);
  return {
    notices: notices.length,
    confirmed: confirmed.length,
    confirmed_in_time: in_time.length,
    effectiveness_bp: basisPoints(confirmed.length, notices.length),
    qty,
    used: sum((line) => line.used_qty),
    destroyed: sum((line) => line.destroyed_qty),
    returned: sum((line) => line.returned_qty),
    on_hand: sum((line) => openOf(line).on_hand),
    unaccounted,
    accounted_bp: basisPoints(qty - unaccounted, qty),
  };
}

export type ToldLine = {
  readonly line_no: number;
  readonly used_qty: number;
  readonly destroyed_qty: number;
  readonly on_hand_qty: number;
};

/** What is wrong with an answer: a line that the notice does not have, or more than was supplied. */
export function answerErrors(
  told: readonly ToldLine[],
  lines: readonly { line_no: number; lot_no: string; qty: number; returned_qty: number }[],
): FieldError[] {
  const known = new Map(lines.map((line) => [line.line_no, line]));
  return told.flatMap((line, index): FieldError[] => {
    const of = known.get(line.line_no);
    known.delete(line.line_no);
    const path = `lines.${index}`;
    if (of === undefined)
      return [{ path, code: 'quality.recall_answer_line', params: { line_no: line.line_no } }];
    const sum = line.used_qty + line.destroyed_qty + line.on_hand_qty + of.returned_qty;
    const params = { lot_no: of.lot_no, told: sum, qty: of.qty };
    return sum > of.qty ? [{ path, code: 'quality.recall_answer_more', params }] : [];
  });
}
