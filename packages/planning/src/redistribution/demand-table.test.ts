import fc from 'fast-check';
import { expect, test } from 'vitest';
import { negativeBinomialPmf, poissonPmf } from '../math/discrete.ts';
import { consumedOn, demandTable } from './demand-table.ts';

test('rows are negative binomial, and Poisson without dispersion', () => {
  const table = demandTable(0.7, 0.8, 5);
  const poisson = demandTable(0.7, 0, 5);
  for (const k of [0, 1, 4]) {
    expect(table.pmf[3]![k]).toBeCloseTo(negativeBinomialPmf(k, 2.1, 2.1 * (1 + 0.8 * 0.7)), 4);
    expect(poisson.pmf[3]![k]).toBeCloseTo(poissonPmf(k, 2.1), 4);
  }
});

test('sums to 1 and keeps the mean, whatever the rate', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      (rate, dispersion) => {
        const { pmf, block, rows } = demandTable(rate, dispersion, 8);
        expect(rows).toBeLessThanOrEqual(1024);
        const week = pmf[7]!;
        const mean = week.reduce((sum, p, x) => sum + p * x * block, 0);
        expect(week.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(Math.abs(mean - 7 * rate)).toBeLessThan(0.02 * 7 * rate + 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test('every block is consumed on one day at most', () => {
  const table = demandTable(2, 1, 10);
  for (const y of [1, 5, 20]) {
    let sum = 0;
    for (let s = 1; s <= 10; s += 1) sum += consumedOn(table, s, y);
    expect(sum).toBeCloseTo(1 - table.cdf[10]![y - 1]!, 12);
  }
  expect(consumedOn(table, 1, table.rows + 1)).toBe(0);
});
