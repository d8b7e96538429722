import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followCount } from './count.model.ts';
import { lockCount } from './count.read.ts';
import { saveCountStatus } from './count.write.ts';

export const cancelCount = defineVerb(
  contract.cancelCount,
  { permission: 'warehouse.plan', audit: 'warehouse.cancel_count' },
  async ({ tx, actor, audit }, { count_id, reason }) => {
    const count = await lockCount(tx, count_id);
    requireAt(actor, 'warehouse.plan', count.warehouse_id);
    const status = followCount(count, 'cancelled');
    await saveCountStatus(tx, count_id, status, reason);
    const { document_no, warehouse_id, status: before } = count;
    const detail = { document_no, before, after: status };
    audit({ entity: 'count', entity_id: count_id, warehouse_id, reason, detail });
    return { count_id, status };
  },
);
