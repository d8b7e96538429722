import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { draftOrders, priceLines } from './draft.ts';
import { refuseRepeated, requireSuppliers, sitesOf } from './purchase.read.ts';

export const createOrder = defineVerb(
  contract.createPurchaseOrder,
  { permission: 'supply.order', audit: 'supply.create_order' },
  async (context, input) => {
    const { tx, actor } = context;
    const { partner_id, warehouse_id, reason, urgent } = input;
    requireAt(actor, 'supply.order', warehouse_id);
    refuseRepeated(input.lines.map((line) => line.item_id));
    const site = (await sitesOf(tx, [warehouse_id])).get(warehouse_id)!;
    await requireSuppliers(tx, [partner_id]);
    const lines = await priceLines(tx, { partner_id, site }, input.lines);
    const [made] = await draftOrders(context, [
      {
        partner_id,
        warehouse_id,
        owner_id: site.legal_entity_id,
        reason,
        urgent,
        plan_id: null,
        rfq_id: null,
        requested_by: actor.user_id,
        requested_by_name: actor.display_name,
        lines,
      },
    ]);
    const { purchase_order_id, document_no, total_fen } = made!;
    return { purchase_order_id, document_no, total_fen };
  },
);
