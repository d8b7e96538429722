import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { DestructionStatus } from './destruction.model.ts';

export type Destruction = {
  readonly destruction_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: DestructionStatus;
  readonly reason: string;
  readonly requested_by: number | null;
  readonly executed_by: number | null;
  readonly executed_at: string | null;
};

/** The document, locked; 404 where it is out of sight. */
export async function lockDestruction(tx: Tx, destruction_id: number): Promise<Destruction> {
  const [found] = await tx.rows<Destruction>(
    `select destruction_id, document_no, warehouse_id, status, reason, requested_by, executed_by, executed_at
     from quality.destruction where destruction_id = $1 for update`,
    [destruction_id],
  );
  return found ?? notFound('destruction', destruction_id);
}

export type DestructionLine = {
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: 'quarantine' | 'held' | 'rejected' | 'recalled' | 'expired';
  readonly qty: number;
  readonly qty_destroyed: number | null;
  readonly serial_nos: readonly string[];
};

export function linesOf(tx: Tx, destruction_id: number): Promise<DestructionLine[]> {
  return tx.rows(
    `select line_no, item_id, lot_id, account_id, owner_id, disposition, qty, qty_destroyed, serial_nos
     from quality.destruction_line where destruction_id = $1 order by line_no`,
    [destruction_id],
  );
}
