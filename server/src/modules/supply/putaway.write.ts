import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import type { Put } from './putaway.ts';
import type { Receipt } from './receiving.read.ts';

/** Writes who put what into which bin. */
export function insertPutaway(
  tx: Tx,
  actor: Actor,
  { receipt_id, warehouse_id }: Receipt,
  movement_id: number,
  puts: readonly Put[],
): Promise<{ putaway_id: number; document_no: string }> {
  return tx.one(
    `with head as (
       insert into supply.putaway (receipt_id, warehouse_id, put_by, put_by_name, movement_id)
       values ($1, $2, $3, $4, $5) returning putaway_id, document_no
     ), body as (
       insert into supply.putaway_line (putaway_id, line_no, receipt_id, warehouse_id, receipt_line_id, account_id, qty)
       select h.putaway_id, k.line_no, $1, $2, k.receipt_line_id, k.account_id, k.qty
       from head h, unnest($6::bigint[], $7::bigint[], $8::bigint[]) with ordinality
         as k(receipt_line_id, account_id, qty, line_no)
     )
     select putaway_id, document_no from head`,
    [
      receipt_id,
      warehouse_id,
      actor.user_id,
      actor.display_name,
      movement_id,
      puts.map((put) => put.receipt_line_id),
      puts.map((put) => put.to_account_id),
      puts.map((put) => put.qty),
    ],
  );
}
