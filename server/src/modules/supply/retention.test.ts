import { expect, test } from 'vitest';
import { retainUntil } from './retention.ts';

const facts = { implant: false, expiry_date: '2030-01-09', arrival_date: '2026-03-01' };

test('two years beyond the expiry, five without one, for ever for an implant', () => {
  expect(retainUntil(facts)).toBe('2032-01-09');
  expect(retainUntil({ ...facts, expiry_date: null })).toBe('2031-03-01');
  expect(retainUntil({ ...facts, implant: true })).toBeNull();
});

test('a leap day ends on the day after where the year has none', () => {
  expect(retainUntil({ ...facts, expiry_date: '2028-02-29' })).toBe('2030-03-01');
});
