import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertRequisition } from './planning.write.ts';
import { knownItems, refuseRepeated, sitesOf } from './purchase.read.ts';

export const requestPurchase = defineVerb(
  contract.requestPurchase,
  { permission: 'supply.plan', audit: 'supply.request_purchase' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, reason, urgent, lines } = input;
    requireAt(actor, 'supply.plan', warehouse_id);
    refuseRepeated(lines.map((line) => line.item_id));
    await sitesOf(tx, [warehouse_id]);
    await knownItems(
      tx,
      lines.map((line) => line.item_id),
    );
    const made = await insertRequisition(tx, {
      ...input,
      requested_by: actor.user_id,
      requested_by_name: actor.display_name,
    });
    audit({
      entity: 'requisition',
      entity_id: made.requisition_id,
      warehouse_id,
      reason,
      detail: {
        document_no: made.document_no,
        urgent,
        lines: lines.length,
        before: null,
        after: { status: 'submitted' },
      },
    });
    emit('supply.purchase_requested', String(made.requisition_id), { ...made, warehouse_id, urgent });
    return made;
  },
);
