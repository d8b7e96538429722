import { addSeason } from '../history.ts';
import type { Method } from './method.ts';

const ALPHA = 0.1;
const ALPHAS_TRIED = [0.05, 0.1, 0.2, 0.3, 0.5] as const;

/** A method whose mean is the same for every bucket ahead, computed from the values alone. */
function flat(rateOf: (values: Float64Array, origin: number) => number): Method {
  return {
    applies: () => true,
    fit: () => (history, origin, horizon) =>
      addSeason(history, origin, new Float64Array(horizon).fill(rateOf(history.adjusted, origin))),
  };
}

/** Level of simple exponential smoothing, started at the mean of the first three values. */
function smoothedLevel(values: Float64Array, origin: number, alpha: number): number {
  const start = Math.min(3, origin);
  let level = 0;
  for (let t = 0; t < start; t++) level += values[t]! / start;
  for (let t = start; t < origin; t++) level += alpha * (values[t]! - level);
  return level;
}

/** Number and mean size of the demands among the first `origin` values. */
function demandsIn(values: Float64Array, origin: number): { readonly count: number; readonly size: number } {
  let count = 0;
  let total = 0;
  for (let t = 0; t < origin; t++) {
    if (values[t] === 0) continue;
    count += 1;
    total += values[t]!;
  }
  return { count, size: count > 0 ? total / count : 0 };
}

/**
 * Size and interval of demands, each started at its mean and smoothed at every demand; an interval still open at the
 * end is not counted.
 */
function crostonRate(values: Float64Array, origin: number): number {
  const { count, size: meanSize } = demandsIn(values, origin);
  if (count === 0) return 0;
  let size = meanSize;
  let interval = origin / count;
  let since = 0;
  for (let t = 0; t < origin; t++) {
    since += 1;
    if (values[t] === 0) continue;
    size += ALPHA * (values[t]! - size);
    interval += ALPHA * (since - interval);
    since = 0;
  }
  return size / interval;
}

/** Probability of demand smoothed at every bucket, its size at every demand (Teunter, Syntetos and Babai 2011). */
function tsbRate(values: Float64Array, origin: number): number {
  const { count, size: meanSize } = demandsIn(values, origin);
  let probability = count / origin;
  let size = meanSize;
  for (let t = 0; t < origin; t++) {
    const value = values[t]!;
    probability += ALPHA * ((value === 0 ? 0 : 1) - probability);
    if (value !== 0) size += ALPHA * (value - size);
  }
  return probability * size;
}

/** Sums of blocks of `width` buckets that end at `origin`; the oldest buckets that fill no block are left out. */
function blocksOf(values: Float64Array, origin: number, width: number): Float64Array {
  const count = Math.floor(origin / width);
  const blocks = new Float64Array(count);
  const first = origin - count * width;
  for (let t = first; t < origin; t++) blocks[Math.floor((t - first) / width)]! += values[t]!;
  return blocks;
}

/** Level by the smoothing constant of least squared one-step error among a few. */
function bestLevel(values: Float64Array): number {
  let best = { level: 0, squares: Infinity };
  for (const alpha of ALPHAS_TRIED) {
    const start = Math.min(3, values.length);
    let level = smoothedLevel(values, start, alpha);
    let squares = 0;
    for (let t = start; t < values.length; t++) {
      const error = values[t]! - level;
      squares += error * error;
      level += alpha * error;
    }
    if (squares < best.squares) best = { level, squares };
  }
  return best.level;
}

function meanInterval(values: Float64Array, origin: number): number {
  const { count } = demandsIn(values, origin);
  return count > 0 ? Math.max(1, Math.round(origin / count)) : 1;
}

const aggregateRate = (values: Float64Array, origin: number, width: number) =>
  bestLevel(blocksOf(values, origin, width)) / width;

function adidaRate(values: Float64Array, origin: number): number {
  const width = Math.min(meanInterval(values, origin), Math.max(1, Math.floor(origin / 2)));
  return aggregateRate(values, origin, width);
}

function imapaRate(values: Float64Array, origin: number): number {
  const widest = Math.min(meanInterval(values, origin), Math.max(1, Math.floor(origin / 2)));
  let sum = 0;
  for (let width = 1; width <= widest; width++) sum += aggregateRate(values, origin, width);
  return sum / widest;
}

/** Exponential smoothing with the constant .1, the robust choice for slow demand. */
export const slowSes = flat((values, origin) => smoothedLevel(values, origin, ALPHA));
/** Croston (1972). */
export const croston = flat(crostonRate);
/** Croston with the correction 1 - alpha/2 of Syntetos and Boylan (2005). */
export const sba = flat((values, origin) => (1 - ALPHA / 2) * crostonRate(values, origin));
/** Teunter, Syntetos and Babai (2011): falls when demand stops. */
export const tsb = flat(tsbRate);
/** Smoothing of blocks as long as the mean interval (Nikolopoulos et al. 2011). */
export const adida = flat(adidaRate);
/** Mean over all block lengths up to the mean interval (Petropoulos and Kourentzes 2015). */
export const imapa = flat(imapaRate);
