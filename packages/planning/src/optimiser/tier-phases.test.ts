import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNetwork } from './check.ts';
import type { NetworkRows } from './network.model.ts';
import { everyPlan, plansToTry, smallNetwork } from './network.test-support.ts';
import { solveNetwork } from './solve.ts';

const STRICT = { strict_tiers: true } as const;

/** Two lots of four and three loads; a line of tier 1 that must not mix, one of tier 2, a lane of little room. */
const rows: NetworkRows = {
  donors: { limit: [7, 7, 7, 7] },
  lots: { donor: [0, 0], qty: [4, 3], sealed: [0, 0], group: [0, 1] },
  lines: { dest: [0, 0], tier: [1, 2], qty: [5, 5], over_max: [0, 0], weight: [1, 1], single: [1, 0] },
  lanes: { dest: [0], fixed: [1000], capacity: [100] },
  arcs: {
    lot: [0, 1, 0, 1],
    line: [0, 0, 1, 1],
    lane: [0, 0, 0, 0],
    cost: [0, 0, 0, 0],
    volume: [1, 1, 1, 1],
    yield: [1, 1, 1, 1],
  },
};

describe('strict tiers', () => {
  it('reports what tiers 1 and 2 lack and that no plan does better', () => {
    expect(solveNetwork(rows, STRICT, { iterations_max: 500 }).tier_bounds).toEqual([
      { tier: 1, short: 1, bound: 1 },
      { tier: 2, short: 2, bound: 2 },
    ]);
    expect(solveNetwork(rows, {}, { iterations_max: 500 }).tier_bounds).toEqual([]);
  });
  it('leaves no less short in any plan: all plans of small networks are tried', () => {
    let [compared, lacking] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const { rows: any_rows, terms: some } = smallNetwork(seed);
        const terms = { ...some, strict_tiers: true };
        if (plansToTry(any_rows) > 5000) return;
        const solution = solveNetwork(any_rows, terms, { iterations_max: 100, bound_share: 0.5 });
        expect(checkNetwork(any_rows, terms, solution)).toEqual([]);
        const plans = [...everyPlan(any_rows, terms)];
        const least_1 = Math.min(...plans.map(({ short }) => short[1]!));
        const first = plans.filter(({ short }) => short[1] === least_1);
        const least_2 = Math.min(...first.map(({ short }) => short[2]!));
        const best = first.filter(({ short }) => short[2] === least_2).map(({ score }) => score);
        expect(solution.tier_bounds).toEqual([
          { tier: 1, short: least_1, bound: least_1 },
          { tier: 2, short: least_2, bound: least_2 },
        ]);
        // Of the plans with these shortages it is the cheapest, which the bound says too.
        expect(solution.score).toBeCloseTo(Math.min(...best), 5);
        expect(solution.bound!).toBeCloseTo(solution.score, 3);
        compared += 1;
        lacking += least_1 + least_2 > 0 ? 1 : 0;
      }),
      { numRuns: 500, seed: 5 },
    );
    expect(compared).toBeGreaterThan(80);
    expect(lacking).toBeGreaterThan(40);
  });
  it('says what is proven when the time for it is over', () => {
    let now = 0;
    const elapsed_ms = () => {
      now += 1000;
      return now;
    };
    const { tier_bounds } = solveNetwork(rows, STRICT, { limit_ms: 10, elapsed_ms });
    for (const { short, bound } of tier_bounds) expect(bound).toBeLessThanOrEqual(short);
  });
});
