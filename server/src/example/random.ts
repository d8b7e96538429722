/**
 * The one documented generator of the example company: mulberry32 (public domain, Tommy Ettinger), 32 bits of
 * state. Streams are keyed: every warehouse, item or pair of both draws from a stream of its own, so a part of
 * the company can be generated alone and in any order and is still the same.
 */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform whole number in [low, high], both included. */
  readonly int: (low: number, high: number) => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** True with probability `p`. */
  readonly chance: (p: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
};

/** Mixes a seed and any number of keys into 32 bits (the finaliser of MurmurHash3 after each key). */
export function mixSeed(seed: number, ...keys: readonly number[]): number {
  let state = seed >>> 0;
  for (const key of keys) {
    state = Math.imul(state ^ (key + 0x9e3779b9), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state = (state ^ (state >>> 16)) >>> 0;
  }
  return state;
}

/** A stream that depends on `seed` and `keys` alone. */
export function randomOf(seed: number, ...keys: readonly number[]): Random {
  let state = mixSeed(seed, ...keys);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    between: (low, high) => low + next() * (high - low),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)]!,
  };
}
