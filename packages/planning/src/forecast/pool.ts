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

/*
 * Chosen, like every constant of the selector, on the training parts alone: the last h, 2h/3 and h/3 buckets of each were
 * held out and the mean score over the three taken. Methods that never helped a mixture (Holt's undamped trend, Croston
 * without correction) are left out; they can be asked for with `options.methods`.
 */
const REGULAR: Pool = {
  theta: 2,
  ses: 1,
  damped: 1,
  ets: 1,
  holt_winters_additive: 1,
  holt_winters_multiplicative: 1,
  seasonal_naive: 1,
  ma12: 1,
};
const INTERMITTENT: Pool = { ma12: 2, ses_slow: 1, tsb: 1, imapa: 1 };
/** Little history: a robust level, unless a back-test finds an adaptive method three times as good. */
const SHORT: Pool = { sba: 100, tsb: 1, theta: 1 };
const SHORT_BELOW_BUCKETS = 25;

/** The pool for a class of demand and a length of history. */
export function poolFor(demand_class: DemandClass, observations: number): Pool {
  if (demand_class === 'no_demand') return { mean: 1 };
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
