import { requireNumber } from '../errors.ts';
import { requirePoint } from './continuous.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { binomialDensity, incompleteBeta, incompleteGamma, poissonDensity, type Tails } from './special.ts';

/** Counts are whole doubles up to here; rounding costs digits from 1e9 on (1e-7 there, 1e-2 at the end). */
const MEAN = { min: 0, max: 1e15 };
const VARIANCE = { min: 0, max: 1e30 };
const upperNormal = (z: number) => normalCdf(-z);
/** Longest sum of single terms; beyond it the closed form is used, which is accurate to the mean's rounding. */
const TERMS_MAX = 200_000;

/** A count distribution as its tails, its density and the ratio of the next density to this one. */
type Counts = {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly tails: (k: number) => Tails;
  readonly density: (k: number) => number;
  readonly ratio: (k: number) => number;
  /** P(Y >= k) of the distribution for which k P(X = k) = mean P(Y = k - 1). */
  readonly shifted: (k: number) => number;
};

/** Smallest whole k with P(X <= k) >= p: a start by Cornish and Fisher, a bracket around it, halving. */
function countQuantile(p: number, counts: Counts): number {
  const { mean, variance, skewness, tails } = counts;
  if (mean === 0) return 0;
  // Above one half the complement is compared, which keeps the digits of the upper tail.
  const reached = (k: number) => (p <= 0.5 ? tails(k).lower >= p : tails(k).upper <= 1 - p);
  const z = normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, p)));
  const sd = Math.sqrt(variance);
  // The expansion means nothing for the most skewed; ten deviations hold every usual quantile.
  const expansion = Math.min(10, z + (skewness * (z * z - 1)) / 6);
  const start = Math.max(0, Math.floor(mean + sd * expansion));
  let width = Math.max(1, Math.ceil(sd / 20));
  let high = start;
  let low = start - width;
  while (!reached(high)) {
    low = high;
    high += width;
    width *= 2;
  }
  while (low >= 0 && reached(low)) {
    high = low;
    low -= width;
    width *= 2;
  }
  low = Math.max(-1, low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** E[(X - x)+]: the closed form below the mean, a sum of positive terms in the upper tail. */
function countLoss(x: number, counts: Counts): number {
  const { mean, variance, tails, density, ratio, shifted } = counts;
  if (x <= 0 || mean === 0) return Math.max(0, mean - x);
  const k = Math.floor(x);
  // A tail dies out over some deviations, or over some lengths of its geometric end.
  const terms = 40 * (Math.sqrt(variance) + variance / mean);
  if (k <= mean || terms > TERMS_MAX) return Math.max(0, mean * shifted(k) - x * tails(k).upper);
  let sum = 0;
  let term = density(k + 1);
  for (let j = k + 1; term > 0; j += 1) {
    const part = (j - x) * term;
    sum += part;
    if (part < sum * 1e-17 && j > k + 2) break;
    term *= ratio(j);
  }
  return sum;
}

function poissonCounts(mean: number): Counts {
  const tails = (k: number): Tails => {
    if (k < 0) return { lower: 0, upper: 1 };
    const { lower, upper } = incompleteGamma(k + 1, mean, upperNormal);
    return { lower: upper, upper: lower };
  };
  return {
    mean,
    variance: mean,
    skewness: mean > 0 ? 1 / Math.sqrt(mean) : 0,
    tails,
    density: (k) => poissonDensity(k, mean),
    ratio: (k) => mean / (k + 1),
    shifted: (k) => tails(k - 1).upper,
  };
}

/**
 * Counts of failures before `size` successes; variance = mean + mean^2 / size. With no more variance than the mean
 * it is the Poisson limit.
 */
function negativeBinomialCounts(mean: number, variance: number): Counts {
  const excess = variance - mean;
  // A mean below 1e-100 is none: its square would vanish.
  if (mean < 1e-100) return poissonCounts(0);
  if (excess <= mean * 1e-14) return poissonCounts(mean);
  const size = (mean * mean) / excess;
  const p = mean / variance;
  const q = excess / variance;
  const tailsOf = (r: number, k: number): Tails =>
    k < 0 ? { lower: 0, upper: 1 } : incompleteBeta(r, k + 1, p, q, upperNormal);
  return {
    mean,
    variance,
    skewness: (1 + q) / Math.sqrt(size * q),
    tails: (k) => tailsOf(size, k),
    density: (k) => (size / (size + k)) * binomialDensity(k, size + k, q, p),
    ratio: (k) => ((size + k) / (k + 1)) * q,
    shifted: (k) => tailsOf(size + 1, k - 1).upper,
  };
}

function binomialCounts(n: number, p: number): Counts {
  const tailsOf = (trials: number, k: number): Tails => {
    if (k < 0) return { lower: 0, upper: 1 };
    if (k >= trials) return { lower: 1, upper: 0 };
    const { lower, upper } = incompleteBeta(k + 1, trials - k, p, 1 - p, upperNormal);
    return { lower: upper, upper: lower };
  };
  const variance = n * p * (1 - p);
  return {
    mean: n * p,
    variance,
    skewness: variance > 0 ? (1 - 2 * p) / Math.sqrt(variance) : 0,
    tails: (k) => tailsOf(n, k),
    density: (k) => (k > n ? 0 : binomialDensity(k, n, p, 1 - p)),
    ratio: (k) => (((n - k) / (k + 1)) * p) / (1 - p),
    shifted: (k) => tailsOf(n - 1, k - 1).upper,
  };
}

function checkedPoisson(mean: number): Counts {
  requireNumber('mean', mean, MEAN);
  return poissonCounts(mean);
}
function checkedNegativeBinomial(mean: number, variance: number): Counts {
  requireNumber('mean', mean, MEAN);
  requireNumber('variance', variance, VARIANCE);
  return negativeBinomialCounts(mean, variance);
}
function checkedBinomial(n: number, p: number): Counts {
  requireNumber('n', n, { min: 0, max: 1e9 });
  requireNumber('p', p, { min: 0, max: 1 });
  return binomialCounts(n, p);
}

function cdf(k: number, counts: Counts, side: 'lower' | 'upper'): number {
  requirePoint('k', k);
  if (k === Number.POSITIVE_INFINITY) return side === 'lower' ? 1 : 0;
  return counts.tails(Math.floor(k))[side];
}
function density(k: number, counts: Counts): number {
  requireNumber('k', k, { min: -1e300, max: 1e300 });
  return k < 0 || !Number.isInteger(k) ? 0 : counts.density(k);
}
function quantile(p: number, counts: Counts): number {
  requireNumber('p', p, { min: 0, max: 1 - Number.EPSILON / 2 });
  return p === 0 ? 0 : countQuantile(p, counts);
}
function loss(x: number, counts: Counts): number {
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  return countLoss(x, counts);
}

/** P(X = k) of the Poisson distribution. */
export const poissonPmf = (k: number, mean: number): number => density(k, checkedPoisson(mean));
/** P(X <= k) of the Poisson distribution. */
export const poissonCdf = (k: number, mean: number): number => cdf(k, checkedPoisson(mean), 'lower');
/** P(X > k) of the Poisson distribution, exact in the upper tail. */
export const poissonSurvival = (k: number, mean: number): number => cdf(k, checkedPoisson(mean), 'upper');
/** Smallest whole k with P(X <= k) >= p; 0 at p = 0; p < 1. */
export const poissonQuantile = (p: number, mean: number): number => quantile(p, checkedPoisson(mean));
/** E[(X - x)+] of the Poisson distribution; x need not be whole. */
export const poissonLoss = (x: number, mean: number): number => loss(x, checkedPoisson(mean));

/**
 * P(X = k) of the negative binomial distribution with this mean and variance, that is with
 * size = mean^2/(variance - mean) and success probability mean/variance. Where the variance does not exceed the
 * mean it is the Poisson distribution.
 */
export const negativeBinomialPmf = (k: number, mean: number, variance: number): number =>
  density(k, checkedNegativeBinomial(mean, variance));
/** P(X <= k) of the negative binomial distribution with this mean and variance. */
export const negativeBinomialCdf = (k: number, mean: number, variance: number): number =>
  cdf(k, checkedNegativeBinomial(mean, variance), 'lower');
/** P(X > k) of the negative binomial distribution, exact in the upper tail. */
export const negativeBinomialSurvival = (k: number, mean: number, variance: number): number =>
  cdf(k, checkedNegativeBinomial(mean, variance), 'upper');
/** Smallest whole k with P(X <= k) >= p; 0 at p = 0; p < 1. */
export const negativeBinomialQuantile = (p: number, mean: number, variance: number): number =>
  quantile(p, checkedNegativeBinomial(mean, variance));
/** E[(X - x)+] of the negative binomial distribution; x need not be whole. */
export const negativeBinomialLoss = (x: number, mean: number, variance: number): number =>
  loss(x, checkedNegativeBinomial(mean, variance));

/** P(X <= k) of the number of successes in n trials. */
export const binomialCdf = (k: number, n: number, p: number): number =>
  cdf(k, checkedBinomial(n, p), 'lower');
/** Smallest whole k with P(X <= k) >= probability; 0 at 0; probability < 1. */
export const binomialQuantile = (probability: number, n: number, p: number): number =>
  Math.min(n, quantile(probability, checkedBinomial(n, p)));
/** E[(X - x)+] of the binomial distribution; x need not be whole. */
export const binomialLoss = (x: number, n: number, p: number): number => loss(x, checkedBinomial(n, p));
/** E[(X - x)+] of the number of trials up to and with the first success (1, 2, ...); 0 < p <= 1. */
export function geometricLoss(x: number, p: number): number {
  requireNumber('p', p, { min: 1e-15, max: 1 });
  requireNumber('x', x, { min: -1e300, max: 1e300 });
  if (x <= 0) return 1 / p - x;
  const k = Math.floor(x);
  return (1 - p) ** k * (1 / p - (x - k));
}
