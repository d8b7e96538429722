import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { BalanceKey } from './stock.model.ts';
import { keyColumns } from './stock.write.ts';

export async function insertUnit(
  tx: Tx,
  unit: { sscc: string; account_id: number; warehouse_id: number },
): Promise<number> {
  const { handling_unit_id } = await tx.one<{ handling_unit_id: number }>(
    `insert into stock.handling_unit (sscc, account_id, warehouse_id) values ($1, $2, $3) returning handling_unit_id`,
    [unit.sscc, unit.account_id, unit.warehouse_id],
  );
  return handling_unit_id;
}

/** A quantity that goes into a unit (positive) or comes out of it (negative), at a balance that is locked. */
export type ContentChange = { readonly key: BalanceKey; readonly qty: number };

// Content and the packed quantity of the balances change by the same sums in one statement.
const CHANGE_CONTENT = `with d as (
    select item_id, lot_id, account_id, owner_id, disposition, qty
    from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::stock.disposition[], $7::bigint[])
      as t(item_id, lot_id, account_id, owner_id, disposition, qty)
  ), emptied as (
    delete from stock.handling_unit_line c using d
    where c.handling_unit_id = $1 and (c.item_id, c.lot_id, c.owner_id, c.disposition) = (d.item_id, d.lot_id, d.owner_id, d.disposition)
      and c.qty + d.qty = 0
  ), kept as (
    update stock.handling_unit_line c set qty = c.qty + d.qty from d
    where c.handling_unit_id = $1 and (c.item_id, c.lot_id, c.owner_id, c.disposition) = (d.item_id, d.lot_id, d.owner_id, d.disposition)
      and c.qty + d.qty <> 0
  ), added as (
    insert into stock.handling_unit_line (item_id, handling_unit_id, lot_id, owner_id, disposition, qty)
    select d.item_id, $1, d.lot_id, d.owner_id, d.disposition, d.qty from d
    where not exists (select from stock.handling_unit_line c where c.handling_unit_id = $1
      and (c.item_id, c.lot_id, c.owner_id, c.disposition) = (d.item_id, d.lot_id, d.owner_id, d.disposition))
  )
  update stock.balance b set packed = b.packed + d.qty from d
  where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
    = (d.item_id, d.lot_id, d.account_id, d.owner_id, d.disposition)`;

/** Changes the content of a locked unit and the packed quantity of its balances. One change for each key. */
export async function changeContent(
  tx: Tx,
  handling_unit_id: number,
  changes: readonly ContentChange[],
): Promise<void> {
  const written = await tx.run(CHANGE_CONTENT, [
    handling_unit_id,
    ...keyColumns(changes.map((c) => c.key)),
    changes.map((c) => c.qty),
  ]);
  assert(written === changes.length, 'a locked balance disappeared');
}

/** Puts serials into a unit, or out of it with null. */
export async function placeSerials(
  tx: Tx,
  serials: readonly { readonly item_id: number; readonly serial_id: number }[],
  handling_unit_id: number | null,
): Promise<void> {
  if (serials.length === 0) return;
  await tx.run(
    `update stock.serial s set handling_unit_id = $3
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, serial_id)
     where s.item_id = k.item_id and s.serial_id = k.serial_id`,
    [serials.map((s) => s.item_id), serials.map((s) => s.serial_id), handling_unit_id],
  );
}

export async function dissolveUnit(tx: Tx, handling_unit_id: number): Promise<void> {
  await tx.run(`update stock.handling_unit set status = 'dissolved' where handling_unit_id = $1`, [
    handling_unit_id,
  ]);
}

export async function moveUnit(
  tx: Tx,
  handling_unit_id: number,
  to: { account_id: number; warehouse_id: number | null },
): Promise<void> {
  await tx.run(
    'update stock.handling_unit set account_id = $2, warehouse_id = $3 where handling_unit_id = $1',
    [handling_unit_id, to.account_id, to.warehouse_id],
  );
}

/** Notes what went into a unit or came out of it, with its serials: the content of today does not tell. */
export function noteContent(
  tx: Tx,
  unit: { readonly handling_unit_id: number; readonly warehouse_id: number | null },
  changes: readonly (ContentChange & { readonly serial_nos: readonly string[] })[],
  actor_id: number | null,
): void {
  if (changes.length === 0) return;
  tx.defer(
    `insert into stock.unit_event (handling_unit_id, warehouse_id, account_id, item_id, lot_id, qty, serial_nos, actor_id)
     select $1, $2, k.account_id, k.item_id, k.lot_id, k.qty, k.serial_nos, $3
     from jsonb_to_recordset($4::text::jsonb)
       as k(account_id bigint, item_id bigint, lot_id bigint, qty bigint, serial_nos text[])`,
    [
      unit.handling_unit_id,
      unit.warehouse_id,
      actor_id,
      JSON.stringify(
        changes.map(({ key: { account_id, item_id, lot_id }, qty, serial_nos }) => ({
          account_id,
          item_id,
          lot_id,
          qty,
          serial_nos,
        })),
      ),
    ],
  );
}
