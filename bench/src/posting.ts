import pg from 'pg';
import { load, percentile } from './support/client.ts';
import { atLeast, mulberry32, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';
import { type BenchWorld, makeWorld } from './support/world.ts';

/**
 * Posting over HTTP (session, permission, gate, idempotency, audit, outbox) beside its bare floor in the same run:
 * one statement that inserts the postings and updates both balances under their CHECKs. Rounds alternate, so that a
 * drifting machine hits both; the ratio of the medians is the figure.
 */
const MS = quick ? 1_500 : 5_000;
const ROUNDS = quick ? 2 : 5;

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

/**
 * Documents per second of the bare statement. Each connection keeps to lots of its own: the bare statement takes its
 * locks in no order, and a floor that spends its time in deadlocks would flatter the verb.
 */
async function floor(
  system: BenchSystem,
  world: BenchWorld,
  clients: number,
  lines: number,
  seed: number,
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
      const own = { ...world, lots: world.lots.filter((_, n) => n % clients === index) };
      while (performance.now() - start < MS) {
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
async function verb(
  system: BenchSystem,
  world: BenchWorld,
  port: number,
  clients: number,
  lines: number,
  seed: number,
) {
  const random = mulberry32(seed);
  const { answers, seconds } = await load({
    port,
    token: system.token,
    clients,
    ms: MS,
    work: (client) => {
      keys += 1;
      const body = JSON.stringify({
        purpose: 'relocate',
        lines: randomLines(world, lines, random).map((l) => ({
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
    rate: answers.length / seconds,
    p99: percentile(
      answers.map((a) => a.ms),
      99,
    ),
  };
}

const median = (values: number[]) => percentile(values, 50);

const system = await startSystem();
try {
  const world = await makeWorld(system.owner, {
    warehouses: 10,
    bins: 2,
    items: 1_000,
    lots_per_item: 2,
    qty: 1_000_000,
  });
  // Both bins of each lot exist, as they do in a warehouse that has been running for a while.
  await system.owner.query(
    `insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded, qty)
     select b.item_id, b.lot_id, a.account_id, b.owner_id, b.disposition, a.warehouse_id, false, 1000000
     from stock.balance b join stock.account a on a.kind = 'bin' and a.warehouse_id = b.warehouse_id and a.account_id <> b.account_id`,
  );
  await system.owner.query('vacuum analyze stock.balance');
  const server = await system.serve();
  const figures: Record<string, number> = {};
  const cases = [
    { name: '100 lines, 8 clients', clients: 8, lines: 100 },
    { name: '1 line, 8 clients', clients: 8, lines: 1 },
    { name: '1 line, 64 clients', clients: 64, lines: 1 },
  ];
  const ratios: Record<string, number> = {};
  for (const { name, clients, lines } of cases) {
    const floors: number[] = [];
    const verbs: number[] = [];
    let p99 = 0;
    await verb(system, world, server.port, clients, lines, 1);
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await floor(system, world, Math.min(clients, 8), lines, round + 10));
      const measured = await verb(system, world, server.port, clients, lines, round + 100);
      verbs.push(measured.rate);
      p99 = Math.max(p99, measured.p99);
    }
    figures[`${name}: floor, lines/s`] = median(floors) * lines;
    figures[`${name}: verb, lines/s`] = median(verbs) * lines;
    figures[`${name}: verb, documents/s`] = median(verbs);
    figures[`${name}: verb, p99 ms`] = p99;
    ratios[name] = median(verbs) / median(floors);
    figures[`${name}: verb / floor`] = ratios[name]!;
  }
  report('posting', figures, [
    atLeast('100 lines: share of the floor', ratios['100 lines, 8 clients']!, 0.45),
    atLeast('1 line at 8 clients: share of the floor', ratios['1 line, 8 clients']!, 0.4),
    atLeast('1 line at 64 clients: documents/s', figures['1 line, 64 clients: verb, documents/s']!, 4_000),
  ]);
} finally {
  await system.stop();
}
