import type { Tx } from '../../platform/db.ts';
import { addReceived, saveAsnStatuses } from './asn.write.ts';
import { ASN_TRANSITIONS, asnStatusOf, ORDER_TRANSITIONS, statusByProgress, stay } from './purchase.model.ts';
import { asnHeads, asnLineProgress, lockOrders, orderLineProgress } from './purchase.read.ts';
import { saveOrderStatuses } from './purchase.write.ts';

/** Pieces that a receipt took in, or takes back where negative, by order line and by line of the arrival notice. */
export type Received = {
  readonly order_lines: readonly { readonly purchase_order_line_id: number; readonly qty: number }[];
  readonly asn_lines: readonly { readonly asn_line_id: number; readonly qty: number }[];
};

/**
 * Notes in orders and arrival notices what was received of them, and moves their statuses on. The caller holds the locks
 * of the arrival notices, which come before those of the orders. A fixed number of statements.
 */
export async function noteReceived(tx: Tx, received: Received): Promise<void> {
  await lockOrders(tx, { line_ids: received.order_lines.map((line) => line.purchase_order_line_id) });
  const touched = await addReceived(tx, received);
  const [orders, lines, notices, notice_lines] = await Promise.all([
    lockOrders(tx, { order_ids: touched.order_ids }),
    orderLineProgress(tx, touched.order_ids),
    asnHeads(tx, touched.asn_ids),
    asnLineProgress(tx, touched.asn_ids),
  ]);
  const byOrder = Map.groupBy(lines, (line) => line.purchase_order_id);
  const byNotice = Map.groupBy(notice_lines, (line) => line.asn_id);
  await saveOrderStatuses(
    tx,
    orders.map((order) => {
      const status = statusByProgress(byOrder.get(order.purchase_order_id)!, order.status);
      return { ...order, status: stay(ORDER_TRANSITIONS, order, status) };
    }),
  );
  await saveAsnStatuses(
    tx,
    notices.map((notice) => {
      const status = asnStatusOf(byNotice.get(notice.asn_id)!);
      return { ...notice, status: stay(ASN_TRANSITIONS, notice, status) };
    }),
  );
}
