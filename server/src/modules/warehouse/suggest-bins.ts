import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { type Bin, type PutAway, type PutAwayItem, putAway, type Suggestion } from './put-away.ts';

export const suggestBinsVerb = defineVerb(
  contract.suggestBins,
  { permission: 'warehouse.read', audit: null },
  async ({ tx, actor }, { warehouse_id, item_id, lot_id, qty, disposition }) => {
    requireAt(actor, 'warehouse.read', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const known = await tx.rows('select 1 from stock.v_lot where item_id = $1 and lot_id = $2', [
      item_id,
      lot_id,
    ]);
    if (known.length === 0) notFound('lot', lot_id);
    const [found] = await suggestBins(tx, warehouse_id, [{ item_id, lot_id, qty, disposition }]);
    return { shares: found!.shares.map((share) => ({ ...share })), unplaced: found!.unplaced };
  },
);

/**
 * Where goods are best put away at a warehouse, one suggestion for each want in the order given. Two statements for
 * any number of wants. What is suggested is not kept free: the gate judges when the goods are moved.
 */
export async function suggestBins(
  tx: Tx,
  warehouse_id: number,
  wants: readonly PutAway[],
): Promise<Suggestion[]> {
  const [bins, items] = await Promise.all([
    binsOf(tx, warehouse_id),
    tx.rows<PutAwayItem & { item_id: number }>(
      'select item_id, storage_condition, unit_volume_ml from masterdata.v_item where item_id = any($1::bigint[])',
      [wants.map((want) => want.item_id)],
    ),
  ]);
  const by_id = new Map(items.map((item) => [item.item_id, item]));
  return putAway(bins, wants, (item_id) => by_id.get(item_id));
}

/** Bins in use with what stands in them. */
function binsOf(tx: Tx, warehouse_id: number): Promise<Bin[]> {
  return tx.rows<Bin>(
    `with filled as (
       select b.account_id, sum(b.qty * i.unit_volume_ml)::bigint as used_ml, array_agg(distinct b.item_id) as item_ids,
         array_agg(distinct b.lot_id) as lot_ids
       from stock.v_balance b join masterdata.v_item i on i.item_id = b.item_id
       where b.warehouse_id = $1 and b.qty > 0 and not b.unbounded group by b.account_id
     )
     select a.account_id, p.location_code, p.zone_kind, p.storage_condition, p.x, p.y, p.capacity_ml, p.pick_face,
       coalesce(f.used_ml, 0) as used_ml, coalesce(f.item_ids, '{}') as item_ids, coalesce(f.lot_ids, '{}') as lot_ids
     from masterdata.v_location p
     join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     left join filled f on f.account_id = a.account_id
     where p.warehouse_id = $1 and p.retired_at is null`,
    [warehouse_id],
  );
}
