import type { Tx } from '../../platform/db.ts';
import type { LotRef } from './holds.ts';
import type { BalanceKey } from './stock.model.ts';
import { keyColumns } from './stock.write.ts';
import type { Piece, StandingStop } from './stops.model.ts';

/** A stop as it is written: what kind, for which document, by whom. */
export type StopHead = {
  readonly kind: 'hold' | 'recall';
  readonly document_key: string;
  readonly reason: string;
  readonly held_by: number | null;
};

/** One hold for each lot and each single piece. */
export function insertStops(
  tx: Tx,
  head: StopHead,
  lots: readonly LotRef[],
  pieces: readonly Piece[],
): Promise<{ hold_id: number; item_id: number; lot_id: number }[]> {
  const all = [...lots.map((lot) => ({ ...lot, serial_no: null })), ...pieces];
  return tx.rows(
    `insert into stock.hold (kind, item_id, lot_id, serial_no, document_key, reason, held_by)
     select $1, item_id, lot_id, serial_no, $2, $3, $4
     from unnest($5::bigint[], $6::bigint[], $7::text[]) as k(item_id, lot_id, serial_no)
     returning hold_id, item_id, lot_id`,
    [
      head.kind,
      head.document_key,
      head.reason,
      head.held_by,
      all.map((one) => one.item_id),
      all.map((one) => one.lot_id),
      all.map((one) => one.serial_no),
    ],
  );
}

export async function insertStanding(
  tx: Tx,
  head: StopHead,
  standing: readonly StandingStop[],
): Promise<void> {
  await tx.run(
    `insert into stock.standing_stop (kind, document_key, reason, set_by, item_id, supplier_id, lot_no, serial_from, serial_to,
       production_from, production_to, expiry_from, expiry_to)
     select $1, $2, $3, $4, s.*
     from unnest($5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::date[], $11::date[], $12::date[],
       $13::date[]) as s`,
    [
      head.kind,
      head.document_key,
      head.reason,
      head.held_by,
      standing.map((s) => s.item_id),
      standing.map((s) => s.supplier_id),
      standing.map((s) => s.lot_no),
      standing.map((s) => s.serial_from),
      standing.map((s) => s.serial_to),
      standing.map((s) => s.production_from),
      standing.map((s) => s.production_to),
      standing.map((s) => s.expiry_from),
      standing.map((s) => s.expiry_to),
    ],
  );
}

/** Ends the holds of a document on these lots, pieces included; gives what was ended. */
export function liftHoldsOf(
  tx: Tx,
  lift: { document_key: string; lots: readonly LotRef[]; lifted_by: number | null; reason: string },
): Promise<{ hold_id: number; item_id: number; lot_id: number; serial_no: string | null }[]> {
  return tx.rows(
    `update stock.hold h set lifted_at = clock_timestamp(), lifted_by = $4, lift_reason = $5
     from unnest($2::bigint[], $3::bigint[]) as k(item_id, lot_id)
     where h.document_key = $1 and h.kind = 'hold' and h.lifted_at is null and h.item_id = k.item_id and h.lot_id = k.lot_id
     returning h.hold_id, h.item_id, h.lot_id, h.serial_no`,
    [
      lift.document_key,
      lift.lots.map((lot) => lot.item_id),
      lift.lots.map((lot) => lot.lot_id),
      lift.lifted_by,
      lift.reason,
    ],
  );
}

/** Takes the mark of a hold from lots on which no other hold of the whole company stands. */
export async function unmarkLots(tx: Tx, lots: readonly LotRef[]): Promise<void> {
  await tx.run(
    `update stock.lot l set held = false from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     where l.item_id = k.item_id and l.lot_id = k.lot_id and l.held
       and not exists (select from stock.hold h where h.item_id = l.item_id and h.lot_id = l.lot_id and h.kind = 'hold'
         and h.warehouse_id is null and h.account_id is null and h.serial_no is null and h.lifted_at is null)`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id)],
  );
}

/** What is stopped before it arrives is stopped no longer. */
export async function liftStanding(tx: Tx, document_key: string): Promise<void> {
  await tx.run(
    'update stock.standing_stop set lifted_at = clock_timestamp() where document_key = $1 and lifted_at is null',
    [document_key],
  );
}

/**
 * The pieces named get their new disposition inside their handling units: a line keeps what is left of it, and the unit
 * gets a line of the other disposition. The caller moves the balances.
 */
export async function relabelUnitPieces(
  tx: Tx,
  pieces: readonly { readonly key: BalanceKey; readonly serial_no: string }[],
  to: string,
): Promise<void> {
  await tx.run(
    `with moved as (
       select s.handling_unit_id, k.item_id, k.lot_id, k.owner_id, k.disposition, count(*) as qty
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[], $6::text[])
         as k(item_id, lot_id, account_id, owner_id, disposition, serial_no)
       join stock.serial s on s.item_id = k.item_id and s.serial_no = k.serial_no and s.handling_unit_id is not null
       group by 1, 2, 3, 4, 5
     ), gone as (
       delete from stock.handling_unit_line c using moved m
       where c.item_id = m.item_id and c.handling_unit_id = m.handling_unit_id and c.lot_id = m.lot_id
         and c.owner_id = m.owner_id and c.disposition = m.disposition and c.qty <= m.qty
     ), left_there as (
       update stock.handling_unit_line c set qty = c.qty - m.qty from moved m
       where c.item_id = m.item_id and c.handling_unit_id = m.handling_unit_id and c.lot_id = m.lot_id
         and c.owner_id = m.owner_id and c.disposition = m.disposition and c.qty > m.qty
     )
     insert into stock.handling_unit_line as c (item_id, handling_unit_id, lot_id, owner_id, disposition, qty)
     select item_id, handling_unit_id, lot_id, owner_id, $7::stock.disposition, sum(qty)::bigint from moved group by 1, 2, 3, 4
     on conflict on constraint handling_unit_line_pk do update set qty = c.qty + excluded.qty`,
    [...keyColumns(pieces.map((piece) => piece.key)), pieces.map((piece) => piece.serial_no), to],
  );
}
