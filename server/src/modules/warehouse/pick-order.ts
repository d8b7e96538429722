import type { Tx } from '../../platform/db.ts';

/** Place of each bin on the way of a picker through the warehouse, by account; bins out of use have none. */
export async function pickOrder(tx: Tx, warehouse_id: number): Promise<Map<number, number>> {
  const rows = await tx.rows<{ account_id: number; pick_order: number }>(
    'select account_id, pick_order from warehouse.v_pick_route where warehouse_id = $1',
    [warehouse_id],
  );
  return new Map(rows.map((row) => [row.account_id, row.pick_order]));
}
