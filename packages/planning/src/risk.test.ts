import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanningInputError } from './errors.ts';
import { assessRisk, type Risk, type RiskInput } from './risk.ts';

const today = '2026-11-22';
const at = { item_id: 1, warehouse_id: 1 };
const base: RiskInput = {
  today,
  horizon_days: 30,
  positions: [{ ...at, daily_demand: 10, safety_stock: 50, reorder_point: 120 }],
  stock: [{ ...at, lot_id: 1, expiry_date: null, qty: 200 }],
  arrivals: [],
  demand: [],
};
const one = (change: Partial<RiskInput>): Risk => assessRisk({ ...base, ...change })[0]!;
const urgent = { ...at, demand_line_id: 9, qty: 160, due_date: today, priority_class: 1 };

describe('assessRisk', () => {
  it('finds the day on which stock no longer meets demand', () => {
    expect(one({})).toMatchObject({ days_until_stock_out: 20, level: 'warning', projected_short_qty: 100 });
    expect(one({}).days_until_below_safety_stock).toBe(15);
  });
  it('an urgent demand line pushes a warehouse below its safety stock at once', () => {
    const before = one({});
    const after = one({ demand: [urgent] });
    expect(before.below_safety_stock).toBe(false);
    expect(after).toMatchObject({
      below_safety_stock: true,
      net_qty: 40,
      open_demand_qty: 160,
      priority_class: 1,
    });
    expect(after).toMatchObject({ days_until_stock_out: 4, level: 'critical', demand_line_ids: [9] });
    expect(after.severity).toBeGreaterThan(before.severity);
  });
  it('is out of stock today when demand of today cannot be met', () => {
    expect(one({ stock: [] })).toMatchObject({ level: 'stock_out', days_until_stock_out: 0, usable_qty: 0 });
  });
  it('counts what arrives on its day and not before', () => {
    const arrivals = [{ ...at, date: '2026-12-10', expiry_date: null, qty: 1000 }];
    expect(one({ arrivals })).toMatchObject({ days_until_stock_out: null, on_the_way_qty: 1000 });
    const late = [{ ...at, date: '2026-12-14', expiry_date: null, qty: 1000 }];
    expect(one({ arrivals: late })).toMatchObject({ days_until_stock_out: 20, projected_short_qty: 20 });
  });
  it('takes an overdue arrival as one of today and an overdue demand as due today', () => {
    const arrivals = [{ ...at, date: '2026-11-01', expiry_date: null, qty: 1000 }];
    expect(one({ arrivals }).days_until_stock_out).toBe(null);
    expect(one({ stock: [], demand: [{ ...urgent, due_date: '2026-11-01' }] }).projected_short_qty).toBe(460);
  });
  it('drops lots after their expiry day and uses the earliest first', () => {
    const stock = [
      { ...at, lot_id: 1, expiry_date: '2026-11-26', qty: 100 },
      { ...at, lot_id: 2, expiry_date: null, qty: 100 },
    ];
    // Usable through the 26th: five days of 10 leave 50 to expire, then ten days of the other lot.
    expect(one({ stock })).toMatchObject({ projected_expiry_qty: 50, days_until_stock_out: 15 });
    const expired = [{ ...at, lot_id: 1, expiry_date: '2026-11-21', qty: 100 }];
    expect(one({ stock: expired })).toMatchObject({ usable_qty: 0, level: 'stock_out' });
    const last = [{ ...at, lot_id: 1, expiry_date: today, qty: 100 }];
    expect(one({ stock: last })).toMatchObject({ usable_qty: 100, days_until_stock_out: 1 });
  });
  it('watches the inventory position, goods on the way included', () => {
    const stock = [{ ...at, lot_id: 1, expiry_date: null, qty: 110 }];
    const slow = [{ ...at, daily_demand: 0.1, safety_stock: 50, reorder_point: 120 }];
    expect(one({ stock, positions: slow })).toMatchObject({
      level: 'watch',
      at_or_below_reorder_point: true,
    });
    const arrivals = [{ ...at, date: '2026-12-01', expiry_date: null, qty: 20 }];
    expect(one({ stock, positions: slow, arrivals })).toMatchObject({ level: 'ok', severity: 0 });
  });
  it('ranks by clinical impact and time', () => {
    const pair = (item_id: number, qty: number) => ({
      item_id,
      warehouse_id: 1,
      lot_id: item_id,
      expiry_date: null,
      qty,
    });
    const positions = [1, 2, 3].map((item_id) => ({
      item_id,
      warehouse_id: 1,
      daily_demand: 10,
      safety_stock: 0,
      reorder_point: 0,
    }));
    const line = (item_id: number, priority_class: number) => ({
      item_id,
      warehouse_id: 1,
      demand_line_id: item_id,
      qty: 5,
      due_date: today,
      priority_class,
    });
    const ranked = assessRisk({
      ...base,
      positions,
      stock: [pair(1, 50), pair(2, 50), pair(3, 200)],
      demand: [line(1, 4), line(2, 1), line(3, 1)],
    });
    expect(ranked.map((risk) => risk.item_id)).toEqual([2, 3, 1]);
  });
  it('shows demand for an item that the warehouse does not carry', () => {
    const risks = assessRisk({ ...base, demand: [{ ...urgent, item_id: 77 }] });
    expect(risks[0]).toMatchObject({ item_id: 77, level: 'stock_out', projected_short_qty: 160 });
    expect(risks).toHaveLength(2);
  });
  it('returns the projection only when asked', () => {
    expect(one({}).projection).toBe(null);
    expect(one({ with_projection: true, horizon_days: 3 }).projection).toEqual([190, 180, 170]);
  });
  it('names the field that is wrong', () => {
    const fails = (change: Partial<RiskInput>) => {
      try {
        assessRisk({ ...base, ...change });
      } catch (error) {
        return error as PlanningInputError;
      }
      throw new Error('not refused');
    };
    expect(fails({ today: '2026-02-30' })).toMatchObject({ code: 'not_a_date', field: 'today' });
    expect(fails({ horizon_days: 0 })).toMatchObject({ field: 'horizon_days' });
    expect(fails({ stock: [{ ...base.stock[0]!, qty: -1 }] })).toMatchObject({ field: 'stock[0].qty' });
    expect(fails({ demand: [{ ...urgent, priority_class: 5 }] })).toMatchObject({
      field: 'demand[0].priority_class',
    });
    expect(fails({ positions: [...base.positions, ...base.positions] })).toMatchObject({ code: 'duplicate' });
    expect(fails({ arrivals: [{ ...at, date: 'soon', expiry_date: null, qty: 1 }] })).toMatchObject({
      field: 'arrivals[0].date',
    });
  });
  it('more stock never brings the stock-out nearer, more demand never moves it away', () => {
    const day = (k: number) => new Date(Date.UTC(2026, 10, 22 + k)).toISOString().slice(0, 10);
    const lot = fc.record({ qty: fc.nat(200), days: fc.option(fc.integer({ min: 0, max: 40 })) });
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 5 }), lot, fc.nat(50), (lots, extra, more) => {
        const stock = (list: (typeof extra)[]) =>
          list.map(({ qty, days }, k) => ({
            ...at,
            lot_id: k,
            qty,
            expiry_date: days === null ? null : day(days),
          }));
        const before = one({ stock: stock(lots) });
        const richer = one({ stock: stock([...lots, extra]) });
        const busier = one({ stock: stock(lots), demand: [{ ...urgent, qty: more }] });
        expect(richer.days_until_stock_out ?? 99).toBeGreaterThanOrEqual(before.days_until_stock_out ?? 99);
        expect(richer.projected_short_qty).toBeLessThanOrEqual(before.projected_short_qty);
        expect(busier.days_until_stock_out ?? 99).toBeLessThanOrEqual(before.days_until_stock_out ?? 99);
      }),
    );
  });
});
