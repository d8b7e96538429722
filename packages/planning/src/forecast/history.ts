import { ADI_CUT } from './demand-class.ts';
import { type SeasonKind, seasonalIndices, showsSeason } from './seasonality.ts';

/** What every method reads: a series without gaps, and the same series without its season. */
export type History = {
  readonly values: Float64Array;
  /** `values` with the season taken out; the same array where there is none. */
  readonly adjusted: Float64Array;
  readonly period: number;
  readonly season: SeasonKind;
  /** Index of the season of bucket k at `k % period`; empty without a season. */
  readonly indices: Float64Array;
  /** Whether every value is above zero, so that factors and relative errors make sense. */
  readonly positive: boolean;
};

/**
 * The kind of season that a series has: tested for, multiplicative where all values are positive. Intermittent demand
 * is taken to have none: its few demands pass the test by chance.
 */
export function seasonOf(values: Float64Array, period: number): SeasonKind {
  const demands = values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  if (values.length >= ADI_CUT * demands || !showsSeason(values, period)) return 'none';
  return values.every((value) => value > 0) ? 'multiplicative' : 'additive';
}

/** History of values under a season that is already known; fewer than two periods are taken to have none. */
export function readHistory(values: Float64Array, period: number, season: SeasonKind): History {
  const positive = values.every((value) => value > 0);
  if (season === 'none' || values.length < 2 * period)
    return { values, adjusted: values, period, season: 'none', indices: new Float64Array(0), positive };
  const indices = seasonalIndices(values, period, season);
  const adjusted = values.map((value, t) => {
    const index = indices[t % period]!;
    return season === 'additive' ? value - index : value / index;
  });
  return { values, adjusted, period, season, indices, positive };
}

/** Puts the season back onto a forecast that starts at bucket `origin`, in place. */
export function addSeason(history: History, origin: number, forecast: Float64Array): Float64Array {
  const { indices, period, season } = history;
  if (season === 'none') return forecast;
  for (let k = 0; k < forecast.length; k++) {
    const index = indices[(origin + k) % period]!;
    forecast[k] = season === 'additive' ? forecast[k]! + index : forecast[k]! * index;
  }
  return forecast;
}
