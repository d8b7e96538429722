import { exportTrace as contract } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { type SheetToWrite, writeXlsx } from '../../platform/tabular/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { type LedgerTrace, ledgerTrace } from '../stock/index.ts';
import { traceOf } from './trace.ts';
import { local, type TraceTable, tablesOf, totalsOf } from './trace-form.ts';

const STEPS_IN_EXCEL = 20_000;
const STEPS_ON_PAPER = 1_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const exportTrace = definePreparedVerb(
  contract,
  { permission: 'stock.read', audit: 'insight.export_trace' },
  async ({ db, actor }, { item_id, lot_id, serial_no = null, format }) => {
    const steps_max = format === 'xlsx' ? STEPS_IN_EXCEL : STEPS_ON_PAPER;
    const piece = { item_id, lot_id, serial_no };
    const read = await db.tx(
      actor.scope,
      async (tx) => ({
        ledger: await ledgerTrace(tx, piece, steps_max),
        trace: await traceOf(tx, actor, piece),
        made_at: (await tx.one<{ now: string }>('select clock_timestamp() as now')).now,
      }),
      { read_only: true, statement_timeout_ms: 30_000 },
    );
    const tables = tablesOf(read.ledger, read.trace);
    const head = headOf(read.ledger, serial_no, read.made_at);
    const bytes =
      format === 'xlsx'
        ? await writeXlsx(sheetsOf(head, tables))
        : await printPdf(formOf(read.ledger, head, tables));
    return { bytes, lot_no: read.ledger.lot.lot_no };
  },
  async ({ audit }, { format, serial_no, lot_id }, { bytes, lot_no }) => {
    audit({ entity: 'lot', entity_id: lot_id, detail: { lot_no, serial_no, format } });
    const name = `trace-${lot_no}${serial_no === undefined ? '' : `-${serial_no}`}.${format}`;
    return { name, type: format === 'xlsx' ? XLSX : 'application/pdf', bytes };
  },
);

type Fact = readonly [label: string, value: string];

function headOf(ledger: LedgerTrace, serial_no: string | null, made_at: string): Fact[] {
  const { lot } = ledger;
  return [
    ['产品', `${lot.item_code} ${lot.item_name}`],
    ['批号', lot.lot_no],
    ['序列号', serial_no ?? '全部'],
    ['生产日期', lot.production_date ?? ''],
    ['失效日期', lot.expiry_date ?? ''],
    ['状态', lot.recalled ? '召回' : '正常'],
    ['导出时间', local(made_at)],
    [
      '数量平衡',
      totalsOf(ledger)
        .map(([label, qty]) => `${label} ${qty}`)
        .join('，'),
    ],
  ];
}

function sheetsOf(head: readonly Fact[], tables: readonly TraceTable[]): SheetToWrite[] {
  return [
    {
      name: '概要',
      columns: [
        { title: '项目', kind: 'text' },
        { title: '内容', kind: 'text' },
      ],
      rows: head.map((fact) => [...fact]),
    },
    ...tables.map(({ title, columns, rows }) => ({
      name: title.replaceAll(/[：:]/g, ' ').slice(0, 31),
      columns: columns.map(
        ({ label, number }) => ({ title: label, kind: number ? 'integer' : 'text' }) as const,
      ),
      rows: rows.map((row) => [...row]),
    })),
  ];
}

function formOf({ lot }: LedgerTrace, head: readonly Fact[], tables: readonly TraceTable[]): PrintForm {
  return {
    title: '医疗器械追溯记录',
    issuer: '',
    document_no: lot.lot_no,
    template: 'ZSJL-1',
    copy_no: 1,
    language: 'zh',
    landscape: true,
    facts: head.map(([label, value]) => ({ label, value, wide: label === '数量平衡' || label === '产品' })),
    tables: tables.map(({ title, columns, rows }) => ({
      title,
      columns: columns.map(({ label, share, number }) => ({
        label,
        share: share ?? 1,
        align: number ? 'right' : 'left',
      })),
      rows: rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
    })),
    signatures: ['导出人', '质量负责人'],
  };
}
