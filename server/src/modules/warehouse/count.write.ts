/** Every INSERT and UPDATE of counts. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { CountLineStatus, CountStatus, Entry } from './count.model.ts';
import type { CountKey } from './count.read.ts';

export type NewCount = {
  readonly warehouse_id: number;
  readonly method: string;
  readonly criteria: object;
  readonly blind: boolean;
  readonly reason: string;
  readonly created_by: number | null;
  readonly created_by_name: string;
};

export function insertCount(tx: Tx, count: NewCount): Promise<{ count_id: number; document_no: string }> {
  return tx.one(
    `insert into warehouse.count (warehouse_id, method, criteria, blind, reason, created_by, created_by_name)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7) returning count_id, document_no`,
    [
      count.warehouse_id,
      count.method,
      JSON.stringify(count.criteria),
      count.blind,
      count.reason,
      count.created_by,
      count.created_by_name,
    ],
  );
}

export type Selection = {
  readonly count_id: number;
  readonly warehouse_id: number;
  readonly method: string;
  readonly classes: readonly string[];
  readonly zone_codes: readonly string[];
  readonly item_ids: readonly number[];
  readonly max_lines: number;
};

/**
 * Puts what stands there and fits onto the plan, what was counted longest ago first, in the order of the pick route.
 * Classes go by the value that stands at the warehouse; what another open count names already is left to it.
 */
export function selectLines(tx: Tx, selection: Selection): Promise<number> {
  return tx.run(
    `with shelf as (
       select b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition, b.qty, p.zone_code,
         b.qty * coalesce(t.unit_cost_fen, i.unit_cost_fen) as value_fen
       from stock.v_balance b
       join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
       join masterdata.v_location p on p.location_id = a.location_id
       join masterdata.v_item i on i.item_id = b.item_id
       join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
       where b.warehouse_id = $2 and b.qty > 0
     ), item_value as (
       select item_id, sum(value_fen) as value_fen from shelf group by item_id
     ), classed as (
       select item_id, case when before < 0.8 then 'A' when before < 0.95 then 'B' else 'C' end as class
       from (select item_id, (sum(value_fen) over (order by value_fen desc, item_id) - value_fen)
               / greatest(sum(value_fen) over (), 1) as before from item_value) v
     ), counted as (
       select item_id, lot_id, account_id, max(settled_at) as at from warehouse.count_line
       where warehouse_id = $2 and status in ('matched', 'posted') group by 1, 2, 3
     ), chosen as (
       select s.*, c.at as counted_at, r.pick_order
       from shelf s
       join classed k using (item_id)
       left join counted c using (item_id, lot_id, account_id)
       left join warehouse.v_pick_route r on r.account_id = s.account_id
       where (case $3::text
           when 'abc' then k.class = any($4::text[])
           when 'zone' then s.zone_code = any($5::text[])
           when 'item' then s.item_id = any($6::bigint[])
           when 'due' then c.at is null
             or c.at < now() - make_interval(days => case k.class when 'A' then 30 when 'B' then 90 else 180 end)
           else true end)
         and not exists (select from warehouse.count_line o where o.warehouse_id = $2 and o.status in ('open', 'recount', 'differs')
           and (o.item_id, o.lot_id, o.account_id, o.owner_id, o.disposition)
             = (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
           and exists (select from warehouse.count h where h.count_id = o.count_id and h.status in ('counting', 'review')))
       order by c.at nulls first, r.pick_order nulls last, s.item_id, s.lot_id, s.owner_id, s.disposition
       limit $7
     )
     insert into warehouse.count_line (count_id, warehouse_id, line_no, item_id, lot_id, account_id, owner_id, disposition)
     select $1, $2, row_number() over (order by pick_order nulls last, item_id, lot_id, owner_id, disposition),
       item_id, lot_id, account_id, owner_id, disposition
     from chosen`,
    [
      selection.count_id,
      selection.warehouse_id,
      selection.method,
      selection.classes,
      selection.zone_codes,
      selection.item_ids,
      selection.max_lines,
    ],
  );
}

/** Lines for goods that were found, or the lines that name them already; ids in the order asked. */
export async function ensureFoundLines(
  tx: Tx,
  { count_id, warehouse_id }: { count_id: number; warehouse_id: number },
  keys: readonly CountKey[],
): Promise<number[]> {
  if (keys.length === 0) return [];
  const columns = [
    count_id,
    keys.map((k) => k.item_id),
    keys.map((k) => k.lot_id),
    keys.map((k) => k.account_id),
    keys.map((k) => k.owner_id),
    keys.map((k) => k.disposition),
  ];
  await tx.run(
    `insert into warehouse.count_line (count_id, warehouse_id, line_no, item_id, lot_id, account_id, owner_id, disposition,
       found)
     select $1, $7, (select coalesce(max(line_no), 0) from warehouse.count_line where count_id = $1) + k.ord, k.item_id,
       k.lot_id, k.account_id, k.owner_id, k.disposition, true
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::stock.disposition[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     on conflict (count_id, item_id, lot_id, account_id, owner_id, disposition) do nothing`,
    [...columns, warehouse_id],
  );
  const { ids } = await tx.one<{ ids: number[] }>(
    `select array_agg(l.count_line_id order by k.ord) as ids
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::stock.disposition[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     join warehouse.count_line l on l.count_id = $1 and (l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition)
       = (k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition)`,
    columns,
  );
  return ids;
}

export type NewEntry = Entry & {
  readonly count_line_id: number;
  readonly round: number;
  readonly note: string | null;
  readonly after_by: number | null;
  readonly status: CountLineStatus;
  readonly difference: number | null;
  readonly value_fen: number | null;
};

/** Writes what a person counted and where each line stands after it. */
export async function saveEntries(
  tx: Tx,
  by: { warehouse_id: number; counted_by: number | null; counted_by_name: string },
  entries: readonly NewEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const written = await tx.run(
    `with rows as (
       select * from jsonb_to_recordset($1::jsonb) as r(count_line_id bigint, round integer, book_qty bigint, counted bigint,
         missing text[], surplus text[], note text, after_by bigint, status text, difference bigint, value_fen bigint)
     ), noted as (
       insert into warehouse.count_entry (count_line_id, round, warehouse_id, book_qty, counted, missing, surplus, note,
         counted_by, counted_by_name, after_by)
       select count_line_id, round, $2, book_qty, counted, missing, surplus, note, $3, $4, after_by from rows
     )
     update warehouse.count_line l set status = r.status, difference = r.difference, value_fen = r.value_fen,
       counters = case when $3::bigint is null or $3 = any (l.counters) then l.counters else l.counters || $3::bigint end,
       settled_at = case when r.status = 'matched' then clock_timestamp() end
     from rows r where l.count_line_id = r.count_line_id`,
    [JSON.stringify(entries), by.warehouse_id, by.counted_by, by.counted_by_name],
  );
  assert(written === entries.length, 'not every counted line was written');
}

export function saveCountStatus(
  tx: Tx,
  count_id: number,
  status: CountStatus,
  note: string | null = null,
): Promise<number> {
  return tx.run(
    `update warehouse.count set status = $2, note = coalesce($3, note),
       closed_at = case when $2 in ('closed', 'cancelled') then clock_timestamp() end
     where count_id = $1`,
    [count_id, status, note],
  );
}

/** Sends lines whose difference was certain back to the counters. */
export function reopenLines(tx: Tx, count_id: number, ids: readonly number[]): Promise<number> {
  return tx.run(
    `update warehouse.count_line set status = 'recount', difference = null, value_fen = null
     where count_id = $1 and count_line_id = any($2::bigint[]) and status = 'differs'`,
    [count_id, ids],
  );
}

export async function savePosted(
  tx: Tx,
  ids: readonly number[],
  by: { movement_id: number; approved_by: number | null; approved_by_name: string },
): Promise<void> {
  const written = await tx.run(
    `update warehouse.count_line set status = 'posted', movement_id = $2, approved_by = $3, approved_by_name = $4,
       approved_at = clock_timestamp(), settled_at = clock_timestamp()
     where count_line_id = any($1::bigint[]) and status = 'differs'`,
    [ids, by.movement_id, by.approved_by, by.approved_by_name],
  );
  assert(written === ids.length, 'not every difference was marked as posted');
}
