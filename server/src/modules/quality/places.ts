import type { Tx } from '../../platform/db.ts';
import { ensureAccounts } from '../stock/index.ts';

/** The first place of a kind of zone at a warehouse, of the item's condition before others; null where there is none. */
export async function firstPlace(
  tx: Tx,
  warehouse_id: number,
  zone_kind: 'rejected' | 'returns' | 'receiving',
  storage_condition: string | null = null,
): Promise<number | null> {
  const [location] = await tx.rows<{ location_id: number }>(
    `select location_id from masterdata.v_location where warehouse_id = $1 and zone_kind = $2
     order by storage_condition is distinct from $3, location_code limit 1`,
    [warehouse_id, zone_kind, storage_condition],
  );
  if (location === undefined) return null;
  const [account_id] = await ensureAccounts(tx, [
    { kind: 'bin', warehouse_id, location_id: location.location_id },
  ]);
  return account_id!;
}
