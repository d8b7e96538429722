import type { MethodName } from './forecast.model.ts';
import { type History, readHistory } from './history.ts';
import type { Method } from './methods/method.ts';

/** A method that takes part in a choice. */
export type Candidate = { readonly name: MethodName; readonly method: Method; readonly prior: number };
/** Root mean squared error of each candidate over the origins, in units, in the order of the candidates. */
export type Backtest = { readonly origins: readonly number[]; readonly errors: readonly number[] };

/** Where the rolling origins lie, in horizons before the end, and how much each counts. */
const ORIGINS = [
  { horizons: 1 / 3, weight: 1 },
  { horizons: 2 / 3, weight: 1 },
  { horizons: 1, weight: 0.5 },
  { horizons: 4 / 3, weight: 0.25 },
] as const;
const HISTORY_LEAST = 4;

function originsOf(length: number, horizon: number) {
  const distances = ORIGINS.map(({ horizons, weight }) => ({
    origin: length - Math.max(1, Math.round(horizons * horizon)),
    weight,
  }));
  return distances.filter(
    ({ origin }, k) => origin >= HISTORY_LEAST && distances.findIndex((d) => d.origin === origin) === k,
  );
}

/**
 * Rolling-origin back-test: at each origin every candidate learns from what lies before and is judged on what follows,
 * up to `horizon` buckets. The kind of season is that of the whole history, its indices those of the part. Buckets that
 * were not observed do not count. With too little history there are no origins and all
 * errors are zero. A candidate that cannot be used at an origin has an infinite error.
 */
export function backtest(
  history: History,
  observed: Uint8Array,
  candidates: readonly Candidate[],
  horizon: number,
): Backtest {
  const length = history.values.length;
  const origins = originsOf(length, horizon);
  const squares = new Float64Array(candidates.length);
  let weights = 0;
  for (const { origin, weight } of origins) {
    const steps = Math.min(horizon, length - origin);
    const part = readHistory(history.values.subarray(0, origin), history.period, history.season);
    const seen = observed.subarray(origin, origin + steps).reduce((sum, flag) => sum + flag, 0);
    if (seen === 0) continue;
    weights += weight;
    for (const [nth, { method }] of candidates.entries()) {
      if (!method.applies(part)) {
        squares[nth] = Infinity;
        continue;
      }
      const means = method.fit(part)(part, origin, steps);
      let sum = 0;
      for (let k = 0; k < steps; k++)
        if (observed[origin + k]) sum += (history.values[origin + k]! - Math.max(0, means[k]!)) ** 2;
      squares[nth]! += Number.isFinite(sum) ? (weight * sum) / seen : Infinity;
    }
  }
  const errors = [...squares].map((sum) => (weights > 0 ? Math.sqrt(sum / weights) : 0));
  return { origins: origins.map(({ origin }) => origin), errors };
}

const POWER = 4;
/** A weight below this share is dropped, which changes little and saves time. */
const WEIGHT_LEAST = 0.01;

/** Weights proportional to prior / error^4 that add up to one; the best of them always takes part. */
export function weigh(errors: readonly number[], priors: readonly number[]): number[] {
  const least = Math.min(...errors);
  const raw = errors.map(
    (error, k) => priors[k]! * (least > 0 ? (least / error) ** POWER : error > 0 ? 0 : 1),
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const kept = raw.map((weight) => (weight / total >= WEIGHT_LEAST ? weight : 0));
  const sum = kept.reduce((a, b) => a + b, 0);
  return kept.map((weight) => weight / sum);
}
