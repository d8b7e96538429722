import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { normalQuantile } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import { backtest, weigh } from './backtest.ts';
import { chooseForecast } from './choose-forecast.ts';
import { fastForecast } from './fast-forecast.ts';
import type { Forecast } from './forecast.model.ts';
import { forecastMany } from './forecast-many.ts';
import { readHistory } from './history.ts';
import { METHODS, SERIES_METHODS } from './pool.ts';

const normal = (random: () => number) => normalQuantile(1e-9 + random() * (1 - 2e-9));
const noisy = (seed: number, length: number, meanAt: (t: number) => number, sd: number) => {
  const random = mulberry32(seed);
  return Array.from({ length }, (_, t) => Math.max(0, meanAt(t) + sd * normal(random)));
};
const repeat = (value: number, times: number) => new Array<number>(times).fill(value);

function expectSound(forecast: Forecast, horizon: number): void {
  const { mean, quantiles, cumulative_quantiles, interval_95, methods } = forecast;
  const rows = [mean, interval_95.low, interval_95.high, ...quantiles.values, ...cumulative_quantiles.values];
  for (const row of rows) {
    expect(row).toHaveLength(horizon);
    expect(row.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
  for (const { levels, values } of [quantiles, cumulative_quantiles])
    for (let k = 1; k < levels.length; k++)
      for (let step = 0; step < horizon; step++)
        expect(values[k]![step]!).toBeGreaterThanOrEqual(values[k - 1]![step]!);
  expect(interval_95.low.every((low, k) => low <= interval_95.high[k]!)).toBe(true);
  if (methods.length > 0) expect(methods.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e9, noNaN: true }) },
);
const gappy = fc.array(fc.option(value, { nil: null, freq: 6 }), { maxLength: 60 });

describe.each([
  ['chooseForecast', chooseForecast],
  ['fastForecast', fastForecast],
])('%s', (_, forecastOf) => {
  it('answers finite, ordered, non-negative numbers for any history', () => {
    fc.assert(
      fc.property(gappy, fc.constantFrom(1, 4, 12), (values, period) => {
        const options = { horizon: 7, levels: [0.05, 0.5, 0.9, 0.999] };
        expectSound(forecastOf({ values, period }, options), 7);
      }),
      { numRuns: 150 },
    );
  });
  it('gives a constant back without uncertainty', () => {
    const { mean, interval_95 } = forecastOf({ values: repeat(8, 48), period: 12 }, { horizon: 3 });
    for (const k of [0, 1, 2]) {
      expect(mean[k]!).toBeCloseTo(8, 6);
      expect(interval_95.high[k]! - interval_95.low[k]!).toBeLessThan(1e-4);
    }
  });
  it('answers nothing for nothing', () => {
    for (const values of [[], [null, null], [0, 0, 0], repeat(0, 40)]) {
      const forecast = forecastOf({ values, period: 12 }, { horizon: 4 });
      expectSound(forecast, 4);
      expect([...forecast.mean]).toEqual([0, 0, 0, 0]);
      expect([...forecast.cumulative_quantiles.values[2]!]).toEqual([0, 0, 0, 0]);
      expect(forecast.diagnostics.demand_class).toBe('no_demand');
    }
  });
  it('works from one bucket on, and with very large demand', () => {
    for (const values of [[5], [1e9], [0, 9], repeat(1e9, 30), [1e15, 1, 1e15, 2, 0, 1e15]])
      expectSound(forecastOf({ values, period: 12 }, { horizon: 5 }), 5);
  });
  it('repeats itself', () => {
    const values = noisy(4, 60, (t) => 50 + 20 * Math.sin(t / 2), 8);
    const run = () => forecastOf({ values, period: 12 }, { horizon: 6 });
    expect(run()).toEqual(run());
  });
  it('scales with the unit of a regular series', () => {
    const values = noisy(9, 60, (t) => 200 + t, 20);
    const one = forecastOf({ values, period: 12 }, { horizon: 6 });
    const thousand = forecastOf({ values: values.map((v) => v * 1000), period: 12 }, { horizon: 6 });
    for (let k = 0; k < 6; k++) {
      // The search for constants stops within a tolerance, so the ratio is not exact.
      expect(Math.abs(thousand.mean[k]! / one.mean[k]! - 1000)).toBeLessThan(1);
      expect(Math.abs(thousand.quantiles.values[2]![k]! / one.quantiles.values[2]![k]! - 1000)).toBeLessThan(
        1,
      );
    }
  });
  it('follows season and trend', () => {
    const truth = (t: number) => (100 + t) * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 12));
    const { mean } = forecastOf({ values: noisy(5, 72, truth, 4), period: 12 }, { horizon: 12 });
    for (let k = 0; k < 12; k++) expect(Math.abs(mean[k]! / truth(72 + k) - 1)).toBeLessThan(0.15);
  });
  it('takes buckets that were not observed for missing, not for zero', () => {
    const values = noisy(6, 60, () => 40, 4);
    const gaps = values.map((v, t) => (t % 3 === 1 ? null : v));
    const zeros = values.map((v, t) => (t % 3 === 1 ? 0 : v));
    const of = (given: (number | null)[]) =>
      forecastOf({ values: given, period: 1 }, { horizon: 1 }).mean[0]!;
    expect(Math.abs(of(gaps) - 40)).toBeLessThan(4);
    expect(Math.abs(of(zeros) - 40)).toBeGreaterThan(8);
    expect(forecastOf({ values: [null, ...gaps], period: 1 }, { horizon: 1 }).diagnostics.observations).toBe(
      40,
    );
  });
  it('covers what it promises on noise around a level', () => {
    let inside = 0;
    let total_inside = 0;
    const runs = 150;
    for (let seed = 1; seed <= runs; seed++) {
      const all = noisy(seed, 66, () => 100, 15);
      const options = { horizon: 6, levels: [0.9] };
      const forecast = forecastOf({ values: all.slice(0, 60), period: 1 }, options);
      const coming = all.slice(60);
      const { low, high } = forecast.interval_95;
      inside += coming.filter((actual, k) => actual >= low[k]! && actual <= high[k]!).length / 6;
      const total = coming.reduce((sum, actual) => sum + actual, 0);
      if (total <= forecast.cumulative_quantiles.values[0]![5]!) total_inside += 1;
    }
    expect(inside / runs).toBeGreaterThan(0.93);
    expect(inside / runs).toBeLessThan(0.985);
    expect(total_inside / runs).toBeGreaterThan(0.85);
    expect(total_inside / runs).toBeLessThan(0.98);
  });
  it('names the field that it cannot use', () => {
    const fieldOf = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        if (error instanceof PlanningInputError) return error.field;
      }
      throw new Error('not refused');
    };
    const good = { values: [1, 2, 3], period: 1 };
    const bad = (values: (number | null)[]) =>
      fieldOf(() => forecastOf({ values, period: 1 }, { horizon: 1 }));
    expect(bad([1, Number.NaN])).toBe('series.values[1]');
    expect(bad([null, -1])).toBe('series.values[1]');
    expect(bad([Infinity])).toBe('series.values[0]');
    expect(bad([undefined as unknown as null])).toBe('series.values[0]');
    expect(fieldOf(() => forecastOf({ ...good, period: 0 }, { horizon: 1 }))).toBe('series.period');
    for (const horizon of [0, 1.5, 521, Number.NaN])
      expect(fieldOf(() => forecastOf(good, { horizon }))).toBe('options.horizon');
    expect(fieldOf(() => forecastOf(good, { horizon: 1, levels: [0.5, 1] }))).toBe('options.levels[1]');
    expect(fieldOf(() => forecastOf(good, { horizon: 1, methods: [] }))).toBe('options.methods');
    expect(fieldOf(() => forecastOf(good, { horizon: 1, methods: ['magic' as 'ses'] }))).toBe(
      'options.methods[0]',
    );
    expect(fieldOf(() => forecastOf({ ...good, drivers: { visits: [1] } }, { horizon: 1 }))).toBe(
      'series.drivers.visits.length',
    );
  });
});

describe('chooseForecast', () => {
  it('can be told which methods to use', () => {
    const values = noisy(2, 48, () => 30, 5);
    for (const method of SERIES_METHODS) {
      const { methods, mean } = chooseForecast({ values, period: 12 }, { horizon: 3, methods: [method] });
      expect(mean.every(Number.isFinite)).toBe(true);
      if (METHODS[method].applies(readHistory(Float64Array.from(values), 12, 'none')))
        expect(methods).toMatchObject([{ method, weight: 1 }]);
    }
  });
  it('learns what a driver does, and uses what is known of its future', () => {
    const random = mulberry32(8);
    const surgeries = Array.from({ length: 66 }, () => Math.floor(5 + 20 * random()));
    const values = surgeries.slice(0, 60).map((count) => Math.max(0, 10 + 3 * count + 2 * normal(random)));
    const { mean, methods } = chooseForecast({ values, period: 1, drivers: { surgeries } }, { horizon: 6 });
    expect(methods[0]!.method).toBe('drivers');
    for (let k = 0; k < 6; k++) expect(Math.abs(mean[k]! - (10 + 3 * surgeries[60 + k]!))).toBeLessThan(6);
  });
  it('survives a driver that never moved before', () => {
    const fair = [...repeat(0, 30), 1, 1];
    const forecast = chooseForecast({ values: repeat(5, 30), period: 1, drivers: { fair } }, { horizon: 2 });
    expectSound(forecast, 2);
    expect(forecast.mean[0]!).toBeCloseTo(5, 6);
  });
  it('takes zero to the .95 quantile as the interval of rare demand', () => {
    const random = mulberry32(12);
    const values = Array.from({ length: 60 }, () => (random() < 0.15 ? 1 + Math.floor(3 * random()) : 0));
    const { interval_95, quantiles, diagnostics } = chooseForecast({ values, period: 12 }, { horizon: 2 });
    expect(diagnostics.demand_class).toMatch(/intermittent|lumpy/);
    expect(interval_95.low[0]).toBe(0);
    expect(interval_95.high[0]!).toBeCloseTo(quantiles.values[2]![0]!, 0);
  });
});

describe('chooseForecast of slow demand', () => {
  it('expects less of an item that nobody has asked for of late', () => {
    const random = mulberry32(15);
    const busy = Array.from({ length: 48 }, () => (random() < 0.5 ? 1 + Math.floor(3 * random()) : 0));
    const meanOf = (values: number[]) => {
      const { mean, methods } = chooseForecast({ values, period: 12 }, { horizon: 1 });
      expect(methods.map(({ method }) => method)).toContain('alive');
      return mean[0]!;
    };
    expect(meanOf([...busy, ...repeat(0, 9)])).toBeLessThan(meanOf(busy) / 3);
  });
});

describe('fastForecast', () => {
  it('believes a trend where it explains the errors, and not in noise', () => {
    const methodOf = (values: number[]) =>
      fastForecast({ values, period: 1 }, { horizon: 2 }).methods[0]!.method;
    expect(methodOf(noisy(3, 40, (t) => 100 + 10 * t, 5))).toBe('damped');
    expect(methodOf(noisy(3, 40, () => 100, 5))).toBe('ses');
  });
});

describe('the back-test', () => {
  it('weighs a method by how well it foresaw the past', () => {
    const line = Float64Array.from({ length: 48 }, (_, t) => 10 + 5 * t);
    const candidates = (['holt', 'mean'] as const).map((name) => ({
      name,
      method: METHODS[name],
      prior: 1,
    }));
    const { errors, origins } = backtest(
      readHistory(line, 1, 'none'),
      new Uint8Array(48).fill(1),
      candidates,
      6,
    );
    expect(origins).toEqual([46, 44, 42, 40]);
    expect(errors[0]!).toBeLessThan(1);
    expect(errors[1]!).toBeGreaterThan(100);
    expect(weigh(errors, [1, 1])).toEqual([1, 0]);
  });
  it('does not count what was not observed', () => {
    const values = Float64Array.from({ length: 24 }, (_, t) => (t === 23 ? 1e6 : 10));
    const observed = new Uint8Array(24).fill(1);
    const of = (flags: Uint8Array) =>
      backtest(readHistory(values, 1, 'none'), flags, [{ name: 'mean', method: METHODS.mean, prior: 1 }], 3)
        .errors[0]!;
    expect(of(observed)).toBeGreaterThan(1e5);
    expect(of(observed.map((flag, t) => (t === 23 ? 0 : flag)))).toBe(0);
  });
  it('shares weights by prior where nothing could be tested', () => {
    expect(weigh([0, 0], [3, 1])).toEqual([0.75, 0.25]);
    expect(weigh([2, Infinity], [1, 1])).toEqual([1, 0]);
  });
});

describe('forecastMany', () => {
  it('reads a series when its forecast is asked for, and not before', () => {
    let read = 0;
    function* series() {
      for (let key = 0; key < 1e9; key++) {
        read += 1;
        yield { key, values: [1, 2, 3], period: 1 };
      }
    }
    const forecasts = forecastMany(series(), { horizon: 1 });
    expect(read).toBe(0);
    expect(forecasts.next().value).toMatchObject({ key: 0 });
    expect(forecasts.next().value).toMatchObject({ key: 1 });
    expect(read).toBe(2);
  });
  it('answers as the single functions do, and names the series that is broken', () => {
    const one = { key: 'a', values: [3, 4, 5, 6, 5, 4], period: 1 };
    for (const [mode, single] of [
      ['full', chooseForecast],
      ['fast', fastForecast],
    ] as const)
      expect([...forecastMany([one], { horizon: 2, mode })][0]!.forecast).toEqual(
        single(one, { horizon: 2 }),
      );
    const broken = [one, { ...one, values: [-1] }];
    expect(() => [...forecastMany(broken, { horizon: 1 })]).toThrow('series[1].values[0]');
  });
});
