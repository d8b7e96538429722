import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import * as d from './distributions.ts';
import { incompleteBeta } from './special.ts';

const relative = (actual: number, expected: number) =>
  expected === 0 ? Math.abs(actual) : Math.abs(actual - expected) / Math.abs(expected);
const near = (actual: number, expected: number, tolerance = 1e-11) =>
  expect(relative(actual, expected), `${actual} is not ${expected}`).toBeLessThan(tolerance);
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const mean = fc.oneof(number(0.001, 5), number(1, 500), number(100, 1e6));
const level = fc.oneof(number(1e-9, 0.5), number(0.5, 1 - 1e-9));
const sum = (from: number, to: number, term: (k: number) => number) => {
  let total = 0;
  for (let k = from; k <= to; k += 1) total += term(k);
  return total;
};

describe('known values to eleven digits', () => {
  it.each([
    [1e-9, 20.723265836369194],
    [0.5, 0.5723649429247001],
    [0.9999999982735753, 9.965193661843844e-10],
    [1.5, -0.1207822376352452],
    [5.5, 3.9578139676187165],
    [10, 12.801827480081469],
    [100, 359.1342053695754],
    [1e9, 19723265827.503716],
  ])('lnGamma(%d)', (x, expected) => near(d.lnGamma(x), expected));

  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-3, 0.0013498980316300946],
    [-10, 7.619853024160527e-24],
    [-37, 5.725571222524577e-300],
  ])('normalCdf(%d)', (z, expected) => near(d.normalCdf(z), expected));

  it.each([
    [1e-300, -37.0470962993612],
    [0.001, -3.090232306167813],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
  ])('normalQuantile(%d)', (p, expected) => near(d.normalQuantile(p), expected));

  it('the incomplete gamma function, also where a million steps would lose its digits', () => {
    near(d.gammaCdf(1, 1, 1), 1 - Math.exp(-1));
    near(d.gammaSurvival(20, 5, 1), 1.694474393006741e-5);
    near(d.gammaCdf(1261.8933466276303, 765087.1240643333, 0.001658115682224412), 1.7930826267348757e-6);
    near(d.poissonSurvival(937607, 933102.8204298303), 1.5826606851309544e-6);
  });

  it('the incomplete beta function where both parameters are in the millions', () => {
    const [a, b] = [1.00001e6, 1.5e6];
    const tails = (z: number) => {
      const shift = z * Math.sqrt((a * b) / (a + b) ** 3);
      return incompleteBeta(a, b, a / (a + b) + shift, b / (a + b) - shift, (at) => d.normalCdf(-at));
    };
    near(tails(-5).lower, 2.835764462145433e-7, 1e-9);
    near(tails(-1e-4).lower, 0.4999944403353997, 1e-10);
    near(tails(0.3).upper, 0.38205871903676586, 1e-10);
    near(tails(6).upper, 1.0049091353656186e-9, 1e-8);
  });

  it('quantiles of counts: smallest k that reaches the level', () => {
    expect(d.poissonQuantile(0.95, 4.9)).toBe(9);
    near(d.poissonCdf(9, 4.9), 0.971655161307786);
    expect(d.negativeBinomialQuantile(0.95, 12, 30)).toBe(22);
    near(d.negativeBinomialCdf(22, 12, 30), 0.956475881003445);
    near(d.gammaQuantile(0.95, 1.6, 7.5), 30.59504720106354);
    // 1/64, 7/64, 22/64, 42/64: cumulative for six tosses of a coin.
    expect([0.01, 0.1, 0.34, 0.35, 0.999].map((p) => d.binomialQuantile(p, 6, 0.5))).toEqual([0, 1, 2, 3, 6]);
  });

  it('loss functions', () => {
    near(d.normalLossAt(18, 15, 3), 0.24994641176305887);
    near(d.poissonLoss(18, 15), 0.5176095282584722);
    near(d.negativeBinomialLoss(14, 9, 22.5), 0.49171042931787523);
    near(d.exponentialLoss(2, 0.5), 2 * Math.exp(-1));
    near(d.uniformLoss(3, 0, 4), 1 / 8);
    near(
      d.geometricLoss(2.5, 0.5),
      sum(3, 200, (k) => (k - 2.5) * 0.5 ** k),
    );
    near(
      d.binomialLoss(2.5, 6, 0.3),
      sum(3, 6, (k) => (k - 2.5) * (d.binomialCdf(k, 6, 0.3) - d.binomialCdf(k - 1, 6, 0.3))),
    );
    // Numerical integral of P(X > x) for ln X ~ N(1, 0.5).
    const step = 1e-3;
    near(
      d.logNormalLoss(3, 1, 0.5),
      sum(0, 60_000, (k) => step * (1 - d.logNormalCdf(3 + (k + 0.5) * step, 1, 0.5))),
      1e-6,
    );
  });
});

describe('laws of the distributions', () => {
  it('a quantile is the inverse of its distribution function in both tails', () => {
    fc.assert(
      fc.property(level, number(0.05, 1e5), (p, shape) => {
        near(d.normalCdf(d.normalQuantile(p)), p, 1e-10);
        const x = d.gammaQuantile(p, shape, 3);
        near(p > 0.5 ? d.gammaSurvival(x, shape, 3) : d.gammaCdf(x, shape, 3), p > 0.5 ? 1 - p : p, 1e-9);
      }),
    );
  });

  it('a count quantile reaches the level and the one below does not', () => {
    fc.assert(
      fc.property(level, mean, number(0, 20), (p, m, excess) => {
        const variance = m * (1 + excess);
        const k = d.negativeBinomialQuantile(p, m, variance);
        expect(d.negativeBinomialSurvival(k, m, variance)).toBeLessThanOrEqual((1 - p) * (1 + 1e-12));
        if (k > 0)
          expect(d.negativeBinomialSurvival(k - 1, m, variance)).toBeGreaterThan((1 - p) * (1 - 1e-9));
        const j = d.poissonQuantile(p, m);
        expect(d.poissonCdf(j, m)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        if (j > 0) expect(d.poissonCdf(j - 1, m)).toBeLessThan(p * (1 + 1e-9));
      }),
    );
  });

  it('a distribution function is the sum of its density, and its tails sum to one', () => {
    fc.assert(
      fc.property(number(0.01, 60), number(0.01, 8), fc.integer({ min: 0, max: 150 }), (m, excess, k) => {
        const v = m * (1 + excess);
        near(
          d.negativeBinomialCdf(k, m, v),
          sum(0, k, (j) => d.negativeBinomialPmf(j, m, v)),
          1e-9,
        );
        near(
          d.poissonCdf(k, m),
          sum(0, k, (j) => d.poissonPmf(j, m)),
          1e-10,
        );
        expect(d.poissonCdf(k, m) + d.poissonSurvival(k, m)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('a loss is the sum of the survival beyond it', () => {
    fc.assert(
      fc.property(number(0.01, 40), number(0.01, 5), fc.integer({ min: 0, max: 80 }), (m, excess, k) => {
        const v = m * (1 + excess);
        near(
          d.poissonLoss(k, m),
          sum(k, k + 400, (j) => d.poissonSurvival(j, m)),
          1e-9,
        );
        near(
          d.negativeBinomialLoss(k, m, v),
          sum(k, k + 8000, (j) => d.negativeBinomialSurvival(j, m, v)),
          1e-8,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('a loss is convex, decreasing, at least mean - x, and linear between counts', () => {
    fc.assert(
      fc.property(number(0.1, 1000), number(0.1, 5), number(0, 2000), (m, excess, x) => {
        const v = m * (1 + excess);
        for (const spec of [
          { kind: 'normal', mean: m, sd: Math.sqrt(v) },
          { kind: 'gamma', mean: m, variance: v },
          { kind: 'poisson', mean: m },
          { kind: 'negative_binomial', mean: m, variance: v },
        ] as const) {
          const { loss } = d.distributionOf(spec);
          const [a, b, c] = [loss(x), loss(x + 1), loss(x + 2)];
          const dust = 1e-9 * m;
          expect(a).toBeGreaterThanOrEqual(b - dust);
          expect(a - b).toBeGreaterThanOrEqual(b - c - dust);
          expect(a).toBeGreaterThanOrEqual(m - x - dust);
        }
        const k = Math.floor(x);
        expect(d.poissonLoss(k + 0.5, m)).toBeCloseTo((d.poissonLoss(k, m) + d.poissonLoss(k + 1, m)) / 2, 6);
      }),
    );
  });

  it('the standard normal loss falls into its inverse, and is the slope of the second loss', () => {
    fc.assert(
      fc.property(number(-30, 36), (z) => {
        near(d.normalLoss(d.normalLossInverse(d.normalLoss(z))), d.normalLoss(z), 1e-9);
        const h = 1e-4 / Math.max(1, Math.abs(z));
        const slope = (d.normalLossSecond(z - h) - d.normalLossSecond(z + h)) / (2 * h);
        near(slope, d.normalLoss(z), 1e-5);
      }),
    );
  });

  it('the negative binomial becomes the Poisson as its variance falls to the mean', () => {
    near(d.negativeBinomialCdf(7, 5, 5), d.poissonCdf(7, 5));
    near(d.negativeBinomialCdf(7, 5, 5 + 1e-9), d.poissonCdf(7, 5), 1e-9);
    expect(d.negativeBinomialQuantile(0.9, 5, 3)).toBe(d.poissonQuantile(0.9, 5));
  });
});

describe('samples', () => {
  it('quantile, distribution function and loss agree with counting', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(samples, number(0, 1), number(0, 25), (values, p, x) => {
        const e = d.empiricalOf(values);
        const n = values.length;
        expect(d.empiricalCdf(x, e)).toBeCloseTo(values.filter((v) => v <= x).length / n, 12);
        expect(d.empiricalLoss(x, e)).toBeCloseTo(values.reduce((s, v) => s + Math.max(0, v - x), 0) / n, 9);
        const sorted = [...values].sort((a, b) => a - b);
        expect(d.empiricalQuantile(p, e)).toBe(sorted[Math.max(0, Math.ceil(n * p - 1e-9) - 1)]);
        expect(d.conformalQuantile(p, e).value).toBeGreaterThanOrEqual(d.empiricalQuantile(p, e));
      }),
    );
  });

  it('says when there are too few samples for the level', () => {
    const e = d.empiricalOf([3, 1, 2]);
    expect(d.conformalQuantile(0.75, e)).toEqual({ value: 3, covers: true });
    expect(d.conformalQuantile(0.9, e)).toEqual({ value: 3, covers: false });
  });
});

describe('bad input', () => {
  it.each([
    ['x', () => d.gammaCdf(Number.NaN, 1, 1)],
    ['shape', () => d.gammaCdf(1, 0, 1)],
    ['scale', () => d.gammaQuantile(0.5, 1, Number.POSITIVE_INFINITY)],
    ['p', () => d.gammaQuantile(1, 1, 1)],
    ['p', () => d.normalQuantile(0)],
    ['p', () => d.poissonQuantile(-0.1, 3)],
    ['mean', () => d.poissonCdf(1, -1)],
    ['variance', () => d.negativeBinomialCdf(1, 1, Number.NaN)],
    ['loss', () => d.normalLossInverse(0)],
    ['samples.length', () => d.empiricalOf([])],
    ['samples[1]', () => d.empiricalOf([1, Number.NaN])],
    ['probabilities', () => d.discreteOf([1, 2], [0.5, 0.4])],
    ['kind', () => d.distributionOf({ kind: 'cauchy' } as never)],
    ['sd', () => d.distributionOf({ kind: 'normal', mean: 1, sd: -1 })],
  ])('is refused by name: %s', (field, call) => {
    expect(call).toThrow(PlanningInputError);
    expect(call).toThrow(`${field}:`);
  });

  it('no demand is a constant zero, and infinities are ends of a distribution function', () => {
    expect(d.poissonQuantile(0.99, 0)).toBe(0);
    expect(d.negativeBinomialLoss(0, 0, 0)).toBe(0);
    expect(d.gammaCdf(Number.POSITIVE_INFINITY, 2, 1)).toBe(1);
    expect(d.poissonCdf(Number.NEGATIVE_INFINITY, 2)).toBe(0);
    expect(d.distributionOf({ kind: 'gamma', mean: 0, variance: 0 }).quantile(0.9)).toBe(0);
  });

  it('a billion a day is a number like any other', () => {
    near(d.poissonQuantile(0.95, 1e9), 1e9 + 1.6448536269514722 * Math.sqrt(1e9), 1e-8);
    near(d.poissonLoss(1e9, 1e9), Math.sqrt(1e9 / (2 * Math.PI)), 1e-6);
    near(d.negativeBinomialQuantile(0.5, 1e9, 4e9), 1e9, 1e-8);
  });
});
