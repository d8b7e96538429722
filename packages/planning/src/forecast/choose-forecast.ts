import { backtest, type Candidate, weigh } from './backtest.ts';
import { type Centres, centresOf } from './centres.ts';
import { demandClass } from './demand-class.ts';
import { emptyForecast } from './empty-forecast.ts';
import type { Forecast, ForecastOptions, ForecastSeries } from './forecast.model.ts';
import { type History, readHistory, seasonOf } from './history.ts';
import { driverRegression } from './methods/drivers.ts';
import { fitMixture, type Mixture, mixtureMeans, pastForecasts } from './mixture.ts';
import { METHODS, membersOf, type Pools, poolsFor } from './pool.ts';
import { predictiveOf } from './predictive.ts';
import { type ReadOptions, type ReadSeries, readOptions, readSeries } from './read-series.ts';
import { shortestInterval, tabulate } from './tabulate.ts';

function poolsOf(
  observed: ReturnType<typeof demandClass>,
  { methods }: ReadOptions,
  observations: number,
): Pools {
  if (methods) return { mean: Object.fromEntries(methods.map((name) => [name, 1])) };
  return poolsFor(observed.demand_class, observations);
}

function candidatesFor(pools: Pools, series: ReadSeries, history: History): Candidate[] {
  const members = membersOf(pools.mean, history).map(
    ({ name, prior }): Candidate => ({ name, method: METHODS[name], prior }),
  );
  const drivers = driverRegression(series.driver_columns);
  if (drivers.applies(history)) members.push({ name: 'drivers', method: drivers, prior: 1 });
  return members.length > 0 ? members : [{ name: 'naive2', method: METHODS.naive2, prior: 1 }];
}

/**
 * Quantiles of slow or short demand have centres of their own, unless methods were asked for, drivers say what is coming,
 * or the back-test gave the lead to a method that follows what these centres do not.
 */
function quantileCentres(
  { quantiles }: Pools,
  mixture: Mixture,
  history: History,
  mean: Float64Array,
): Centres {
  const driven = mixture.some(({ name }) => name === 'drivers');
  const led = !quantiles?.led_by || mixture[0]!.name === quantiles.led_by;
  if (!quantiles || driven || !led) return { low: mean, high: mean };
  return centresOf(quantiles, history, mean.length);
}

const rootMeanSquare = (errors: readonly number[]) =>
  errors.length > 0 ? Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length) : null;

/**
 * Forecast of one series: means, quantiles per bucket and of cumulative demand, and why.
 *
 * The class of demand (Syntetos, Boylan and Croston 2005) and the length of the history choose a pool of methods; a
 * rolling-origin back-test weighs them by prior / RMSE^4 (combining beats picking: Bates and Granger 1969; the M4
 * competition), and the mixture forecasts. Quantiles come from the mixture's own past errors, see `predictiveOf`.
 * A series without any observed bucket is answered with zeros. The same input gives the same answer.
 * Throws PlanningInputError naming the field (`series.values[3]`, `options.horizon`).
 */
export function chooseForecast(series: ForecastSeries, options: ForecastOptions, field = 'series'): Forecast {
  const asked = readOptions(options);
  const read = readSeries(series, asked.horizon, field);
  return read.observations === 0 ? emptyForecast(asked) : forecastRead(read, asked);
}

function forecastRead(read: ReadSeries, asked: ReadOptions): Forecast {
  const { values, observed, observations } = read;
  const { horizon, levels } = asked;
  const about = demandClass(values.filter((_, t) => observed[t]));
  const history = readHistory(values, read.period, seasonOf(values, read.period));
  const pools = poolsOf(about, asked, observations);
  const candidates = candidatesFor(pools, read, history);
  const tested = backtest(history, observed, candidates, horizon);
  const priors = candidates.map(({ prior }) => prior);
  const mixture = fitMixture(candidates, weigh(tested.errors, priors), tested, history, horizon);
  const mean = mixtureMeans(mixture, history, values.length, horizon);
  const paths = pastForecasts(mixture, history, horizon);
  const { demand_class } = about;
  const centres = quantileCentres(pools, mixture, history, mean);
  const predictive = predictiveOf({ mean, centres, values, observed, paths, demand_class, observations });
  const { repeats } = predictive;
  return {
    mean,
    quantiles: tabulate(levels, horizon, predictive.ofBucket, repeats),
    cumulative_quantiles: tabulate(levels, horizon, predictive.ofTotal, () => false),
    interval_95: shortestInterval(horizon, predictive.ofEnd, repeats),
    methods: mixture.map(({ name, weight, backtest_rmse }) => ({ method: name, weight, backtest_rmse })),
    diagnostics: {
      ...about,
      season: history.season,
      observations,
      origins: tested.origins.length,
      rmse_one_ahead: rootMeanSquare(predictive.errors[0] ?? []),
      quantile_source: predictive.source,
    },
  };
}
