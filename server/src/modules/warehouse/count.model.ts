/** The words of counting, free of I/O: where a count stands, and when a difference is certain. */
import { COUNT_LINE_STATUSES, COUNT_STATUSES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type CountStatus = (typeof COUNT_STATUSES)[number];
export type CountLineStatus = (typeof COUNT_LINE_STATUSES)[number];
export { COUNT_LINE_STATUSES, COUNT_STATUSES };

/** What may follow what. A line sent back from `review` makes the count `counting` again. */
export const COUNT_TRANSITIONS: Readonly<Record<CountStatus, readonly CountStatus[]>> = {
  counting: ['counting', 'review', 'closed', 'cancelled'],
  review: ['review', 'counting', 'closed', 'cancelled'],
  closed: [],
  cancelled: [],
};
export const COUNT_LINE_TRANSITIONS: Readonly<Record<CountLineStatus, readonly CountLineStatus[]>> = {
  open: ['recount', 'matched'],
  recount: ['recount', 'matched', 'differs'],
  matched: [],
  differs: ['recount', 'posted'],
  posted: [],
};

/** The next status by the table, or 409 naming the present one. */
export function followCount(
  count: { readonly document_no: string; readonly status: CountStatus },
  action: CountStatus,
): CountStatus {
  const { document_no, status } = count;
  if (!COUNT_TRANSITIONS[status].includes(action)) {
    fail('warehouse.wrong_status', { document_no, status, action });
  }
  return action;
}

/** What one person saw of a line, beside the book of that moment. */
export type Entry = {
  readonly book_qty: number;
  readonly counted: number;
  /** Serials on the book that were not there, and the other way round. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
};
export type Settled = { readonly status: CountLineStatus; readonly difference: number | null };

/**
 * Where a line stands after its entries, in the order they were made. It is settled when the last one agrees with the
 * book, or found the same difference as an earlier one by somebody else; otherwise another person counts again. What is
 * compared are differences, not quantities, so that work may go on between two counts.
 */
export function settle(entries: readonly Entry[]): Settled {
  const last = entries.at(-1);
  if (last === undefined) return { status: 'open', difference: null };
  const difference = last.counted - last.book_qty;
  const agrees = difference === 0 && last.missing.length === 0 && last.surplus.length === 0;
  if (agrees) return { status: 'matched', difference: 0 };
  const seen = entries.slice(0, -1).some((entry) => signature(entry) === signature(last));
  return seen ? { status: 'differs', difference } : { status: 'recount', difference: null };
}

function signature({ book_qty, counted, missing, surplus }: Entry): string {
  return JSON.stringify([counted - book_qty, missing.toSorted(), surplus.toSorted()]);
}

/** Compares the serials seen with those on the book. */
export function compareSerials(
  booked: readonly string[],
  seen: readonly string[],
): Pick<Entry, 'missing' | 'surplus'> {
  const there = new Set(seen);
  const known = new Set(booked);
  return {
    missing: booked.filter((serial_no) => !there.has(serial_no)),
    surplus: seen.filter((serial_no) => !known.has(serial_no)),
  };
}

/** Where the document stands when its lines stand so. */
export function statusOf(lines: Readonly<Record<CountLineStatus, number>>): CountStatus {
  if (lines.open + lines.recount > 0) return 'counting';
  return lines.differs > 0 ? 'review' : 'closed';
}
