import type { History } from './history.ts';
import { METHODS, type Pool, type QuantilePools, SERIES_METHODS } from './pool.ts';

/** What quantiles are made around, one entry per bucket: those of totals up to the median (`low`), and all others. */
export type Centres = { readonly low: Float64Array; readonly high: Float64Array };

function combine(pool: Pool, history: History, horizon: number): Float64Array {
  const means = new Float64Array(horizon);
  const members = SERIES_METHODS.filter((name) => pool[name] && METHODS[name].applies(history));
  const total = members.reduce((sum, name) => sum + pool[name]!, 0);
  for (const name of members) {
    const own = METHODS[name].fit(history)(history, history.values.length, horizon);
    for (let k = 0; k < horizon; k++) means[k]! += (pool[name]! / total) * Math.max(0, own[k]!);
  }
  return means;
}

/**
 * Centres of the quantiles of slow demand: methods with fixed weights. No back-test chooses among them: on held-out parts
 * weights by squared error or by pinball loss, from four origins or from all, were no better than equal ones, because
 * rare demand says less about a quantile than it adds in noise.
 */
export function centresOf({ low, high }: QuantilePools, history: History, horizon: number): Centres {
  return { low: combine(low, history, horizon), high: combine(high, history, horizon) };
}
