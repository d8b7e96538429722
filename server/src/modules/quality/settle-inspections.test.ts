import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from './settle-inspections.ts';

const signed = (released: number, rejected: number, more: object = {}) => ({
  inspection_id: 1,
  document_no: 'IN1',
  item_id: 7,
  lot_id: 70,
  lot_no: 'L70',
  status: 'closed',
  released,
  rejected,
  ...more,
});
const line = (released: number, rejected = 0, lot_id = 70) => ({ item_id: 7, lot_id, released, rejected });
const codes = (decided: ReturnType<typeof settle>) =>
  'errors' in decided ? decided.errors.map((error) => `${error.path} ${error.code}`) : decided.settled;

describe('an acceptance of inspected goods', () => {
  test('posts what was signed', () => {
    expect(codes(settle([line(8, 2)], [signed(8, 2)]))).toEqual([
      { inspection_id: 1, released: 8, rejected: 2 },
    ]);
  });
  test('may reject more than the inspection did, never release more', () => {
    expect(codes(settle([line(5, 5)], [signed(8, 2)]))).toEqual([
      { inspection_id: 1, released: 5, rejected: 5 },
    ]);
    expect(codes(settle([line(9, 1)], [signed(8, 2)]))).toEqual(['lines.0 quality.inspection_otherwise']);
  });
  test('waits for a signature; lots that nobody inspects do not', () => {
    const lines = [line(1, 0, 71), line(1)];
    expect(codes(settle(lines, [signed(0, 0, { status: 'concluded' })]))).toEqual([
      'lines.1 quality.inspection_open',
    ]);
  });
  test('takes what is signed already while the rest still waits', () => {
    expect(codes(settle([line(3)], [signed(3, 0, { status: 'part_decided' })]))).toEqual([
      { inspection_id: 1, released: 3, rejected: 0 },
    ]);
    expect(codes(settle([line(4)], [signed(3, 0, { status: 'part_decided' })]))).toEqual([
      'lines.0 quality.inspection_open',
    ]);
  });
});

const amount = fc.integer({ min: 0, max: 20 });
const inspections = fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 4 });

test('however lines and inspections of a lot are cut, no more is posted than was signed, and all that was asked is noted', () => {
  fc.assert(
    fc.property(inspections, fc.array(fc.tuple(amount, amount), { maxLength: 4 }), (given, asked) => {
      const all = given.map(([good, bad], n) => signed(good, bad, { inspection_id: n + 1 }));
      const lines = asked.map(([good, bad]) => line(good, bad));
      const decided = settle(lines, all);
      if ('errors' in decided) return;
      for (const one of all) {
        const own = decided.settled.filter((s) => s.inspection_id === one.inspection_id);
        const released = own.reduce((sum, s) => sum + s.released, 0);
        const rejected = own.reduce((sum, s) => sum + s.rejected, 0);
        expect(released).toBeLessThanOrEqual(one.released);
        expect(released + rejected).toBeLessThanOrEqual(one.released + one.rejected);
      }
      const sum = (of: readonly { released: number; rejected: number }[], field: 'released' | 'rejected') =>
        of.reduce((total, one) => total + one[field], 0);
      expect(sum(decided.settled, 'released')).toBe(sum(lines, 'released'));
      expect(sum(decided.settled, 'rejected')).toBe(sum(lines, 'rejected'));
    }),
  );
});
