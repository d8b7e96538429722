import { executeDestruction as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { destroyedOf, followDestruction } from './destruction.model.ts';
import { linesOf, lockDestruction } from './destruction.read.ts';
import { saveExecution } from './quality.write.ts';

export const executeDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.execute_destruction' },
  async ({ tx, actor, audit }, input) => {
    const { destruction_id, method, place, handler_id = null, occurred_at = null } = input;
    const order = await lockDestruction(tx, destruction_id);
    requireAt(actor, 'quality.destroy', order.warehouse_id);
    const status = followDestruction(order, 'executed');
    if (occurred_at !== null) await refuseFuture(tx, occurred_at);
    const lines = destroyedOf(await linesOf(tx, destruction_id), input.lines);
    await saveExecution(tx, { destruction_id, status, method, place, handler_id, occurred_at, lines }, actor);
    const { document_no, warehouse_id } = order;
    audit({
      entity: 'destruction',
      entity_id: destruction_id,
      warehouse_id,
      detail: { document_no, method, place, handler_id, occurred_at, lines },
    });
    return { destruction_id, status };
  },
);

async function refuseFuture(tx: Tx, occurred_at: string): Promise<void> {
  const { future } = await tx.one<{ future: boolean }>(
    `select $1::timestamptz > now() + interval '5 minutes' as future`,
    [occurred_at],
  );
  if (future) fail('stock.occurred_in_future');
}
