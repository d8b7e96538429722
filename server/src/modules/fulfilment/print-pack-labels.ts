import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { LABELS_MAX, type LabelSheet, labelsPdf, labelsZpl } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { labelsOf } from './list-pack-labels.ts';

type Label = contract.OutputOf<typeof contract.listPackLabels>['rows'][number];

/** Labels of packs that are still closed. Read first and printed then, outside of any transaction. */
export const printPackLabels = definePreparedVerb(
  contract.printPackLabels,
  { permission: 'fulfilment.read', audit: null },
  async ({ db, actor }, { agreement_id, format }) => {
    const { document_no, labels } = await db.tx(actor.scope, (tx) => contentOf(tx, agreement_id));
    const sheet = sheetOf(labels);
    const name = `${document_no}.${format}`;
    return format === 'zpl'
      ? { name, type: 'text/plain; charset=utf-8', bytes: Buffer.from(labelsZpl(sheet)) }
      : { name, type: 'application/pdf', bytes: await labelsPdf(sheet) };
  },
  async (_context, _input, file) => file,
);

async function contentOf(tx: Tx, agreement_id: number): Promise<{ document_no: string; labels: Label[] }> {
  const [[agreement], labels] = await Promise.all([
    tx.rows<{ document_no: string }>(
      'select document_no from fulfilment.consign_agreement where agreement_id = $1',
      [agreement_id],
    ),
    labelsOf(tx, agreement_id, 'closed', LABELS_MAX),
  ]);
  if (agreement === undefined || labels.length === 0) notFound('pack_label', agreement_id);
  return { document_no: agreement.document_no, labels };
}

/** What is inside, of which lot, and the number that opens it. */
function sheetOf(labels: readonly Label[]): LabelSheet {
  return {
    width_mm: 60,
    height_mm: 40,
    labels: labels.map((label) => ({
      lines: [
        { text: label.pack_name, size: 'large' as const },
        { text: `${label.item_name} × ${label.qty} ${label.unit}` },
        { text: `${label.lot_no}  ${label.expiry_date ?? ''}`.trim() },
        { text: label.label_no, size: 'small' as const },
      ],
      code: { symbology: 'qr' as const, text: label.label_no },
    })),
  };
}
