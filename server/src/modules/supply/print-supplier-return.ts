import * as contract from '@tongcang/contract';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { returnOf } from './get-supplier-return.ts';
import { returnForm } from './receiving-forms.ts';

/** Printing takes a moment, so it is done between transactions. */
export const printSupplierReturn = definePreparedVerb(
  contract.printSupplierReturn,
  { permission: 'supply.read', audit: null },
  async ({ db, actor }, { supplier_return_id, language }) => {
    const order = await db.tx(actor.scope, (tx) => returnOf(tx, supplier_return_id));
    return {
      name: `${order.document_no}.pdf`,
      type: 'application/pdf',
      bytes: await printPdf(returnForm(order, language)),
    };
  },
  async (_context, _input, file) => file,
);
