import type { DemandTier, EveningState, RedistributionNetwork } from '../redistribution/index.ts';

/** A place that orders from one warehouse. */
export type Department = {
  /** Share of the warehouse's orders that are this department's. */
  readonly share: number;
  /** Share of its orders by tier. */
  readonly tier_mix: readonly number[];
};

/** A point of the distribution of delay: with this probability the delay is at most so many days. */
export type DelayPoint = { readonly probability: number; readonly days: number };

/** Yearly rates and durations of what goes wrong. */
export type Disruptions = {
  readonly supplier_down_per_year: number;
  readonly supplier_down_days: number;
  readonly lane_closed_per_year: number;
  readonly lane_closed_days: number;
  /** Per item: every unit whose expiry lies in a window of `recall_window_days` is withdrawn. */
  readonly recalls_per_year: number;
  readonly recall_window_days: number;
};

/**
 * Everything that a run is given. Pairs and lanes are numbered as in `RedistributionNetwork`: an item in a warehouse
 * at `warehouse * items + item`, a lane at `from * warehouses + to`.
 */
export type SimulatedWorld = {
  readonly warehouses: number;
  readonly items: number;
  readonly suppliers: number;
  readonly tiers: readonly DemandTier[];
  /** By warehouse. */
  readonly departments: readonly (readonly Department[])[];
  /** By pair. */
  readonly rate_per_day: Float64Array;
  readonly initial_qty: Float64Array;
  readonly initial_days_left: Int32Array;
  /** By item. */
  readonly dispersion: Float64Array;
  readonly volume: Float64Array;
  readonly unit_value: Float64Array;
  readonly shelf_life_days: Int32Array;
  readonly supplier: Int32Array;
  /** Orders are of 1 to this many units. */
  readonly order_qty_max: number;
  /** By lane. */
  readonly lane_days: Int32Array;
  readonly lane_fixed_cost: Float64Array;
  readonly lane_volume_cost: Float64Array;
  readonly lead_time_days: number;
  /** Rising in both columns, from probability 0 to 1; linear in between. */
  readonly delay: readonly DelayPoint[];
  /** Least share of the shelf life that is left on receipt; the rest is uniform up to the whole. */
  readonly life_at_receipt_min: number;
  readonly review_days: number;
  /** Yearly cost of holding stock, as a share of its value. */
  readonly holding_share_per_year: number;
  /** Share of an outdated unit's value that is lost. */
  readonly outdated_share: number;
  readonly disruptions: Disruptions;
};

/** What a replenishment rule sees of one pair at its review. */
export type ReplenishmentPosition = {
  readonly pair: number;
  readonly rate_per_day: number;
  readonly dispersion: number;
  readonly shelf_life_days: number;
  readonly on_hand: number;
  readonly on_order: number;
  readonly inbound: number;
  readonly waiting: number;
  readonly lead_time_days: number;
  readonly review_days: number;
};
/** Units to order now. */
export type ReplenishmentRule = (position: ReplenishmentPosition) => number;

export type Move = {
  readonly from: number;
  readonly to: number;
  readonly item: number;
  readonly qty: number;
};

/** A transfer policy is prepared once for a network and then asked every evening. */
export type TransferPolicy = {
  readonly name: string;
  readonly prepare: (network: RedistributionNetwork) => (evening: EveningState) => readonly Move[];
};

export type RunControl = {
  /** Called at the end of every day with the share that is done. */
  readonly progress?: (done_share: number) => void;
  /** Asked every day; true ends the run with `SimulationCancelled`. */
  readonly cancelled?: () => boolean;
  /** Called at the end of every day with the units of every item, for those who watch the balance. */
  readonly watch?: (day: number, balance: readonly ItemBalance[]) => void;
};

export type RunSettings = {
  readonly seed: number;
  readonly days: number;
  /** Days at the start that are played but not counted. */
  readonly warm_up_days: number;
  readonly policy: TransferPolicy;
  readonly replenish: ReplenishmentRule;
};

/** Units of an item since the start. `initial + received = consumed + outdated + recalled + on_hand + in_transit`. */
export type ItemBalance = {
  readonly initial: number;
  readonly received: number;
  readonly consumed: number;
  readonly outdated: number;
  readonly recalled: number;
  readonly on_hand: number;
  readonly in_transit: number;
};

/** What happened after the warm-up. */
export type SimulationResult = {
  readonly policy: string;
  readonly seed: number;
  /** Units asked for, by tier; the rates below are shares of it, 1 where nothing was asked for. */
  readonly demand_qty: readonly number[];
  readonly same_day_rate: readonly number[];
  /** Served within the tier's patience. */
  readonly fill_rate: readonly number[];
  readonly lost_qty: readonly number[];
  readonly outdated_qty: number;
  readonly recalled_qty: number;
  readonly stock_out_share: number;
  readonly departures: number;
  readonly moved_qty: number;
  /** Consumption a year over mean stock on hand and in transit; 0 without stock. */
  readonly turns_per_year: number;
  readonly penalty_cost: number;
  readonly freight_cost: number;
  readonly outdated_cost: number;
  readonly holding_cost: number;
  readonly total_cost: number;
  readonly balance: readonly ItemBalance[];
};

/** Thrown where `cancelled` answers true. */
export class SimulationCancelled extends Error {
  constructor() {
    super('the simulation was cancelled');
    this.name = 'SimulationCancelled';
  }
}
