import { describe, expect, it } from 'vitest';
import { PlanningInputError } from './errors.ts';
import { classifyDemand, forecastAll, forecastDemand } from './forecast.ts';

const repeat = (value: number, times: number) => Array.from({ length: times }, () => value);

describe('classifyDemand', () => {
  it('divides the plane at interval 1.32 and squared variation 0.49', () => {
    expect(classifyDemand([5, 6, 5, 6]).pattern).toBe('smooth');
    expect(classifyDemand([1, 40, 2, 3]).pattern).toBe('erratic');
    expect(classifyDemand([5, 0, 5, 0]).pattern).toBe('intermittent');
    expect(classifyDemand([1, 0, 40, 0, 2, 0]).pattern).toBe('lumpy');
    expect(classifyDemand([0, 0]).pattern).toBe('no_demand');
  });
});

describe('forecastDemand', () => {
  it('gives constant demand back, by day, with no deviation', () => {
    const weekly = forecastDemand({ bucket: 'week', values: repeat(14, 20) });
    expect(weekly).toMatchObject({ method: 'ses', pattern: 'smooth', daily_mean: 2, daily_sd: 0 });
    const monthly = forecastDemand({ bucket: 'month', values: repeat(365.25, 24) });
    expect(monthly.daily_mean).toBeCloseTo(12, 9);
    expect(forecastDemand({ bucket: 'day', values: repeat(3, 30) }).daily_mean).toBe(3);
  });
  it('follows a step in demand', () => {
    const { daily_mean } = forecastDemand({ bucket: 'day', values: [...repeat(10, 20), ...repeat(30, 20)] });
    expect(daily_mean).toBeGreaterThan(28);
  });
  it('treats demand every second bucket as intermittent, with the Syntetos-Boylan correction', () => {
    const values = Array.from({ length: 40 }, (_, k) => (k % 2 === 0 ? 10 : 0));
    const forecast = forecastDemand({ bucket: 'day', values });
    expect(forecast.method).toBe('croston_sba');
    expect(forecast.daily_mean).toBeCloseTo(0.95 * 5, 6);
    expect(forecast.daily_sd).toBeGreaterThan(4);
  });
  it('spreads the deviation of a bucket over its days by the square root', () => {
    const values = Array.from({ length: 200 }, (_, k) => 100 + (k % 2 === 0 ? 20 : -20));
    const daily = forecastDemand({ bucket: 'day', values });
    const weekly = forecastDemand({ bucket: 'week', values });
    expect(weekly.daily_sd).toBeCloseTo(daily.daily_sd / Math.sqrt(7), 9);
    expect(daily.daily_sd).toBeGreaterThan(19);
    expect(daily.daily_sd).toBeLessThan(23);
  });
  it('leaves out buckets that were not observed instead of taking them for zero', () => {
    const values = [10, null, 10, null, null, 10, 10, 10];
    expect(forecastDemand({ bucket: 'day', values })).toMatchObject({ daily_mean: 10, observations: 5 });
  });
  it('answers nothing for nothing, and a mean for very little', () => {
    const nothing = { method: 'none', daily_mean: 0, daily_sd: 0 };
    expect(forecastDemand({ bucket: 'month', values: [] })).toMatchObject(nothing);
    expect(forecastDemand({ bucket: 'month', values: [0, 0, null] })).toMatchObject(nothing);
    const little = forecastDemand({ bucket: 'day', values: [4, 6] });
    expect(little).toMatchObject({ method: 'mean', daily_mean: 5 });
    expect(little.daily_sd).toBeGreaterThan(0);
  });
  it('never answers a negative or broken number', () => {
    for (const values of [[0, 0, 0, 0, 9], [9, 0, 0, 0, 0, 0, 0], [1], [1e12, 0, 1e12, 3]]) {
      const { daily_mean, daily_sd } = forecastDemand({ bucket: 'month', values });
      expect(daily_mean).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(daily_sd)).toBe(true);
    }
  });
  it('names the series and the value that it cannot use', () => {
    const good = { bucket: 'day', values: [1, 2] } as const;
    const error = (values: number[]) => {
      try {
        forecastAll([good, { bucket: 'day', values }]);
      } catch (thrown) {
        return thrown as PlanningInputError;
      }
      throw new Error('not refused');
    };
    expect(error([1, Number.NaN])).toMatchObject({ code: 'not_a_number', field: 'series[1].values[1]' });
    expect(error([-1])).toMatchObject({ code: 'out_of_range', field: 'series[1].values[0]' });
    expect(() => forecastDemand({ bucket: 'year' as 'day', values: [] })).toThrow(PlanningInputError);
  });
});
