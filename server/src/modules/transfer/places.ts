import type { Tx } from '../../platform/db.ts';
import { assert, fail } from '../../platform/errors.ts';
import { ensureAccounts } from '../stock/index.ts';

/** A bin of the receiving warehouse. */
type Bin = { readonly account_id: number; readonly zone_kind: string };
export type Places = {
  /** The bin named, or the receiving place that fits the storage condition best. */
  binFor(named: number | undefined, storage_condition: string): Bin;
};
type Row = {
  location_id: number;
  zone_kind: string;
  storage_condition: string;
  account_id: number | null;
};

/**
 * Where goods can be put at a warehouse: its receiving places and the bins that were named. A bin of another
 * warehouse is refused. Two statements, two more where a place is used for the first time.
 */
export async function placesAt(tx: Tx, warehouse_id: number, named: readonly number[]): Promise<Places> {
  const rows = await tx.rows<Row>(
    `select p.location_id, p.zone_kind, p.storage_condition, a.account_id
     from masterdata.v_location p
     left join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     where p.warehouse_id = $1 and (p.zone_kind = 'receiving' or a.account_id = any($2::bigint[]))
     order by p.location_code`,
    [warehouse_id, named],
  );
  const known = new Set(rows.map((row) => row.account_id));
  const foreign = named.find((account_id) => !known.has(account_id));
  if (foreign !== undefined) fail('transfer.place_elsewhere', { account_id: foreign });
  const bins = await withAccounts(tx, warehouse_id, rows);
  const receiving = bins.filter((bin) => bin.zone_kind === 'receiving');
  return {
    binFor(account_id, storage_condition) {
      if (account_id !== undefined) return bins.find((bin) => bin.account_id === account_id)!;
      const bin = receiving.find((r) => r.storage_condition === storage_condition) ?? receiving[0];
      if (bin === undefined) fail('transfer.no_receiving_place');
      return bin;
    },
  };
}

async function withAccounts(
  tx: Tx,
  warehouse_id: number,
  rows: readonly Row[],
): Promise<(Row & { account_id: number })[]> {
  const fresh = rows.filter((row) => row.account_id === null);
  const made = await ensureAccounts(
    tx,
    fresh.map(({ location_id }) => ({ kind: 'bin', warehouse_id, location_id })),
  );
  let next = 0;
  return rows.map((row) => {
    const account_id = row.account_id ?? made[next++];
    assert(account_id !== undefined, 'a receiving place has no account');
    return { ...row, account_id };
  });
}
