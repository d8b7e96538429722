import type { Tx } from '../../platform/db.ts';

/**
 * Lots that stand in the bins of warehouses, with today where they stand. `$1` narrows to one warehouse; only goods that
 * may still be sold or are held for the moment are looked after.
 */
export const STANDING = `select b.warehouse_id, b.item_id, b.lot_id, sum(b.qty)::bigint as qty,
    coalesce(sum(b.qty) filter (where b.disposition = 'released'), 0)::bigint as released,
    string_agg(distinct p.location_code, ' ' order by p.location_code) as places,
    (now() at time zone min(w.timezone))::date as today
  from stock.v_balance b
  join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
  join masterdata.v_location p on p.location_id = a.location_id
  join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
  where b.qty > 0 and b.disposition in ('released', 'held') and ($1::bigint is null or b.warehouse_id = $1)
  group by b.warehouse_id, b.item_id, b.lot_id`;

export type LotKey = { readonly item_id: number; readonly lot_id: number };
export type OnHand = LotKey & { readonly qty: number; readonly lot_no: string };

/** What stands of each lot at a warehouse; lots of which nothing stands are absent. */
export function onHandOf(tx: Tx, warehouse_id: number, lots: readonly LotKey[]): Promise<OnHand[]> {
  return tx.rows<OnHand>(
    `select s.item_id, s.lot_id, s.qty, t.lot_no
     from (${STANDING}) s
     join stock.v_lot t on t.item_id = s.item_id and t.lot_id = s.lot_id
     join unnest($2::bigint[], $3::bigint[]) as k(item_id, lot_id) on k.item_id = s.item_id and k.lot_id = s.lot_id`,
    [warehouse_id, lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id)],
  );
}

/**
 * Every tier that a lot has reached. The life of an item is its shelf life, or the time between production and expiry of
 * the lot where nobody has noted one.
 */
export const REACHED = `select s.warehouse_id, s.item_id, s.lot_id, s.qty, s.released, t.lot_no, t.expiry_date,
    i.shelf_life_days, t.expiry_date - s.today as days_left, e.tier_no, e.action,
    array_position(array['watch', 'redistribute', 'return_supplier', 'stop_sale'], e.action) as severity
  from (${STANDING}) s
  join stock.v_lot t on t.item_id = s.item_id and t.lot_id = s.lot_id and t.expiry_date is not null
  join masterdata.v_item i on i.item_id = s.item_id
  cross join lateral (select coalesce(i.shelf_life_days, t.expiry_date - t.production_date, 0) as days) life
  join warehouse.expiry_tier e on life.days >= e.life_from_days and (e.life_to_days is null or life.days < e.life_to_days)
    and (t.expiry_date - s.today <= e.within_days or (t.expiry_date - s.today) * 100 <= e.within_percent * life.days)`;
