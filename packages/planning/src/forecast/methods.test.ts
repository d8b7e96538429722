import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../math/random.ts';
import { demandClass } from './demand-class.ts';
import { readHistory, seasonOf } from './history.ts';
import { minimise } from './minimise.ts';
import { METHODS, type SeriesMethod } from './pool.ts';
import { seasonalIndices, showsSeason } from './seasonality.ts';
import { emptyState, extrapolate } from './smoothing.ts';

const forecastBy = (name: SeriesMethod, values: readonly number[], horizon: number, period = 1) => {
  const numbers = Float64Array.from(values);
  const history = readHistory(numbers, period, seasonOf(numbers, period));
  return [...METHODS[name].fit(history)(history, values.length, horizon)];
};
const expectClose = (found: readonly number[], wanted: readonly number[], within: number) => {
  expect(found).toHaveLength(wanted.length);
  for (const [k, value] of wanted.entries()) expect(Math.abs(found[k]! - value)).toBeLessThanOrEqual(within);
};
const discountedBy = (values: readonly number[], kept: number) => {
  const weights = values.map((_, t) => kept ** (values.length - 1 - t));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, t) => sum + value * weights[t]!, 0) / total;
};
const swing = [0.6, 0.7, 0.9, 1.1, 1.3, 1.4, 1.4, 1.3, 1.1, 0.9, 0.7, 0.6];
const seasonal = Array.from({ length: 60 }, (_, t) => 100 * swing[t % 12]!);

describe('demandClass', () => {
  it('divides the plane at interval 1.32 and squared variation .49', () => {
    expect(demandClass([5, 6, 5, 6]).demand_class).toBe('smooth');
    expect(demandClass([1, 40, 2, 3]).demand_class).toBe('erratic');
    expect(demandClass([5, 0, 5, 0])).toEqual({ demand_class: 'intermittent', adi: 2, cv2: 0 });
    expect(demandClass([1, 0, 40, 0, 2, 0]).demand_class).toBe('lumpy');
    expect(demandClass([0, 0])).toEqual({ demand_class: 'no_demand', adi: null, cv2: null });
  });
});

describe('seasonality', () => {
  it('shows where a swing repeats, and not in a straight line, a constant or too short a history', () => {
    expect(showsSeason(Float64Array.from(seasonal), 12)).toBe(true);
    expect(showsSeason(new Float64Array(60).fill(3), 12)).toBe(false);
    expect(showsSeason(Float64Array.from(seasonal.slice(0, 29)), 12)).toBe(false);
    expect(showsSeason(Float64Array.from(seasonal), 1)).toBe(false);
  });
  it('finds the indices of a pure season exactly, as factors and as differences', () => {
    expectClose([...seasonalIndices(Float64Array.from(seasonal), 12, 'multiplicative')], swing, 1e-9);
    const added = swing.map((factor) => 100 * (factor - 1));
    expectClose([...seasonalIndices(Float64Array.from(seasonal), 12, 'additive')], added, 1e-9);
  });
  it('shrinks indices that are noise to less than half', () => {
    const deviations = Array.from({ length: 20 }, (_, seed) => {
      const random = mulberry32(seed);
      const noise = Float64Array.from({ length: 72 }, () => 50 + 20 * random());
      const found = seasonalIndices(noise, 12, 'multiplicative');
      return Math.sqrt(found.reduce((sum, index) => sum + (index - 1) ** 2, 0) / 12);
    });
    // A season has six values here; the mean of six of these has a deviation of 5.77 / sqrt(6) around 60.
    const unshrunk = 5.77 / Math.sqrt(6) / 60;
    expect(deviations.reduce((sum, deviation) => sum + deviation / 20, 0)).toBeLessThan(unshrunk / 2);
  });
  it('is not looked for in intermittent demand', () => {
    const rare = Float64Array.from({ length: 60 }, (_, t) => (t % 12 === 0 ? 9 : 0));
    expect(showsSeason(rare, 12)).toBe(true);
    expect(seasonOf(rare, 12)).toBe('none');
  });
});

describe('methods', () => {
  it('discount old buckets by a fifth each', () => {
    expectClose(forecastBy('discounted', [10, 20], 2), [140 / 9, 140 / 9], 1e-9);
    expectClose(forecastBy('discounted', [0, 0, 0, 5], 1), [5 / (1 + 0.8 + 0.64 + 0.512)], 1e-9);
  });
  it('doubt that an item is still in demand the longer it rests, the more so the more often it was asked for', () => {
    const often = [3, 0, 2, 4, 0, 3, 2, 0, 3, 4, 2, 3];
    const seldom = [3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3];
    const rest = (values: number[], buckets: number) => [...values, ...new Array<number>(buckets).fill(0)];
    const level = (values: number[]) => discountedBy(values, 0.9);
    const alive = (values: number[]) => forecastBy('alive', values, 1)[0]! / level(values);
    expect(alive(often)).toBeCloseTo(1, 9);
    // By hand: p = .615, s = (1 - p) .99 and five empty buckets, P = s^5 / (s^5 + .01 (1 - s^5) / (1 - s)).
    let [kept, demands, weight] = [1, 0, 1];
    for (const value of [...often].reverse()) {
      demands += value > 0 ? kept : 0;
      weight += kept;
      kept *= 0.9;
    }
    const stays = (1 - demands / weight) * 0.99;
    const silent = stays ** 5;
    expect(alive(rest(often, 5))).toBeCloseTo(silent / (silent + (0.01 * (1 - silent)) / (1 - stays)), 9);
    expect(alive(rest(often, 2))).toBeGreaterThan(alive(rest(often, 8)));
    expect(alive(rest(seldom, 8))).toBeGreaterThan(alive(rest(often, 8)));
    expect(forecastBy('alive', new Array<number>(9).fill(0), 1)).toEqual([0]);
  });
  it('give a constant back, every one of them', () => {
    for (const name of Object.keys(METHODS) as SeriesMethod[]) {
      if (!METHODS[name].applies(readHistory(new Float64Array(30).fill(7), 12, 'none'))) continue;
      const factor = name === 'sba' ? 0.95 : 1;
      expectClose(
        forecastBy(name, new Array(30).fill(7), 3, 12),
        [7, 7, 7].map((v) => v * factor),
        1e-6,
      );
    }
  });
  it('continue a pure season, those that know seasons', () => {
    const names = ['naive2', 'seasonal_naive', 'mean', 'ses', 'damped', 'theta', 'ets'] as const;
    const hw = ['holt_winters_additive', 'holt_winters_multiplicative'] as const;
    for (const name of [...names, ...hw])
      expectClose(
        forecastBy(name, seasonal, 12, 12),
        swing.map((factor) => 100 * factor),
        2,
      );
  });
  it('continue a straight line: Holt wholly, damped in part, theta by half or more', () => {
    const line = Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
    expectClose(forecastBy('holt', line, 3), [90, 92, 94], 0.05);
    expect(forecastBy('damped', line, 12)[11]!).toBeLessThan(112);
    expect(forecastBy('damped', line, 12)[11]!).toBeGreaterThan(95);
    const [first, , third] = forecastBy('theta', line, 3);
    expect(third! - first!).toBeGreaterThan(1.9);
    expectClose(forecastBy('ets', line, 2), [90, 92], 0.5);
  });
  it('follow the formulas of Croston, Syntetos and Boylan, and Teunter for demand every second bucket', () => {
    const alternating = Array.from({ length: 40 }, (_, t) => (t % 2 === 1 ? 10 : 0));
    expectClose(forecastBy('croston', alternating, 1), [5], 1e-9);
    expectClose(forecastBy('sba', alternating, 1), [0.95 * 5], 1e-9);
    const [rate] = forecastBy('tsb', alternating, 1);
    expect(Math.abs(rate! - 5)).toBeLessThan(0.5);
    expectClose(forecastBy('adida', alternating, 1), [5], 1e-9);
  });
  it('let TSB die out when demand stops, and Croston not', () => {
    const stopped = [...Array.from({ length: 20 }, () => 4), ...new Array(30).fill(0)];
    expect(forecastBy('tsb', stopped, 1)[0]!).toBeLessThan(0.2);
    expect(forecastBy('croston', stopped, 1)[0]!).toBeGreaterThan(1);
  });
  it('average the last twelve, or all', () => {
    const values = [...new Array(10).fill(100), ...new Array(12).fill(4)];
    expect(forecastBy('ma12', values, 2)).toEqual([4, 4]);
    expectClose(forecastBy('mean', values, 1), [1048 / 22], 1e-9);
  });
  it('do not read beyond the origin that they are asked from', () => {
    const values = Float64Array.from({ length: 40 }, (_, t) => 20 + ((t * 5) % 13));
    const changed = values.map((value, t) => (t < 30 ? value : 1000));
    for (const name of Object.keys(METHODS) as SeriesMethod[]) {
      const [a, b] = [readHistory(values, 12, 'none'), readHistory(changed, 12, 'none')];
      if (!METHODS[name].applies(a)) continue;
      const fitted = METHODS[name].fit(a);
      expect([...fitted(a, 30, 4)]).toEqual([...fitted(b, 30, 4)]);
    }
  });
});

describe('extrapolate', () => {
  it('adds a slope that shrinks by phi each step', () => {
    const state = { ...emptyState(0), level: 10, slope: 2 };
    const ahead = (trend: 'none' | 'linear' | 'damped') => [
      ...extrapolate(state, { trend, season: 'none' }, 0.9, 0, 2),
    ];
    expectClose(ahead('none'), [10, 10], 1e-12);
    expectClose(ahead('linear'), [12, 14], 1e-12);
    expectClose(ahead('damped'), [11.8, 13.42], 1e-12);
  });
});

describe('minimise', () => {
  it('finds the bottom of a bowl, and the edge where the bottom lies outside the box', () => {
    const bowl = (point: Float64Array) => (point[0]! - 0.3) ** 2 + 10 * (point[1]! - 0.7) ** 2 + 1;
    const box = { low: [0, 0], high: [1, 1] };
    expectClose([...minimise(bowl, [0.9, 0.1], box, 200).point], [0.3, 0.7], 0.02);
    const slope = (point: Float64Array) => point[0]! + point[1]! + 1;
    expectClose([...minimise(slope, [0.5, 0.5], box, 200).point], [0, 0], 0.01);
  });
});
