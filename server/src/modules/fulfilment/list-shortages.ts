import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listShortages>['rows'][number];

export const listShortages = defineVerb(
  contract.listShortages,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select s.pick_shortage_id, s.document_no, s.warehouse_id, h.warehouse_code, w.document_no as wave_no, s.item_id,
         i.item_code, i.name as item_name, i.unit, s.lot_id, t.lot_no, p.location_code, s.qty, s.qty_found, s.reason, s.note,
         s.status, s.opened_by_name, s.opened_at, s.settled_by_name, s.settled_at, s.settle_reason
       from fulfilment.pick_shortage s
       join fulfilment.wave_line l on l.wave_line_id = s.wave_line_id
       join fulfilment.wave w on w.wave_id = l.wave_id
       join masterdata.v_warehouse h on h.warehouse_id = s.warehouse_id
       join masterdata.v_item i on i.item_id = s.item_id
       join stock.v_lot t on t.item_id = s.item_id and t.lot_id = s.lot_id
       join stock.v_account c on c.account_id = s.account_id
       left join masterdata.v_location p on p.location_id = c.location_id
       where ($1::bigint is null or s.warehouse_id = $1) and ($2::text is null or s.status = $2)
         and ($3::bigint is null or s.pick_shortage_id < $3)
       order by s.pick_shortage_id desc limit $4`,
      [input.warehouse_id ?? null, input.status ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'pick_shortage_id', input.limit) };
  },
);
