import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

export type OutlierOptions = {
  /** Buckets in a season; a peak that returns after a period is no outlier. Default 1: no season. */
  readonly period?: number;
  /** Robust standard deviations from the neighbours. Default 4. */
  readonly threshold?: number;
};
/** One value that was replaced; `original` is kept, so that the change can be taken back. */
export type Outlier = {
  readonly at: number;
  readonly original: number;
  readonly replaced_by: number;
  /** Distance from the median of the neighbours, in robust standard deviations. */
  readonly deviations: number;
};
export type Cleaned = { readonly values: readonly (number | null)[]; readonly outliers: readonly Outlier[] };

const NEIGHBOURS = 6;
/** Makes the median absolute deviation agree with the standard deviation of a normal distribution. */
const MAD_TO_SD = 1.4826;
/** With fewer demands nothing can be called unusual. */
const DEMANDS_LEAST = 8;
/** A season peak returns with at least this share of its height. */
const RETURNING_SHARE = 0.5;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Replaces values that lie far from their neighbours (Hampel's filter): the distance to the median of up to six demands on
 * either side, by the median absolute deviation of all these distances (at least the Poisson deviation of the median),
 * is beyond the threshold. The value is pulled back to the threshold, not to the median, since part of a peak is real.
 * Zeros are neither outliers nor neighbours: in intermittent demand only sizes are judged. A peak that stands one period
 * before or after, at half its height or more, is a season and stays. Throws PlanningInputError naming the value.
 */
export function dampOutliers(values: readonly (number | null)[], options: OutlierOptions = {}): Cleaned {
  const { period = 1, threshold = 4 } = options;
  requireWhole('options.period', period, { min: 1, max: 366 });
  requireNumber('options.threshold', threshold, { min: 1, max: 100 });
  for (const [t, value] of values.entries()) if (value !== null) requireNumber(`values[${t}]`, value);
  const demands = values.flatMap((value, at) => (value !== null && value > 0 ? [{ at, value }] : []));
  if (demands.length < DEMANDS_LEAST) return { values, outliers: [] };
  const centres = demands.map((_, k) =>
    median(
      demands
        .slice(Math.max(0, k - NEIGHBOURS), k + NEIGHBOURS + 1)
        .filter((near) => near !== demands[k])
        .map(({ value }) => value),
    ),
  );
  const spread = MAD_TO_SD * median(demands.map(({ value }, k) => Math.abs(value - centres[k]!)));
  const returns = (at: number, height: number, centre: number) =>
    period > 1 &&
    [at - period, at + period].some(
      (other) => (values[other] ?? 0) > 0 && values[other]! - centre >= RETURNING_SHARE * height,
    );
  const outliers = demands.flatMap(({ at, value }, k): Outlier[] => {
    const centre = centres[k]!;
    const scale = Math.max(spread, Math.sqrt(centre));
    const distance = value - centre;
    if (Math.abs(distance) <= threshold * scale || returns(at, distance, centre)) return [];
    const replaced_by = Math.max(0, centre + Math.sign(distance) * threshold * scale);
    return [{ at, original: value, replaced_by, deviations: distance / scale }];
  });
  const cleaned = [...values];
  for (const { at, replaced_by } of outliers) cleaned[at] = replaced_by;
  return { values: cleaned, outliers };
}

/** Takes the replacements back: `restoreOutliers(dampOutliers(v))` has the values of v. */
export function restoreOutliers({ values, outliers }: Cleaned): (number | null)[] {
  const restored = [...values];
  for (const [nth, { at, original }] of outliers.entries()) {
    if (at < 0 || at >= restored.length)
      throw new PlanningInputError('unknown_id', `outliers[${nth}].at`, at);
    restored[at] = original;
  }
  return restored;
}
