/** From records of demand to series: buckets, stock-outs, returns, campaigns, outliers, new items, workdays. */
export { buildSeries } from './build-series.ts';
export { type CensoredDemand, correctCensored, type Sale } from './censored.ts';
export { civilDateIn } from './civil-days.ts';
export { type Analogue, forecastByAnalogue, type NewItem, type NewItemForecast } from './new-item.ts';
export {
  type Cleaned,
  dampOutliers,
  type Outlier,
  type OutlierOptions,
  restoreOutliers,
} from './outliers.ts';
export type { Bucket, BuiltSeries, DemandRecord, SeriesOptions } from './series.model.ts';
export { type WorkCalendar, workdaysPerBucket } from './workdays.ts';
