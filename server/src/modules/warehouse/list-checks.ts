import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listChecks>['rows'][number];

export const listChecks = defineVerb(
  contract.listChecks,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, item_id, lot_id, result, after, limit }) => {
    const rows = await tx.rows<Row>(
      `select c.upkeep_check_id, c.warehouse_id, w.warehouse_code, c.item_id, i.item_code, i.name as item_name, i.unit,
         c.lot_id, t.lot_no, t.expiry_date, c.qty, c.result, c.finding, c.note, c.checked_by_name, c.checked_at, c.hold_id
       from warehouse.upkeep_check c
       join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
       join masterdata.v_item i on i.item_id = c.item_id
       join stock.v_lot t on t.item_id = c.item_id and t.lot_id = c.lot_id
       where ($1::bigint is null or c.warehouse_id = $1) and ($2::bigint is null or c.item_id = $2)
         and ($3::bigint is null or c.lot_id = $3) and ($4::text is null or c.result = $4)
         and ($5::bigint is null or c.upkeep_check_id < $5)
       order by c.upkeep_check_id desc limit $6`,
      [warehouse_id ?? null, item_id ?? null, lot_id ?? null, result ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'upkeep_check_id', limit) };
  },
);
