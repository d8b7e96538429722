import type { VolumeByClass } from './routing.model.ts';

/** Words of consolidation. Instants are hours after one moment that all share; weights kilograms, volumes litres. */

/** Goods that shall go from one warehouse to another. */
export type ShippingDocument = {
  readonly document_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  /** Packed and at the dock from then on. */
  readonly ready_hours: number;
  readonly latest_arrival_hours: number;
  readonly weight_kg: number;
  readonly volume_l: VolumeByClass;
  /** Equal parts, such as pallets, that may travel apart; 1 keeps the document together. Default 1. */
  readonly parts?: number;
  /** 1 the most urgent, 4 the least: what stays behind first where there is too little room. Default 4. */
  readonly priority_class?: number;
};

/** One journey on a lane that may be used; it costs its fixed part only if it is. */
export type LaneDeparture = {
  readonly departure_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly departs_hours: number;
  readonly transit_hours: number;
  readonly weight_kg_max: number;
  readonly volume_l_max: VolumeByClass;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
};

export type ConsolidationInput = {
  readonly documents: readonly ShippingDocument[];
  readonly departures: readonly LaneDeparture[];
};

export type DepartureLoad = {
  readonly departure_id: number;
  readonly arrival_hours: number;
  readonly documents: readonly { readonly document_id: number; readonly parts: number }[];
  readonly weight_kg: number;
  /** The fullest of weight and compartments, from 0 to 1. */
  readonly fill_share: number;
  readonly fixed_fen: number;
  readonly variable_fen: number;
};

/**
 * Why a document, or parts of it, goes on no departure. `no_lane` between its warehouses; `not_ready` before the last
 * departure; `too_late`: each that it could catch arrives too late; `no_compartment`; `too_large` for each even when
 * empty; `no_room` beside what else travels.
 */
export const LEFT_CAUSES = [
  'no_lane',
  'not_ready',
  'too_late',
  'no_compartment',
  'too_large',
  'no_room',
] as const;
export type LeftCause = (typeof LEFT_CAUSES)[number];
export type LeftDocument = {
  readonly document_id: number;
  readonly parts: number;
  readonly cause: LeftCause;
  /** The departure that comes nearest to taking it. */
  readonly nearest_departure_id: number | null;
};

export type ConsolidationPlan = {
  readonly loads: readonly DepartureLoad[];
  readonly left: readonly LeftDocument[];
  readonly totals: {
    readonly departures: number;
    readonly fixed_fen: number;
    readonly variable_fen: number;
    readonly freight_fen: number;
    /** Freight of the same documents if each whole one went alone on the departure cheapest for it. */
    readonly apart_fen: number;
  };
};
