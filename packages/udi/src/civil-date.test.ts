import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDate, daysInMonth, fullYear, yearOf } from './civil-date.ts';

describe('civil dates', () => {
  it('agrees with the calendar for every month of four centuries', () => {
    for (let year = 1900; year < 2300; year++) {
      for (let month = 1; month <= 12; month++) {
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      }
    }
  });

  it('places a two-digit year within 49 years behind or 50 ahead of today', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1950, max: 2150 }),
        (digits, yearNow) => {
          const year = fullYear(digits, yearNow);
          expect(year % 100).toBe(digits);
          expect(year - yearNow).toBeGreaterThanOrEqual(-49);
          expect(year - yearNow).toBeLessThanOrEqual(50);
        },
      ),
    );
  });

  it('writes day 0 as the last day', () => {
    expect(civilDate(2028, 2, 0)).toBe('2028-02-29');
    expect(civilDate(987, 6, 5)).toBe('0987-06-05');
  });

  it('throws for a today that is no civil date', () => {
    expect(yearOf('2026-11-22')).toBe(2026);
    for (const text of ['2026-2-1', '2026-13-01', '2026-02-29', '2026-01-00', '']) {
      expect(() => yearOf(text)).toThrow(TypeError);
    }
  });
});
