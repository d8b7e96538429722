import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listQuarantine>['rows'][number];

/** Arrival is read from the postings that brought the lot into the warehouse, which are few. */
const QUARANTINE = `from stock.v_balance b
  join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
  join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
  join masterdata.v_item i on i.item_id = b.item_id
  join masterdata.v_location p on p.location_id = a.location_id
  join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
  join masterdata.v_partner o on o.partner_id = b.owner_id
  left join lateral (
    select max(m.occurred_at) as at, bool_or(m.actor_id = $1) as by_me
    from stock.v_posting g join stock.v_movement m on m.movement_id = g.movement_id
    where g.item_id = b.item_id and g.lot_id = b.lot_id and g.to_warehouse_id = b.warehouse_id
      and m.purpose in ('receive', 'transfer_receive', 'customer_return')) r on true
  left join lateral (
    select n.inspection_id, n.document_no from quality.inspection n
    where n.item_id = b.item_id and n.lot_id = b.lot_id and n.warehouse_id = b.warehouse_id
      and n.status not in ('closed', 'cancelled')
    order by n.inspection_id limit 1) n on true
  where b.disposition = 'quarantine' and b.qty > 0
    and ($2::bigint is null or b.warehouse_id = $2)
    and ($3::text is null or i.item_code ilike '%' || $3 || '%' or i.name ilike '%' || $3 || '%'
      or t.lot_no ilike '%' || $3 || '%')`;

export const listQuarantine = defineVerb(
  contract.listQuarantine,
  { permission: 'stock.read', audit: null },
  async ({ tx, actor }, input) => {
    const values = [actor.user_id, input.warehouse_id ?? null, likeText(input.search), input.limit];
    const rows = await tx.rows<Row & { total: number }>(
      `select b.item_id, i.item_code, i.name as item_name, i.unit, i.storage_condition, b.lot_id, t.lot_no,
         t.production_date, t.expiry_date, b.warehouse_id, w.warehouse_code, b.account_id, p.location_code, p.zone_kind,
         b.owner_id, o.name as owner_name, b.qty, i.tracking, r.at as received_at,
         coalesce(r.by_me, false) as received_by_me, n.inspection_id,
         n.document_no as inspection_no, (count(*) over ())::integer as total
       ${QUARANTINE}
       order by r.at nulls first, i.item_code, t.lot_no, p.location_code limit $4`,
      values,
    );
    return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
  },
);
