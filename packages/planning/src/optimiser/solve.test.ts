import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { lowerBound } from './bound.ts';
import { checkNetwork } from './check.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { everyPlan, plansToTry, smallNetwork } from './network.test-support.ts';
import { readNetwork } from './network.ts';
import { type SolveOptions, solveNetwork } from './solve.ts';

/** One donor of ten loads in one lot, one line of four over one lane. */
const one: NetworkRows = {
  donors: { limit: [10, 10, 10, 10] },
  lots: { donor: [0], qty: [10], sealed: [0], group: [0] },
  lines: { dest: [0], tier: [3], qty: [4], over_max: [0], weight: [100], single: [0] },
  lanes: { dest: [0], fixed: [50], capacity: [1000] },
  arcs: { lot: [0], line: [0], lane: [0], cost: [2], volume: [1], yield: [1] },
};
const QUICK: SolveOptions = { iterations_max: 300 };
const seeds = fc.integer({ min: 1, max: 2 ** 31 });

/** The least score over every plan. */
function leastScore(rows: NetworkRows, terms: NetworkTerms): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { score } of everyPlan(rows, terms)) least = Math.min(least, score);
  return least;
}

describe('exact small cases', () => {
  it('serves a line where that is worth a lane', () => {
    const solution = solveNetwork(one, {}, QUICK);
    expect(solution).toMatchObject({ flows: [{ arc: 0, loads: 4 }], score: 58, bound: null, gap: null });
  });
  it('leaves a line short where the lane costs more than the shortage', () => {
    const lanes = { ...one.lanes, fixed: [393] };
    expect(solveNetwork({ ...one, lanes }, {}, QUICK)).toMatchObject({ flows: [], score: 400 });
  });
  it('a sealed lot goes whole or not at all', () => {
    const sealed = { ...one.lots, sealed: [1] };
    expect(solveNetwork({ ...one, lots: sealed }, {}, QUICK).flows).toEqual([]);
    const lines = { ...one.lines, qty: [10] };
    expect(solveNetwork({ ...one, lots: sealed, lines }, {}, QUICK).flows).toEqual([{ arc: 0, loads: 10 }]);
  });
  it('a whole load may exceed the line only as far as the line allows', () => {
    const arcs = { ...one.arcs, yield: [3] };
    expect(solveNetwork({ ...one, arcs }, {}, QUICK).flows).toEqual([{ arc: 0, loads: 1 }]);
    const lines = { ...one.lines, over_max: [2] };
    expect(solveNetwork({ ...one, arcs, lines }, {}, QUICK).flows).toEqual([{ arc: 0, loads: 2 }]);
  });
  it('a donor gives to an urgent line what it keeps from an ordinary one', () => {
    const donors = { limit: [4, 3, 1, 1] };
    const sent = (tier: number) =>
      solveNetwork({ ...one, donors, lines: { ...one.lines, tier: [tier] } }, {}, QUICK).flows[0]?.loads;
    expect([1, 2, 3, 4].map(sent)).toEqual([4, 3, 1, 1]);
  });
  it('a lane carries its capacity and no more', () => {
    const lanes = { ...one.lanes, capacity: [3.5] };
    expect(solveNetwork({ ...one, lanes }, {}, QUICK).flows).toEqual([{ arc: 0, loads: 3 }]);
  });
  it('no more arrives than is consumed before it expires', () => {
    const rows = { ...one, arcs: { ...one.arcs, life: [0] }, life: { capacity: [9, 2], next: [1, -1] } };
    expect(solveNetwork(rows, {}, QUICK).flows).toEqual([{ arc: 0, loads: 2 }]);
  });
  it('freight ends at its limit', () => {
    expect(solveNetwork(one, { freight_max: 49 }, QUICK).flows).toEqual([]);
    expect(solveNetwork(one, { freight_max: 50 }, QUICK).flows).toEqual([{ arc: 0, loads: 4 }]);
  });
  it('strict tiers serve tier 1 even where weights would not', () => {
    const lanes = { ...one.lanes, fixed: [5000] };
    const lines = { ...one.lines, tier: [1] };
    expect(solveNetwork({ ...one, lanes, lines }, {}, QUICK).flows).toEqual([]);
    const strict = solveNetwork({ ...one, lanes, lines }, { strict_tiers: true }, QUICK);
    expect(strict.flows).toEqual([{ arc: 0, loads: 4 }]);
  });
  it('rising steps share what is scarce', () => {
    const two: NetworkRows = {
      ...one,
      donors: { limit: [4, 4, 4, 4] },
      lots: { ...one.lots, qty: [4] },
      lines: {
        dest: [0, 0],
        tier: [3, 3],
        qty: [4, 4],
        over_max: [0, 0],
        weight: [100, 100],
        single: [0, 0],
      },
      arcs: { lot: [0, 0], line: [0, 1], lane: [0, 0], cost: [2, 2], volume: [1, 1], yield: [1, 1] },
    };
    const terms: NetworkTerms = { shortage_steps: [1, 1.3, 1.7, 2.2] };
    const { flows } = solveNetwork(two, terms, QUICK);
    expect(flows.map(({ loads }) => loads)).toEqual([2, 2]);
  });
  it('an empty network has an empty plan', () => {
    const none = { donor: [], qty: [], sealed: [], group: [] };
    const rows: NetworkRows = {
      donors: { limit: [] },
      lots: none,
      lines: { dest: [], tier: [], qty: [], over_max: [], weight: [], single: [] },
      lanes: { dest: [], fixed: [], capacity: [] },
      arcs: { lot: [], line: [], lane: [], cost: [], volume: [], yield: [] },
    };
    expect(solveNetwork(rows, {}, { ...QUICK, bound_share: 0.5 })).toMatchObject({
      flows: [],
      score: 0,
      gap: null,
    });
  });
});

describe('properties of every solution', () => {
  it('the independent checker finds nothing wrong, whatever rules are on', () => {
    let moving = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rows, terms } = smallNetwork(seed);
        const solution = solveNetwork(rows, terms, { ...QUICK, seed: seed % 1000 });
        moving += solution.flows.length > 0 ? 1 : 0;
        expect(checkNetwork(rows, terms, solution)).toEqual([]);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(moving).toBeGreaterThan(150);
  });
  it('no plan costs less than the bound, and small plans are the cheapest there are', () => {
    let [compared, proven] = [0, 0];
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rows, terms } = smallNetwork(seed);
        if (plansToTry(rows) > 20_000 || terms.strict_tiers) return;
        const options = { iterations_max: 2000, bound_share: 0.5, bound_iterations_max: 200 };
        const { score, bound } = solveNetwork(rows, terms, options);
        const least = leastScore(rows, terms);
        expect(bound!).toBeLessThanOrEqual(least + 1e-6 * Math.max(1, Math.abs(least)));
        compared += 1;
        // Within 200 ways branch and cut ends with the cheapest plan, whatever the search had found.
        expect(score).toBeCloseTo(least, 5);
        proven += bound! > score - 1e-3 ? 1 : 0;
      }),
      { numRuns: 400, seed: 2 },
    );
    expect(compared).toBeGreaterThan(60);
    expect(proven).toBe(compared);
  });
  it('a bound by prices alone holds too', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rows, terms } = smallNetwork(seed);
        if (plansToTry(rows) > 5000) return;
        const bound = lowerBound(readNetwork(rows, terms), {
          score: 1e9,
          iterations_max: 200,
          since_ms: 0,
          limit_ms: Number.POSITIVE_INFINITY,
          elapsed_ms: () => 0,
        });
        const least = leastScore(rows, terms);
        expect(bound).toBeLessThanOrEqual(least + 1e-6 * Math.max(1, Math.abs(least)));
      }),
      { numRuns: 300, seed: 4 },
    );
  });
  it('the same seed and count of moves give the same solution', () => {
    const { rows, terms } = smallNetwork(5);
    expect(solveNetwork(rows, terms, QUICK)).toEqual(solveNetwork(rows, terms, QUICK));
  });
  it('begins with a plan that is given, as far as it still fits', () => {
    const start = [{ arc: 0, loads: 3 }];
    const lines = { ...one.lines, qty: [3] };
    expect(solveNetwork({ ...one, lines }, {}, { iterations_max: 0, start }).flows).toEqual(start);
    const lots = { ...one.lots, qty: [2] };
    expect(solveNetwork({ ...one, lots }, {}, { iterations_max: 0, start }).flows).toEqual([
      { arc: 0, loads: 2 },
    ]);
    expect(() => solveNetwork(one, {}, { start: [{ arc: 7, loads: 1 }] })).toThrow(
      'options.start[0].arc: unknown_id',
    );
    fc.assert(
      fc.property(seeds, seeds, (seed, other) => {
        const { rows, terms } = smallNetwork(seed);
        const arcs = rows.arcs.lot.length;
        const flows = arcs > 0 ? [{ arc: other % arcs, loads: 1 + (other % 5) }] : [];
        expect(
          checkNetwork(rows, terms, solveNetwork(rows, terms, { iterations_max: 50, start: flows })),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
  it('more moves never give a dearer plan than the first one', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rows } = smallNetwork(seed);
        const first = solveNetwork(rows, {}, { iterations_max: 0 }).score;
        expect(solveNetwork(rows, {}, QUICK).score).toBeLessThanOrEqual(first + 1e-6);
      }),
      { numRuns: 200 },
    );
  });
});

describe('running', () => {
  it('tells of a first plan before anything else and stops when told to', () => {
    const told: number[] = [];
    const on_progress = ({ iterations }: { iterations: number }) => {
      told.push(iterations);
      return false;
    };
    const solution = solveNetwork(one, {}, { ...QUICK, bound_share: 0.5, on_progress });
    expect(told).toEqual([0]);
    expect(solution).toMatchObject({ cancelled: true, iterations: 0, score: 58, bound: null });
  });
  it('ends by the clock that it is given', () => {
    let now = 0;
    const elapsed_ms = () => {
      now += 10;
      return now;
    };
    const { iterations, bound } = solveNetwork(one, {}, { limit_ms: 1000, elapsed_ms, bound_share: 0.5 });
    expect(iterations).toBeGreaterThan(0);
    expect(iterations).toBeLessThan(64 * 100);
    expect(bound).toBeCloseTo(58, 6);
  });
});

describe('bad input is refused and named', () => {
  const broken: [string, Partial<NetworkRows>][] = [
    ['lots.qty[0]: out_of_range', { lots: { ...one.lots, qty: [-1] } }],
    ['lots.qty[0]: not_whole', { lots: { ...one.lots, qty: [0.5] } }],
    ['lots.qty[0]: out_of_range', { lots: { ...one.lots, qty: [1e12] } }],
    ['lots.qty.length: out_of_range', { lots: { ...one.lots, qty: [] } }],
    ['lots.donor[0]: unknown_id', { lots: { ...one.lots, donor: [1] } }],
    ['lots.sealed[0]: unknown_id', { lots: { ...one.lots, sealed: [2] } }],
    ['donors.limit.length: out_of_range', { donors: { limit: [1, 1, 1] } }],
    ['donors.limit[2]: out_of_range', { donors: { limit: [1, 1, 2, 1] } }],
    ['lines.qty[0]: not_a_number', { lines: { ...one.lines, qty: [Number.NaN] } }],
    ['lines.tier[0]: out_of_range', { lines: { ...one.lines, tier: [5] } }],
    ['lines.weight[0]: not_a_number', { lines: { ...one.lines, weight: [Number.POSITIVE_INFINITY] } }],
    ['lines.dest[0]: unknown_id', { lines: { ...one.lines, dest: [1e9] } }],
    ['lanes.fixed[0]: out_of_range', { lanes: { ...one.lanes, fixed: [-1] } }],
    ['lanes.capacity[0]: not_a_number', { lanes: { ...one.lanes, capacity: [Number.NaN] } }],
    ['arcs.lane[0]: unknown_id', { arcs: { ...one.arcs, lane: [-1] } }],
    ['arcs.lane[0]: out_of_range', { lanes: { ...one.lanes, dest: [1] } }],
    ['arcs.yield[0]: out_of_range', { arcs: { ...one.arcs, yield: [0] } }],
    ['arcs.life[0]: unknown_id', { arcs: { ...one.arcs, life: [0] } }],
    ['life.next[0]: out_of_range', { life: { capacity: [1], next: [0] } }],
  ];
  it.each(broken)('%s', (message, change) => {
    const attempt = () => solveNetwork({ ...one, ...change }, {}, QUICK);
    expect(attempt).toThrow(PlanningInputError);
    expect(attempt).toThrow(message);
  });
  it('terms and options too', () => {
    expect(() => solveNetwork(one, { shortage_steps: [1, 2, 1, 1] })).toThrow('terms.shortage_steps[2]');
    expect(() => solveNetwork(one, { budget: Number.NaN })).toThrow('terms.budget: not_a_number');
    expect(() => solveNetwork(one, {}, { limit_ms: -1 })).toThrow('options.limit_ms: out_of_range');
    expect(() => solveNetwork(one, {}, { seed: 0.5 })).toThrow('options.seed: not_whole');
  });
  it('quantities of a milliard units and weights of nothing are no trouble', () => {
    const lots = { ...one.lots, qty: [1e9] };
    const donors = { limit: [1e9, 1e9, 1e9, 1e9] };
    const lines = { ...one.lines, qty: [1e9] };
    const lanes = { ...one.lanes, capacity: [1e12] };
    expect(solveNetwork({ ...one, lots, donors, lines, lanes }, {}, QUICK).flows).toEqual([
      { arc: 0, loads: 1e9 },
    ]);
    const free = { ...one.lines, weight: [0] };
    expect(solveNetwork({ ...one, lines: free }, {}, { ...QUICK, bound_share: 0.5 })).toMatchObject({
      score: 0,
    });
  });
});
