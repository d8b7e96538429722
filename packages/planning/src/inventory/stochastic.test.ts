import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { poissonPmf } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import * as inventory from './index.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const reorder = fc.record({
  fixed_cost: number(1, 500),
  holding_cost: number(0.1, 20),
  stockout_cost: number(0.5, 400),
  demand_mean: number(5, 2000),
  demand_sd: number(1, 400),
  lead_time: number(0.02, 3),
});

describe('newsvendor', () => {
  it('no other stock is cheaper, for any distribution', () => {
    const spec = fc
      .tuple(number(0.5, 60), number(1.1, 6))
      .chain(([mean, ratio]) =>
        fc.constantFrom(
          { kind: 'normal', mean, sd: Math.sqrt(mean * ratio) } as const,
          { kind: 'gamma', mean, variance: mean * ratio } as const,
          { kind: 'poisson', mean } as const,
          { kind: 'negative_binomial', mean, variance: mean * ratio } as const,
          { kind: 'empirical', samples: [1, 2, mean, mean, 3 * mean] } as const,
        ),
      );
    fc.assert(
      fc.property(spec, number(0.1, 10), number(0.1, 50), number(-20, 20), (demand, h, p, shift) => {
        const costs = { holding_cost: h, stockout_cost: p };
        const best = inventory.newsvendor(costs, demand);
        const other = inventory.newsvendorCost(Math.max(0, best.base_stock + shift), costs, demand);
        expect(other).toBeGreaterThanOrEqual(best.cost - 1e-7 * Math.abs(other));
        expect(best.service_level).toBeGreaterThanOrEqual(p / (p + h) - 1e-9);
      }),
    );
  });

  it('knows the textbook profit', () => {
    const prices = { revenue: 7, purchase_cost: 2.5, salvage_value: 1.5 };
    const { base_stock, profit } = inventory.newsvendorProfit(
      prices,
      inventory.demandOver(1, { mean: 50, sd: 10 }),
    );
    expect(base_stock).toBeCloseTo(59.084578685373856, 9);
    expect(profit).toBeCloseTo(210.47680825231475, 8);
  });
});

describe('(r, Q)', () => {
  it('the optimum is no dearer than any approximation, nor than its neighbours', () => {
    fc.assert(
      fc.property(reorder, number(0.7, 1.4), number(-1, 1), (input, factor, shift) => {
        const best = inventory.optimalReorderPolicy(input);
        const { order_qty, reorder_point } = best;
        const others = [
          inventory.backorderEoqPolicy(input),
          inventory.eoqPlusSafetyStockPolicy(input),
          inventory.lossFunctionPolicy(input),
          { reorder_point: reorder_point + shift * input.demand_sd, order_qty: order_qty * factor },
        ];
        for (const other of others)
          expect(inventory.costOfReorderPolicy(other, input)).toBeGreaterThanOrEqual(best.cost * (1 - 1e-7));
        expect(inventory.costOfReorderPolicy(best, input) / best.cost).toBeCloseTo(1, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('Zheng: the EOQ with backorders costs at most an eighth more', () => {
    fc.assert(
      fc.property(reorder, (input) => {
        const ratio = inventory.backorderEoqPolicy(input).cost / inventory.optimalReorderPolicy(input).cost;
        expect(ratio).toBeLessThanOrEqual(1.1251);
      }),
    );
  });

  it('for Poisson demand no pair in a wide square is cheaper', () => {
    const small = fc.record({
      fixed_cost: number(1, 100),
      holding_cost: number(0.5, 20),
      stockout_cost: number(1, 100),
      demand_mean: number(0.2, 5),
      lead_time: number(0.2, 2),
    });
    fc.assert(
      fc.property(small, (input) => {
        const best = inventory.optimalReorderPolicyPoisson(input);
        const mean = input.demand_mean * input.lead_time;
        const rate = (y: number) => {
          let cost = 0;
          for (let k = 0; k < 80; k += 1)
            cost +=
              poissonPmf(k, mean) * (k < y ? input.holding_cost * (y - k) : input.stockout_cost * (k - y));
          return cost;
        };
        const rates = new Map(Array.from({ length: 70 }, (_, index) => [index - 20, rate(index - 20)]));
        for (let r = -15; r < 15; r += 1) {
          let sum = input.fixed_cost * input.demand_mean;
          for (let Q = 1; Q < 30; Q += 1) {
            sum += rates.get(r + Q)!;
            expect(sum / Q).toBeGreaterThanOrEqual(best.cost * (1 - 1e-9));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('its service is what a simulation finds', () => {
    const demand = { mean: 40, sd: 9 };
    const { fill_rate, cycle_service } = inventory.serviceOfReorderPolicy(
      { reorder_point: 45, order_qty: 30 },
      demand,
    );
    const random = mulberry32(8);
    let [short, calm] = [0, 0];
    const runs = 40_000;
    for (let run = 0; run < runs; run += 1) {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const lead_time_demand = demand.mean + demand.sd * normal;
      short += Math.max(0, lead_time_demand - 45) - Math.max(0, lead_time_demand - 75);
      if (lead_time_demand <= 45) calm += 1;
    }
    expect(Math.abs(fill_rate - (1 - short / runs / 30))).toBeLessThan(0.003);
    expect(Math.abs(cycle_service - calm / runs)).toBeLessThan(0.01);
  });
});

describe('(s, S)', () => {
  const input = fc.record({
    fixed_cost: number(0, 60),
    holding_cost: number(0.5, 5),
    stockout_cost: number(1, 30),
    demand_mean: number(0.3, 8),
    demand_variance: number(0.3, 20),
    lead_time: fc.integer({ min: 0, max: 2 }),
  });

  it('no pair in a wide square is cheaper', () => {
    fc.assert(
      fc.property(input, (i) => {
        const best = inventory.optimalMinMax(i);
        for (let s = Math.max(-5, best.reorder_point - 6); s <= best.reorder_point + 6; s += 1)
          for (let S = s + 1; S <= best.order_up_to + 8; S += 1) {
            const cost = inventory.costOfMinMax({ reorder_point: s, order_up_to: S }, i);
            expect(cost).toBeGreaterThanOrEqual(best.cost * (1 - 1e-9));
          }
      }),
      { numRuns: 40 },
    );
  });

  it('knows the textbook policy, and without a fixed cost is a base stock', () => {
    const costs = { holding_cost: 1, stockout_cost: 4, demand_mean: 6 };
    expect(inventory.optimalMinMax({ ...costs, fixed_cost: 5 })).toMatchObject({
      reorder_point: 4,
      order_up_to: 10,
    });
    const base = inventory.newsvendor(costs, { kind: 'poisson', mean: 6 });
    const free = inventory.optimalMinMax({ ...costs, fixed_cost: 0 });
    expect([free.reorder_point, free.order_up_to]).toEqual([base.base_stock - 1, base.base_stock]);
    expect(free.cost).toBeCloseTo(base.cost, 9);
  });

  it('the power approximation is within a twentieth of the optimum for usual items', () => {
    const usual = { holding_cost: 1, fixed_cost: 64, stockout_cost: 9, demand_mean: 20 };
    const rounded = inventory.powerApproximation({ ...usual, demand_sd: Math.sqrt(20) });
    const policy = {
      reorder_point: Math.round(rounded.reorder_point),
      order_up_to: Math.round(rounded.order_up_to),
    };
    const best = inventory.optimalMinMax(usual).cost;
    expect(inventory.costOfMinMax(policy, usual)).toBeLessThan(1.05 * best);
  });
});

describe('perishables', () => {
  it('is what a simulation of ages finds', () => {
    const shape = { base_stock: 10, shelf_life_periods: 3, demand_mean: 4 };
    const exact = inventory.perishableBaseStockPoisson(shape);
    const random = mulberry32(2);
    const periods = 200_000;
    let [outdated, lost] = [0, 0];
    let ages = [0, 0];
    for (let period = 0; period < periods; period += 1) {
      const stock = [...ages, 10 - ages[0]! - ages[1]!];
      let [wanted, chance] = [0, random() - poissonPmf(0, 4)];
      for (; chance > 0; wanted += 1) chance -= poissonPmf(wanted + 1, 4);
      for (const age of stock.keys()) {
        const taken = Math.min(wanted, stock[age]!);
        stock[age]! -= taken;
        wanted -= taken;
      }
      lost += wanted;
      outdated += stock[0]!;
      ages = stock.slice(1);
    }
    expect(Math.abs(exact.outdate_per_period - outdated / periods)).toBeLessThan(0.01);
    expect(Math.abs(exact.lost_per_period - lost / periods)).toBeLessThan(0.002);
    expect(exact.fill_rate).toBeCloseTo(1 - exact.lost_per_period / 4, 12);
  });

  it('less life outdates more; a life of one period is the newsvendor', () => {
    const cases = fc.record({ base_stock: fc.integer({ min: 1, max: 9 }), demand_mean: number(0.5, 6) });
    fc.assert(
      fc.property(cases, (c) => {
        const [one, two, three] = [1, 2, 3].map((shelf_life_periods) =>
          inventory.perishableBaseStockPoisson({ ...c, shelf_life_periods }),
        );
        expect(two!.outdate_per_period).toBeLessThanOrEqual(one!.outdate_per_period + 1e-9);
        expect(three!.outdate_per_period).toBeLessThanOrEqual(two!.outdate_per_period + 1e-9);
        expect(one!.outdate_per_period + c.demand_mean - one!.lost_per_period).toBeCloseTo(c.base_stock, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('the outdating of a lot grows with stock and order, falls with demand and is at most the order', () => {
    fc.assert(
      fc.property(number(0, 100), number(1, 100), number(1, 300), (reorder_point, order_qty, mean) => {
        const demand = { kind: 'negative_binomial', mean, variance: 3 * mean } as const;
        const lot = (r: number, Q: number) =>
          inventory.outdatingOfLot({ reorder_point: r, order_qty: Q }, demand);
        const qty = lot(reorder_point, order_qty);
        expect(qty).toBeLessThanOrEqual(order_qty);
        expect(lot(reorder_point + 5, order_qty)).toBeGreaterThanOrEqual(qty - 1e-9);
        expect(lot(reorder_point, order_qty + 5)).toBeGreaterThanOrEqual(qty - 1e-9);
      }),
    );
  });
});

describe('bad input', () => {
  const good = {
    fixed_cost: 1,
    holding_cost: 1,
    stockout_cost: 2,
    demand_mean: 3,
    demand_sd: 1,
    lead_time: 1,
  };
  it.each([
    [
      'stockout_cost',
      () => inventory.newsvendor({ holding_cost: 1, stockout_cost: 0 }, { kind: 'poisson', mean: 1 }),
    ],
    ['lead_time', () => inventory.optimalReorderPolicy({ ...good, lead_time: -1 })],
    ['demand_mean', () => inventory.backorderEoqPolicy({ ...good, demand_mean: Number.NaN })],
    ['order_qty', () => inventory.costOfReorderPolicy({ reorder_point: 1, order_qty: 0 }, good)],
    ['order_up_to', () => inventory.costOfMinMax({ reorder_point: 2, order_up_to: 2 }, good)],
    ['demand_mean', () => inventory.optimalMinMax({ ...good, demand_mean: 0 })],
    [
      'base_stock',
      () => inventory.perishableBaseStockPoisson({ base_stock: 900, shelf_life_periods: 9, demand_mean: 1 }),
    ],
    [
      'base_stock',
      () => inventory.perishableBaseStockPoisson({ base_stock: 1.5, shelf_life_periods: 9, demand_mean: 1 }),
    ],
    [
      'demand_pmf[0]',
      () =>
        inventory.perishableBaseStock({
          base_stock: 1,
          shelf_life_periods: 2,
          demand_mean: 1,
          demand_pmf: [2],
        }),
    ],
  ])('is refused by name: %s', (field, call) => {
    expect(call).toThrow(PlanningInputError);
    expect(call).toThrow(`${field}:`);
  });

  it('constant demand and no lead time are the deterministic limits', () => {
    const still = { ...good, demand_sd: 0 };
    const deterministic = inventory.economicOrderQtyWithBackorders({ ...still, demand_rate: 3 });
    expect(inventory.optimalReorderPolicy(still).cost).toBeCloseTo(deterministic.cost, 5);
    expect(Number.isFinite(inventory.lossFunctionPolicy({ ...good, lead_time: 0 }).reorder_point)).toBe(true);
    expect(Number.isFinite(inventory.expectedInventoryPolicy({ ...good, stockout_cost: 0.001 }).cost)).toBe(
      true,
    );
  });
});
