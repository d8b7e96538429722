/** A class of urgency, the most urgent first. Money in any one unit, the same everywhere. */
export type DemandTier = {
  /** Cost of one unit of demand that is never served. */
  readonly penalty: number;
  /** Cost of one unit for each day that it is served late. */
  readonly late_penalty_per_day: number;
  /** Days after which an unserved order is lost; 0 means it must be served on its own day. */
  readonly patience_days: number;
  /** Share of the demand that is of this class; all shares sum to 1. */
  readonly share: number;
};

/**
 * What does not change from day to day. A pair is one item in one warehouse, at `warehouse * items + item`; a lane is
 * an ordered pair of warehouses, at `from * warehouses + to`.
 */
export type RedistributionNetwork = {
  readonly warehouses: number;
  readonly items: number;
  /** Mean demand in units a day, by pair. */
  readonly rate_per_day: Float64Array;
  /** Variance of a day's demand is m (1 + dispersion m), by item; 0 is Poisson. */
  readonly dispersion: Float64Array;
  /** Volume of a unit, by item. */
  readonly volume: Float64Array;
  /** What it is worth to save a unit from expiry, by item. */
  readonly rescue_value: Float64Array;
  /** Days from departure in the evening to usable stock in the morning, by lane; at least 1. */
  readonly lane_days: Int32Array;
  /** Cost of one departure, by lane. */
  readonly lane_fixed_cost: Float64Array;
  /** Cost of one unit of volume, by lane. */
  readonly lane_volume_cost: Float64Array;
  readonly tiers: readonly DemandTier[];
  /** Days between two replenishments of a warehouse. */
  readonly review_days: number;
  /** How many days ahead announced arrivals are known. */
  readonly arrival_horizon_days: number;
};

/** How the daily decision weighs what is certain against what may still change. */
export type RedistributionSettings = {
  /** Share of a future shortage's penalty that counts, by tier: the rest later decisions are expected to avoid. */
  readonly recourse: readonly number[];
  /** Worth of tomorrow's benefit today. */
  readonly daily_discount: number;
  /** A departure must bring this many times its fixed cost. */
  readonly lane_threshold: number;
  /** Weight of the part of the benefit that would still be there tomorrow. */
  readonly deferrable_weight: number;
  /** A departure must lose at least this share of its fixed cost by waiting a day. */
  readonly urgency_share: number;
  /** Cost of moving one unit, on top of freight. */
  readonly handling_cost: number;
  /** Replenishment cycles after the next arrival that a unit's worth looks ahead. */
  readonly cycles_ahead: number;
  /** Lots with fewer days left than this are weighed for expiry. */
  readonly expiry_horizon_days: number;
};

/** Settings for four tiers; found on seeds 1 and 2 of the reference world, see README.md. */
export const REDISTRIBUTION_SETTINGS: RedistributionSettings = {
  recourse: [0.4, 0.72, 0.8, 0.8],
  daily_discount: 0.965,
  lane_threshold: 1.1,
  deferrable_weight: 0.67,
  urgency_share: 0.3,
  handling_cost: 3,
  cycles_ahead: 8,
  expiry_horizon_days: 130,
};

/**
 * What is known in the evening of a day. Lists of a pair stand in one array, from `start[pair]` to `start[pair + 1]`.
 */
export type EveningState = {
  /** Lots by pair, the earliest expiry first; a lot with n days left is usable on the next n - 1 days. */
  readonly lot_start: Int32Array;
  readonly lot_days_left: Int32Array;
  readonly lot_qty: Float64Array;
  /** Waiting orders by pair: tier from 0, days waited by this evening, units. */
  readonly order_start: Int32Array;
  readonly order_tier: Int32Array;
  readonly order_waited_days: Int32Array;
  readonly order_qty: Float64Array;
  /** Units on their way from other warehouses, by pair. */
  readonly inbound_qty: Float64Array;
  /** Days until the next announced arrival from the supplier, by pair; 0 where none is in sight. */
  readonly arrival_days: Int32Array;
  readonly arrival_qty: Float64Array;
  /** 0 closes a lane today; all are open where it is left out. */
  readonly lane_open?: Uint8Array;
};

export type MoveLine = {
  readonly item: number;
  readonly qty: number;
  /** Expected benefit of the line after freight, handling and what the donor loses. */
  readonly benefit: number;
};

/** One departure on one lane with everything that it carries. */
export type Departure = {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly MoveLine[];
  /** Sum of the lines' benefits, before the fixed cost. */
  readonly benefit: number;
  /** The part of the benefit that a day's delay would lose. */
  readonly urgent_benefit: number;
  readonly fixed_cost: number;
};
