import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = contract.OutputOf<typeof contract.listSupplierOwned>['rows'][number];

export const listSupplierOwned = defineVerb(
  contract.listSupplierOwned,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { warehouse_id = null, partner_id = null, limit, after = 0 }) => {
    const rows = await tx.rows<Row>(
      `select b.owner_id as supplier_id, o.name as supplier_name, a.warehouse_id, w.warehouse_code, b.account_id,
         p.location_code, b.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, b.lot_id, t.lot_no, t.expiry_date,
         b.disposition, b.qty
       from masterdata.v_partner o
       join stock.v_balance b on b.owner_id = o.partner_id and b.qty > 0
       join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
       join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
       join masterdata.v_location p on p.location_id = a.location_id
       join masterdata.v_item i on i.item_id = b.item_id
       join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
       where o.kind = 'supplier' and ($1::bigint is null or a.warehouse_id = $1) and ($2::bigint is null or o.partner_id = $2)
       order by t.expiry_date nulls last, i.item_code, t.lot_no, p.location_code, b.disposition offset $3 limit $4`,
      [warehouse_id, partner_id, after, limit],
    );
    return { rows, next: rows.length === limit ? after + rows.length : null };
  },
);
