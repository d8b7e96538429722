import {
  type ImportReport,
  type InputOf,
  importFile as importContract,
  previewImport as previewContract,
} from '@tongcang/contract';
import { AppError } from '../../platform/errors.ts';
import { type Context, defineVerb, type Gate } from '../../platform/use-case.ts';
import { applyRows } from './apply.ts';
import { type ImportPreview, previewFile } from './import/index.ts';
import { lookupsOf } from './lookups.ts';
import type { Applied } from './opening-stock.ts';

/** Long files take their time: reading happens beside the event loop, writing in sets. */
const GATE = {
  permission: 'integration.import',
  judges: true,
  statement_timeout_ms: 120_000,
} as const satisfies Partial<Gate>;
const ISSUES_IN_ERROR = 500;

type Input = InputOf<typeof previewContract>;
type Judged = { report: ImportReport; written: number };

/** Reads, validates and really writes; whether it stays is the caller's decision. */
async function judgeFile({ tx, actor }: Context, input: Input): Promise<Judged> {
  const preview = await previewFile(
    input.dataset,
    input.bytes,
    { fileName: input.file_name },
    { lookups: await lookupsOf(tx) },
  );
  if (preview.error_count > 0) return { report: reportOf(preview), written: 0 };
  const applied: Applied = await applyRows(tx, actor, input.dataset, preview.rows);
  if ('written' in applied) return { report: reportOf(preview), written: applied.written };
  const lines = new Set(applied.issues.map((issue) => issue.line));
  return {
    written: 0,
    report: {
      ...reportOf(preview),
      errors: [...applied.issues],
      error_count: applied.issues.length,
      counts: { ...preview.counts, valid: preview.counts.rows - lines.size, invalid: lines.size },
    },
  };
}

function reportOf({ rows: _rows, ...report }: ImportPreview<Input['dataset']>): ImportReport {
  return report;
}

/** The preview does everything the import does, the gate included, and is rolled back. */
export const previewImport = defineVerb(
  previewContract,
  { ...GATE, audit: 'integration.preview', idempotent: false },
  async (context, input) => {
    context.rollBack();
    return (await judgeFile(context, input)).report;
  },
);

export const importFile = defineVerb(
  importContract,
  { ...GATE, audit: 'integration.import' },
  async (context, input) => {
    const { report, written } = await judgeFile(context, input);
    if (report.error_count > 0) {
      throw new AppError(
        'integration.import_refused',
        { errors: report.error_count },
        {
          errors: report.errors.slice(0, ISSUES_IN_ERROR).map((issue) => ({
            path: issue.column === null ? `line ${issue.line}` : `line ${issue.line}.${issue.column}`,
            code: issue.code,
            params: issue.params,
          })),
        },
      );
    }
    context.audit({
      entity: 'import',
      entity_id: input.dataset,
      detail: { file_name: input.file_name, rows: report.counts.rows, written, bytes: input.bytes.length },
    });
    context.emit('integration.imported', input.dataset, { dataset: input.dataset, written });
    return { ...report, written };
  },
);
