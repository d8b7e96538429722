import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { normalQuantile } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import { correctCensored } from './censored.ts';
import { forecastByAnalogue } from './new-item.ts';
import { dampOutliers, restoreOutliers } from './outliers.ts';
import { workdaysPerBucket } from './workdays.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('correctCensored', () => {
  const random = mulberry32(7);
  const truth = Array.from({ length: 2000 }, () =>
    Math.max(0, 50 + 15 * normalQuantile(1e-9 + random() * (1 - 2e-9))),
  );
  it('finds the mean of demand behind sales that stock cut off', () => {
    const sales = truth.map((demand) => {
      const stock = 30 + 40 * random();
      return { qty: Math.min(demand, stock), cut_off: demand > stock };
    });
    const found = correctCensored(sales);
    const bias_uncorrected = Math.abs(mean(sales.map(({ qty }) => qty)) - 50);
    expect(bias_uncorrected).toBeGreaterThan(5);
    expect(Math.abs(found.mean - 50)).toBeLessThan(bias_uncorrected / 10);
    expect(found.sd).toBeGreaterThan(13.5);
    expect(found.sd).toBeLessThan(16.5);
    expect(mean(found.values)).toBeCloseTo(found.mean, 3);
  });
  it('leaves sales alone when none or all were cut off', () => {
    const sales = [4, 6, 8].map((qty) => ({ qty, cut_off: false }));
    expect(correctCensored(sales)).toMatchObject({ mean: 6, values: [4, 6, 8], iterations: 0 });
    expect(correctCensored(sales.map(({ qty }) => ({ qty, cut_off: true }))).values).toEqual([4, 6, 8]);
    expect(correctCensored([])).toEqual({ mean: 0, sd: 0, values: [], iterations: 0 });
  });
  it('never answers less than was sold, nor a broken number', () => {
    const sale = fc.record({ qty: fc.double({ min: 0, max: 1e9, noNaN: true }), cut_off: fc.boolean() });
    fc.assert(
      fc.property(fc.array(sale, { maxLength: 30 }), (sales) => {
        const found = correctCensored(sales);
        expect(Number.isFinite(found.mean) && Number.isFinite(found.sd)).toBe(true);
        for (const [nth, { qty }] of sales.entries()) expect(found.values[nth]!).toBeGreaterThanOrEqual(qty);
      }),
    );
  });
  it('refuses broken sales', () => {
    for (const qty of [-1, Number.NaN, Infinity])
      expect(() => correctCensored([{ qty, cut_off: false }])).toThrow(PlanningInputError);
  });
});

describe('dampOutliers', () => {
  const steady = Array.from({ length: 24 }, (_, k) => 100 + ((k * 7) % 11));
  const withPeak = steady.map((value, k) => (k === 10 ? 900 : value));
  it('pulls a lone peak back to the threshold, reports it, and can take it back', () => {
    const cleaned = dampOutliers(withPeak);
    expect(cleaned.outliers).toHaveLength(1);
    expect(cleaned.outliers[0]).toMatchObject({ at: 10, original: 900 });
    expect(cleaned.values[10]!).toBeLessThan(160);
    expect(cleaned.values[10]!).toBeGreaterThan(110);
    expect(restoreOutliers(cleaned)).toEqual(withPeak);
  });
  it('keeps a peak that returns every year', () => {
    const seasonal = steady.map((value, k) => (k % 12 === 5 ? 400 : value));
    expect(dampOutliers(seasonal, { period: 12 }).outliers).toEqual([]);
    expect(dampOutliers(seasonal).outliers).not.toEqual([]);
  });
  it('does not take rare demand for an outlier among zeros', () => {
    const rare = Array.from({ length: 60 }, (_, k) => (k % 6 === 0 ? 10 + (k % 4) : 0));
    expect(dampOutliers(rare).outliers).toEqual([]);
  });
  it('is reversible for any series', () => {
    const value = fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null, freq: 8 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const cleaned = dampOutliers(values, { period: 12, threshold: 2 });
        expect(restoreOutliers(cleaned)).toEqual(values);
        for (const { replaced_by } of cleaned.outliers) expect(replaced_by).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  it('refuses broken values and options', () => {
    expect(() => dampOutliers([Number.NaN])).toThrow(PlanningInputError);
    expect(() => dampOutliers([], { threshold: 0 })).toThrow(PlanningInputError);
    expect(() =>
      restoreOutliers({
        values: [],
        outliers: [{ at: 1, original: 1, replaced_by: 0, deviations: 9 }],
      }),
    ).toThrow(PlanningInputError);
  });
});

describe('forecastByAnalogue', () => {
  const analogues = [
    { values: [10, 20, 30], warehouse_size: 100 },
    { values: [20, 40, 60], warehouse_size: 200 },
  ];
  it('is the profile of the category times the size of the warehouse', () => {
    const { mean: forecast, level } = forecastByAnalogue({ analogues, warehouse_size: 50, horizon: 4 });
    expect([...forecast]).toEqual([5, 10, 15, 15]);
    expect(level).toBe(1);
  });
  it('grows in proportion to the warehouse', () => {
    const of = (warehouse_size: number) =>
      forecastByAnalogue({ analogues, warehouse_size, horizon: 1 }).mean[0]!;
    expect(of(300)).toBeCloseTo(3 * of(100), 9);
  });
  it('trusts own demand more, the more there is of it', () => {
    const spread = [...analogues, { values: [2, 4, 6], warehouse_size: 100 }];
    const of = (observed: number[]) =>
      forecastByAnalogue({ analogues: spread, warehouse_size: 100, observed, horizon: 1 });
    const little = of([20]);
    const much = of([20, 40, 60, 60, 60]);
    expect(little.level).toBeGreaterThan(1);
    expect(much.level).toBeGreaterThan(little.level);
    expect(much.level_cv).toBeLessThan(little.level_cv);
  });
  it('answers zero for analogues without demand and refuses none at all', () => {
    const idle = [{ values: [0, 0], warehouse_size: 1 }];
    expect([...forecastByAnalogue({ analogues: idle, warehouse_size: 1, horizon: 2 }).mean]).toEqual([0, 0]);
    const broken = [
      { analogues: [], warehouse_size: 1, horizon: 1 },
      { analogues, warehouse_size: 0, horizon: 1 },
      { analogues, warehouse_size: 1, horizon: 0 },
      { analogues: [{ values: [], warehouse_size: 1 }], warehouse_size: 1, horizon: 1 },
      { analogues: [{ values: [-1], warehouse_size: 1 }], warehouse_size: 1, horizon: 1 },
    ];
    for (const item of broken) expect(() => forecastByAnalogue(item)).toThrow(PlanningInputError);
  });
});

describe('workdaysPerBucket', () => {
  const calendar = {
    holidays: ['2026-10-01', '2026-10-02', '2026-10-05'],
    makeup_workdays: ['2026-10-10'],
  };
  it('counts Monday to Friday less holidays plus make-up workdays', () => {
    expect(workdaysPerBucket(['2026-09-28', '2026-10-05', '2026-10-12'], 'week', calendar)).toEqual([
      3, 5, 5,
    ]);
    expect(workdaysPerBucket(['2026-10-01'], 'month', calendar)).toEqual([20]);
    expect(workdaysPerBucket(['2026-10-09', '2026-10-10', '2026-10-11'], 'day', calendar)).toEqual([1, 1, 0]);
  });
  it('refuses what is not a date', () => {
    expect(() => workdaysPerBucket(['soon'], 'day', calendar)).toThrow(PlanningInputError);
    expect(() => workdaysPerBucket(['2026-10-01'], 'day', { ...calendar, holidays: ['2026-13-01'] })).toThrow(
      PlanningInputError,
    );
  });
});
