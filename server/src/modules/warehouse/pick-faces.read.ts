import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { Reserve } from './replenish.ts';

export type FaceRow = contract.OutputOf<typeof contract.listPickFaces>['rows'][number];

/** Loose released goods of our own companies in the reserve, less what is promised or about to be moved. */
const RESERVE = `select b.item_id, b.lot_id, b.owner_id, b.account_id, t.expiry_date,
    (b.qty - b.allocated - b.packed - coalesce(o.qty, 0))::bigint as free
  from stock.v_balance b
  join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
  join masterdata.v_location p on p.location_id = a.location_id
  join masterdata.v_partner w on w.partner_id = b.owner_id and w.kind = 'legal_entity'
  join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
  left join lateral (select sum(r.qty) as qty from warehouse.replenishment r where r.status = 'open'
    and (r.item_id, r.lot_id, r.owner_id, r.from_account_id) = (b.item_id, b.lot_id, b.owner_id, b.account_id)) o on true
  where b.warehouse_id = $1 and b.disposition = 'released' and b.qty > 0 and p.zone_kind = 'storage' and not p.pick_face
    and p.retired_at is null`;

export function reserveOf(tx: Tx, warehouse_id: number): Promise<Reserve[]> {
  return tx.rows<Reserve>(
    `${RESERVE} and b.item_id in (select f.item_id from warehouse.pick_face f where f.warehouse_id = $1)
     order by b.item_id, b.lot_id, b.account_id, b.owner_id`,
    [warehouse_id],
  );
}

/** Pick faces in the order of the pick route. */
export function facesOf(tx: Tx, warehouse_id: number): Promise<FaceRow[]> {
  return tx.rows<FaceRow>(
    `with reserve as (
       select item_id, sum(greatest(free, 0))::bigint as free from (${RESERVE}) s group by item_id
     )
     select f.location_id, a.account_id, p.location_code, f.item_id, i.item_code, i.name as item_name, i.unit, f.min_qty,
       f.max_qty,
       coalesce((select sum(b.qty - b.allocated) from stock.v_balance b where b.account_id = a.account_id
         and b.item_id = f.item_id and b.disposition = 'released'), 0)::bigint as free,
       coalesce((select sum(r.qty) from warehouse.replenishment r where r.status = 'open' and r.to_account_id = a.account_id
         and r.item_id = f.item_id), 0)::bigint as coming,
       coalesce(s.free, 0)::bigint as reserve
     from warehouse.pick_face f
     join masterdata.v_location p on p.location_id = f.location_id
     left join stock.v_account a on a.kind = 'bin' and a.location_id = f.location_id
     left join warehouse.v_pick_route o on o.location_id = f.location_id and o.warehouse_id = f.warehouse_id
     join masterdata.v_item i on i.item_id = f.item_id
     left join reserve s on s.item_id = f.item_id
     where f.warehouse_id = $1 order by o.pick_order nulls last, i.item_code`,
    [warehouse_id],
  );
}
