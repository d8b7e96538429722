import type { Interval, Quantiles } from './forecast.model.ts';

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
