import { addSeason } from '../history.ts';
import { minimise } from '../minimise.ts';
import type { Fitted, Method } from './method.ts';

type ThetaParameters = { readonly level: number; readonly alpha: number; readonly theta: number };

/**
 * Dynamic optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, equations 12 to 19), on
 * the seasonally adjusted series. The mean is the smoothed level plus (1 - 1/theta) of a straight line that is
 * fitted anew at each bucket. Answers the one-step squares from the third bucket on, and the means of the buckets after
 * `origin`, for which each mean is read as if it had been observed.
 */
function runTheta(
  values: Float64Array,
  origin: number,
  horizon: number,
  { level: start, alpha, theta }: ThetaParameters,
  means: Float64Array | null,
): number {
  const share = 1 - 1 / theta;
  const decay = 1 - alpha;
  let level = start;
  let average = 0;
  let intercept = 0;
  let slope = 0;
  // (1 - alpha)^(t - 1) for the bucket t that is forecast.
  let power = 1;
  let squares = 0;
  for (let t = 1; t <= origin + horizon; t++) {
    const mean = level + share * (power * intercept + ((1 - power * decay) / alpha) * slope);
    const value = t <= origin ? values[t - 1]! : mean;
    if (t <= origin) {
      if (t > 2) squares += (value - mean) ** 2;
    } else if (means) means[t - origin - 1] = mean;
    level = alpha * value + decay * level;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - average)) / t) / (t + 1);
    average = ((t - 1) * average + value) / t;
    intercept = average - (slope * (t + 1)) / 2;
    power *= decay;
  }
  return squares;
}

/** The optimised theta method: level, smoothing constant and theta of least squared one-step error. */
export const theta: Method = {
  applies: ({ values }) => values.length >= 4,
  fit: (history): Fitted => {
    const values = history.adjusted;
    const first = values[0]!;
    const spread = values.reduce((most, value) => Math.max(most, Math.abs(value - first)), 0) || 1;
    const read = (point: Float64Array) => ({
      level: first + point[0]! * spread,
      alpha: point[1]!,
      theta: point[2]!,
    });
    const best = minimise(
      (point) => runTheta(values, values.length, 0, read(point), null),
      [0, 0.5, 2],
      { low: [-1, 0.1, 1], high: [1, 0.99, 10] },
      120,
    );
    const parameters = read(best.point);
    return (given, origin, horizon) => {
      const means = new Float64Array(horizon);
      runTheta(given.adjusted, origin, horizon, parameters, means);
      return addSeason(given, origin, means);
    };
  },
};
