import * as contract from '@tongcang/contract';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { receiptOf } from './get-receipt.ts';
import { acceptanceForm, receiptForm } from './receiving-forms.ts';

/** Printing takes a moment, so it is done between transactions. */
export const printReceipt = definePreparedVerb(
  contract.printReceipt,
  { permission: 'supply.read', audit: null },
  async ({ db, actor }, { receipt_id, form, language }) => {
    const receipt = await db.tx(actor.scope, (tx) => receiptOf(tx, actor, receipt_id));
    const paper = (form === 'receipt' ? receiptForm : acceptanceForm)(receipt, language);
    return {
      name: `${receipt.document_no}-${form}.pdf`,
      type: 'application/pdf',
      bytes: await printPdf(paper),
    };
  },
  async (_context, _input, file) => file,
);
