import { expect, test } from 'vitest';
import { poissonQuantile } from '../math/discrete.ts';
import { eveningOf, type PairState, smallNetwork } from '../redistribution/testing.ts';
import { baseStockRule, reorderPointRule } from './replenishment-rules.ts';
import type { ReplenishmentPosition } from './simulator.model.ts';
import { nearestTransfers, noTransfers } from './transfer-policies.ts';

const position = (given: Partial<ReplenishmentPosition> = {}): ReplenishmentPosition => ({
  pair: 0,
  rate_per_day: 2,
  dispersion: 0,
  shelf_life_days: 1000,
  on_hand: 10,
  on_order: 4,
  inbound: 3,
  waiting: 2,
  lead_time_days: 7,
  review_days: 7,
  ...given,
});

test('base stock orders what the position lacks to the quantile of demand until the next order comes', () => {
  const level = poissonQuantile(0.95, 28);
  expect(baseStockRule(0.95)(position())).toBe(level - 15);
  expect(baseStockRule(0.95)(position({ on_hand: 1000 }))).toBe(0);
  expect(
    baseStockRule(0.95)(position({ rate_per_day: 0, on_hand: 0, on_order: 0, inbound: 0, waiting: 0 })),
  ).toBe(0);
});

test('base stock is capped by the shelf life', () => {
  expect(baseStockRule(0.95)(position({ shelf_life_days: 20 }))).toBe(20 - 15);
});

test('the reorder point rule orders only at or below s, then up to S', () => {
  const s = poissonQuantile(0.9, 28);
  const rule = reorderPointRule(0.9, 10);
  const at = (inventory: number) =>
    rule(position({ on_hand: inventory, on_order: 0, inbound: 0, waiting: 0 }));
  expect(at(s + 1)).toBe(0);
  expect(at(s)).toBe(20);
  expect(at(s - 5)).toBe(25);
});

test('rules refuse a service level that is none', () => {
  expect(() => baseStockRule(1)).toThrow('service');
  expect(() => reorderPointRule(0.9, Number.NaN)).toThrow('order_cover_days');
  expect(() => nearestTransfers(-1)).toThrow('protect_days');
});

/** Warehouse 1 is nearer to 0 than 2 is. */
const near = smallNetwork({
  warehouses: 3,
  rate_per_day: Float64Array.of(1, 2, 1),
  lane_days: new Int32Array(9).fill(1),
  lane_fixed_cost: Float64Array.from([0, 10, 20, 10, 0, 15, 20, 15, 0]),
  lane_volume_cost: new Float64Array(9),
});
const need: PairState = {
  orders: [
    [0, 0, 3],
    [1, 2, 4],
  ],
  inbound: 1,
};
const state = eveningOf([need, { lots: [[50, 4]] }, { lots: [[50, 9]] }]);

test('nearest pulls what is missing from the nearest, then the next', () => {
  expect(nearestTransfers().prepare(near)(state)).toEqual([
    { from: 1, to: 0, item: 0, qty: 4 },
    { from: 2, to: 0, item: 0, qty: 2 },
  ]);
});

test('protection leaves donors their days of demand, and closed lanes are passed over', () => {
  const guarded = nearestTransfers(1.5);
  expect(guarded.name).toBe('nearest_protected');
  expect(guarded.prepare(near)(state)).toEqual([
    { from: 1, to: 0, item: 0, qty: 1 },
    { from: 2, to: 0, item: 0, qty: 5 },
  ]);
  const lane_open = new Uint8Array(9).fill(1);
  lane_open[3] = 0;
  expect(nearestTransfers().prepare(near)({ ...state, lane_open })).toEqual([
    { from: 2, to: 0, item: 0, qty: 6 },
  ]);
});

test('no transfers moves nothing', () => {
  expect(noTransfers.prepare(near)(state)).toEqual([]);
});
