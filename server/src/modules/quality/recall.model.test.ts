import { readFileSync } from 'node:fs';
import { NOTICE_STATUSES } from '@tongcang/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Account,
  answerErrors,
  criteriaErrors,
  dueAt,
  figuresOf,
  isBalanced,
  NOTICE_TRANSITIONS,
  openOf,
  standingOf,
} from './recall.model.ts';

test('AC40: 1, 3 and 7 days are counted in hours from the decision', () => {
  const decided = '2026-11-22T09:00:00+08:00';
  const due = [24, 72, 168].map((hours) => dueAt(decided, hours));
  const moments = ['2026-11-23T09:00:00+08:00', '2026-11-25T09:00:00+08:00', '2026-11-29T09:00:00+08:00'];
  expect(due).toEqual(moments.map((moment) => new Date(moment).toISOString()));
});

test('the statuses of a notice are those of its table, and each is reached', () => {
  const sql = readFileSync(new URL('../../../migrations/0037_recall.sql', import.meta.url), 'utf8');
  const check = /recall_notice_status_known check \(status in \(([^)]*)\)/.exec(sql)![1]!;
  expect(check.match(/\w+/g)).toEqual([...NOTICE_STATUSES]);
  const reached = new Set(Object.values(NOTICE_TRANSITIONS).flat());
  expect([...reached].sort()).toEqual(NOTICE_STATUSES.filter((status) => status !== 'open').sort());
});

const amount = fc.integer({ min: 0, max: 1_000 });
const account: fc.Arbitrary<Account> = fc.record({
  qty: amount,
  used_qty: amount,
  destroyed_qty: amount,
  on_hand_qty: amount,
  returned_qty: amount,
});

test('what is open is never negative, and no piece is counted twice', () => {
  fc.assert(
    fc.property(account, (line) => {
      const { on_hand, unaccounted } = openOf(line);
      expect(Math.min(on_hand, unaccounted)).toBeGreaterThanOrEqual(0);
      expect(on_hand).toBeLessThanOrEqual(line.on_hand_qty);
      const told = line.used_qty + line.destroyed_qty + line.returned_qty;
      expect(on_hand + unaccounted).toBe(Math.max(0, line.qty - told));
    }),
  );
});

test('a customer is even when everything is back, used or destroyed; where goods are corrected they may stay', () => {
  const line = { qty: 10, used_qty: 3, destroyed_qty: 1, on_hand_qty: 6, returned_qty: 0 };
  expect(isBalanced([line], 'return', true)).toBe(false);
  expect(isBalanced([line], 'correct', true)).toBe(true);
  expect(isBalanced([line], 'return', false)).toBe(true);
  expect(isBalanced([{ ...line, returned_qty: 6 }], 'return', true)).toBe(true);
  expect(isBalanced([{ ...line, on_hand_qty: 5 }], 'correct', true)).toBe(false);
});

test('the figures add up over all consignees', () => {
  const line = { qty: 10, used_qty: 3, destroyed_qty: 0, on_hand_qty: 2, returned_qty: 1 };
  const due_at = '2026-11-23T01:00:00Z';
  const figures = figuresOf([
    { status: 'confirmed', due_at, confirmed_at: '2026-11-23T00:59:59Z', lines: [line] },
    { status: 'confirmed', due_at, confirmed_at: '2026-11-23T01:00:01Z', lines: [line] },
    { status: 'sent', due_at, confirmed_at: null, lines: [] },
  ]);
  expect(figures).toMatchObject({ notices: 3, confirmed: 2, confirmed_in_time: 1, effectiveness_bp: 6_666 });
  expect(figures).toMatchObject({
    qty: 20,
    used: 6,
    on_hand: 4,
    returned: 2,
    unaccounted: 8,
    accounted_bp: 6_000,
  });
});

test('a scope names what is wrong with each of its lines', () => {
  const errors = criteriaErrors([
    { item_id: 1, lot_no: 'A' },
    { lot_no: 'A' },
    { item_id: 1, serial_from: 'S9', serial_to: 'S10' },
    { supplier_id: 1, serial_from: 'S1' },
    { item_id: 1, expiry_from: '2026-02-01', expiry_to: '2026-01-31' },
    { item_id: 1, serial_to: 'S1' },
  ]);
  expect(errors.map((e) => `${e.path} ${e.code}`)).toEqual([
    'criteria.1 quality.recall_scope',
    'criteria.2 quality.recall_serial_range',
    'criteria.3 quality.recall_serial_range',
    'criteria.4 quality.recall_dates',
  ]);
});

test('a receipt is over, so nothing stands for it; one serial number is a range of one', () => {
  expect(standingOf([{ receipt_no: 'RC-1' }])).toEqual([]);
  expect(standingOf([{ item_id: 1, serial_from: 'S1' }])).toMatchObject([
    { serial_from: 'S1', serial_to: 'S1' },
  ]);
});

test('an answer names lines that exist, once each, and no more than was supplied', () => {
  const lines = [{ line_no: 1, lot_no: 'A', qty: 5, returned_qty: 2 }];
  const told = (line_no: number, used_qty: number) => ({
    line_no,
    used_qty,
    destroyed_qty: 0,
    on_hand_qty: 0,
  });
  expect(answerErrors([told(1, 3)], lines)).toEqual([]);
  expect(answerErrors([told(1, 4)], lines)[0]).toMatchObject({ code: 'quality.recall_answer_more' });
  const twice = answerErrors([told(1, 1), told(1, 1), told(2, 1)], lines);
  expect(twice.map((e) => e.path)).toEqual(['lines.1', 'lines.2']);
});
