import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type AdjustmentStatus, followAdjustment } from './adjustment.model.ts';
import { type Adjustment, lockAdjustment, saveDecision } from './adjustment.write.ts';

export const withdrawAdjustment = defineVerb(
  contract.withdrawAdjustment,
  { permission: 'warehouse.work', audit: 'warehouse.withdraw_adjustment' },
  (context, { adjustment_id, note }) =>
    declineAdjustment(context, adjustment_id, 'withdrawn', note, ({ warehouse_id, requested_by }) => {
      requireAt(context.actor, 'warehouse.work', warehouse_id);
      if (requested_by !== context.actor.user_id) fail('warehouse.not_own_request');
    }),
);

/** Ends a request without a posting; `allow` says who may. */
export async function declineAdjustment(
  { tx, actor, audit }: Context,
  adjustment_id: number,
  action: Extract<AdjustmentStatus, 'rejected' | 'withdrawn'>,
  note: string,
  allow: (adjustment: Adjustment) => void,
): Promise<contract.OutputOf<typeof contract.rejectAdjustment>> {
  const adjustment = await lockAdjustment(tx, adjustment_id);
  allow(adjustment);
  const status = followAdjustment(adjustment, action);
  await saveDecision(tx, {
    adjustment_id,
    status,
    decided_by: actor.user_id,
    decided_by_name: actor.display_name,
    note,
    movement_id: null,
  });
  const { document_no, warehouse_id } = adjustment;
  const detail = { document_no, before: { status: adjustment.status }, after: { status } };
  audit({ entity: 'adjustment', entity_id: adjustment_id, warehouse_id, reason: note, detail });
  return { adjustment_id, status, movement_id: null };
}
