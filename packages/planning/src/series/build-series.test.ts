import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { mulberry32 } from '../math/random.ts';
import { buildSeries } from './build-series.ts';
import { civilDateIn } from './civil-days.ts';
import type { DemandRecord, SeriesOptions } from './series.model.ts';

const january: SeriesOptions = { bucket: 'day', from: '2026-01-01', to: '2026-01-10' };
const on = (day: number, qty: number, more: Partial<DemandRecord> = {}): DemandRecord => ({
  date: `2026-01-${String(day).padStart(2, '0')}`,
  qty,
  ...more,
});
const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

const record = fc.record({
  date: fc.integer({ min: 1, max: 31 }).map((day) => `2026-01-${String(day).padStart(2, '0')}`),
  qty: fc.integer({ min: 0, max: 50 }),
  kind: fc.constantFrom('demand' as const, 'return' as const),
});

describe('buildSeries', () => {
  it('sums records by day, by week from Monday on, and by month', () => {
    const records = [on(1, 5), on(1, 2), on(5, 3), on(10, 4)];
    expect(buildSeries(records, january).values).toEqual([7, 0, 0, 0, 3, 0, 0, 0, 0, 4]);
    // 2026-01-01 is a Thursday: its week had begun before, and is left out.
    const weekly = buildSeries(records, { ...january, bucket: 'week' });
    expect(weekly).toMatchObject({ starts: ['2026-01-05'], values: [7] });
    const monthly = buildSeries([...records, { date: '2026-02-28', qty: 6 }], {
      bucket: 'month',
      from: '2026-01-01',
      to: '2026-02-28',
    });
    expect(monthly).toMatchObject({ starts: ['2026-01-01', '2026-02-01'], values: [14, 6] });
  });

  it('has the same total by day and by month', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (records) => {
        const range = { from: '2026-01-01', to: '2026-01-31' };
        const daily = buildSeries(records, { ...range, bucket: 'day' });
        const monthly = buildSeries(records, { ...range, bucket: 'month' });
        const asked = records.filter(({ kind }) => kind === 'demand');
        // Within one month a return may come before its demand, which the daily series cannot net.
        expect(sum(daily.values) - daily.returns_not_netted).toBe(
          sum(monthly.values) - monthly.returns_not_netted,
        );
        expect(sum(monthly.values)).toBeLessThanOrEqual(sum(asked.map(({ qty }) => qty)));
      }),
    );
  });

  it('takes returns from the newest demand before them and never falls below zero', () => {
    const built = buildSeries([on(1, 5), on(2, 4), on(4, 6, { kind: 'return' })], january);
    expect(built.values.slice(0, 4)).toEqual([3, 0, 0, 0]);
    expect(built.returns_not_netted).toBe(0);
    const early = buildSeries([on(1, 3, { kind: 'return' }), on(2, 5)], january);
    expect(early.values.slice(0, 2)).toEqual([0, 5]);
    expect(early.returns_not_netted).toBe(3);
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (records) => {
        const { values } = buildSeries(records, { ...january, to: '2026-01-31' });
        expect(Math.min(0, ...values.map((value) => value ?? 0))).toBe(0);
      }),
    );
  });

  it('keeps campaigns out of the base and gives each back as a series of its own', () => {
    const built = buildSeries(
      [on(1, 5), on(2, 40, { campaign: 'spring' }), on(2, 1), on(3, 7, { campaign: 'fair' })],
      january,
    );
    expect(built.values.slice(0, 3)).toEqual([5, 1, 0]);
    expect(built.campaigns.spring!.slice(0, 3)).toEqual([0, 40, 0]);
    expect(built.campaigns.fair!.slice(0, 3)).toEqual([0, 0, 7]);
  });

  it('takes a day without stock for missing and scales a bucket by its days in stock', () => {
    const stockout_days = ['2026-01-02', '2026-01-03'];
    expect(buildSeries([on(1, 5)], { ...january, stockout_days }).values.slice(0, 4)).toEqual([
      5,
      null,
      null,
      0,
    ]);
    const month = { bucket: 'month', from: '2026-01-01', to: '2026-01-31' } as const;
    const half = Array.from({ length: 16 }, (_, k) => on(k + 1, 0).date);
    expect(buildSeries([on(20, 15)], { ...month, stockout_days: half }).values[0]).toBeCloseTo(31, 9);
    const nearly = Array.from({ length: 28 }, (_, k) => on(k + 1, 0).date);
    expect(buildSeries([on(30, 15)], { ...month, stockout_days: nearly }).values).toEqual([null]);
    const partial_days = [{ date: '2026-01-01', share_in_stock: 0.5 }];
    expect(buildSeries([on(1, 5)], { ...january, partial_days }).values[0]).toBe(10);
  });

  it('finds the true rate where stock was missing a third of the days, which plain sales miss', () => {
    const random = mulberry32(11);
    const records: DemandRecord[] = [];
    const stockout_days: string[] = [];
    for (let day = 0; day < 730; day++) {
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
      const demand = Math.floor(random() * 9);
      if (random() < 1 / 3) stockout_days.push(date);
      else records.push({ date, qty: demand });
    }
    const options = { bucket: 'month', from: '2024-01-01', to: '2025-12-30', stockout_days } as const;
    const built = buildSeries(records, options);
    const perDay = (values: readonly (number | null)[]) => sum(values.slice(0, 23)) / 700;
    const truth = 4;
    expect(Math.abs(perDay(built.recorded) - truth)).toBeGreaterThan(1);
    expect(Math.abs(perDay(built.values) - truth)).toBeLessThan(0.2);
  });

  it('names the record or option that it cannot use', () => {
    const fieldOf = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        if (error instanceof PlanningInputError) return error.field;
      }
      throw new Error('not refused');
    };
    expect(fieldOf(() => buildSeries([on(1, -1)], january))).toBe('records[0].qty');
    expect(fieldOf(() => buildSeries([on(1, Number.NaN)], january))).toBe('records[0].qty');
    expect(fieldOf(() => buildSeries([{ date: '2026-02-30', qty: 1 }], january))).toBe('records[0].date');
    expect(fieldOf(() => buildSeries([on(1, 1, { kind: 'gift' as 'return' })], january))).toBe(
      'records[0].kind',
    );
    expect(fieldOf(() => buildSeries([], { ...january, to: '2025-01-01' }))).toBe('options.to');
    expect(fieldOf(() => buildSeries([], { ...january, bucket: 'year' as 'day' }))).toBe('options.bucket');
    expect(fieldOf(() => buildSeries([], { ...january, stockout_days: ['x'] }))).toBe(
      'options.stockout_days[0]',
    );
    const partial_days = [{ date: '2026-01-01', share_in_stock: 2 }];
    expect(fieldOf(() => buildSeries([], { ...january, partial_days }))).toBe(
      'options.partial_days[0].share_in_stock',
    );
  });

  it('answers a range without a whole bucket with an empty series', () => {
    expect(buildSeries([on(5, 1)], { bucket: 'month', from: '2026-01-02', to: '2026-01-20' }).values).toEqual(
      [],
    );
  });
});

describe('civilDateIn', () => {
  it('gives the date on the wall of the warehouse', () => {
    const shanghai = civilDateIn('Asia/Shanghai');
    expect(shanghai('2026-01-01T15:59:59Z')).toBe('2026-01-01');
    expect(shanghai('2026-01-01T16:00:00Z')).toBe('2026-01-02');
    const berlin = civilDateIn('Europe/Berlin');
    expect(berlin('2026-01-01T23:00:00Z')).toBe('2026-01-02');
    expect(berlin('2026-07-01T22:00:00Z')).toBe('2026-07-02');
  });
  it('refuses unknown zones and instants without an offset', () => {
    expect(() => civilDateIn('Mars/Base')).toThrow(PlanningInputError);
    expect(() => civilDateIn('Asia/Shanghai')('2026-01-01T10:00:00')).toThrow(PlanningInputError);
  });
});
