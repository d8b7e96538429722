import { expect, test } from 'vitest';
import { acceptanceForm, receiptForm, returnForm } from './receiving-forms.ts';

const line = {
  item_code: 'I1',
  item_name: '手套',
  model: 'M',
  unit: '个',
  lot_no: 'L1',
  expiry_date: '2030-01-09',
  expected: 10,
  noted: null,
  received: 8,
  damaged: 1,
  refused: 1,
};
const record = {
  item_name: '手套',
  model: 'M',
  registration_no: '国械注准1',
  registrant_name: '注册人甲',
  producer_name: '企业乙',
  producer_licence_no: '许可丙',
  lot_no: 'L1',
  serial_nos: ['S1', 'S2'],
  production_date: '2026-01-10',
  expiry_date: null,
  purchase_date: '2026-02-01',
  arrived_qty: 9,
  unit: '个',
  sample_qty: 2,
  qualified_qty: 8,
  unqualified_qty: 1,
  unqualified_reason: '破损',
  result: 'partly',
  accepted_by_name: '赵质量',
  accepted_at: '2026-02-03T18:00:00Z',
  supplier_address: '某路 1 号',
  supplier_contact: '021-5555',
};
const receipt = {
  document_no: 'GR1',
  owner_name: '公司',
  supplier_name: '供应商',
  warehouse_name: '仓库',
  delivery_note_no: 'DN1',
  purchase_order_no: null,
  arrived_at: '2026-02-03T02:00:00Z',
  line_rows: [line],
  acceptances: [record],
} as unknown as Parameters<typeof receiptForm>[0];

test('the record on paper has every legal field, in the zone of the company', () => {
  const form = acceptanceForm(receipt, 'zh');
  const [table] = form.tables;
  expect(table!.rows).toEqual([
    [
      '手套',
      'M',
      '国械注准1',
      '注册人甲',
      '企业乙',
      '许可丙',
      'L1 S1 S2',
      '2026-01-10',
      '无有效期',
      '2026-02-01',
      '9 个',
      '2',
      '8',
      '1',
      '部分合格 破损',
      '赵质量',
      '2026-02-04',
    ],
  ]);
  const facts = Object.fromEntries(form.facts.map(({ label, value }) => [label, value]));
  expect(facts).toMatchObject({ 供货者: '供应商', 供货者地址: '某路 1 号', 供货者联系方式: '021-5555' });
});

test('every column has a heading and a width, in both languages', () => {
  const order = { line_rows: [{ ...line, disposition: 'rejected', qty: 1, qty_shipped: 0 }], reason: 'x' };
  for (const language of ['zh', 'en'] as const) {
    const forms = [
      receiptForm(receipt, language),
      acceptanceForm(receipt, language),
      returnForm(order as unknown as Parameters<typeof returnForm>[0], language),
    ];
    for (const { tables } of forms) {
      const [table] = tables;
      expect(table!.rows[0]).toHaveLength(table!.columns.length);
      expect(table!.columns.every((column) => column.share !== undefined)).toBe(true);
    }
  }
});
