import { PlanningInputError, requireNumber } from '../errors.ts';

/** Sorted values with the running sums that answer probabilities and losses in O(log n). */
export type Empirical = {
  /** Distinct or repeated, ascending. */
  readonly values: Float64Array;
  /** Probability of each value; they sum to 1. */
  readonly weights: Float64Array;
  /** below[k] = probability of the first k values, with below[n] = 1. */
  readonly below: Float64Array;
  /** above[k] = sum of value x probability from the k-th on. */
  readonly above: Float64Array;
  readonly mean: number;
  readonly variance: number;
};

function build(values: Float64Array, weights: Float64Array): Empirical {
  const n = values.length;
  const below = new Float64Array(n + 1);
  const above = new Float64Array(n + 1);
  for (let k = 0; k < n; k += 1) below[k + 1] = below[k]! + weights[k]!;
  below[n] = 1;
  for (let k = n - 1; k >= 0; k -= 1) above[k] = above[k + 1]! + values[k]! * weights[k]!;
  const mean = above[0]!;
  let variance = 0;
  for (let k = 0; k < n; k += 1) variance += weights[k]! * (values[k]! - mean) ** 2;
  return { values, weights, below, above, mean, variance };
}

/** The distribution that gives every sample the same probability. Throws PlanningInputError without samples. */
export function empiricalOf(samples: ArrayLike<number>, field = 'samples'): Empirical {
  if (samples.length === 0) throw new PlanningInputError('out_of_range', `${field}.length`, 0);
  const values = Float64Array.from(samples);
  for (let k = 0; k < values.length; k += 1) requireNumber(`${field}[${k}]`, values[k]!, { min: -1e15 });
  return build(values.sort(), new Float64Array(values.length).fill(1 / values.length));
}

/** A discrete distribution from values and their probabilities, which must sum to 1 within 1e-6. */
export function discreteOf(values: ArrayLike<number>, probabilities: ArrayLike<number>): Empirical {
  if (values.length === 0 || values.length !== probabilities.length)
    throw new PlanningInputError('out_of_range', 'probabilities.length', probabilities.length);
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) {
    requireNumber(`values[${k}]`, values[k]!, { min: -1e15 });
    requireNumber(`probabilities[${k}]`, probabilities[k]!, { max: 1 + 1e-6 });
    sum += probabilities[k]!;
  }
  if (Math.abs(sum - 1) > 1e-6) throw new PlanningInputError('out_of_range', 'probabilities', sum);
  const order = Array.from({ length: values.length }, (_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const sorted = Float64Array.from(order, (k) => values[k]!);
  return build(
    sorted,
    Float64Array.from(order, (k) => probabilities[k]! / sum),
  );
}

/** First index whose value is greater than x (or not less, with `orEqual`). */
function indexAbove(values: Float64Array, x: number, orEqual = false): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > x || (orEqual && values[middle]! === x)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** P(X <= x). */
export const empiricalCdf = (x: number, { values, below }: Empirical): number =>
  below[indexAbove(values, x)]!;

/** Smallest value v with P(X <= v) >= p; the smallest value at p = 0. Dust of rounding in the sums is forgiven. */
export function empiricalQuantile(p: number, { values, below }: Empirical): number {
  requireNumber('p', p, { max: 1 });
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below[middle + 1]! >= p - 1e-12) high = middle;
    else low = middle + 1;
  }
  return values[low]!;
}

/** E[(X - x)+]. */
export function empiricalLoss(x: number, { values, below, above }: Empirical): number {
  const k = indexAbove(values, x);
  return Math.max(0, above[k]! - x * (1 - below[k]!));
}

/**
 * Upper split-conformal quantile: the ceil((n + 1) p)-th smallest of n samples, which a further exchangeable sample
 * does not exceed with probability p at least (Vovk, Gammerman and Shafer 2005). Too few samples for p (n + 1 < 1 /
 * (1 - p)) give the largest, and `covers` says that the level is not guaranteed.
 */
export function conformalQuantile(p: number, { values }: Empirical): { value: number; covers: boolean } {
  requireNumber('p', p, { max: 1 });
  const rank = Math.ceil((values.length + 1) * p - 1e-9);
  const covers = rank <= values.length;
  return { value: values[Math.max(0, Math.min(rank, values.length) - 1)]!, covers };
}
