/** The words of fulfilment, free of I/O: where a demand stands and what may follow what. */
import { DEMAND_STATUSES } from '@tongcang/contract';
import { assert } from '../../platform/errors.ts';

export { DEMAND_STATUSES };
export type DemandStatus = (typeof DEMAND_STATUSES)[number];

/**
 * What may follow what. Allocated goods can be taken away again by a recall or a hold, so the way back is open until
 * something has left; what has left comes back as a return and not by a status.
 */
export const DEMAND_TRANSITIONS: Readonly<Record<DemandStatus, readonly DemandStatus[]>> = {
  open: ['partly_allocated', 'allocated', 'cancelled'],
  partly_allocated: ['open', 'allocated', 'partly_shipped', 'shipped', 'cancelled'],
  allocated: ['open', 'partly_allocated', 'partly_shipped', 'shipped', 'cancelled'],
  partly_shipped: ['shipped'],
  shipped: [],
  cancelled: [],
};

/** Quantities in base units; `allocated` is what stands ready and has not left. */
export type Progress = { readonly qty: number; readonly allocated: number; readonly shipped: number };

/** Where a line stands, or a demand by the sums of its lines; cancelling is the one thing that numbers do not say. */
export function statusOf({ qty, allocated, shipped }: Progress): Exclude<DemandStatus, 'cancelled'> {
  if (shipped === qty) return 'shipped';
  if (shipped > 0) return 'partly_shipped';
  if (allocated === qty) return 'allocated';
  return allocated > 0 ? 'partly_allocated' : 'open';
}

/** The next status, by the table. */
export function follow(from: DemandStatus, to: DemandStatus): DemandStatus {
  assert(from === to || DEMAND_TRANSITIONS[from].includes(to), `demand: ${from} is not followed by ${to}`);
  return to;
}

/** Minutes until an allocation that nobody picks is given back to others: three days. */
export const ALLOCATION_EXPIRES_MINUTES = 3 * 24 * 60;
