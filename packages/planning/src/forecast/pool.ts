import type { DemandClass } from './demand-class.ts';
import type { History } from './history.ts';
import * as averages from './methods/averages.ts';
import { ets } from './methods/ets.ts';
import * as exponential from './methods/exponential.ts';
import * as intermittent from './methods/intermittent.ts';
import type { Method } from './methods/method.ts';
import { theta } from './methods/theta.ts';

/** Every method that forecasts from the series alone, by its public name. */
export const METHODS = {
  naive2: averages.naive2,
  seasonal_naive: averages.seasonalNaive,
  mean: averages.mean,
  ma12: averages.movingAverage12,
  ma18: averages.movingAverage18,
  discounted: intermittent.discounted,
  alive: intermittent.alive,
  ses: exponential.ses,
  ses_slow: intermittent.slowSes,
  holt: exponential.holt,
  damped: exponential.damped,
  holt_winters_additive: exponential.holtWintersAdditive,
  holt_winters_multiplicative: exponential.holtWintersMultiplicative,
  theta,
  ets,
  croston: intermittent.croston,
  sba: intermittent.sba,
  tsb: intermittent.tsb,
  adida: intermittent.adida,
  imapa: intermittent.imapa,
} satisfies Record<string, Method>;

export type SeriesMethod = keyof typeof METHODS;
export const SERIES_METHODS = Object.keys(METHODS) as SeriesMethod[];

/** Methods that take part, each with the weight it has before any error is seen. */
export type Pool = Readonly<Partial<Record<SeriesMethod, number>>>;
/** Who takes part in the mean, and for slow demand in the centres of its quantiles. */
export type Pools = { readonly mean: Pool; readonly quantiles?: QuantilePools };
/** Centres of the quantiles of totals up to the median (`low`), and of all others (`high`). */
export type QuantilePools = {
  readonly low: Pool;
  readonly high: Pool;
  /** They hold only while this method leads the mean: another leader has seen what they do not follow. */
  readonly led_by?: SeriesMethod;
};

/*
 * Chosen, like every constant of the selector, on the training parts alone: the last h, 2h/3 and h/3 buckets of each were
 * held out and the mean score over the three taken. Methods that never helped a mixture (Holt's undamped trend, Croston
 * without correction) are left out of it; they can be asked for with `options.methods`.
 */
const REGULAR: Pools = {
  mean: {
    theta: 2,
    ses: 1,
    damped: 1,
    ets: 1,
    holt_winters_additive: 1,
    holt_winters_multiplicative: 1,
    seasonal_naive: 1,
    ma12: 1,
  },
};
/** That an item may have been given up matters to its mean and its median, and less to what a shelf must hold. */
const INTERMITTENT: Pools = {
  mean: { alive: 2, ma12: 1, tsb: 1, imapa: 1 },
  quantiles: {
    low: { alive: 1, tsb: 1 },
    high: { discounted: 1, ma12: 1, ma18: 1, tsb: 1 },
  },
};
const ROBUST: Pool = { mean: 1, croston: 1 };
/**
 * Little history: a robust level, unless a back-test finds an adaptive method three times as good. The correction of SBA
 * lowers the root mean squared error and biases the level, so that quantiles are made without it.
 */
const SHORT: Pools = {
  mean: { sba: 100, tsb: 1, theta: 1 },
  quantiles: { low: ROBUST, high: ROBUST, led_by: 'sba' },
};
const SHORT_BELOW_BUCKETS = 25;

/** The pools for a class of demand and a length of history. */
export function poolsFor(demand_class: DemandClass, observations: number): Pools {
  if (demand_class === 'no_demand') return { mean: { mean: 1 } };
  if (observations < SHORT_BELOW_BUCKETS) return SHORT;
  return demand_class === 'intermittent' || demand_class === 'lumpy' ? INTERMITTENT : REGULAR;
}

/** Methods of a pool that can be used on a history, in the order of the pool. */
export function membersOf(
  pool: Pool,
  history: History,
): { readonly name: SeriesMethod; readonly prior: number }[] {
  return SERIES_METHODS.flatMap((name) => {
    const prior = pool[name] ?? 0;
    return prior > 0 && METHODS[name].applies(history) ? [{ name, prior }] : [];
  });
}
