import { describe, expect, it } from 'vitest';
import { civilDateIn, daysBetween, formatDate, formatInstant, formatInteger, formatMoney } from './format.ts';

describe('format', () => {
  it('writes money from fen without floating point', () => {
    expect(formatMoney(123_456, 'zh')).toBe('¥1,234.56');
    expect(formatMoney(-5, 'zh')).toBe('−¥0.05');
    expect(formatMoney(null, 'zh')).toBe('–');
    expect(formatMoney(900_719_925_474_099, 'zh')).toBe('¥9,007,199,254,740.99');
  });
  it('never moves a civil date', () => {
    expect(formatDate('2026-01-01', 'zh')).toBe('2026-01-01');
    expect(formatDate('2026-01-01', 'zh', 'long')).toBe('2026年1月1日');
    expect(formatDate('2026-01-01', 'en', 'long')).toBe('1 Jan 2026');
  });
  it('writes an instant on the wall clock of the warehouse', () => {
    expect(formatInstant('2026-11-22T16:30:05Z', 'Asia/Shanghai')).toBe('2026-11-23 00:30');
    expect(formatInstant('2026-11-22T16:30:05Z', 'Asia/Urumqi', 'second')).toBe('2026-11-22 22:30:05');
    expect(civilDateIn('2026-11-22T16:30:05Z', 'Asia/Shanghai')).toBe('2026-11-23');
    expect(formatInstant('nonsense', 'Asia/Shanghai')).toBe('–');
  });
  it('counts days between civil dates over a change of month and year', () => {
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
    expect(daysBetween('2026-03-01', '2026-02-01')).toBe(-28);
  });
  it('writes nothing as a dash, zero as zero', () => {
    expect(formatInteger(undefined, 'zh')).toBe('–');
    expect(formatInteger(0, 'zh')).toBe('0');
    expect(formatInteger(-1234, 'en')).toBe('-1,234');
  });
});
