/** What the printed sheets of the warehouse say, in both languages; pure. */
import type * as contract from '@tongcang/contract';
import type { PrintColumn, PrintForm } from '../../platform/print/index.ts';

type Count = contract.OutputOf<typeof contract.getCount>;
type Adjustment = contract.OutputOf<typeof contract.getAdjustment>;
type WorkOrder = contract.OutputOf<typeof contract.getWorkOrder>;
type Language = 'zh' | 'en';
type Words = Readonly<Record<string, string>>;

const ZH = {
  count: '盘点表',
  adjustment: '库存调整单',
  work: '加工单',
  no: '序号',
  place: '库位',
  item_code: '产品编码',
  item: '产品名称',
  lot: '批号',
  expiry: '失效日期',
  disposition: '质量状态',
  unit: '单位',
  owner: '货主',
  book: '账面',
  counted: '实盘',
  difference: '差异',
  counter: '盘点人',
  note: '备注',
  change: '调整数量',
  value: '金额(元)',
  serials: '序列号',
  warehouse: '仓库',
  method: '盘点方式',
  blind: '盲盘',
  yes: '是',
  made_by: '制单人',
  reason: '原因',
  cause: '调整类别',
  asked_by: '申请人',
  decided_by: '批准人',
  kind: '加工类别',
  makes: '产出',
  qty: '数量',
  per_unit: '单位用量',
  label_version: '标签版本',
  fetch: '领料',
  runs: '加工记录',
  side: '方向',
  taken: '投入',
  made: '产出',
  run: '批次',
  operator: '操作人',
  checker: '复核人',
  keeper: '仓管员',
  head: '仓库主管',
} satisfies Words;
const EN: Record<keyof typeof ZH, string> = {
  count: 'Count sheet',
  adjustment: 'Stock correction',
  work: 'Work order',
  no: 'No.',
  place: 'Bin',
  item_code: 'Item code',
  item: 'Item',
  lot: 'Lot',
  expiry: 'Expiry',
  disposition: 'Disposition',
  unit: 'Unit',
  owner: 'Owner',
  book: 'Book',
  counted: 'Counted',
  difference: 'Difference',
  counter: 'Counted by',
  note: 'Note',
  change: 'Change',
  value: 'Value (CNY)',
  serials: 'Serials',
  warehouse: 'Warehouse',
  method: 'Method',
  blind: 'Blind',
  yes: 'Yes',
  made_by: 'Made by',
  reason: 'Reason',
  cause: 'Cause',
  asked_by: 'Asked by',
  decided_by: 'Decided by',
  kind: 'Kind',
  makes: 'Makes',
  qty: 'Quantity',
  per_unit: 'Per unit',
  label_version: 'Label version',
  fetch: 'To fetch',
  runs: 'Runs',
  side: 'Side',
  taken: 'Taken',
  made: 'Made',
  run: 'Run',
  operator: 'Operator',
  checker: 'Checked by',
  keeper: 'Keeper',
  head: 'Head of warehouse',
};
const CODES: Readonly<Record<Language, Words>> = {
  zh: {
    quarantine: '待验',
    released: '合格',
    held: '冻结',
    rejected: '不合格',
    recalled: '召回',
    expired: '过期',
    all: '全盘',
    abc: 'ABC 分类',
    due: '到期应盘',
    zone: '按库区',
    item: '按产品',
    damaged: '破损',
    lost: '丢失',
    found: '盘盈',
    sampling: '抽样消耗',
    book_error: '账务差错',
    other: '其他',
    assemble: '组套',
    disassemble: '拆套',
    relabel: '加贴标签',
  },
  en: {
    quarantine: 'Quarantine',
    released: 'Released',
    held: 'Held',
    rejected: 'Rejected',
    recalled: 'Recalled',
    expired: 'Expired',
    all: 'All',
    abc: 'ABC',
    due: 'Due',
    zone: 'By zone',
    item: 'By item',
    damaged: 'Damaged',
    lost: 'Lost',
    found: 'Found',
    sampling: 'Sampling',
    book_error: 'Error of the books',
    other: 'Other',
    assemble: 'Assembly',
    disassemble: 'Disassembly',
    relabel: 'Relabelling',
  },
};
const wordsOf = (language: Language) => ({
  w: language === 'zh' ? ZH : EN,
  code: (value: string) => CODES[language][value] ?? value,
});
const columns = (...list: readonly (readonly [string, number, PrintColumn['align']?])[]): PrintColumn[] =>
  list.map(([label, share, align = 'left']) => ({ label, share, align }));
const number = (value: number | null | undefined) => (value == null ? '' : String(value));
const yuan = (fen: number) => (fen / 100).toFixed(2);

/** A sheet to count by: places in the order of the lines, with room to write; filled in once lines are settled. */
export function countSheet(count: Count, language: Language): PrintForm {
  const { w, code } = wordsOf(language);
  return {
    title: w.count,
    issuer: count.warehouse_code,
    document_no: count.document_no,
    template: 'PDB-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.warehouse, value: count.warehouse_code },
      { label: w.method, value: `${code(count.method)}${count.blind ? ` (${w.blind})` : ''}` },
      { label: w.made_by, value: count.created_by_name ?? '' },
      { label: w.reason, value: count.reason, wide: true },
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.place, 1.1],
          [w.item_code, 1.2],
          [w.item, 2.6],
          [w.lot, 1.4],
          [w.expiry, 1.1],
          [w.disposition, 0.8],
          [w.owner, 1.4],
          [w.unit, 0.6],
          [w.book, 0.8, 'right'],
          [w.counted, 0.9, 'right'],
          [w.difference, 0.8, 'right'],
          [w.counter, 1],
        ),
        rows: count.lines_rows.map((line) => {
          const last = line.entries.at(-1);
          return [
            String(line.line_no),
            line.location_code ?? '',
            line.item_code,
            line.item_name,
            line.lot_no,
            line.expiry_date ?? '',
            code(line.disposition),
            line.owner_name,
            line.unit,
            number(last?.book_qty ?? line.book_now),
            number(last?.counted),
            number(line.difference),
            last?.counted_by_name ?? '',
          ];
        }),
      },
    ],
    signatures: [w.counter, w.checker, w.head],
  };
}

/** A correction of the books with who asked, who decided and why. */
export function adjustmentSheet(adjustment: Adjustment, language: Language): PrintForm {
  const { w, code } = wordsOf(language);
  return {
    title: w.adjustment,
    issuer: adjustment.warehouse_code,
    document_no: adjustment.document_no,
    template: 'KCTZ-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.cause, value: code(adjustment.cause) },
      { label: w.asked_by, value: adjustment.requested_by_name ?? '' },
      { label: w.decided_by, value: adjustment.decided_by_name ?? '' },
      { label: w.reason, value: adjustment.reason, wide: true },
      ...(adjustment.decision_note ? [{ label: w.note, value: adjustment.decision_note, wide: true }] : []),
    ],
    tables: [
      {
        columns: columns(
          [w.no, 0.5],
          [w.place, 1.1],
          [w.item_code, 1.2],
          [w.item, 2.8],
          [w.lot, 1.5],
          [w.disposition, 0.9],
          [w.unit, 0.6],
          [w.change, 1, 'right'],
          [w.value, 1.1, 'right'],
          [w.serials, 2],
        ),
        rows: adjustment.line_rows.map((line) => [
          String(line.line_no),
          line.location_code ?? '',
          line.item_code,
          line.item_name,
          line.lot_no,
          code(line.disposition),
          line.unit,
          String(line.change),
          yuan(line.value_fen),
          line.serial_nos.join(' '),
        ]),
        totals: ['', '', '', '', '', '', '', '', yuan(adjustment.value_fen), ''],
      },
    ],
    signatures: [w.asked_by, w.decided_by, w.keeper],
  };
}

/** A work order: what to fetch from where, then what every run took and made, lot by lot. */
export function workSheet(order: WorkOrder, language: Language): PrintForm {
  const { w, code } = wordsOf(language);
  const line_of = new Map(order.line_rows.map((line) => [line.work_order_line_id, line]));
  return {
    title: w.work,
    issuer: order.warehouse_code,
    document_no: order.document_no,
    template: 'JGD-1',
    copy_no: 1,
    language,
    facts: [
      { label: w.kind, value: code(order.kind) },
      { label: w.makes, value: `${order.item_name} (${order.item_code}) ${order.lot_no ?? ''}` },
      { label: w.qty, value: `${order.qty} ${order.unit}` },
      { label: w.label_version, value: order.label_version ?? '' },
      { label: w.made_by, value: order.created_by_name ?? '' },
      { label: w.reason, value: order.reason, wide: true },
    ],
    tables: [
      {
        title: w.fetch,
        columns: columns(
          [w.place, 1.2],
          [w.item_code, 1.2],
          [w.item, 3],
          [w.lot, 1.6],
          [w.expiry, 1.2],
          [w.per_unit, 0.8, 'right'],
          [w.qty, 0.8, 'right'],
        ),
        rows: order.allocations.map((piece) => {
          const line = line_of.get(piece.work_order_line_id);
          return [
            piece.location_code ?? '',
            line?.item_code ?? '',
            line?.item_name ?? '',
            piece.lot_no,
            piece.expiry_date ?? '',
            number(line?.per_unit),
            String(piece.qty),
          ];
        }),
      },
      {
        title: w.runs,
        columns: columns(
          [w.run, 0.5],
          [w.side, 0.6],
          [w.item_code, 1.2],
          [w.item, 2.6],
          [w.lot, 1.5],
          [w.expiry, 1.1],
          [w.place, 1],
          [w.qty, 0.7, 'right'],
          [w.operator, 1],
          [w.checker, 1],
        ),
        rows: order.runs.flatMap((run) =>
          run.pieces.map((piece) => [
            String(run.run_no),
            w[piece.side],
            piece.item_code,
            piece.item_name,
            piece.lot_no,
            piece.expiry_date ?? '',
            piece.location_code ?? '',
            String(piece.qty),
            run.started_by_name ?? '',
            run.finished_by_name ?? '',
          ]),
        ),
      },
    ],
    signatures: [w.operator, w.checker, w.head],
  };
}
