import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { REACHED } from './upkeep.read.ts';

type Row = contract.OutputOf<typeof contract.listNearExpiry>['rows'][number];

export const listNearExpiry = defineVerb(
  contract.listNearExpiry,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, due_only, action, limit }) => ({
    rows: await tx.rows<Row>(
      `select * from (
         select distinct on (r.warehouse_id, r.item_id, r.lot_id) r.warehouse_id, w.warehouse_code, r.item_id, i.item_code,
           i.name as item_name, i.unit, r.lot_id, r.lot_no, r.expiry_date, r.qty, r.shelf_life_days, r.days_left,
           r.qty * coalesce(t.unit_cost_fen, i.unit_cost_fen) as value_fen, r.released, r.tier_no, r.action,
           d.taken_by_name, d.taken_at, d.note
         from (${REACHED}) r
         join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
         join masterdata.v_item i on i.item_id = r.item_id
         join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
         left join lateral (select e.taken_by_name, e.taken_at, e.note from warehouse.expiry_action e
           where e.warehouse_id = r.warehouse_id and e.item_id = r.item_id and e.lot_id = r.lot_id and e.action = r.action
           order by e.expiry_action_id desc limit 1) d on true
         order by r.warehouse_id, r.item_id, r.lot_id, r.severity desc, r.days_left
       ) n
       where (not $2::boolean or n.taken_at is null) and ($3::text is null or n.action = $3)
       order by n.days_left, n.warehouse_code, n.item_code, n.lot_no limit $4`,
      [warehouse_id ?? null, due_only === 'true', action ?? null, limit],
    ),
  }),
);
