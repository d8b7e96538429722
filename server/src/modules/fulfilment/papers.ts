/** What the papers of outbound and consignment say, in both languages; pure. */
import type * as contract from '@tongcang/contract';
import type { PrintColumn, PrintForm } from '../../platform/print/index.ts';

type Wave = contract.OutputOf<typeof contract.getWave>;
type Return = contract.OutputOf<typeof contract.getReturn>;
type Settlement = contract.OutputOf<typeof contract.getSettlement>;
type Refill = contract.OutputOf<typeof contract.getRefill>;
type Language = 'zh' | 'en';

const ZH = {
  wave: '拣货单',
  return: '销售退回单',
  settlement: '结算单',
  refill: '寄售补货单',
  warehouse: '仓库',
  hospital: '客户',
  department: '科室',
  partner: '结算单位',
  made_by: '制单人',
  made_at: '制单时间',
  to: '拣至',
  no: '序号',
  place: '库位',
  item_code: '产品编码',
  item: '产品名称',
  model: '型号规格',
  lot: '批号',
  expiry: '失效日期',
  unit: '单位',
  qty: '数量',
  picked: '实拣',
  demand: '需求单',
  note_no: '随货同行单号',
  reason: '退货原因',
  status: '状态',
  decided_by: '审批人',
  received_by: '收货人',
  accepted_by: '验收人',
  received: '实收',
  accepted: '合格',
  rejected: '不合格',
  result: '处理说明',
  serials: '序列号',
  registration: '注册证/备案号',
  udi: 'UDI-DI',
  price: '单价(元)',
  amount: '金额(元)',
  used_at: '使用时间',
  total: '合计',
  comes: '补货',
  back: '换回批号',
  taken_back: '换回数量',
  to_customer: '我方应收',
  to_supplier: '我方应付',
  reversed: '已冲销',
  picker: '拣货人',
  reviewer: '复核人',
  hospital_sign: '客户签收',
  partner_sign: '对方确认(盖章)',
} as const;
const EN: Record<keyof typeof ZH, string> = {
  wave: 'Pick list',
  return: 'Customer return',
  settlement: 'Statement',
  refill: 'Refill',
  warehouse: 'Warehouse',
  hospital: 'Customer',
  department: 'Department',
  partner: 'Settled with',
  made_by: 'Made by',
  made_at: 'Made at',
  to: 'Pick to',
  no: 'No.',
  place: 'Bin',
  item_code: 'Item code',
  item: 'Item',
  model: 'Model',
  lot: 'Lot',
  expiry: 'Expiry',
  unit: 'Unit',
  qty: 'Quantity',
  picked: 'Picked',
  demand: 'Demand',
  note_no: 'Delivery note',
  reason: 'Reason',
  status: 'Status',
  decided_by: 'Decided by',
  received_by: 'Received by',
  accepted_by: 'Accepted by',
  received: 'Received',
  accepted: 'Accepted',
  rejected: 'Rejected',
  result: 'Remark',
  serials: 'Serials',
  registration: 'Registration',
  udi: 'UDI-DI',
  price: 'Price (CNY)',
  amount: 'Amount (CNY)',
  used_at: 'Used at',
  total: 'Total',
  comes: 'Comes',
  back: 'Taken back',
  taken_back: 'Quantity back',
  to_customer: 'Receivable',
  to_supplier: 'Payable',
  reversed: 'Reversed',
  picker: 'Picker',
  reviewer: 'Reviewer',
  hospital_sign: 'Customer',
  partner_sign: 'Other side (stamp)',
};
const REASONS: Readonly<Record<Language, Readonly<Record<Return['reason'], string>>>> = {
  zh: {
    not_needed: '不需要',
    wrong_goods: '发错货',
    damaged: '破损',
    near_expiry: '近效期',
    quality: '质量问题',
    recall: '召回',
    other: '其他',
  },
  en: {
    not_needed: 'Not needed',
    wrong_goods: 'Wrong goods',
    damaged: 'Damaged',
    near_expiry: 'Near expiry',
    quality: 'Quality',
    recall: 'Recall',
    other: 'Other',
  },
};

const wordsOf = (language: Language) => (language === 'zh' ? ZH : EN);
type Column = readonly [label: string, share: number, align?: PrintColumn['align']];
const columns = (...list: readonly Column[]): PrintColumn[] =>
  list.map(([label, share, align = 'left']) => ({ label, share, align }));
const yuan = (fen: number) => (fen / 100).toFixed(2);
/** The hour of China, as the papers of the company say it. */
const hour = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** What to take from where, in the order of the path, with room to write what was taken. */
export function wavePaper(wave: Wave, language: Language): PrintForm {
  const w = wordsOf(language);
  return {
    title: w.wave,
    issuer: wave.warehouse_code,
    document_no: wave.document_no,
    template: 'JHD-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.made_by, value: wave.created_by_name },
      { label: w.made_at, value: hour(wave.created_at) },
      { label: w.to, value: wave.to_location_code ?? '' },
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.place, 1.1],
          [w.item_code, 1.1],
          [w.item, 2.6],
          [w.lot, 1.5],
          [w.expiry, 1.1],
          [w.qty, 0.8, 'right'],
          [w.unit, 0.6],
          [w.picked, 0.8, 'right'],
          [w.demand, 1.4],
          [w.hospital, 1.8],
        ),
        rows: wave.line_rows.map((line) => [
          String(line.path_no),
          line.location_code ?? '',
          line.item_code,
          line.item_name,
          line.lot_no,
          line.expiry_date ?? '',
          String(line.qty),
          line.unit,
          line.qty_picked > 0 ? String(line.qty_picked) : '',
          line.demand_no,
          `${line.partner_name} ${line.department_name}`,
        ]),
      },
    ],
    signatures: [w.picker, w.reviewer],
  };
}

/** What comes back from a customer, and what was found when it was looked at. */
export function returnPaper(back: Return, language: Language): PrintForm {
  const w = wordsOf(language);
  return {
    title: w.return,
    issuer: back.warehouse_code,
    document_no: back.document_no,
    template: 'XSTH-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.hospital, value: back.partner_name },
      { label: w.note_no, value: back.delivery_note_no },
      { label: w.reason, value: REASONS[language][back.reason] },
      { label: w.made_by, value: back.requested_by_name },
      { label: w.decided_by, value: back.decided_by_name ?? '' },
      { label: w.received_by, value: back.received_by_name ?? '' },
      { label: w.accepted_by, value: back.accepted_by_name ?? '' },
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.item_code, 1.2],
          [w.item, 2.6],
          [w.lot, 1.5],
          [w.expiry, 1.1],
          [w.serials, 1.8],
          [w.qty, 0.8, 'right'],
          [w.received, 0.8, 'right'],
          [w.accepted, 0.8, 'right'],
          [w.rejected, 0.8, 'right'],
          [w.unit, 0.6],
          [w.result, 1.6],
        ),
        rows: back.line_rows.map((line, at) => [
          String(at + 1),
          line.item_code,
          line.item_name,
          line.lot_no,
          line.expiry_date ?? '',
          line.serial_nos.join(' '),
          String(line.qty),
          String(line.qty_received),
          String(line.qty_accepted),
          String(line.qty_rejected),
          line.unit,
          line.result_reason ?? '',
        ]),
      },
    ],
    signatures: [w.hospital_sign, w.received_by, w.accepted_by],
  };
}

/** What was used, piece by piece, and what is owed for it. */
export function settlementPaper(settlement: Settlement, language: Language): PrintForm {
  const w = wordsOf(language);
  return {
    title: w.settlement,
    issuer: settlement.warehouse_code,
    document_no: settlement.document_no,
    template: 'JSD-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.partner, value: settlement.partner_name },
      { label: w.status, value: settlement.direction === 'customer' ? w.to_customer : w.to_supplier },
      { label: w.made_by, value: `${settlement.issued_by_name} ${hour(settlement.issued_at)}` },
      ...(settlement.reverse_reason
        ? [{ label: w.reversed, value: settlement.reverse_reason, wide: true }]
        : []),
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.item, 2.2],
          [w.model, 1.3],
          [w.registration, 1.8],
          [w.udi, 1.5],
          [w.lot, 1.3],
          [w.serials, 1.5],
          [w.department, 1.1],
          [w.used_at, 1.2],
          [w.qty, 0.7, 'right'],
          [w.price, 0.9, 'right'],
          [w.amount, 1, 'right'],
        ),
        rows: settlement.line_rows.map((line) => [
          String(line.line_no),
          line.item_name,
          line.model,
          line.registration_no,
          line.udi_di,
          line.lot_no,
          line.serial_nos.join(' '),
          line.department_name ?? '',
          hour(line.used_at),
          `${line.qty} ${line.unit}`,
          yuan(line.unit_price_fen),
          yuan(line.amount_fen),
        ]),
        totals: ['', w.total, '', '', '', '', '', '', '', '', '', yuan(settlement.amount_fen)],
      },
    ],
    signatures: [w.made_by, w.partner_sign],
  };
}

/** What is brought into a cabinet and what is taken out of it again. */
export function refillPaper(refill: Refill, language: Language): PrintForm {
  const w = wordsOf(language);
  const lots = Map.groupBy(refill.allocations, (one) => one.refill_line_id);
  return {
    title: w.refill,
    issuer: refill.warehouse_code,
    document_no: refill.document_no,
    template: 'BHD-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.hospital, value: refill.partner_name },
      { label: w.department, value: refill.department_name },
      { label: w.made_by, value: `${refill.created_by_name} ${hour(refill.created_at)}` },
      { label: w.reviewer, value: refill.reviewed_by_name ?? '' },
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.item_code, 1.2],
          [w.item, 2.8],
          [w.unit, 0.6],
          [w.comes, 0.8, 'right'],
          [w.place, 1.2],
          [w.lot, 2],
          [w.back, 1.5],
          [w.taken_back, 0.9, 'right'],
        ),
        rows: refill.line_rows.map((line) => {
          const of = lots.get(line.refill_line_id) ?? [];
          return [
            String(line.line_no),
            line.item_code,
            line.item_name,
            line.unit,
            String(line.qty),
            of.map((one) => one.location_code ?? '').join(' '),
            of.map((one) => `${one.lot_no} ×${one.qty}`).join(' '),
            line.swap_lot_no ?? '',
            line.qty_taken_back > 0 ? String(line.qty_taken_back) : '',
          ];
        }),
      },
    ],
    signatures: [w.picker, w.reviewer, w.hospital_sign],
  };
}
