import type { Tx } from '../../platform/db.ts';

type LotAt = { readonly item_id: number; readonly lot_id: number };

/**
 * From now on only the acceptance of this document releases these lots at the warehouse. The caller posts the goods in the
 * same transaction, whose locks on the balances put a release that is under way before or after it.
 */
export async function lockRelease(
  tx: Tx,
  document: { readonly document_key: string; readonly warehouse_id: number },
  lots: readonly LotAt[],
): Promise<void> {
  if (lots.length === 0) return;
  await tx.run(
    `insert into stock.release_lock (item_id, lot_id, warehouse_id, document_key)
     select distinct item_id, lot_id, $3::bigint, $4::text from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     order by 1, 2 on conflict do nothing`,
    [lots.map((l) => l.item_id), lots.map((l) => l.lot_id), document.warehouse_id, document.document_key],
  );
}

/** These lots of the document are decided; all of them where none is named. */
export async function unlockRelease(tx: Tx, document_key: string, lots?: readonly LotAt[]): Promise<void> {
  await tx.run(
    `delete from stock.release_lock l where l.document_key = $1 and ($2::bigint[] is null or l.lot_id = any ($2))`,
    [document_key, lots?.map((l) => l.lot_id) ?? null],
  );
}
