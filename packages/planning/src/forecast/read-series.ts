import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import type { ForecastOptions, ForecastSeries } from './forecast.model.ts';
import { SERIES_METHODS, type SeriesMethod } from './pool.ts';

const PERIOD_MAX = 366;
const HORIZON_MAX = 520;
const BUCKETS_MAX = 100_000;
const DEFAULT_LEVELS = [0.5, 0.9, 0.95];
/** Observed values on either side that a gap is filled from. */
const NEIGHBOURS = 6;

/** A series without gaps from its first observed bucket on; `observed` is 0 where a value was filled in. */
export type ReadSeries = {
  readonly values: Float64Array;
  readonly observed: Uint8Array;
  readonly observations: number;
  readonly period: number;
  readonly driver_columns: readonly Float64Array[];
};
export type ReadOptions = {
  readonly horizon: number;
  readonly levels: readonly number[];
  readonly methods: readonly SeriesMethod[] | null;
};

/** Mean of up to six observed values on each side of a gap: neutral for level and trend. */
function fillGap(values: Float64Array, observed: Uint8Array, at: number): number {
  let sum = 0;
  let count = 0;
  for (const step of [-1, 1]) {
    let found = 0;
    for (let t = at + step; t >= 0 && t < values.length && found < NEIGHBOURS; t += step) {
      if (!observed[t]) continue;
      sum += values[t]!;
      found += 1;
    }
    count += found;
  }
  return count > 0 ? sum / count : 0;
}

function readDrivers(
  series: ForecastSeries,
  horizon: number,
  skipped: number,
  field: string,
): Float64Array[] {
  const length = series.values.length + horizon;
  return Object.entries(series.drivers ?? {}).map(([name, column]) => {
    const path = `${field}.drivers.${name}`;
    if (column.length !== length)
      throw new PlanningInputError('out_of_range', `${path}.length`, column.length);
    for (const [t, value] of column.entries()) requireNumber(`${path}[${t}]`, value, { min: -1e15 });
    return Float64Array.from(column.slice(skipped));
  });
}

/**
 * Checks a series and fills its gaps. Buckets before the first observed one are left out. Throws PlanningInputError for
 * values that are negative or no numbers, and for driver columns that do not cover history and horizon.
 */
export function readSeries(series: ForecastSeries, horizon: number, field: string): ReadSeries {
  requireWhole(`${field}.period`, series.period, { min: 1, max: PERIOD_MAX });
  requireWhole(`${field}.values.length`, series.values.length, { max: BUCKETS_MAX });
  const given = series.values;
  let skipped = 0;
  while (skipped < given.length && given[skipped] === null) skipped += 1;
  const values = new Float64Array(given.length - skipped);
  const observed = new Uint8Array(values.length);
  for (let t = 0; t < values.length; t++) {
    const value = given[skipped + t];
    if (value === null) continue;
    requireNumber(`${field}.values[${skipped + t}]`, value as number);
    values[t] = value as number;
    observed[t] = 1;
  }
  const observations = observed.reduce((sum, flag) => sum + flag, 0);
  if (observations < values.length)
    for (let t = 0; t < values.length; t++) if (!observed[t]) values[t] = fillGap(values, observed, t);
  const driver_columns = readDrivers(series, horizon, skipped, field);
  return { values, observed, observations, period: series.period, driver_columns };
}

/** Checks options and fills in their defaults. Throws PlanningInputError naming the option. */
export function readOptions({ horizon, levels = DEFAULT_LEVELS, methods }: ForecastOptions): ReadOptions {
  requireWhole('options.horizon', horizon, { min: 1, max: HORIZON_MAX });
  for (const [k, level] of levels.entries())
    requireNumber(`options.levels[${k}]`, level, { min: 1e-6, max: 1 - 1e-6 });
  for (const [k, method] of (methods ?? []).entries())
    if (!SERIES_METHODS.includes(method))
      throw new PlanningInputError('not_listed', `options.methods[${k}]`, method);
  if (methods?.length === 0) throw new PlanningInputError('out_of_range', 'options.methods', 'empty');
  return { horizon, levels, methods: methods ?? null };
}
