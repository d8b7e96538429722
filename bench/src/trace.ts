import { createClient, percentile } from './support/client.ts';
import { checkLedger, countPostings, growInBulk } from './support/ledger.ts';
import { atMost, mulberry32, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * The whole path of a lot over HTTP: ordinary lots with a hundred movements, and one that went everywhere. All the
 * others fill the ledger, so that the lot must be found among them.
 */
const SCALE = quick ? 0.1 : 1;
const LOTS = 50_000 * SCALE;
const WAREHOUSES = 5;
const MOVEMENTS_ORDINARY = 100;
const POSTINGS_WIDE = 100_000;
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
    },
    { postings: POSTINGS_WIDE, since: daysAgo(700), until: daysAgo(1), lot_ids: [wide![1]], lines: 1 },
  ]);
  if (quick) await checkLedger(system);
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  const trace = async ([item_id, lot_id]: readonly [number, number], postings: number) => {
    const answer = await client.request('GET', `/api/stock/trace?item_id=${item_id}&lot_id=${lot_id}`);
    const found = (JSON.parse(answer.body) as { postings?: number }).postings;
    if (answer.status !== 200 || found !== postings)
      throw new Error(`${answer.status}: ${found} postings instead of ${postings}`);
    return answer.ms;
  };
  const random = mulberry32(5);
  const anyLot = () => ordinary[Math.floor(random() * ordinary.length)]!;
  for (let n = 0; n < 10; n++) await trace(anyLot(), MOVEMENTS_ORDINARY);
  const times: number[] = [];
  for (let n = 0; n < (quick ? 100 : 300); n++) times.push(await trace(anyLot(), MOVEMENTS_ORDINARY));
  const wideTimes: number[] = [];
  for (let n = 0; n < (quick ? 5 : 20); n++) wideTimes.push(await trace(wide!, POSTINGS_WIDE + WAREHOUSES));
  client.close();
  report(
    'trace',
    {
      'postings in the ledger': await countPostings(system),
      'lot with 100 movements, p50 ms': percentile(times, 50),
      'lot with 100 movements, p95 ms': percentile(times, 95),
      'lot with 100,000 movements, p50 ms': percentile(wideTimes, 50),
      'lot with 100,000 movements, p95 ms': percentile(wideTimes, 95),
    },
    [
      atMost('lot with 100 movements, p95 ms', percentile(times, 95), 50),
      atMost('lot with 100,000 movements, p95 ms', percentile(wideTimes, 95), 2_000),
    ],
  );
} finally {
  await system.stop();
}
