/** How a season enters: not at all, as units added, or as a factor. */
export type SeasonKind = 'none' | 'additive' | 'multiplicative';

/**
 * One standard error. The M4 competition asks for 1.645; as indices are shrunk by their noise here, a season that is
 * wrongly seen costs little, while one that is overlooked costs its whole swing.
 */
const LIMIT_Z = 1;
const PERIODS_FOR_TEST = 2.5;

/**
 * Whether a season of `period` buckets shows: the autocorrelation at that lag passes one standard error
 * sqrt((1 + 2 sum r_k^2) / n) (Bartlett 1946). Needs two and a half periods.
 */
export function showsSeason(values: Float64Array, period: number): boolean {
  const n = values.length;
  if (period < 2 || n < PERIODS_FOR_TEST * period) return false;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let power = 0;
  for (let t = 0; t < n; t++) power += (values[t]! - mean) ** 2;
  if (!(power > 0)) return false;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (values[t]! - mean) * (values[t - lag]! - mean);
    return sum / power;
  };
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += correlation(lag) ** 2;
  return Math.abs(correlation(period)) > LIMIT_Z * Math.sqrt((1 + 2 * squares) / n);
}

/** Centred moving average over one period; entry k belongs to bucket k + floor(period / 2). */
function centredAverage(values: Float64Array, period: number): Float64Array {
  const even = period % 2 === 0;
  const width = even ? period + 1 : period;
  const averages = new Float64Array(Math.max(0, values.length - width + 1));
  let sum = 0;
  for (let t = 0; t < values.length; t++) {
    sum += values[t]!;
    if (t >= width) sum -= values[t - width]!;
    const first = t - width + 1;
    // With an even period both ends of the window are the same season; each counts half.
    const ends = even && first >= 0 ? (values[first]! + values[t]!) / 2 : 0;
    if (first >= 0) averages[first] = (sum - ends) / period;
  }
  return averages;
}

/** Ratio (or difference) of each bucket to the centred moving average, summed by season. */
type Deviations = {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly counts: Float64Array;
};

function deviationsBySeason(values: Float64Array, period: number, additive: boolean): Deviations {
  const averages = centredAverage(values, period);
  const offset = Math.floor(period / 2);
  const sums = new Float64Array(period);
  const squares = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let k = 0; k < averages.length; k++) {
    const season = (k + offset) % period;
    const value = values[k + offset]!;
    const deviation = additive ? value - averages[k]! : value / averages[k]!;
    sums[season]! += deviation;
    squares[season]! += deviation * deviation;
    counts[season]! += 1;
  }
  return { sums, squares, counts };
}

/**
 * The share of the raw indices that is kept: 1 - (p - 3) / (p - 1) noise / spread, not below zero, where spread is the
 * variance of the indices and noise that part of it which deviations within a season explain (James and Stein 1961;
 * for seasons: Miller and Williams 2003).
 */
function shareKept(indices: Float64Array, neutral: number, { sums, squares, counts }: Deviations): number {
  const period = indices.length;
  const observed = counts.reduce((sum, count) => sum + count, 0);
  let within = 0;
  let spread = 0;
  for (let season = 0; season < period; season++) {
    const count = counts[season]!;
    if (count > 0) within += Math.max(0, squares[season]! - sums[season]! ** 2 / count);
    spread += (indices[season]! - neutral) ** 2 / (period - 1);
  }
  if (!(spread > 0)) return 0;
  const noise = ((within / Math.max(1, observed - period)) * period) / observed;
  return Math.max(0, 1 - (((period - 3) / (period - 1)) * noise) / spread);
}

/**
 * Seasonal indices by classical decomposition: the mean, per season, of the ratio (or difference) of each bucket to the
 * centred moving average; scaled to average 1 (or 0) and shrunk towards that by their noise. Entry k is the season of
 * buckets k, k + period, ... Needs two periods; `multiplicative` needs positive values.
 */
export function seasonalIndices(
  values: Float64Array,
  period: number,
  kind: Exclude<SeasonKind, 'none'>,
): Float64Array {
  const additive = kind === 'additive';
  const neutral = additive ? 0 : 1;
  const deviations = deviationsBySeason(values, period, additive);
  const { sums, counts } = deviations;
  const raw = sums.map((sum, season) => (counts[season]! > 0 ? sum / counts[season]! : neutral));
  const mean = raw.reduce((sum, index) => sum + index, 0) / period;
  const scaled = raw.map((index) => (additive ? index - mean : index / mean));
  const kept = shareKept(scaled, neutral, deviations);
  return scaled.map((index) => neutral + kept * (index - neutral));
}
