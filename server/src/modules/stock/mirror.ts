import type { Tx } from '../../platform/db.ts';
import type { PostLine } from './stock.model.ts';

/** A posting turned round, with the warehouses at its ends. */
export type MirroredLine = PostLine & { readonly warehouses: readonly number[] };

/** The postings of a movement as they would have to be posted to undo it, last line first. */
export async function mirrorOf(tx: Tx, movement_id: number): Promise<MirroredLine[]> {
  const rows = await tx.rows<
    Omit<PostLine, 'serial_nos'> & { serial_nos: string[] | null; warehouses: number[] }
  >(
    `select p.item_id, p.lot_id, p.qty, p.to_account_id as from_account_id, p.from_account_id as to_account_id,
       p.to_owner_id as from_owner_id, p.from_owner_id as to_owner_id, p.to_disposition as from_disposition,
       p.from_disposition as to_disposition, array_remove(array[p.from_warehouse_id, p.to_warehouse_id], null) as warehouses,
       (select array_agg(s.serial_no) from stock.posting_serial k join stock.serial s using (item_id, serial_id)
        where k.item_id = p.item_id and k.lot_id = p.lot_id and k.posting_id = p.posting_id) as serial_nos
     from stock.posting p where p.movement_id = $1 order by p.line_no desc`,
    [movement_id],
  );
  return rows.map(({ serial_nos, ...line }) => ({ ...line, serial_nos: serial_nos ?? undefined }));
}
