import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listReplenishments>['rows'][number];

export const listReplenishments = defineVerb(
  contract.listReplenishments,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, status, after, limit }) => {
    const rows = await tx.rows<Row>(
      `select r.replenishment_id, r.warehouse_id, w.warehouse_code, r.status, r.item_id, i.item_code, i.name as item_name,
         i.unit, r.lot_id, t.lot_no, t.expiry_date, r.from_account_id, f.location_code as from_code, r.to_account_id,
         p.location_code as to_code, r.qty, r.qty_done, r.note, r.created_at, r.done_at, r.done_by_name
       from warehouse.replenishment r
       join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
       join masterdata.v_item i on i.item_id = r.item_id
       join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
       join stock.v_account x on x.account_id = r.from_account_id
       join masterdata.v_location f on f.location_id = x.location_id
       join stock.v_account y on y.account_id = r.to_account_id
       join masterdata.v_location p on p.location_id = y.location_id
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::text is null or r.status = $2)
         and ($3::bigint is null or r.replenishment_id < $3)
       order by r.replenishment_id desc limit $4`,
      [warehouse_id ?? null, status ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'replenishment_id', limit) };
  },
);
