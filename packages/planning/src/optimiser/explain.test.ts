import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainNetwork } from './explain.ts';
import type { NetworkRows } from './network.model.ts';
import { smallNetwork } from './network.test-support.ts';
import { solveNetwork } from './solve.ts';

/** Two lots of two donors over a lane each; the second is dearer. */
const rows: NetworkRows = {
  donors: { limit: [4, 4, 4, 4, 9, 9, 9, 9] },
  lots: { donor: [0, 1], qty: [6, 9], sealed: [0, 0], group: [0, 1] },
  lines: { dest: [0], tier: [3], qty: [5], over_max: [0], weight: [100], single: [0] },
  lanes: { dest: [0, 0], fixed: [10, 20], capacity: [100, 100] },
  arcs: { lot: [0, 1], line: [0, 0], lane: [0, 1], cost: [1, 3], volume: [1, 1], yield: [1, 1] },
};

describe('explainNetwork', () => {
  it('prices the rule that stops the cheaper way', () => {
    const flows = [
      { arc: 0, loads: 4 },
      { arc: 1, loads: 1 },
    ];
    const [line] = explainNetwork(rows, {}, flows);
    expect(line).toMatchObject({ needed: 5, served: 5, short: 0, shortage_cost: 0, remedies: [] });
    expect(line!.chosen.map(({ arc, loads }) => [arc, loads])).toEqual([
      [0, 4],
      [1, 1],
    ]);
    const found = {
      rule: 'donor_limit',
      index: 0,
      by: 1,
      price: 2,
      units: 0,
      freight: 0,
      cost: 2,
      exact: true,
      cost_units: 0,
      cost_freight: 0,
    };
    expect(line!.binding).toEqual([found]);
  });
  it('says what would serve a short line and what that saves', () => {
    const [line] = explainNetwork(rows, {}, [{ arc: 0, loads: 4 }]);
    expect(line).toMatchObject({ short: 1, shortage_cost: 100 });
    expect(line!.remedies).toEqual([
      { rule: 'donor_limit', index: 0, loads: 1, units: 1, saves: 99 },
      { rule: 'supply', units: 1, saves: 100 },
    ]);
    expect(line!.alternatives).toEqual([
      { arc: 1, unit_cost: 23, units: 1, lost_because: 'not_better_found' },
    ]);
  });
  it('names each rule that can stand in the way', () => {
    const rule = (change: Partial<NetworkRows>, terms = {}) =>
      explainNetwork({ ...rows, ...change }, terms, [{ arc: 0, loads: 4 }])[0]!.binding.map((b) => b.rule);
    expect(rule({ lots: { ...rows.lots, qty: [4, 0] } })).toContain('lot_used_up');
    expect(rule({ lots: { ...rows.lots, sealed: [0, 1] } })).toContain('sealed_lot');
    expect(rule({ lanes: { ...rows.lanes, capacity: [4, 0] } })).toContain('lane_full');
    expect(rule({ lines: { ...rows.lines, single: [1] } })).toContain('single_lot');
    expect(rule({}, { freight_max: 12 })).toContain('freight_limit');
    const life = { life: { capacity: [0], next: [-1] }, arcs: { ...rows.arcs, life: [-1, 0] } };
    expect(rule(life)).toContain('life_row');
  });
  it('says why a way lost: dearer, or not worth its cost', () => {
    const lots = { ...rows.lots, qty: [6, 9] };
    const donors = { limit: [6, 6, 6, 6, 9, 9, 9, 9] };
    const [served] = explainNetwork({ ...rows, lots, donors }, {}, [{ arc: 0, loads: 5 }]);
    expect(served!.alternatives).toMatchObject([{ arc: 1, lost_because: 'dearer' }]);
    const lines = { ...rows.lines, weight: [2] };
    const [unserved] = explainNetwork({ ...rows, lines }, {}, []);
    expect(unserved!.alternatives.map((way) => way.lost_because)).toEqual(['not_worth_it', 'not_worth_it']);
    expect(unserved!.remedies).toEqual([{ rule: 'supply', units: 5, saves: 10 }]);
  });
  it('explains every line of every plan in numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const { rows: any_rows, terms } = smallNetwork(seed);
        const { flows } = solveNetwork(any_rows, terms, { iterations_max: 100 });
        const options = { exact_prices_max: 2 };
        for (const line of explainNetwork(any_rows, terms, flows, undefined, options)) {
          expect(line.served + line.short).toBeCloseTo(line.needed, 9);
          expect(line.remedies.length > 0).toBe(line.short > 0);
          const numbers = [line.shortage_cost, ...line.alternatives.map((a) => a.unit_cost)];
          for (const { price, cost, units, freight } of line.binding)
            numbers.push(price, cost, units, freight);
          for (const value of numbers) expect(Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
  it('refuses ways and lines that do not exist', () => {
    expect(() => explainNetwork(rows, {}, [{ arc: 5, loads: 1 }])).toThrow('flows[0].arc: unknown_id');
    expect(() => explainNetwork(rows, {}, [], [1])).toThrow('lines[0]: unknown_id');
  });
});
