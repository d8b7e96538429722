import { DAYS_IN_BUCKET, normalQuantile } from '@tongcang/planning';
import { chooseForecast, fastForecast } from '@tongcang/planning/forecast';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastPairs, type PairDemand } from './pair-forecasts.ts';

const MONTH = DAYS_IN_BUCKET.month;
const monthly = (values: readonly number[], protection_days = 12): PairDemand => ({
  series: { bucket: 'month', values },
  protection_days,
});
const one = async (pair: PairDemand, level = 0.95) => (await forecastPairs([pair], level))[0]!;
const swing = [40, 45, 60, 80, 100, 120, 125, 115, 95, 75, 55, 45];
const slow = Array.from({ length: 36 }, (_, t) => (t % 5 === 2 ? 1 + (t % 3) : 0));

describe('the forecast of a pair', () => {
  test('expects what the season brings in the days that stock must bridge', async () => {
    const years = Array.from({ length: 48 }, (_, t) => swing[t % 12]! + (t % 7));
    const winter = await one(monthly(years, 60));
    const spring = await one(monthly([...years, ...years.slice(0, 4)], 60));
    expect(winter.daily_mean * MONTH).toBeLessThan(60);
    expect(spring.daily_mean * MONTH).toBeGreaterThan(90);
  });

  test.each([
    [
      'regular demand by the fast set',
      Array.from({ length: 36 }, (_, t) => 60 + ((t * 7) % 11)),
      fastForecast,
    ],
    ['slow demand by the full choice', slow, chooseForecast],
  ])('reaches the quantile of %s at the service level', async (_name, values, forecastOf) => {
    const { daily_mean, daily_sd } = await one(monthly(values, 70), 0.9);
    const { mean, cumulative_quantiles } = forecastOf({ values, period: 12 }, { horizon: 3, levels: [0.9] });
    const days = 3 * MONTH;
    expect(daily_mean * days).toBeCloseTo(mean[0]! + mean[1]! + mean[2]!, 9);
    const reached = daily_mean * days + normalQuantile(0.9) * daily_sd * Math.sqrt(days);
    expect(reached).toBeCloseTo(Math.max(daily_mean * days, cumulative_quantiles.values[0]![2]!), 6);
  });

  test('names the family of its method, and nothing where there was no demand', async () => {
    expect(await one(monthly(slow))).toMatchObject({ method: 'croston_sba', observations: 36 });
    expect(await one(monthly([60, 61, 59, 60, 62, 58]))).toMatchObject({ method: 'ses', pattern: 'smooth' });
    const nothing = { method: 'none', pattern: 'no_demand', daily_mean: 0, daily_sd: 0 };
    expect(await one(monthly([0, 0, 0]))).toMatchObject(nothing);
  });

  test('is the same alone, among few, and in the thread among many', async () => {
    const pairs = Array.from({ length: 150 }, (_, n) =>
      monthly(n % 2 === 0 ? slow.map((value) => value * (1 + (n % 4))) : swing.map((value) => value + n), n),
    );
    const many = await forecastPairs(pairs, 0.95);
    for (const nth of [0, 1, 76, 149]) expect(await one(pairs[nth]!)).toEqual(many[nth]);
  });

  test('is a number for any history, bucket and days', async () => {
    const pair = fc.record({
      series: fc.record({
        bucket: fc.constantFrom('day', 'week', 'month'),
        values: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 60 }),
      }),
      protection_days: fc.double({ min: 0, max: 900, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { maxLength: 4 }),
        fc.constantFrom(0.5, 0.95, 0.9999),
        async (pairs, p) => {
          for (const { daily_mean, daily_sd } of await forecastPairs(pairs as PairDemand[], p)) {
            expect(Number.isFinite(daily_mean) && daily_mean >= 0).toBe(true);
            expect(Number.isFinite(daily_sd) && daily_sd >= 0).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
