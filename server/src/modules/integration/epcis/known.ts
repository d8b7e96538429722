import type { Tx } from '../../../platform/db.ts';
import { type Named, readUri } from './ids.ts';

export type Known = {
  readonly item_id: number | null;
  readonly lot_id: number | null;
  readonly serial_id: number | null;
  readonly handling_unit_id: number | null;
};

/** What identifiers mean here, each at its place in the list; one statement for all of them. */
export function knownOf(tx: Tx, named: readonly Named[]): Promise<Known[]> {
  if (named.length === 0) return Promise.resolve([]);
  return tx.rows(
    `select i.item_id, coalesce(l.lot_id, s.lot_id) as lot_id, s.serial_id, u.handling_unit_id
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       with ordinality as k(gtin, item_code, lot_no, serial_no, sscc, ord)
     left join lateral (
       select x.item_id from masterdata.v_item_identifier x where x.issuer = 'gs1' and x.di = k.gtin
       union all select n.item_id from masterdata.v_item n where n.item_code = k.item_code limit 1) i on true
     left join stock.v_lot l on l.item_id = i.item_id and l.lot_no = k.lot_no
     left join stock.v_serial s on s.item_id = i.item_id and s.serial_no = k.serial_no
     left join stock.v_handling_unit u on u.sscc = k.sscc
     order by k.ord`,
    [
      named.map((n) => n.gtin),
      named.map((n) => n.item_code),
      named.map((n) => n.lot_no),
      named.map((n) => n.serial_no),
      named.map((n) => n.sscc),
    ],
  );
}

/** The same for URIs. */
export const knownUris = (tx: Tx, uris: readonly string[]): Promise<Known[]> =>
  knownOf(tx, uris.map(readUri));
