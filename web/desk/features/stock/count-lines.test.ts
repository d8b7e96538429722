import { describe, expect, it } from 'vitest';
import { differencesOf, readCounts } from './count-lines.ts';

const row = (key: string, location_code: string, lot_no: string, qty: number) => ({
  key,
  location_code,
  item_code: 'I1',
  lot_no,
  qty,
});
const BOOK = [
  row('a', 'A-1', 'L1', 10),
  row('b', 'A-2', 'L1', 5),
  row('c', 'A-3', 'L2', 4),
  row('d', 'A-3', 'L2', 6),
];

describe('counts pasted from a spreadsheet', () => {
  it('fill the balances they name, titles or not', () => {
    const { counts, faults } = readCounts('库位\t产品\t批号\t实盘\nA-1\tI1\tL1\t9\nA-2\tI1\tL1\t0', BOOK);
    expect([...counts]).toEqual([
      ['a', 9],
      ['b', 0],
    ]);
    expect(faults).toEqual([]);
  });
  it('name every line that cannot be taken, and why', () => {
    const { counts, faults } = readCounts(
      'A-1\tI1\tL1\t-2\nA-9\tI1\tL1\t3\nA-3\tI1\tL2\t3\nA-1\tI1\nA-2\tI1\tL1\t4',
      BOOK,
    );
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [1, 'cp_qty'],
      [2, 'cp_unknown'],
      [3, 'cp_many'],
      [4, 'cp_columns'],
    ]);
    expect([...counts]).toEqual([['b', 4]]);
  });
  it('tell what posting would change, zero counted being a count', () => {
    expect(
      differencesOf(
        BOOK,
        new Map([
          ['a', 12],
          ['b', 0],
          ['c', 4],
        ]),
      ),
    ).toEqual({ entered: 3, differs: 2, gained: 2, lost: 5 });
  });
});
