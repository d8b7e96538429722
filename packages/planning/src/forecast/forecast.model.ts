import type { DemandClass } from './demand-class.ts';
import type { SeriesMethod } from './pool.ts';
import type { SeasonKind } from './seasonality.ts';

/** Known influences on demand: one column per driver, with a value for every bucket of the history and the horizon. */
export type Drivers = Readonly<Record<string, readonly number[]>>;

/** What a forecast is made from: demand per bucket, oldest first; `null` is a bucket that was not observed. */
export type ForecastSeries = {
  readonly values: ArrayLike<number | null>;
  /** Buckets in a season: 12 for months, 52 for weeks, 7 for days; 1 for none. */
  readonly period: number;
  readonly drivers?: Drivers;
};

export type ForecastOptions = {
  /** Buckets to look ahead, from 1 to 520; longest lead time that cumulative quantiles are asked for. */
  readonly horizon: number;
  /** Probabilities of the quantiles, each above 0 and below 1. Default .5, .9, .95. */
  readonly levels?: readonly number[];
  /** Only these methods take part, with equal weight before the back-test. Default: the pool of the series' class. */
  readonly methods?: readonly SeriesMethod[];
};

/** `series_method` names, or `drivers` for the regression on driver columns. */
export type MethodName = SeriesMethod | 'drivers';
export type MethodWeight = {
  readonly method: MethodName;
  readonly weight: number;
  /** Root mean squared error in the back-test, in units; null where nothing could be tested. */
  readonly backtest_rmse: number | null;
};
/** Where the quantiles come from. */
export type QuantileSource =
  | 'none'
  | 'conformal'
  | 'negative_binomial_empirical'
  | 'negative_binomial'
  | 'normal'
  | 'lognormal';

/** One row per level, one entry per bucket ahead. */
export type Quantiles = { readonly levels: readonly number[]; readonly values: readonly Float64Array[] };
export type Interval = { readonly low: Float64Array; readonly high: Float64Array };

export type Forecast = {
  /** Expected units per bucket; never negative. */
  readonly mean: Float64Array;
  /** Quantiles of each bucket's demand. */
  readonly quantiles: Quantiles;
  /** Entry k: quantile of the demand of the first k + 1 buckets together. */
  readonly cumulative_quantiles: Quantiles;
  /** The shortest interval that holds a bucket's demand with probability .95. */
  readonly interval_95: Interval;
  /** Methods in the mixture, the heaviest first; weights add up to one. */
  readonly methods: readonly MethodWeight[];
  readonly diagnostics: {
    readonly demand_class: DemandClass;
    readonly adi: number | null;
    readonly cv2: number | null;
    readonly season: SeasonKind;
    /** Buckets that were observed, and how many rolling origins were tested. */
    readonly observations: number;
    readonly origins: number;
    /** Root mean squared error of the mixture one bucket ahead, in units; null without an error to measure. */
    readonly rmse_one_ahead: number | null;
    readonly quantile_source: QuantileSource;
  };
};
