/** What the papers of receiving say, in both languages; pure. */
import type * as contract from '@tongcang/contract';
import type { PrintColumn, PrintForm } from '../../platform/print/index.ts';

type Receipt = contract.OutputOf<typeof contract.getReceipt>;
type SupplierReturn = contract.OutputOf<typeof contract.getSupplierReturn>;
export type Language = 'zh' | 'en';

const WORDS = {
  zh: {
    receipt: '收货单',
    acceptance: '医疗器械进货查验与验收记录',
    return: '购进退出单',
    supplier: '供货者',
    warehouse: '收货仓库',
    from: '发出仓库',
    note: '随货同行单号',
    order: '采购订单',
    arrived: '到货日期',
    reason: '退货原因',
    consent: '供应商同意书编号',
    receipt_columns: [
      '产品名称',
      '型号规格',
      '批号',
      '失效日期',
      '应收',
      '随货单',
      '实收',
      '破损',
      '拒收',
      '单位',
    ],
    acceptance_columns: [
      '产品名称',
      '型号规格',
      '注册证/备案号',
      '注册人/备案人',
      '生产企业',
      '生产许可证/备案号',
      '批号/序列号',
      '生产日期',
      '失效日期',
      '购货日期',
      '到货数量',
      '抽样',
      '合格',
      '不合格',
      '验收结果',
      '验收人',
      '验收日期',
    ],
    return_columns: ['产品名称', '批号', '失效日期', '质量状态', '申请数量', '发出数量', '单位'],
    results: { qualified: '合格', unqualified: '不合格', partly: '部分合格' },
    dispositions: {
      quarantine: '待验',
      released: '合格',
      held: '冻结',
      rejected: '不合格',
      recalled: '召回',
      expired: '过期',
    },
    supplier_address: '供货者地址',
    supplier_contact: '供货者联系方式',
    no_expiry: '无有效期',
    receipt_signatures: ['收货人', '送货人'],
    acceptance_signatures: ['验收人', '质量负责人'],
    return_signatures: ['发货人', '承运人', '供应商签收'],
  },
  en: {
    receipt: 'Goods receipt',
    acceptance: 'Acceptance record',
    return: 'Return to supplier',
    supplier: 'Supplier',
    warehouse: 'Warehouse',
    from: 'From warehouse',
    note: 'Delivery note no.',
    order: 'Order',
    arrived: 'Arrived on',
    reason: 'Reason',
    consent: 'Supplier’s consent no.',
    receipt_columns: [
      'Item',
      'Model',
      'Lot',
      'Expiry',
      'Expected',
      'Noted',
      'Received',
      'Damaged',
      'Refused',
      'Unit',
    ],
    acceptance_columns: [
      'Item',
      'Model',
      'Registration',
      'Registrant',
      'Producer',
      'Production licence',
      'Lot or serials',
      'Made on',
      'Expiry',
      'Bought on',
      'Arrived',
      'Sample',
      'Qualified',
      'Unqualified',
      'Result',
      'Accepted by',
      'On',
    ],
    return_columns: ['Item', 'Lot', 'Expiry', 'Disposition', 'Asked', 'Sent', 'Unit'],
    results: { qualified: 'Qualified', unqualified: 'Unqualified', partly: 'Partly' },
    dispositions: {
      quarantine: 'Quarantine',
      released: 'Released',
      held: 'Held',
      rejected: 'Rejected',
      recalled: 'Recalled',
      expired: 'Expired',
    },
    supplier_address: 'Supplier’s address',
    supplier_contact: 'Supplier’s contact',
    no_expiry: 'No expiry',
    receipt_signatures: ['Received by', 'Delivered by'],
    acceptance_signatures: ['Accepted by', 'Head of quality'],
    return_signatures: ['Sent by', 'Carrier', 'Received by the supplier'],
  },
} as const;
type Words = (typeof WORDS)[Language];

const columnsOf = (labels: readonly string[], shares: readonly number[]): PrintColumn[] =>
  labels.map((label, index) => ({ label, share: shares[index] }));
const number = (value: number | null): string => (value === null ? '' : String(value));

/** The civil date where the company keeps its books. */
const dayOf = (instant: string): string =>
  new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

const sheet = (language: Language, template: string) => ({ language, template, copy_no: 1 });

function factsOf(receipt: Receipt, words: Words): PrintForm['facts'] {
  return [
    { label: words.supplier, value: receipt.supplier_name },
    { label: words.warehouse, value: receipt.warehouse_name },
    { label: words.note, value: receipt.delivery_note_no },
    { label: words.order, value: receipt.purchase_order_no ?? '' },
    { label: words.arrived, value: dayOf(receipt.arrived_at) },
  ];
}

/** What was counted at the door: both sides sign. */
export function receiptForm(receipt: Receipt, language: Language): PrintForm {
  const words = WORDS[language];
  return {
    ...sheet(language, 'SHD-1'),
    title: words.receipt,
    issuer: receipt.owner_name,
    document_no: receipt.document_no,
    facts: factsOf(receipt, words),
    tables: [
      {
        columns: columnsOf(words.receipt_columns, [2.4, 1.4, 1.4, 1.1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.6]),
        rows: receipt.line_rows.map((line) => [
          `${line.item_code} ${line.item_name}`,
          line.model,
          line.lot_no,
          line.expiry_date ?? '',
          number(line.expected),
          number(line.noted),
          number(line.received),
          number(line.damaged),
          number(line.refused),
          line.unit,
        ]),
      },
    ],
    signatures: words.receipt_signatures,
  };
}

/** The legal record of every lot of a receipt, as it was signed. */
export function acceptanceForm(receipt: Receipt, language: Language): PrintForm {
  const words = WORDS[language];
  const [first] = receipt.acceptances;
  return {
    ...sheet(language, 'YSJL-1'),
    title: words.acceptance,
    issuer: receipt.owner_name,
    document_no: receipt.document_no,
    landscape: true,
    facts: [
      ...factsOf(receipt, words),
      { label: words.supplier_address, value: first?.supplier_address ?? '' },
      { label: words.supplier_contact, value: first?.supplier_contact ?? '' },
    ],
    tables: [
      {
        columns: columnsOf(
          words.acceptance_columns,
          [1.6, 1.1, 1.5, 1.4, 1.4, 1.4, 1.2, 0.9, 0.9, 0.9, 0.6, 0.5, 0.6, 0.7, 0.8, 0.8, 0.9],
        ),
        rows: receipt.acceptances.map((row) => recordRow(row, words)),
      },
    ],
    signatures: words.acceptance_signatures,
  };
}

function recordRow(row: Receipt['acceptances'][number], words: Words): string[] {
  return [
    row.item_name,
    row.model,
    row.registration_no,
    row.registrant_name,
    row.producer_name,
    row.producer_licence_no,
    [row.lot_no, ...row.serial_nos].join(' '),
    row.production_date,
    row.expiry_date ?? words.no_expiry,
    row.purchase_date,
    `${row.arrived_qty} ${row.unit}`,
    number(row.sample_qty),
    number(row.qualified_qty),
    number(row.unqualified_qty),
    [words.results[row.result], row.unqualified_reason].filter(Boolean).join(' '),
    row.accepted_by_name,
    dayOf(row.accepted_at),
  ];
}

/** The paper that goes back with the goods. */
export function returnForm(order: SupplierReturn, language: Language): PrintForm {
  const words = WORDS[language];
  const dispositions: Readonly<Record<string, string>> = words.dispositions;
  return {
    ...sheet(language, 'GJTC-1'),
    title: words.return,
    issuer: order.warehouse_name,
    document_no: order.document_no,
    facts: [
      { label: words.supplier, value: order.supplier_name },
      { label: words.from, value: order.warehouse_name },
      { label: words.consent, value: order.consent_no ?? '' },
      { label: words.reason, value: order.reason, wide: true },
    ],
    tables: [
      {
        columns: columnsOf(words.return_columns, [2.4, 1.4, 1.1, 0.9, 0.9, 0.9, 0.6]),
        rows: order.line_rows.map((line) => [
          `${line.item_code} ${line.item_name}`,
          line.lot_no,
          line.expiry_date ?? '',
          dispositions[line.disposition] ?? line.disposition,
          number(line.qty),
          number(line.qty_shipped),
          line.unit,
        ]),
      },
    ],
    signatures: words.return_signatures,
  };
}
