import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { advance, RFQ_TRANSITIONS } from './purchase.model.ts';
import { lockRfq } from './rfq.read.ts';
import { closeRfq } from './rfq.write.ts';

export const cancelRfq = defineVerb(
  contract.cancelRfq,
  { permission: 'supply.order', audit: 'supply.cancel_rfq' },
  async ({ tx, actor, audit }, { rfq_id, reason }) => {
    const rfq = await lockRfq(tx, rfq_id);
    const { document_no, warehouse_id } = rfq;
    requireAt(actor, 'supply.order', warehouse_id);
    const status = advance(RFQ_TRANSITIONS, rfq, 'cancelled');
    await closeRfq(tx, { rfq_id, status, by: actor.user_id, reason });
    audit({
      entity: 'rfq',
      entity_id: rfq_id,
      warehouse_id,
      reason,
      detail: { document_no, before: { status: rfq.status }, after: { status } },
    });
    return { rfq_id, status };
  },
);
