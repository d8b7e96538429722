import type { Context } from '../../platform/use-case.ts';
import { closeHolds } from './end-holds.write.ts';

/**
 * Ends holds of single warehouses whose goods were decided one by one, by postings of their own: nothing is moved here.
 * The caller has asked for the right and has seen to it that nothing stays held for them alone.
 */
export async function endHolds(
  { tx, actor, audit, emit }: Context,
  { hold_ids, reason }: { readonly hold_ids: readonly number[]; readonly reason: string },
): Promise<void> {
  const ended = hold_ids.length === 0 ? [] : await closeHolds(tx, hold_ids, actor.user_id, reason);
  for (const { hold_id, item_id, lot_id, warehouse_id } of ended) {
    audit({ entity: 'hold', entity_id: hold_id, action: 'stock.lift_hold', warehouse_id, reason });
    emit('stock.hold_lifted', String(hold_id), { hold_id, item_id, lot_id, movement_id: null });
  }
}
