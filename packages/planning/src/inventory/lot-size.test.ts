import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import * as inventory from './index.ts';

const positive = (max = 1e4) => fc.double({ min: 0.01, max, noNaN: true });
const costs = fc.record({ fixed_cost: positive(), holding_cost: positive(50), demand_rate: positive() });

describe('economic order quantity', () => {
  it('is where ordering and keeping cost the same, and no other quantity is cheaper', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0.2, max: 5, noNaN: true }), (c, factor) => {
        const { order_qty, cost } = inventory.economicOrderQty(c);
        expect((c.fixed_cost * c.demand_rate) / order_qty).toBeCloseTo((c.holding_cost * order_qty) / 2, 4);
        expect(inventory.costOfOrderQty(order_qty * factor, c)).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
      }),
    );
  });

  it('scales with the root of demand, and with units', () => {
    fc.assert(
      fc.property(costs, (c) => {
        const one = inventory.economicOrderQty(c);
        const four = inventory.economicOrderQty({ ...c, demand_rate: 4 * c.demand_rate });
        expect(four.order_qty / one.order_qty).toBeCloseTo(2, 9);
        // A dozen as the unit: a twelfth of the demand, twelve times the holding cost.
        const dozens = { ...c, demand_rate: c.demand_rate / 12, holding_cost: c.holding_cost * 12 };
        expect((inventory.economicOrderQty(dozens).order_qty * 12) / one.order_qty).toBeCloseTo(1, 9);
        expect(inventory.economicOrderQty(dozens).cost / one.cost).toBeCloseTo(1, 9);
      }),
    );
  });

  it('backorders and slow production make it larger and cheaper', () => {
    fc.assert(
      fc.property(costs, positive(100), (c, extra) => {
        const plain = inventory.economicOrderQty(c);
        const waiting = inventory.economicOrderQtyWithBackorders({ ...c, stockout_cost: extra });
        const made = inventory.economicProductionQty({ ...c, production_rate: c.demand_rate + extra });
        for (const lot of [waiting, made]) {
          expect(lot.order_qty).toBeGreaterThanOrEqual(plain.order_qty);
          expect(lot.cost).toBeLessThanOrEqual(plain.cost);
        }
      }),
    );
  });

  it('takes discounts where they pay: textbook case, and never dearer than without', () => {
    // Snyder and Shen, example 3.2: 1300 candy bars, K = 8, i = .3, prices .75, .72 from 400, .68 from 800.
    const input = {
      fixed_cost: 8,
      holding_cost_rate: 0.3,
      demand_rate: 1300,
      breaks: [
        { from_qty: 0, unit_cost: 0.75 },
        { from_qty: 400, unit_cost: 0.72 },
        { from_qty: 800, unit_cost: 0.68 },
      ],
    };
    const all_units = inventory.orderQtyWithAllUnitsDiscount(input);
    expect(all_units).toMatchObject({ order_qty: 800, break_index: 2 });
    expect(all_units.cost).toBeCloseTo(978.6, 9);
    const incremental = inventory.orderQtyWithIncrementalDiscount(input);
    expect(incremental.order_qty).toBeCloseTo(304.0467800264, 6);
    expect(incremental.cost).toBeCloseTo(975 + 68.4105255, 6);
    const undiscounted = inventory.economicOrderQty({
      fixed_cost: 8,
      holding_cost: 0.225,
      demand_rate: 1300,
    });
    expect(all_units.cost).toBeLessThan(undiscounted.cost + 1300 * 0.75);
  });

  it('equals a search over all quantities under both kinds of discount', () => {
    const breaks = fc
      .tuple(positive(50), positive(300), positive(300), fc.double({ min: 0.5, max: 0.99, noNaN: true }))
      .map(([unit_cost, a, b, fall]) => [
        { from_qty: 0, unit_cost },
        { from_qty: a, unit_cost: unit_cost * fall },
        { from_qty: a + b, unit_cost: unit_cost * fall * fall },
      ]);
    fc.assert(
      fc.property(breaks, positive(200), positive(300), (rows, fixed_cost, demand_rate) => {
        const input = { fixed_cost, demand_rate, holding_cost_rate: 0.3, breaks: rows };
        const price = (qty: number, incremental: boolean) => {
          const at = rows.findLastIndex(({ from_qty }) => from_qty <= qty);
          if (!incremental) return qty * rows[at]!.unit_cost;
          const top = (i: number) => Math.min(qty, rows[i + 1]?.from_qty ?? qty);
          return rows
            .slice(0, at + 1)
            .reduce((sum, row, i) => sum + (top(i) - row.from_qty) * row.unit_cost, 0);
        };
        for (const incremental of [false, true]) {
          const best = incremental
            ? inventory.orderQtyWithIncrementalDiscount(input)
            : inventory.orderQtyWithAllUnitsDiscount(input);
          for (let qty = 1; qty < 1500; qty += 7) {
            const goods = price(qty, incremental);
            const cost = (demand_rate * (fixed_cost + goods)) / qty + (0.3 * goods) / 2;
            expect(cost).toBeGreaterThanOrEqual(best.cost * (1 - 1e-9));
          }
        }
      }),
    );
  });
});

describe('uncertain supply', () => {
  const input = { fixed_cost: 8, holding_cost: 0.225, demand_rate: 1300, stockout_cost: 5 };

  it('disruptions call for larger orders, the more the longer they last', () => {
    const qty = (recovery_rate: number) =>
      inventory.orderQtyWithDisruptions({ ...input, disruption_rate: 1.5, recovery_rate }).order_qty;
    const plain = inventory.economicOrderQty(input).order_qty;
    expect(qty(14)).toBeGreaterThan(qty(60));
    expect(qty(60)).toBeGreaterThan(plain);
    expect(qty(1e6) / plain).toBeCloseTo(1, 3);
  });

  it('uncertain yields: textbook cases, and certain ones are the EOQ', () => {
    const additive = {
      fixed_cost: 18500,
      holding_cost: 0.06,
      demand_rate: 75000,
      yield_mean: -15000,
      yield_sd: 9000,
    };
    const lot = inventory.orderQtyWithAdditiveYield(additive);
    expect(lot.order_qty).toBeCloseTo(230246.37046881882, 4);
    expect(lot.cost).toBeCloseTo(12914.78222812913, 6);
    const certain = { ...input, yield_mean: 1, yield_sd: 0 };
    expect(inventory.orderQtyWithProportionalYield(certain)).toEqual(inventory.economicOrderQty(input));
    // K d / (Q E Z) + h Q (Var Z + (E Z)^2) / (2 E Z), searched around the answer.
    const uncertain = inventory.orderQtyWithProportionalYield({ ...certain, yield_mean: 0.8, yield_sd: 0.3 });
    const costOf = (qty: number) => (8 * 1300) / (qty * 0.8) + (0.225 * qty * (0.09 + 0.64)) / 1.6;
    expect(costOf(uncertain.order_qty)).toBeCloseTo(uncertain.cost, 9);
    for (const factor of [0.9, 1.1])
      expect(costOf(uncertain.order_qty * factor)).toBeGreaterThan(uncertain.cost);
    const half = inventory.orderQtyWithProportionalYield({ ...certain, yield_mean: 0.5 });
    expect(half.order_qty).toBeCloseTo(2 * inventory.economicOrderQty(input).order_qty, 6);
  });

  it('whole periods without a supplier: textbook case and search over base stocks', () => {
    const period = {
      holding_cost: 0.25,
      stockout_cost: 3,
      demand_qty: 2000,
      disruption_probability: 0.04,
      recovery_probability: 0.25,
    };
    const best = inventory.baseStockWithDisruptions(period);
    expect(best.base_stock).toBe(8000);
    expect(best.cost).toBeCloseTo(2737.0689302470355, 4);
  });
});

describe('lot sizing of known demand', () => {
  const series = fc.record({
    demand: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })), {
      minLength: 1,
      maxLength: 7,
    }),
    fixed_cost: fc.integer({ min: 0, max: 400 }),
    holding_cost: fc.integer({ min: 0, max: 5 }),
  });

  /** Every choice of periods that order. */
  function search(demand: readonly number[], fixed: readonly number[], holding: number): number {
    let best = Number.POSITIVE_INFINITY;
    for (let mask = 0; mask < 1 << demand.length; mask += 1) {
      let [cost, last] = [0, -1];
      let ordered_of_last = false;
      for (let t = 0; t < demand.length; t += 1) {
        if (mask & (1 << t)) [last, ordered_of_last] = [t, false];
        if (demand[t] === 0) continue;
        if (last < 0) cost = Number.POSITIVE_INFINITY;
        else {
          if (!ordered_of_last) cost += fixed[last]!;
          ordered_of_last = true;
          cost += holding * (t - last) * demand[t]!;
        }
      }
      best = Math.min(best, cost);
    }
    return best;
  }

  it('finds the cheapest plan, also with a cost for each period', () => {
    fc.assert(
      fc.property(
        series,
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 7, maxLength: 7 }),
        (s, costs) => {
          const fixed_cost = costs.slice(0, s.demand.length);
          const plan = inventory.wagnerWhitin({ ...s, fixed_cost });
          expect(plan.cost).toBeCloseTo(search(s.demand, fixed_cost, s.holding_cost), 6);
        },
      ),
    );
  });

  it('every method meets all demand without ordering late, and the heuristics are never cheaper', () => {
    const { silverMeal, leastUnitCost, partPeriodBalancing, wagnerWhitin } = inventory;
    fc.assert(
      fc.property(series, (s) => {
        const best = wagnerWhitin(s).cost;
        for (const method of [wagnerWhitin, silverMeal, leastUnitCost, partPeriodBalancing]) {
          const plan = method(s);
          let stock = 0;
          for (const [t, qty] of plan.order_qty.entries()) {
            stock += qty - s.demand[t]!;
            expect(stock).toBeGreaterThanOrEqual(0);
          }
          expect(stock).toBe(0);
          expect(plan.cost).toBeGreaterThanOrEqual(best - 1e-9);
        }
      }),
    );
  });

  it('knows the textbook plan', () => {
    const input = { demand: [90, 120, 80, 70], fixed_cost: 500, holding_cost: 2 };
    expect(inventory.wagnerWhitin(input)).toEqual({ order_qty: [210, 0, 150, 0], cost: 1380 });
    // 500, 370, 353.3 a period, and 370 with the fourth.
    expect(inventory.silverMeal(input).order_qty).toEqual([290, 0, 0, 70]);
    expect(inventory.wagnerWhitin({ ...input, demand: [] })).toEqual({ order_qty: [], cost: 0 });
    expect(inventory.silverMeal({ ...input, demand: [0, 0] })).toEqual({ order_qty: [0, 0], cost: 0 });
  });

  it('joint orders cost what their cycles cost, and no cycle is better for these multiples', () => {
    const cycle = fc.double({ min: 0.3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(costs, { minLength: 1, maxLength: 6 }),
        positive(500),
        cycle,
        (items, shared, factor) => {
          const { multiples, base_cycle, cost } = inventory.jointReplenishment(shared, items);
          const at = (time: number) =>
            items.reduce(
              (sum, { fixed_cost, holding_cost, demand_rate }, i) =>
                sum +
                fixed_cost / (multiples[i]! * time) +
                (holding_cost * demand_rate * multiples[i]! * time) / 2,
              shared / time,
            );
          expect(at(base_cycle) / cost).toBeCloseTo(1, 9);
          expect(at(base_cycle * factor)).toBeGreaterThanOrEqual(cost * (1 - 1e-9));
          expect(Math.min(...multiples)).toBe(1);
        },
      ),
    );
  });
});

describe('bad input', () => {
  const good = { fixed_cost: 1, holding_cost: 1, demand_rate: 1 };
  it.each([
    ['holding_cost', () => inventory.economicOrderQty({ ...good, holding_cost: 0 })],
    ['fixed_cost', () => inventory.economicOrderQty({ ...good, fixed_cost: -1 })],
    ['demand_rate', () => inventory.economicOrderQty({ ...good, demand_rate: Number.NaN })],
    ['production_rate', () => inventory.economicProductionQty({ ...good, production_rate: 1 })],
    ['stockout_cost', () => inventory.economicOrderQtyWithBackorders({ ...good, stockout_cost: 0 })],
    [
      'breaks.length',
      () => inventory.orderQtyWithAllUnitsDiscount({ ...good, holding_cost_rate: 1, breaks: [] }),
    ],
    ['demand[1]', () => inventory.wagnerWhitin({ demand: [1, -1], fixed_cost: 1, holding_cost: 1 })],
    ['fixed_cost.length', () => inventory.silverMeal({ demand: [1, 1], fixed_cost: [1], holding_cost: 1 })],
    ['items.length', () => inventory.jointReplenishment(1, [])],
    [
      'recovery_rate',
      () =>
        inventory.orderQtyWithDisruptions({
          ...good,
          stockout_cost: 1,
          disruption_rate: 1,
          recovery_rate: 0,
        }),
    ],
  ])('is refused by name: %s', (field, call) => {
    expect(call).toThrow(PlanningInputError);
    expect(call).toThrow(`${field}:`);
  });

  it('no demand needs no order', () => {
    expect(inventory.economicOrderQty({ ...good, demand_rate: 0 })).toEqual({ order_qty: 0, cost: 0 });
  });
});
