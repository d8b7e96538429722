import * as contract from '@tongcang/contract';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { orderOf } from './get-order.ts';
import { orderForm } from './order-form.ts';

/** Printing takes a moment, so it is done between transactions. */
export const printOrder = definePreparedVerb(
  contract.printPurchaseOrder,
  { permission: 'supply.read', audit: null },
  async ({ db, actor }, { purchase_order_id, language }) => {
    const order = await db.tx(actor.scope, (tx) => orderOf(tx, actor, purchase_order_id));
    const bytes = await printPdf(orderForm(order, language));
    return { name: `${order.document_no}.pdf`, type: 'application/pdf', bytes };
  },
  async (_context, _input, file) => file,
);
