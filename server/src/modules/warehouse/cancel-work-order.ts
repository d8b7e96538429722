import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { followWork } from './work.model.ts';
import { lockWorkOrder, progressOf, tiedTo } from './work.read.ts';
import { saveWorkStatus } from './work.write.ts';

export const cancelWorkOrder = defineVerb(
  contract.cancelWorkOrder,
  { permission: 'warehouse.plan', audit: 'warehouse.cancel_work_order' },
  async (context, { work_order_id, reason }) => {
    const { tx, actor, audit } = context;
    const order = await lockWorkOrder(tx, work_order_id);
    const { warehouse_id, document_no } = order;
    requireAt(actor, 'warehouse.plan', warehouse_id);
    const { finished, under_way } = await progressOf(tx, work_order_id);
    // What is made is made: an order with finished runs ends as done with less than was asked for.
    const status = followWork(order, finished > 0 ? 'done' : 'cancelled');
    if (under_way > 0) fail('warehouse.work_under_way', { open: under_way });
    const ids = (await tiedTo(tx, work_order_id)).flatMap(({ allocation_id }) => allocation_id ?? []);
    const voided = await releaseAllocations(tx, ids, { status: 'released' });
    await saveWorkStatus(tx, work_order_id, status, reason);
    const detail = { document_no, before: { status: order.status }, after: { status }, finished };
    audit({ entity: 'work_order', entity_id: work_order_id, warehouse_id, reason, detail });
    reportVoided(context, voided, 'released');
    return { work_order_id, status, released: voided.length };
  },
);
