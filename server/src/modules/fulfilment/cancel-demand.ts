import * as contract from '@tongcang/contract';
import { type Actor, requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { follow } from './fulfilment.model.ts';
import {
  type Demand,
  type DemandLine,
  isOutsider,
  linesOf,
  lockDemand,
  stillOpen,
} from './fulfilment.read.ts';
import { saveProgress } from './fulfilment.write.ts';
import { readyGoodsOf } from './ready-goods.ts';

export const cancelDemand = defineVerb(
  contract.cancelDemand,
  { permission: 'fulfilment.demand', audit: 'fulfilment.cancel' },
  async (context, { demand_id, reason }) => {
    const { tx, actor } = context;
    const demand = await lockDemand(tx, demand_id);
    mayCancel(actor, demand);
    const lines = await linesOf(tx, demand_id);
    mayStillBeCancelled(actor, demand, lines);
    const goods = await readyGoodsOf(
      tx,
      'demand_line',
      lines.map((line) => line.demand_line_id),
    );
    const voided = await releaseAllocations(
      tx,
      goods.map((g) => g.allocation_id),
      { status: 'released' },
    );
    const status = follow(demand.status, 'cancelled');
    await saveProgress(
      tx,
      [{ demand_id, status, cancel_reason: reason }],
      lines.map((line) => ({ ...line, status, allocated: 0, shipped_delta: 0 })),
    );
    const { document_no, warehouse_id } = demand;
    context.audit({
      entity: 'demand',
      entity_id: demand_id,
      warehouse_id,
      reason,
      detail: { document_no, before: { status: demand.status }, after: { status }, released: voided.length },
    });
    reportVoided(context, voided, 'released');
    context.emit('fulfilment.cancelled', String(demand_id), { demand_id, warehouse_id });
    return { demand_id, released: voided.length };
  },
);

/** Our people need the permission at the serving warehouse; a customer's people are shown their own demands only. */
function mayCancel(actor: Actor, demand: Demand): void {
  if (!isOutsider(actor)) requireAt(actor, 'fulfilment.demand', demand.warehouse_id);
}

/**
 * What has left comes back as a return. A customer takes its own demand back until we have begun to work on it: it
 * sees no allocations, so it could not give them back.
 */
function mayStillBeCancelled(actor: Actor, demand: Demand, lines: readonly DemandLine[]): void {
  const { document_no, status } = demand;
  if (lines.some((line) => line.qty_shipped > 0)) fail('fulfilment.already_shipped', { document_no });
  stillOpen(demand);
  if (isOutsider(actor) && status !== 'open') fail('fulfilment.in_work', { document_no });
}
