import { listDestructions as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listDestructions = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: null },
  async ({ tx }, { warehouse_id, limit, after }) => {
    const rows = await destructionHeads(tx, [warehouse_id ?? null, after ?? null, null, limit]);
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.destruction_id };
  },
);

/** Heads by warehouse, below a cursor, or of one document. */
export function destructionHeads(
  tx: Tx,
  filter: [warehouse_id: number | null, before: number | null, destruction_id: number | null, limit: number],
): Promise<Row[]> {
  return tx.rows<Row>(
    `select d.destruction_id, d.document_no, d.warehouse_id, w.name as warehouse_name, d.status, d.reason, d.requested_by_name,
       d.requested_at, l.lines, l.qty, l.value_fen
     from quality.destruction d
     join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
     join lateral (
       select count(*) as lines, sum(l.qty)::bigint as qty,
         sum(l.qty * coalesce(t.unit_cost_fen, i.unit_cost_fen))::bigint as value_fen
       from quality.destruction_line l
       join masterdata.v_item i on i.item_id = l.item_id
       join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       where l.destruction_id = d.destruction_id) l on true
     where ($1::bigint is null or d.warehouse_id = $1) and ($2::bigint is null or d.destruction_id < $2)
       and ($3::bigint is null or d.destruction_id = $3)
     order by d.destruction_id desc limit $4`,
    filter,
  );
}
