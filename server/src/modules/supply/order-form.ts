/** What a printed purchase order says, in both languages; pure. */
import type * as contract from '@tongcang/contract';
import type { PrintForm } from '../../platform/print/index.ts';

type Order = contract.OutputOf<typeof contract.getPurchaseOrder>;

const WORDS = {
  zh: {
    title: '采购订单',
    draft: '本单尚未批准,不作采购依据',
    supplier: '供货者',
    buyer: '购货者',
    version: '版本',
    deliver_to: '送货地址',
    warehouse: '收货仓库',
    approved: '批准日期',
    requested: '采购员',
    columns: [
      '序号',
      '产品编码',
      '产品名称',
      '型号规格',
      '储存条件',
      '数量',
      '单位',
      '单价(元)',
      '金额(元)',
      '要求到货',
      '备注',
    ],
    storage: { ambient: '常温', cool: '阴凉', cold: '冷藏', frozen: '冷冻' } as Record<string, string>,
    total: '合计',
    demands: '每一批货物须附随货同行单、批次合格证明;医疗器械须符合注册证/备案信息并具有唯一标识。',
    signatures: ['采购员', '采购负责人', '供货者确认(盖章)'],
  },
  en: {
    title: 'Purchase order',
    draft: 'Not approved yet: this is no order',
    supplier: 'Supplier',
    buyer: 'Buyer',
    version: 'Version',
    deliver_to: 'Deliver to',
    warehouse: 'Warehouse',
    approved: 'Approved on',
    requested: 'Purchaser',
    columns: [
      'No.',
      'Item code',
      'Item',
      'Model',
      'Storage',
      'Quantity',
      'Unit',
      'Price (CNY)',
      'Amount (CNY)',
      'Needed on',
      'Note',
    ],
    storage: { ambient: 'Ambient', cool: 'Cool', cold: 'Cold', frozen: 'Frozen' } as Record<string, string>,
    total: 'Total',
    demands:
      'Each lot comes with its delivery note and certificate, and carries its unique device identifier.',
    signatures: ['Purchaser', 'Head of purchasing', 'Supplier (stamp)'],
  },
} as const;

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** The order as it goes to the supplier; what was cancelled of a line is not asked for any more. */
export function orderForm(order: Order, language: 'zh' | 'en'): PrintForm {
  const words = WORDS[language];
  const lines = order.line_rows.map((line) => ({ ...line, asked: line.qty - line.qty_cancelled }));
  const total = lines.reduce((sum, line) => sum + line.asked * line.unit_price_fen, 0);
  return {
    title: words.title,
    issuer: order.owner_name,
    document_no: order.document_no,
    template: 'CGDD-1',
    copy_no: 1,
    language,
    facts: [
      { label: words.supplier, value: `${order.partner_name} (${order.partner_code})` },
      { label: words.buyer, value: order.owner_name },
      { label: words.version, value: String(order.version) },
      { label: words.requested, value: order.requested_by_name },
      { label: words.approved, value: order.approved_at?.slice(0, 10) ?? '' },
      { label: words.warehouse, value: order.warehouse_name },
      { label: words.deliver_to, value: order.warehouse_address, wide: true },
    ],
    tables: [
      {
        columns: words.columns.map((label, at) => ({
          label,
          share: [0.5, 1.2, 2.6, 1.6, 0.8, 0.8, 0.6, 1, 1.1, 1.1, 1.4][at]!,
          align: at === 5 || at === 7 || at === 8 ? 'right' : 'left',
        })),
        rows: lines.map((line) => [
          String(line.line_no),
          line.item_code,
          line.item_name,
          line.model,
          words.storage[line.storage_condition] ?? line.storage_condition,
          String(line.asked),
          line.unit,
          yuan(line.unit_price_fen),
          yuan(line.asked * line.unit_price_fen),
          line.needed_on,
          line.note ?? '',
        ]),
        totals: ['', '', words.total, '', '', '', '', '', yuan(total), '', ''],
      },
    ],
    notes: [words.demands, ...(order.approved_at === null ? [words.draft] : [])],
    signatures: words.signatures,
  };
}
