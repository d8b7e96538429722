import { createClient, percentile } from './support/client.ts';
import { checkLedger, countPostings, growInBulk } from './support/ledger.ts';
import { atMost, mulberry32, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * The whole trace of a lot over HTTP, as its page asks for it: the path through the ledger, and beside it where it came
 * from, who has it and what it became. Ordinary lots with a hundred movements, and one that went everywhere. All the
 * others fill the ledger with more than a million movements, so that the lot must be found among them.
 */
const SCALE = quick ? 0.1 : 1;
const LOTS = 12_500 * SCALE;
const WAREHOUSES = 5;
const MOVEMENTS_ORDINARY = 100;
const POSTINGS_WIDE = 100_000;
/** Each posting is a movement of its own, so that the movements of the ledger are more than a million. */
const LINES = 1;
const DAY = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY).toISOString();

const system = await startSystem();
try {
  const world = await makeWorld(system.owner, {
    warehouses: WAREHOUSES,
    bins: 10,
    items: LOTS / 25,
    lots_per_item: 25,
    qty: 1_000,
    opened_at: daysAgo(731),
  });
  const [wide, ...ordinary] = world.lots;
  // Each lot came to every warehouse with one posting; the rest of its hundred follows here.
  await growInBulk(system, [
    {
      postings: ordinary.length * (MOVEMENTS_ORDINARY - WAREHOUSES),
      since: daysAgo(730),
      until: daysAgo(1),
      lot_ids: ordinary.map(([, lot_id]) => lot_id),
      lines: LINES,
    },
    { postings: POSTINGS_WIDE, since: daysAgo(700), until: daysAgo(1), lot_ids: [wide![1]], lines: 1 },
  ]);
  if (quick) await checkLedger(system);
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  const beside = createClient(server.port, system.token);
  type Lot = readonly [number, number];
  const queryOf = ([item_id, lot_id]: Lot) => `item_id=${item_id}&lot_id=${lot_id}`;
  const path = async (lot: Lot, postings: number) => {
    const answer = await client.request('GET', `/api/stock/trace?${queryOf(lot)}`);
    const found = (JSON.parse(answer.body) as { postings?: number }).postings;
    if (answer.status !== 200 || found !== postings)
      throw new Error(`${answer.status}: ${found} postings instead of ${postings}`);
    return answer.ms;
  };
  // The page asks for both at once and is there when the later one is.
  const trace = async (lot: Lot, postings: number) => {
    const [ms, around] = await Promise.all([
      path(lot, postings),
      beside.request('GET', `/api/insight/trace?${queryOf(lot)}`),
    ]);
    if (around.status !== 200) throw new Error(`${around.status}: ${around.body.slice(0, 200)}`);
    return Math.max(ms, around.ms);
  };
  const random = mulberry32(5);
  const anyLot = () => ordinary[Math.floor(random() * ordinary.length)]!;
  for (let n = 0; n < 10; n++) await trace(anyLot(), MOVEMENTS_ORDINARY);
  const repeat = async (times: number, one: () => Promise<number>) => {
    const taken: number[] = [];
    for (let n = 0; n < times; n++) taken.push(await one());
    return taken;
  };
  const paths = await repeat(quick ? 100 : 300, () => path(anyLot(), MOVEMENTS_ORDINARY));
  const traces = await repeat(quick ? 100 : 300, () => trace(anyLot(), MOVEMENTS_ORDINARY));
  const widest = await repeat(quick ? 5 : 20, () => trace(wide!, POSTINGS_WIDE + WAREHOUSES));
  client.close();
  beside.close();
  const { rows } = await system.owner.query('select count(*)::int as movements from stock.movement');
  report(
    'trace',
    {
      'movements in the ledger': (rows[0] as { movements: number }).movements,
      'postings in the ledger': await countPostings(system),
      'lot with 100 movements, path, p95 ms': percentile(paths, 95),
      'lot with 100 movements, whole trace, p50 ms': percentile(traces, 50),
      'lot with 100 movements, whole trace, p95 ms': percentile(traces, 95),
      'lot with 100,000 movements, whole trace, p50 ms': percentile(widest, 50),
      'lot with 100,000 movements, whole trace, p95 ms': percentile(widest, 95),
    },
    [
      atMost('lot with 100 movements, path, p95 ms', percentile(paths, 95), 50),
      atMost('lot with 100 movements, whole trace, p95 ms', percentile(traces, 95), 2_000),
      atMost('lot with 100,000 movements, whole trace, p95 ms', percentile(widest, 95), 2_000),
    ],
  );
} finally {
  await system.stop();
}
