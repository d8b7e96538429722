import { type Answer, createClient, percentile } from './support/client.ts';
import { fillBothBins, verbRate } from './support/posting-load.ts';
import { atMost, type Goal, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';
import { type BenchWorld, makeWorld } from './support/world.ts';

/**
 * Scarcity over HTTP: many clients at once want five of the last hundred units of a lot, by allocating a demand of
 * their own and by shipping with the lot named, against one server process and two. Exactly twenty may succeed. Then
 * large documents over the same items, which must not lock each other dead, and a demand of five hundred lines.
 */
const STOCK = 100;
const WANTED = 5;
const WINNERS = STOCK / WANTED;
const TIMES = quick ? 3 : 9;
const DEMAND_LINES = 500;
const POST_MS = quick ? 3_000 : 15_000;

type Server = Awaited<ReturnType<BenchSystem['serve']>>;
type Way = 'allocating' | 'shipping';
type Rush = { clients: number; servers: readonly Server[]; way: Way };
type Outcome = { ms: number; succeeded: number; told: number; errors: number };

let keys = 0;
const nextKey = () => `bench-allocation-${++keys}`;

/** What is needed at the department, one demand for each client, ready to be allocated. */
async function makeDemands(
  system: BenchSystem,
  server: Server,
  count: number,
  lines: readonly { item_id: number; qty: number }[],
): Promise<number[]> {
  const { rows } = await system.owner.query(
    `select (select min(department_id)::int from masterdata.department) as department_id,
       (select min(warehouse_id)::int from masterdata.warehouse) as warehouse_id`,
  );
  const body = JSON.stringify({
    ...(rows[0] as object),
    needed_at: new Date(Date.now() + 86_400_000).toISOString(),
    lines,
  });
  const client = createClient(server.port, system.token);
  const ids: number[] = [];
  for (let n = 0; n < count; n++) {
    const answer = await client.request('POST', '/api/fulfilment/demand', body, nextKey());
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.slice(0, 400)}`);
    ids.push((JSON.parse(answer.body) as { demand_id: number }).demand_id);
  }
  client.close();
  return ids;
}

/** The last hundred units of a lot that nobody has touched yet. */
async function scarceLot({ owner }: BenchSystem, world: BenchWorld) {
  const [item_id, lot_id] = world.lots[scarce++]!;
  const bin = world.bins.get(world.warehouses[0]!)![0]!;
  const moved = `update stock.balance set qty = qty + $4 where (item_id, lot_id, account_id) = ($1, $2, $3) returning qty`;
  const { rows } = await owner.query(
    'select qty::int from stock.balance where (item_id, lot_id, account_id) = ($1, $2, $3)',
    [item_id, lot_id, bin],
  );
  await owner.query(moved, [item_id, lot_id, bin, STOCK - (rows[0] as { qty: number }).qty]);
  return { item_id, lot_id, bin };
}
let scarce = 0;

/** All clients ask at the same moment, over connections that stand open; until the last one has its answer. */
async function rush(
  system: BenchSystem,
  world: BenchWorld,
  { clients, servers, way }: Rush,
): Promise<Outcome> {
  const { item_id, lot_id, bin } = await scarceLot(system, world);
  const demands =
    way === 'allocating' ? await makeDemands(system, servers[0]!, clients, [{ item_id, qty: WANTED }]) : [];
  const shipment = JSON.stringify({
    purpose: 'ship',
    lines: [
      {
        item_id,
        lot_id,
        qty: WANTED,
        from_account_id: bin,
        to_account_id: world.customer_account,
        owner_id: world.owner_id,
      },
    ],
  });
  const connections = Array.from({ length: clients }, (_, n) =>
    createClient(servers[n % servers.length]!.port, system.token),
  );
  await Promise.all(connections.map((client) => client.request('GET', '/healthz')));
  const start = performance.now();
  const answers = await Promise.all(
    connections.map((client, n) =>
      way === 'allocating'
        ? client.request('POST', `/api/fulfilment/demand/${demands[n]}/allocate`, '{}', nextKey())
        : client.request('POST', '/api/stock/movement', shipment, nextKey()),
    ),
  );
  const ms = performance.now() - start;
  for (const client of connections) client.close();
  await exactlyGone(system, { item_id, lot_id, bin });
  const ends = answers.map((answer) => endOf(way, answer));
  const count = (end: string) => ends.filter((e) => e === end).length;
  return { ms, succeeded: count('got'), told: count('told'), errors: count('error') };
}

/** Got all five, was told that none is left, or anything else. */
function endOf(way: Way, { status, body }: Answer): 'got' | 'told' | 'error' {
  const answer = JSON.parse(body) as {
    lines?: { allocated: number; short_by: number }[];
    errors?: { code: string; params: { available: number; short_by: number } }[];
  };
  if (way === 'allocating') {
    const line = answer.lines?.[0];
    if (status !== 200 || line === undefined) return 'error';
    if (line.allocated === WANTED) return 'got';
    return line.allocated === 0 && line.short_by === WANTED ? 'told' : 'error';
  }
  if (status === 200) return 'got';
  const refusal = answer.errors?.[0];
  const honest =
    refusal?.code === 'stock.short' && refusal.params.available === 0 && refusal.params.short_by === WANTED;
  return status === 409 && honest ? 'told' : 'error';
}

async function exactlyGone({ owner }: BenchSystem, { item_id, lot_id, bin }: Record<string, number>) {
  const { rows } = await owner.query(
    'select (qty - allocated)::int as left from stock.balance where (item_id, lot_id, account_id) = ($1, $2, $3)',
    [item_id, lot_id, bin],
  );
  const { left } = rows[0] as { left: number };
  if (left !== 0) throw new Error(`${left} of the last ${STOCK} units are left`);
}

async function deadlocks({ owner }: BenchSystem): Promise<number> {
  // Sessions hand in their counts when they are idle for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const { rows } = await owner.query(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  return (rows[0] as { n: number }).n;
}

/** One demand of five hundred items, allocated by first expiry with the gate. */
async function allocateLarge(system: BenchSystem, world: BenchWorld, server: Server): Promise<number> {
  const times: number[] = [];
  const client = createClient(server.port, system.token);
  for (let n = 0; n < TIMES; n++) {
    const items = world.items.slice(-DEMAND_LINES).map((item_id) => ({ item_id, qty: 3 }));
    const [demand_id] = await makeDemands(system, server, 1, items);
    const answer = await client.request(
      'POST',
      `/api/fulfilment/demand/${demand_id}/allocate`,
      '{}',
      nextKey(),
    );
    const { status } = JSON.parse(answer.body) as { status: string };
    if (answer.status !== 200 || status !== 'allocated')
      throw new Error(`${answer.status}: ${answer.body.slice(0, 400)}`);
    times.push(answer.ms);
  }
  client.close();
  return percentile(times, 50);
}

const system = await startSystem();
try {
  // Scarce lots are taken from the front, one item each; the large demand and the documents use the rest.
  const world = await makeWorld(system.owner, {
    warehouses: 2,
    bins: 2,
    items: 1_000,
    lots_per_item: 1,
    qty: 1_000_000,
  });
  const servers = [await system.serve(), await system.serve()];
  const figures: Record<string, number> = {};
  const goals: Goal[] = [];
  for (const way of ['allocating', 'shipping'] as const) {
    for (const count of [1, 2]) {
      for (const clients of [64, 200]) {
        const name = `${clients} clients ${way}, ${count} process${count === 1 ? '' : 'es'}`;
        const outcomes: Outcome[] = [];
        for (let n = 0; n < TIMES; n++)
          outcomes.push(await rush(system, world, { clients, servers: servers.slice(0, count), way }));
        const exact = outcomes.filter((o) => o.succeeded === WINNERS && o.told === clients - WINNERS).length;
        const ms = percentile(
          outcomes.map((o) => o.ms),
          50,
        );
        figures[`${name}, ms`] = ms;
        figures[`${name}, errors`] = outcomes.reduce((sum, o) => sum + o.errors, 0);
        goals.push({
          goal: `${name}: exactly ${WINNERS} succeed, the rest are told`,
          value: exact / TIMES,
          holds: exact === TIMES,
        });
        if (clients === 64) goals.push(atMost(`${name}: ms`, ms, 250));
      }
    }
  }
  const large = await allocateLarge(system, world, servers[0]!);
  figures[`${DEMAND_LINES} demand lines by first expiry with the gate, ms`] = large;
  goals.push(atMost(`${DEMAND_LINES} demand lines, ms`, large, 150));
  await system.owner.query('update stock.balance set qty = 1000000 where not unbounded');
  await fillBothBins(system, 1_000_000);
  const rates = await Promise.all(
    servers.map((server, n) =>
      verbRate(system, world, server.port, { clients: 4, lines: 100, ms: POST_MS, seed: n + 1 }),
    ),
  );
  figures['8 clients posting documents of 100 lines, documents/s'] = rates.reduce(
    (sum, r) => sum + r.rate,
    0,
  );
  const dead = await deadlocks(system);
  figures.deadlocks = dead;
  goals.push(atMost('deadlocks in the whole run', dead, 0));
  report('allocation', figures, goals);
} finally {
  await system.stop();
}
