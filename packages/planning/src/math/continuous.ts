import { requireNumber } from '../errors.ts';
import { normalCdf, normalLoss, normalQuantile } from './normal.ts';
import { incompleteGamma, lnGamma, poissonDensity } from './special.ts';

const POSITIVE = { min: 1e-300, max: 1e300 };
const upperNormal = (z: number) => normalCdf(-z);

/** Checks a point of a distribution: any number, infinities included, but not NaN. */
export function requirePoint(field: string, x: number): void {
  if (x !== Number.POSITIVE_INFINITY && x !== Number.NEGATIVE_INFINITY)
    requireNumber(field, x, { min: -1e300, max: 1e300 });
}

function checkGamma(shape: number, scale: number): void {
  requireNumber('shape', shape, POSITIVE);
  requireNumber('scale', scale, POSITIVE);
}

/** Both tails of the gamma distribution at x (0 at and below zero). */
function gammaTails(x: number, shape: number, scale: number) {
  return incompleteGamma(shape, Math.max(0, x / scale), upperNormal);
}

/** P(X <= x) of the gamma distribution with mean shape x scale and variance shape x scale^2. */
export function gammaCdf(x: number, shape: number, scale: number): number {
  checkGamma(shape, scale);
  requirePoint('x', x);
  return gammaTails(x, shape, scale).lower;
}

/** P(X > x) of the gamma distribution, exact in the upper tail. */
export function gammaSurvival(x: number, shape: number, scale: number): number {
  checkGamma(shape, scale);
  requirePoint('x', x);
  return gammaTails(x, shape, scale).upper;
}

/** Start for the quantile: Wilson and Hilferty's cube, or the first term of the series near zero. */
function gammaStart(p: number, shape: number): number {
  const z = normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, p)));
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const wilson = shape * cube ** 3;
  if (cube > 0 && wilson > 0.2 * shape) return wilson;
  return Math.exp((Math.log(p) + lnGamma(shape + 1)) / shape);
}

/** The logarithm of the tail that p names, less that of p: smooth in ln x, with digits in both tails. */
function gammaMiss(x: number, p: number, shape: number): number {
  const { lower, upper } = incompleteGamma(shape, x, upperNormal);
  return p <= 0.5 ? Math.log(lower / p) : Math.log((1 - p) / upper);
}

/**
 * Quantile of the gamma distribution: the x with gammaCdf(x) = p; 0 at p = 0; p < 1. Newton's method on ln x, kept
 * inside a bracket. Underflows to 0 for tiny shapes.
 */
export function gammaQuantile(p: number, shape: number, scale: number): number {
  checkGamma(shape, scale);
  requireNumber('p', p, { min: 0, max: 1 - Number.EPSILON / 2 });
  if (p === 0) return 0;
  let x = gammaStart(p, shape);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step += 1) {
    if (x < 1e-300) return 0;
    const miss = gammaMiss(x, p, shape);
    if (miss < 0) low = Math.max(low, x);
    else high = Math.min(high, x);
    // d ln P / d ln x = shape x density(shape, x) / P; the same with Q and a sign for the upper tail.
    const tail = p <= 0.5 ? p * Math.exp(miss) : (1 - p) * Math.exp(-miss);
    const slope = (shape * poissonDensity(shape, x)) / tail;
    let next = x * Math.exp(Math.max(-3, Math.min(3, -miss / slope)));
    if (!(next > low && next < high)) next = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : x * 2;
    if (Math.abs(next - x) <= 2e-16 * x) return next * scale;
    x = next;
  }
  return x * scale;
}

/** E[(X - x)+] of the gamma distribution: mean Q(a+1, x) - x Q(a, x) (Zipkin 2000, C.2.3.2). */
export function gammaLoss(x: number, shape: number, scale: number): number {
  checkGamma(shape, scale);
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  const mean = shape * scale;
  if (x <= 0) return mean - x;
  // Q(a+1) = Q(a) + density: written so, the parts that cancel are as small as they can be.
  const { upper } = gammaTails(x, shape, scale);
  return Math.max(0, (mean - x) * upper + mean * poissonDensity(shape, x / scale));
}

function checkLogNormal(mu: number, sigma: number): void {
  requireNumber('mu', mu, { min: -700, max: 700 });
  requireNumber('sigma', sigma, { min: 1e-300, max: 700 });
}

/** P(X <= x) where ln X is normal with mean mu and deviation sigma. */
export function logNormalCdf(x: number, mu: number, sigma: number): number {
  checkLogNormal(mu, sigma);
  requirePoint('x', x);
  return x <= 0 ? 0 : normalCdf((Math.log(x) - mu) / sigma);
}

/** E[(X - x)+] of the lognormal distribution (Zipkin 2000, C.2.3.3). */
export function logNormalLoss(x: number, mu: number, sigma: number): number {
  checkLogNormal(mu, sigma);
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  if (x <= 0) return mean - x;
  const z = (Math.log(x) - mu) / sigma;
  return Math.max(0, mean * normalCdf(sigma - z) - x * normalCdf(-z));
}

/** E[(X - x)+] of the exponential distribution with mean 1/rate. */
export function exponentialLoss(x: number, rate: number): number {
  requireNumber('rate', rate, POSITIVE);
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  return x <= 0 ? 1 / rate - x : Math.exp(-rate * x) / rate;
}

/** E[(X - x)+] of the uniform distribution on [low, high]. */
export function uniformLoss(x: number, low: number, high: number): number {
  requireNumber('low', low, { min: -1e15 });
  requireNumber('high', high, { min: low });
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  if (x >= high) return 0;
  return x <= low ? (low + high) / 2 - x : (high - x) ** 2 / (2 * (high - low));
}

/** E[(X - x)+] of the normal distribution with this mean and deviation (sd 0 is the constant). */
export function normalLossAt(x: number, mean: number, sd: number): number {
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  requireNumber('mean', mean, { min: -1e15 });
  requireNumber('sd', sd);
  return sd === 0 ? Math.max(0, mean - x) : sd * normalLoss((x - mean) / sd);
}
