import type { Centres } from './centres.ts';
import type { DemandClass } from './demand-class.ts';
import type { QuantileSource } from './forecast.model.ts';
import { type ErrorsByStep, errorsByStep, growingDeviation, type Paths, rankQuantile } from './residuals.ts';
import { runningTotals, slowQuantiles } from './slow-predictive.ts';

/** What the distribution of coming demand is made from. */
export type Evidence = {
  /** Means of the coming buckets. */
  readonly mean: Float64Array;
  /** Centres of the quantiles of slow or short demand. */
  readonly centres: Centres;
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
  /** Quantile of bucket `step` where an interval ends. */
  readonly ofEnd: (step: number, p: number) => number;
  /** Whether a bucket has the same quantiles as the one before it. */
  readonly repeats: (step: number) => boolean;
};

/** With fewer observed buckets a distribution is fitted instead of being read off. */
const CONFORMAL_FROM_BUCKETS = 25;
/** Past errors were made with parameters that had seen them; what that hides shrinks with the length of the history. */
const fittedMargin = (observations: number) => 1 + 2.6 / Math.sqrt(observations);

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

/** Slow demand, and every short history: see `slowQuantiles`. */
function slowPredictive(evidence: Evidence, errors: ErrorsByStep, short: boolean): Predictive {
  const { values, observed, centres } = evidence;
  const { high } = centres;
  return {
    source: short ? 'negative_binomial' : 'negative_binomial_empirical',
    errors,
    ...slowQuantiles({ values, observed, centres, short }),
    repeats: (step) => step > 0 && high[step] === high[step - 1],
  };
}

const nothing = () => 0;

/**
 * The distribution of coming demand: split-conformal for regular demand with 25 observed buckets or more, negative
 * binomial around the centres of quantiles where demand is slow or its history short.
 */
export function predictiveOf(evidence: Evidence): Predictive {
  const { mean, values, observed, paths, demand_class, observations } = evidence;
  const errors = errorsByStep(paths, values, observed, mean.length, false);
  if (demand_class === 'no_demand')
    return {
      source: 'none',
      errors,
      ofBucket: nothing,
      ofTotal: nothing,
      ofEnd: nothing,
      repeats: (step) => step > 0,
    };
  const short = observations < CONFORMAL_FROM_BUCKETS || errors[0]!.length === 0;
  if (short || demand_class === 'intermittent' || demand_class === 'lumpy')
    return slowPredictive(evidence, errors, short);
  const total_errors = errorsByStep(paths, values, observed, mean.length, true);
  const ofBucket = symmetric(mean, errors, observations);
  return {
    source: 'conformal',
    errors,
    ofBucket,
    ofEnd: ofBucket,
    ofTotal: symmetric(runningTotals(mean), total_errors, observations),
    repeats: () => false,
  };
}
