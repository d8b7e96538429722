/** Writes of the documents that take back an acceptance or a put-away. */
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

export async function insertAcceptanceReversal(
  tx: Tx,
  actor: Actor,
  reversal: {
    readonly acceptance_id: number;
    readonly receipt_id: number;
    readonly warehouse_id: number;
    readonly accepted_by: number | null;
    readonly reason: string;
    readonly movements: { readonly release: number | null; readonly reject: number | null };
  },
): Promise<string> {
  const { document_no } = await tx.one<{ document_no: string }>(
    `insert into supply.acceptance_reversal (acceptance_id, receipt_id, warehouse_id, accepted_by, reason,
       release_movement_id, reject_movement_id, reversed_by, reversed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning document_no`,
    [
      reversal.acceptance_id,
      reversal.receipt_id,
      reversal.warehouse_id,
      reversal.accepted_by,
      reversal.reason,
      reversal.movements.release,
      reversal.movements.reject,
      actor.user_id,
      actor.display_name,
    ],
  );
  return document_no;
}

export async function insertPutawayReversal(
  tx: Tx,
  actor: Actor,
  reversal: {
    readonly putaway_id: number;
    readonly receipt_id: number;
    readonly warehouse_id: number;
    readonly reason: string;
    readonly movement_id: number;
  },
): Promise<string> {
  const { document_no } = await tx.one<{ document_no: string }>(
    `insert into supply.putaway_reversal (putaway_id, receipt_id, warehouse_id, reason, movement_id, reversed_by,
       reversed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) returning document_no`,
    [
      reversal.putaway_id,
      reversal.receipt_id,
      reversal.warehouse_id,
      reversal.reason,
      reversal.movement_id,
      actor.user_id,
      actor.display_name,
    ],
  );
  return document_no;
}
