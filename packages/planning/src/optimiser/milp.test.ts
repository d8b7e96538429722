import { describe, expect, it } from 'vitest';
import { Milp } from './milp.ts';

const NONE = Number.NEGATIVE_INFINITY;

/** Worth 5 and 4 a piece, six of the first resource and four of the second. */
function knapsack(whole: boolean): Milp {
  const milp = new Milp();
  const [a, b] = [milp.column(-5, Number.POSITIVE_INFINITY, whole), milp.column(-4, 10, whole)];
  milp.row(NONE, 6, [
    [a, 2],
    [b, 1],
  ]);
  milp.row(NONE, 4, [
    [a, 1],
    [b, 2],
  ]);
  return milp;
}

describe('Milp', () => {
  it('finds the least cost with and without whole columns, and says that it is the least', () => {
    const parts = knapsack(false).solve();
    expect(parts.cost).toBeCloseTo(-16, 9);
    expect(parts.bound).toBe(parts.cost);
    const whole = knapsack(true).solve();
    expect(whole.cost).toBeCloseTo(-15, 9);
    expect(whole.bound).toBeCloseTo(-15, 6);
    expect(Array.from(whole.values!, Math.round)).toEqual([3, 0]);
  });
  it('answers the same when it tries without whole numbers first', () => {
    expect(knapsack(true).solve({ relax_first: true }).cost).toBeCloseTo(-15, 9);
  });
  it('claims nothing where there is no answer', () => {
    const milp = new Milp();
    milp.row(5, 9, [[milp.column(1, 2, true), 1]]);
    const nothing = { values: null, bound: NONE, cost: Number.POSITIVE_INFINITY };
    expect(milp.solve()).toEqual(nothing);
    expect(milp.solve({ relax_first: true })).toEqual(nothing);
  });
  it('nothing to decide costs nothing', () => {
    expect(new Milp().solve()).toEqual({ values: new Float64Array(0), bound: 0, cost: 0 });
  });
});
