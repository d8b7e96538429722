import { assessRisk, forecastDemand, type Risk } from '@tongcang/planning';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newest, periodNumber, periodStart, type StoredSeries, seriesOf } from './demand-series.ts';
import { makePolicy, risesInOrder } from './make-policy.ts';
import { LATEST_HOURS, needsOf, type PairFacts, withLateNeeds } from './needs.ts';
import { touchedBy } from './planning.consumer.ts';
import { NO_PINS, type Pins, PROPOSAL_TRANSITIONS, type Settings } from './planning.model.ts';
import type { OpenLine } from './planning.read.ts';

const SETTINGS: Settings = {
  transfer_budget_fen: null,
  service_level: 0.95,
  lead_time_days: 10,
  lead_time_sd_days: 3,
  qc_days: 2,
  horizon_days: 21,
  order_cover_days: 30,
  changed_at: '2026-01-01T00:00:00Z',
};

describe('days in quality', () => {
  const forecast = {
    daily_mean: 10,
    daily_sd: 2,
    method: 'sba',
    pattern: 'smooth',
    observations: 12,
  } as unknown as Parameters<typeof makePolicy>[0]['forecast'];
  const facts = {
    forecast,
    shelf_life_days: null,
    min_remaining_days: 0,
    settings: SETTINGS,
    pins: NO_PINS,
  };
  test('are what was measured, before the setting of the company and behind what a person has fixed', () => {
    expect(makePolicy(facts).qc_days).toBe(2);
    const measured = makePolicy({ ...facts, measured_qc_days: 5 });
    expect(measured.qc_days).toBe(5);
    expect(measured.reorder_point).toBeGreaterThan(makePolicy(facts).reorder_point);
    const pins = { ...NO_PINS, qc_days: 1 };
    expect(makePolicy({ ...facts, pins, measured_qc_days: 5 }).qc_days).toBe(1);
  });
});

describe('series of demand', () => {
  const stored = (bucket: StoredSeries['bucket'], periods: string[], qtys: number[]): StoredSeries => {
    return { item_id: 1, warehouse_id: 1, bucket, periods, qtys };
  };

  test('count a missing period, and those since the last row, as no demand', () => {
    const series = stored('month', ['2026-01-01', '2026-04-01'], [5, 7]);
    expect(seriesOf(series, periodNumber('month', '2026-06-01')).values).toEqual([5, 0, 0, 7, 0, 0]);
  });

  test('put any day of a week into the same week', () => {
    const series = stored('week', ['2026-11-16', '2026-11-22', '2026-11-23'], [1, 2, 4]);
    expect(seriesOf(series, 0).values).toEqual([3, 4]);
  });

  test('number periods so that the number gives the day back', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => periodStart('day', n));
    fc.assert(fc.property(day, (date) => periodStart('day', periodNumber('day', date)) === date));
    const month = fc.integer({ min: 1970 * 12, max: 2100 * 12 });
    fc.assert(fc.property(month, (n) => periodNumber('month', periodStart('month', n)) === n));
    const week = fc.integer({ min: 0, max: 5_000 });
    fc.assert(fc.property(week, (n) => periodNumber('week', periodStart('week', n)) === n));
  });

  test('are read in the bucket that reaches furthest, the finer on a tie', () => {
    const monthly = stored('month', ['2026-09-01'], [1]);
    const daily = stored('day', ['2026-08-30', '2026-09-01'], [1, 1]);
    expect(newest([monthly, daily])).toBe(daily);
    expect(newest([stored('month', ['2026-10-01'], [1]), daily])!.bucket).toBe('month');
  });
});

describe('a policy', () => {
  const values = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 36 });
  const level = fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: null });

  test('rises from safety stock over reorder point to order-up-to, whatever single value is fixed', () => {
    const pins = fc
      .record({ field: fc.constantFrom('safety_stock', 'reorder_point', 'order_up_to'), value: level })
      .map(({ field, value }): Pins => ({ ...NO_PINS, [field]: value }));
    fc.assert(
      fc.property(
        values,
        pins,
        fc.option(fc.integer({ min: 1, max: 1_500 }), { nil: null }),
        (demand, fixed, shelf_life_days) => {
          const forecast = forecastDemand({ bucket: 'month', values: demand });
          const policy = makePolicy({
            forecast,
            shelf_life_days,
            min_remaining_days: 90,
            settings: SETTINGS,
            pins: fixed,
          });
          expect(risesInOrder(policy)).toBe(true);
          for (const field of ['safety_stock', 'reorder_point', 'order_up_to'] as const) {
            if (fixed[field] !== null) expect(policy[field]).toBe(fixed[field]);
          }
        },
      ),
    );
  });
});

describe('needs', () => {
  const TODAY = '2026-11-01';
  const NOW = `${TODAY}T00:00:00Z`;
  const line = (
    demand_line_id: number,
    qty: number,
    priority_class: number,
    due_date = '2026-11-03',
  ): OpenLine => ({
    demand_line_id,
    item_id: 1,
    warehouse_id: 1,
    qty,
    priority_class,
    due_date,
    needed_at: `${due_date}T08:00:00Z`,
    min_remaining_days: 30,
    today: TODAY,
  });
  const pair = (more: Partial<PairFacts> & { safety_stock?: number; daily?: number }): PairFacts => {
    const {
      stock = [],
      arrivals = [],
      demand = [],
      safety_stock = 0,
      daily = 0,
      protection_days = 12,
    } = more;
    const position = {
      item_id: 1,
      warehouse_id: 1,
      daily_demand: daily,
      safety_stock,
      reorder_point: safety_stock * 2,
    };
    const [risk] = assessRisk({
      today: TODAY,
      horizon_days: 21,
      positions: [position],
      stock,
      arrivals,
      demand,
    });
    return { risk: risk as Risk, stock, arrivals, demand, protection_days };
  };
  const stock = (qty: number, expiry_date: string | null = '2028-01-01') => {
    return { item_id: 1, warehouse_id: 1, lot_id: 1, expiry_date, qty };
  };
  const options = { now: NOW, replenish: true, usual_remaining_days: 60 };

  test('are what demand does not find, the urgent served first', () => {
    const facts = pair({ stock: [stock(10)], demand: [line(1, 8, 3), line(2, 6, 1)] });
    expect(needsOf([facts], options)).toMatchObject([
      { need_id: 1, priority_class: 3, qty: 4, demand_line_ids: [1], min_remaining_days: 30 },
    ]);
  });

  test('do not count stock that will be too old for the customer', () => {
    const facts = pair({ stock: [stock(10, '2026-11-20')], demand: [line(1, 5, 2)] });
    expect(needsOf([facts], options)).toMatchObject([{ priority_class: 2, qty: 5 }]);
  });

  test('count an arrival only for what is due after it', () => {
    const arrivals = [{ item_id: 1, warehouse_id: 1, date: '2026-11-05', expiry_date: null, qty: 100 }];
    const facts = pair({ arrivals, demand: [line(1, 5, 2), line(2, 5, 2, '2026-11-06')] });
    expect(needsOf([facts], options)).toMatchObject([{ qty: 5, demand_line_ids: [1] }]);
  });

  test('bring a warehouse up to its reorder point where a supplier would come too late, else to its safety stock', () => {
    const soon = pair({ stock: [stock(20)], safety_stock: 40, daily: 5 });
    expect(needsOf([soon], options)).toMatchObject([{ priority_class: 4, qty: 60, min_remaining_days: 60 }]);
    const later = pair({ stock: [stock(30)], safety_stock: 40, daily: 0.1 });
    expect(needsOf([later], options)).toMatchObject([{ qty: 10 }]);
    expect(needsOf([later], { ...options, replenish: false })).toEqual([]);
  });

  test('that could not come in time may come late, without touching what was in time', () => {
    const [need] = needsOf([pair({ demand: [line(1, 10, 1, '2026-11-01')] })], options);
    const late = withLateNeeds([need!], [{ need_id: 1, served_qty: 4, short_qty: 6, too_slow: true }]);
    expect(late).toMatchObject([
      { need_id: 1, qty: 4, needed_by_hours: 8 },
      { need_id: 2, qty: 6, needed_by_hours: LATEST_HOURS[1], due_hours: 8 },
    ]);
    expect(withLateNeeds([need!], [{ need_id: 1, served_qty: 10, short_qty: 0, too_slow: true }])).toBeNull();
  });

  test('never ask for more than demand and target together lack', () => {
    const some = fc.record({
      have: fc.integer({ min: 0, max: 500 }),
      wanted: fc.array(
        fc.record({ qty: fc.integer({ min: 1, max: 100 }), c: fc.integer({ min: 1, max: 4 }) }),
        { maxLength: 6 },
      ),
      safety_stock: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(some, ({ have, wanted, safety_stock }) => {
        const demand = wanted.map(({ qty, c }, index) => line(index + 1, qty, c));
        const facts = pair({ stock: have > 0 ? [stock(have)] : [], demand, safety_stock });
        const asked = needsOf([facts], options).reduce((sum, need) => sum + need.qty, 0);
        const total = wanted.reduce((sum, { qty }) => sum + qty, 0);
        expect(asked).toBeLessThanOrEqual(Math.max(0, total - have) + safety_stock * 2);
        expect(asked).toBeGreaterThanOrEqual(Math.max(0, total - have));
      }),
    );
  });
});

test('events name items, or the documents whose lines do; a line that is allocated is not a demand', () => {
  const payloads = [
    { item_ids: [1, 2] },
    { item_id: 3, demand_kind: 'demand_line', demand_id: 77 },
    { demand_id: 5 },
    { transfer_id: 6, item_ids: 'all' },
    null,
  ];
  expect(touchedBy(payloads.map((payload) => ({ payload })))).toEqual({
    item_ids: [1, 2, 3],
    demand_ids: [5],
    transfer_ids: [6],
  });
});

test('a proposal is decided once', () => {
  expect(Object.values(PROPOSAL_TRANSITIONS).filter((next) => next.length > 0)).toHaveLength(1);
});
