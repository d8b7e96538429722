import { expect, test } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { meanInterval, studentQuantile } from './intervals.ts';

test.each([
  [0.95, 1, 12.7062],
  [0.95, 4, 2.7764],
  [0.95, 9, 2.2622],
  [0.99, 20, 2.8453],
  [0.9, 1000, 1.6464],
])('t for %d with %i degrees of freedom is %d', (confidence, freedom, t) => {
  expect(studentQuantile(confidence, freedom)).toBeCloseTo(t, 4);
});

test('the interval is the mean and t s / sqrt(n) on both sides', () => {
  const { mean, low, high, runs } = meanInterval([2, 4, 4, 6, 4]);
  const half = (2.7764 * Math.sqrt(2)) / Math.sqrt(5);
  expect(mean).toBe(4);
  expect(runs).toBe(5);
  expect(high - mean).toBeCloseTo(half, 3);
  expect(mean - low).toBeCloseTo(half, 3);
});

test('one value is its own interval; equal values have none', () => {
  expect(meanInterval([7])).toEqual({ mean: 7, low: 7, high: 7, runs: 1 });
  expect(meanInterval([3, 3, 3])).toEqual({ mean: 3, low: 3, high: 3, runs: 3 });
});

test('refuses no values and NaN', () => {
  expect(() => meanInterval([])).toThrow(PlanningInputError);
  expect(() => meanInterval([1, Number.NaN])).toThrow('values[1]');
  expect(() => studentQuantile(1, 4)).toThrow('confidence');
});
