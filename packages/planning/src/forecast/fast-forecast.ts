import { normalQuantile } from '../math/distributions.ts';
import { type DemandClass, demandClass } from './demand-class.ts';
import { emptyForecast } from './empty-forecast.ts';
import type { Forecast, ForecastOptions, ForecastSeries, MethodName } from './forecast.model.ts';
import { addSeason, type History, readHistory, seasonOf } from './history.ts';
import { METHODS } from './pool.ts';
import { readOptions, readSeries } from './read-series.ts';
import { recentValues } from './recent-values.ts';
import {
  type Constants,
  emptyState,
  extrapolate,
  runSmoothing,
  type Shape,
  type Smoothed,
  startOf,
} from './smoothing.ts';
import { shortestInterval, tabulate } from './tabulate.ts';

type Tried = { readonly method: MethodName; readonly shape: Shape; readonly constants: Constants };
const level = (alpha: number): Tried => ({
  method: 'ses',
  shape: { trend: 'none', season: 'none' },
  constants: { alpha, beta: 0, gamma: 0, phi: 1 },
});
const trend = (alpha: number, share: number): Tried => ({
  method: 'damped',
  shape: { trend: 'damped', season: 'none' },
  constants: { alpha, beta: share * alpha, gamma: 0, phi: 0.9 },
});
/** The few smoothings that are tried, the simple ones first. */
const TRIED: readonly Tried[] = [
  ...[0.1, 0.2, 0.3, 0.5, 0.7].map(level),
  ...[0.2, 0.5].flatMap((alpha) => [trend(alpha, 0.1), trend(alpha, 0.3)]),
];
/** A trend must lower the squared errors by this factor to be believed. */
const TREND_BELIEVED_BELOW = 0.9;

type Picked = { readonly tried: Tried; readonly mean: Float64Array; readonly one_ahead: number };

function pickSmoothing(history: History, horizon: number): Picked {
  const values = history.adjusted;
  const state = emptyState(0);
  const none = new Float64Array(0);
  const starts = { none: startOf(values, 'none', 0), damped: startOf(values, 'damped', 0) };
  const run = ({ shape, constants }: Tried): Smoothed => {
    const start = shape.trend === 'none' ? starts.none : starts.damped;
    return runSmoothing(values, values.length, shape, constants, { ...start, season: none }, state);
  };
  let best = { tried: TRIED[0]!, judged: Infinity, squares: 0 };
  for (const tried of TRIED) {
    const { squares } = run(tried);
    const judged = tried.shape.trend === 'none' ? squares : squares / TREND_BELIEVED_BELOW;
    if (judged < best.judged) best = { tried, judged, squares };
  }
  const { tried, squares } = best;
  const means = extrapolate(run(tried), tried.shape, tried.constants.phi, values.length, horizon);
  const mean = addSeason(history, values.length, means).map((value) => Math.max(0, value));
  return { tried, mean, one_ahead: Math.sqrt(squares / values.length) };
}

/**
 * Standard deviations, in units of the one-step error, of each bucket ahead and of running totals: an error moves the
 * forecast j steps later by c_j = alpha + beta (phi + ... + phi^j), so that bucket k has variance 1 + sum c_j^2 and a
 * total of L buckets sum_i (1 + sum_{j <= L - i} c_j)^2 (Hyndman, Koehler, Ord and Snyder 2008, chapter 6).
 */
function deviationsAhead({ alpha, beta, phi }: Constants, horizon: number) {
  const bucket = new Float64Array(horizon);
  const total = new Float64Array(horizon);
  let [square, moved, damping, variance_of_total, power] = [1, 1, 0, 0, 1];
  for (let k = 0; k < horizon; k++) {
    bucket[k] = Math.sqrt(square);
    variance_of_total += moved * moved;
    total[k] = Math.sqrt(variance_of_total);
    power *= phi;
    damping += power;
    const c = alpha + beta * damping;
    square += c * c;
    moved += c;
  }
  return { bucket, total };
}

const QUICK_MARGIN = 1.1;

function regular(history: History, horizon: number) {
  const { tried, mean, one_ahead } = pickSmoothing(history, horizon);
  const ahead = deviationsAhead(tried.constants, horizon);
  const deviation = QUICK_MARGIN * one_ahead;
  return { method: tried.method, mean, bucket: ahead.bucket, total: ahead.total, deviation, one_ahead };
}

/** Slow demand: the smoothed rate of TSB, which dies out when demand stops, with the recent variance of a bucket. */
function intermittent(history: History, observed: Uint8Array, horizon: number) {
  const mean = METHODS.tsb.fit(history)(history, history.values.length, horizon);
  const recent = recentValues(history.values, observed, 1);
  const deviation = Math.sqrt(recent.variance);
  const bucket = new Float64Array(horizon).fill(1);
  const total = bucket.map((_, k) => Math.sqrt(k + 1));
  return { method: 'tsb' as MethodName, mean, bucket, total, deviation, one_ahead: deviation };
}

function normalAround(mean: Float64Array, ahead: Float64Array, deviation: number) {
  return (step: number, p: number) => Math.max(0, mean[step]! + normalQuantile(p) * deviation * ahead[step]!);
}

/** Skewed quantiles of slow demand in closed form: the lognormal distribution with this mean and deviation. */
function skewedAround(mean: Float64Array, ahead: Float64Array, deviation: number) {
  return (step: number, p: number) => {
    const centre = mean[step]!;
    if (!(centre > 0)) return 0;
    const spread = Math.log1p(((deviation * ahead[step]!) / centre) ** 2);
    return centre * Math.exp(normalQuantile(p) * Math.sqrt(spread) - spread / 2);
  };
}

const isIntermittent = (demand_class: DemandClass) =>
  demand_class === 'intermittent' || demand_class === 'lumpy' || demand_class === 'no_demand';

/**
 * A forecast without back-test, some fifty times as fast as `chooseForecast`: regular demand by the best of nine
 * smoothings (level, or level and damped trend) on the seasonally adjusted series, slow demand by TSB. Quantiles are
 * normal (lognormal for slow demand) with the variances of the smoothing model. Same shape, checks and errors as
 * `chooseForecast`; `methods` and drivers are not looked at.
 */
export function fastForecast(series: ForecastSeries, options: ForecastOptions, field = 'series'): Forecast {
  const asked = readOptions(options);
  const { horizon, levels } = asked;
  const { values, observed, observations, period } = readSeries(series, horizon, field);
  if (observations === 0) return emptyForecast(asked);
  const history = readHistory(values, period, seasonOf(values, period));
  const about = demandClass(observations < values.length ? values.filter((_, t) => observed[t]) : values);
  const slow = isIntermittent(about.demand_class);
  const found = slow ? intermittent(history, observed, horizon) : regular(history, horizon);
  const { mean } = found;
  let sum = 0;
  const totals = mean.map((value) => {
    sum += value;
    return sum;
  });
  const around = slow ? skewedAround : normalAround;
  const ofBucket = around(mean, found.bucket, found.deviation);
  const repeats = (step: number) => slow && step > 0;
  return {
    mean,
    quantiles: tabulate(levels, horizon, ofBucket, repeats),
    cumulative_quantiles: tabulate(
      levels,
      horizon,
      around(totals, found.total, found.deviation),
      () => false,
    ),
    interval_95: shortestInterval(horizon, ofBucket, repeats),
    methods: [{ method: found.method, weight: 1, backtest_rmse: null }],
    diagnostics: {
      ...about,
      season: history.season,
      observations,
      origins: 0,
      rmse_one_ahead: found.one_ahead,
      quantile_source: about.demand_class === 'no_demand' ? 'none' : slow ? 'lognormal' : 'normal',
    },
  };
}
