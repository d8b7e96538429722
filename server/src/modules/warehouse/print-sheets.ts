import * as contract from '@tongcang/contract';
import { printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { adjustmentOf } from './get-adjustment.ts';
import { countOf } from './get-count.ts';
import { workOrderOf } from './get-work-order.ts';
import { adjustmentSheet, countSheet, workSheet } from './sheets.ts';

/** Sheets of the warehouse on paper. Printing takes a moment, so it is done between transactions. */
const pdf = (document_no: string, bytes: Uint8Array) => ({
  name: `${document_no}.pdf`,
  type: 'application/pdf',
  bytes,
});
const read = { permission: 'warehouse.read', audit: null } as const;

export const printCount = definePreparedVerb(
  contract.printCount,
  read,
  async ({ db, actor }, { count_id, language }) => {
    const count = await db.tx(actor.scope, (tx) => countOf(tx, actor, count_id));
    return pdf(count.document_no, await printPdf(countSheet(count, language)));
  },
  async (_context, _input, file) => file,
);

export const printAdjustment = definePreparedVerb(
  contract.printAdjustment,
  read,
  async ({ db, actor }, { adjustment_id, language }) => {
    const adjustment = await db.tx(actor.scope, (tx) => adjustmentOf(tx, adjustment_id));
    return pdf(adjustment.document_no, await printPdf(adjustmentSheet(adjustment, language)));
  },
  async (_context, _input, file) => file,
);

export const printWorkOrder = definePreparedVerb(
  contract.printWorkOrder,
  read,
  async ({ db, actor }, { work_order_id, language }) => {
    const order = await db.tx(actor.scope, (tx) => workOrderOf(tx, work_order_id));
    return pdf(order.document_no, await printPdf(workSheet(order, language)));
  },
  async (_context, _input, file) => file,
);
