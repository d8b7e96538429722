import { printRecallReport as contract } from '@tongcang/contract';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { recallOf } from './get-recall.ts';
import { companyName } from './print-recall-notice.ts';
import { reportForm } from './recall-forms.ts';

export const printRecallReport = definePreparedVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.print_recall_report' },
  async ({ db, actor }, { case_id, which }) => {
    const { recall, issuer } = await db.tx(actor.scope, async (tx) => ({
      recall: await recallOf(tx, case_id),
      issuer: await companyName(tx),
    }));
    return { document_no: recall.document_no, bytes: await printPdf(reportForm(recall, which, issuer)) };
  },
  async ({ audit }, { case_id, which }, { document_no, bytes }) => {
    audit({ entity: 'recall', entity_id: case_id, detail: { document_no, which } });
    return { name: `${document_no}-${which}.pdf`, type: 'application/pdf', bytes };
  },
);
