import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ORDER_TRANSITIONS, openOf, statusByProgress, stay } from './purchase.model.ts';
import { linesOf, lockOrder, type Order, type OrderLine } from './purchase.read.ts';
import { cancelLines, saveOrderStatus, totalOf } from './purchase.write.ts';

export const cancelOrder = defineVerb(
  contract.cancelPurchaseOrder,
  { permission: 'supply.order', audit: 'supply.cancel_order' },
  async ({ tx, actor, audit, emit }, { purchase_order_id, reason, purchase_order_line_ids }) => {
    const order = await lockOrder(tx, actor, purchase_order_id);
    const { document_no, warehouse_id, partner_id } = order;
    requireAt(actor, 'supply.order', warehouse_id);
    refuseOver(order);
    const lines = await linesOf(tx, purchase_order_id);
    const given_up = chosen(lines, purchase_order_line_ids).filter((line) => openOf(line) > 0);
    if (given_up.length === 0) fail('supply.nothing_open', { document_no });
    await refuseAnnounced(tx, given_up);
    const ids = new Set(given_up.map((line) => line.purchase_order_line_id));
    const after = lines.map((line) =>
      ids.has(line.purchase_order_line_id)
        ? { ...line, qty_cancelled: line.qty_cancelled + openOf(line) }
        : line,
    );
    const status = stay(ORDER_TRANSITIONS, order, statusByProgress(after, order.status));
    await cancelLines(
      tx,
      purchase_order_id,
      given_up.map((line) => ({ ...line, qty: openOf(line) })),
    );
    await saveOrderStatus(tx, { purchase_order_id, status, note: reason, total_fen: totalOf(after) });
    const qty_cancelled = given_up.reduce((sum, line) => sum + openOf(line), 0);
    audit({
      entity: 'purchase_order',
      entity_id: purchase_order_id,
      warehouse_id,
      reason,
      detail: { document_no, qty_cancelled, before: { status: order.status }, after: { status } },
    });
    emit('supply.order_cancelled', String(purchase_order_id), {
      purchase_order_id,
      document_no,
      partner_id,
      warehouse_id,
      item_ids: given_up.map((line) => line.item_id),
      qty_cancelled,
    });
    return { purchase_order_id, status, qty_cancelled };
  },
);

const OVER: ReadonlySet<string> = new Set(['received', 'closed', 'cancelled']);
function refuseOver({ document_no, status }: Order): void {
  if (OVER.has(status)) fail('supply.wrong_status', { document_no, status, action: 'cancelled' });
}

function chosen(lines: readonly OrderLine[], named: readonly number[] | undefined): readonly OrderLine[] {
  if (named === undefined) return lines;
  const known = new Map(lines.map((line) => [line.purchase_order_line_id, line]));
  return [...new Set(named)].map((line_id) => known.get(line_id) ?? fail('supply.line_unknown', { line_id }));
}

/** What is on its way cannot be given up before the supplier's notice is withdrawn. */
async function refuseAnnounced(tx: Tx, lines: readonly OrderLine[]): Promise<void> {
  const announced = lines.filter((line) => line.qty_announced > 0);
  if (announced.length === 0) return;
  const { asn_no } = await tx.one<{ asn_no: string }>(
    `select min(n.document_no) as asn_no from supply.asn_line x join supply.asn n on n.asn_id = x.asn_id
     where x.purchase_order_line_id = any($1::bigint[]) and n.status in ('announced', 'partly_received')`,
    [announced.map((line) => line.purchase_order_line_id)],
  );
  fail('supply.announced', { qty: announced.reduce((sum, line) => sum + line.qty_announced, 0), asn_no });
}
