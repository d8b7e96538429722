/** The words of transport, free of I/O: where a shipment stands, what may follow what, which range goods ask for. */
import type {
  SHIPMENT_STATUSES,
  STOP_STATUSES,
  TEMPERATURE_CLASSES,
  TRANSPORT_DOCUMENT_KINDS,
  TRANSPORT_DOCUMENT_STATUSES,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type TemperatureClass = (typeof TEMPERATURE_CLASSES)[number];
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];
export type StopStatus = (typeof STOP_STATUSES)[number];
export type DocumentStatus = (typeof TRANSPORT_DOCUMENT_STATUSES)[number];
export type DocumentKind = (typeof TRANSPORT_DOCUMENT_KINDS)[number];

/** What may follow what. A lorry on the road can only arrive: nobody cancels it. */
export const SHIPMENT_TRANSITIONS: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  planned: ['ready', 'cancelled'],
  // Another vehicle or driver after the check: it is checked anew.
  ready: ['planned', 'ready', 'on_the_road', 'cancelled'],
  on_the_road: ['completed'],
  completed: [],
  cancelled: [],
};
export const STOP_TRANSITIONS: Readonly<Record<StopStatus, readonly StopStatus[]>> = {
  planned: ['arrived'],
  arrived: ['delivered', 'partly_refused', 'refused'],
  delivered: [],
  partly_refused: [],
  refused: [],
};
export const DOCUMENT_TRANSITIONS: Readonly<Record<DocumentStatus, readonly DocumentStatus[]>> = {
  waiting: ['planned', 'withdrawn'],
  planned: ['waiting', 'on_the_road'],
  on_the_road: ['delivered', 'partly_refused', 'refused'],
  delivered: [],
  partly_refused: [],
  refused: [],
  withdrawn: [],
};

/** The next status by the table, or 409 naming the present one. */
export function follow(
  shipment: { readonly document_no: string; readonly status: ShipmentStatus },
  action: ShipmentStatus,
): ShipmentStatus {
  const { document_no, status } = shipment;
  if (!SHIPMENT_TRANSITIONS[status].includes(action))
    fail('transport.wrong_status', { document_no, status, action });
  return action;
}

/**
 * The compartment in which goods travel. Cool goods go in the ambient one: what they may stand is in their range, which
 * the check before departure asks for.
 */
export function classOf(storage_condition: string): TemperatureClass {
  return storage_condition === 'cold' || storage_condition === 'frozen' ? storage_condition : 'ambient';
}

export type Range = { readonly temp_min_c: number | null; readonly temp_max_c: number | null };

/** The range that suits everything that asks for one; open ends where nobody does. */
export function commonRange(ranges: readonly Range[]): Range {
  const ends = (of: (range: Range) => number | null) => ranges.map(of).filter((end) => end !== null);
  const mins = ends((range) => range.temp_min_c);
  const maxs = ends((range) => range.temp_max_c);
  return {
    temp_min_c: mins.length === 0 ? null : Math.max(...mins),
    temp_max_c: maxs.length === 0 ? null : Math.min(...maxs),
  };
}

/** Whether a temperature lies in a range; an open end stops nothing. */
export function within(temp_c: number, { temp_min_c, temp_max_c }: Range): boolean {
  return (temp_min_c === null || temp_c >= temp_min_c) && (temp_max_c === null || temp_c <= temp_max_c);
}

/** The class that the strictest document of a load asks for. */
export function strictest(classes: readonly TemperatureClass[]): TemperatureClass {
  if (classes.includes('frozen')) return 'frozen';
  return classes.includes('cold') ? 'cold' : 'ambient';
}
