import type { Context } from '../../platform/use-case.ts';
import { openOf } from './purchase.model.ts';
import type { Order, OrderLine } from './purchase.read.ts';

/** Tells the others that an order stands: planning counts on it, the supplier sees it. */
export function announcePlaced(
  { emit }: Pick<Context, 'emit'>,
  order: Order,
  lines: readonly OrderLine[],
): void {
  const { purchase_order_id, document_no, partner_id, warehouse_id, version } = order;
  emit('supply.order_placed', String(purchase_order_id), {
    purchase_order_id,
    document_no,
    partner_id,
    warehouse_id,
    version,
    item_ids: lines.map((line) => line.item_id),
    lines: lines.map((line) => ({ item_id: line.item_id, qty: openOf(line), needed_on: line.needed_on })),
  });
}
