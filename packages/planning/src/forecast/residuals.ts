/** Means of past forecasts: entry j holds the buckets after `origins[j]`, up to the horizon or the end of the history. */
export type Paths = { readonly origins: readonly number[]; readonly means: readonly Float64Array[] };

/** Errors (actual less mean) by steps ahead: entry k holds those of bucket k + 1, or of the first k + 1 together. */
export type ErrorsByStep = readonly (readonly number[])[];

/**
 * Errors of past forecasts, of single buckets or (`cumulative`) of the running total of demand. Buckets that were not
 * observed give no error, and end a running total.
 */
export function errorsByStep(
  paths: Paths,
  values: Float64Array,
  observed: Uint8Array,
  horizon: number,
  cumulative: boolean,
): ErrorsByStep {
  const errors: number[][] = Array.from({ length: horizon }, () => []);
  for (const [j, origin] of paths.origins.entries()) {
    const means = paths.means[j]!;
    let total = 0;
    for (let k = 0; k < means.length; k++) {
      if (!observed[origin + k]) {
        if (cumulative) break;
        continue;
      }
      const error = values[origin + k]! - means[k]!;
      total += error;
      errors[k]!.push(cumulative ? total : error);
    }
  }
  return errors;
}

/**
 * Root mean square of the errors by step, made to grow with the step (pool adjacent violators), because uncertainty
 * does and the longest steps have the fewest errors. Steps beyond the longest error grow by the square root.
 */
export function growingDeviation(errors: ErrorsByStep): Float64Array {
  const blocks: { square: number; count: number; steps: number }[] = [];
  for (const step of errors) {
    if (step.length === 0) break;
    const square = step.reduce((sum, error) => sum + error * error, 0) / step.length;
    blocks.push({ square, count: step.length, steps: 1 });
    while (blocks.length > 1 && blocks.at(-2)!.square > blocks.at(-1)!.square) {
      const later = blocks.pop()!;
      const earlier = blocks.pop()!;
      const count = earlier.count + later.count;
      const mixed = (earlier.square * earlier.count + later.square * later.count) / count;
      blocks.push({ square: mixed, count, steps: earlier.steps + later.steps });
    }
  }
  const deviations = new Float64Array(errors.length);
  let at = 0;
  for (const { square, steps } of blocks)
    for (let k = 0; k < steps; k++) deviations[at++] = Math.sqrt(square);
  for (const known = at; at < errors.length; at++)
    deviations[at] = known > 0 ? deviations[known - 1]! * Math.sqrt((at + 1) / known) : 0;
  return deviations;
}

/** Value at rank p (n + 1) of ascending values, between neighbours in proportion; the ends beyond. Zero of nothing. */
export function rankQuantile(sorted: ArrayLike<number>, p: number): number {
  const rank = p * (sorted.length + 1) - 1;
  if (sorted.length === 0) return 0;
  if (rank <= 0) return sorted[0]!;
  if (rank >= sorted.length - 1) return sorted[sorted.length - 1]!;
  const below = Math.floor(rank);
  return sorted[below]! + (rank - below) * (sorted[below + 1]! - sorted[below]!);
}
