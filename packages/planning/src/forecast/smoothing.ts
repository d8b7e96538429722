import type { SeasonKind } from './seasonality.ts';

/** Form of an exponential smoothing. `damped`: the trend shrinks by phi each step. */
export type Shape = { readonly trend: 'none' | 'linear' | 'damped'; readonly season: SeasonKind };
/** Smoothing constants of level, trend and season (in error-correction form) and the damping. */
export type Constants = {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
};
export type SmoothingStart = {
  readonly level: number;
  readonly slope: number;
  /** One index per season, that of bucket 0 first; empty without a season. */
  readonly season: Float64Array;
};
/** State after the last bucket read, and what the one-step errors add up to. */
export type Smoothed = {
  level: number;
  slope: number;
  readonly season: Float64Array;
  squares: number;
  relative_squares: number;
  log_means: number;
};

/**
 * Runs exponential smoothing over the first `end` values, in the error-correction form of Hyndman and Athanasopoulos,
 * "Forecasting: principles and practice", 8.5: q = level + phi slope; mean = q, q + s or q s; the error corrects
 * level, slope and season. Additive and multiplicative errors share these recursions and differ in likelihood alone,
 * for which `relative_squares` = sum (e/mean)^2 and `log_means` = sum ln mean, which is NaN when a mean is not positive.
 * Writes into `state`, whose season array is reused.
 */
export function runSmoothing(
  values: Float64Array,
  end: number,
  { trend, season }: Shape,
  { alpha, beta, gamma, phi }: Constants,
  start: SmoothingStart,
  state: Smoothed,
): Smoothed {
  const damping = trend === 'damped' ? phi : 1;
  const seasons = state.season;
  const period = seasons.length;
  seasons.set(start.season);
  let level = start.level;
  let slope = trend === 'none' ? 0 : start.slope;
  let at = 0;
  let squares = 0;
  let relative = 0;
  // The logarithm is taken of running products, which costs a tenth of a logarithm per bucket.
  let product = 1;
  let logs = 0;
  let positive = true;
  for (let t = 0; t < end; t++) {
    const base = level + damping * slope;
    const index = period > 0 ? seasons[at]! : 0;
    const mean = season === 'none' ? base : season === 'additive' ? base + index : base * index;
    const error = values[t]! - mean;
    squares += error * error;
    if (!(mean > 0)) positive = false;
    relative += (error / mean) ** 2;
    product *= mean;
    if (!(product > 1e-100 && product < 1e100)) {
      logs += Math.log(product);
      product = 1;
    }
    const push = season === 'multiplicative' ? error / index : error;
    level = base + alpha * push;
    slope = damping * slope + beta * push;
    if (period > 0) {
      seasons[at] = index + gamma * (season === 'multiplicative' ? error / base : error);
      at = at + 1 === period ? 0 : at + 1;
    }
  }
  state.level = level;
  state.slope = slope;
  state.squares = squares;
  state.relative_squares = relative;
  state.log_means = positive ? logs + Math.log(product) : Number.NaN;
  return state;
}

export const emptyState = (period: number): Smoothed => ({
  level: 0,
  slope: 0,
  season: new Float64Array(period),
  squares: 0,
  relative_squares: 0,
  log_means: 0,
});

/** Means of the next `horizon` buckets after `end` values were read into `state`. */
export function extrapolate(
  state: Smoothed,
  { trend, season }: Shape,
  phi: number,
  end: number,
  horizon: number,
): Float64Array {
  const period = state.season.length;
  const means = new Float64Array(horizon);
  const damping = trend === 'damped' ? phi : 1;
  let base = state.level;
  let slope = trend === 'none' ? 0 : state.slope;
  for (let k = 0; k < horizon; k++) {
    slope *= damping;
    base += slope;
    const index = period > 0 ? state.season[(end + k) % period]! : 0;
    means[k] = season === 'none' ? base : season === 'additive' ? base + index : base * index;
  }
  return means;
}

/**
 * Level and slope before the first bucket: the straight line through the first ten seasonally adjusted values (or two
 * periods, if longer), as in R's `ets`; without a trend their mean.
 */
export function startOf(
  adjusted: Float64Array,
  trend: Shape['trend'],
  period: number,
): { readonly level: number; readonly slope: number } {
  const count = Math.min(adjusted.length, Math.max(10, 2 * period));
  const centre = (count - 1) / 2;
  let mean = 0;
  let moment = 0;
  for (let t = 0; t < count; t++) {
    mean += adjusted[t]! / count;
    moment += (t - centre) * adjusted[t]!;
  }
  if (trend === 'none') return { level: mean, slope: 0 };
  const slope = count > 1 ? moment / ((count * (count * count - 1)) / 12) : 0;
  return { level: mean - slope * (centre + 1), slope };
}
