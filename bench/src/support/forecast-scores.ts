import type { BenchSeries } from './forecast-data.ts';

/*
 * The scores of the M competitions, written apart from the package, which must not judge itself.
 */
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over the numbers there are: a scaled error does not exist for a series without any variation. */
export const meanOfKnown = (values: readonly number[]) => mean(values.filter(Number.isFinite));

const differences = (values: readonly number[], lag: number) =>
  values.slice(lag).map((value, t) => value - values[t]!);

/** In per cent; an exact zero for a zero counts as no error. */
export const smape = (test: readonly number[], forecast: ArrayLike<number>) =>
  mean(
    test.map((actual, k) => {
      const size = Math.abs(actual) + Math.abs(forecast[k]!);
      return size > 0 ? (200 * Math.abs(actual - forecast[k]!)) / size : 0;
    }),
  );

/** Absolute error by that of the seasonal naive forecast in the history (lag 1 for weeks, as in M4). */
export function mase({ history, test, period }: BenchSeries, forecast: ArrayLike<number>): number {
  const lag = period === 52 ? 1 : period;
  const scale = mean(differences(history, lag).map(Math.abs));
  return mean(test.map((actual, k) => Math.abs(actual - forecast[k]!))) / (scale || Number.NaN);
}

/** Root mean squared error by that of the naive forecast in the history. */
export function rmsse({ history, test }: BenchSeries, forecast: ArrayLike<number>): number {
  const scale = mean(differences(history, 1).map((step) => step * step));
  return Math.sqrt(mean(test.map((actual, k) => (actual - forecast[k]!) ** 2)) / (scale || Number.NaN));
}

/** Mean absolute step in the history; what pinball losses are divided by. */
export const stepSize = ({ history }: BenchSeries) =>
  mean(differences(history, 1).map(Math.abs)) || Number.NaN;

export const pinball = (actual: number, quantile: number, level: number) =>
  actual > quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual);

function seasonalFactors(values: readonly number[], period: number): number[] {
  const ratios: number[][] = Array.from({ length: period }, () => []);
  const half = period / 2;
  for (let t = half; t + half < values.length; t++) {
    const window = values.slice(t - half, t + half + 1);
    const ends = (window[0]! + window[period]!) / 2;
    const average = (window.reduce((sum, value) => sum + value, 0) - ends) / period;
    ratios[t % period]!.push(values[t]! / average);
  }
  const factors = ratios.map((list) => mean(list));
  const level = mean(factors);
  return factors.map((factor) => factor / level);
}

function isSeasonal(values: readonly number[], period: number): boolean {
  if (values.length < 3 * period) return false;
  const level = mean(values);
  const centred = values.map((value) => value - level);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  const correlations = Array.from({ length: period }, (_, k) =>
    centred.slice(k + 1).reduce((sum, value, t) => sum + (value * centred[t]!) / power, 0),
  );
  const squares = correlations.slice(0, -1).reduce((sum, r) => sum + r * r, 0);
  return Math.abs(correlations.at(-1)!) > 1.645 * Math.sqrt((1 + 2 * squares) / values.length);
}

/** Naive2 as the M4 competition defines it: the reference of OWA. Even periods, positive values. */
export function naive2({ train, period, horizon }: BenchSeries): number[] {
  const last = train.length - 1;
  const factors = isSeasonal(train, period) ? seasonalFactors(train, period) : null;
  return Array.from({ length: horizon }, (_, k) =>
    factors ? (train[last]! / factors[last % period]!) * factors[(last + 1 + k) % period]! : train[last]!,
  );
}
