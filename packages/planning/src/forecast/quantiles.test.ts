import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negativeBinomialQuantile } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import { chooseForecast } from './choose-forecast.ts';
import { fastForecast } from './fast-forecast.ts';
import { recentQuantile, recentValues } from './recent-values.ts';
import { errorsByStep, growingDeviation, rankQuantile } from './residuals.ts';
import { slowQuantiles } from './slow-predictive.ts';
import { shortestInterval, tabulate } from './tabulate.ts';

const seen = (count: number) => new Uint8Array(count).fill(1);
const never = () => false;

describe('errors of past forecasts', () => {
  const values = Float64Array.from([5, 7, 9, 4]);
  const paths = { origins: [1, 2], means: [Float64Array.from([6, 6]), Float64Array.from([6, 6])] };
  it('are actual less mean by step, of buckets and of running totals', () => {
    expect(errorsByStep(paths, values, seen(4), 2, false)).toEqual([
      [1, 3],
      [3, -2],
    ]);
    expect(errorsByStep(paths, values, seen(4), 2, true)).toEqual([
      [1, 3],
      [4, 1],
    ]);
  });
  it('leave out what was not observed, and end a total there', () => {
    const gap = Uint8Array.from([1, 1, 0, 1]);
    expect(errorsByStep(paths, values, gap, 2, false)).toEqual([[1], [-2]]);
    expect(errorsByStep(paths, values, gap, 2, true)).toEqual([[1], []]);
  });
});

describe('growingDeviation', () => {
  it('is the root mean square by step where that grows, and never falls', () => {
    expect([...growingDeviation([[3, -3], [4], [5, 5]])]).toEqual([3, 4, 5]);
    const pooled = growingDeviation([[4, 4], [2, 2], [9]]);
    expect(pooled[0]).toBeCloseTo(Math.sqrt(10), 9);
    expect(pooled[1]).toBeCloseTo(Math.sqrt(10), 9);
    const errors = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(errors, (steps) => {
        const deviations = growingDeviation(steps);
        for (let k = 1; k < deviations.length; k++)
          expect(deviations[k]!).toBeGreaterThanOrEqual(deviations[k - 1]! - 1e-9);
      }),
    );
  });
  it('goes on by the square root beyond the longest known step', () => {
    expect([...growingDeviation([[2], [], [], []])]).toEqual([2, 2 * Math.SQRT2, 2 * Math.sqrt(3), 4]);
  });
});

describe('rankQuantile', () => {
  it('lies at rank p (n + 1), between neighbours, within the ends', () => {
    const sorted = [10, 20, 30, 40];
    expect(rankQuantile(sorted, 0.4)).toBeCloseTo(20, 9);
    expect(rankQuantile(sorted, 0.5)).toBeCloseTo(25, 9);
    expect(rankQuantile(sorted, 0.01)).toBe(10);
    expect(rankQuantile(sorted, 0.99)).toBe(40);
    expect(rankQuantile([], 0.5)).toBe(0);
  });
});

describe('recentValues', () => {
  it('halves the weight in 24 buckets', () => {
    const values = new Float64Array(25);
    values[24] = 6;
    const { ascending } = recentValues(values, seen(25), 1);
    const newest = ascending.find(({ value }) => value === 6)!;
    expect(Math.min(...ascending.map(({ weight }) => weight)) / newest.weight).toBeCloseTo(0.5, 9);
  });
  it('sums windows, without those that hold a bucket that was not observed', () => {
    const values = Float64Array.from([1, 2, 3, 4]);
    const sums = (observed: Uint8Array) =>
      recentValues(values, observed, 2).ascending.map(({ value }) => value);
    expect(sums(seen(4))).toEqual([3, 5, 7]);
    expect(sums(Uint8Array.from([1, 0, 1, 1]))).toEqual([7]);
    expect(recentValues(values, seen(4), 9)).toMatchObject({ mean: 0, variance: 0, effective_count: 0 });
  });
  it('has quantiles that grow with p and stay within the values', () => {
    const values = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (list) => {
        const recent = recentValues(Float64Array.from(list), seen(list.length), 1);
        let below = -1;
        for (const p of [0.05, 0.3, 0.5, 0.8, 0.99]) {
          const quantile = recentQuantile(p, recent);
          expect(quantile).toBeGreaterThanOrEqual(below);
          below = quantile;
        }
        expect(below).toBeLessThanOrEqual(Math.max(...list));
      }),
    );
  });
});

describe('tables and intervals', () => {
  it('never let a higher level have a lower quantile', () => {
    const crossing = (_: number, p: number) => (p > 0.7 ? 1 : 5);
    expect(tabulate([0.9, 0.5], 1, crossing, never).values.map((row) => row[0])).toEqual([5, 5]);
  });
  it('are the shortest that hold .95', () => {
    const uniform = shortestInterval(1, (_, p) => 100 * p, never);
    expect(uniform.high[0]! - uniform.low[0]!).toBeCloseTo(95, 6);
    const skewed = shortestInterval(1, (_, p) => -Math.log(1 - p), never);
    expect(skewed.low[0]).toBe(0);
    expect(skewed.high[0]!).toBeCloseTo(-Math.log(0.05), 6);
  });
});

describe('quantiles of slow demand', () => {
  const simulate = (length: number, chance: number, size: () => number, random: () => number) =>
    Array.from({ length }, () => (random() < chance ? size() : 0));
  it.each([
    ['units', 0.3, 3],
    ['lots', 0.3, 900],
  ])('hold what they promise on demand in %s', (_, chance, largest) => {
    const random = mulberry32(21);
    const size = () => 1 + Math.floor(largest * random());
    let bucket = 0;
    let total = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const all = simulate(54, chance, size, random);
      const options = { horizon: 6, levels: [0.9] };
      const forecast = chooseForecast({ values: all.slice(0, 48), period: 12 }, options);
      const coming = all.slice(48);
      const { low, high } = forecast.interval_95;
      bucket += coming.filter((actual, k) => actual >= low[k]! && actual <= high[k]!).length / 6;
      const sum = coming.reduce((a, b) => a + b, 0);
      if (sum <= forecast.cumulative_quantiles.values[0]![5]!) total += 1;
    }
    // What is read off 48 values covers a little less than it says where demand never drifts, as here.
    expect(bucket / runs).toBeGreaterThan(0.9);
    expect(bucket / runs).toBeLessThan(0.99);
    expect(total / runs).toBeGreaterThan(0.83);
    expect(total / runs).toBeLessThan(0.99);
  });
  it('are whole units in a short history', () => {
    const { quantiles, diagnostics } = chooseForecast(
      { values: [2, 4, 6, 1, 3, 4, 4, 6, 5, 6], period: 12 },
      { horizon: 2 },
    );
    expect(diagnostics.quantile_source).toBe('negative_binomial');
    for (const row of quantiles.values) expect(row.every(Number.isInteger)).toBe(true);
  });
  it('spread more over a lead time than independent buckets would, because the mean is uncertain', () => {
    const values = [2, 4, 6, 1, 3, 4, 4, 6, 5, 6, 0, 3, 5, 2, 7];
    const { mean, quantiles, cumulative_quantiles } = chooseForecast(
      { values, period: 12 },
      { horizon: 12, levels: [0.95] },
    );
    const bucket = quantiles.values[0]![0]! - mean[0]!;
    const total = cumulative_quantiles.values[0]![11]! - 12 * mean[0]!;
    expect(total / bucket).toBeGreaterThan(1.3 * Math.sqrt(12));
  });
});

describe('quantiles around centres', () => {
  const at = (level: number, horizon = 3) => new Float64Array(horizon).fill(level);
  const quantilesOf = (list: readonly number[], low: number, high: number, short = false) =>
    slowQuantiles({
      values: Float64Array.from(list),
      observed: seen(list.length),
      centres: { low: at(low), high: at(high) },
      short,
    });
  const units = [0, 2, 0, 0, 1, 0, 3, 0, 0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 4, 0, 0, 1];
  const lots = units.map((value) => 100 * value);

  it('have medians of totals around the low centre, and what is above around the high one', () => {
    const both = quantilesOf(units, 0.2, 1.5);
    expect(both.ofTotal(2, 0.5)).toBe(quantilesOf(units, 0.2, 0.2).ofTotal(2, 0.5));
    expect(both.ofTotal(2, 0.9)).toBe(quantilesOf(units, 1.5, 1.5).ofTotal(2, 0.9));
    expect(both.ofTotal(2, 0.9)).toBeGreaterThan(quantilesOf(units, 0.2, 0.2).ofTotal(2, 0.9));
  });
  it('move how often lots are asked for with the centre, and not how large they are', () => {
    const far = (level: number) => quantilesOf(lots, level, level).ofEnd(0, 0.999);
    // A third of the buckets has demand: three in ten at the recent level, less than two at half of it.
    expect(quantilesOf(lots, 60, 60).ofEnd(0, 0.75)).toBeGreaterThan(50);
    expect(quantilesOf(lots, 30, 30).ofEnd(0, 0.75)).toBeLessThan(20);
    // Twice the level would be twice the size if sizes moved; the fitted share may go beyond the largest lot.
    expect(far(120)).toBeLessThan(1.9 * far(60));
    expect(quantilesOf(lots, 0, 0).ofBucket(0, 0.99)).toBe(0);
  });
  it('end intervals no earlier than the quantile that costs least', () => {
    for (const p of [0.7, 0.9, 0.95, 0.99])
      expect(quantilesOf(lots, 60, 60).ofEnd(0, p)).toBeGreaterThanOrEqual(
        quantilesOf(lots, 60, 60).ofBucket(0, p),
      );
  });
  it('do not believe the spread of a few demands', () => {
    const few = [0, 0, 0, 1, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 1, 0, 0];
    const many = [...few, ...few, ...few, ...few, ...few, ...few];
    const quantile = (list: readonly number[]) => {
      const { mean, variance, effective_count } = recentValues(Float64Array.from(list), seen(list.length), 1);
      const believed = negativeBinomialQuantile(0.99, 1, (variance / mean) * (1 + 1 / effective_count));
      return quantilesOf(list, 1, 1, true).ofBucket(0, 0.99) / believed;
    };
    expect(quantile(few)).toBeLessThan(0.85);
    expect(quantile(many)).toBeGreaterThan(0.9);
  });
  it('follow a trend that the back-test saw in a short history', () => {
    const values = Array.from({ length: 20 }, (_, t) => 10 + 10 * t);
    const { methods, quantiles } = chooseForecast({ values, period: 12 }, { horizon: 2 });
    expect(methods[0]!.method).not.toBe('sba');
    expect(quantiles.values[0]![1]!).toBeGreaterThan(150);
  });
  it('do not follow the mean of a driver-free pool where drivers say what is coming', () => {
    const surgeries = Array.from({ length: 44 }, (_, t) => (t % 4 === 0 || t > 41 ? 3 : 0));
    const values = surgeries.slice(0, 42).map((count) => 2 * count);
    const { quantiles } = chooseForecast({ values, period: 1, drivers: { surgeries } }, { horizon: 2 });
    expect(quantiles.values[1]![1]!).toBeGreaterThan(5);
  });
});

describe('fast quantiles', () => {
  it('of totals grow faster than by the root where errors move the level', () => {
    const random = mulberry32(3);
    let level = 1000;
    const values = Array.from({ length: 80 }, () => {
      level += 100 * (random() - 0.5);
      return level;
    });
    const { mean, quantiles, cumulative_quantiles } = fastForecast(
      { values, period: 1 },
      { horizon: 6, levels: [0.9] },
    );
    const bucket = quantiles.values[0]![0]! - mean[0]!;
    const total = cumulative_quantiles.values[0]![5]! - mean.reduce((sum, value) => sum + value, 0);
    expect(total / bucket).toBeGreaterThan(1.5 * Math.sqrt(6));
  });
});
