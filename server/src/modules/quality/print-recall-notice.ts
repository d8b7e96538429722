import { printRecallNotice as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { recallOf } from './get-recall.ts';
import { noticesOf } from './recall.read.ts';
import { noticeForm } from './recall-forms.ts';

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const printRecallNotice = definePreparedVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.print_recall_notice' },
  async ({ db, actor }, { notice_id }) => {
    const { recall, issuer } = await db.tx(actor.scope, async (tx) => {
      const [notice] = await noticesOf(tx, { notice_ids: [notice_id] });
      if (notice === undefined) notFound('notice', notice_id);
      return { recall: await recallOf(tx, notice.case_id), issuer: await companyName(tx) };
    });
    const notice = recall.notice_rows.find((row) => row.notice_id === notice_id)!;
    return { recall, notice, bytes: await printPdf(noticeForm(recall, notice, issuer)) };
  },
  async (
    { audit },
    { notice_id },
    { recall: { document_no }, notice: { notice_no, warehouse_id }, bytes },
  ) => {
    audit({
      entity: 'recall_notice',
      entity_id: notice_id,
      warehouse_id,
      detail: { document_no, notice_no },
    });
    return { name: `${document_no}-${notice_no}.pdf`, type: 'application/pdf', bytes };
  },
);

/** Who writes to consignees: the first legal entity of the company. */
export async function companyName(tx: Tx): Promise<string> {
  const [entity] = await tx.rows<{ name: string }>(
    `select name from masterdata.v_partner where kind = 'legal_entity' order by partner_id limit 1`,
  );
  return entity?.name ?? '';
}
