import { gammaQuantile, negativeBinomialQuantile } from '../math/distributions.ts';
import type { DemandClass } from './demand-class.ts';
import type { Interval, QuantileSource, Quantiles } from './forecast.model.ts';
import { type RecentValues, recentQuantile, recentValues } from './recent-values.ts';
import { type ErrorsByStep, errorsByStep, growingDeviation, type Paths, rankQuantile } from './residuals.ts';

/** What the distribution of coming demand is made from. */
export type Evidence = {
  /** Means of the coming buckets. */
  readonly mean: Float64Array;
  readonly values: Float64Array;
  readonly observed: Uint8Array;
  readonly paths: Paths;
  readonly demand_class: DemandClass;
  readonly observations: number;
};
export type Predictive = {
  readonly source: QuantileSource;
  readonly errors: ErrorsByStep;
  /** Quantile of bucket `step` (0 is the next), and of buckets 0 to `step` together. */
  readonly ofBucket: (step: number, p: number) => number;
  readonly ofTotal: (step: number, p: number) => number;
  /** Whether buckets with the same mean have the same quantiles. */
  readonly by_mean_alone: boolean;
};

/** With fewer observed buckets a distribution is fitted instead of being read off. */
const CONFORMAL_FROM_BUCKETS = 25;
/** Past errors were made with parameters that had seen them; what that hides shrinks with the length of the history. */
const fittedMargin = (observations: number) => 1 + 2.6 / Math.sqrt(observations);
/** How much more uncertain a mean is than that of as many values around a level that never moves. */
const MEAN_DRIFT = 4;
/** Below this mean demand is units, one by one; above it comes in lots, whose sizes only history knows. */
const SMALL_MEAN = 10;
/** Up to here the lowest estimate of a quantile of intermittent demand is taken, beyond it the average. */
const LOWER_HALF = 0.6;
/** Above this mean a count is as good as continuous, and the gamma distribution is quicker. */
const COUNT_MEAN_MAX = 300;

function runningTotals(mean: Float64Array): Float64Array {
  let total = 0;
  return mean.map((value) => {
    total += value;
    return total;
  });
}

/**
 * Split-conformal quantiles (Lei et al. 2018) from absolute errors: mean +- margin deviation(k) Q(|2p - 1|), where Q is the
 * quantile of all absolute errors, each divided by the deviation of its step. Symmetric, because the sign of past errors
 * does not last.
 */
function symmetric(
  mean: Float64Array,
  errors: ErrorsByStep,
  observations: number,
): (step: number, p: number) => number {
  const deviations = growingDeviation(errors);
  const scaled = errors.flatMap((step, k) =>
    deviations[k]! > 0 ? step.map((error) => Math.abs(error) / deviations[k]!) : [],
  );
  const sorted = Float64Array.from(scaled).sort();
  const margin = fittedMargin(observations);
  return (step, p) => {
    const distance = margin * deviations[step]! * rankQuantile(sorted, Math.abs(2 * p - 1));
    return Math.max(0, mean[step]! + Math.sign(p - 0.5) * distance);
  };
}

/** Quantile of a count by its mean and variance: negative binomial (Poisson at least), gamma for large means. */
function countQuantile(p: number, mean: number, variance: number): number {
  if (!(mean > 0)) return 0;
  const least = Math.max(variance, mean);
  if (mean <= COUNT_MEAN_MAX) return negativeBinomialQuantile(p, mean, least);
  return gammaQuantile(p, (mean * mean) / least, least / mean);
}

/**
 * Negative binomial quantiles of a number b of buckets: variance b v (1 + .3 |2p - 1|) + 4 b^2 v / n. v is the recent variance
 * of a bucket, in proportion to the mean for demand in units, to its root for demand in lots. The second term is the
 * uncertainty of the mean, which drifts; the factor is that of the variance itself, which matters in the tails.
 */
function fitted(mean: Float64Array, recent: RecentValues, cumulative: boolean) {
  return (step: number, p: number) => {
    const centre = mean[step]!;
    const buckets = cumulative ? step + 1 : 1;
    const change = recent.mean > 0 ? centre / buckets / recent.mean : 0;
    const per_bucket = recent.variance * (recent.mean < SMALL_MEAN ? change : Math.sqrt(change));
    const of_mean =
      cumulative && recent.effective_count > 0
        ? (MEAN_DRIFT * buckets * buckets) / recent.effective_count
        : 0;
    return countQuantile(p, centre, per_bucket * (buckets * (1 + 0.3 * Math.abs(2 * p - 1)) + of_mean));
  };
}

/**
 * Quantiles of intermittent demand: the average of two. One is conformal: the mean plus the quantile of the errors, zero
 * below the share of empty buckets. The other is the quantile of recent demand (weights halve in 24 buckets), scaled to
 * the mean. The first follows a change of level, the second keeps the shape of rare sizes. Around the median, where the
 * share of empty buckets decides between nothing and a whole order, the lowest of both and of recent demand as it was
 * is taken.
 */
function blended(
  p: number,
  mean: number,
  sorted_errors: Float64Array,
  recent: RecentValues,
  zero_share: number,
) {
  const as_it_was = recentQuantile(p, recent);
  const shape = recent.mean > 0 ? (as_it_was * mean) / recent.mean : 0;
  if (sorted_errors.length === 0) return shape;
  const conformal = p <= zero_share ? 0 : Math.max(0, mean + rankQuantile(sorted_errors, p));
  return p <= LOWER_HALF ? Math.min(conformal, shape, as_it_was) : (conformal + shape) / 2;
}

/** Share of windows without demand, by weight. */
const zeroShare = ({ ascending, total_weight }: RecentValues) =>
  ascending.reduce((sum, { value, weight }) => sum + (value === 0 ? weight : 0), 0) / (total_weight || 1);

/**
 * Slow demand in units has negative binomial upper quantiles, with the recent variance in proportion to the mean; slow
 * demand in lots, and every lower half, is blended. Totals are fitted: few windows of a lead time lie in a short history,
 * and they overlap.
 */
function intermittentPredictive(evidence: Evidence, errors: ErrorsByStep): Predictive {
  const { mean, values, observed } = evidence;
  const recent = recentValues(values, observed, 1);
  const pooled = Float64Array.from(errors.flat()).sort();
  const zero_share = zeroShare(recent);
  const counted = recent.mean > 0 && recent.mean < SMALL_MEAN;
  return {
    source: 'conformal_empirical',
    errors,
    ofBucket: (step, p) =>
      counted && p > LOWER_HALF
        ? countQuantile(p, mean[step]!, (recent.variance * mean[step]!) / recent.mean)
        : blended(p, mean[step]!, pooled, recent, zero_share),
    ofTotal: fitted(runningTotals(mean), recent, true),
    by_mean_alone: true,
  };
}

/**
 * The distribution of coming demand: split-conformal for regular demand with 25 observed buckets or more, blended with
 * recent demand where it is intermittent, else a negative binomial distribution.
 */
export function predictiveOf(evidence: Evidence): Predictive {
  const { mean, values, observed, paths, demand_class, observations } = evidence;
  const errors = errorsByStep(paths, values, observed, mean.length, false);
  if (demand_class === 'no_demand')
    return { source: 'none', errors, ofBucket: () => 0, ofTotal: () => 0, by_mean_alone: true };
  if (observations < CONFORMAL_FROM_BUCKETS || errors[0]!.length === 0) {
    const recent = recentValues(values, observed, 1);
    return {
      source: 'negative_binomial',
      errors,
      ofBucket: fitted(mean, recent, false),
      ofTotal: fitted(runningTotals(mean), recent, true),
      by_mean_alone: true,
    };
  }
  if (demand_class === 'intermittent' || demand_class === 'lumpy')
    return intermittentPredictive(evidence, errors);
  const total_errors = errorsByStep(paths, values, observed, mean.length, true);
  return {
    source: 'conformal',
    errors,
    ofBucket: symmetric(mean, errors, observations),
    ofTotal: symmetric(runningTotals(mean), total_errors, observations),
    by_mean_alone: false,
  };
}

/** A table of quantiles, never falling from one level to the next higher one. */
export function tabulate(
  levels: readonly number[],
  horizon: number,
  quantile: (step: number, p: number) => number,
  sameAsBefore: (step: number) => boolean,
): Quantiles {
  const order = levels.map((_, k) => k).sort((a, b) => levels[a]! - levels[b]!);
  const values = levels.map(() => new Float64Array(horizon));
  for (let step = 0; step < horizon; step++) {
    let below = 0;
    for (const k of order) {
      const row = values[k]!;
      row[step] = sameAsBefore(step) ? row[step - 1]! : Math.max(below, quantile(step, levels[k]!));
      below = row[step]!;
    }
  }
  return { levels, values };
}

const LOWER_TAILS = [0, 0.01, 0.02, 0.025, 0.03, 0.04, 0.0499];
const COVERED = 0.95;

/**
 * The shortest of the intervals between the quantiles a and a + .95. For demand that is often zero this is from zero to
 * the .95 quantile, which covers what it promises, while the central interval covers more.
 */
export function shortestInterval(
  horizon: number,
  quantile: (step: number, p: number) => number,
  sameAsBefore: (step: number) => boolean,
): Interval {
  const low = new Float64Array(horizon);
  const high = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    if (sameAsBefore(step)) {
      low[step] = low[step - 1]!;
      high[step] = high[step - 1]!;
      continue;
    }
    let shortest = Infinity;
    for (const tail of LOWER_TAILS) {
      const from = tail === 0 ? 0 : quantile(step, tail);
      const to = Math.max(from, quantile(step, tail + COVERED));
      if (to - from >= shortest) continue;
      shortest = to - from;
      low[step] = from;
      high[step] = to;
    }
  }
  return { low, high };
}
