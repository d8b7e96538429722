import type { Tx } from '../../platform/db.ts';

export type Pair = { readonly warehouse_id: number; readonly item_id: number };
export type Position = Pair & { readonly on_hand: number; readonly on_order: number };

export const pairKey = (pair: Pair) => `${pair.warehouse_id}|${pair.item_id}`;

/**
 * What stands at a warehouse and can be used or is about to be judged, unallocated and not expired, and what is ordered
 * and still to come. One statement for all pairs.
 */
export async function positionsOf(tx: Tx, pairs: readonly Pair[]): Promise<Map<string, Position>> {
  const rows = await tx.rows<Position>(
    `select k.warehouse_id, k.item_id,
       coalesce((select sum(b.qty - b.allocated) from stock.v_balance b
         join stock.v_account a on a.account_id = b.account_id
         join masterdata.v_location p on p.location_id = a.location_id
         join masterdata.v_partner o on o.partner_id = b.owner_id
         join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
         where b.item_id = k.item_id and b.warehouse_id = k.warehouse_id and b.disposition in ('released', 'quarantine')
           and not b.unbounded and o.kind = 'legal_entity' and p.zone_kind in ('receiving', 'storage', 'dispatch')
           and (t.expiry_date is null or t.expiry_date >= (now() at time zone 'Asia/Shanghai')::date)), 0)::bigint as on_hand,
       coalesce((select sum(q.qty) from supply.v_on_order q
         where q.item_id = k.item_id and q.warehouse_id = k.warehouse_id), 0)::bigint as on_order
     from (select distinct warehouse_id, item_id from unnest($1::bigint[], $2::bigint[]) as x(warehouse_id, item_id)) k`,
    [pairs.map((pair) => pair.warehouse_id), pairs.map((pair) => pair.item_id)],
  );
  return new Map(rows.map((row) => [pairKey(row), row]));
}
