import type { Backtest, Candidate } from './backtest.ts';
import type { MethodName } from './forecast.model.ts';
import type { History } from './history.ts';
import type { Fitted } from './methods/method.ts';
import { METHODS } from './pool.ts';
import type { Paths } from './residuals.ts';

/** Past origins that errors are taken from, the latest ones. */
const PATHS_MAX = 60;
const PATH_HISTORY_BUCKETS = 24;
const PATH_HISTORY_LEAST = 4;

export type Member = {
  readonly name: MethodName;
  readonly weight: number;
  readonly backtest_rmse: number | null;
  readonly fitted: Fitted;
};
/** Fitted methods, the heaviest first, with weights that add up to one. */
export type Mixture = readonly Member[];

/** Fits what has weight; a method whose forecast breaks on this series gives its weight to the others. */
export function fitMixture(
  candidates: readonly Candidate[],
  weights: readonly number[],
  { errors, origins }: Backtest,
  history: History,
  horizon: number,
): Mixture {
  const length = history.values.length;
  const members = candidates.flatMap(({ name, method }, nth): Member[] => {
    const weight = weights[nth]!;
    if (weight === 0) return [];
    const fitted = method.fit(history);
    if (!fitted(history, length, horizon).every(Number.isFinite)) return [];
    const tested = origins.length > 0 && Number.isFinite(errors[nth]);
    return [{ name, weight, fitted, backtest_rmse: tested ? errors[nth]! : null }];
  });
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  if (members.length === 0)
    return [{ name: 'mean', weight: 1, backtest_rmse: null, fitted: METHODS.mean.fit(history) }];
  return members
    .map((member) => ({ ...member, weight: member.weight / total }))
    .sort((a, b) => b.weight - a.weight);
}

/** Means of the `steps` buckets after `origin`, not below zero. */
export function mixtureMeans(
  mixture: Mixture,
  history: History,
  origin: number,
  steps: number,
): Float64Array {
  const means = new Float64Array(steps);
  for (const { fitted, weight } of mixture) {
    const own = fitted(history, origin, steps);
    for (let k = 0; k < steps; k++) means[k]! += weight * own[k]!;
  }
  return means.map((mean) => Math.max(0, mean));
}

/** Forecasts of the mixture from past origins, with the parameters of the whole history. */
export function pastForecasts(mixture: Mixture, history: History, horizon: number): Paths {
  const length = history.values.length;
  const warm = Math.min(
    history.period > PATH_HISTORY_BUCKETS ? 2 * history.period : PATH_HISTORY_BUCKETS,
    Math.floor(length / 2),
  );
  const first = Math.max(PATH_HISTORY_LEAST, warm, length - PATHS_MAX);
  const origins = Array.from({ length: Math.max(0, length - first) }, (_, k) => first + k);
  const means = origins.map((origin) =>
    mixtureMeans(mixture, history, origin, Math.min(horizon, length - origin)),
  );
  return { origins, means };
}
