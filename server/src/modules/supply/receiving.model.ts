/** The words of receiving, free of I/O: where a receipt and a return stand, what may follow what, how differences end. */
import {
  RECEIPT_DISCREPANCY_KINDS,
  type RECEIPT_DISCREPANCY_STATUSES,
  RECEIPT_RESOLUTIONS,
  RECEIPT_STATUSES,
  type REFUSAL_REASONS,
  SUPPLIER_RETURN_STATUSES,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export { RECEIPT_DISCREPANCY_KINDS, RECEIPT_RESOLUTIONS, RECEIPT_STATUSES, SUPPLIER_RETURN_STATUSES };
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];
export type DiscrepancyKind = (typeof RECEIPT_DISCREPANCY_KINDS)[number];
export type DiscrepancyStatus = (typeof RECEIPT_DISCREPANCY_STATUSES)[number];
export type Resolution = (typeof RECEIPT_RESOLUTIONS)[number];
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
export type ReturnStatus = (typeof SUPPLIER_RETURN_STATUSES)[number];

/** What may follow what. Once a piece is decided on, a receipt is not taken back any more. */
export const RECEIPT_TRANSITIONS: Readonly<Record<ReceiptStatus, readonly ReceiptStatus[]>> = {
  received: ['accepting', 'accepted', 'put_away', 'reversed'],
  accepting: ['accepting', 'accepted', 'put_away'],
  accepted: ['accepted', 'put_away'],
  put_away: [],
  refused: [],
  reversed: [],
};
export const RETURN_TRANSITIONS: Readonly<Record<ReturnStatus, readonly ReturnStatus[]>> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['part_shipped', 'shipped', 'cancelled'],
  rejected: [],
  cancelled: [],
  part_shipped: ['part_shipped', 'shipped', 'confirmed'],
  shipped: ['confirmed'],
  confirmed: [],
};
export const RECEIPT_DISCREPANCY_TRANSITIONS: Readonly<
  Record<DiscrepancyStatus, readonly DiscrepancyStatus[]>
> = {
  open: ['resolved', 'void'],
  resolved: [],
  void: [],
};

/** The next status of a receipt by the table, or 409 naming the present one. */
export function followReceipt(
  receipt: { readonly document_no: string; readonly status: ReceiptStatus },
  action: ReceiptStatus,
): ReceiptStatus {
  const { document_no, status } = receipt;
  if (!RECEIPT_TRANSITIONS[status].includes(action))
    fail('supply.receipt_wrong_status', { document_no, status, action });
  return action;
}

/** The next status of a return by the table, or 409 naming the present one. */
export function followReturn(
  order: { readonly document_no: string; readonly status: ReturnStatus },
  action: ReturnStatus,
): ReturnStatus {
  const { document_no, status } = order;
  if (!RETURN_TRANSITIONS[status].includes(action))
    fail('supply.return_wrong_status', { document_no, status, action });
  return action;
}

/** How a difference of each kind may end; the CHECK says the same. */
export const RESOLUTIONS_OF: Readonly<Record<DiscrepancyKind, readonly Resolution[]>> = {
  short: ['supplier_credit', 'replacement'],
  over: ['accepted_over', 'returned'],
  damaged: ['supplier_credit', 'replacement', 'returned'],
  refused: ['supplier_credit', 'replacement'],
  note: ['note_corrected', 'supplier_credit'],
  no_order: ['order_added'],
};

/** Quantities of a receipt line that say how far it has come. */
export type Progress = {
  readonly received: number;
  readonly damaged: number;
  readonly over: number;
  readonly qualified: number;
  readonly unqualified: number;
  readonly put_away: number;
};

export const takenIn = (line: Pick<Progress, 'received' | 'damaged'>): number => line.received + line.damaged;

/** Pieces that nobody has decided on. */
export const waitingIn = (line: Progress): number => takenIn(line) - line.qualified - line.unqualified;

/** Of those, how many may be qualified: neither the damaged ones nor those over that nobody has agreed to keep. */
export const qualifiableIn = (line: Progress): number =>
  Math.min(waitingIn(line), line.received - line.over - line.qualified);

/** Where a receipt stands after a decision or a put-away. */
export function statusOf(lines: readonly Progress[]): ReceiptStatus {
  if (lines.some((line) => waitingIn(line) > 0)) {
    return lines.some((line) => line.qualified + line.unqualified > 0) ? 'accepting' : 'received';
  }
  return lines.some((line) => line.put_away < line.qualified) ? 'accepted' : 'put_away';
}

/** Reference of all movements of a receipt, and of a return. */
export const receiptKey = (receipt_id: number) => `receipt:${receipt_id}`;
export const returnKey = (supplier_return_id: number) => `supplier_return:${supplier_return_id}`;

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Pieces that came for an ordered or announced line, or with a minus did not come after all. */
export type CameIn = {
  readonly purchase_order_line_id: number | null;
  readonly asn_line_id: number | null;
  readonly qty: number;
};

/** The same by order line and by line of the arrival notice, each once. */
export function receivedOf(came: readonly CameIn[]) {
  const order_lines = new Map<number, number>();
  const asn_lines = new Map<number, number>();
  const add = (sums: Map<number, number>, id: number | null, qty: number) => {
    if (id !== null && qty !== 0) sums.set(id, (sums.get(id) ?? 0) + qty);
  };
  for (const { purchase_order_line_id, asn_line_id, qty } of came) {
    add(order_lines, purchase_order_line_id, qty);
    add(asn_lines, asn_line_id, qty);
  }
  return {
    order_lines: [...order_lines].map(([purchase_order_line_id, qty]) => ({ purchase_order_line_id, qty })),
    asn_lines: [...asn_lines].map(([asn_line_id, qty]) => ({ asn_line_id, qty })),
  };
}
