import { describe, expect, test } from 'vitest';
import { orderForm } from './order-form.ts';

describe('the printed order', () => {
  const order = {
    document_no: 'PO1',
    owner_name: '通仓',
    partner_name: '供',
    partner_code: 'SUP',
    version: 2,
    requested_by_name: '王',
    approved_at: null,
    warehouse_name: '北仓',
    warehouse_address: '北路 1 号',
    line_rows: [
      {
        line_no: 1,
        item_code: 'GLOVES',
        item_name: '手套',
        unit: '双',
        model: 'M',
        storage_condition: 'cold',
        qty: 10,
        qty_cancelled: 4,
        unit_price_fen: 150,
        needed_on: '2030-01-01',
        note: null,
      },
    ],
  } as unknown as Parameters<typeof orderForm>[0];

  test('asks for what was not cancelled, at its price, and says when it is none yet', () => {
    const form = orderForm(order, 'zh');
    expect(form.tables[0]!.rows[0]!.slice(4, 9)).toEqual(['冷藏', '6', '双', '1.50', '9.00']);
    expect(form.tables[0]!.totals![8]).toBe('9.00');
    const { columns, rows, totals } = form.tables[0]!;
    expect([rows[0]!.length, totals!.length]).toEqual([columns.length, columns.length]);
    expect(form.notes!.join()).toContain('尚未批准');
    expect(orderForm({ ...order, approved_at: '2030-01-01T00:00:00Z' }, 'zh').notes!.join()).not.toContain(
      '尚未批准',
    );
  });
});
