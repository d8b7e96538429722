/** The door of module transfer: goods between two warehouses. */
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { allocateTransfer } from './allocate-transfer.ts';
import { approveTransfer } from './approve-transfer.ts';
import { listBudgets, listLimits, setBudget, setLimit } from './budgets.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import { decideClaim, listClaims, openClaim } from './claims.ts';
import { followTransport } from './follow-transport.ts';
import { getDeliveryNote } from './get-delivery-note.ts';
import { getTransfer } from './get-transfer.ts';
import { listDiscrepancies } from './list-discrepancies.ts';
import { listTransfers } from './list-transfers.ts';
import { getNotePdf, printNote } from './print-note.ts';
import { receiveTransfer } from './receive-transfer.ts';
import { rejectTransfer } from './reject-transfer.ts';
import { requestTransfer } from './request-transfer.ts';
import { resolveDiscrepancy } from './resolve-discrepancy.ts';
import { shipTransfer } from './ship-transfer.ts';

export { approve } from './approve-transfer.ts';
export { openTransfer } from './request-transfer.ts';

export const verbs: ServerVerb[] = [
  requestTransfer,
  listTransfers,
  getTransfer,
  getDeliveryNote,
  printNote,
  getNotePdf,
  approveTransfer,
  allocateTransfer,
  rejectTransfer,
  cancelTransfer,
  shipTransfer,
  receiveTransfer,
  resolveDiscrepancy,
  listDiscrepancies,
  openClaim,
  decideClaim,
  listClaims,
  listBudgets,
  setBudget,
  listLimits,
  setLimit,
];

/** What follows the events of modules to the left. */
export const consumers: Consumer[] = [followTransport];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  transfer_order_two_warehouses: 'transfer.same_warehouse',
  transfer_order_two_persons: 'transfer.own_request',
  transfer_line_lot_key: 'transfer.line_repeated',
  sent_lot_not_more_than_shipped: 'transfer.more_than_sent',
  claim_discrepancy_once: 'transfer.claimed_before',
  claim_two_persons: 'transfer.own_claim',
  discrepancy_two_persons: 'transfer.own_receipt',
  discrepancy_resolution_fits: 'transfer.resolution_does_not_fit',
};
