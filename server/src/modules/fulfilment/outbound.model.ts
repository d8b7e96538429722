/** The words of outbound work, free of I/O: states and what may follow what. */
import { DELIVERY_STATUSES, RETURN_STATUSES, WAVE_STATUSES } from '@tongcang/contract';
import { assert } from '../../platform/errors.ts';

export { DELIVERY_STATUSES, RETURN_STATUSES, WAVE_STATUSES };
export type WaveStatus = (typeof WAVE_STATUSES)[number];
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

export const WAVE_TRANSITIONS: Readonly<Record<WaveStatus, readonly WaveStatus[]>> = {
  open: ['picking', 'picked', 'cancelled'],
  picking: ['picked', 'cancelled'],
  picked: [],
  cancelled: [],
};
/** What was delivered comes back as a return and not by a status. */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  in_transit: ['delivered', 'partly_delivered', 'refused'],
  delivered: [],
  partly_delivered: [],
  refused: [],
};
export const RETURN_TRANSITIONS: Readonly<Record<ReturnStatus, readonly ReturnStatus[]>> = {
  requested: ['approved', 'declined'],
  approved: ['received', 'declined'],
  declined: [],
  received: ['closed'],
  closed: [],
};

/** The next status by a table; staying is allowed. */
export function step<S extends string>(
  table: Readonly<Record<S, readonly S[]>>,
  from: S,
  to: S,
  what: string,
): S {
  assert(from === to || table[from].includes(to), `${what}: ${from} is not followed by ${to}`);
  return to;
}

/** The name by which postings find a delivery. */
export const deliveryKey = (shipment_id: number) => `delivery:${shipment_id}`;
export const returnKey = (return_id: number) => `return:${return_id}`;

/** Where a delivery ends, by what was taken and what was not. */
export function arrivalStatus(delivered: number, refused: number): Exclude<DeliveryStatus, 'in_transit'> {
  if (refused === 0) return 'delivered';
  return delivered === 0 ? 'refused' : 'partly_delivered';
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
