import { requireNumber } from '../errors.ts';
import { type DistributionSpec, distributionOf } from '../math/distributions.ts';
import { POSITIVE } from './eoq.ts';

/** Costs of a unit too many and of a unit too few, for a period. */
export type NewsvendorCosts = { readonly holding_cost: number; readonly stockout_cost: number };
export type BaseStock = {
  readonly base_stock: number;
  /** Expected holding and stock-out cost of a period. */
  readonly cost: number;
  /** P(demand <= base stock). */
  readonly service_level: number;
};

function checkCosts({ holding_cost, stockout_cost }: NewsvendorCosts): void {
  requireNumber('holding_cost', holding_cost, POSITIVE);
  requireNumber('stockout_cost', stockout_cost, POSITIVE);
}

/** Expected cost h E[(S - D)+] + p E[(D - S)+] of having S for the demand D. */
export function newsvendorCost(base_stock: number, costs: NewsvendorCosts, demand: DistributionSpec): number {
  checkCosts(costs);
  requireNumber('base_stock', base_stock, { min: -1e15 });
  const { mean, loss } = distributionOf(demand);
  const { holding_cost: h, stockout_cost: p } = costs;
  return h * (base_stock - mean) + (h + p) * loss(base_stock);
}

/**
 * The stock S that costs least: the quantile p/(p + h) of the demand (Arrow, Harris and Marschak 1951; Snyder and
 * Shen 4.3). For a lead time give the demand of lead time plus period, see `demandOver`.
 */
export function newsvendor(costs: NewsvendorCosts, demand: DistributionSpec): BaseStock {
  checkCosts(costs);
  const { quantile, cdf } = distributionOf(demand);
  const ratio = costs.stockout_cost / (costs.stockout_cost + costs.holding_cost);
  const base_stock = quantile(Math.min(1 - Number.EPSILON / 2, ratio));
  return { base_stock, cost: newsvendorCost(base_stock, costs, demand), service_level: cdf(base_stock) };
}

export type NewsvendorPrices = {
  readonly revenue: number;
  readonly purchase_cost: number;
  /** What a unit left over brings; below its purchase cost. */
  readonly salvage_value: number;
  /** Further costs of a unit left over and of a unit of demand lost. */
  readonly holding_cost?: number;
  readonly stockout_cost?: number;
};

/**
 * The same from prices: a unit too many costs c - v + h, one too few r - c + p;
 * profit = (r - c) E D - expected cost of both.
 */
export function newsvendorProfit(
  prices: NewsvendorPrices,
  demand: DistributionSpec,
): BaseStock & { readonly profit: number } {
  const { revenue, purchase_cost, salvage_value } = prices;
  const { holding_cost = 0, stockout_cost = 0 } = prices;
  requireNumber('purchase_cost', purchase_cost);
  requireNumber('holding_cost', holding_cost);
  requireNumber('stockout_cost', stockout_cost);
  requireNumber('revenue', revenue, { min: purchase_cost - stockout_cost + 1e-12 });
  requireNumber('salvage_value', salvage_value, { min: -1e15, max: purchase_cost + holding_cost - 1e-12 });
  const costs = {
    holding_cost: purchase_cost - salvage_value + holding_cost,
    stockout_cost: revenue - purchase_cost + stockout_cost,
  };
  const answer = newsvendor(costs, demand);
  return { ...answer, profit: (revenue - purchase_cost) * distributionOf(demand).mean - answer.cost };
}

/** Normal demand of several periods, each with this mean and deviation, independent of one another. */
export function demandOver(
  periods: number,
  { mean, sd }: { readonly mean: number; readonly sd: number },
): DistributionSpec {
  requireNumber('periods', periods);
  requireNumber('mean', mean);
  requireNumber('sd', sd);
  return { kind: 'normal', mean: periods * mean, sd: Math.sqrt(periods) * sd };
}
