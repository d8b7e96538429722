import * as contract from '@tongcang/contract';
import { type SheetColumn, writeXlsx } from '../../platform/tabular/index.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { settlementOf } from './get-settlement.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Line = contract.OutputOf<typeof contract.getSettlement>['line_rows'][number];

/** Column by column: heading in both languages, and what stands in it. */
const COLUMNS: readonly (SheetColumn & { readonly of: (line: Line) => string | number | null })[] = [
  { title: '行号 Line', kind: 'integer', of: (l) => l.line_no },
  { title: '产品编码 Item', kind: 'text', of: (l) => l.item_code },
  { title: '产品名称 Name', kind: 'text', of: (l) => l.item_name },
  { title: '型号规格 Model', kind: 'text', of: (l) => l.model },
  { title: '注册证号 Registration', kind: 'text', of: (l) => l.registration_no },
  { title: 'UDI-DI', kind: 'text', of: (l) => l.udi_di },
  { title: '批号 Lot', kind: 'text', of: (l) => l.lot_no },
  { title: '序列号 Serials', kind: 'text', of: (l) => l.serial_nos.join(' ') },
  { title: '失效日期 Expiry', kind: 'date', of: (l) => l.expiry_date },
  { title: '单位 Unit', kind: 'text', of: (l) => l.unit },
  { title: '数量 Quantity', kind: 'integer', of: (l) => l.qty },
  { title: '单价(元) Price', kind: 'decimal', of: (l) => l.unit_price_fen / 100 },
  { title: '金额(元) Amount', kind: 'decimal', of: (l) => l.amount_fen / 100 },
  { title: '科室 Department', kind: 'text', of: (l) => l.department_name },
  { title: '来源单据 Document', kind: 'text', of: (l) => l.document_no },
  { title: '患者代号 Patient reference', kind: 'text', of: (l) => l.patient_ref },
];

export const exportSettlement = defineVerb(
  contract.exportSettlement,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { settlement_id }) => {
    const { document_no, line_rows } = await settlementOf(tx, settlement_id);
    const rows = line_rows.map((line) => COLUMNS.map((column) => column.of(line)));
    const bytes = await writeXlsx([{ name: document_no, columns: COLUMNS, rows }]);
    return { name: `${document_no}.xlsx`, type: XLSX, bytes };
  },
);
