import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followCount } from './count.model.ts';
import { lockCount } from './count.read.ts';
import { reopenLines, saveCountStatus } from './count.write.ts';

export const recountLines = defineVerb(
  contract.recountLines,
  { permission: 'warehouse.approve', audit: 'warehouse.recount' },
  async ({ tx, actor, audit }, { count_id, count_line_ids, reason }) => {
    const count = await lockCount(tx, count_id);
    requireAt(actor, 'warehouse.approve', count.warehouse_id);
    const status = followCount(count, 'counting');
    const ids = [...new Set(count_line_ids)];
    const recount = await reopenLines(tx, count_id, ids);
    if (recount < ids.length) fail('warehouse.no_difference', { count: ids.length - recount });
    await saveCountStatus(tx, count_id, status);
    const { document_no, warehouse_id } = count;
    audit({ entity: 'count', entity_id: count_id, warehouse_id, reason, detail: { document_no, recount } });
    return { count_id, recount };
  },
);
