import type { EveningState, RedistributionNetwork } from './redistribution.model.ts';

export type PairState = {
  readonly lots?: readonly (readonly [days_left: number, qty: number])[];
  readonly orders?: readonly (readonly [tier: number, waited_days: number, qty: number])[];
  readonly inbound?: number;
  readonly arrival?: readonly [days: number, qty: number];
};

/** A network of equal warehouses a day apart; what a test is about is given, the rest is plain. */
export function smallNetwork(given: Partial<RedistributionNetwork> = {}): RedistributionNetwork {
  const warehouses = given.warehouses ?? 2;
  const items = given.items ?? 1;
  const lanes = warehouses * warehouses;
  return {
    warehouses,
    items,
    rate_per_day: new Float64Array(warehouses * items).fill(1),
    dispersion: new Float64Array(items).fill(0.5),
    volume: new Float64Array(items).fill(1),
    rescue_value: new Float64Array(items).fill(0),
    lane_days: new Int32Array(lanes).fill(1),
    lane_fixed_cost: new Float64Array(lanes).fill(100),
    lane_volume_cost: new Float64Array(lanes).fill(1),
    tiers: [
      { penalty: 400, late_penalty_per_day: 20, patience_days: 1, share: 0.3 },
      { penalty: 40, late_penalty_per_day: 2, patience_days: 4, share: 0.7 },
    ],
    review_days: 7,
    arrival_horizon_days: 14,
    ...given,
  };
}

/** An evening from one small description by pair. */
export function eveningOf(pairs: readonly PairState[]): EveningState {
  const starts = (length: (pair: PairState) => number) => {
    const start = new Int32Array(pairs.length + 1);
    pairs.forEach((pair, k) => {
      start[k + 1] = start[k]! + length(pair);
    });
    return start;
  };
  const lots = pairs.flatMap((pair) => pair.lots ?? []);
  const orders = pairs.flatMap((pair) => pair.orders ?? []);
  return {
    lot_start: starts((pair) => pair.lots?.length ?? 0),
    lot_days_left: Int32Array.from(lots, ([days_left]) => days_left),
    lot_qty: Float64Array.from(lots, ([, qty]) => qty),
    order_start: starts((pair) => pair.orders?.length ?? 0),
    order_tier: Int32Array.from(orders, ([tier]) => tier),
    order_waited_days: Int32Array.from(orders, ([, waited]) => waited),
    order_qty: Float64Array.from(orders, ([, , qty]) => qty),
    inbound_qty: Float64Array.from(pairs, (pair) => pair.inbound ?? 0),
    arrival_days: Int32Array.from(pairs, (pair) => pair.arrival?.[0] ?? 0),
    arrival_qty: Float64Array.from(pairs, (pair) => pair.arrival?.[1] ?? 0),
  };
}

/** Settings for `smallNetwork`'s two tiers in which every benefit counts whole. */
export const PLAIN_SETTINGS = {
  recourse: [1, 1],
  daily_discount: 1,
  lane_threshold: 1,
  deferrable_weight: 1,
  urgency_share: 0,
  handling_cost: 0,
  cycles_ahead: 2,
  expiry_horizon_days: 90,
};
