import { requireListed, requireNumber } from './errors.ts';

export type DemandBucket = 'day' | 'week' | 'month';
/** Days in a bucket; a month is a twelfth of 365.25 days. */
export const DAYS_IN_BUCKET: Readonly<Record<DemandBucket, number>> = { day: 1, week: 7, month: 365.25 / 12 };

/** Demand of one item in one warehouse, oldest first. `null` is a bucket that was not observed (a stock-out). */
export type DemandSeries = { readonly bucket: DemandBucket; readonly values: readonly (number | null)[] };

/** Classes of Syntetos, Boylan and Croston (2005) by mean interval and squared variation of sizes. */
export type DemandPattern = 'no_demand' | 'smooth' | 'erratic' | 'intermittent' | 'lumpy';
export type ForecastMethod = 'none' | 'mean' | 'ses' | 'croston_sba';

export type DemandForecast = {
  readonly method: ForecastMethod;
  readonly pattern: DemandPattern;
  /** Expected units a day, and the standard deviation of one day's demand. */
  readonly daily_mean: number;
  readonly daily_sd: number;
  /** Mean number of buckets between demands, and squared coefficient of variation of the demand sizes. */
  readonly adi: number | null;
  readonly cv2: number | null;
  /** Smoothing constant in use, where there is one. */
  readonly alpha: number | null;
  /** Buckets that were observed. */
  readonly observations: number;
};

const ADI_CUT = 1.32;
const CV2_CUT = 0.49;
const SES_ALPHAS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const SBA_ALPHA = 0.1;
/** With fewer buckets than this nothing can be smoothed; the mean is as good as anything. */
const SMOOTHING_FROM = 4;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanSquare = (values: readonly number[]) => mean(values.map((value) => value * value));

/** Population variance. */
function variance(values: readonly number[]): number {
  const centre = mean(values);
  return meanSquare(values.map((value) => value - centre));
}

/** Interval and variation of the demands that are not zero; null without any. */
export function classifyDemand(values: readonly number[]): {
  readonly pattern: DemandPattern;
  readonly adi: number | null;
  readonly cv2: number | null;
} {
  const sizes = values.filter((value) => value > 0);
  if (sizes.length === 0) return { pattern: 'no_demand', adi: null, cv2: null };
  const adi = values.length / sizes.length;
  const cv2 = variance(sizes) / mean(sizes) ** 2;
  if (adi < ADI_CUT) return { pattern: cv2 < CV2_CUT ? 'smooth' : 'erratic', adi, cv2 };
  return { pattern: cv2 < CV2_CUT ? 'intermittent' : 'lumpy', adi, cv2 };
}

/** Level after the last bucket and mean squared one-step error; `mse` is null without an error to measure. */
type Smoothed = { readonly level: number; readonly mse: number | null };

/** Simple exponential smoothing (Brown 1956), started at the mean of the first three buckets. */
function ses(values: readonly number[], alpha: number): Smoothed {
  const start = Math.min(3, values.length - 1);
  let level = mean(values.slice(0, start));
  const errors: number[] = [];
  for (const value of values.slice(start)) {
    errors.push(value - level);
    level += alpha * (value - level);
  }
  return { level, mse: errors.length > 0 ? meanSquare(errors) : null };
}

/** The smoothing constant with the least squared one-step error; the smaller one on a tie. */
function bestSes(values: readonly number[]): Smoothed & { readonly alpha: number } {
  let best = { alpha: SES_ALPHAS[0]!, ...ses(values, SES_ALPHAS[0]!) };
  for (const alpha of SES_ALPHAS.slice(1)) {
    const tried = ses(values, alpha);
    if ((tried.mse ?? Infinity) < (best.mse ?? Infinity)) best = { alpha, ...tried };
  }
  return best;
}

/**
 * Croston's method (1972) with the correction of Syntetos and Boylan (2005): size and interval are smoothed at
 * each demand, and the rate is (1 - alpha/2) size / interval.
 */
function crostonSba(values: readonly number[], adi: number): Smoothed {
  const first = values.findIndex((value) => value > 0);
  let size = values[first]!;
  let interval = adi;
  let since = 1;
  const errors: number[] = [];
  const rate = () => (1 - SBA_ALPHA / 2) * (size / interval);
  for (const value of values.slice(first + 1)) {
    errors.push(value - rate());
    if (value > 0) {
      size += SBA_ALPHA * (value - size);
      interval += SBA_ALPHA * (since - interval);
      since = 1;
    } else since += 1;
  }
  return { level: rate(), mse: errors.length > 1 ? meanSquare(errors) : null };
}

function smooth(
  values: readonly number[],
  adi: number,
): Smoothed & { readonly method: ForecastMethod; readonly alpha: number | null } {
  if (values.length < SMOOTHING_FROM) return { method: 'mean', alpha: null, level: mean(values), mse: null };
  if (adi < ADI_CUT) return { method: 'ses', ...bestSes(values) };
  return { method: 'croston_sba', alpha: SBA_ALPHA, ...crostonSba(values, adi) };
}

/**
 * Mean and standard deviation of the demand of a day.
 *
 * Regular demand (interval under 1.32 buckets) by simple exponential smoothing, the constant chosen by one-step
 * error; intermittent demand by Croston with the Syntetos-Boylan correction. The deviation is the root mean
 * square of the one-step errors, spread over the days of the bucket as if days were independent. There is no
 * trend and no season: a seasonal item shows a wider deviation instead. Buckets not observed are left out.
 * Throws PlanningInputError for negative or non-finite values and for unknown buckets.
 */
export function forecastDemand(series: DemandSeries, field = 'series'): DemandForecast {
  requireListed(`${field}.bucket`, series.bucket, ['day', 'week', 'month']);
  const values: number[] = [];
  for (const [index, value] of series.values.entries()) {
    if (value === null) continue;
    requireNumber(`${field}.values[${index}]`, value);
    values.push(value);
  }
  const observations = values.length;
  const { pattern, adi, cv2 } = classifyDemand(values);
  if (adi === null) {
    return { method: 'none', pattern, daily_mean: 0, daily_sd: 0, adi, cv2, alpha: null, observations };
  }
  const { method, alpha, level, mse } = smooth(values, adi);
  const days = DAYS_IN_BUCKET[series.bucket];
  // Without an error to measure, demand is taken to be as variable as a Poisson process of the same mean.
  const spread = mse ?? Math.max(variance(values), level);
  return {
    method,
    pattern,
    daily_mean: Math.max(0, level) / days,
    daily_sd: Math.sqrt(spread / days),
    adi,
    cv2,
    alpha,
    observations,
  };
}

/** `forecastDemand` of many series, in their order; errors name `series[n]`. */
export function forecastAll(series: readonly DemandSeries[]): DemandForecast[] {
  return series.map((one, index) => forecastDemand(one, `series[${index}]`));
}
