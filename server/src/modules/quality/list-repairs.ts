import { listRepairs as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listRepairs = defineVerb(
  contract,
  { permission: 'quality.repair', audit: null },
  async ({ tx }, { warehouse_id, open_only, limit, after }) => {
    const rows = await repairHeads(tx, [
      warehouse_id ?? null,
      after ?? null,
      null,
      limit,
      open_only === 'true',
    ]);
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.repair_id };
  },
);

/** Heads by warehouse, below a cursor, or of one document. */
export function repairHeads(
  tx: Tx,
  filter: [
    warehouse_id: number | null,
    before: number | null,
    repair_id: number | null,
    limit: number,
    open_only: boolean,
  ],
): Promise<Row[]> {
  return tx.rows<Row>(
    `select r.repair_id, r.document_no, r.warehouse_id, w.name as warehouse_name, r.status, r.item_id, i.item_code,
       i.name as item_name, t.lot_no, r.serial_no, d.name as department_name, p.name as workshop_name, r.fault,
       r.opened_by_name, r.opened_at, r.sent_at,
       floor(extract(epoch from coalesce(r.closed_at, now()) - r.opened_at) / 86400)::integer as days,
       exists (select from quality.loaner l where l.repair_id = r.repair_id and l.returned_at is null
         and l.due_on < (now() at time zone w.timezone)::date) as loaner_overdue
     from quality.repair_order r
     join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
     join masterdata.v_item i on i.item_id = r.item_id
     join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
     left join masterdata.v_department d on d.department_id = r.department_id
     left join masterdata.v_partner p on p.partner_id = r.workshop_id
     where ($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.repair_id < $2)
       and ($3::bigint is null or r.repair_id = $3) and (not $5 or r.status not in ('closed', 'cancelled'))
     order by r.repair_id desc limit $4`,
    filter,
  );
}
