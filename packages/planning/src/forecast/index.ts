/** Forecasts of demand per bucket: chosen by back-test, with quantiles; reconciled in hierarchies; tracked over time. */

export {
  type Accuracy,
  type AccuracyOptions,
  type Outcome,
  type TrackedBucket,
  trackAccuracy,
} from './accuracy.ts';
export { chooseForecast } from './choose-forecast.ts';
export { type DemandClass, demandClass } from './demand-class.ts';
export { fastForecast } from './fast-forecast.ts';
export type {
  Drivers,
  Forecast,
  ForecastOptions,
  ForecastSeries,
  Interval,
  MethodName,
  MethodWeight,
  QuantileSource,
  Quantiles,
} from './forecast.model.ts';
export { forecastMany, type KeyedForecast, type KeyedSeries, type ManyOptions } from './forecast-many.ts';
export { SERIES_METHODS, type SeriesMethod } from './pool.ts';
export { type HierarchyNode, type Reconciled, type ReconcileMethod, reconcile } from './reconcile.ts';
export type { SeasonKind } from './seasonality.ts';
