/** Every INSERT and UPDATE of corrections, and their lock. */
import type { Tx } from '../../platform/db.ts';
import { assert, notFound } from '../../platform/errors.ts';
import type { AdjustmentLine, AdjustmentStatus } from './adjustment.model.ts';

export type Adjustment = {
  readonly adjustment_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: AdjustmentStatus;
  readonly reason: string;
  readonly value_fen: number;
  readonly requested_by: number | null;
};

/** Locks a correction, so that it is decided once. Out of sight it does not exist. */
export async function lockAdjustment(tx: Tx, adjustment_id: number): Promise<Adjustment> {
  const [found] = await tx.rows<Adjustment>(
    `select adjustment_id, document_no, warehouse_id, status, reason, value_fen, requested_by
     from warehouse.adjustment where adjustment_id = $1 for update`,
    [adjustment_id],
  );
  if (found === undefined) notFound('adjustment', adjustment_id);
  return found;
}

export function adjustmentLines(tx: Tx, adjustment_id: number): Promise<AdjustmentLine[]> {
  return tx.rows<AdjustmentLine>(
    `select item_id, lot_id, account_id, owner_id, disposition, change, serial_nos
     from warehouse.adjustment_line where adjustment_id = $1 order by line_no`,
    [adjustment_id],
  );
}

export type NewAdjustment = {
  readonly warehouse_id: number;
  readonly cause: string;
  readonly reason: string;
  readonly value_fen: number;
  readonly requested_by: number | null;
  readonly requested_by_name: string;
  readonly lines: readonly AdjustmentLine[];
};

export async function insertAdjustment(
  tx: Tx,
  adjustment: NewAdjustment,
): Promise<{ adjustment_id: number; document_no: string }> {
  const made = await tx.one<{ adjustment_id: number; document_no: string }>(
    `insert into warehouse.adjustment (warehouse_id, cause, reason, value_fen, requested_by, requested_by_name)
     values ($1, $2, $3, $4, $5, $6) returning adjustment_id, document_no`,
    [
      adjustment.warehouse_id,
      adjustment.cause,
      adjustment.reason,
      adjustment.value_fen,
      adjustment.requested_by,
      adjustment.requested_by_name,
    ],
  );
  await tx.run(
    `insert into warehouse.adjustment_line (adjustment_id, line_no, warehouse_id, item_id, lot_id, account_id, owner_id,
       disposition, change, serial_nos)
     select $1, r.ord, $2, r.item_id, r.lot_id, r.account_id, r.owner_id, r.disposition, r.change, r.serial_nos
     from rows from (jsonb_to_recordset($3::jsonb) as (item_id bigint, lot_id bigint, account_id bigint, owner_id bigint,
       disposition stock.disposition, change bigint, serial_nos text[])) with ordinality
       as r(item_id, lot_id, account_id, owner_id, disposition, change, serial_nos, ord)`,
    [made.adjustment_id, adjustment.warehouse_id, JSON.stringify(adjustment.lines)],
  );
  return made;
}

export async function saveDecision(
  tx: Tx,
  decision: {
    readonly adjustment_id: number;
    readonly status: AdjustmentStatus;
    readonly decided_by: number | null;
    readonly decided_by_name: string;
    readonly note: string | null;
    readonly movement_id: number | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update warehouse.adjustment set status = $2, decided_by = $3, decided_by_name = $4, decision_note = $5,
       movement_id = $6, decided_at = clock_timestamp()
     where adjustment_id = $1 and status = 'requested'`,
    [
      decision.adjustment_id,
      decision.status,
      decision.decided_by,
      decision.decided_by_name,
      decision.note,
      decision.movement_id,
    ],
  );
  assert(written === 1, 'a locked correction was decided before');
}
