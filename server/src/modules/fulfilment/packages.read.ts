import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

type Row = contract.OutputOf<typeof contract.getShipment>['packages'][number];

/** Packages of a demand that have not left, or those of a shipment, with what is in them. */
export function packageRows(
  tx: Tx,
  of: { readonly demand_id: number } | { readonly shipment_id: number },
): Promise<Row[]> {
  return tx.rows<Row>(
    `select p.package_id, p.sscc, p.weight_g, p.volume_ml, p.shipment_id, p.packed_at,
       (select jsonb_agg(jsonb_build_object('item_code', i.item_code, 'item_name', i.name, 'lot_no', t.lot_no, 'qty', l.qty)
          order by i.item_code, t.lot_no)
        from (select item_id, lot_id, sum(qty) as qty from fulfilment.package_line
              where package_id = p.package_id group by 1, 2) l
        join masterdata.v_item i on i.item_id = l.item_id
        join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id) as lines
     from fulfilment.package p
     where p.unpacked_at is null
       and case when $2::bigint is null then p.demand_id = $1 and p.shipment_id is null else p.shipment_id = $2 end
     order by p.package_id`,
    ['demand_id' in of ? of.demand_id : null, 'shipment_id' in of ? of.shipment_id : null],
  );
}
