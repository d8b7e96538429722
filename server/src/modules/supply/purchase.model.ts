/** The words of purchasing, free of I/O: where documents stand and what may follow what. */
import type {
  AGREEMENT_STATUSES,
  ASN_STATUSES,
  PURCHASE_ORDER_STATUSES,
  PURCHASE_PLAN_STATUSES,
  REQUISITION_STATUSES,
  RFQ_STATUSES,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type OrderStatus = (typeof PURCHASE_ORDER_STATUSES)[number];
export type RequisitionStatus = (typeof REQUISITION_STATUSES)[number];
export type PlanStatus = (typeof PURCHASE_PLAN_STATUSES)[number];
export type RfqStatus = (typeof RFQ_STATUSES)[number];
export type AsnStatus = (typeof ASN_STATUSES)[number];
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/**
 * What may follow what. A change leads an order that was handed in back to its draft, and one that was approved back to
 * approval where it grew dearer. `approved` follows `approved` and `confirmed` where a change must be confirmed anew.
 */
export const ORDER_TRANSITIONS: Transitions<OrderStatus> = {
  draft: ['submitted', 'cancelled'],
  submitted: ['draft', 'approved', 'rejected', 'partly_received', 'closed', 'cancelled'],
  rejected: ['draft', 'cancelled', 'closed'],
  approved: ['approved', 'confirmed', 'submitted', 'partly_received', 'received', 'closed', 'cancelled'],
  confirmed: ['approved', 'confirmed', 'submitted', 'partly_received', 'received', 'closed', 'cancelled'],
  partly_received: ['partly_received', 'submitted', 'received', 'closed', 'approved'],
  // A receipt that is taken back opens an order again.
  received: ['partly_received', 'approved'],
  closed: ['partly_received', 'cancelled'],
  cancelled: [],
};
export const REQUISITION_TRANSITIONS: Transitions<RequisitionStatus> = {
  submitted: ['approved', 'rejected', 'cancelled'],
  approved: ['planned', 'cancelled'],
  rejected: [],
  cancelled: [],
  // A plan that is discarded lets its requisitions wait again.
  planned: ['approved'],
};
export const PLAN_TRANSITIONS: Transitions<PlanStatus> = {
  draft: ['ordered', 'discarded'],
  ordered: [],
  discarded: [],
};
export const RFQ_TRANSITIONS: Transitions<RfqStatus> = {
  open: ['awarded', 'cancelled'],
  awarded: [],
  cancelled: [],
};
export const ASN_TRANSITIONS: Transitions<AsnStatus> = {
  announced: ['partly_received', 'received', 'cancelled'],
  partly_received: ['received', 'announced'],
  received: ['partly_received', 'announced'],
  cancelled: [],
};
export const AGREEMENT_TRANSITIONS: Transitions<AgreementStatus> = { active: ['ended'], ended: [] };

/** The next status by the table, or 409 naming the present one. */
export function advance<S extends string>(
  transitions: Transitions<S>,
  document: { readonly document_no: string; readonly status: S },
  action: S,
): S {
  if (!transitions[document.status].includes(action)) {
    fail('supply.wrong_status', { document_no: document.document_no, status: document.status, action });
  }
  return action;
}

/** The same where nothing need change. */
export function stay<S extends string>(
  transitions: Transitions<S>,
  document: { readonly document_no: string; readonly status: S },
  status: S,
): S {
  return status === document.status ? status : advance(transitions, document, status);
}

/** Orders that the supplier knows: it may confirm them, announce for them, and goods may come for them. */
export const PLACED: ReadonlySet<OrderStatus> = new Set(['approved', 'confirmed', 'partly_received']);

export type Progress = {
  readonly qty: number;
  readonly qty_received: number;
  readonly qty_cancelled: number;
};

/** Pieces of a line that are still to come. */
export function openOf(line: Progress): number {
  return Math.max(0, line.qty - line.qty_cancelled - line.qty_received);
}

/** Where an order stands by what has come and what was given up; `present` while nothing has come. */
export function statusByProgress(lines: readonly Progress[], present: OrderStatus): OrderStatus {
  const received = lines.some((line) => line.qty_received > 0);
  if (lines.some((line) => openOf(line) > 0)) {
    if (received) return 'partly_received';
    return AFTER_RECEIPT.has(present) ? 'approved' : present;
  }
  if (!received) return 'cancelled';
  return lines.some((line) => line.qty_cancelled > 0) ? 'closed' : 'received';
}

const AFTER_RECEIPT: ReadonlySet<OrderStatus> = new Set(['partly_received', 'received', 'closed']);

/** The status of an arrival notice by what has come of it. */
export function asnStatusOf(lines: readonly { qty: number; qty_received: number }[]): AsnStatus {
  if (lines.every((line) => line.qty_received >= line.qty)) return 'received';
  return lines.some((line) => line.qty_received > 0) ? 'partly_received' : 'announced';
}

/** How many people must approve this amount: the tier with the largest limit below it. */
export function approvalsFor(
  amount_fen: number,
  tiers: readonly { readonly above_fen: number; readonly approvals: number }[],
): number {
  const reached = tiers.filter((tier) => amount_fen > tier.above_fen);
  const highest = reached.reduce((top, tier) => (tier.above_fen >= top.above_fen ? tier : top), {
    above_fen: -1,
    approvals: 0,
  });
  return highest.approvals;
}
