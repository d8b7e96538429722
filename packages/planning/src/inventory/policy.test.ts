import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import type { PolicyRequest } from './index.ts';
import * as inventory from './index.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const family = fc.constantFrom('normal', 'gamma', 'negative_binomial');
const demand = fc.record({
  daily_mean: number(0.05, 50),
  daily_sd: number(0.1, 60),
  lead_time_days: number(0.5, 90),
  lead_time_sd_days: number(0, 20),
  qc_days: fc.integer({ min: 0, max: 10 }),
  review_days: fc.integer({ min: 0, max: 7 }),
});

const request = (change: Partial<PolicyRequest> = {}): PolicyRequest => ({
  demand: {
    daily_mean: 4,
    daily_sd: 3,
    lead_time_days: 20,
    lead_time_sd_days: 5,
    qc_days: 2,
    review_days: 1,
  },
  family: 'normal',
  target: { kind: 'cycle', probability: 0.975 },
  order: { qty: 90 },
  ...change,
});

describe('policy of an item', () => {
  const life = { shelf_life_days: 365, min_remaining_days: 270, transit_days: 2 };

  it('agrees with the closed form, in whole units', () => {
    const policy = inventory.inventoryPolicy(request());
    const deviation = Math.sqrt(23 * 9 + 16 * 25);
    expect(policy.safety_stock).toBe(Math.ceil(1.959963984540054 * deviation));
    expect(policy.reorder_point).toBe(Math.ceil(92 + 1.959963984540054 * deviation));
    expect(policy).toMatchObject({
      protection_days: 23,
      demand_in_protection: 92,
      cap: null,
      outdated_per_year: 0,
    });
    expect(policy.order_up_to).toBe(policy.reorder_point + 90);
  });

  it('orders in whole multiples and at least the minimum', () => {
    const qty = (order: inventory.OrderRule) => inventory.inventoryPolicy(request({ order })).order_qty;
    expect(qty({ qty: 90, multiple: 24 })).toBe(96);
    expect(qty({ qty: 90, multiple: 24, min_qty: 100 })).toBe(120);
    expect(qty({ qty: 0 })).toBe(1);
  });

  it('keeps what it holds within what demand uses up in its sellable life, and says when that binds', () => {
    const lives = fc.record({
      shelf_life_days: fc.integer({ min: 1, max: 900 }),
      min_remaining_days: fc.integer({ min: 0, max: 400 }),
      transit_days: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(
        demand,
        lives,
        family,
        number(0.6, 0.995),
        fc.integer({ min: 1, max: 900 }),
        (d, l, kind, p, qty) => {
          const target = { kind: 'cycle', probability: p } as const;
          const policy = inventory.inventoryPolicy({
            demand: d,
            family: kind,
            target,
            order: { qty },
            life: l,
          });
          const { cap, uncapped } = policy;
          if (!cap!.smallest_order_too_large) expect(policy.order_qty).toBeLessThanOrEqual(cap!.demand_p20);
          if (policy.safety_stock > 0)
            expect(policy.safety_stock + policy.order_qty / 2).toBeLessThanOrEqual(cap!.demand_p20 + 1e-9);
          expect(policy.safety_stock).toBeLessThanOrEqual(uncapped.safety_stock);
          expect(policy.cycle_service).toBeLessThanOrEqual(uncapped.cycle_service + 1e-12);
          const differs =
            policy.safety_stock < uncapped.safety_stock || policy.order_qty < uncapped.order_qty;
          expect(cap!.binds).toBe(differs);
          for (const value of Object.values(policy).concat(Object.values(uncapped)))
            if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        },
      ),
    );
  });

  it('a binding cap costs service and saves outdating; longer life never does', () => {
    const tight = inventory.inventoryPolicy(request({ life: { ...life, min_remaining_days: 345 } }));
    expect(tight.cap).toMatchObject({ binds: true, sellable_days: 16 });
    expect(tight.cycle_service).toBeLessThan(tight.uncapped.cycle_service);
    expect(tight.short_per_year).toBeGreaterThan(tight.uncapped.short_per_year);
    expect(tight.outdated_per_year).toBeLessThan(tight.uncapped.outdated_per_year);
    const loose = inventory.inventoryPolicy(request({ life }));
    expect(loose.cap!.binds).toBe(false);
    expect(loose.outdated_per_year).toBeLessThan(tight.outdated_per_year);
  });

  it('the cap is the 20 % quantile of the demand of the sellable days, less half an order', () => {
    const { cap } = inventory.inventoryPolicy(request({ life }));
    // 365 - 270 - 2 - 2 days of 4 a day with deviation 3: 364 - .8416 x 3 sqrt(91).
    expect(cap!.sellable_days).toBe(91);
    expect(cap!.demand_p20).toBeCloseTo(364 - 0.8416212335729143 * 3 * Math.sqrt(91), 9);
    expect(cap!.order_qty_max).toBe(339);
    expect(cap!.safety_stock_max).toBe(Math.floor(cap!.demand_p20 - 45));
  });

  it('goods that no customer would accept get no safety stock and are told apart', () => {
    const policy = inventory.inventoryPolicy(request({ life: { ...life, min_remaining_days: 400 } }));
    expect(policy.cap).toMatchObject({
      sellable_days: 0,
      demand_p20: 0,
      smallest_order_too_large: true,
      binds: true,
    });
    expect(policy).toMatchObject({ safety_stock: 0, order_qty: 1 });
  });

  it('no demand needs no stock', () => {
    const still = { daily_mean: 0, daily_sd: 0, lead_time_days: 10 };
    expect(inventory.inventoryPolicy(request({ demand: still, life }))).toMatchObject({
      safety_stock: 0,
      reorder_point: 0,
      short_per_year: 0,
      fill_rate: 1,
    });
  });

  it('takes a given distribution, recorded lead times, and fill rates', () => {
    const samples = [80, 90, 100, 110, 120, 130, 140, 150, 160];
    const given = { ...request().demand, in_protection: { kind: 'conformal', samples } as const };
    const target = { kind: 'cycle', probability: 0.9 } as const;
    expect(inventory.inventoryPolicy(request({ demand: given, target })).reorder_point).toBe(160);
    const recorded = { ...request().demand, lead_times_days: [20, 20, 20, 60] };
    expect(inventory.inventoryPolicy(request({ demand: recorded })).reorder_point).toBeGreaterThan(200);
    const filled = inventory.inventoryPolicy(request({ target: { kind: 'fill_rate', fill_rate: 0.99 } }));
    expect(filled.fill_rate).toBeGreaterThanOrEqual(0.99);
  });

  it.each([
    ['lead_time_days', { demand: { ...request().demand, lead_time_days: -1 } }],
    ['daily_mean', { demand: { ...request().demand, daily_mean: Number.NaN } }],
    ['daily_sd', { demand: { ...request().demand, daily_sd: -2 } }],
    ['probability', { target: { kind: 'cycle', probability: 1 } }],
    ['fill_rate', { target: { kind: 'fill_rate', fill_rate: 2 } }],
    [
      'fill_rate',
      {
        // So little that its variance is 0.
        demand: { daily_mean: Number.MIN_VALUE, daily_sd: 0, lead_time_days: 1 },
        family: 'normal',
        order: { qty: 0 },
        target: { kind: 'fill_rate', fill_rate: Number.POSITIVE_INFINITY },
      },
    ],
    ['target.kind', { target: { kind: 'luck' } }],
    ['order.multiple', { order: { qty: 1, multiple: 0 } }],
    ['shelf_life_days', { life: { shelf_life_days: Number.POSITIVE_INFINITY } }],
    ['family', { family: 'cauchy' }],
    ['lead_times_days.length', { demand: { ...request().demand, lead_times_days: [] } }],
  ] as [string, Partial<PolicyRequest>][])('bad input is refused by name: %s', (field, change) => {
    expect(() => inventory.inventoryPolicy(request(change))).toThrow(PlanningInputError);
    expect(() => inventory.inventoryPolicy(request(change))).toThrow(`${field}:`);
  });

  it('a billion a day is a number like any other', () => {
    const large = { ...request().demand, daily_mean: 1e9, daily_sd: 1e9 };
    const policy = inventory.inventoryPolicy(request({ demand: large, family: 'negative_binomial', life }));
    expect(Number.isFinite(policy.reorder_point)).toBe(true);
  });
});
