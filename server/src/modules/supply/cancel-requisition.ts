import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveRequisition } from './planning.write.ts';
import { advance, REQUISITION_TRANSITIONS } from './purchase.model.ts';
import { lockRequisition } from './requisition.read.ts';

export const cancelRequisition = defineVerb(
  contract.cancelRequisition,
  { permission: 'supply.plan', audit: 'supply.cancel_requisition' },
  async ({ tx, actor, audit }, { requisition_id, reason }) => {
    const asked = await lockRequisition(tx, requisition_id);
    const { document_no, warehouse_id } = asked;
    requireAt(actor, 'supply.plan', warehouse_id);
    const status = advance(REQUISITION_TRANSITIONS, asked, 'cancelled');
    await saveRequisition(tx, {
      requisition_id,
      status,
      by: actor.user_id,
      by_name: actor.display_name,
      note: reason,
    });
    audit({
      entity: 'requisition',
      entity_id: requisition_id,
      warehouse_id,
      reason,
      detail: { document_no, before: { status: asked.status }, after: { status } },
    });
    return { requisition_id, status };
  },
);
