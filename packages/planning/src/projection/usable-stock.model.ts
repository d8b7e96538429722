import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

/**
 * Days are whole and counted from today: 0 is today. On a day goods come in first, then lots past their last day
 * drop out, then demand takes the earliest expiry.
 */
export type ProjectedLot = {
  readonly lot_id: number;
  readonly qty: number;
  /** Last day of its life; null when it does not expire. */
  readonly expiry_day: number | null;
  /** Release by quality control or arrival; 0 or less is usable now, null is held without a known end. */
  readonly usable_from_day?: number | null;
};

/** A customer's question: how many units could be sent on that day? */
export type UsableQuery = {
  readonly query_id: number;
  readonly day: number;
  readonly min_remaining_days: number;
  readonly transit_days: number;
};

export type ProjectionPosition = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly daily_mean: number;
  readonly daily_sd: number;
  /** Relative deviation of the forecast's mean, the same for all days; 0 by default. */
  readonly mean_cv?: number;
  /** What the usual customers ask for, which ends the sale of a lot before its expiry. */
  readonly min_remaining_days?: number;
  readonly transit_days?: number;
  /** On hand, in quality control and on the way; allocated stock is left out by the caller. */
  readonly lots: readonly ProjectedLot[];
  readonly queries?: readonly UsableQuery[];
};

/** A quantity under uncertain demand: p80 is not exceeded four times in five. */
export type Spread = {
  readonly expected: number;
  readonly p20: number;
  readonly p50: number;
  readonly p80: number;
};

export type LotProjection = {
  readonly lot_id: number;
  /** Last day on which the usual customers take it; null when it does not expire. Below 0: too late already. */
  readonly last_sale_day: number | null;
  /** Units that will not be sold by then: what outdates here, or could go where it is still wanted. */
  readonly unused: Spread;
};
export type UsableAnswer = {
  readonly query_id: number;
  /** Units at the start of that day which are released and still have the life asked for after the way. */
  readonly usable: Spread;
};
export type PositionProjection = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly lots: readonly LotProjection[];
  readonly answers: readonly UsableAnswer[];
  /** Units held without a known end; they are in no other figure. */
  readonly held_qty: number;
  /** Units of lots, held ones apart, less what is expected to stay unused: the stock that covers demand. */
  readonly effective_qty: number;
  /** Demand within the horizon that is not met; it is not carried on. */
  readonly short: Spread;
  /** First day whose demand is not met in full: no later than p80 four times in five; null beyond the horizon. */
  readonly stock_out_day: {
    readonly p20: number | null;
    readonly p50: number | null;
    readonly p80: number | null;
  };
};

export const DAY_MAX = 100_000;
const DAY = { min: -DAY_MAX, max: DAY_MAX };

function checkLot(field: string, lot: ProjectedLot): void {
  requireNumber(`${field}.qty`, lot.qty, { max: 1e12 });
  if (lot.expiry_day !== null) requireWhole(`${field}.expiry_day`, lot.expiry_day, DAY);
  if (lot.usable_from_day != null) requireWhole(`${field}.usable_from_day`, lot.usable_from_day, DAY);
}

/** Refuses what cannot be projected, by the path of the value; a lot may stand in several rows. */
export function checkPosition(field: string, position: ProjectionPosition): void {
  requireNumber(`${field}.daily_mean`, position.daily_mean, { max: 1e12 });
  requireNumber(`${field}.daily_sd`, position.daily_sd, { max: 1e12 });
  requireNumber(`${field}.mean_cv`, position.mean_cv ?? 0, { max: 100 });
  requireWhole(`${field}.min_remaining_days`, position.min_remaining_days ?? 0, { max: DAY_MAX });
  requireWhole(`${field}.transit_days`, position.transit_days ?? 0, { max: DAY_MAX });
  for (const [index, lot] of position.lots.entries()) checkLot(`${field}.lots[${index}]`, lot);
  const seen = new Set<number>();
  for (const [index, query] of (position.queries ?? []).entries()) {
    const at = `${field}.queries[${index}]`;
    if (seen.has(query.query_id)) throw new PlanningInputError('duplicate', `${at}.query_id`, query.query_id);
    seen.add(query.query_id);
    requireWhole(`${at}.day`, query.day, { max: DAY_MAX });
    requireWhole(`${at}.min_remaining_days`, query.min_remaining_days, { max: DAY_MAX });
    requireWhole(`${at}.transit_days`, query.transit_days, { max: DAY_MAX });
  }
}
