import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveRequisition } from './planning.write.ts';
import { advance, REQUISITION_TRANSITIONS } from './purchase.model.ts';
import { lockRequisition } from './requisition.read.ts';

export const decideRequisition = defineVerb(
  contract.decideRequisition,
  { permission: 'supply.approve', audit: 'supply.decide_requisition' },
  async ({ tx, actor, audit, emit }, { requisition_id, decision, note }) => {
    const asked = await lockRequisition(tx, requisition_id);
    const { document_no, warehouse_id } = asked;
    requireAt(actor, 'supply.approve', warehouse_id);
    const status = advance(REQUISITION_TRANSITIONS, asked, decision);
    if (asked.requested_by !== null && asked.requested_by === actor.user_id) fail('supply.own_request');
    await saveRequisition(tx, {
      requisition_id,
      status,
      by: actor.user_id,
      by_name: actor.display_name,
      note: note ?? null,
    });
    audit({
      entity: 'requisition',
      entity_id: requisition_id,
      warehouse_id,
      reason: note ?? null,
      detail: { document_no, before: { status: asked.status }, after: { status } },
    });
    emit('supply.requisition_decided', String(requisition_id), { requisition_id, warehouse_id, status });
    return { requisition_id, status };
  },
);
