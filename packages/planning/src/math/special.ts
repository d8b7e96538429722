/**
 * Special functions behind the distributions: ln Gamma, and the incomplete gamma and beta functions with both of
 * their tails. Densities are taken by Loader's saddle-point form, which keeps its relative accuracy where
 * exp(a ln x - x - ln Gamma(a)) loses it to cancellation. Arguments are checked by the callers.
 */

const LN_SQRT_2PI = 0.9189385332046728;
const EULER_GAMMA = 0.5772156649015329;
const EPSILON = 1e-16;
const TINY = 1e-300;

/** Riemann's zeta(k) - 1 by its first nine terms and the Euler-Maclaurin remainder; k >= 2. */
function zetaMinusOne(k: number): number {
  const n = 10;
  let sum = 0;
  for (let term = n - 1; term >= 2; term -= 1) sum += term ** -k;
  const power = n ** -k;
  const first = (k * power) / (12 * n);
  const second = (first * (k + 1) * (k + 2)) / (60 * n * n);
  const third = (second * (k + 3) * (k + 4)) / (42 * n * n);
  const fourth = (third * (k + 5) * (k + 6)) / (40 * n * n);
  return sum + (n * power) / (k - 1) + power / 2 + first - second + third - fourth;
}
const ZETA_TERMS = Array.from({ length: 30 }, (_, index) => {
  const k = index + 2;
  return ((k % 2 === 0 ? 1 : -1) * zetaMinusOne(k)) / k;
});

/** ln Gamma(2 + y) for |y| <= 0.5 by its Taylor series (Abramowitz and Stegun 6.1.33): exact about the zeros 1, 2. */
function lnGammaAboutTwo(y: number): number {
  let sum = 0;
  for (let index = ZETA_TERMS.length - 1; index >= 0; index -= 1) sum = sum * y + ZETA_TERMS[index]!;
  return y * (1 - EULER_GAMMA + y * sum);
}

/** ln n! - ln(sqrt(2 pi n) (n/e)^n) for n > 0: the error of Stirling's formula (Loader 2000). */
export function stirlingError(n: number): number {
  if (n < 12) return lnGamma(n + 1) - (n + 0.5) * Math.log(n) + n - LN_SQRT_2PI;
  const s = 1 / (n * n);
  const tail = 1 / 1188 - s * (691 / 360_360 - s * (1 / 156 - (s * 3617) / 122_400));
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * tail)))) / n;
}

/** Natural logarithm of the gamma function for x > 0. */
export function lnGamma(x: number): number {
  if (x >= 1.5 && x <= 2.5) return lnGammaAboutTwo(x - 2);
  if (x >= 0.5 && x < 1.5) return lnGammaAboutTwo(x - 1) - Math.log1p(x - 1);
  if (x < 0.5) return lnGamma(x + 1) - Math.log(x);
  if (x < 13) {
    let product = 1;
    let y = x;
    for (; y > 2.5; y -= 1) product *= y - 1;
    return lnGammaAboutTwo(y - 2) + Math.log(product);
  }
  const n = x - 1;
  return (n + 0.5) * Math.log(n) - n + LN_SQRT_2PI + stirlingError(n);
}

/** x ln(x/m) + m - x without cancellation about x = m (Loader's bd0); x, m > 0. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 3; j < 2000; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** e^-m m^x / Gamma(x + 1): the Poisson density, x also not whole; x >= 0, m >= 0. */
export function poissonDensity(x: number, m: number): number {
  if (m === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-m);
  if (x < 1e-3) return Math.exp(x * Math.log(m) - m - lnGamma(x + 1));
  return Math.exp(-stirlingError(x) - deviance(x, m) - LN_SQRT_2PI) / Math.sqrt(x);
}

/** n!/(x!(n-x)!) p^x q^(n-x), x and n also not whole; q = 1 - p is given so that a small one keeps its digits. */
export function binomialDensity(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0;
  if (q === 0) return x === n ? 1 : 0;
  if (x === 0) return Math.exp(p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q));
  if (x === n) return Math.exp(q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p));
  const exponent =
    stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q);
  return Math.exp(exponent - LN_SQRT_2PI + 0.5 * (Math.log(n) - Math.log(x) - Math.log(n - x)));
}

/** Both tails of a distribution function; the smaller one is exact to rounding, the other its complement. */
export type Tails = { readonly lower: number; readonly upper: number };
const fromLower = (lower: number): Tails => ({ lower: Math.min(1, lower), upper: Math.max(0, 1 - lower) });
const fromUpper = (upper: number): Tails => ({ lower: Math.max(0, 1 - upper), upper: Math.min(1, upper) });

/** Continued fraction b0 + a1/(b1 + a2/(b2 + ...)) by the modified Lentz method; b0 must not be 0. */
function lentz(b0: number, a: (j: number) => number, b: (j: number) => number): number {
  let value = b0;
  let c = b0;
  let d = 0;
  for (let j = 1; j < 1_000_000; j += 1) {
    const aj = a(j);
    const bj = b(j);
    d = bj + aj * d;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = bj + aj / c;
    if (Math.abs(c) < TINY) c = TINY;
    const delta = c * d;
    value *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return value;
}

/** Coefficients of C0, C1 and C2 in eta (DiDonato and Morris, ACM TOMS 12, 1986, table of d). */
const TEMME: readonly (readonly number[])[] = [
  [
    -1 / 3,
    1 / 12,
    -2 / 135,
    0.0011574074074074073,
    0.0003527336860670194,
    -0.0001787551440329218,
    3.919263178522438e-5,
    -2.185448510679992e-6,
    -1.854_062_210_715_16e-6,
    8.296711340953087e-7,
    -1.766595273682608e-7,
  ],
  [
    -0.001851851851851852, -0.003472222222222222, 0.002645502645502646, -0.0009902263374485596,
    2.057_613_168_724_28e-4,
  ],
  [0.004133597883597883, -0.0026813271604938273],
];
const TEMME_FROM = 20_000;

/** Temme's uniform expansion for a large shape (DLMF 8.12.7): Phi(-eta sqrt a) + density x corrections. */
function temmeTails(a: number, x: number, normalTail: (z: number) => number): Tails {
  const half = deviance(a, x) / a;
  const eta = Math.sign(x - a) * Math.sqrt(2 * half);
  const series = (coefficients: readonly number[]) => coefficients.reduceRight((sum, c) => sum * eta + c, 0);
  const correction = series(TEMME[0]!) + (series(TEMME[1]!) + series(TEMME[2]!) / a) / a;
  const term = (Math.exp(-a * half) / Math.sqrt(2 * Math.PI * a)) * correction;
  const z = eta * Math.sqrt(a);
  return z > 0 ? fromUpper(normalTail(z) + term) : fromLower(normalTail(-z) - term);
}

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x), a > 0, x >= 0: the series below a + 1, the continued
 * fraction above (DLMF 8.11.4 and 8.9.2), Temme's expansion for large a. `normalTail` is P(Z > z).
 */
export function incompleteGamma(a: number, x: number, normalTail: (z: number) => number): Tails {
  if (x === 0) return fromLower(0);
  if (x === Number.POSITIVE_INFINITY) return fromUpper(0);
  if (a > TEMME_FROM && Math.abs(x - a) < 0.4 * a) return temmeTails(a, x, normalTail);
  const density = poissonDensity(a, x);
  if (x >= a + 1) {
    const fraction = lentz(
      x + 1 - a,
      (j) => -j * (j - a),
      (j) => x + 1 - a + 2 * j,
    );
    return fromUpper((density * a) / fraction);
  }
  let term = 1;
  let sum = 1;
  for (let j = 1; term > sum * EPSILON; j += 1) {
    term *= x / (a + j);
    sum += term;
  }
  return fromLower(density * sum);
}

/** Continued fraction of the incomplete beta function (DLMF 8.17.22), good for x < (a+1)/(a+b+2). */
function betaFraction(a: number, b: number, x: number): number {
  const coefficient = (j: number) => {
    const m = Math.floor(j / 2);
    if (j % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  return 1 / lentz(1, coefficient, () => 1);
}

/** From here on the uniform expansion below is exact to about 1e-11, and the continued fraction becomes slow. */
const UNIFORM_BETA_FROM = 1e6;

/** Leading terms of Temme's uniform expansion for large a and b (DLMF 8.18.9). */
function uniformBeta(a: number, b: number, x: number, y: number, normalTail: (z: number) => number): Tails {
  const n = a + b;
  const exponent = deviance(a, n * x) + deviance(b, n * y);
  const spread = Math.sqrt((a / n) * (b / n));
  const offset = (b * x - a * y) / n;
  const eta = Math.sign(offset) * Math.sqrt((2 * exponent) / n);
  const limit = (b - a) / (3 * n * spread);
  const correction = Math.abs(eta) < 1e-7 ? limit : 1 / eta - spread / offset;
  const term = (Math.exp(-exponent) / Math.sqrt(2 * Math.PI * n)) * correction;
  const z = eta * Math.sqrt(n);
  return z > 0 ? fromUpper(normalTail(z) - term) : fromLower(normalTail(-z) + term);
}

/**
 * Regularised incomplete beta function I_x(a, b) and its complement; a, b > 0; y = 1 - x is given so that a small
 * one keeps its digits. `normalTail` is P(Z > z).
 */
export function incompleteBeta(
  a: number,
  b: number,
  x: number,
  y: number,
  normalTail: (z: number) => number,
): Tails {
  if (x <= 0) return fromLower(0);
  if (y <= 0) return fromUpper(0);
  if (a > UNIFORM_BETA_FROM && b > UNIFORM_BETA_FROM) return uniformBeta(a, b, x, y, normalTail);
  const density = binomialDensity(a, a + b, x, y);
  const ratio = b / (a + b);
  if (x < (a + 1) / (a + b + 2)) return fromLower(density * ratio * betaFraction(a, b, x));
  return fromUpper(density * (1 - ratio) * betaFraction(b, a, y));
}
