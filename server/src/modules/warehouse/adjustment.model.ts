/** The words of corrections, free of I/O. */
import { ADJUSTMENT_STATUSES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { PostLine } from '../stock/index.ts';

export { ADJUSTMENT_STATUSES };
export type AdjustmentStatus = (typeof ADJUSTMENT_STATUSES)[number];

/** What may follow what: what is posted is corrected by another correction. */
export const ADJUSTMENT_TRANSITIONS: Readonly<Record<AdjustmentStatus, readonly AdjustmentStatus[]>> = {
  requested: ['posted', 'rejected', 'withdrawn'],
  posted: [],
  rejected: [],
  withdrawn: [],
};

export function followAdjustment(
  adjustment: { readonly document_no: string; readonly status: AdjustmentStatus },
  action: AdjustmentStatus,
): AdjustmentStatus {
  const { document_no, status } = adjustment;
  if (!ADJUSTMENT_TRANSITIONS[status].includes(action)) {
    fail('warehouse.wrong_status', { document_no, status, action });
  }
  return action;
}

export type AdjustmentLine = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
  readonly change: number;
  readonly serial_nos: readonly string[];
};

/** The posting of a line: from the account of differences to the bin, or the other way round. */
export function postLineOf(line: AdjustmentLine, adjustment_account: number): PostLine {
  const { item_id, lot_id, account_id, owner_id, disposition, change, serial_nos } = line;
  const gained = change > 0;
  return {
    item_id,
    lot_id,
    qty: Math.abs(change),
    from_account_id: gained ? adjustment_account : account_id,
    to_account_id: gained ? account_id : adjustment_account,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: disposition,
    to_disposition: disposition,
    ...(serial_nos.length > 0 ? { serial_nos } : {}),
  };
}
