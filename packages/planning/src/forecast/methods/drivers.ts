import { fitRidge } from '../../math/linear.ts';
import { addSeason, type History } from '../history.ts';
import type { Fitted, Method } from './method.ts';

const PENALTIES = [0.1, 1, 10, 100, 1000];
/** Buckets needed beyond one per driver. */
const SPARE_BUCKETS = 6;
/** How fast the level of what the drivers leave unexplained is followed. */
const LEVEL_ALPHA = 0.2;

type Scale = { readonly centre: number; readonly spread: number };

function scaleOf(column: Float64Array, count: number): Scale {
  let centre = 0;
  for (let t = 0; t < count; t++) centre += column[t]! / count;
  let square = 0;
  for (let t = 0; t < count; t++) square += (column[t]! - centre) ** 2 / count;
  // A column that never moved in the history explains nothing, and must not explode when it moves later.
  return { centre, spread: square > 1e-12 * centre * centre && square > 0 ? Math.sqrt(square) : 0 };
}

function explainer(history: History, columns: readonly Float64Array[]): (t: number) => number {
  const values = history.adjusted;
  const count = values.length;
  const scales = columns.map((column) => scaleOf(column, count));
  const rowAt = (t: number) =>
    Float64Array.from(columns, (column, k) => {
      const { centre, spread } = scales[k]!;
      return spread > 0 ? (column[t]! - centre) / spread : 0;
    });
  const mean = values.reduce((sum, value) => sum + value / count, 0);
  const fit = fitRidge(
    Array.from({ length: count }, (_, t) => rowAt(t)),
    values.map((value) => value - mean),
    PENALTIES,
  );
  return (t) => mean + (fit ? rowAt(t).reduce((sum, value, k) => sum + value * fit.coefficients[k]!, 0) : 0);
}

/**
 * Regression of seasonally adjusted demand on driver columns (surgery schedule, hospital visits, workdays): ridge with
 * the penalty chosen by leave-one-out error. What it leaves unexplained is followed by a smoothed level, so that a lasting
 * change of demand is not attributed to drivers for ever. Columns hold history and horizon, bucket 0 first.
 */
export function driverRegression(columns: readonly Float64Array[]): Method {
  return {
    applies: ({ values }) => columns.length > 0 && values.length >= columns.length + SPARE_BUCKETS,
    fit: (fitted_on): Fitted => {
      const explained = explainer(fitted_on, columns);
      return (history, origin, horizon) => {
        let level = 0;
        for (let t = 0; t < origin; t++) level += LEVEL_ALPHA * (history.adjusted[t]! - explained(t) - level);
        const means = Float64Array.from({ length: horizon }, (_, k) => explained(origin + k) + level);
        return addSeason(history, origin, means);
      };
    },
  };
}
