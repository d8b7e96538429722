import { describe, expect, test } from 'vitest';
import type { PrintForm } from '../../platform/print/index.ts';
import { refillPaper, returnPaper, settlementPaper, wavePaper } from './papers.ts';

const goods = { item_code: 'GLOVES', item_name: '手套', lot_no: 'L1', expiry_date: null, unit: '双', qty: 3 };
const head = { document_no: 'X1', warehouse_code: 'N1', partner_name: '医院', created_by_name: '王' };
const at = '2030-01-31T16:30:00.000Z';
const wave = {
  ...head,
  created_at: at,
  to_location_code: 'D-01',
  line_rows: [
    { ...goods, path_no: 1, location_code: 'A-01', qty_picked: 0, demand_no: 'DM1', department_name: '急诊' },
  ],
} as unknown as Parameters<typeof wavePaper>[0];
const back = {
  ...head,
  delivery_note_no: 'DN1',
  reason: 'near_expiry',
  requested_by_name: '王',
  line_rows: [
    { ...goods, serial_nos: ['S1'], qty_received: 3, qty_accepted: 2, qty_rejected: 1, result_reason: null },
  ],
} as unknown as Parameters<typeof returnPaper>[0];
const settlement = {
  ...head,
  direction: 'customer',
  issued_by_name: '李',
  issued_at: at,
  reverse_reason: null,
  amount_fen: 4500,
  line_rows: [
    {
      ...goods,
      line_no: 1,
      model: 'M',
      registration_no: 'R',
      udi_di: '1',
      serial_nos: [],
      department_name: null,
      used_at: at,
      unit_price_fen: 1500,
      amount_fen: 4500,
    },
  ],
} as unknown as Parameters<typeof settlementPaper>[0];
const refill = {
  ...head,
  department_name: '急诊',
  created_at: at,
  reviewed_by_name: null,
  line_rows: [{ ...goods, refill_line_id: 5, line_no: 1, swap_lot_no: 'OLD', qty_taken_back: 2 }],
  allocations: [
    { refill_line_id: 5, lot_no: 'L1', location_code: 'A-01', qty: 2 },
    { refill_line_id: 5, lot_no: 'L2', location_code: 'A-02', qty: 1 },
  ],
} as unknown as Parameters<typeof refillPaper>[0];

const papers = (language: 'zh' | 'en'): PrintForm[] => [
  wavePaper(wave, language),
  returnPaper(back, language),
  settlementPaper(settlement, language),
  refillPaper(refill, language),
];

describe('the papers of outbound', () => {
  test.each(['zh', 'en'] as const)('fill their columns and are in one language: %s', (language) => {
    for (const form of papers(language)) {
      for (const { columns, rows, totals } of form.tables) {
        expect([...rows, ...(totals ? [totals] : [])].map((row) => row.length)).toEqual(
          [...rows, ...(totals ? [totals] : [])].map(() => columns.length),
        );
      }
      expect(/[一-鿿]/.test(form.title)).toBe(language === 'zh');
    }
  });

  test('say the hour of China and leave room for what is not picked yet', () => {
    const form = wavePaper(wave, 'zh');
    expect(form.facts[1]!.value).toBe('2030-02-01 00:30');
    expect(form.tables[0]!.rows[0]![8]).toBe('');
  });

  test('add up what is owed', () => {
    expect(settlementPaper(settlement, 'zh').tables[0]!.totals!.at(-1)).toBe('45.00');
  });

  test('name every lot that comes for a line', () => {
    expect(refillPaper(refill, 'zh').tables[0]!.rows[0]!.slice(5, 9)).toEqual([
      'A-01 A-02',
      'L1 ×2 L2 ×1',
      'OLD',
      '2',
    ]);
  });
});
