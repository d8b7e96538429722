import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import * as inventory from './index.ts';

/** Numbers that reach planning code in real life, and the worst that could. */
const wild = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 9, arbitrary: fc.constantFrom(0, 1, 1e-12, 1e-6, 1e6, 1e9, 1e15) },
  { weight: 1, arbitrary: fc.constantFrom(-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300) },
);
const family = fc.constantFrom('normal', 'gamma', 'negative_binomial');

function finite(value: unknown, path = 'answer'): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} is ${value}`).toBe(true);
  else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) finite(inner, `${path}.${key}`);
}

/** Answers with finite numbers or refuses with the error of this package. */
function sane(call: () => unknown): void {
  let answer: unknown;
  try {
    answer = call();
  } catch (error) {
    expect(error).toBeInstanceOf(PlanningInputError);
    return;
  }
  finite(answer);
}

const fields = [
  'fixed_cost',
  'holding_cost',
  'stockout_cost',
  'demand_rate',
  'demand_mean',
  'demand_sd',
  'lead_time',
  'production_rate',
  'disruption_rate',
  'recovery_rate',
  'yield_mean',
  'yield_sd',
  'base_stock',
  'order_qty',
  'reorder_point',
] as const;
const record = fc.record(Object.fromEntries(fields.map((field) => [field, wild]))) as fc.Arbitrary<
  Record<(typeof fields)[number], number>
>;

describe('no number that is none ever leaves', () => {
  const small = (input: { demand_mean: number }) => ({
    ...input,
    demand_mean: Math.min(input.demand_mean, 50),
  });
  it.each([
    ['economicOrderQty', (i) => inventory.economicOrderQty(i)],
    ['economicOrderQtyWithBackorders', (i) => inventory.economicOrderQtyWithBackorders(i)],
    ['economicProductionQty', (i) => inventory.economicProductionQty(i)],
    ['orderQtyWithDisruptions', (i) => inventory.orderQtyWithDisruptions(i)],
    ['orderQtyWithAdditiveYield', (i) => inventory.orderQtyWithAdditiveYield(i)],
    ['orderQtyWithProportionalYield', (i) => inventory.orderQtyWithProportionalYield(i)],
    ['backorderEoqPolicy', (i) => inventory.backorderEoqPolicy(i)],
    ['eoqPlusSafetyStockPolicy', (i) => inventory.eoqPlusSafetyStockPolicy(i)],
    ['expectedInventoryPolicy', (i) => inventory.expectedInventoryPolicy(i)],
    ['lossFunctionPolicy', (i) => inventory.lossFunctionPolicy(i)],
    ['optimalReorderPolicy', (i) => inventory.optimalReorderPolicy(i)],
    ['costOfReorderPolicy', (i) => inventory.costOfReorderPolicy(i, i)],
    ['powerApproximation', (i) => inventory.powerApproximation(i)],
    ['optimalMinMax', (i) => inventory.optimalMinMax({ ...small(i), lead_time: 0 } as inventory.MinMaxInput)],
    ['newsvendor', (i) => inventory.newsvendor(i, { kind: 'normal', mean: i.demand_mean, sd: i.demand_sd })],
    ['outdatingOfLot', (i) => inventory.outdatingOfLot(i, { kind: 'poisson', mean: i.demand_mean })],
    [
      'jointReplenishment',
      (i) => inventory.jointReplenishment(i.fixed_cost, [i, { ...i, fixed_cost: i.stockout_cost }]),
    ],
    [
      'wagnerWhitin',
      (i) => inventory.wagnerWhitin({ ...i, demand: [i.demand_mean, i.demand_sd, i.demand_rate] }),
    ],
    [
      'serialBaseStock',
      (i) =>
        inventory.serialBaseStock({
          stages: [{ echelon_holding_cost: i.holding_cost, lead_time: i.lead_time }],
          stockout_cost: i.stockout_cost,
          demand: { mean: i.demand_mean, sd: i.demand_sd },
        }),
    ],
  ] as [string, (input: Record<(typeof fields)[number], number>) => unknown][])('%s', (_, call) => {
    fc.assert(
      fc.property(record, (input) => sane(() => call(input))),
      { numRuns: 80 },
    );
  });

  it('inventoryPolicy and reorderPointFor', () => {
    const requests = fc.record({
      demand: fc.record({
        daily_mean: wild,
        daily_sd: wild,
        lead_time_days: wild,
        lead_time_sd_days: wild,
        qc_days: wild,
        review_days: wild,
      }),
      family,
      target: fc.oneof(
        fc.record({ kind: fc.constant('cycle' as const), probability: fc.oneof(wild, fc.constant(0.95)) }),
        fc.record({ kind: fc.constant('fill_rate' as const), fill_rate: fc.oneof(wild, fc.constant(0.95)) }),
      ),
      order: fc.record({ qty: wild }),
      life: fc.option(fc.record({ shelf_life_days: wild, min_remaining_days: wild }), { nil: undefined }),
    });
    fc.assert(
      fc.property(requests, (request) => sane(() => inventory.inventoryPolicy(request))),
      { numRuns: 400 },
    );
  });

  it('spreadBudget', () => {
    const item = fc.record({
      unit_cost: wild,
      shortage_weight: wild,
      cycles_per_year: wild,
      demand: fc.record({ kind: fc.constant('negative_binomial' as const), mean: wild, variance: wild }),
    });
    fc.assert(
      fc.property(wild, fc.array(item, { maxLength: 3 }), (budget, items) =>
        sane(() =>
          inventory.spreadBudget(
            budget,
            items.map((row, item_id) => ({ ...row, item_id })),
          ),
        ),
      ),
      { numRuns: 40 },
    );
  });
});
