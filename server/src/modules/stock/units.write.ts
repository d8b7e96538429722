import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { BalanceKey } from './stock.model.ts';

/** Pieces that go into a unit (positive) or come out of it (negative), with their serials. */
export type UnitChange = {
  readonly handling_unit_id: number;
  readonly warehouse_id: number | null;
  readonly key: BalanceKey;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

// Content of any number of units and the packed quantity of their balances change by the same sums in one statement.
const CHANGE = `with d as (
    select * from jsonb_to_recordset($1::text::jsonb) as r(handling_unit_id bigint, item_id bigint, lot_id bigint,
      account_id bigint, owner_id bigint, disposition stock.disposition, qty bigint)
  ), emptied as (
    delete from stock.handling_unit_line c using d
    where (c.handling_unit_id, c.item_id, c.lot_id, c.owner_id, c.disposition)
      = (d.handling_unit_id, d.item_id, d.lot_id, d.owner_id, d.disposition) and c.qty + d.qty = 0
  ), kept as (
    update stock.handling_unit_line c set qty = c.qty + d.qty from d
    where (c.handling_unit_id, c.item_id, c.lot_id, c.owner_id, c.disposition)
      = (d.handling_unit_id, d.item_id, d.lot_id, d.owner_id, d.disposition) and c.qty + d.qty <> 0
  ), added as (
    insert into stock.handling_unit_line (item_id, handling_unit_id, lot_id, owner_id, disposition, qty)
    select d.item_id, d.handling_unit_id, d.lot_id, d.owner_id, d.disposition, d.qty from d
    where not exists (select from stock.handling_unit_line c
      where (c.handling_unit_id, c.item_id, c.lot_id, c.owner_id, c.disposition)
        = (d.handling_unit_id, d.item_id, d.lot_id, d.owner_id, d.disposition))
  ), sums as (
    select item_id, lot_id, account_id, owner_id, disposition, sum(qty)::bigint as qty from d group by 1, 2, 3, 4, 5
  )
  update stock.balance b set packed = b.packed + s.qty from sums s
  where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
    = (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)`;

/**
 * Changes what is in units at balances that are locked, moves the serials in or out, and notes it all. One change for
 * each unit and balance.
 */
export async function changeUnits(
  tx: Tx,
  changes: readonly UnitChange[],
  actor_id: number | null,
): Promise<void> {
  const rows = changes.map(({ key, ...change }) => ({ ...change, ...key }));
  const written = await tx.run(CHANGE, [JSON.stringify(rows)]);
  const balances = new Set(changes.map(({ key }) => JSON.stringify(key)));
  assert(written === balances.size, 'a locked balance disappeared');
  if (rows.some((row) => row.serial_nos.length > 0))
    await tx.run(
      `update stock.serial s set handling_unit_id = case when r.qty > 0 then r.handling_unit_id end
       from jsonb_to_recordset($1::text::jsonb) as r(handling_unit_id bigint, item_id bigint, qty bigint, serial_nos text[])
       where s.item_id = r.item_id and s.serial_no = any(r.serial_nos)`,
      [JSON.stringify(rows)],
    );
  tx.defer(
    `insert into stock.unit_event (handling_unit_id, warehouse_id, account_id, item_id, lot_id, qty, serial_nos, actor_id)
     select r.handling_unit_id, r.warehouse_id, r.account_id, r.item_id, r.lot_id, r.qty, r.serial_nos, $2
     from jsonb_to_recordset($1::text::jsonb) as r(handling_unit_id bigint, warehouse_id bigint, account_id bigint,
       item_id bigint, lot_id bigint, qty bigint, serial_nos text[])`,
    [JSON.stringify(rows), actor_id],
  );
}

/**
 * Units under these SSCCs, new or emptied before, at their places; ids in the order given. Null for one that is in use
 * elsewhere.
 */
export async function ensureUnits(
  tx: Tx,
  units: readonly { readonly sscc: string; readonly account_id: number; readonly warehouse_id: number }[],
): Promise<(number | null)[]> {
  const rows = await tx.rows<{ sscc: string; handling_unit_id: number }>(
    `insert into stock.handling_unit as u (sscc, account_id, warehouse_id)
     select sscc, account_id, warehouse_id from unnest($1::text[], $2::bigint[], $3::bigint[])
       as k(sscc, account_id, warehouse_id) order by sscc
     on conflict (sscc) do update set status = 'open', account_id = excluded.account_id, warehouse_id = excluded.warehouse_id
       where u.status = 'dissolved' or u.account_id = excluded.account_id
     returning sscc, handling_unit_id`,
    [units.map((u) => u.sscc), units.map((u) => u.account_id), units.map((u) => u.warehouse_id)],
  );
  const ids = new Map(rows.map((row) => [row.sscc, row.handling_unit_id]));
  return units.map(({ sscc }) => ids.get(sscc) ?? null);
}

/** Units that nothing is left in. */
export async function dissolveEmpty(tx: Tx, handling_unit_ids: readonly number[]): Promise<void> {
  await tx.run(
    `update stock.handling_unit u set status = 'dissolved' where handling_unit_id = any($1::bigint[])
       and not exists (select from stock.handling_unit_line c where c.handling_unit_id = u.handling_unit_id)`,
    [handling_unit_ids],
  );
}
