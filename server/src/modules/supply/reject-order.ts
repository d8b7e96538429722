import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { advance, ORDER_TRANSITIONS } from './purchase.model.ts';
import { lockOrder } from './purchase.read.ts';
import { saveOrderStatus } from './purchase.write.ts';

export const rejectOrder = defineVerb(
  contract.rejectPurchaseOrder,
  { permission: 'supply.approve', audit: 'supply.reject_order' },
  async ({ tx, actor, audit, emit }, { purchase_order_id, reason }) => {
    const order = await lockOrder(tx, actor, purchase_order_id);
    const { document_no, warehouse_id } = order;
    requireAt(actor, 'supply.approve', warehouse_id);
    const status = advance(ORDER_TRANSITIONS, order, 'rejected');
    if (order.requested_by !== null && order.requested_by === actor.user_id) fail('supply.own_request');
    await saveOrderStatus(tx, { purchase_order_id, status, note: reason });
    audit({
      entity: 'purchase_order',
      entity_id: purchase_order_id,
      warehouse_id,
      reason,
      detail: { document_no, before: { status: order.status }, after: { status } },
    });
    emit('supply.order_rejected', String(purchase_order_id), {
      purchase_order_id,
      document_no,
      warehouse_id,
    });
    return { purchase_order_id, status };
  },
);
