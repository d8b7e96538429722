import { cancelDestruction as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followDestruction } from './destruction.model.ts';
import { lockDestruction } from './destruction.read.ts';
import { saveCancelled } from './quality.write.ts';

export const cancelDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.cancel_destruction' },
  async ({ tx, actor, audit }, { destruction_id, reason }) => {
    const order = await lockDestruction(tx, destruction_id);
    requireAt(actor, 'quality.destroy', order.warehouse_id);
    const status = followDestruction(order, 'cancelled');
    await saveCancelled(tx, destruction_id, status, reason);
    const { document_no, warehouse_id } = order;
    audit({
      entity: 'destruction',
      entity_id: destruction_id,
      warehouse_id,
      reason,
      detail: { document_no },
    });
    return { destruction_id, status };
  },
);
