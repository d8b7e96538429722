import {
  DAYS_IN_BUCKET,
  type DemandBucket,
  type DemandForecast,
  type DemandPattern,
  type DemandSeries,
  normalQuantile,
} from '@tongcang/planning';
import { demandClass, type Forecast, forecastMany, type ManyOptions } from '@tongcang/planning/forecast';
import { forecastInThread } from './planner.ts';

/** What a policy reads of a forecast. */
export type PairForecast = Pick<
  DemandForecast,
  'daily_mean' | 'daily_sd' | 'method' | 'pattern' | 'observations'
>;
/** The history of a pair, and the days that its stock must bridge. */
export type PairDemand = { readonly series: DemandSeries; readonly protection_days: number };

const BUCKETS_IN_SEASON: Readonly<Record<DemandBucket, number>> = { day: 7, week: 52, month: 12 };
const BUCKETS_AHEAD_MOST = 520;
/** Levels between which a quantile says something about the deviation. */
const LEVEL = { least: 0.8, most: 0.99 };
/** Slow demand of so many buckets gets the full choice: it needs the history, and takes a quarter of a millisecond. */
const FULL_BUCKETS = { least: 25, most: 60 };
/** So many are forecast here, within some ten milliseconds; more would keep postings waiting and go to the thread. */
const FORECAST_HERE_MOST = 100;

const isSlow = (pattern: DemandPattern) => pattern === 'intermittent' || pattern === 'lumpy';
const bucketsAhead = ({ series, protection_days }: PairDemand) =>
  Math.min(BUCKETS_AHEAD_MOST, Math.max(1, Math.ceil(protection_days / DAYS_IN_BUCKET[series.bucket])));

/**
 * Expected demand a day while the stock must last, and the deviation of a day. The deviation is the one whose normal
 * quantile at `level` is that of the forecast, for the demand of all these days together: what a policy computes from it
 * is the quantile of the forecast where its service level is `level`, and near it elsewhere.
 */
function dailyDemand(forecast: Forecast, pair: PairDemand, level: number): PairForecast {
  const { mean, cumulative_quantiles, diagnostics } = forecast;
  const days_in_bucket = DAYS_IN_BUCKET[pair.series.bucket];
  const buckets = bucketsAhead(pair);
  const total = mean.slice(0, buckets).reduce((sum, units) => sum + units, 0);
  const reach = Math.max(0, cumulative_quantiles.values[0]![buckets - 1]! - total);
  const days = buckets * days_in_bucket;
  const idle = diagnostics.demand_class === 'no_demand';
  return {
    daily_mean: total / days,
    daily_sd: reach / normalQuantile(level) / Math.sqrt(days),
    // The stored word names the family: smoothing with or without trend and season, or a method for rare demand.
    method: idle ? 'none' : isSlow(diagnostics.demand_class) ? 'croston_sba' : 'ses',
    pattern: diagnostics.demand_class,
    observations: diagnostics.observations,
  };
}

type Mode = NonNullable<ManyOptions['mode']>;

function modeOf({ series }: PairDemand): Mode {
  const observed = series.values.filter((value) => value !== null);
  const affordable = observed.length >= FULL_BUCKETS.least && series.values.length <= FULL_BUCKETS.most;
  return affordable && isSlow(demandClass(observed).demand_class) ? 'full' : 'fast';
}

type Run = { readonly options: ManyOptions; readonly in_thread: boolean };

/** Forecasts of pairs that share their options, in their order. */
function forecastAlike(alike: readonly PairDemand[], { options, in_thread }: Run): Promise<Forecast[]> {
  const series = alike.map((pair) => ({
    values: pair.series.values,
    period: BUCKETS_IN_SEASON[pair.series.bucket],
  }));
  if (in_thread) return forecastInThread(series, options);
  const keyed = series.map((one, key) => ({ ...one, key }));
  return Promise.resolve([...forecastMany(keyed, options)].map(({ forecast }) => forecast));
}

/**
 * What is expected of every pair, in their order, with deviations that hold at `service_level`. Slow demand of two to
 * five years of months is forecast by the full choice of `@tongcang/planning/forecast`, all else by its fast set. A pair has the same
 * forecast however many are computed with it, so that only those of one horizon share a run.
 */
export async function forecastPairs(
  pairs: readonly PairDemand[],
  service_level: number,
): Promise<PairForecast[]> {
  const level = Math.min(LEVEL.most, Math.max(LEVEL.least, service_level));
  const in_thread = pairs.length > FORECAST_HERE_MOST;
  const found = new Map<PairDemand, PairForecast>();
  const groups = Map.groupBy(pairs, (pair) => `${modeOf(pair)}|${bucketsAhead(pair)}`);
  for (const alike of groups.values()) {
    const options = { mode: modeOf(alike[0]!), horizon: bucketsAhead(alike[0]!), levels: [level] };
    const forecasts = await forecastAlike(alike, { options, in_thread });
    for (const [nth, pair] of alike.entries()) found.set(pair, dailyDemand(forecasts[nth]!, pair, level));
  }
  return pairs.map((pair) => found.get(pair)!);
}
