import { decideDestruction as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followDestruction } from './destruction.model.ts';
import { lockDestruction } from './destruction.read.ts';
import { saveDecision } from './quality.write.ts';

export const decideDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.decide_destruction' },
  async ({ tx, actor, audit }, { destruction_id, approve, note }) => {
    const order = await lockDestruction(tx, destruction_id);
    requireAt(actor, 'quality.destroy', order.warehouse_id);
    const status = followDestruction(order, approve ? 'approved' : 'rejected');
    if (order.requested_by !== null && order.requested_by === actor.user_id) fail('quality.own_request');
    await saveDecision(tx, { destruction_id, status, note }, actor);
    const { document_no, warehouse_id } = order;
    audit({
      entity: 'destruction',
      entity_id: destruction_id,
      warehouse_id,
      reason: note,
      detail: { document_no, status },
    });
    return { destruction_id, status };
  },
);
