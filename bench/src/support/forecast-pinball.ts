import type { Forecast } from '@tongcang/planning/forecast';
import type { BenchSeries } from './forecast-data.ts';
import { meanOfKnown, pinball, stepSize } from './forecast-scores.ts';
import { conformal, negativeBinomial, SINGLE_RATES, type SingleQuantiles } from './forecast-singles.ts';

export const LEVELS = [0.5, 0.9, 0.95];
/** What is compared: each level for buckets, then for the total of the horizon. */
export const CELLS = [
  ...LEVELS.map((level) => `buckets at ${level}`),
  ...LEVELS.map((level) => `total at ${level}`),
];
/** Pinball loss by mean absolute step, per series: one figure per cell, those of totals per bucket. */
export type Losses = readonly (readonly number[])[];

type QuantileOf = {
  readonly bucket: (level: number, step: number) => number;
  readonly total: (level: number) => number;
};

function lossesOf(series: BenchSeries, { bucket, total }: QuantileOf): number[] {
  const { test } = series;
  const size = stepSize(series) * test.length;
  const demand = test.reduce((sum, actual) => sum + actual, 0);
  return [
    ...LEVELS.map(
      (level) =>
        test.reduce((sum, actual, step) => sum + pinball(actual, bucket(level, step), level), 0) / size,
    ),
    ...LEVELS.map((level) => pinball(demand, total(level), level) / size),
  ];
}

/** Losses of forecasts whose quantiles are those of `LEVELS`. */
export const forecastLosses = (series: readonly BenchSeries[], forecasts: readonly Forecast[]): Losses =>
  series.map((one, nth) => {
    const { quantiles, cumulative_quantiles } = forecasts[nth]!;
    return lossesOf(one, {
      bucket: (level, step) => quantiles.values[LEVELS.indexOf(level)]![step]!,
      total: (level) => cumulative_quantiles.values[LEVELS.indexOf(level)]!.at(-1)!,
    });
  });

/** Losses of every single method with quantiles of its own, by a name that says which. */
export function ownLosses(series: readonly BenchSeries[]): Map<string, Losses> {
  const kinds = { conformal, negativeBinomial };
  const found = new Map<string, Losses>();
  for (const [method, rate] of Object.entries(SINGLE_RATES))
    for (const [kind, quantilesOf] of Object.entries(kinds))
      found.set(
        `${method}, ${kind}`,
        series.map((one) => {
          const { bucket, total }: SingleQuantiles = quantilesOf(one, rate);
          return lossesOf(one, { bucket: (level) => bucket(level), total });
        }),
      );
  return found;
}

export const meanLoss = (losses: Losses, cell: number) => meanOfKnown(losses.map((row) => row[cell]!));

/** How far ours is behind a single method in a cell, in standard errors of the difference series by series. */
function behind(ours: Losses, single: Losses, cell: number): number {
  const differences = ours.map((row, nth) => row[cell]! - single[nth]![cell]!).filter(Number.isFinite);
  const mean = meanOfKnown(differences);
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const error = Math.sqrt(squares / (differences.length - 1) / differences.length);
  return error > 0 ? mean / error : 0;
}

export type Compared = { readonly best: string; readonly ratio: number; readonly behind: number };

/** Ours by the best single method of a cell, and by how many standard errors the clearest one is ahead. */
export function compare(ours: Losses, singles: ReadonlyMap<string, Losses>, cell: number): Compared {
  const names = [...singles.keys()];
  const loss = (name: string) => meanLoss(singles.get(name)!, cell);
  const best = names.reduce((a, b) => (loss(b) < loss(a) ? b : a));
  return {
    best,
    ratio: meanLoss(ours, cell) / loss(best),
    behind: Math.max(...names.map((name) => behind(ours, singles.get(name)!, cell))),
  };
}
