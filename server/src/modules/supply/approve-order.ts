import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { judgePurchase, refuseJudged } from './gate.ts';
import { announcePlaced } from './placed.ts';
import { advance, ORDER_TRANSITIONS, statusByProgress } from './purchase.model.ts';
import { linesOf, lockOrder } from './purchase.read.ts';
import { addApproval, saveOrderStatus } from './purchase.write.ts';

export const approveOrder = defineVerb(
  contract.approvePurchaseOrder,
  { permission: 'supply.approve', audit: 'supply.approve_order', judges: true },
  async (context, { purchase_order_id, note }) => {
    const { tx, actor, audit } = context;
    const order = await lockOrder(tx, actor, purchase_order_id);
    const { document_no, warehouse_id, version, requested_by } = order;
    requireAt(actor, 'supply.approve', warehouse_id);
    advance(ORDER_TRANSITIONS, order, 'approved');
    if (order.status !== 'submitted') {
      fail('supply.wrong_status', { document_no, status: order.status, action: 'approved' });
    }
    if (requested_by !== null && requested_by === actor.user_id) fail('supply.own_request');
    const lines = await linesOf(tx, purchase_order_id);
    // A licence may have ended while the order waited.
    refuseJudged(await judgePurchase(tx, order, lines));
    const approvals_needed = order.approvals_needed ?? 1;
    const approvals = await addApproval(tx, {
      purchase_order_id,
      version,
      approver_id: actor.user_id ?? 0,
      approver_name: actor.display_name,
      requested_by,
      note: note ?? null,
    });
    const enough = approvals >= approvals_needed;
    const status = enough ? statusByProgress(lines, 'approved') : order.status;
    if (enough) await saveOrderStatus(tx, { purchase_order_id, status, note: note ?? null, approved: true });
    audit({
      entity: 'purchase_order',
      entity_id: purchase_order_id,
      warehouse_id,
      reason: note ?? null,
      detail: {
        document_no,
        version,
        approvals,
        approvals_needed,
        before: { status: order.status },
        after: { status },
      },
    });
    if (enough) announcePlaced(context, order, lines);
    return { purchase_order_id, status, approvals, approvals_needed };
  },
);
