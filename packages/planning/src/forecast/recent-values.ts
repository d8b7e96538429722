/** Age in buckets at which a value counts half. */
const HALF_LIFE_BUCKETS = 24;

type Weighted = { readonly value: number; readonly weight: number };

/** Sums of windows of buckets, ascending, the recent ones with more weight. */
export type RecentValues = {
  readonly ascending: readonly Weighted[];
  readonly total_weight: number;
  /** Number of equally weighted values that would be as certain: (sum w)^2 / sum w^2. */
  readonly effective_count: number;
  readonly mean: number;
  readonly variance: number;
};

/**
 * Totals of every `width` neighbouring buckets that were all observed; the weight halves every 24 buckets of age.
 * Variance is that of a sample (divided by the effective count less one).
 */
export function recentValues(values: Float64Array, observed: Uint8Array, width: number): RecentValues {
  const windows: { value: number; weight: number }[] = [];
  let total = 0;
  let missing = 0;
  for (let t = 0; t < values.length; t++) {
    total += values[t]!;
    missing += observed[t] ? 0 : 1;
    if (t >= width) {
      total -= values[t - width]!;
      missing -= observed[t - width] ? 0 : 1;
    }
    if (t + 1 >= width && missing === 0)
      windows.push({
        value: Math.max(0, total),
        weight: 0.5 ** ((values.length - 1 - t) / HALF_LIFE_BUCKETS),
      });
  }
  let weights = 0;
  let weights_squared = 0;
  let sum = 0;
  for (const { value, weight } of windows) {
    weights += weight;
    weights_squared += weight * weight;
    sum += weight * value;
  }
  const mean = weights > 0 ? sum / weights : 0;
  const effective_count = weights > 0 ? (weights * weights) / weights_squared : 0;
  const spread = windows.reduce((squares, { value, weight }) => squares + weight * (value - mean) ** 2, 0);
  const variance = effective_count > 1 ? ((spread / weights) * effective_count) / (effective_count - 1) : 0;
  windows.sort((a, b) => a.value - b.value);
  return { ascending: windows, total_weight: weights, effective_count, mean, variance };
}

/** Weighted quantile with rank p (n + 1), between neighbours in proportion; the largest value beyond. */
export function recentQuantile(
  p: number,
  { ascending, total_weight, effective_count }: RecentValues,
): number {
  const wanted = p * total_weight * (1 + 1 / effective_count);
  let weight_below = 0;
  let value_below = 0;
  for (const { value, weight } of ascending) {
    const reached = weight_below + weight;
    if (reached >= wanted)
      return weight_below === 0
        ? value
        : value_below + ((value - value_below) * (wanted - weight_below)) / weight;
    weight_below = reached;
    value_below = value;
  }
  return value_below;
}
