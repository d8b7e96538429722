import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import { type Distribution, type DistributionSpec, distributionOf } from '../math/distributions.ts';

export type BudgetItem = {
  readonly item_id: number;
  readonly unit_cost: number;
  /** Harm of one unit short: money, or the clinical weight of the item. */
  readonly shortage_weight: number;
  /** Orders in a year, so chances to run short. */
  readonly cycles_per_year: number;
  /** Demand over lead time, quality control and review. */
  readonly demand: DistributionSpec;
  /** From the shelf-life cap; unlimited without. */
  readonly safety_stock_max?: number;
};
export type BudgetShare = {
  readonly item_id: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly spent: number;
  /** Expected harm of shortages in a year with this stock. */
  readonly harm_per_year: number;
};
export type BudgetPlan = {
  readonly shares: readonly BudgetShare[];
  readonly spent: number;
  readonly harm_per_year: number;
  /** Harm that one more unit of money would avoid in a year; 0 when the limits of all items are reached. */
  readonly price_of_budget: number;
};

/** An item with its reorder point in whole units, from no safety stock up to its limit. */
type Row = {
  readonly item: BudgetItem;
  readonly demand: Distribution;
  readonly base: number;
  readonly limit: number;
  point: number;
};

const UNITS_MAX = 1e12;

function rowsOf(items: readonly BudgetItem[]): Row[] {
  const seen = new Set<number>();
  return items.map((item, index) => {
    const field = `items[${index}]`;
    if (seen.has(item.item_id)) throw new PlanningInputError('duplicate', `${field}.item_id`, item.item_id);
    seen.add(item.item_id);
    requireNumber(`${field}.unit_cost`, item.unit_cost, { min: 1e-9 });
    requireNumber(`${field}.shortage_weight`, item.shortage_weight);
    requireNumber(`${field}.cycles_per_year`, item.cycles_per_year);
    requireWhole(`${field}.safety_stock_max`, item.safety_stock_max ?? 0);
    const demand = distributionOf(item.demand);
    const base = Math.ceil(demand.mean - 1e-9);
    return { item, demand, base, limit: base + (item.safety_stock_max ?? UNITS_MAX), point: base };
  });
}

/** Units bought at a time when money is left: one, or a ten-thousandth of the deviation of large items. */
const lotOf = ({ demand, point, limit }: Row) =>
  Math.min(limit - point, Math.max(1, Math.floor(Math.sqrt(demand.variance) * 1e-4)));

/** Harm avoided in a year for each unit of money by the next lot: weight x cycles x (n(r) - n(r + lot)) / cost. */
function gainOf(row: Row): number {
  const { item, demand, point, limit } = row;
  if (point >= limit) return 0;
  const lot = lotOf(row);
  const avoided = demand.loss(point) - demand.loss(point + lot);
  return (item.shortage_weight * item.cycles_per_year * avoided) / (item.unit_cost * lot);
}

/** Where the next unit is worth less than `price`: the quantile 1 - price cost/(weight cycles), rounded down. */
function pointAtPrice({ item, demand, base, limit }: Row, price: number): number {
  const stake = item.shortage_weight * item.cycles_per_year;
  const risk = stake > 0 ? (price * item.unit_cost) / stake : 1;
  if (risk >= 1) return base;
  return Math.max(base, Math.min(limit, Math.floor(demand.quantile(Math.min(1 - 1e-15, 1 - risk)))));
}

const spentOn = (rows: readonly Row[]) =>
  rows.reduce((sum, { item, point, base }) => sum + item.unit_cost * (point - base), 0);

/** Gains below this share of the largest possible one are not worth a unit. */
const WORTHLESS = 1e-15;

const highestGain = (rows: readonly Row[]) =>
  rows.reduce(
    (most, { item }) => Math.max(most, (item.shortage_weight * item.cycles_per_year) / item.unit_cost),
    0,
  );

/** Halves the price of money (on a logarithmic scale) to the least at which the points still fit the budget. */
function setPointsAtBestPrice(rows: readonly Row[], budget: number): void {
  const highest = highestGain(rows);
  if (highest === 0) return;
  let [low, high] = [Math.log(highest * WORTHLESS), Math.log(highest)];
  const cost = (price: number) =>
    rows.reduce((sum, row) => sum + row.item.unit_cost * (pointAtPrice(row, price) - row.base), 0);
  for (let step = 0; step < 28; step += 1) {
    const middle = (low + high) / 2;
    if (cost(Math.exp(middle)) <= budget) high = middle;
    else low = middle;
  }
  for (const row of rows) row.point = pointAtPrice(row, Math.exp(high));
}

/** Lots bought beyond the common price, at most: far more than items of this world need. */
const LOTS_MAX = 200_000;

/** Buys lot by lot, the best gain for its money first, until nothing that gains is affordable. */
function spendRest(rows: readonly Row[], budget: number): void {
  const least = highestGain(rows) * WORTHLESS;
  let left = budget - spentOn(rows);
  const queue = rows.map((row) => ({ row, gain: gainOf(row) })).sort((a, b) => b.gain - a.gain);
  for (let bought = 0; queue.length > 0 && bought < LOTS_MAX; bought += 1) {
    const best = queue.shift()!;
    if (best.gain <= least) break;
    const lot = lotOf(best.row);
    if (best.row.item.unit_cost * lot > left + 1e-9) continue;
    best.row.point += lot;
    left -= best.row.item.unit_cost * lot;
    best.gain = gainOf(best.row);
    let [from, to] = [0, queue.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (queue[middle]!.gain >= best.gain) from = middle + 1;
      else to = middle;
    }
    queue.splice(from, 0, best);
  }
}

/**
 * Spreads a budget for safety stock over items so that the expected harm of shortages is least: the shortage n(r) is
 * convex, so the best spread gives every item the same harm avoided for the last unit of money (marginal allocation,
 * Fox 1966). Whole units; with unequal prices within one unit's worth of the best.
 */
export function spreadBudget(budget: number, items: readonly BudgetItem[]): BudgetPlan {
  requireNumber('budget', budget);
  const rows = rowsOf(items);
  setPointsAtBestPrice(rows, budget);
  spendRest(rows, budget);
  const shares = rows.map(
    ({ item, demand, point, base }): BudgetShare => ({
      item_id: item.item_id,
      safety_stock: point - base,
      reorder_point: point,
      spent: item.unit_cost * (point - base),
      harm_per_year: item.shortage_weight * item.cycles_per_year * demand.loss(point),
    }),
  );
  return {
    shares,
    spent: spentOn(rows),
    harm_per_year: shares.reduce((sum, share) => sum + share.harm_per_year, 0),
    price_of_budget: rows.reduce((most, row) => Math.max(most, gainOf(row)), 0),
  };
}
