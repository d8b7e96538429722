/** The words of transfer, free of I/O: where an order stands, what may follow what, and what is still on the road. */
import {
  type CLAIM_STATUSES,
  DISCREPANCY_KINDS,
  DISCREPANCY_RESOLUTIONS,
  DISCREPANCY_STATUSES,
  TRANSFER_STATUSES,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export { DISCREPANCY_KINDS, DISCREPANCY_RESOLUTIONS, DISCREPANCY_STATUSES, TRANSFER_STATUSES };
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];
export type Resolution = (typeof DISCREPANCY_RESOLUTIONS)[number];

/** What may follow what. Once goods are on the road the order can only arrive: nobody cancels a lorry. */
export const TRANSFER_TRANSITIONS: Readonly<Record<TransferStatus, readonly TransferStatus[]>> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['in_transit', 'cancelled'],
  rejected: [],
  cancelled: [],
  in_transit: ['received', 'closed'],
  received: ['closed'],
  closed: [],
};
export const DISCREPANCY_TRANSITIONS: Readonly<
  Record<(typeof DISCREPANCY_STATUSES)[number], readonly (typeof DISCREPANCY_STATUSES)[number][]>
> = { open: ['resolved'], resolved: [] };

/** The next status by the table, or 409 naming the present one. */
export function follow(
  order: { readonly document_no: string; readonly status: TransferStatus },
  action: TransferStatus,
): TransferStatus {
  if (!TRANSFER_TRANSITIONS[order.status].includes(action)) {
    fail('transfer.wrong_status', { document_no: order.document_no, status: order.status, action });
  }
  return action;
}

/** How a difference of each kind may end; the CHECK says the same. */
export const RESOLUTIONS_OF: Readonly<Record<DiscrepancyKind, readonly Resolution[]>> = {
  short: ['lost', 'found', 'returned'],
  damaged: ['accepted'],
};

export type SentLot = {
  readonly transfer_line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly owner_id: number;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly qty_shipped: number;
  readonly qty_received: number;
  readonly qty_damaged: number;
  readonly qty_lost: number;
  readonly qty_returned: number;
};

/** Pieces that have left and have neither arrived nor been written off. */
export function onTheRoad(lot: SentLot): number {
  return lot.qty_shipped - lot.qty_received - lot.qty_damaged - lot.qty_lost - lot.qty_returned;
}

/** Name of the account of the goods on the road, and reference of all movements of an order. */
export function documentKey(transfer_id: number): string {
  return `transfer:${transfer_id}`;
}

/** The sale that a transfer between two legal entities is; null within one. */
export function saleOf(order: {
  readonly from_entity_id: number | null;
  readonly to_entity_id: number | null;
}): { readonly from_entity_id: number; readonly to_entity_id: number } | null {
  const { from_entity_id, to_entity_id } = order;
  if (from_entity_id === null || to_entity_id === null || from_entity_id === to_entity_id) return null;
  return { from_entity_id, to_entity_id };
}

export const CLAIM_TRANSITIONS: Readonly<Record<ClaimStatus, readonly ClaimStatus[]>> = {
  open: ['agreed', 'withdrawn'],
  agreed: ['settled', 'withdrawn'],
  settled: [],
  withdrawn: [],
};
