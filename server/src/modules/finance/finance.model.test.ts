import { FLOWS, type Flow } from '@tongcang/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  INFLOWS,
  type Move,
  movingAverage,
  nextMonth,
  OUTFLOWS,
  varianceOf,
  vouchersOf,
} from './finance.model.ts';

const start = { qty: 0, value_fen: 0 };
const paid = (qty: number, amount_fen: number): Move => ({ flow: 'receipt', qty, amount_fen });
const sold = (qty: number): Move => ({ flow: 'sale', qty, amount_fen: null });

describe('the moving average', () => {
  test('moves with each receipt and not with a sale', () => {
    // 10 at 10.00, 10 at 20.00: 15.00 each; 5 sold; 5 at 30.00: (225 + 150) / 20 = 18.75.
    const result = movingAverage(start, [
      paid(10, 10_000),
      paid(10, 20_000),
      sold(5),
      paid(5, 15_000),
      sold(4),
    ]);
    expect(result.flows.get('sale')).toEqual({ qty: 9, amount_fen: 7_500 + 7_500 });
    expect(result).toMatchObject({ qty: 16, value_fen: 30_000 });
  });

  test('gives the last piece what is left, so that no fen is lost', () => {
    const thirds = movingAverage(start, [paid(3, 100), sold(1), sold(1), sold(1)]);
    expect(thirds).toMatchObject({ qty: 0, value_fen: 0 });
    expect(thirds.flows.get('sale')).toEqual({ qty: 3, amount_fen: 100 });
  });

  test('lets a late paper leave at the last average', () => {
    const result = movingAverage(start, [paid(2, 200), sold(2), sold(1), paid(1, 100)]);
    expect(result).toMatchObject({ qty: 0, value_fen: 0 });
  });

  test('loses and makes nothing, whatever moves', () => {
    const move = fc.record({
      flow: fc.constantFrom<Flow>('receipt', 'sale', 'loss', 'issue', 'sale_return', 'landed'),
      qty: fc.integer({ min: 1, max: 1000 }),
      fen: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const knows = (flow: Flow) => flow === 'receipt' || flow === 'landed';
        const { value_fen, qty, flows } = movingAverage(
          start,
          moves.map(({ flow, qty, fen }) => ({
            flow,
            qty: flow === 'landed' ? 0 : qty,
            amount_fen: knows(flow) ? fen : null,
          })),
        );
        expect(varianceOf(0, flows, value_fen)).toBe(0);
        expect(Number.isSafeInteger(value_fen) && Number.isSafeInteger(qty)).toBe(true);
      }),
    );
  });
});

test('no flow brings value in and takes it out', () => {
  expect(FLOWS.filter((flow) => INFLOWS.has(flow) && OUTFLOWS.has(flow))).toEqual([]);
});

test('the variance is what opening, flows and closing leave open', () => {
  const flows = new Map<Flow, { qty: number; amount_fen: number }>([
    ['receipt', { qty: 10, amount_fen: 1000 }],
    ['sale', { qty: 4, amount_fen: 400 }],
    ['issue', { qty: 2, amount_fen: 200 }],
  ]);
  expect(varianceOf(500, flows, 1100)).toBe(0);
  expect(varianceOf(500, flows, 1090)).toBe(10);
});

describe('vouchers', () => {
  const rule = (flow: Flow) => ({
    flow,
    debit_code: `D-${flow}`,
    debit_name: 'd',
    credit_code: `C-${flow}`,
    credit_name: 'c',
  });
  test('balance, leave out what has no amount, and turn a negative amount around', () => {
    const flows = new Map<Flow, { qty: number; amount_fen: number }>([
      ['receipt', { qty: 1, amount_fen: 70 }],
      ['sale', { qty: 1, amount_fen: 0 }],
      ['variance', { qty: 0, amount_fen: -3 }],
    ]);
    const lines = vouchersOf(flows, [rule('receipt'), rule('sale'), rule('variance')]);
    expect(lines.map((l) => [l.voucher_no, l.account_code, l.debit_fen, l.credit_fen])).toEqual([
      [1, 'D-receipt', 70, 0],
      [1, 'C-receipt', 0, 70],
      [2, 'C-variance', 3, 0],
      [2, 'D-variance', 0, 3],
    ]);
  });
});

test('months follow each other over the end of the year', () => {
  expect([nextMonth('2026-11'), nextMonth('2026-12')]).toEqual(['2026-12', '2027-01']);
});
