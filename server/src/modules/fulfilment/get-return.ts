import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { RETURN_COLUMNS, RETURN_TABLES } from './list-returns.ts';

type Output = contract.OutputOf<typeof contract.getReturn>;

export const getReturn = defineVerb(
  contract.getReturn,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { return_id }) => returnOf(tx, return_id),
);

/** 404 where it is not in sight. */
export async function returnOf(tx: Tx, return_id: number): Promise<Output> {
  const [[head], line_rows] = await Promise.all([
    tx.rows<Omit<Output, 'line_rows'>>(
      `select ${RETURN_COLUMNS}, r.note, r.requested_by, r.decided_by_name, r.decided_at, r.decision_note, r.received_by,
         r.received_by_name, r.received_at, r.storage_proof, r.chain_unbroken, r.accepted_by_name, r.accepted_at, q.credit_fen
       from ${RETURN_TABLES} where r.return_id = $1`,
      [return_id],
    ),
    tx.rows<Output['line_rows'][number]>(
      `select k.return_line_id, k.demand_line_id, k.item_id, i.item_code, i.name as item_name, i.unit, i.tracking,
         i.storage_condition, k.lot_id, t.lot_no, t.expiry_date, k.qty, k.serial_nos, k.qty_received, k.qty_accepted,
         k.qty_rejected, k.result_reason, n.unit_price_fen
       from fulfilment.customer_return_line k
       join fulfilment.demand_line n on n.demand_line_id = k.demand_line_id
       join masterdata.v_item i on i.item_id = k.item_id
       join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
       where k.return_id = $1 order by k.return_line_id`,
      [return_id],
    ),
  ]);
  if (head === undefined) notFound('return', return_id);
  return { ...head, line_rows };
}
