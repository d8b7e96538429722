import type { Tx } from '../../platform/db.ts';
import { ensureStates } from './inspection.write.ts';
import type { SamplingState } from './switching.ts';

type Pair = { readonly item_id: number; readonly supplier_id: number };
export const stateKey = ({ item_id, supplier_id }: Pair): string => `${item_id}|${supplier_id}`;

/** How strictly each pair of item and supplier is drawn now, locked in the order of the key; a new pair begins as normal. */
export async function lockStates(tx: Tx, pairs: readonly Pair[]): Promise<Map<string, SamplingState>> {
  await ensureStates(tx, pairs);
  return lockKnownStates(tx, pairs);
}

/** The same of those that were drawn before. */
export async function lockKnownStates(tx: Tx, pairs: readonly Pair[]): Promise<Map<string, SamplingState>> {
  const rows = await tx.rows<SamplingState & Pair>(
    `select item_id, supplier_id, severity, score, recent, accepted_in_row, refused_tightened, skipped, lots
     from quality.sampling_state
     where (item_id, supplier_id) in (select * from unnest($1::bigint[], $2::bigint[]))
     order by item_id, supplier_id for update`,
    [pairs.map((pair) => pair.item_id), pairs.map((pair) => pair.supplier_id)],
  );
  return new Map(rows.map((row) => [stateKey(row), row]));
}
