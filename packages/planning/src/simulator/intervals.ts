import { PlanningInputError, requireNumber } from '../errors.ts';
import { normalCdf } from '../math/normal.ts';
import { incompleteBeta } from '../math/special.ts';

/** A mean with its confidence interval; both ends are the mean where there is one value only. */
export type Interval = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
};

/** P(|T| > t) of Student's t with so many degrees of freedom (Abramowitz and Stegun 26.7.1 and 26.5.27). */
function twoSidedTail(t: number, freedom: number): number {
  const square = t * t;
  const x = freedom / (freedom + square);
  const y = square / (freedom + square);
  return incompleteBeta(freedom / 2, 0.5, x, y, (z) => normalCdf(-z)).lower;
}

/** The t that |T| passes with probability 1 - confidence, by bisection. */
export function studentQuantile(confidence: number, freedom: number): number {
  requireNumber('confidence', confidence, { min: 0.01, max: 0.9999 });
  requireNumber('freedom', freedom, { min: 1 });
  let low = 0;
  let high = 1e5;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (twoSidedTail(middle, freedom) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Mean and t interval of independent runs: mean +- t(n - 1) s / sqrt(n). Throws for no values or a NaN. */
export function meanInterval(values: readonly number[], confidence = 0.95): Interval {
  if (values.length === 0) throw new PlanningInputError('out_of_range', 'values.length', 0);
  values.forEach((value, k) => {
    requireNumber(`values[${k}]`, value, { min: -1e300, max: 1e300 });
  });
  const runs = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  if (runs === 1) return { mean, low: mean, high: mean, runs };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  const half = studentQuantile(confidence, runs - 1) * Math.sqrt(variance / runs);
  return { mean, low: mean - half, high: mean + half, runs };
}
