import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

export type MapRow = contract.OutputOf<typeof contract.getMap>['bins'][number];

/** Bins in use with everything that the live map shows of them. */
export function mapOf(tx: Tx, warehouse_id: number): Promise<MapRow[]> {
  return tx.rows<MapRow>(
    `with filled as (
       select b.account_id, sum(b.qty)::bigint as qty, count(distinct b.lot_id)::integer as lots,
         sum(b.qty * i.unit_volume_ml)::bigint as used_ml, min(t.expiry_date) as nearest_expiry
       from stock.v_balance b
       join masterdata.v_item i on i.item_id = b.item_id
       join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
       where b.warehouse_id = $1 and b.qty > 0 and not b.unbounded group by b.account_id
     ), marked as (
       select account_id, jsonb_object_agg(disposition, qty) as dispositions from (
         select b.account_id, b.disposition, sum(b.qty)::bigint as qty from stock.v_balance b
         where b.warehouse_id = $1 and b.qty > 0 and not b.unbounded group by 1, 2) d group by account_id
     )
     select p.location_id, a.account_id, p.location_code, p.zone_code, p.zone_kind, p.storage_condition, p.x, p.y, p.width,
       p.height, p.capacity_ml, p.pick_face, p.pick_sequence, r.pick_order::integer as pick_order, coalesce(f.qty, 0) as qty,
       coalesce(f.lots, 0) as lots, coalesce(f.used_ml, 0) as used_ml, f.nearest_expiry,
       coalesce(m.dispositions, '{}') as dispositions, n.temperature
     from masterdata.v_location p
     left join stock.v_account a on a.location_id = p.location_id and a.kind = 'bin'
     left join filled f on f.account_id = a.account_id
     left join marked m on m.account_id = a.account_id
     left join warehouse.v_pick_route r on r.location_id = p.location_id and r.warehouse_id = p.warehouse_id
     -- A bin with a sensor of its own says more than the zone it is in.
     left join lateral (
       select jsonb_build_object('area_id', t.area_id, 'lowest_c', t.lowest_c, 'highest_c', t.highest_c,
         'temp_min_c', t.temp_min_c, 'temp_max_c', t.temp_max_c, 'at', t.last_at) as temperature
       from coldchain.v_area_now t
       where t.warehouse_id = p.warehouse_id and (t.location_id = p.location_id or p.zone_code = any(t.zone_codes))
       order by t.location_id nulls last, t.area_id limit 1) n on true
     where p.warehouse_id = $1 and p.retired_at is null
     order by p.location_code`,
    [warehouse_id],
  );
}

/** Changes with every change of a bin; today where the warehouse stands. */
export function revisionOf(tx: Tx, warehouse_id: number): Promise<{ revision: string; today: string }> {
  return tx.one(
    `select coalesce(extract(epoch from max(p.changed_at))::text, '0') || '/' || count(p.location_id) as revision,
       (now() at time zone w.timezone)::date as today
     from masterdata.v_warehouse w
     left join masterdata.v_location p on p.warehouse_id = w.warehouse_id
     where w.warehouse_id = $1 group by w.timezone`,
    [warehouse_id],
  );
}
