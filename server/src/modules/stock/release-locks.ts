import type { Tx } from '../../platform/db.ts';
import type { PostDocument, PostLine } from './stock.model.ts';

/** Item, lot and warehouse -> documents whose acceptance these goods wait for. */
export type ReleaseLocks = ReadonlyMap<string, readonly string[]>;
const NONE: ReleaseLocks = new Map();
const nameOf = (item_id: number, lot_id: number, warehouse_id: number | null) =>
  `${item_id}|${lot_id}|${warehouse_id}`;

/** Open acceptances of what these documents release; nothing is asked where none releases. */
export async function releaseLocksOf(tx: Tx, documents: readonly PostDocument[]): Promise<ReleaseLocks> {
  const lines = documents.flatMap((d) => (d.purpose === 'release' ? d.lines : []));
  if (lines.length === 0) return NONE;
  const rows = await tx.rows<{
    item_id: number;
    lot_id: number;
    warehouse_id: number;
    document_keys: string[];
  }>(
    `select l.item_id, l.lot_id, l.warehouse_id, array_agg(l.document_key order by l.set_at) as document_keys
     from (select distinct * from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)) k
     join stock.release_lock l using (item_id, lot_id) group by 1, 2, 3`,
    [lines.map((l) => l.item_id), lines.map((l) => l.lot_id)],
  );
  return new Map(rows.map((r) => [nameOf(r.item_id, r.lot_id, r.warehouse_id), r.document_keys]));
}

/** The document that must accept this line first; none where the release is that acceptance. */
export function awaited(
  { purpose, document_key }: PostDocument,
  { item_id, lot_id }: PostLine,
  warehouse_id: number | null,
  locks: ReleaseLocks,
): string | null {
  if (purpose !== 'release' || locks.size === 0) return null;
  const open = locks.get(nameOf(item_id, lot_id, warehouse_id)) ?? [];
  return open.includes(document_key ?? '') ? null : (open[0] ?? null);
}
