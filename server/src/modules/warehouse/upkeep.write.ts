/** Every INSERT of inspections and measures against expiry. */
import type { Tx } from '../../platform/db.ts';
import type { LotKey } from './upkeep.read.ts';

type By = { readonly user_id: number | null; readonly display_name: string };

export async function insertChecks(
  tx: Tx,
  warehouse_id: number,
  by: By,
  checks: readonly (LotKey & {
    readonly qty: number;
    readonly finding: string | null;
    readonly note: string | null;
    readonly hold_id: number | null;
  })[],
): Promise<void> {
  await tx.run(
    `insert into warehouse.upkeep_check (warehouse_id, item_id, lot_id, qty, result, finding, note, checked_by,
       checked_by_name, hold_id)
     select $1, r.item_id, r.lot_id, r.qty, case when r.finding is null then 'sound' else 'finding' end, r.finding, r.note,
       $2, $3, r.hold_id
     from jsonb_to_recordset($4::jsonb) as r(item_id bigint, lot_id bigint, qty bigint, finding text, note text, hold_id bigint)`,
    [warehouse_id, by.user_id, by.display_name, JSON.stringify(checks)],
  );
}

/** Notes a measure for each lot and tier; one that was noted before stays as it is. */
export function insertActions(
  tx: Tx,
  warehouse_id: number,
  by: By,
  action: string,
  note: string,
  lots: readonly (LotKey & {
    readonly tier_no: number;
    readonly qty: number;
    readonly hold_id: number | null;
  })[],
): Promise<number> {
  return tx.run(
    `insert into warehouse.expiry_action (warehouse_id, item_id, lot_id, tier_no, action, qty, note, taken_by,
       taken_by_name, hold_id)
     select $1, r.item_id, r.lot_id, r.tier_no, $2, r.qty, $3, $4, $5, r.hold_id
     from jsonb_to_recordset($6::jsonb) as r(item_id bigint, lot_id bigint, tier_no integer, qty bigint, hold_id bigint)
     on conflict (warehouse_id, item_id, lot_id, tier_no, action) do nothing`,
    [warehouse_id, action, note, by.user_id, by.display_name, JSON.stringify(lots)],
  );
}
