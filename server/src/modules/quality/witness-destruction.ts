import { witnessDestruction as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { followDestruction } from './destruction.model.ts';
import { type Destruction, type DestructionLine, linesOf, lockDestruction } from './destruction.read.ts';
import { saveWitness } from './quality.write.ts';

export const witnessDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.witness_destruction', judges: true },
  async (context, { destruction_id }) => {
    const { tx, actor } = context;
    const order = await lockDestruction(tx, destruction_id);
    requireAt(actor, 'quality.destroy', order.warehouse_id);
    const status = followDestruction(order, 'destroyed');
    if (order.executed_by !== null && order.executed_by === actor.user_id) fail('quality.own_witness');
    await requirePhoto(tx, destruction_id);
    const lines = (await linesOf(tx, destruction_id)).filter((line) => (line.qty_destroyed ?? 0) > 0);
    const movement_id = await takeOut(context, order, lines);
    await saveWitness(tx, { destruction_id, status, movement_id }, actor);
    report(context, order, movement_id);
    return { destruction_id, status, movement_id };
  },
);

async function requirePhoto(tx: Tx, destruction_id: number): Promise<void> {
  const { photos } = await tx.one<{ photos: number }>(
    `select count(*) as photos from quality.evidence where destruction_id = $1 and kind = 'photo'`,
    [destruction_id],
  );
  if (photos === 0) fail('quality.evidence_missing');
}

/** Only now the goods leave the books. */
async function takeOut(
  { tx, actor }: Context,
  order: Destruction,
  lines: readonly DestructionLine[],
): Promise<number> {
  const [destroyed] = await ensureAccounts(tx, [{ kind: 'destroyed' }]);
  return postOrFail(tx, {
    purpose: 'destroy',
    actor,
    document_no: order.document_no,
    document_key: `destruction:${order.destruction_id}`,
    reason: order.reason,
    lines: lines.map(({ item_id, lot_id, account_id, owner_id, disposition, qty_destroyed, serial_nos }) => ({
      item_id,
      lot_id,
      qty: qty_destroyed!,
      from_account_id: account_id,
      to_account_id: destroyed!,
      from_owner_id: owner_id,
      to_owner_id: owner_id,
      from_disposition: disposition,
      to_disposition: disposition,
      ...(serial_nos.length === 0 ? {} : { serial_nos }),
    })),
  });
}

function report({ audit, emit }: Context, order: Destruction, movement_id: number): void {
  const { destruction_id, document_no, warehouse_id } = order;
  audit({
    entity: 'destruction',
    entity_id: destruction_id,
    warehouse_id,
    detail: { document_no, movement_id },
  });
  emit('quality.destroyed', String(destruction_id), { destruction_id, warehouse_id, movement_id });
}
