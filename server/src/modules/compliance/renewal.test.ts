import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  isWorkday,
  licenceWindow,
  monthsBefore,
  ownerOf,
  registrationWindow,
  reminderDue,
  renewalState,
  workdaysBefore,
} from './renewal.model.ts';

/** National Day of 2026 with its make-up workdays. */
const CALENDAR = new Map([
  ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map(
    (day) => [day, false] as const,
  ),
  ['2026-09-20', true],
  ['2026-10-10', true],
]);
const civil = fc.integer({ min: 18_000, max: 24_000 }).map((day) => addDays('1970-01-01', day));

describe('working days', () => {
  test('leave out weekends and holidays, and count weekends that are worked', () => {
    expect(isWorkday('2026-10-01', CALENDAR)).toBe(false);
    expect(isWorkday('2026-10-10', CALENDAR)).toBe(true);
    expect(isWorkday('2026-10-11', CALENDAR)).toBe(false);
    // 10-12 Monday: before it lie 10-10 (worked Saturday), 10-09, 10-08, then 09-30.
    expect(workdaysBefore('2026-10-12', 3, CALENDAR)).toBe('2026-10-08');
    expect(workdaysBefore('2026-10-12', 4, CALENDAR)).toBe('2026-09-30');
  });

  test('are counted exactly, whatever the calendar', () => {
    const calendar = fc.array(fc.tuple(civil, fc.boolean())).map((days) => new Map(days));
    fc.assert(
      fc.property(civil, fc.integer({ min: 1, max: 120 }), calendar, (end, days, held) => {
        const start = workdaysBefore(end, days, held);
        let counted = 0;
        for (let at = start; at < end; at = addDays(at, 1)) if (isWorkday(at, held)) counted += 1;
        expect(counted).toBe(days);
        expect(isWorkday(start, held)).toBe(true);
      }),
    );
  });
});

describe('the window of renewal', () => {
  test('of a licence lies 90 to 30 working days before its end, and filings have none', () => {
    const window = licenceWindow('distribution_licence', '2026-12-31', new Map());
    expect(window).toEqual({ window_from: '2026-08-27', window_to: '2026-11-19' });
    expect(licenceWindow('distribution_filing', '2026-12-31', CALENDAR).window_from).toBeNull();
    expect(licenceWindow('distribution_licence', null, CALENDAR).window_from).toBeNull();
  });

  test('of a registration ends six months before its end, with reminders at 12, 9, 7 and 6', () => {
    expect(registrationWindow('2026-08-31')).toEqual({ window_from: '2025-08-31', window_to: '2026-02-28' });
    const due = (today: string) => reminderDue('2026-12-31', today);
    expect([
      due('2025-12-30'),
      due('2025-12-31'),
      due('2026-04-01'),
      due('2026-05-31'),
      due('2026-07-01'),
    ]).toEqual([null, 12, 9, 7, 6]);
  });

  test('never leaves the month', () => {
    fc.assert(
      fc.property(civil, fc.integer({ min: 1, max: 24 }), (date, months) => {
        const earlier = monthsBefore(date, months);
        const index = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
        expect(index(date) - index(earlier)).toBe(months);
        expect(Number(earlier.slice(8))).toBeLessThanOrEqual(Number(date.slice(8)));
      }),
    );
  });
});

describe('the state of a renewal', () => {
  const window = { window_from: '2026-08-27', window_to: '2026-11-19' };
  const at = (today: string, more: object = {}) =>
    renewalState({ status: 'active', in_force_to: '2026-12-31', renewed: false, ...more }, window, today);
  test('moves with the days from early to due, late and expired', () => {
    expect(
      ['2026-08-26', '2026-08-27', '2026-11-19', '2026-11-20', '2027-01-01'].map((day) => at(day)),
    ).toEqual(['early', 'due', 'due', 'late', 'expired']);
    expect(at('2026-11-20', { renewed: true })).toBe('renewed');
    expect(at('2026-11-20', { status: 'cancelled' })).toBe('cancelled');
    expect(at('2026-11-20', { in_force_to: null })).toBe('endless');
  });

  test('has an owner by what the company is to us', () => {
    expect(['legal_entity', 'supplier', 'manufacturer', 'customer', 'carrier'].map(ownerOf)).toEqual([
      'quality',
      'purchaser',
      'purchaser',
      'planner',
      'warehouse_manager',
    ]);
  });
});
