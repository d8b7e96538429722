import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';

/** What modules to the left must know of warehouses and partners; `app.ts` hands it to them. */
export const directory = {
  warehouses(tx: Tx, ids: 'all' | readonly number[]) {
    return tx.rows<{ warehouse_id: number; code: string; name: string; timezone: string }>(
      `select warehouse_id, warehouse_code as code, name, timezone from masterdata.warehouse
       where $1::bigint[] is null or warehouse_id = any($1::bigint[]) order by warehouse_code`,
      [ids === 'all' ? null : ids],
    );
  },
  async partnerExists(tx: Tx, partner_id: number): Promise<boolean> {
    return (
      (await tx.rows('select 1 from masterdata.partner where partner_id = $1', [partner_id])).length === 1
    );
  },
};

/** Refuses a warehouse that does not exist: who may act at all of them is not told so by the lack of a permission. */
export async function requireWarehouse(tx: Tx, warehouse_id: number): Promise<void> {
  if ((await directory.warehouses(tx, [warehouse_id])).length === 0) notFound('warehouse', warehouse_id);
}
