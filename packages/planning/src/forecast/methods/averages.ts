import { addSeason } from '../history.ts';
import type { Method } from './method.ts';

const always = () => true;
const constant = (level: number, horizon: number) => new Float64Array(horizon).fill(level);

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t]!;
  return to > from ? sum / (to - from) : 0;
}

/** The last value, its season exchanged for that of each bucket (Naive2 of the M competitions). */
export const naive2: Method = {
  applies: always,
  fit: () => (history, origin, horizon) =>
    addSeason(history, origin, constant(history.adjusted[origin - 1]!, horizon)),
};

/** The value one period before. */
export const seasonalNaive: Method = {
  applies: ({ values, period, season }) => season !== 'none' && values.length >= period,
  fit:
    () =>
    ({ values, period }, origin, horizon) =>
      Float64Array.from({ length: horizon }, (_, k) => values[Math.max(0, origin - period + (k % period))]!),
};

/** Mean of everything, with the season put back. */
export const mean: Method = {
  applies: always,
  fit: () => (history, origin, horizon) =>
    addSeason(history, origin, constant(meanOf(history.adjusted, 0, origin), horizon)),
};

/** Mean of the last `width` buckets (or of all, when fewer), with the season put back. */
const movingAverage = (width: number): Method => ({
  applies: always,
  fit: () => (history, origin, horizon) => {
    const level = meanOf(history.adjusted, Math.max(0, origin - width), origin);
    return addSeason(history, origin, constant(level, horizon));
  },
});
export const movingAverage12 = movingAverage(12);
export const movingAverage18 = movingAverage(18);
