import { gammaQuantile, negativeBinomialQuantile } from '@tongcang/planning/distributions';
import type { BenchSeries } from './forecast-data.ts';

/*
 * The single methods of the reference table for slow demand, each with quantiles of its own, written apart from the
 * package: what a selector is compared with must not be made by it.
 */
type Rate = (values: readonly number[]) => number;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean: Rate = (values) => sum(values) / values.length;

const smooth = (values: readonly number[], alpha: number, start = mean(values.slice(0, 3))) =>
  values.reduce((level, value) => level + alpha * (value - level), start);

function croston(values: readonly number[]): number {
  const sizes = values.filter((value) => value > 0);
  if (sizes.length === 0) return 0;
  const at = values.flatMap((value, t) => (value > 0 ? [t] : []));
  const intervals = at.map((t, k) => t - (at[k - 1] ?? -1));
  return smooth(sizes, 0.1, mean(sizes)) / smooth(intervals, 0.1, values.length / sizes.length);
}

function tsb(values: readonly number[]): number {
  const sizes = values.filter((value) => value > 0);
  if (sizes.length === 0) return 0;
  const chance = smooth(
    values.map((value) => (value > 0 ? 1 : 0)),
    0.1,
    sizes.length / values.length,
  );
  return chance * smooth(sizes, 0.1, mean(sizes));
}

function blockRate(values: readonly number[], width: number): number {
  const first = values.length % width;
  const blocks = Array.from({ length: Math.floor(values.length / width) }, (_, k) =>
    sum(values.slice(first + k * width, first + (k + 1) * width)),
  );
  return smooth(blocks, 0.1) / width;
}

const widest = (values: readonly number[]) => {
  const demands = values.filter((value) => value > 0).length || values.length;
  return Math.max(1, Math.min(Math.round(values.length / demands), Math.floor(values.length / 2)));
};

export const SINGLE_RATES: Readonly<Record<string, Rate>> = {
  mean,
  ses: (values) => smooth(values, 0.1),
  ma12: (values) => mean(values.slice(-12)),
  croston,
  sba: (values) => 0.95 * croston(values),
  tsb,
  adida: (values) => blockRate(values, widest(values)),
  imapa: (values) => mean(Array.from({ length: widest(values) }, (_, k) => blockRate(values, k + 1))),
};

/** Quantile of any bucket, and of the total of the horizon. */
export type SingleQuantiles = {
  readonly bucket: (level: number) => number;
  readonly total: (level: number) => number;
};

/** Negative binomial with the method's mean and the variance of the history; gamma where the mean is large. */
export function negativeBinomial({ train, horizon }: BenchSeries, rate: Rate): SingleQuantiles {
  const expected = rate(train);
  const centre = mean(train);
  const variance = sum(train.map((value) => (value - centre) ** 2)) / Math.max(1, train.length - 1);
  const quantile = (level: number, buckets: number) => {
    const demand = expected * buckets;
    const spread = Math.max(demand, variance * buckets);
    if (!(demand > 0)) return 0;
    return demand < 300
      ? negativeBinomialQuantile(level, demand, spread)
      : gammaQuantile(level, demand ** 2 / spread, spread / demand);
  };
  return { bucket: (level) => quantile(level, 1), total: (level) => quantile(level, horizon) };
}

const ranked = (ascending: readonly number[], level: number) => {
  const rank = Math.min(ascending.length - 1, Math.max(0, level * (ascending.length + 1) - 1));
  const below = ascending[Math.floor(rank)]!;
  return below + (rank % 1) * (ascending[Math.ceil(rank)]! - below);
};

/** Split-conformal: the mean plus the quantile of its errors at every origin in the later half, of buckets and of totals. */
export function conformal({ train, horizon }: BenchSeries, rate: Rate): SingleQuantiles {
  const errors: number[] = [];
  const totals: number[] = [];
  for (let origin = Math.ceil(train.length / 2); origin < train.length; origin++) {
    const expected = rate(train.slice(0, origin));
    const coming = train.slice(origin, origin + horizon);
    errors.push(...coming.map((value) => value - expected));
    totals.push((sum(coming) / coming.length - expected) * horizon);
  }
  const ascending = [errors, totals].map((list) => list.sort((a, b) => a - b));
  const expected = rate(train);
  return {
    bucket: (level) => Math.max(0, expected + ranked(ascending[0]!, level)),
    total: (level) => Math.max(0, expected * horizon + ranked(ascending[1]!, level)),
  };
}
