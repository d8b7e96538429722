import * as contract from '@tongcang/contract';
import { writeCsv, writeXlsx } from '../../platform/tabular/index.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type InvoiceLine, invoiceLines } from './list-invoice-lines.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LINES_MAX = 100_000;

type Column = {
  readonly key: string;
  readonly title: string;
  readonly of: (line: InvoiceLine) => string | number | null;
};
const column = (key: string, title: string, of: Column['of']): Column => ({ key, title, of });
const yuan = (fen: number | null) => (fen === null ? null : fen / 100);
/** In the words of those who book it. */
const COLUMNS: readonly Column[] = [
  column('document_no', '单据号', (l) => l.document_no),
  column('billed_at', '日期', (l) => dayOf(l.billed_at)),
  column('legal_entity_name', '销售单位', (l) => l.legal_entity_name),
  column('partner_code', '客户编码', (l) => l.partner_code),
  column('partner_name', '客户名称', (l) => l.partner_name),
  column('department_name', '科室', (l) => l.department_name),
  column('order_no', '订单号', (l) => l.order_no),
  column('customer_order_no', '客户单号', (l) => l.customer_order_no),
  column('item_code', '产品编码', (l) => l.item_code),
  column('item_name', '产品名称', (l) => l.item_name),
  column('model', '型号规格', (l) => l.model),
  column('unit', '单位', (l) => l.unit),
  column('lot_no', '批号', (l) => l.lot_no),
  column('qty', '数量', (l) => l.qty),
  column('unit_price', '含税单价', (l) => yuan(l.unit_price_fen)),
  column('tax_rate', '税率%', (l) => (l.tax_rate_bp === null ? null : l.tax_rate_bp / 100)),
  column('amount', '价税合计', (l) => yuan(l.amount_fen)),
  column('tax', '税额', (l) => yuan(l.tax_fen)),
  column('upstream_invoice_nos', '上游发票号', (l) => l.upstream_invoice_nos.join(' ')),
];

export const exportInvoiceLines = defineVerb(
  contract.exportInvoiceLines,
  { permission: 'finance.export', audit: null, statement_timeout_ms: 30_000 },
  async ({ tx }, input) => {
    const lines = await invoiceLines(tx, input, { skip: 0, limit: LINES_MAX });
    const header = COLUMNS.map((c) => c.title);
    const rows = lines.map((line) => COLUMNS.map((c) => c.of(line)));
    if (input.format === 'csv') {
      const bytes = writeCsv({ header, rows });
      return { name: 'tongcang-invoice-lines.csv', type: 'text/csv; charset=utf-8', bytes };
    }
    return { name: 'tongcang-invoice-lines.xlsx', type: XLSX, bytes: await workbook(header, rows) };
  },
);

function workbook(header: string[], rows: (string | number | null)[][]): Promise<Uint8Array> {
  const kinds = new Set(['qty', 'unit_price', 'tax_rate', 'amount', 'tax']);
  return writeXlsx([
    {
      name: '开票数据',
      columns: COLUMNS.map(({ key }, index) => ({
        title: header[index]!,
        kind: kinds.has(key) ? ('decimal' as const) : ('text' as const),
      })),
      rows,
    },
  ]);
}

function dayOf(instant: string): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}
