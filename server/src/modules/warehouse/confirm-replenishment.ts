import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { emitPosted, openUnits, postOrFail } from '../stock/index.ts';
import { endTask, lockTask, type OpenTask } from './replenishment.write.ts';

type Input = contract.InputOf<typeof contract.confirmReplenishment>;

export const confirmReplenishment = defineVerb(
  contract.confirmReplenishment,
  { permission: 'warehouse.work', audit: 'warehouse.confirm_replenishment', judges: true },
  async (context, input) => {
    const { tx, actor, audit } = context;
    const { replenishment_id, qty, note, serial_nos } = input;
    const task = await lockTask(tx, replenishment_id);
    const { warehouse_id } = task;
    requireAt(actor, 'warehouse.work', warehouse_id);
    refuseWrongScan(task, input);
    const line = {
      item_id: task.item_id,
      lot_id: task.lot_id,
      qty,
      from_account_id: task.from_account_id,
      to_account_id: task.to_account_id,
      from_owner_id: task.owner_id,
      to_owner_id: task.owner_id,
      from_disposition: 'released' as const,
      to_disposition: 'released' as const,
      serial_nos,
    };
    const document_key = `replenishment:${replenishment_id}`;
    // The pick face is filled from the pallets behind it.
    await openUnits(tx, actor, [line]);
    const movement_id = await postOrFail(tx, { purpose: 'relocate', actor, document_key, lines: [line] });
    await endTask(tx, {
      replenishment_id,
      status: 'done',
      qty_done: qty,
      done_by: actor.user_id,
      done_by_name: actor.display_name,
      note: note ?? null,
      movement_id,
    });
    const detail = { asked: task.qty, done: qty, lot_no: task.lot_no, to: task.to_code, movement_id };
    audit({ entity: 'replenishment', entity_id: replenishment_id, warehouse_id, reason: note, detail });
    emitPosted(context, { movement_id, purpose: 'relocate', lines: [line] });
    return { replenishment_id, movement_id, qty_done: qty };
  },
);

/** What was scanned must be what was asked for: that is what the scan is for. */
function refuseWrongScan(task: OpenTask, { qty, lot_no, to_account_id, note }: Input): void {
  const { status, replenishment_id } = task;
  if (status !== 'open')
    fail('warehouse.wrong_status', { document_no: String(replenishment_id), status, action: 'done' });
  if (to_account_id !== task.to_account_id)
    fail('warehouse.wrong_place_scanned', { expected: task.to_code }, [
      { path: 'to_account_id', code: 'invalid', params: {} },
    ]);
  if (lot_no.trim() !== task.lot_no)
    fail('warehouse.wrong_lot_scanned', { lot_no, expected: task.lot_no }, [
      { path: 'lot_no', code: 'invalid', params: {} },
    ]);
  if (qty > task.qty) fail('warehouse.more_than_ordered', { given: qty, left: task.qty });
  if (qty < task.qty && note === undefined)
    fail('platform.invalid_input', {}, [{ path: 'note', code: 'required', params: {} }]);
}
