import { gammaCdf, gammaQuantile } from '../math/distributions.ts';

/**
 * Demand as a few equally likely paths that stand for all. Days are independent, so the demand of a span of days is
 * gamma distributed and spans are independent of one another. Each span's distribution is cut into as many equally
 * likely strata as there are paths, a stratum standing by its mean, and every path takes another one in every span:
 * the path with rank r by demand so far takes (r x STRIDE + span x SHIFT) mod PATHS. So the strata are spread evenly
 * over low and high paths alike (array-RQMC, L'Ecuyer, Lecot and Tuffin 2008), which errs less than as many random
 * paths, keeps each span's mean exactly and needs no random numbers.
 */
export const PATHS = 61;
const STRIDE = 17;
const SHIFT = 23;

const LN_SHAPE_MIN = Math.log(1e-3);
const LN_SHAPE_MAX = Math.log(1e6);
const LN_STEP = 0.25;

/**
 * Means of the strata over the mean of the distribution, by ln(shape). A column is computed when it is first asked
 * for, always with the same values: all of them would take as long as many projections.
 */
const columns = new Map<number, Float64Array>();

function columnAt(k: number): Float64Array {
  const known = columns.get(k);
  if (known) return known;
  const shape = Math.exp(LN_SHAPE_MIN + k * LN_STEP);
  const column = new Float64Array(PATHS);
  let below = 0;
  for (let stratum = 0; stratum < PATHS; stratum += 1) {
    // E[X; X <= q] = mean P(shape + 1, q): the share of the mean that lies below an edge.
    const edge =
      stratum + 1 < PATHS ? gammaQuantile((stratum + 1) / PATHS, shape, 1) : Number.POSITIVE_INFINITY;
    const share = gammaCdf(edge, shape + 1, 1);
    column[stratum] = PATHS * (share - below);
    below = share;
  }
  columns.set(k, column);
  return column;
}

/** Means of the strata of a gamma distribution with mean 1 and this shape, into `out`. */
function strataOf(shape: number, out: Float64Array): void {
  const place = (Math.log(shape) - LN_SHAPE_MIN) / LN_STEP;
  const last = Math.ceil((LN_SHAPE_MAX - LN_SHAPE_MIN) / LN_STEP) - 1;
  const k = Math.max(0, Math.min(last, Math.floor(place)));
  const part = Math.max(0, Math.min(1, place - k));
  const [low, high] = [columnAt(k), columnAt(k + 1)];
  for (let stratum = 0; stratum < PATHS; stratum += 1)
    out[stratum] = low[stratum]! + part * (high[stratum]! - low[stratum]!);
}

/** Demand of the days to come: mean and deviation of a day, and how uncertain the mean itself is. */
export type DailyDemand = {
  readonly daily_mean: number;
  readonly daily_sd: number;
  /** Relative deviation of the forecast's mean, the same for all days. */
  readonly mean_cv: number;
};

/** Shapes beyond this vary too little to matter, and are taken as constant. */
const SHAPE_CONSTANT = 1e6;

/** Orders paths by their demand so far; insertion, as they come nearly in order from the span before. */
function rank(paths: Int32Array, so_far: Float64Array): void {
  for (let at = 1; at < PATHS; at += 1) {
    const path = paths[at]!;
    const value = so_far[path]!;
    let to = at;
    for (; to > 0 && so_far[paths[to - 1]!]! > value; to -= 1) paths[to] = paths[to - 1]!;
    paths[to] = path;
  }
}

/** Demand of each span of days on each path, [span][path]; the mean on every path where nothing varies. */
export function demandOfSpans(span_days: ArrayLike<number>, demand: DailyDemand): Float64Array {
  const { daily_mean, daily_sd, mean_cv } = demand;
  const out = new Float64Array(span_days.length * PATHS);
  const strata = new Float64Array(PATHS);
  const level = new Float64Array(PATHS).fill(1);
  if (mean_cv > 1 / Math.sqrt(SHAPE_CONSTANT)) strataOf(1 / (mean_cv * mean_cv), level);
  const so_far = new Float64Array(PATHS);
  const paths = Int32Array.from({ length: PATHS }, (_, path) => path);
  for (let span = 0; span < span_days.length; span += 1) {
    const mean = daily_mean * span_days[span]!;
    if (mean <= 0) continue;
    const shape = (mean * daily_mean) / (daily_sd * daily_sd);
    if (shape > SHAPE_CONSTANT) strata.fill(1);
    else strataOf(shape, strata);
    for (let at = 0; at < PATHS; at += 1) {
      const path = paths[at]!;
      const qty = mean * level[path]! * strata[(at * STRIDE + span * SHIFT) % PATHS]!;
      out[span * PATHS + path] = qty;
      so_far[path]! += qty;
    }
    rank(paths, so_far);
  }
  return out;
}
