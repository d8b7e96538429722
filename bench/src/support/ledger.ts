import { findViolations } from '../../../server/src/invariants.ts';
import { createDb } from '../../../server/src/platform/db.ts';
import type { BenchSystem } from './system.ts';

export type Growth = {
  /** How many postings are added. */
  readonly postings: number;
  /** They are spread evenly between these instants, recorded as they happened. */
  readonly since: string;
  readonly until: string;
  /** Only these lots; all where nothing is said. */
  readonly lot_ids?: readonly number[];
  /** Postings of one movement. */
  readonly lines?: number;
};

const CHUNK = 500_000;

/**
 * Adds relocations to the ledger by sets, as if a company had worked: in the order of time, lot after lot, from the
 * first bin of a warehouse to its last and the next time back. The balances follow, so the invariants hold.
 */
export async function growLedger({ owner }: BenchSystem, growth: Growth): Promise<void> {
  const { postings, since, until, lot_ids = null, lines = 20 } = growth;
  await owner.query('set client_min_messages = warning');
  await owner.query('drop table if exists pg_temp.bench_lot, pg_temp.bench_place');
  await owner.query(
    `create temp table bench_lot as
     select row_number() over (order by item_id, lot_id) - 1 as n, item_id, lot_id from stock.lot
     where $1::bigint[] is null or lot_id = any($1)`,
    [lot_ids],
  );
  await owner.query(
    `create temp table bench_place as
     select row_number() over (order by warehouse_id) - 1 as n, warehouse_id, min(account_id) as near, max(account_id) as far,
       (select partner_id from masterdata.partner where partner_code = 'LE') as owner_id
     from stock.account where kind = 'bin' group by warehouse_id`,
  );
  await owner.query('analyze bench_lot');
  await owner.query('analyze bench_place');
  const { rows } = await owner.query(
    `select coalesce(max(movement_id), 0)::int as movement_id, (select coalesce(max(posting_id), 0)::int from stock.posting) as posting_id
     from stock.movement`,
  );
  const { movement_id, posting_id } = rows[0] as { movement_id: number; posting_id: number };
  const at = `$3::timestamptz + ($4::timestamptz - $3::timestamptz)`;
  await owner.query(
    `insert into stock.movement (movement_id, purpose, occurred_at, recorded_at, line_count, verdict) overriding system value
     select $1::int + m, 'relocate', at, at, least($2::int, $5::int - (m - 1) * $2::int), '{"epoch": 0, "at": null}'
     from generate_series(1, ceil($5::float / $2::int)::int) m
     cross join lateral (select ${at} * (((m - 1) * $2::int)::float / $5::int) as at) t`,
    [movement_id, lines, since, until, postings],
  );
  for (let low = 0; low < postings; low += CHUNK) {
    await owner.query(
      `insert into stock.posting (item_id, lot_id, movement_id, line_no, qty, from_account_id, to_account_id, from_owner_id,
         to_owner_id, from_disposition, to_disposition, from_warehouse_id, to_warehouse_id, occurred_at)
       select l.item_id, l.lot_id, $1::int + g / $2::int + 1, g % $2::int + 1, 1,
         case when back then far else near end, case when back then near else far end, owner_id, owner_id,
         'released', 'released', warehouse_id, warehouse_id, ${at} * ((g - g % $2::int)::float / $5::int)
       from generate_series($6::int, $7::int - 1) g
       join bench_lot l on l.n = g % (select count(*) from bench_lot)
       join bench_place p on p.n = g / (select count(*) from bench_lot) % (select count(*) from bench_place)
       cross join lateral (
         select g / ((select count(*) from bench_lot) * (select count(*) from bench_place)) % 2 = 1 as back) t
       order by g`,
      [movement_id, lines, since, until, postings, low, Math.min(low + CHUNK, postings)],
    );
  }
  await settle(owner, posting_id);
}

/** Brings the balances to what was posted after `posting_id`, and the numbers of movements beyond those in use. */
async function settle(owner: BenchSystem['owner'], posting_id: number): Promise<void> {
  await owner.query(
    `insert into stock.balance as b (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded, qty)
     select item_id, lot_id, account_id, owner_id, 'released', warehouse_id, false, sum(delta)
     from stock.posting p
     cross join lateral (values (to_account_id, to_owner_id, to_warehouse_id, p.qty),
       (from_account_id, from_owner_id, from_warehouse_id, -p.qty)) e(account_id, owner_id, warehouse_id, delta)
     where posting_id > $1
     group by 1, 2, 3, 4, 6
     having sum(delta) <> 0 and not exists (select from stock.balance o where (o.item_id, o.lot_id, o.account_id, o.owner_id,
       o.disposition) = (p.item_id, p.lot_id, e.account_id, e.owner_id, 'released'))`,
    [posting_id],
  );
  await owner.query(
    `update stock.balance b set qty = s.qty
     from (select item_id, lot_id, account_id, owner_id, sum(delta) as qty
           from stock.posting p
           cross join lateral (values (to_account_id, to_owner_id, p.qty), (from_account_id, from_owner_id, -p.qty))
             e(account_id, owner_id, delta)
           group by 1, 2, 3, 4) s
     where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
       = (s.item_id, s.lot_id, s.account_id, s.owner_id, 'released'::stock.disposition) and b.qty <> s.qty`,
  );
  await owner.query(
    `select setval('stock.movement_movement_id_seq', (select max(movement_id) from stock.movement))`,
  );
  await owner.query('vacuum analyze stock.posting');
  await owner.query('vacuum analyze stock.movement');
  await owner.query('vacuum analyze stock.balance');
}

/**
 * Adds many postings at once without its key and makes the key afterwards, which takes a third of the time. The pages
 * of the key get the room that they would have after years of work.
 */
export async function growInBulk(system: BenchSystem, growths: readonly Growth[]): Promise<void> {
  await system.owner.query('alter table stock.posting drop constraint posting_pk');
  for (const growth of growths) await growLedger(system, growth);
  await system.owner.query(`set maintenance_work_mem = '512MB'`);
  await system.owner.query(
    `alter table stock.posting add constraint posting_pk primary key (item_id, lot_id, posting_id) with (fillfactor = 70)`,
  );
  await system.owner.query('vacuum analyze stock.posting');
}

/** Fails where the ledger breaks an invariant: a figure from a wrong ledger is none. */
export async function checkLedger({ appUrl }: BenchSystem): Promise<void> {
  const db = createDb({ url: appUrl, max: 1 });
  try {
    const violations = await findViolations(db);
    if (violations.length === 0) return;
    const [first] = violations;
    throw new Error(`${violations.length} invariants broken, first: ${first!.invariant} ${first!.detail}`);
  } finally {
    await db.close();
  }
}

export async function countPostings({ owner }: BenchSystem): Promise<number> {
  const { rows } = await owner.query('select count(*)::int as n from stock.posting');
  return (rows[0] as { n: number }).n;
}
