import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EVERYTHING, reassess } from '../../server/src/modules/planning/index.ts';
import { createDb, SYSTEM_SCOPE } from '../../server/src/platform/db.ts';
import { percentile } from './support/client.ts';
import { processorTime } from './support/cpu.ts';
import { countPostings, growInBulk } from './support/ledger.ts';
import { fillBothBins, floorRate, verbRate } from './support/posting-load.ts';
import { atLeast, atMost, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';
import { type BenchWorld, makeWorld } from './support/world.ts';

/**
 * Whether posting slows down as the ledger grows: two systems side by side, one with the opening stock alone, one with
 * three million postings more. Rounds alternate between them, so a machine that drifts hits both; the floor beside
 * them tells a slow ledger from a slow disk. Then 10,000 reorder points: how long checking all of them takes, and what
 * following the postings costs those who post.
 */
const POSTINGS = quick ? 300_000 : 3_000_000;
const MS = quick ? 1_000 : 4_000;
const ROUNDS = quick ? 3 : 7;
/** Risks are assessed in turns with rests of some seconds between them, so these rounds must hold several turns. */
const WATCH_MS = quick ? 3_000 : 15_000;
const WATCH_ROUNDS = quick ? 2 : 3;
const LOAD = { clients: 8, lines: 20, ms: MS };
const DAY = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY).toISOString();
const median = (values: readonly number[]) => percentile(values, 50);

type Side = { system: BenchSystem; world: BenchWorld; port: number; pid: number };
type Round = { rate: number; floor: number; cost: number };

async function open(postings: number): Promise<Side> {
  const system = await startSystem();
  const world = await makeWorld(system.owner, {
    warehouses: 10,
    bins: 2,
    items: 1_000,
    lots_per_item: 2,
    qty: 1_000_000,
    opened_at: daysAgo(731),
  });
  if (postings > 0) await growInBulk(system, [{ postings, since: daysAgo(730), until: daysAgo(1) }]);
  await fillBothBins(system, 1_000_000);
  const { port, pid } = await system.serve();
  return { system, world, port, pid };
}

/** One round: the verb, its processor time for a document, and the floor. */
async function measure(side: Side, seed: number): Promise<Round> {
  const { system, world, port } = side;
  const { result, server_ms, database_ms } = await processorTime(system, side, () =>
    verbRate(system, world, port, { ...LOAD, seed }),
  );
  const floor = await floorRate(system, world, { ...LOAD, ms: MS / 2, seed });
  return { rate: result.rate, floor, cost: (server_ms + database_ms) / result.documents };
}

async function compareSizes(small: Side, large: Side) {
  const rounds: { small: Round; large: Round }[] = [];
  await verbRate(small.system, small.world, small.port, { ...LOAD, seed: 1 });
  await verbRate(large.system, large.world, large.port, { ...LOAD, seed: 1 });
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ small: await measure(small, 100 + round), large: await measure(large, 100 + round) });
  }
  return {
    'documents/s in the small ledger': median(rounds.map((r) => r.small.rate)),
    'documents/s in the large ledger': median(rounds.map((r) => r.large.rate)),
    'speed, large / small': median(rounds.map((r) => r.large.rate / r.small.rate)),
    'speed of the floor, large / small': median(rounds.map((r) => r.large.floor / r.small.floor)),
    'processor time of a document, large / small': median(rounds.map((r) => r.large.cost / r.small.cost)),
  };
}

/** A policy for every item at every warehouse; half of them stand below their reorder point. */
async function makePolicies({ owner }: BenchSystem): Promise<void> {
  await owner.query(
    `insert into planning.policy (item_id, warehouse_id, service_level, lead_time_days, lead_time_sd_days, qc_days, safety_stock,
       reorder_point, order_up_to, daily_mean, daily_sd, method, pattern, observations, z, protection_days,
       safety_stock_uncapped, capped_by_shelf_life)
     select item_id, warehouse_id, 0.95, 14, 3, 2, 100, case when item_id % 2 = 0 then 200 else 5000000 end, 10000000, 10, 4, 'ses',
       'smooth', 24, 1.64, 16, 100, false
     from masterdata.item, masterdata.warehouse`,
  );
  await owner.query('vacuum analyze planning.policy');
}

/** Follows the postings in a process of its own; ready once it has caught up with those made before. */
async function startWatcher({ appUrl }: BenchSystem): Promise<ChildProcess> {
  const watcher = spawn(process.execPath, [join(import.meta.dirname, 'support/risk-watch.ts'), appUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(watcher.stdout!, 'data');
  return watcher;
}

async function watchReorderPoints({ system, world, port }: Side) {
  await makePolicies(system);
  const db = createDb({ url: system.appUrl, max: 3 });
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const start = performance.now();
    const { risks } = await db.tx(SYSTEM_SCOPE, (tx) => reassess(tx, EVERYTHING), {
      statement_timeout_ms: 60_000,
    });
    if (risks.length !== world.items.length * world.warehouses.length)
      throw new Error(`${risks.length} reorder points were checked`);
    times.push(performance.now() - start);
  }
  const shares: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < WATCH_ROUNDS; round++) {
    const seed = 500 + round;
    const without = await verbRate(system, world, port, { ...LOAD, ms: WATCH_MS, seed });
    const watcher = await startWatcher(system);
    await verbRate(system, world, port, { ...LOAD, seed });
    const { result, server_ms } = await processorTime(system, { pid: watcher.pid! }, () =>
      verbRate(system, world, port, { ...LOAD, ms: WATCH_MS, seed }),
    );
    watcher.kill('SIGTERM');
    await once(watcher, 'exit');
    costs.push(server_ms / WATCH_MS);
    shares.push(result.rate / without.rate);
  }
  await db.close();
  return {
    'checking 10,000 reorder points, ms': median(times),
    'speed of posting while they are active / without': median(shares),
    'share of a core that the process which follows them uses': median(costs),
  };
}

const small = await open(0);
const large = await open(POSTINGS);
try {
  const sizes = await compareSizes(small, large);
  const reorder = await watchReorderPoints(large);
  report(
    'growth',
    {
      'postings in the small ledger at the end': await countPostings(small.system),
      'postings in the large ledger at the end': await countPostings(large.system),
      ...sizes,
      ...reorder,
    },
    [
      atLeast('speed, large / small', sizes['speed, large / small'], 0.9),
      atMost('checking 10,000 reorder points, ms', reorder['checking 10,000 reorder points, ms'], 1_000),
      atLeast(
        'speed of posting while reorder points are active',
        reorder['speed of posting while they are active / without'],
        0.95,
      ),
    ],
  );
} finally {
  await small.system.stop();
  await large.system.stop();
}
