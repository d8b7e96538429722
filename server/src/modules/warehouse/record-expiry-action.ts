import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { holdHere, requireOnHand } from './hold-here.ts';
import { type LotKey, onHandOf, REACHED } from './upkeep.read.ts';
import { insertActions } from './upkeep.write.ts';

type Input = contract.InputOf<typeof contract.recordExpiryAction>;
type Due = LotKey & { readonly tier_no: number; readonly qty: number };

export const recordExpiryAction = defineVerb(
  contract.recordExpiryAction,
  { permission: 'warehouse.inspect', audit: 'warehouse.record_expiry_action' },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { warehouse_id, action, lots, note } = input;
    requireAt(actor, 'warehouse.inspect', warehouse_id);
    if (action === 'stop_sale') requireAt(actor, 'stock.hold', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const here = requireOnHand(lots, await onHandOf(tx, warehouse_id, lots), 'lots');
    const due = await dueLots(tx, input, (lot_id) => here.get(lot_id)!.lot_no);
    const holds = action === 'stop_sale' ? await holdHere(context, warehouse_id, lots, note) : new Map();
    const rows = due.map((lot) => ({ ...lot, hold_id: holds.get(lot.lot_id) ?? null }));
    const recorded = await insertActions(tx, warehouse_id, actor, action, note, rows);
    const detail = { action, lots: lots.length, recorded };
    audit({ entity: 'expiry_action', entity_id: warehouse_id, warehouse_id, reason: note, detail });
    emit('warehouse.expiry_action', String(warehouse_id), { warehouse_id, action, lots });
    return { recorded, hold_ids: [...holds.values()] };
  },
);

/** The tier of each lot that asks for this measure; a lot that has not come so far is refused by name. */
async function dueLots(
  tx: Tx,
  { warehouse_id, action, lots }: Input,
  lot_no: (lot_id: number) => string,
): Promise<Due[]> {
  const rows = await tx.rows<Due>(
    `select distinct on (r.item_id, r.lot_id) r.item_id, r.lot_id, r.tier_no, r.qty
     from (${REACHED}) r
     join unnest($2::bigint[], $3::bigint[]) as k(item_id, lot_id) on k.item_id = r.item_id and k.lot_id = r.lot_id
     where r.action = $4 order by r.item_id, r.lot_id, r.tier_no`,
    [warehouse_id, lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), action],
  );
  const due = new Set(rows.map((row) => row.lot_id));
  const errors = lots.flatMap(({ lot_id }, index) =>
    due.has(lot_id)
      ? []
      : [{ path: `lots.${index}`, code: 'warehouse.action_not_due', params: { lot_no: lot_no(lot_id) } }],
  );
  const [first] = errors;
  if (first !== undefined) throw new AppError(first.code, first.params, { errors });
  return rows;
}
