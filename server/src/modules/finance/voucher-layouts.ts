/** Vouchers in the columns that accounting systems read. Pure. */
import type { ColumnKind, VOUCHER_LAYOUTS } from '@tongcang/contract';

export type ExportLine = {
  readonly voucher_no: number;
  readonly line_no: number;
  readonly summary: string;
  readonly account_code: string;
  readonly account_name: string;
  readonly debit_fen: number;
  readonly credit_fen: number;
};
export type ExportHead = {
  /** Last day of the month, `2026-11-30`. */
  readonly date: string;
  readonly owner_name: string;
  readonly prepared_by: string;
};
type Cell = string | number | null;
type Column = {
  readonly title: string;
  readonly kind: ColumnKind;
  readonly value: (line: ExportLine, head: ExportHead) => Cell;
};

const yuan = (fen: number): number | null => (fen === 0 ? null : fen / 100);
const text = (title: string, value: Column['value']): Column => ({ title, kind: 'text', value });
const empty = (title: string): Column => text(title, () => null);
const money = (title: string, side: 'debit_fen' | 'credit_fen'): Column => ({
  title,
  kind: 'decimal',
  value: (line) => yuan(line[side]),
});

/** Columns of the voucher import of U8 (用友): names in the order of its template, unused ones empty. */
const YONYOU: readonly Column[] = [
  { title: '制单日期', kind: 'date', value: (_line, head) => head.date },
  text('凭证类别字', () => '记'),
  { title: '凭证号', kind: 'integer', value: (line) => line.voucher_no },
  { title: '附单据数', kind: 'integer', value: () => 0 },
  text('摘要', (line) => line.summary),
  text('科目编码', (line) => line.account_code),
  money('借方金额', 'debit_fen'),
  money('贷方金额', 'credit_fen'),
  empty('数量'),
  empty('外币'),
  empty('汇率'),
  text('制单人', (_line, head) => head.prepared_by),
  ...['结算方式', '票号', '票号发生日期', '部门编码', '职员编码', '客户编码', '供应商编码', '项目编码'].map(
    empty,
  ),
];

/** Columns of the voucher import of K/3 (金蝶). */
const KINGDEE: readonly Column[] = [
  { title: '凭证日期', kind: 'date', value: (_line, head) => head.date },
  { title: '会计年度', kind: 'integer', value: (_line, head) => Number(head.date.slice(0, 4)) },
  { title: '会计期间', kind: 'integer', value: (_line, head) => Number(head.date.slice(5, 7)) },
  text('凭证字', () => '记'),
  { title: '凭证号', kind: 'integer', value: (line) => line.voucher_no },
  text('科目代码', (line) => line.account_code),
  text('科目名称', (line) => line.account_name),
  text('币别代码', () => 'RMB'),
  text('币别名称', () => '人民币'),
  { title: '原币金额', kind: 'decimal', value: (line) => (line.debit_fen + line.credit_fen) / 100 },
  money('借方', 'debit_fen'),
  money('贷方', 'credit_fen'),
  text('制单', (_line, head) => head.prepared_by),
  ...['审核', '核准', '出纳', '经办', '结算方式', '结算号'].map(empty),
  text('凭证摘要', (line) => line.summary),
  ...['数量', '数量单位', '单价', '参考信息'].map(empty),
  { title: '业务日期', kind: 'date', value: (_line, head) => head.date },
  { title: '附件数', kind: 'integer', value: () => 0 },
  { title: '分录序号', kind: 'integer', value: (line) => line.line_no },
];

const PLAIN: readonly Column[] = [
  text('经营主体', (_line, head) => head.owner_name),
  { title: '日期', kind: 'date', value: (_line, head) => head.date },
  { title: '凭证号', kind: 'integer', value: (line) => line.voucher_no },
  { title: '行号', kind: 'integer', value: (line) => line.line_no },
  text('摘要', (line) => line.summary),
  text('科目代码', (line) => line.account_code),
  text('科目名称', (line) => line.account_name),
  money('借方', 'debit_fen'),
  money('贷方', 'credit_fen'),
];

export const LAYOUTS: Readonly<Record<(typeof VOUCHER_LAYOUTS)[number], readonly Column[]>> = {
  yonyou: YONYOU,
  kingdee: KINGDEE,
  plain: PLAIN,
};
