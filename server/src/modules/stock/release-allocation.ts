import { releaseAllocation as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { allocationsById, releaseAllocations, reportVoided } from './release-allocations.ts';

export const releaseAllocation = defineVerb(
  contract,
  { permission: 'stock.allocate', audit: 'stock.release_allocation' },
  async (context, { allocation_ids, reason }) => {
    const known = new Map(
      (await allocationsById(context.tx, allocation_ids)).map((a) => [a.allocation_id, a]),
    );
    const errors = allocation_ids.flatMap((allocation_id, index) => {
      const status = known.get(allocation_id)?.status;
      if (status === 'open' || status === 'picked') return [];
      const code = status === undefined ? 'stock.allocation_unknown' : 'stock.allocation_closed';
      return [{ path: `allocation_ids.${index}`, code, params: { allocation_id, status: status ?? null } }];
    });
    if (errors.length > 0) fail(errors[0]!.code, errors[0]!.params, errors);
    const warehouses = new Set([...known.values()].map((a) => a.warehouse_id));
    for (const warehouse_id of warehouses) requireAt(context.actor, 'stock.allocate', warehouse_id);
    const voided = await releaseAllocations(context.tx, allocation_ids, { status: 'released' });
    for (const a of voided) {
      const { allocation_id: entity_id, warehouse_id, qty, demand_kind, demand_id } = a;
      const detail = { qty, demand_kind, demand_id };
      context.audit({ entity: 'allocation', entity_id, warehouse_id, reason, detail });
    }
    reportVoided(context, voided, 'released');
    return { released: voided.length };
  },
);
