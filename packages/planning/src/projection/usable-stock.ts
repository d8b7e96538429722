import { PlanningInputError, requireWhole } from '../errors.ts';
import { type DailyDemand, demandOfSpans, PATHS } from './demand-paths.ts';
import {
  checkPosition,
  type LotProjection,
  type PositionProjection,
  type ProjectionPosition,
  type Spread,
  type UsableQuery,
} from './usable-stock.model.ts';

/** Less than this share of a unit is rounding, not a shortage. */
const DUST = 1e-6;
/** Later than every day. */
const NEVER = 0x7fffffff;
/** Moments at which paths part in any case, so that a long span is not one straight line of demand. */
const WAYPOINTS = [4, 12, 30, 70, 160];

/** Lots in the order of their use and the moments at which something changes; rows are lots or moments. */
type Plan = {
  readonly demand: DailyDemand;
  /** Position of each row in the caller's list. */
  readonly order: Int32Array;
  readonly qty: Float64Array;
  readonly from: Int32Array;
  /** Last day of sale and of life. */
  readonly last: Int32Array;
  readonly expiry: Int32Array;
  /** Starts of days, rising, the first is 0. */
  readonly moments: Int32Array;
};

function planOf(position: ProjectionPosition, horizon_days: number): Plan {
  const margin = (position.min_remaining_days ?? 0) + (position.transit_days ?? 0);
  const rows = position.lots
    .map((lot, index) => ({
      index,
      qty: lot.qty,
      from: Math.max(0, lot.usable_from_day ?? 0),
      expiry: lot.expiry_day ?? NEVER,
      last: lot.expiry_day === null ? NEVER : lot.expiry_day - margin,
    }))
    .filter(({ index }) => position.lots[index]!.usable_from_day !== null)
    .sort((a, b) => a.expiry - b.expiry || a.from - b.from || a.index - b.index);
  const moments = new Set([0, horizon_days, ...WAYPOINTS]);
  for (const { from, last } of rows) {
    moments.add(from);
    if (last !== NEVER && last >= 0) moments.add(last + 1);
  }
  for (const { day } of position.queries ?? []) moments.add(day);
  const { daily_mean, daily_sd, mean_cv = 0 } = position;
  return {
    demand: { daily_mean, daily_sd, mean_cv },
    order: Int32Array.from(rows, (row) => row.index),
    qty: Float64Array.from(rows, (row) => row.qty),
    from: Int32Array.from(rows, (row) => row.from),
    last: Int32Array.from(rows, (row) => row.last),
    expiry: Int32Array.from(rows, (row) => row.expiry),
    moments: Int32Array.from(moments).sort(),
  };
}

/** What each path leaves: [lot][path], for the days that are asked for and at the end, and the demand not met. */
type Outcome = {
  readonly unused: Float64Array;
  readonly left_on: Map<number, Float64Array>;
  readonly short: Float64Array;
  /** First day whose demand is not met in full; NEVER without one. */
  readonly stock_out_day: Float64Array;
};

/** Takes `wanted` from the lots that are on sale from `start` on, earliest expiry first; answers what is missing. */
function take(plan: Plan, left: Float64Array, start: number, wanted: number): number {
  let missing = wanted;
  for (let lot = 0; lot < left.length && missing > 0; lot += 1) {
    if (plan.from[lot]! > start || plan.last[lot]! < start) continue;
    const taken = Math.min(missing, left[lot]!);
    left[lot]! -= taken;
    missing -= taken;
  }
  return missing;
}

function copyTo(out: Float64Array | undefined, left: Float64Array, path: number): void {
  if (!out) return;
  for (let lot = 0; lot < left.length; lot += 1) out[lot * PATHS + path] = left[lot]!;
}

function runPaths(plan: Plan, horizon_days: number, asked: ReadonlySet<number>): Outcome {
  const { moments, qty } = plan;
  const size = qty.length * PATHS;
  const spans = Int32Array.from({ length: moments.length - 1 }, (_, m) => moments[m + 1]! - moments[m]!);
  const demand = demandOfSpans(spans, plan.demand);
  const outcome: Outcome = {
    unused: new Float64Array(size),
    left_on: new Map([...asked].map((day) => [day, new Float64Array(size)])),
    short: new Float64Array(PATHS),
    stock_out_day: new Float64Array(PATHS).fill(NEVER),
  };
  const left = new Float64Array(qty.length);
  for (let path = 0; path < PATHS; path += 1) {
    left.set(qty);
    for (let m = 0; m < spans.length; m += 1) {
      const start = moments[m]!;
      copyTo(outcome.left_on.get(start), left, path);
      const wanted = demand[m * PATHS + path]!;
      const missing = take(plan, left, start, wanted);
      if (missing <= DUST || start >= horizon_days) continue;
      outcome.short[path]! += missing;
      // Within a span demand is even: stock lasts for its share of the days.
      const lasts = Math.floor(((wanted - missing) / wanted) * spans[m]! + DUST);
      outcome.stock_out_day[path] = Math.min(outcome.stock_out_day[path]!, start + lasts);
    }
    copyTo(outcome.left_on.get(moments.at(-1)!), left, path);
    copyTo(outcome.unused, left, path);
  }
  return outcome;
}

/** The value that this share of the paths does not exceed, of sorted values. */
const valueAt = (sorted: Float64Array, level: number) => sorted[Math.ceil(level * PATHS) - 1]!;

/** Mean and quantiles over the paths; sorts the values in place. */
function spreadOf(values: Float64Array): Spread {
  let sum = 0;
  for (let path = 0; path < PATHS; path += 1) sum += values[path]!;
  const sorted = values.sort();
  return {
    expected: sum / PATHS,
    p20: valueAt(sorted, 0.2),
    p50: valueAt(sorted, 0.5),
    p80: valueAt(sorted, 0.8),
  };
}

/** Units at the start of the query's day that are released and have the life asked for after the way. */
function usableFor(plan: Plan, query: UsableQuery, left: Float64Array): Float64Array {
  const usable = new Float64Array(PATHS);
  const needed = query.day + query.transit_days + query.min_remaining_days;
  for (let lot = 0; lot < plan.qty.length; lot += 1)
    if (plan.from[lot]! <= query.day && plan.expiry[lot]! >= needed)
      for (let path = 0; path < PATHS; path += 1) usable[path]! += left[lot * PATHS + path]!;
  return usable;
}

function projectLot(
  position: ProjectionPosition,
  plan: Plan,
  unused: Float64Array,
  lot: number,
): LotProjection {
  const { lot_id } = position.lots[plan.order[lot]!]!;
  if (plan.last[lot] === NEVER)
    return { lot_id, last_sale_day: null, unused: { expected: 0, p20: 0, p50: 0, p80: 0 } };
  const of_lot = unused.subarray(lot * PATHS, (lot + 1) * PATHS);
  return { lot_id, last_sale_day: plan.last[lot]!, unused: spreadOf(of_lot) };
}

function projectPosition(position: ProjectionPosition, horizon_days: number): PositionProjection {
  const plan = planOf(position, horizon_days);
  const queries = position.queries ?? [];
  const outcome = runPaths(plan, horizon_days, new Set(queries.map(({ day }) => day)));
  const lots = Array.from(plan.order, (_, lot) => projectLot(position, plan, outcome.unused, lot));
  const days = outcome.stock_out_day.sort();
  const dayAt = (level: number) => (valueAt(days, level) === NEVER ? null : valueAt(days, level));
  const released = plan.qty.reduce((sum, qty) => sum + qty, 0);
  const all = position.lots.reduce((sum, lot) => sum + lot.qty, 0);
  return {
    item_id: position.item_id,
    warehouse_id: position.warehouse_id,
    lots,
    answers: queries.map((query) => ({
      query_id: query.query_id,
      usable: spreadOf(usableFor(plan, query, outcome.left_on.get(query.day)!)),
    })),
    held_qty: Math.max(0, all - released),
    effective_qty: Math.max(
      0,
      lots.reduce((sum, lot) => sum - lot.unused.expected, released),
    ),
    short: spreadOf(outcome.short),
    stock_out_day: { p20: dayAt(0.2), p50: dayAt(0.5), p80: dayAt(0.8) },
  };
}

/**
 * How much of each position's stock will be sold in time, how much of each lot will not, and what will still be
 * acceptable to a customer on a day.
 *
 * The usual demand takes lots by expiry (FEFO) until the day on which the usual customers no longer accept them;
 * what is left stays in the warehouse and counts for customers who ask for less life. Days are independent, demand
 * of a span of days is gamma distributed with variance days x daily_sd^2, and the level of the whole forecast varies
 * by `mean_cv`. It is followed on 61 equally likely paths; along a path the figures are exact, and with known demand
 * all paths are one. `horizon_days` (default 365) bounds shortage and stock-out, not the lots. Demand that is not met
 * is not carried on. Answers keep the order of positions; lots come in the order of use,
 * held ones left out. Throws PlanningInputError naming the field.
 */
export function projectUsableStock(
  positions: readonly ProjectionPosition[],
  { horizon_days = 365 }: { readonly horizon_days?: number } = {},
): PositionProjection[] {
  requireWhole('horizon_days', horizon_days, { min: 1, max: 3650 });
  const seen = new Set<string>();
  for (const [index, position] of positions.entries()) {
    const field = `positions[${index}]`;
    const key = `${position.item_id}:${position.warehouse_id}`;
    if (seen.has(key)) throw new PlanningInputError('duplicate', field, key);
    seen.add(key);
    checkPosition(field, position);
  }
  return positions.map((position) => projectPosition(position, horizon_days));
}
