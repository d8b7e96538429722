import { addSeason, type History, readHistory } from '../history.ts';
import { minimise } from '../minimise.ts';
import type { SeasonKind } from '../seasonality.ts';
import {
  type Constants,
  emptyState,
  extrapolate,
  runSmoothing,
  type Shape,
  type Smoothed,
  type SmoothingStart,
  startOf,
} from '../smoothing.ts';
import type { Fitted, Method } from './method.ts';

/** Bounds of alpha, of beta as a share of alpha, of gamma as a share of 1 - alpha, and of phi (those of R's `ets`). */
const BOUNDS = {
  alpha: [0.0001, 0.9999],
  beta: [0.0001, 0.9999],
  gamma: [0.0001, 0.9999],
  phi: [0.8, 0.98],
} as const;
const FIRST_GUESS = { alpha: 0.3, beta: 0.1, gamma: 0.05, phi: 0.95 };
const EVALUATIONS_PER_CONSTANT = 35;

export type SmoothingFit = {
  readonly shape: Shape;
  readonly constants: Constants;
  readonly start: SmoothingStart;
  readonly cost: number;
  readonly constants_fitted: number;
};

type Name = keyof typeof BOUNDS;

function freeConstants({ trend, season }: Shape): Name[] {
  const free: Name[] = ['alpha'];
  if (trend !== 'none') free.push('beta');
  if (season !== 'none') free.push('gamma');
  if (trend === 'damped') free.push('phi');
  return free;
}

function constantsAt(free: readonly Name[], point: Float64Array): Constants {
  const found = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
  for (const [k, name] of free.entries()) found[name] = point[k]!;
  const { alpha, beta, gamma, phi } = found;
  return { alpha, beta: beta * alpha, gamma: gamma * (1 - alpha), phi };
}

/**
 * The smoothing constants with the least `cost` on a series. The start is `startOf` and, with a season, the indices of
 * the classical decomposition; they are not optimised, which keeps the search to four dimensions.
 */
export function fitSmoothing(
  history: History,
  shape: Shape,
  cost: (state: Smoothed, count: number) => number,
): SmoothingFit {
  const native = shape.season !== 'none';
  const values = native ? history.values : history.adjusted;
  const own =
    native && history.season !== shape.season
      ? readHistory(history.values, history.period, shape.season)
      : history;
  const season = native ? own.indices : new Float64Array(0);
  const start = { ...startOf(own.adjusted, shape.trend, native ? own.period : 0), season };
  const state = emptyState(season.length);
  const free = freeConstants(shape);
  const best = minimise(
    (point) => {
      runSmoothing(values, values.length, shape, constantsAt(free, point), start, state);
      const found = cost(state, values.length);
      return Number.isFinite(found) ? found : Infinity;
    },
    free.map((name) => FIRST_GUESS[name]),
    { low: free.map((name) => BOUNDS[name][0]), high: free.map((name) => BOUNDS[name][1]) },
    EVALUATIONS_PER_CONSTANT * free.length,
  );
  return {
    shape,
    constants: constantsAt(free, best.point),
    start,
    cost: best.cost,
    constants_fitted: free.length,
  };
}

/** The fitted smoothing as a forecaster; a season that the smoothing does not model itself is put back. */
export function forecaster({ shape, constants, start }: SmoothingFit): Fitted {
  return (history, origin, horizon) => {
    const native = shape.season !== 'none';
    const values = native ? history.values : history.adjusted;
    const state = emptyState(start.season.length);
    runSmoothing(values, origin, shape, constants, start, state);
    const means = extrapolate(state, shape, constants.phi, origin, horizon);
    return native ? means : addSeason(history, origin, means);
  };
}

const squares = (state: Smoothed) => state.squares;

/** Longest period whose season is smoothed; beyond, a season index is seen too rarely to be smoothed (as in R). */
export const PERIOD_SMOOTHED_MAX = 24;

function smoothing(trend: Shape['trend'], season: SeasonKind = 'none'): Method {
  return {
    applies: (history) =>
      season === 'none' ||
      (history.season !== 'none' &&
        history.period <= PERIOD_SMOOTHED_MAX &&
        (season === 'additive' || history.season === 'multiplicative')),
    fit: (history) => forecaster(fitSmoothing(history, { trend, season }, squares)),
  };
}

/** Simple exponential smoothing (Brown 1956) with the constant of least squared one-step error. */
export const ses = smoothing('none');
/** Linear trend (Holt 1957). */
export const holt = smoothing('linear');
/** Damped trend (Gardner and McKenzie 1985). */
export const damped = smoothing('damped');
/** Damped trend with an additive season (Holt 1957, Winters 1960). */
export const holtWintersAdditive = smoothing('damped', 'additive');
/** Damped trend with a multiplicative season. */
export const holtWintersMultiplicative = smoothing('damped', 'multiplicative');
