import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainNetwork, type PricedRule } from './explain.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { everyPlan, plansToTry, smallNetwork } from './network.test-support.ts';
import { solveNetwork } from './solve.ts';

const changed = (column: ArrayLike<number>, index: number, by: number) =>
  Array.from(column, (value, k) => (k === index ? value + by : value));
const cleared = (column: ArrayLike<number>, index: number) =>
  Array.from(column, (value, k) => (k === index ? 0 : value));
const raised = (rows: NetworkRows, donor: number, by: number) => ({
  limit: Array.from(rows.donors.limit, (loads, k) => (Math.floor(k / 4) === donor ? loads + by : loads)),
});

/** The same network with one rule lifted, by changing the rows that were given. */
function lifted(rows: NetworkRows, terms: NetworkTerms, { rule, index, by }: PricedRule) {
  const { lots, lines, lanes, life } = rows;
  switch (rule) {
    case 'lot_used_up': {
      const donors = raised(rows, lots.donor[index]!, by);
      return { rows: { ...rows, donors, lots: { ...lots, qty: changed(lots.qty, index, by) } }, terms };
    }
    case 'donor_limit':
      return { rows: { ...rows, donors: raised(rows, index, by) }, terms };
    case 'life_row':
      return { rows: { ...rows, life: { ...life!, capacity: changed(life!.capacity, index, by) } }, terms };
    case 'lane_full':
      return { rows: { ...rows, lanes: { ...lanes, capacity: changed(lanes.capacity, index, by) } }, terms };
    case 'sealed_lot':
      return { rows: { ...rows, lots: { ...lots, sealed: cleared(lots.sealed, index) } }, terms };
    case 'single_lot':
      return { rows: { ...rows, lines: { ...lines, single: cleared(lines.single, index) } }, terms };
    case 'freight_limit':
      return { rows, terms: { ...terms, freight_max: terms.freight_max! + by } };
  }
}

/** The least score with lanes of the plan open and paid, and no others. */
function leastOnLanes(rows: NetworkRows, terms: NetworkTerms, open: ReadonlySet<number>): number {
  const paid = [...open].reduce((sum, lane) => sum + rows.lanes.fixed[lane]!, 0);
  const lanes = { ...rows.lanes, fixed: Array.from(rows.lanes.fixed, (cost, k) => (open.has(k) ? 0 : cost)) };
  const less = (amount: number | null | undefined) => (typeof amount === 'number' ? amount - paid : null);
  const rest = { ...terms, budget: less(terms.budget), freight_max: less(terms.freight_max) };
  let least = Number.POSITIVE_INFINITY;
  for (const { score } of everyPlan({ ...rows, lanes }, rest, (arc) => open.has(rows.arcs.lane[arc]!)))
    least = Math.min(least, score);
  return least;
}

describe('the price of a rule', () => {
  it('is what lifting it by one saves when everything is solved again: all plans are tried', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const { rows, terms: some } = smallNetwork(seed);
        const terms = { ...some, strict_tiers: false };
        if (plansToTry(rows) > 800) return;
        const { flows } = solveNetwork(rows, terms, { iterations_max: 300, bound_share: 0.5 });
        const open = new Set(flows.map(({ arc }) => rows.arcs.lane[arc]!));
        // Ways on closed lanes are priced with the cost of opening them, so here all lanes in question are open.
        const ways = Array.from(rows.arcs.lane, (lane) => open.has(lane));
        if (ways.includes(false)) return;
        for (const { binding } of explainNetwork(rows, terms, flows))
          for (const rule of binding) {
            const after = lifted(rows, terms, rule);
            const least = leastOnLanes(rows, terms, open);
            expect(rule.exact).toBe(true);
            expect(rule.price).toBeCloseTo(least - leastOnLanes(after.rows, after.terms, open), 4);
            expect(rule.cost).toBeGreaterThanOrEqual(rule.price);
            if (rule.price > 0) seen.set(rule.rule, (seen.get(rule.rule) ?? 0) + 1);
          }
      }),
      { numRuns: 800, seed: 3 },
    );
    expect([...seen.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(50);
    expect(seen.size).toBeGreaterThan(4);
  });
});
