import type { CivilDate } from './calendar.ts';

/**
 * Words of the transfer proposal. Quantities are whole base units, money is whole fen, weights grams unless the
 * name says kilograms, temperatures degrees Celsius, instants are hours after `now`.
 */
export const LOT_DISPOSITIONS = [
  'quarantine',
  'released',
  'held',
  'rejected',
  'recalled',
  'expired',
  'returned',
] as const;
export type LotDisposition = (typeof LOT_DISPOSITIONS)[number];

export type TransferItem = {
  readonly item_id: number;
  readonly carton_qty: number;
  readonly unit_weight_g: number;
  /** Range in which it must travel; both null for goods without one, which may see 0 to 40 °C. */
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  /** Leaves in whole cartons only. Default false: cartons may be broken. */
  readonly whole_cartons?: boolean;
};

/** Another item that may be sent instead, for needs that allow it. */
export type TransferSubstitute = {
  readonly item_id: number;
  readonly substitute_item_id: number;
  /** Units of the need that a unit of the substitute serves: 1, 2, 3 ... or 1/2, 1/3 ... */
  readonly ratio: number;
  /** What serving a unit of the need by it counts beyond freight. */
  readonly penalty_fen: number;
};

/**
 * Consumed before it expires: of the goods that expire by a day, no more may arrive at a warehouse than it will use
 * until then beside what it holds already (the P20 of its forecast less its own stock of that age).
 */
export type ConsumptionLimit = {
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly expiry_date: CivilDate;
  readonly qty: number;
};

/** What a warehouse lacks, net of its own usable stock. */
export type TransferNeed = {
  readonly need_id: number;
  readonly item_id: number;
  readonly to_warehouse_id: number;
  readonly qty: number;
  /** The goods must have arrived by then. */
  readonly needed_by_hours: number;
  /** 1 emergency and intensive care, 2 operating theatre, 3 wards, 4 replenishment. */
  readonly priority_class: number;
  /** Life that must be left on the day of arrival. */
  readonly min_remaining_days: number;
  readonly demand_line_ids: readonly number[];
  /** All of it carries one lot number. Default false. */
  readonly single_lot?: boolean;
  /** Substitutes that the input lists may serve it. Default false. */
  readonly may_substitute?: boolean;
  /** For a patient and used at once: consumption limits do not hold for it. Default false. */
  readonly patient_specific?: boolean;
  /** Planning periods that it has waited already. Default 0. */
  readonly waited_periods?: number;
};

/** Stock of a lot in a warehouse that is not allocated. */
export type DonorLot = {
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  /** Usable through this day; null when the lot does not expire. */
  readonly expiry_date: CivilDate | null;
  readonly qty_free: number;
  readonly disposition: LotDisposition;
  /** Leaves whole, to one need on one lane, or not at all. Default false. */
  readonly sealed?: boolean;
};

/** What a donor keeps for itself; items without a row keep nothing. */
export type DonorProtection = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly safety_stock: number;
  /** Open demand of the donor itself that is not allocated yet; never given away. */
  readonly own_demand_qty: number;
};

/** One departure from a warehouse to another. */
export type TransferLane = {
  readonly lane_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly transit_hours: number;
  /** Earliest departure; goods also need `handling_hours` before they can leave. */
  readonly departs_in_hours?: number;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
  readonly capacity_kg: number;
  /** Range it keeps; both null for an ordinary vehicle. */
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};

/** A movement that the compliance gate refuses. A field that is null or absent stands for any value. */
export type TransferRefusal = {
  readonly code: string;
  readonly item_id?: number | null;
  readonly lot_id?: number | null;
  readonly from_warehouse_id?: number | null;
  readonly to_warehouse_id?: number | null;
  readonly lane_id?: number | null;
};

export type TransferOptions = {
  /** Hours from approval to readiness at the dock. Default 4. */
  readonly handling_hours?: number;
  /** Hours that local time is ahead of UTC, for the day of arrival. Default 8 (China). */
  readonly utc_offset_hours?: number;
  /** Most freight of the whole plan; null for no limit. Default null. */
  readonly budget_fen?: number | null;
  /** Moves that the improvement pass may try; it is a count and no clock, so that results repeat. Default 2000. */
  readonly improvement_iterations?: number;
  /** A need may be exceeded by this share of itself to send a whole carton. Default 0.25. */
  readonly over_delivery_share_max?: number;
  /** A need rises one class for each so many periods that it has waited, up to class 2. Default null: it does not. */
  readonly periods_to_promotion?: number | null;
  /** What each period of waiting adds to a need's weight within its class. Default 0.1. */
  readonly waiting_weight?: number;
  /** Share of the lesser of demand and reachable supply that each class, 1 to 4, is to get at least. Default null. */
  readonly fair_floor_share?: readonly [number, number, number, number] | null;
  /** Cost of each unit below a floor; default: that of a unit that class 2 lacks, so floors come before class 3. */
  readonly fair_price_fen?: number | null;
};

export type TransferInput = {
  /** The moment of planning, ISO 8601 with offset. */
  readonly now: string;
  readonly warehouse_ids: readonly number[];
  readonly items: readonly TransferItem[];
  readonly needs: readonly TransferNeed[];
  readonly donors: readonly DonorLot[];
  readonly protections: readonly DonorProtection[];
  readonly lanes: readonly TransferLane[];
  readonly refusals: readonly TransferRefusal[];
  readonly substitutes?: readonly TransferSubstitute[];
  readonly consumption_limits?: readonly ConsumptionLimit[];
  readonly options?: TransferOptions;
};

/**
 * Share of its safety stock that a donor must keep, by priority class of the need: nothing is kept back from class
 * 1, half from class 2, all from the others. (1 - rho_t) of the model, rho = 1, 0.5, 0, 0.
 */
export const KEPT_SHARE: Readonly<Record<number, number>> = { 1: 0, 2: 0.5, 3: 1, 4: 1 };
/** What goods without a temperature range may see on the way. */
export const AMBIENT_RANGE_C = { min: 0, max: 40 } as const;

/** Why goods may not go a way. `refused` carries the code of the gate. */
export const REJECTION_CODES = [
  'not_released',
  'expired',
  'no_lane',
  'temperature',
  'lane_too_slow',
  'expired_on_arrival',
  'min_remaining_life',
  'refused',
  'donor_protected',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];
export type RejectedArc = {
  readonly code: RejectionCode;
  readonly from_warehouse_id: number;
  /** Null where the reason holds for every lot of the donor. */
  readonly lot_id: number | null;
  /** Null where the reason holds for every lane. */
  readonly lane_id: number | null;
  /** The substitute that is kept away; absent for the need's own item. */
  readonly item_id?: number;
  readonly params: Readonly<Record<string, string | number | null>>;
};

/** Why a possible way was not chosen. `not_better_found`: it would be cheaper alone, the search kept another. */
export type LostBecause =
  | 'dearer'
  | 'stock_used'
  | 'donor_protected'
  | 'lane_full'
  | 'budget'
  | 'not_better_found';
export type Alternative = {
  readonly from_warehouse_id: number;
  readonly lane_id: number;
  readonly arrival_hours: number;
  /** Eligible stock there at the start, at most the quantity of the line. */
  readonly qty: number;
  /** Freight of that quantity on that lane alone; the fixed cost is left out where the plan uses the lane anyway. */
  readonly freight_fen: number;
  readonly lost_because: LostBecause;
};

export type RulePassed =
  | { readonly code: 'released' }
  | { readonly code: 'not_expired_on_arrival'; readonly remaining_days: number | null }
  | {
      readonly code: 'min_remaining_life';
      readonly remaining_days: number | null;
      readonly required_days: number;
    }
  | { readonly code: 'temperature'; readonly lane_min_c: number | null; readonly lane_max_c: number | null }
  | { readonly code: 'in_time'; readonly arrival_hours: number; readonly needed_by_hours: number }
  | { readonly code: 'gate_not_refused' }
  | { readonly code: 'donor_protected'; readonly keeps_qty: number; readonly left_qty: number }
  | { readonly code: 'fefo' };

/** What stopped the line from being larger or cheaper. */
export type Binding = 'need_met' | 'lot_used_up' | 'donor_at_protected_level' | 'lane_full' | 'budget';

/** A rule that holds goods back, as the plan names it. */
export type PricedRuleCode =
  | 'lot_used_up'
  | 'sealed_lot'
  | 'donor_at_protected_level'
  | 'consumption_limit'
  | 'lane_full'
  | 'single_lot'
  | 'budget';
/** What more is served and spent when the problem around a need is solved again. */
export type RuleGain = {
  /** Units of needs that are served more. */
  readonly qty: number;
  /** Freight that is spent more; below 0 it is saved. */
  readonly freight_fen: number;
};
/** The price of a binding rule, lanes open as in the plan. */
export type TransferRulePrice = {
  readonly code: PricedRuleCode;
  /** Where it holds; null where that does not apply. */
  readonly warehouse_id: number | null;
  readonly lot_id: number | null;
  readonly lane_id: number | null;
  /** By how much it is lifted: units of goods, grams of a lane, fen of the budget; null: the rule is dropped. */
  readonly lifted_by: number | null;
  /** What lifting it by that would give. */
  readonly gives: RuleGain;
  /** What it costs now: what the plan would gain if it did not exist. */
  readonly costs: RuleGain;
  /** False where the problem was too large to be solved again and only the next load was looked at. */
  readonly exact: boolean;
};

export type TransferLine = {
  readonly need_id: number;
  readonly demand_line_ids: readonly number[];
  /** What travels: the item of the need, or a substitute. */
  readonly item_id: number;
  readonly lot_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly lane_id: number;
  readonly qty: number;
  /** Units of the need that the line serves, where a substitute travels. */
  readonly serves_qty?: number;
  /** Whole cartons in `qty`; the rest is loose. */
  readonly cartons: number;
  readonly departure_hours: number;
  readonly arrival_hours: number;
  /** Freight of the line: its weight on the lane, and its share of the lane's fixed cost by weight. */
  readonly variable_fen: number;
  readonly fixed_share_fen: number;
  readonly explanation: {
    readonly rules_passed: readonly RulePassed[];
    readonly binding: readonly Binding[];
    /** Other ways considered, cheapest first, at most five. */
    readonly alternatives: readonly Alternative[];
    /** Prices of the rules that stand before better ways of the need; only from `proposeByNetwork`. */
    readonly prices?: readonly TransferRulePrice[];
  };
};

/** One departure that the plan uses. */
export type PlannedShipment = {
  readonly lane_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly departure_hours: number;
  readonly arrival_hours: number;
  readonly weight_g: number;
  readonly fixed_fen: number;
  readonly variable_fen: number;
};

/** `lot_rules`: sealed lots, one lot number, whole cartons or consumption limits keep what is there from the need. */
export type ShortageCauseCode =
  | RejectionCode
  | 'no_stock'
  | 'stock_used'
  | 'lane_full'
  | 'budget'
  | 'lot_rules';
export type ShortageCause = {
  readonly code: ShortageCauseCode;
  /** Units elsewhere that this cause keeps from the need; 0 for no_stock. */
  readonly qty: number;
};
/** What would make the need served, as far as one change can: at most one entry of each code. */
export type Remedy =
  | { readonly code: 'purchase'; readonly qty: number }
  | {
      readonly code: 'release_lot';
      readonly warehouse_id: number;
      readonly lot_id: number;
      readonly qty: number;
      readonly disposition: string;
    }
  | { readonly code: 'lower_donor_safety_stock'; readonly warehouse_id: number; readonly qty: number }
  | { readonly code: 'accept_arrival'; readonly lane_id: number; readonly arrival_hours: number }
  | { readonly code: 'accept_remaining_life'; readonly lot_id: number; readonly remaining_days: number }
  | { readonly code: 'add_lane'; readonly from_warehouse_id: number; readonly qty: number }
  | { readonly code: 'add_temperature_lane'; readonly from_warehouse_id: number; readonly qty: number }
  | { readonly code: 'add_capacity'; readonly lane_id: number; readonly weight_g: number }
  | { readonly code: 'raise_budget'; readonly fen: number }
  | { readonly code: 'resolve_refusal'; readonly refusal: string; readonly qty: number };

export type TransferShortage = {
  readonly need_id: number;
  readonly demand_line_ids: readonly number[];
  readonly item_id: number;
  readonly to_warehouse_id: number;
  readonly priority_class: number;
  readonly short_qty: number;
  /** Largest quantity first. */
  readonly causes: readonly ShortageCause[];
  readonly remedies: readonly Remedy[];
  /** Prices of the rules that hold goods back from the need; only from `proposeByNetwork`. */
  readonly prices?: readonly TransferRulePrice[];
};

/** What a class lacks, and what it lacks in any plan (class 2: in any plan that gives class 1 as much). */
export type ClassBound = {
  readonly priority_class: number;
  readonly short_qty: number;
  readonly bound_qty: number;
};

/** What became of a need, with the ways that were closed to it. */
export type NeedOutcome = {
  readonly need_id: number;
  readonly qty: number;
  /** At most `qty`; what exceeds it to fill a carton is `over_qty`. */
  readonly served_qty: number;
  readonly over_qty: number;
  readonly short_qty: number;
  readonly rejected_counts: Readonly<Partial<Record<RejectionCode, number>>>;
  /** The first twelve; `whyNot` gives all. */
  readonly rejected: readonly RejectedArc[];
};

export type TransferPlan = {
  readonly lines: readonly TransferLine[];
  readonly shipments: readonly PlannedShipment[];
  readonly needs: readonly NeedOutcome[];
  readonly shortages: readonly TransferShortage[];
  readonly totals: {
    readonly need_qty: number;
    readonly served_qty: number;
    readonly over_qty: number;
    readonly short_qty: number;
    /** One entry for each of the classes 1 to 4. */
    readonly by_priority: readonly {
      readonly priority_class: number;
      readonly need_qty: number;
      readonly short_qty: number;
    }[];
    readonly fixed_fen: number;
    readonly variable_fen: number;
    readonly freight_fen: number;
    readonly budget_fen: number | null;
    readonly budget_left_fen: number | null;
    readonly iterations_used: number;
    readonly improvements: number;
    /** Only from `proposeByNetwork`: the least shortage of classes 1 and 2 as far as it is proven. */
    readonly class_bounds?: readonly ClassBound[];
  };
};
