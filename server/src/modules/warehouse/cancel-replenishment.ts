import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { endTask, lockTask } from './replenishment.write.ts';

export const cancelReplenishment = defineVerb(
  contract.cancelReplenishment,
  { permission: 'warehouse.work', audit: 'warehouse.cancel_replenishment' },
  async ({ tx, actor, audit }, { replenishment_id, reason }) => {
    const { warehouse_id, status } = await lockTask(tx, replenishment_id);
    requireAt(actor, 'warehouse.work', warehouse_id);
    if (status !== 'open')
      fail('warehouse.wrong_status', { document_no: String(replenishment_id), status, action: 'cancelled' });
    await endTask(tx, {
      replenishment_id,
      status: 'cancelled',
      qty_done: 0,
      done_by: actor.user_id,
      done_by_name: actor.display_name,
      note: reason,
      movement_id: null,
    });
    audit({ entity: 'replenishment', entity_id: replenishment_id, warehouse_id, reason });
    return { replenishment_id };
  },
);
