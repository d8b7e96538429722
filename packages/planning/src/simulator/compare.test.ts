import { expect, test } from 'vitest';
import { type ComparisonInput, comparePolicies } from './compare.ts';
import { baseStockRule } from './replenishment-rules.ts';
import { sampleWorld } from './sample-world.ts';
import { SimulationCancelled } from './simulator.model.ts';
import { nearestTransfers, noTransfers, plannedTransfers } from './transfer-policies.ts';

const input = (given: Partial<ComparisonInput> = {}): ComparisonInput => ({
  world_of: (seed) => sampleWorld({ warehouses: 4, items: 10, seed }),
  seeds: [1, 2, 3, 4],
  policies: [noTransfers, nearestTransfers(), plannedTransfers()],
  rule_of: () => baseStockRule(0.85),
  days: 120,
  warm_up_days: 20,
  ...given,
});

const [none, nearest, planned] = comparePolicies(input());

test('compares on common random numbers: pairing narrows the interval', () => {
  expect(none!.difference.total_cost).toMatchObject({ mean: 0, low: 0, high: 0 });
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  expect(width(planned!.difference.total_cost)).toBeLessThan(width(planned!.total_cost));
  expect(planned!.difference.total_cost.mean).toBeCloseTo(
    planned!.total_cost.mean - none!.total_cost.mean,
    6,
  );
});

test('the planned policy costs less than none and than the nearest', () => {
  expect(planned!.total_cost.mean).toBeLessThan(none!.total_cost.mean);
  expect(planned!.total_cost.mean).toBeLessThan(nearest!.total_cost.mean);
  expect(planned!.fill_rate[0]!.mean).toBeGreaterThan(none!.fill_rate[0]!.mean);
});

test('reports progress to the end and stops when asked', () => {
  const shares: number[] = [];
  const few = input({ seeds: [1, 2], policies: [noTransfers], days: 30 });
  comparePolicies(few, { progress: (share) => shares.push(share) });
  expect(shares).toEqual([0.5, 1]);
  expect(() => comparePolicies(few, { cancelled: () => true })).toThrow(SimulationCancelled);
});

test.each([
  ['seeds.length', { seeds: [] }],
  ['seeds[1]', { seeds: [1, 1] }],
  ['policies.length', { policies: [] }],
  ['policies[1]', { policies: [noTransfers, noTransfers] }],
])('refuses wrong %s', (field, wrong) => {
  expect(() => comparePolicies(input(wrong))).toThrow(field);
});
