import { exportRecall as contract } from '@tongcang/contract';
import { writeXlsx } from '../../platform/tabular/index.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { recallOf } from './get-recall.ts';
import { EXPORT_COLUMNS } from './recall-forms.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const exportRecall = defineVerb(
  contract,
  { permission: 'quality.recall', audit: null },
  async ({ tx }, { case_id }) => {
    const recall = await recallOf(tx, case_id);
    const rows = recall.notice_rows.flatMap((notice) =>
      notice.lines.map((line) => EXPORT_COLUMNS.map((column) => column.of(recall, notice, line))),
    );
    const bytes = await writeXlsx([{ name: recall.document_no, columns: EXPORT_COLUMNS, rows }]);
    return { name: `${recall.document_no}.xlsx`, type: XLSX, bytes };
  },
);
