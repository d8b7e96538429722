import { mulberry32 } from '../math/random.ts';
import type { DelayPoint } from './simulator.model.ts';

export type Stream = () => number;

/**
 * A source of numbers of its own for every purpose and key, so that one policy's choices never shift what another
 * sees (common random numbers, Law, Simulation Modeling and Analysis, 11.2). Keys are mixed by MurmurHash3's finaliser.
 */
export function streamOf(seed: number, ...keys: readonly number[]): Stream {
  let state = seed >>> 0;
  for (const key of keys) {
    state = Math.imul(state ^ (key >>> 0), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state = (state ^ (state >>> 16)) + 0x9e3779b9;
  }
  return mulberry32(state);
}

/** Standard normal draw (Box and Muller 1958). */
export function drawNormal(stream: Stream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - stream()));
  return radius * Math.cos(2 * Math.PI * stream());
}

/** Gamma draw with scale 1 (Marsaglia and Tsang 2000; below shape 1 by their boost). */
export function drawGamma(stream: Stream, shape: number): number {
  if (shape < 1) return drawGamma(stream, shape + 1) * (1 - stream()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(stream);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - stream()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson draw: products of uniforms (Knuth) below 30, above it the normal approximation, rounded. */
export function drawPoisson(stream: Stream, mean: number): number {
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(stream)));
  const limit = Math.exp(-mean);
  let product = stream();
  let count = 0;
  while (product > limit) {
    product *= stream();
    count += 1;
  }
  return count;
}

/** Negative binomial draw with mean m and variance m (1 + d m): Poisson with a gamma rate; d = 0 is Poisson. */
export function drawDemand(stream: Stream, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  if (dispersion <= 0) return drawPoisson(stream, mean);
  return drawPoisson(stream, mean * dispersion * drawGamma(stream, 1 / dispersion));
}

/** The delay with this probability below it, linear between the points of the distribution. */
export function delayAt(points: readonly DelayPoint[], probability: number): number {
  for (let k = 1; k < points.length; k += 1) {
    const from = points[k - 1]!;
    const to = points[k]!;
    if (probability > to.probability) continue;
    const width = to.probability - from.probability;
    return width > 0
      ? from.days + ((to.days - from.days) * (probability - from.probability)) / width
      : to.days;
  }
  return points[points.length - 1]!.days;
}

/** Index drawn with these weights; they need not sum to 1. */
export function drawIndex(stream: Stream, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = stream() * total;
  for (let index = 0; index < weights.length; index += 1) {
    rest -= weights[index]!;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}

/** Starts and ends of outages that come at this yearly rate until `days`; durations are exponential, at least a day. */
export function drawOutages(stream: Stream, per_year: number, mean_days: number, days: number): Outage[] {
  const outages: Outage[] = [];
  if (per_year <= 0) return outages;
  let from = 0;
  for (;;) {
    from += Math.max(1, Math.round((-Math.log(1 - stream()) * 365) / per_year));
    if (from >= days) return outages;
    const to = from + Math.max(1, Math.round(-Math.log(1 - stream()) * mean_days));
    outages.push({ from, to });
    from = to;
  }
}
/** From the morning of one day to the morning of another. */
export type Outage = { readonly from: number; readonly to: number };
