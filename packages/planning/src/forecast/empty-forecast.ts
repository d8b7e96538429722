import type { Forecast } from './forecast.model.ts';
import type { ReadOptions } from './read-series.ts';

/** What is known without any observation: nothing is expected. */
export function emptyForecast({ horizon, levels }: ReadOptions): Forecast {
  const zeros = () => new Float64Array(horizon);
  const quantiles = () => ({ levels, values: levels.map(zeros) });
  return {
    mean: zeros(),
    quantiles: quantiles(),
    cumulative_quantiles: quantiles(),
    interval_95: { low: zeros(), high: zeros() },
    methods: [],
    diagnostics: {
      demand_class: 'no_demand',
      adi: null,
      cv2: null,
      season: 'none',
      observations: 0,
      origins: 0,
      rmse_one_ahead: null,
      quantile_source: 'none',
    },
  };
}
