import { backtest, type Candidate, weigh } from './backtest.ts';
import { type DemandClass, demandClass } from './demand-class.ts';
import { emptyForecast } from './empty-forecast.ts';
import type { Forecast, ForecastOptions, ForecastSeries } from './forecast.model.ts';
import { type History, readHistory, seasonOf } from './history.ts';
import { driverRegression } from './methods/drivers.ts';
import { fitMixture, mixtureMeans, pastForecasts } from './mixture.ts';
import { METHODS, membersOf, poolFor } from './pool.ts';
import { predictiveOf, shortestInterval, tabulate } from './predictive.ts';
import { type ReadOptions, type ReadSeries, readOptions, readSeries } from './read-series.ts';

function candidatesFor(
  series: ReadSeries,
  history: History,
  demand_class: DemandClass,
  options: ReadOptions,
): Candidate[] {
  const asked = options.methods && Object.fromEntries(options.methods.map((name) => [name, 1]));
  const pool = asked ?? poolFor(demand_class, series.observations);
  const members = membersOf(pool, history).map(
    ({ name, prior }): Candidate => ({ name, method: METHODS[name], prior }),
  );
  const drivers = driverRegression(series.driver_columns);
  if (drivers.applies(history)) members.push({ name: 'drivers', method: drivers, prior: 1 });
  return members.length > 0 ? members : [{ name: 'naive2', method: METHODS.naive2, prior: 1 }];
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
  const candidates = candidatesFor(read, history, about.demand_class, asked);
  const tested = backtest(history, observed, candidates, horizon);
  const priors = candidates.map(({ prior }) => prior);
  const mixture = fitMixture(candidates, weigh(tested.errors, priors), tested, history, horizon);
  const mean = mixtureMeans(mixture, history, values.length, horizon);
  const paths = pastForecasts(mixture, history, horizon);
  const { demand_class } = about;
  const predictive = predictiveOf({ mean, values, observed, paths, demand_class, observations });
  const repeats = (step: number) => predictive.by_mean_alone && step > 0 && mean[step] === mean[step - 1];
  return {
    mean,
    quantiles: tabulate(levels, horizon, predictive.ofBucket, repeats),
    cumulative_quantiles: tabulate(levels, horizon, predictive.ofTotal, () => false),
    interval_95: shortestInterval(horizon, predictive.ofBucket, repeats),
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
