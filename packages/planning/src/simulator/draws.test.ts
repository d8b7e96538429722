import { expect, test } from 'vitest';
import { delayAt, drawDemand, drawIndex, drawOutages, streamOf } from './draws.ts';
import { HEALTH_COMMODITY_DELAY } from './sample-world.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([
  [0.4, 0],
  [0.4, 1.5],
  [6, 0.8],
  [80, 0.5],
])('demand with mean %d and dispersion %d has its mean and variance', (m, dispersion) => {
  const stream = streamOf(5, 1);
  const values = Array.from({ length: 40_000 }, () => drawDemand(stream, m, dispersion));
  const found = mean(values);
  const variance = mean(values.map((value) => (value - found) ** 2));
  expect(Math.abs(found / m - 1)).toBeLessThan(0.03);
  expect(Math.abs(variance / (m * (1 + dispersion * m)) - 1)).toBeLessThan(0.08);
});

test('nothing is asked for at rate 0', () => {
  expect(drawDemand(streamOf(1), 0, 1)).toBe(0);
});

test('delays have the quantiles of real deliveries', () => {
  const at = (probability: number) => delayAt(HEALTH_COMMODITY_DELAY, probability);
  expect([at(0), at(0.5), at(0.9), at(0.95), at(0.99), at(1)]).toEqual([0, 0, 3, 14, 56, 120]);
  expect(at(0.925)).toBeCloseTo(8.5, 9);
});

test('streams repeat for the same keys and differ for others', () => {
  const draws = (...keys: number[]) => {
    const stream = streamOf(1, ...keys);
    return Array.from({ length: 5 }, stream);
  };
  expect(draws(1, 2)).toEqual(draws(1, 2));
  const firsts = new Set(Array.from({ length: 1000 }, (_, key) => streamOf(1, 1, key)()));
  expect(firsts.size).toBe(1000);
  expect(draws(1, 2)).not.toEqual(draws(2, 1));
});

test('outages come at their rate, do not overlap and last at least a day', () => {
  const outages = Array.from({ length: 300 }, (_, key) => drawOutages(streamOf(3, key), 4, 5, 365)).flat();
  expect(Math.abs(outages.length / 300 / 4 - 1)).toBeLessThan(0.12);
  for (const { from, to } of outages) expect(to).toBeGreaterThan(from);
  expect(drawOutages(streamOf(1), 0, 5, 365)).toEqual([]);
});

test('an index is drawn by its weight', () => {
  const stream = streamOf(9);
  const drawn = Array.from({ length: 20_000 }, () => drawIndex(stream, [1, 0, 3]));
  expect(drawn.filter((index) => index === 1)).toEqual([]);
  expect(drawn.filter((index) => index === 2).length / drawn.length).toBeCloseTo(0.75, 1);
});
