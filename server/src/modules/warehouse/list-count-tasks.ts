import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listCountTasks>['rows'][number] & { for_me: boolean };

export const listCountTasks = defineVerb(
  contract.listCountTasks,
  { permission: 'warehouse.work', audit: null },
  async ({ tx, actor }, { warehouse_id, count_id }) => {
    requireAt(actor, 'warehouse.work', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const rows = await tx.rows<Row>(
      `select l.count_line_id, l.count_id, c.document_no, l.account_id, p.location_code, p.zone_code, l.item_id, i.item_code,
         i.name as item_name, i.unit, i.tracking, l.lot_id, t.lot_no, t.expiry_date, l.disposition, o.name as owner_name,
         l.status = 'recount' as recount, last.counted_by is null or last.counted_by is distinct from $3::bigint as for_me
       from warehouse.count_line l
       join warehouse.count c on c.count_id = l.count_id and c.status = 'counting'
       join stock.v_account a on a.account_id = l.account_id
       join masterdata.v_location p on p.location_id = a.location_id
       left join warehouse.v_pick_route r on r.account_id = l.account_id
       join masterdata.v_item i on i.item_id = l.item_id
       join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       join masterdata.v_partner o on o.partner_id = l.owner_id
       left join lateral (select e.counted_by from warehouse.count_entry e where e.count_line_id = l.count_line_id
         order by e.round desc limit 1) last on true
       where l.warehouse_id = $1 and l.status in ('open', 'recount') and ($2::bigint is null or l.count_id = $2)
       order by r.pick_order nulls last, l.count_id, l.line_no limit 5000`,
      [warehouse_id, count_id ?? null, actor.user_id],
    );
    const mine = rows.filter((row) => row.for_me);
    return { rows: mine.map(({ for_me: _, ...row }) => row), for_others: rows.length - mine.length };
  },
);
