/** The rules of a repair, free of I/O. */
import type { REPAIR_STATUSES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type RepairStatus = (typeof REPAIR_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. Parts and loaners change no status. */
export const REPAIR_TRANSITIONS: Readonly<Record<RepairStatus, readonly RepairStatus[]>> = {
  opened: ['sent', 'cancelled', 'closed'],
  sent: ['quoted', 'returned'],
  quoted: ['quoted', 'accepted', 'declined'],
  accepted: ['returned'],
  declined: ['returned'],
  returned: ['closed'],
  closed: [],
  cancelled: [],
};

type Named = { readonly document_no: string; readonly status: RepairStatus };

/** The next status, or the error that says why not. */
export function followRepair({ document_no, status }: Named, next: RepairStatus): RepairStatus {
  if (REPAIR_TRANSITIONS[status].includes(next)) return next;
  fail('quality.repair_status', { document_no, status });
}

/** Refuses what only makes sense while a repair is under way. */
export function requireOpen({ document_no, status }: Named): void {
  if (status === 'closed' || status === 'cancelled') fail('quality.repair_status', { document_no, status });
}
