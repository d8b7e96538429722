import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf } from '../math/distributions.ts';
import * as inventory from './index.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
describe('budget over items', () => {
  const item = (item_id: number, change: Partial<inventory.BudgetItem> = {}): inventory.BudgetItem => ({
    item_id,
    unit_cost: 1,
    shortage_weight: 1,
    cycles_per_year: 6,
    demand: { kind: 'poisson', mean: 3 },
    ...change,
  });
  const items = fc
    .array(
      fc.record({
        unit_cost: fc.constant(1),
        shortage_weight: fc.integer({ min: 0, max: 9 }),
        cycles_per_year: fc.integer({ min: 1, max: 12 }),
        demand: number(0.5, 12).map((mean) => ({ kind: 'poisson', mean }) as const),
        safety_stock_max: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((rows) => rows.map((row, item_id) => item(item_id, row)));

  it('finds the least harm where units cost the same', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 12 }), (rows, budget) => {
        const plan = inventory.spreadBudget(budget, rows);
        const search = (at: number, left: number): number => {
          if (at === rows.length) return 0;
          const { shortage_weight, cycles_per_year, demand: spec, safety_stock_max = 99 } = rows[at]!;
          const { loss, mean } = distributionOf(spec);
          let best = Number.POSITIVE_INFINITY;
          for (let stock = 0; stock <= Math.min(left, safety_stock_max); stock += 1) {
            const harm = shortage_weight * cycles_per_year * loss(Math.ceil(mean - 1e-9) + stock);
            best = Math.min(best, harm + search(at + 1, left - stock));
          }
          return best;
        };
        expect(plan.harm_per_year).toBeCloseTo(search(0, budget), 6);
        expect(plan.spent).toBeLessThanOrEqual(budget);
      }),
    );
  });

  it('keeps within the budget and the limits, and more money never harms', () => {
    const priced = fc.tuple(items, fc.array(number(0.5, 40), { minLength: 3, maxLength: 3 }), number(0, 300));
    fc.assert(
      fc.property(priced, ([rows, prices, budget]) => {
        const dear = rows.map((row, index) => ({ ...row, unit_cost: prices[index]! }));
        const plan = inventory.spreadBudget(budget, dear);
        expect(plan.spent).toBeLessThanOrEqual(budget + 1e-6);
        for (const [index, share] of plan.shares.entries())
          expect(share.safety_stock).toBeLessThanOrEqual(
            rows[index]!.safety_stock_max ?? Number.POSITIVE_INFINITY,
          );
        const more = inventory.spreadBudget(budget + Math.max(...prices), dear);
        expect(more.harm_per_year).toBeLessThanOrEqual(plan.harm_per_year + 1e-9);
        expect(plan.price_of_budget).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('prefers what weighs more and costs less, and answers nothing for nothing', () => {
    const [heavy, light] = inventory.spreadBudget(5, [item(1, { shortage_weight: 50 }), item(2)]).shares;
    expect(heavy!.safety_stock).toBeGreaterThan(light!.safety_stock);
    expect(inventory.spreadBudget(10, [])).toEqual({
      shares: [],
      spent: 0,
      harm_per_year: 0,
      price_of_budget: 0,
    });
    expect(inventory.spreadBudget(0, [item(1)]).shares[0]!.safety_stock).toBe(0);
  });

  it('passes over what it cannot afford, and gives the rest to what gains most', () => {
    const dear = item(1, { unit_cost: 100, shortage_weight: 5000 });
    const plan = inventory.spreadBudget(1, [item(2), dear, item(3, { shortage_weight: 4 })]);
    expect(plan.shares.map(({ safety_stock }) => safety_stock)).toEqual([0, 0, 1]);
  });

  it.each([
    ['budget', () => inventory.spreadBudget(-1, [])],
    ['items[1].item_id', () => inventory.spreadBudget(1, [item(1), item(1)])],
    ['items[0].unit_cost', () => inventory.spreadBudget(1, [item(1, { unit_cost: 0 })])],
    ['items[0].shortage_weight', () => inventory.spreadBudget(1, [item(1, { shortage_weight: Number.NaN })])],
  ])('bad input is refused by name: %s', (field, call) => {
    expect(call).toThrow(`${field}:`);
  });
});
