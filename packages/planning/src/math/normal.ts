import { requireNumber } from '../errors.ts';

const SQRT_2PI = 2.5066282746310007;
const SERIES_TO = 3.5;
const FRACTION_TERMS = 60;

/** Density of the standard normal distribution. */
export const normalPdf = (z: number): number => Math.exp(-0.5 * z * z) / SQRT_2PI;

/** 1/(z + 2/(z + 3/(z + ...))): the inside of Laplace's continued fraction for P(Z > z) (Marsaglia 2004). */
function laplaceInside(z: number): number {
  let value = z;
  const terms = z > 8 ? 20 : FRACTION_TERMS;
  for (let j = terms; j >= 2; j -= 1) value = z + j / value;
  return 1 / value;
}

/** P(Z <= z), exact to rounding relative to the smaller tail (series about 0, Laplace's fraction outside). */
export function normalCdf(z: number): number {
  if (z > SERIES_TO) return 1 - normalPdf(z) / (z + laplaceInside(z));
  if (z < -SERIES_TO) return normalPdf(z) / (laplaceInside(-z) - z);
  const square = z * z;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > Math.abs(sum) * 1e-17; k += 2) {
    term *= square / k;
    sum += term;
  }
  return 0.5 + normalPdf(z) * sum;
}

/** Rational approximations of AS 241 (Wichura 1988), numerators and denominators from the highest power down. */
const CENTRE = {
  num: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  den: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
};
const MIDDLE = {
  num: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  den: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const FAR = {
  num: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  den: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
};
type Rational = { readonly num: readonly number[]; readonly den: readonly number[] };
function rational({ num, den }: Rational, x: number): number {
  let top = 0;
  let bottom = 0;
  for (let index = 0; index < 8; index += 1) {
    top = top * x + num[index]!;
    bottom = bottom * x + den[index]!;
  }
  return top / bottom;
}

/**
 * Quantile of the standard normal distribution (AS 241, relative error about 1e-16); 0 < p < 1.
 * Throws PlanningInputError outside.
 */
export function normalQuantile(p: number): number {
  requireNumber('p', p, { min: Number.MIN_VALUE, max: 1 - Number.EPSILON / 2 });
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? rational(MIDDLE, r - 1.6) : rational(FAR, r - 5);
  return q < 0 ? -size : size;
}

/**
 * Standard normal loss function G(z) = E[(Z - z)+] = pdf(z) - z P(Z > z), without cancellation in the upper tail
 * (Silver, Pyke and Thomas, 4th ed., appendix II).
 */
export function normalLoss(z: number): number {
  if (z <= SERIES_TO) return normalPdf(z) - z * normalCdf(-z);
  const inside = laplaceInside(z);
  return (normalPdf(z) * inside) / (z + inside);
}

/**
 * Second-order standard normal loss E[((Z - z)+)^2] / 2 = ((z^2 + 1) P(Z > z) - z pdf(z)) / 2
 * (Zipkin 2000, C.2.3.1).
 */
export function normalLossSecond(z: number): number {
  if (z <= SERIES_TO) return ((z * z + 1) * normalCdf(-z) - z * normalPdf(z)) / 2;
  // With P = pdf / (z + i) the bracket is pdf (1 - z i) / (z + i), and 1 - z i = i (next - z), next = 1/i.
  const inside = laplaceInside(z);
  return (normalPdf(z) * inside * (1 / inside - z)) / (2 * (z + inside));
}

/** The z with normalLoss(z) = loss, by Newton's method on the concave ln G; 1e-290 <= loss <= 1e15. */
export function normalLossInverse(loss: number): number {
  requireNumber('loss', loss, { min: 1e-290, max: 1e15 });
  // From the right of the root of a concave function Newton's steps never pass it; G(z) < exp(-z^2/2) / 2.5.
  let z = loss < 0.3 ? Math.sqrt(-2 * Math.log(loss * 2.5)) : -loss;
  for (let step = 0; step < 200; step += 1) {
    const value = normalLoss(z);
    const next = z + (Math.log(value / loss) * value) / normalCdf(-z);
    if (Math.abs(next - z) <= 1e-15 * Math.max(1, Math.abs(z))) return next;
    z = next;
  }
  return z;
}
