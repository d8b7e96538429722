import { chooseForecast } from './choose-forecast.ts';
import { fastForecast } from './fast-forecast.ts';
import type { Forecast, ForecastOptions, ForecastSeries } from './forecast.model.ts';

export type ManyOptions = ForecastOptions & {
  /** `full` back-tests every series; `fast` picks from a few smoothings. Default `full`. */
  readonly mode?: 'full' | 'fast';
};
export type KeyedSeries<Key> = ForecastSeries & { readonly key: Key };
export type KeyedForecast<Key> = { readonly key: Key; readonly forecast: Forecast };

/**
 * Forecasts of any number of series, one at a time and in their order: a series is read when its forecast is asked for
 * and nothing is kept, so that memory does not grow with their number. The caller may stop, report progress or yield
 * to others between two of them. Throws as `chooseForecast`, naming `series[n]`.
 */
export function* forecastMany<Key>(
  series: Iterable<KeyedSeries<Key>>,
  options: ManyOptions,
): Generator<KeyedForecast<Key>, void, void> {
  const forecastOf = options.mode === 'fast' ? fastForecast : chooseForecast;
  let nth = 0;
  for (const one of series) {
    yield { key: one.key, forecast: forecastOf(one, options, `series[${nth}]`) };
    nth += 1;
  }
}
