import { gammaQuantile, negativeBinomialQuantile } from '../math/distributions.ts';
import type { Centres } from './centres.ts';
import { type RecentValues, recentQuantile, recentValues } from './recent-values.ts';

/** What the distribution of slow or short demand is made from. */
export type SlowEvidence = {
  readonly values: Float64Array;
  readonly observed: Uint8Array;
  readonly centres: Centres;
  /** Whether the history is too short for its shape to be believed. */
  readonly short: boolean;
};
export type SlowQuantiles = {
  readonly ofBucket: (step: number, p: number) => number;
  /** Where intervals end: where `ofBucket` averages, to cost least, this takes the larger, to cover. */
  readonly ofEnd: (step: number, p: number) => number;
  readonly ofTotal: (step: number, p: number) => number;
};

/** How much more uncertain a mean is than that of as many values around a level that never moves. */
const MEAN_DRIFT = 3;
/** Below this mean size demands are units, one by one; above it they are lots, whose sizes only history knows. */
const LOT_SIZE_LEAST = 10;
/** Variance by mean of demand in units before any is seen, and how many demands that counts for. */
const PRIOR_DISPERSION = 1.3;
const PRIOR_DEMANDS = 3;
/** Up to here the lower estimates are taken, beyond it the upper ones. */
const LOWER_HALF = 0.6;
/** Above this mean a count is as good as continuous, and the gamma distribution is quicker. */
const COUNT_MEAN_MAX = 300;

export function runningTotals(mean: Float64Array): Float64Array {
  let total = 0;
  return mean.map((value) => {
    total += value;
    return total;
  });
}

/** Quantile of a count by its mean and variance: negative binomial (Poisson at least), gamma for large means. */
function countQuantile(p: number, mean: number, variance: number): number {
  if (!(mean > 0)) return 0;
  const least = Math.max(variance, mean);
  if (mean <= COUNT_MEAN_MAX) return negativeBinomialQuantile(p, mean, least);
  return gammaQuantile(p, (mean * mean) / least, least / mean);
}

type Demands = { readonly count: number; readonly lots: boolean };

/**
 * Variance of a bucket by its mean. Units: in proportion, by the ratio of recent variance and mean, which is drawn to 1.3 as
 * if three demands had shown that (few demands say little about their spread). Lots: the recent variance, growing with
 * the root of the mean.
 */
function varianceBy(recent: RecentValues, { count, lots }: Demands): (mean: number) => number {
  if (!(recent.mean > 0)) return () => 0;
  if (lots) return (mean) => recent.variance * Math.sqrt(mean / recent.mean);
  const ratio = recent.variance / recent.mean;
  const drawn = (count * ratio + PRIOR_DEMANDS * PRIOR_DISPERSION) / (count + PRIOR_DEMANDS);
  return (mean) => drawn * mean;
}

const average = (one: number, other: number) => (one + other) / 2;

function demandsIn(values: Float64Array, observed: Uint8Array): Demands {
  let count = 0;
  let total = 0;
  for (let t = 0; t < values.length; t++) {
    if (!observed[t] || !(values[t]! > 0)) continue;
    count += 1;
    total += values[t]!;
  }
  return { count, lots: total >= LOT_SIZE_LEAST * count };
}

/**
 * Quantile of recent demand when its level moves to `centre`: how often there is demand moves with it, the sizes stay, so
 * that P(X > x) is recent P(X > x) times centre / mean.
 */
function reshaped(p: number, centre: number, recent: RecentValues): number {
  const tail = centre > 0 ? ((1 - p) * recent.mean) / centre : 1;
  return tail < 1 ? recentQuantile(1 - tail, recent) : 0;
}

/**
 * Quantiles of slow or short demand, n being the effective count of recent buckets. A bucket: negative binomial with
 * variance v (1 + 1/n). A total of b buckets: v (b + 3 b^2 / n), for the mean is uncertain and drifts. With enough
 * history the shape of recent demand has a say in buckets: up to the median, where the share of empty buckets decides
 * between nothing and a whole order, the lowest of fitted, reshaped and as it was; above it, for demand in lots, the
 * average of fitted and reshaped.
 */
export function slowQuantiles({ values, observed, centres, short }: SlowEvidence): SlowQuantiles {
  const recent = recentValues(values, observed, 1);
  const demands = demandsIn(values, observed);
  const varianceOf = varianceBy(recent, demands);
  const count = recent.effective_count || 1;
  const low = runningTotals(centres.low);
  const high = runningTotals(centres.high);
  const bucketAt = (p: number, centre: number, join: (fitted: number, shape: number) => number) => {
    const fitted = countQuantile(p, centre, varianceOf(centre) * (1 + 1 / count));
    if (short || !(recent.mean > 0)) return fitted;
    const shape = reshaped(p, centre, recent);
    if (p <= LOWER_HALF) return Math.min(fitted, shape, recentQuantile(p, recent));
    return demands.lots ? join(fitted, shape) : fitted;
  };
  return {
    ofBucket: (step, p) => bucketAt(p, centres.high[step]!, average),
    ofEnd: (step, p) => bucketAt(p, centres.high[step]!, Math.max),
    ofTotal: (step, p) => {
      const buckets = step + 1;
      const centre = (p <= LOWER_HALF ? low : high)[step]!;
      const spread = buckets + (MEAN_DRIFT * buckets * buckets) / count;
      return countQuantile(p, centre, varianceOf(centre / buckets) * spread);
    },
  };
}
