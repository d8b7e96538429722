import { disposition, id, qty, serial_no, verb } from '@tongcang/contract';
import { z } from 'zod';
import { allocate, postOrFail } from '../../src/modules/stock/index.ts';
import { AppError } from '../../src/platform/errors.ts';
import { defineVerb, type ServerVerb } from '../../src/platform/use-case.ts';

/**
 * Verbs for harnesses: the ledger's two doors for other modules, with the frame around them (idempotency, audit,
 * outbox, lock of rules), for purposes and demands whose own documents are not what is being tested.
 */
const line = z.strictObject({
  item_id: id,
  lot_id: id,
  qty,
  from_account_id: id,
  to_account_id: id,
  owner_id: id,
  from_disposition: disposition.default('released'),
  to_disposition: disposition.default('released'),
  serial_nos: z.array(serial_no).optional(),
  allocation: z.strictObject({ allocation_id: id, take: z.enum(['pick', 'ship']) }).optional(),
});

export const postAny: ServerVerb = defineVerb(
  verb({
    name: 'test.post-any',
    method: 'POST',
    path: '/api/test/post-any',
    summary: 'Posts a document of any purpose',
    input: z.strictObject({
      purpose: z.enum(['receive', 'customer_return', 'ship', 'release']),
      lines: z.array(line).min(1),
    }),
    output: z.object({ movement_id: id }),
    errors: [],
  }),
  { permission: 'session', audit: 'stock.post', judges: true },
  async (context, { purpose, lines }) => {
    const movement_id = await postOrFail(context.tx, {
      purpose,
      actor: context.actor,
      lines: lines.map(({ owner_id, ...rest }) => ({
        ...rest,
        from_owner_id: owner_id,
        to_owner_id: owner_id,
      })),
    });
    context.audit({ entity: 'movement', entity_id: movement_id });
    context.emit('stock.posted', String(movement_id), {
      movement_id,
      purpose,
      item_ids: [...new Set(lines.map((l) => l.item_id))],
    });
    return { movement_id };
  },
);

export const allocateAny: ServerVerb = defineVerb(
  verb({
    name: 'test.allocate-any',
    method: 'POST',
    path: '/api/test/allocate-any',
    summary: 'Allocates all lines of a demand of a customer or none',
    input: z.strictObject({
      warehouse_id: id,
      partner_id: id,
      demand_id: id,
      wants: z.array(z.strictObject({ item_id: id, qty })).min(1),
    }),
    output: z.object({
      allocations: z.array(z.object({ allocation_id: id, lot_id: id, account_id: id, qty })),
    }),
    errors: ['stock.short'],
  }),
  { permission: 'session', audit: 'stock.allocate', judges: true },
  async (context, { warehouse_id, partner_id, demand_id, wants }) => {
    const outcomes = await allocate(
      context.tx,
      wants.map((want) => ({
        ...want,
        warehouse_id,
        demand_id,
        demand_kind: 'demand_line',
        purpose: 'ship',
        to: { kind: 'customer', warehouse_id: null, partner_id },
        actor_id: null,
      })),
    );
    const allocations = outcomes.flatMap((outcome) => {
      if ('refusal' in outcome) throw new AppError(outcome.refusal.code, outcome.refusal.params);
      return outcome.allocations.map((allocation) => ({ ...allocation }));
    });
    for (const { allocation_id } of allocations) {
      context.audit({ entity: 'allocation', entity_id: allocation_id, warehouse_id });
    }
    context.emit('stock.allocated', String(demand_id), { demand_id, item_ids: wants.map((w) => w.item_id) });
    return { allocations };
  },
);
