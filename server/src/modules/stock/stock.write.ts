import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { Cell, DecidedLine, SerialState } from './decide.ts';
import { type AllocationStatus, type BalanceKey, keyText, type PostDocument } from './stock.model.ts';

/** Columns of keys, for `unnest`. */
export function keyColumns(keys: readonly BalanceKey[]): unknown[][] {
  return [
    keys.map((k) => k.item_id),
    keys.map((k) => k.lot_id),
    keys.map((k) => k.account_id),
    keys.map((k) => k.owner_id),
    keys.map((k) => k.disposition),
  ];
}

/**
 * A column for `unnest` and what stands for it where it is absent. A document mostly has one owner, one disposition and
 * one time; what is the same in every row is sent once, which spares the database a good part of its reading.
 */
function squeezed(values: readonly unknown[]): [column: readonly unknown[] | null, everywhere: unknown] {
  const first = values[0] ?? null;
  return values.every((value) => (value ?? null) === first) ? [null, first] : [values, null];
}

// Rows that are missing come first, in key order and before any lock, so that two transactions that need the same
// new rows wait for each other in one direction only. Unknown lots, accounts or owners insert nothing.
const ENSURE = `insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded)
  select k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition, a.warehouse_id, a.kind in ('supplier', 'adjustment', 'conversion')
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
    as k(item_id, lot_id, account_id, owner_id, disposition)
  join stock.account a on a.account_id = k.account_id
  join stock.lot l on l.item_id = k.item_id and l.lot_id = k.lot_id
  join masterdata.v_partner o on o.partner_id = k.owner_id
  where not exists (select from stock.balance b where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
    = (k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition))
  order by 1, 2, 3, 4, 5
  on conflict do nothing`;

// The sort stands below the row locks, so locks are taken in key order. One row comes back, with arrays, because
// parsing two hundred rows would cost more than locking them.
const LOCK = `with locked as materialized (
    select k.ord, b.ctid as row_id, b.qty, b.allocated, b.packed, b.unbounded
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
      with ordinality as k(item_id, lot_id, account_id, owner_id, disposition, ord)
    join stock.balance b on (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
      = (k.item_id, k.lot_id, k.account_id, coalesce(k.owner_id, $6::bigint), coalesce(k.disposition, $7::stock.disposition))
    order by b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
    for update of b)
  select coalesce(array_agg(ord), '{}') as ord, coalesce(array_agg(row_id), '{}')::text as row_id,
    coalesce(array_agg(qty), '{}') as qty,
    coalesce(array_agg(allocated), '{}') as allocated, coalesce(array_agg(packed), '{}') as packed,
    coalesce(array_agg(unbounded), '{}') as unbounded
  from locked`;

const REMEMBERED_MAX = 200_000;

/** Keys whose rows are known to exist: rows of balances are never removed, so what was once seen committed stays. */
function rememberedKeys(tx: Tx): Set<string> {
  const known = tx.memory.get('stock.balances') as Set<string> | undefined;
  if (known !== undefined && known.size < REMEMBERED_MAX) return known;
  const fresh = new Set<string>();
  tx.memory.set('stock.balances', fresh);
  return fresh;
}

/** Creates what is missing of `wanted` (keys by their text), locks all of them in key order and gives their cells by key text. */
export async function lockBalances(
  tx: Tx,
  wanted: ReadonlyMap<string, BalanceKey>,
): Promise<Map<string, Cell>> {
  const texts = [...wanted.keys()];
  const keys = [...wanted.values()];
  const [items, lots, accounts, owners, dispositions] = keyColumns(keys);
  const [owner_column, owner] = squeezed(owners!);
  const [disposition_column, disposition] = squeezed(dispositions!);
  const known = rememberedKeys(tx);
  const unknown = keys.filter((_, index) => !known.has(texts[index]!));
  const ensured = unknown.length === 0 ? null : tx.run(ENSURE, keyColumns(unknown));
  const locked = tx.one<{
    ord: number[];
    row_id: string;
    qty: number[];
    allocated: number[];
    packed: number[];
    unbounded: boolean[];
  }>(LOCK, [items, lots, accounts, owner_column, disposition_column, owner, disposition]);
  await ensured;
  const { ord, row_id, qty, allocated, packed, unbounded } = await locked;
  const row_ids = row_id.slice(2, -2).split('","');
  const cells = new Map<string, Cell>();
  if (ensured !== null) tx.afterCommit(() => cells.forEach((_, text) => void known.add(text)));
  ord.forEach((place, index) => {
    const text = texts[place - 1]!;
    cells.set(text, {
      key: keys[place - 1]!,
      row_id: row_ids[index]!,
      qty: qty[index]!,
      allocated: allocated[index]!,
      packed: packed[index]!,
      unbounded: unbounded[index]!,
      qty_delta: 0,
      allocated_delta: 0,
      packed_delta: 0,
    });
  });
  return cells;
}

/** Columns of a posting. The first is never the same in two rows, so it says how many there are. */
const POSTING = [
  ['posting_id', 'bigint'],
  ['item_id', 'bigint'],
  ['lot_id', 'bigint'],
  ['movement_id', 'bigint'],
  ['line_no', 'integer'],
  ['qty', 'bigint'],
  ['from_account_id', 'bigint'],
  ['to_account_id', 'bigint'],
  ['from_owner_id', 'bigint'],
  ['to_owner_id', 'bigint'],
  ['from_disposition', 'stock.disposition'],
  ['to_disposition', 'stock.disposition'],
  ['from_warehouse_id', 'bigint'],
  ['to_warehouse_id', 'bigint'],
  ['allocation_id', 'bigint'],
  ['occurred_at', 'timestamptz'],
] as const;

// Bare sums in one statement: movements, postings and balance changes stand or fall together, and the constraints
// on the balance row have the last word. Rows of balances are named by where they lie, which holds while they are
// locked and spares a second search for each key.
const WRITE = `with moved as (
    insert into stock.movement (movement_id, purpose, document_no, document_key, occurred_at, actor_id, reason,
      reverses_id, line_count, verdict) overriding system value
    select m.movement_id, m.purpose, m.document_no, m.document_key, coalesce(m.occurred_at, now()), m.actor_id, m.reason,
      m.reverses_id, m.line_count, m.verdict::jsonb
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::text[], $8::bigint[],
      $9::integer[], $10::text[])
      as m(movement_id, purpose, document_no, document_key, occurred_at, actor_id, reason, reverses_id, line_count, verdict)
  ), posted as (
    insert into stock.posting (${POSTING.map(([name]) => name).join(', ')}) overriding system value
    select ${POSTING.map(([name, type], n) => `coalesce(p.${name}, $${n + 27}::${type}${name === 'occurred_at' ? ', now()' : ''})`).join(', ')}
    from unnest(${POSTING.map(([, type], n) => `$${n + 11}::${type}[]`).join(', ')}) as p(${POSTING.map(([name]) => name).join(', ')})
  ), changed as (
    update stock.balance b set qty = b.qty + d.qty, allocated = b.allocated + d.allocated,
      packed = b.packed + d.packed
    from unnest($43::tid[], $44::bigint[], $45::bigint[], $46::bigint[]) as d(row_id, qty, allocated, packed)
    where b.ctid = d.row_id
    returning 1
  )
  select platform.expect_rows((select count(*) from changed), $47::bigint, 'balances')`;

export type DecidedDocument = {
  readonly document: PostDocument;
  readonly movement_id: number;
  readonly posting_ids: readonly number[];
  readonly lines: readonly DecidedLine[];
  /** The stored evidence of the gate. */
  readonly evidence: unknown;
};

/**
 * Writes decided documents; takes only lines that carry the gate's verdict. The statement travels with whatever
 * comes next on the transaction, a failure of it fails the transaction.
 */
export function writePostings(
  tx: Tx,
  documents: readonly DecidedDocument[],
  cells: ReadonlyMap<string, Cell>,
  warehouseOf: (account_id: number) => number | null,
): void {
  const changed = [...cells.values()].filter(
    (c) => c.qty_delta !== 0 || c.allocated_delta !== 0 || c.packed_delta !== 0,
  );
  const [first, ...others] = postingColumns(documents, warehouseOf);
  const rest = others.map(squeezed);
  tx.defer(WRITE, [
    documents.map((d) => d.movement_id),
    documents.map((d) => d.document.purpose),
    documents.map((d) => d.document.document_no ?? null),
    documents.map((d) => d.document.document_key ?? null),
    documents.map((d) => d.document.occurred_at ?? null),
    documents.map((d) => d.document.actor.user_id),
    documents.map((d) => d.document.reason ?? null),
    documents.map((d) => d.document.reverses_id ?? null),
    documents.map((d) => d.lines.length),
    documents.map((d) => JSON.stringify(d.evidence)),
    first,
    ...rest.map(([column]) => column),
    null,
    ...rest.map(([, everywhere]) => everywhere),
    `{${changed.map((c) => `"${c.row_id}"`).join(',')}}`,
    changed.map((c) => c.qty_delta),
    changed.map((c) => c.allocated_delta),
    changed.map((c) => c.packed_delta),
    changed.length,
  ]);
}

function postingColumns(
  documents: readonly DecidedDocument[],
  warehouseOf: (account_id: number) => number | null,
): unknown[][] {
  const columns: unknown[][] = POSTING.map(() => []);
  for (const { document, lines, movement_id, posting_ids } of documents) {
    for (const [index, line] of lines.entries()) {
      const row = [
        posting_ids[index]!,
        line.item_id,
        line.lot_id,
        movement_id,
        index + 1,
        line.qty,
        line.from_account_id,
        line.to_account_id,
        line.from_owner_id,
        line.to_owner_id,
        line.from_disposition,
        line.to_disposition,
        warehouseOf(line.from_account_id),
        warehouseOf(line.to_account_id),
        line.allocation?.allocation_id ?? null,
        document.occurred_at ?? null,
      ];
      for (let c = 0; c < row.length; c++) columns[c]!.push(row[c]);
    }
  }
  return columns;
}

/** Reserves numbers for movements and postings, so that lines, serials and documents can be tied in one statement. */
export function reserveIds(
  tx: Tx,
  movements: number,
  postings: number,
): Promise<{ movement_ids: number[]; posting_ids: number[] }> {
  return tx.one(
    `select array(select nextval('stock.movement_movement_id_seq') from generate_series(1, $1::int)) as movement_ids,
       array(select nextval('stock.posting_posting_id_seq') from generate_series(1, $2::int)) as posting_ids`,
    [movements, postings],
  );
}

/** Locks the named serials in key order; those that do not exist yet are simply absent. */
export function lockSerials(
  tx: Tx,
  item_ids: readonly number[],
  serial_nos: readonly string[],
): Promise<(BalanceKey & { serial_id: number; serial_no: string; handling_unit_id: number | null })[]> {
  return tx.rows(
    `select s.item_id, s.serial_id, s.serial_no, s.lot_id, s.account_id, s.owner_id, s.disposition, s.handling_unit_id
     from unnest($1::bigint[], $2::text[]) as k(item_id, serial_no)
     join stock.serial s on s.item_id = k.item_id and s.serial_no = k.serial_no
     order by s.item_id, s.serial_id for update of s`,
    [item_ids, serial_nos],
  );
}

/** Brings serials to their new places, creating those that came from outside, and ties them to their postings. */
export async function writeSerials(tx: Tx, documents: readonly DecidedDocument[]): Promise<void> {
  const moved: { state: SerialState; line: DecidedLine; posting_id: number }[] = documents.flatMap(
    (document) =>
      document.lines.flatMap((line, index) =>
        line.serials.map((state) => ({ state, line, posting_id: document.posting_ids[index]! })),
      ),
  );
  if (moved.length === 0) return;
  const last = new Map(moved.map((m) => [`${m.state.item_id}|${m.state.serial_no}`, m.state]));
  const places = [...last.values()];
  const created = places.filter((s) => s.serial_id === null);
  const existing = places.filter((s) => s.serial_id !== null);
  if (created.length > 0) await insertSerials(tx, created);
  if (existing.length > 0) await moveExistingSerials(tx, existing);
  await tx.run(
    `insert into stock.posting_serial (item_id, serial_id, posting_id, lot_id)
     select s.item_id, s.serial_id, k.posting_id, k.lot_id
     from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) as k(item_id, serial_no, posting_id, lot_id)
     join stock.serial s on s.item_id = k.item_id and s.serial_no = k.serial_no`,
    [
      moved.map((m) => m.state.item_id),
      moved.map((m) => m.state.serial_no),
      moved.map((m) => m.posting_id),
      moved.map((m) => m.line.lot_id),
    ],
  );
}

async function insertSerials(tx: Tx, states: readonly SerialState[]): Promise<void> {
  await tx.run(
    `insert into stock.serial (serial_no, item_id, lot_id, account_id, owner_id, disposition)
     select serial_no, item_id, lot_id, account_id, owner_id, disposition
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::stock.disposition[])
       as k(serial_no, item_id, lot_id, account_id, owner_id, disposition)`,
    [states.map((s) => s.serial_no), ...keyColumns(states.map((s) => s.place!))],
  );
}

async function moveExistingSerials(tx: Tx, states: readonly SerialState[]): Promise<void> {
  const written = await tx.run(
    `update stock.serial s set lot_id = k.lot_id, account_id = k.account_id, owner_id = k.owner_id, disposition = k.disposition
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::stock.disposition[])
       as k(serial_id, item_id, lot_id, account_id, owner_id, disposition)
     where s.item_id = k.item_id and s.serial_id = k.serial_id`,
    [states.map((s) => s.serial_id), ...keyColumns(states.map((s) => s.place!))],
  );
  assert(written === states.length, 'a locked serial disappeared');
}

/** A line that settles an allocation: `pick` carries it along to the place, `ship` fulfils it. */
export type Settlement = {
  readonly item_id: number;
  readonly allocation_id: number;
  readonly qty: number;
  readonly to_account_id: number;
  readonly take: 'pick' | 'ship';
  /** Who picks; whoever picked something does not review it. */
  readonly actor_id: number | null;
};

// What stays behind keeps the row; what goes becomes a row of its own, unless everything goes.
const SETTLE = `with t as (
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[])
      as t(item_id, allocation_id, qty, to_account_id, take, picker_id)
  ), split as (
    insert into stock.allocation (item_id, lot_id, account_id, owner_id, warehouse_id, qty, status, demand_kind, demand_id,
      expires_at, fefo_override_reason, verdict, actor_id, created_at, closed_at, picked_by)
    select a.item_id, a.lot_id, case t.take when 'pick' then t.to_account_id else a.account_id end, a.owner_id, a.warehouse_id,
      t.qty, case t.take when 'pick' then 'picked' else 'shipped' end, a.demand_kind, a.demand_id, null,
      a.fefo_override_reason, a.verdict, a.actor_id, a.created_at, case t.take when 'pick' then null else clock_timestamp() end,
      case t.take when 'pick' then t.picker_id else a.picked_by end
    from t join stock.allocation a using (item_id, allocation_id) where t.qty < a.qty
  )
  update stock.allocation a set
    qty = case when t.qty < a.qty then a.qty - t.qty else a.qty end,
    account_id = case when t.qty = a.qty and t.take = 'pick' then t.to_account_id else a.account_id end,
    expires_at = case when t.qty = a.qty then null else a.expires_at end,
    status = case when t.qty < a.qty then a.status when t.take = 'pick' then 'picked' else 'shipped' end,
    closed_at = case when t.qty = a.qty and t.take = 'ship' then clock_timestamp() else a.closed_at end,
    picked_by = case when t.qty = a.qty and t.take = 'pick' then t.picker_id else a.picked_by end
  from t where a.item_id = t.item_id and a.allocation_id = t.allocation_id`;

/** Allocations touched by decided documents, each by one line: picked ones move and split, shipped ones close. */
export async function settleAllocations(tx: Tx, documents: readonly DecidedDocument[]): Promise<void> {
  await settle(
    tx,
    documents.flatMap((d) =>
      d.lines.flatMap((line) =>
        line.allocation === undefined
          ? []
          : [{ ...line, ...line.allocation, actor_id: d.document.actor.user_id }],
      ),
    ),
  );
}

/** The same for settlements that move nothing. The caller has locked the balances and checked the quantities. */
export async function settle(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  await tx.run(SETTLE, [
    settlements.map((s) => s.item_id),
    settlements.map((s) => s.allocation_id),
    settlements.map((s) => s.qty),
    settlements.map((s) => s.to_account_id),
    settlements.map((s) => s.take),
    settlements.map((s) => s.actor_id),
  ]);
}

/** An allocation that was given back, with what it was for. */
export type VoidedAllocation = {
  readonly allocation_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly warehouse_id: number;
  readonly qty: number;
  readonly demand_kind: string;
  readonly demand_id: number;
};

/** Closes live allocations whose balances the caller has locked and lowers those balances, in one statement. */
export function voidAllocations(
  tx: Tx,
  allocations: readonly { readonly item_id: number; readonly allocation_id: number }[],
  from: readonly AllocationStatus[],
  to: AllocationStatus,
): Promise<VoidedAllocation[]> {
  return tx.rows(
    `with voided as (
       update stock.allocation a set status = $4, closed_at = clock_timestamp()
       from unnest($1::bigint[], $2::bigint[]) as k(item_id, allocation_id)
       where a.item_id = k.item_id and a.allocation_id = k.allocation_id and a.status = any($3::text[])
       returning a.*
     ), lowered as (
       update stock.balance b set allocated = b.allocated - d.qty
       from (select item_id, lot_id, account_id, owner_id, disposition, sum(qty)::bigint as qty from voided
             group by 1, 2, 3, 4, 5) d
       where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
         = (d.item_id, d.lot_id, d.account_id, d.owner_id, d.disposition)
     )
     select allocation_id, item_id, lot_id, account_id, warehouse_id, qty, demand_kind, demand_id
     from voided order by allocation_id`,
    [allocations.map((a) => a.item_id), allocations.map((a) => a.allocation_id), from, to],
  );
}

/** So many pieces of an allocation that are given back while the rest of it stays. */
export type AllocationPart = {
  readonly item_id: number;
  readonly allocation_id: number;
  readonly qty: number;
};

// What is given back becomes a closed row of its own, unless it is everything.
const RELEASE_PARTS = `with t as (
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as t(item_id, allocation_id, qty)
  ), split as (
    insert into stock.allocation (item_id, lot_id, account_id, owner_id, warehouse_id, qty, status, demand_kind, demand_id,
      expires_at, fefo_override_reason, verdict, actor_id, created_at, closed_at, picked_by)
    select a.item_id, a.lot_id, a.account_id, a.owner_id, a.warehouse_id, t.qty, 'released', a.demand_kind, a.demand_id, null,
      a.fefo_override_reason, a.verdict, a.actor_id, a.created_at, clock_timestamp(), a.picked_by
    from t join stock.allocation a using (item_id, allocation_id) where t.qty < a.qty
  ), changed as (
    update stock.allocation a set
      qty = case when t.qty < a.qty then a.qty - t.qty else a.qty end,
      status = case when t.qty < a.qty then a.status else 'released' end,
      closed_at = case when t.qty < a.qty then null else clock_timestamp() end
    from t where a.item_id = t.item_id and a.allocation_id = t.allocation_id and a.status in ('open', 'picked') and t.qty <= a.qty
    returning a.item_id, a.lot_id, a.account_id, a.owner_id, a.disposition, t.qty
  ), lowered as (
    update stock.balance b set allocated = b.allocated - d.qty
    from (select item_id, lot_id, account_id, owner_id, disposition, sum(qty)::bigint as qty from changed group by 1, 2, 3, 4, 5) d
    where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
      = (d.item_id, d.lot_id, d.account_id, d.owner_id, d.disposition)
  )
  select count(*) as changed from changed`;

/** Gives parts of live allocations back, in one statement. The caller has locked their balances and read them since. */
export async function releaseParts(tx: Tx, parts: readonly AllocationPart[]): Promise<void> {
  if (parts.length === 0) return;
  const { changed } = await tx.one<{ changed: number }>(RELEASE_PARTS, [
    parts.map((p) => p.item_id),
    parts.map((p) => p.allocation_id),
    parts.map((p) => p.qty),
  ]);
  assert(changed === parts.length, 'an allocation under a locked balance has changed');
}

/** Live state of allocations whose balances the caller has locked. */
export async function readAllocations(
  tx: Tx,
  lines: readonly { item_id: number; allocation_id: number }[],
): Promise<Map<number, { key: string; status: string; qty: number }>> {
  const rows = await tx.rows<
    BalanceKey & { allocation_id: number; status: string; qty: number; disposition: Disposition }
  >(
    `select a.item_id, a.allocation_id, a.lot_id, a.account_id, a.owner_id, a.disposition, a.status, a.qty
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, allocation_id)
     join stock.allocation a using (item_id, allocation_id)`,
    [lines.map((l) => l.item_id), lines.map((l) => l.allocation_id)],
  );
  return new Map(rows.map((r) => [r.allocation_id, { key: keyText(r), status: r.status, qty: r.qty }]));
}

/** Marks lots as held or recalled. The caller holds the lock of rules exclusively. */
export async function markLots(
  tx: Tx,
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
  kind: 'hold' | 'recall',
): Promise<void> {
  await tx.run(
    `update stock.lot l set held = l.held or $3 = 'hold', recalled = l.recalled or $3 = 'recall'
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     where l.item_id = k.item_id and l.lot_id = k.lot_id`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), kind],
  );
}

/** Takes the mark of a hold from a lot whose last hold was lifted. */
export async function unmarkLot(
  tx: Tx,
  lot: { readonly item_id: number; readonly lot_id: number },
): Promise<void> {
  await tx.run('update stock.lot set held = false where item_id = $1 and lot_id = $2', [
    lot.item_id,
    lot.lot_id,
  ]);
}

/** Writes one hold for each lot that exists; lots that do not are absent from the answer. */
export function insertHolds(
  tx: Tx,
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
  hold: {
    kind: 'hold' | 'recall';
    warehouse_id: number | null;
    reason: string;
    held_by: number | null;
    document_key: string | null;
  },
): Promise<{ hold_id: number; item_id: number; lot_id: number }[]> {
  return tx.rows(
    `insert into stock.hold (kind, item_id, lot_id, warehouse_id, reason, held_by, document_key)
     select $3, l.item_id, l.lot_id, $4, $5, $6, $7
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id) join stock.lot l using (item_id, lot_id)
     returning hold_id, item_id, lot_id`,
    [
      lots.map((lot) => lot.item_id),
      lots.map((lot) => lot.lot_id),
      hold.kind,
      hold.warehouse_id,
      hold.reason,
      hold.held_by,
      hold.document_key,
    ],
  );
}

export async function closeHold(
  tx: Tx,
  hold_id: number,
  lifted_by: number | null,
  reason: string,
): Promise<void> {
  await tx.run(
    'update stock.hold set lifted_at = clock_timestamp(), lifted_by = $2, lift_reason = $3 where hold_id = $1',
    [hold_id, lifted_by, reason],
  );
}

/** Holds on what stands at places; their guard alone lifts them. */
export async function insertPlaceHolds(
  tx: Tx,
  places: readonly { readonly item_id: number; readonly lot_id: number; readonly account_id: number }[],
  hold: { guard: string; reason: string; held_by: number | null },
): Promise<void> {
  await tx.run(
    `insert into stock.hold (kind, item_id, lot_id, account_id, warehouse_id, document_key, reason, held_by)
     select 'hold', k.item_id, k.lot_id, k.account_id, a.warehouse_id, $4, $5, $6
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(item_id, lot_id, account_id)
     join stock.account a using (account_id)`,
    [
      places.map((place) => place.item_id),
      places.map((place) => place.lot_id),
      places.map((place) => place.account_id),
      hold.guard,
      hold.reason,
      hold.held_by,
    ],
  );
}

export async function closeGuardedHolds(
  tx: Tx,
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
  end: { guard: string; lifted_by: number | null; reason: string },
): Promise<void> {
  await tx.run(
    `update stock.hold h set lifted_at = clock_timestamp(), lifted_by = $4, lift_reason = $5
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     where h.item_id = k.item_id and h.lot_id = k.lot_id and h.document_key = $3 and h.lifted_at is null`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), end.guard, end.lifted_by, end.reason],
  );
}

/** Content of handling units at these balances gets the disposition that the balances got. */
export async function relabelUnitLines(tx: Tx, keys: readonly BalanceKey[], to: Disposition): Promise<void> {
  await tx.run(
    `with gone as (
       delete from stock.handling_unit_line c
       using unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
         as k(item_id, lot_id, account_id, owner_id, disposition), stock.handling_unit u
       where u.handling_unit_id = c.handling_unit_id and u.account_id = k.account_id and c.item_id = k.item_id
         and c.lot_id = k.lot_id and c.owner_id = k.owner_id and c.disposition = k.disposition
       returning c.*
     )
     insert into stock.handling_unit_line as c (item_id, handling_unit_id, lot_id, owner_id, disposition, qty)
     select item_id, handling_unit_id, lot_id, owner_id, $6::stock.disposition, sum(qty)::bigint from gone
     group by 1, 2, 3, 4
     on conflict on constraint handling_unit_line_pk do update set qty = c.qty + excluded.qty`,
    [...keyColumns(keys), to],
  );
}

/** A period that exists: `last_posting_id` is the newest posting that its sums may hold. */
export type Period = {
  readonly period_id: number;
  readonly cutoff: string;
  readonly last_posting_id: number;
};

// From the period before and what is recorded since: what happened between the two ends, and what happened earlier but
// was recorded later. Only places that goods of ours can stand at. The bounds are values, so that the plan can tell a
// month from a year.
const SUM_PERIOD = `with made as (
    insert into stock.period (cutoff, last_posting_id) values ($1, $2) returning period_id
  ), postings as (
    select * from stock.posting where occurred_at >= $4::timestamptz and occurred_at < $1::timestamptz and posting_id <= $2
    union all
    select * from stock.posting where occurred_at < $4::timestamptz and posting_id > $5 and posting_id <= $2
  ), moved as (
    select item_id, lot_id, account_id, owner_id, disposition, qty from stock.period_balance where period_id = $3
    union all
    select p.item_id, p.lot_id, e.account_id, e.owner_id, e.disposition, e.qty
    from postings p
    cross join lateral (values (p.to_account_id, p.to_owner_id, p.to_disposition, p.qty),
      (p.from_account_id, p.from_owner_id, p.from_disposition, -p.qty)) as e(account_id, owner_id, disposition, qty)
  ), summed as (
    insert into stock.period_balance (item_id, period_id, lot_id, account_id, owner_id, disposition, warehouse_id, qty)
    select m.item_id, made.period_id, m.lot_id, m.account_id, m.owner_id, m.disposition, a.warehouse_id, sum(m.qty)::bigint
    from made, moved m join stock.account a on a.account_id = m.account_id and a.kind in ('bin', 'in_transit', 'consigned')
    group by 1, 2, 3, 4, 5, 6, 7 having sum(m.qty) <> 0
  )
  select period_id from made`;

/**
 * Writes the sums of everything up to `last_posting_id` that happened before `cutoff`, counted on from the period
 * before. Gives the number of the new period.
 */
export async function insertPeriod(
  tx: Tx,
  { cutoff, last_posting_id, previous }: Omit<Period, 'period_id'> & { readonly previous: Period | null },
): Promise<number> {
  const { period_id } = await tx.one<{ period_id: number }>(SUM_PERIOD, [
    cutoff,
    last_posting_id,
    previous?.period_id ?? 0,
    previous?.cutoff ?? '-infinity',
    previous?.last_posting_id ?? 0,
  ]);
  return period_id;
}

/** Closes what ended more than `grace_days` ago and is still open. */
export function closePeriodsBefore(
  tx: Tx,
  grace_days: number,
): Promise<{ period_id: number; cutoff: string }[]> {
  return tx.rows(
    `update stock.period set closed = true where not closed and cutoff < now() - make_interval(days => $1)
     returning period_id, cutoff`,
    [grace_days],
  );
}
