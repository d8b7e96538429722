import { jobs } from '../../server/src/modules/stock/index.ts';
import { createDb } from '../../server/src/platform/db.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { createClient, percentile } from './support/client.ts';
import { checkLedger, countPostings, growInBulk } from './support/ledger.ts';
import { atMost, mulberry32, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';
import { type BenchWorld, makeWorld } from './support/world.ts';

/**
 * Stock of the whole company as it stood at three moments, from a ledger of two years with its month periods, before
 * and after a thousand postings that are recorded late. Every answer is compared with a plain sum over the postings. Then what
 * that stock was worth at the end of the same three days, each lot at its own cost.
 */
const POSTINGS = quick ? 300_000 : 3_000_000;
const TIMES = quick ? 3 : 7;
const DAY = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY).toISOString();

const MOMENTS = {
  'last week': daysAgo(7),
  'half a year ago': daysAgo(190),
  'a year and a half ago': daysAgo(555),
};

type Row = { item_id: number; warehouse_id: number | null; disposition: string | null; qty: number };
type Client = ReturnType<typeof createClient>;

async function makePeriods({ appUrl }: BenchSystem): Promise<number> {
  const db = createDb({ url: appUrl, max: 2 });
  const start = performance.now();
  try {
    const job = jobs.find(({ name }) => name === 'stock.make-periods')!;
    await job.run({ db, log: createLog({ log_level: 'error' }), signal: undefined }, {});
  } finally {
    await db.close();
  }
  return performance.now() - start;
}

/** Ten documents of a hundred lines that happened forty days ago and are posted now. */
async function postLate(client: Client, world: BenchWorld): Promise<void> {
  const random = mulberry32(11);
  for (let document = 0; document < 10; document++) {
    const lots = new Map<number, unknown>();
    while (lots.size < 100) {
      const [item_id, lot_id] = world.lots[Math.floor(random() * world.lots.length)]!;
      const [from, to] = world.bins.get(world.warehouses[document % world.warehouses.length]!)!;
      lots.set(lot_id, {
        item_id,
        lot_id,
        qty: 1,
        from_account_id: from,
        to_account_id: to,
        owner_id: world.owner_id,
      });
    }
    const body = { purpose: 'relocate', occurred_at: daysAgo(40), lines: [...lots.values()] };
    const { status, body: text } = await client.request(
      'POST',
      '/api/stock/movement',
      JSON.stringify(body),
      `late-${document}-${now}`,
    );
    if (status !== 200) throw new Error(`${status}: ${text.slice(0, 300)}`);
  }
}

const keyOf = (row: Row) => `${row.item_id}|${row.warehouse_id}|${row.disposition}`;

/** The answer as text, in an order of our own. */
const textOf = (rows: readonly Row[]) =>
  rows
    .map((row) => `${keyOf(row)}=${row.qty}`)
    .sort()
    .join('\n');

async function plainSum({ owner }: BenchSystem, at: string): Promise<string> {
  const { rows } = await owner.query(
    `select s.item_id::int, a.warehouse_id::int, s.disposition, sum(s.qty)::int as qty
     from (select item_id, to_account_id as account_id, to_disposition as disposition, qty from stock.posting where occurred_at <= $1
           union all
           select item_id, from_account_id, from_disposition, -qty from stock.posting where occurred_at <= $1) s
     join stock.account a using (account_id) where a.kind in ('bin', 'in_transit', 'consigned')
     group by 1, 2, 3 having sum(s.qty) <> 0`,
    [at],
  );
  return textOf(rows as Row[]);
}

/** Every lot has a price, half of them a landed cost as well. */
async function priceLots({ owner }: BenchSystem): Promise<void> {
  await owner.query(
    `insert into finance.cost_entry (item_id, lot_id, owner_id, kind, qty, amount_fen, source_key, occurred_at)
     select l.item_id, l.lot_id, b.owner_id, k.kind, k.qty, k.amount, k.kind || l.lot_id, now() - interval '731 days'
     from stock.lot l
     join (select distinct item_id, lot_id, owner_id from stock.balance where not unbounded) b using (item_id, lot_id)
     cross join (values ('receipt', 1000, 123457), ('landed', 0, 791)) k(kind, qty, amount)
     where k.kind = 'receipt' or l.lot_id % 2 = 0`,
  );
}

/** Median time of the value of the company at the end of a day, compared with the sum over its places. */
async function measureValue(client: Client, at: string): Promise<number> {
  const times: number[] = [];
  const totals = new Set<number>();
  for (let n = 0; n < TIMES; n++) {
    const answer = await client.request('GET', `/api/finance/stock-value?on=${at.slice(0, 10)}`);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.slice(0, 300)}`);
    times.push(answer.ms);
    const { rows, total_fen } = JSON.parse(answer.body) as {
      rows: { value_fen: number }[];
      total_fen: number;
    };
    totals.add(total_fen);
    totals.add(rows.reduce((sum, row) => sum + row.value_fen, 0));
  }
  if (totals.size !== 1) throw new Error(`the value at ${at} is ${[...totals].join(' or ')}`);
  return percentile(times, 50);
}

async function measure(system: BenchSystem, client: Client, at: string): Promise<number> {
  const times: number[] = [];
  let body = '';
  for (let n = 0; n < TIMES; n++) {
    const answer = await client.request('GET', `/api/stock/as-of?at=${encodeURIComponent(at)}`);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.slice(0, 300)}`);
    times.push(answer.ms);
    body = answer.body;
  }
  const { rows } = JSON.parse(body) as { rows: Row[] };
  if (textOf(rows) !== (await plainSum(system, at)))
    throw new Error(`the answer for ${at} differs from the sum of the postings`);
  return percentile(times, 50);
}

const system = await startSystem();
try {
  const world = await makeWorld(system.owner, {
    warehouses: 10,
    bins: 2,
    items: 1_000,
    lots_per_item: 2,
    qty: 100,
    opened_at: daysAgo(731),
  });
  await growInBulk(system, [{ postings: POSTINGS, since: daysAgo(730), until: daysAgo(0.1) }]);
  if (quick) await checkLedger(system);
  const figures: Record<string, number> = { 'making all month periods, ms': await makePeriods(system) };
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  for (const [name, at] of Object.entries(MOMENTS))
    figures[`${name}, ms`] = await measure(system, client, at);
  await postLate(client, world);
  for (const [name, at] of Object.entries(MOMENTS))
    figures[`${name}, after 1,000 late postings, ms`] = await measure(system, client, at);
  await priceLots(system);
  for (const [name, at] of Object.entries(MOMENTS))
    figures[`value at the end of a day: ${name}, ms`] = await measureValue(client, at);
  client.close();
  figures['postings in the ledger'] = await countPostings(system);
  const slowest = Math.max(
    ...Object.entries(figures)
      .filter(([name]) => !name.startsWith('value') && (name.includes('ago') || name.includes('week')))
      .map(([, ms]) => ms),
  );
  const dearest = Math.max(
    ...Object.entries(figures)
      .filter(([name]) => name.startsWith('value'))
      .map(([, ms]) => ms),
  );
  report('asof', figures, [
    atMost('slowest of the six answers, ms', slowest, 1_000),
    atMost('slowest of the three values, ms', dearest, 1_000),
  ]);
} finally {
  await system.stop();
}
