import type { Tx } from '../../platform/db.ts';

type Ended = { hold_id: number; item_id: number; lot_id: number; warehouse_id: number };

/** Marks open holds of single warehouses as lifted, and gives those that were. */
export function closeHolds(
  tx: Tx,
  hold_ids: readonly number[],
  lifted_by: number | null,
  reason: string,
): Promise<Ended[]> {
  return tx.rows(
    `update stock.hold set lifted_at = clock_timestamp(), lifted_by = $2, lift_reason = $3
     where hold_id = any($1::bigint[]) and lifted_at is null and kind = 'hold' and warehouse_id is not null
     returning hold_id, item_id, lot_id, warehouse_id`,
    [hold_ids, lifted_by, reason],
  );
}
