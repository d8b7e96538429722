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

/** Share of its weight that a bucket loses with each newer one, and the chance that an item in demand is given up. */
const DISCOUNT = 0.2;
const ALIVE_DISCOUNT = 0.1;
const GIVEN_UP = 0.01;

/** Mean of the first `origin` values with weights (1 - discount)^age, which unlike smoothing has no start to forget. */
function discountedMean(values: Float64Array, origin: number, discount: number): number {
  let sum = 0;
  let weight = 0;
  for (let t = 0; t < origin; t++) {
    sum = sum * (1 - discount) + values[t]!;
    weight = weight * (1 - discount) + 1;
  }
  return sum / weight;
}

/**
 * Probability that an item is still in demand after the empty buckets since its last demand. While it is, a bucket has
 * demand with probability p (discounted share of buckets with demand until the last one, one empty bucket added); after
 * each bucket it is given up with probability d. By Bayes, with s = (1 - p)(1 - d) and g empty buckets,
 * P = s^g / (s^g + d (1 + s + ... + s^(g-1))).
 */
function aliveProbability(values: Float64Array, origin: number): number {
  let end = origin;
  while (end > 0 && values[end - 1] === 0) end -= 1;
  let demands = 0;
  let weight = 1;
  for (let t = 0, kept = 1; t < end; t++, kept *= 1 - ALIVE_DISCOUNT) {
    demands += values[end - 1 - t]! > 0 ? kept : 0;
    weight += kept;
  }
  const stays = (1 - demands / weight) * (1 - GIVEN_UP);
  const silent = stays ** (origin - end);
  return silent / (silent + (GIVEN_UP * (1 - silent)) / (1 - stays));
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
/** Mean in which a bucket counts four fifths of the next. */
export const discounted = flat((values, origin) => discountedMean(values, origin, DISCOUNT));
/**
 * Discounted mean (.9 a bucket) by the probability that the item is still in demand: obsolescence as in the
 * probability "alive" of customers (Schmittlein, Morrison and Colombo 1987; Fader, Hardie and Lee 2005).
 */
export const alive = flat(
  (values, origin) => discountedMean(values, origin, ALIVE_DISCOUNT) * aliveProbability(values, origin),
);
