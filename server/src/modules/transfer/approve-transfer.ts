import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { allocateOrder } from './allocation.ts';
import { refuseAboveLimit, takeBudget } from './budget.ts';
import { follow, type TransferStatus } from './transfer.model.ts';
import { lockOrder, requireAtEnd } from './transfer.read.ts';
import { saveDecision } from './transfer.write.ts';

export const approveTransfer = defineVerb(
  contract.approveTransfer,
  { permission: 'transfer.approve', audit: 'transfer.approve', judges: true },
  (context, { transfer_id, note, exceed_budget }) =>
    approve(context, transfer_id, note ?? null, exceed_budget),
);

/**
 * Approves a request and allocates its goods; planning calls it for the proposals that somebody accepts. Who asked
 * does not approve. The calling verb is declared with `judges: true`.
 */
export async function approve(
  { tx, actor, audit, emit }: Pick<Context, 'tx' | 'actor' | 'audit' | 'emit'>,
  transfer_id: number,
  note: string | null,
  exceed_budget = false,
): Promise<{ transfer_id: number; status: TransferStatus; allocated: number }> {
  const order = await lockOrder(tx, transfer_id);
  requireAtEnd(actor, 'transfer.approve', order.from_warehouse_id);
  const status = follow(order, 'approved');
  if (order.requested_by !== null && order.requested_by === actor.user_id) fail('transfer.own_request');
  await refuseAboveLimit(tx, actor, order);
  const budget = await takeBudget(tx, actor, order, exceed_budget && note !== null);
  const allocated = await allocateOrder(tx, order, actor.user_id);
  const { display_name: approved_by_name, user_id: approved_by } = actor;
  await saveDecision(tx, { transfer_id, status, note, approved_by, approved_by_name, budget });
  const { document_no, from_warehouse_id, to_warehouse_id } = order;
  audit({
    entity: 'transfer',
    entity_id: transfer_id,
    warehouse_id: from_warehouse_id,
    reason: note,
    detail: { document_no, allocated, ...budget, before: { status: order.status }, after: { status } },
  });
  emit('transfer.approved', String(transfer_id), {
    transfer_id,
    document_no,
    from_warehouse_id,
    to_warehouse_id,
  });
  return { transfer_id, status, allocated };
}
