import pg from 'pg';
import { load, percentile } from './client.ts';
import { mulberry32 } from './report.ts';
import type { BenchSystem } from './system.ts';
import type { BenchWorld } from './world.ts';

type Line = { item_id: number; lot_id: number; from: number; to: number };

function randomLines(world: BenchWorld, count: number, random: () => number): Line[] {
  const lines = new Map<number, Line>();
  while (lines.size < count) {
    const [item_id, lot_id] = world.lots[Math.floor(random() * world.lots.length)]!;
    const warehouse = world.warehouses[Math.floor(random() * world.warehouses.length)]!;
    const bins = world.bins.get(warehouse)!;
    const [from, to] = random() < 0.5 ? [bins[0]!, bins[1]!] : [bins[1]!, bins[0]!];
    lines.set(lot_id, { item_id, lot_id, from, to });
  }
  return [...lines.values()];
}

/** The least that could do it: postings and both balances under their CHECKs, nothing else. */
const FLOOR = `with p as (
    insert into stock.posting (item_id, lot_id, movement_id, line_no, qty, from_account_id, to_account_id, from_owner_id, to_owner_id,
      from_disposition, to_disposition, from_warehouse_id, to_warehouse_id, occurred_at)
    select item_id, lot_id, 1, 1, 1, f, t, $5, $5, 'released', 'released', 1, 1, now()
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) as l(item_id, lot_id, f, t)
  ), d as (
    select item_id, lot_id, f as account_id, -1 as qty from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as l(item_id, lot_id, f)
    union all
    select item_id, lot_id, t, 1 from unnest($1::bigint[], $2::bigint[], $4::bigint[]) as l(item_id, lot_id, t)
  )
  update stock.balance b set qty = b.qty + d.qty from d
  where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) = (d.item_id, d.lot_id, d.account_id, $5, 'released'::stock.disposition)`;

export type Load = {
  readonly clients: number;
  /** Lines of a document. */
  readonly lines: number;
  readonly ms: number;
  readonly seed: number;
  /** Each client keeps to lots of its own; else they all draw from the same and wait for each other's locks. */
  readonly apart?: boolean;
};

const shareOf = (world: BenchWorld, index: number, clients: number): BenchWorld => ({
  ...world,
  lots: world.lots.filter((_, n) => n % clients === index),
});

/**
 * Documents per second of the bare statement. Each connection keeps to lots of its own: the bare statement takes its
 * locks in no order, and a floor that spends its time in deadlocks would flatter the verb.
 */
export async function floorRate(
  system: BenchSystem,
  world: BenchWorld,
  { clients, lines, ms, seed }: Load,
): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: system.ownerUrl });
      await client.connect();
      return client;
    }),
  );
  const random = mulberry32(seed);
  const start = performance.now();
  let documents = 0;
  await Promise.all(
    connections.map(async (client, index) => {
      const own = shareOf(world, index, clients);
      while (performance.now() - start < ms) {
        const chosen = randomLines(own, lines, random);
        await client.query({
          name: 'floor',
          text: FLOOR,
          values: [
            chosen.map((l) => l.item_id),
            chosen.map((l) => l.lot_id),
            chosen.map((l) => l.from),
            chosen.map((l) => l.to),
            world.owner_id,
          ],
        });
        documents += 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(connections.map((client) => client.end()));
  return documents / seconds;
}

let keys = 0;
/** Documents per second of the complete verb over HTTP, relocating one piece a line; a refusal fails the bench. */
export async function verbRate(
  system: BenchSystem,
  world: BenchWorld,
  port: number,
  { clients, lines, ms, seed, apart = false }: Load,
): Promise<{ documents: number; rate: number; p99: number }> {
  const random = mulberry32(seed);
  const shares = Array.from({ length: clients }, (_, n) => (apart ? shareOf(world, n, clients) : world));
  const { answers, seconds } = await load({
    port,
    token: system.token,
    clients,
    ms,
    work: (client, _n, index) => {
      keys += 1;
      const body = JSON.stringify({
        purpose: 'relocate',
        lines: randomLines(shares[index]!, lines, random).map((l) => ({
          item_id: l.item_id,
          lot_id: l.lot_id,
          qty: 1,
          from_account_id: l.from,
          to_account_id: l.to,
          owner_id: world.owner_id,
        })),
      });
      return client.request('POST', '/api/stock/movement', body, `bench-${seed}-${keys}`);
    },
  });
  const failed = answers.filter((a) => a.status !== 200);
  if (failed.length > 0) throw new Error(`${failed.length} refused, first: ${failed[0]!.body}`);
  return {
    documents: answers.length,
    rate: answers.length / seconds,
    p99: percentile(
      answers.map((a) => a.ms),
      99,
    ),
  };
}

/** Both bins of each lot hold stock, as they do in a warehouse that has been running for a while. */
export async function fillBothBins({ owner }: BenchSystem, qty: number): Promise<void> {
  await owner.query(
    `insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded, qty)
     select b.item_id, b.lot_id, a.account_id, b.owner_id, b.disposition, a.warehouse_id, false, $1
     from stock.balance b join stock.account a on a.kind = 'bin' and a.warehouse_id = b.warehouse_id and a.account_id <> b.account_id
     on conflict on constraint balance_pk do update set qty = balance.qty + excluded.qty`,
    [qty],
  );
  await owner.query('vacuum analyze stock.balance');
}
