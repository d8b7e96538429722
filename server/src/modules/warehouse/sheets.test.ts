import { describe, expect, test } from 'vitest';
import type { PrintForm } from '../../platform/print/index.ts';
import { adjustmentSheet, countSheet, workSheet } from './sheets.ts';

const entry = { round: 1, book_qty: null, counted: null, counted_by_name: null };
const line = {
  line_no: 1,
  location_code: 'A-01',
  item_code: 'GLOVES',
  item_name: '手套',
  lot_no: 'L1',
  expiry_date: '2030-01-31',
  disposition: 'released',
  owner_name: '通仓',
  unit: '双',
  book_now: null,
  difference: null,
  entries: [entry],
};
const count = {
  document_no: 'CT1',
  warehouse_code: 'N1',
  method: 'abc',
  blind: true,
  reason: '月盘',
  created_by_name: '王',
  lines_rows: [line],
} as unknown as Parameters<typeof countSheet>[0];
const adjustment = {
  document_no: 'AJ1',
  warehouse_code: 'N1',
  cause: 'lost',
  reason: 'x',
  decision_note: null,
  requested_by_name: '王',
  decided_by_name: null,
  value_fen: -250,
  line_rows: [{ ...line, change: -1, value_fen: -250, serial_nos: ['S1', 'S2'] }],
} as unknown as Parameters<typeof adjustmentSheet>[0];
const work = {
  document_no: 'WO1',
  warehouse_code: 'N1',
  kind: 'assemble',
  item_name: '包',
  item_code: 'KIT',
  lot_no: null,
  qty: 2,
  unit: '个',
  label_version: null,
  created_by_name: '王',
  reason: 'x',
  line_rows: [{ work_order_line_id: 7, item_code: 'GLOVES', item_name: '手套', per_unit: 3 }],
  allocations: [{ ...line, work_order_line_id: 7, qty: 6 }],
  runs: [
    {
      run_no: 1,
      started_by_name: '王',
      finished_by_name: '李',
      pieces: [{ ...line, side: 'taken', qty: 6 }],
    },
  ],
} as unknown as Parameters<typeof workSheet>[0];

const cellsOf = (form: PrintForm) =>
  form.tables.flatMap(({ columns, rows, totals }) =>
    [...rows, ...(totals ? [totals] : [])].map((row) => row.length - columns.length),
  );

describe('the sheets of the warehouse', () => {
  test.each(['zh', 'en'] as const)('fill their columns and are in one language: %s', (language) => {
    for (const form of [
      countSheet(count, language),
      adjustmentSheet(adjustment, language),
      workSheet(work, language),
    ]) {
      expect(cellsOf(form).every((missing) => missing === 0)).toBe(true);
      expect(/[一-鿿]/.test(form.title)).toBe(language === 'zh');
    }
  });

  test('say no quantity of the book where the count is blind', () => {
    const [row] = countSheet(count, 'zh').tables[0]!.rows;
    expect(row!.slice(9, 12)).toEqual(['', '', '']);
    expect(countSheet(count, 'zh').facts[1]!.value).toContain('盲盘');
  });

  test('name the goods to fetch by the line they are for', () => {
    expect(workSheet(work, 'zh').tables[0]!.rows[0]).toEqual([
      'A-01',
      'GLOVES',
      '手套',
      'L1',
      '2030-01-31',
      '3',
      '6',
    ]);
  });

  test('show a loss as a loss', () => {
    const { rows, totals } = adjustmentSheet(adjustment, 'zh').tables[0]!;
    expect([rows[0]![7], rows[0]![8], rows[0]![9], totals![8]]).toEqual(['-1', '-2.50', 'S1 S2', '-2.50']);
  });
});
