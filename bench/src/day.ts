import { findViolations } from '../../server/src/invariants.ts';
import { createDb } from '../../server/src/platform/db.ts';
import { percentile } from './support/client.ts';
import { processorTime } from './support/cpu.ts';
import { makeDayCompany } from './support/day-company.ts';
import { type DayBook, openOffice, Refused } from './support/day-office.ts';
import { largeOrder } from './support/day-orders.ts';
import { type Errand, planDay } from './support/day-plan.ts';
import { doErrand, groundOf } from './support/day-work.ts';
import { atLeast, atMost, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';

/**
 * A day of a company with twenty warehouses: what forty people write in it, replayed over HTTP through the verbs that
 * their screens use, all of them at once, against one server that is API and worker together. Every errand goes from
 * its first paper to its last, with the differences, shortages, refusals and returns that a day brings.
 */
const SITES = 20;
const ITEMS = 1_100;
const COUNTED = 100;
const SEED = 20_261_128;
/** Errands that a site has open at once; its two people are then hardly ever idle. */
const OPEN_ERRANDS = 3;
/** The part of the day that is replayed, and the seconds into which it is pressed; 0 seconds: without a pause. */
const share = argument('share', quick ? 1 / 8 : 1);
const seconds_given = argument('seconds', Math.round(150 * share));
/** What is done before the clock starts, so that the server has seen every verb, as it has on any working day. */
const WARM_UP = 1 / 50;

const system = await startSystem();
try {
  const company = await makeDayCompany(system.owner, { warehouses: SITES, items: ITEMS, counted: COUNTED });
  const server = await system.serve({}, 'all');
  const office = openOffice(server.port);
  const size = { sites: SITES, items: ITEMS, suppliers: company.supplier_ids.length, counted: COUNTED };
  await replay(planDay(size, WARM_UP, SEED + 1), 0);
  const thousand = Array.from({ length: 1_000 }, (_, item) => ({ item, qty: 2 }));
  const large_s = await largeOrder(groundOf(company, office, { site: 0, seed: SEED }), thousand);
  office.turnPage();
  const work = () => replay(planDay(size, share, SEED), seconds_given);
  const { result: seconds, server_ms, database_ms } = await processorTime(system, server, work);
  office.close();
  const settled = await drained(system);
  const undone = await openDocuments(system);
  const deadlocks = await deadlocksOf(system);
  await server.stop();
  const violations = await violationsOf(system);
  for (const { invariant, detail } of violations.slice(0, 10))
    console.log(`  violated: ${invariant} ${detail}`);
  for (const { kind, count } of undone) console.log(`  not done: ${kind} ${count}`);
  const ending = { seconds, large_s, server_ms, database_ms, settled, deadlocks };
  conclude(office.book(), { ...ending, undone: undone.length, violations: violations.length });

  /** Every site works through its own errands, some at a time and none before it is due; gives the seconds it took. */
  async function replay(errands: readonly Errand[], within_s: number): Promise<number> {
    const start = performance.now();
    const queues = Array.from({ length: SITES }, (_, site) =>
      errands
        .map((errand, index) => ({ errand, at: start + (1000 * within_s * index) / errands.length }))
        .filter(({ errand }) => errand.site === site)
        .values(),
    );
    await Promise.all(
      Array.from({ length: SITES * OPEN_ERRANDS }, async (_, n) => {
        for (const { errand, at } of queues[n % SITES]!) {
          const early = at - performance.now();
          if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
          await doErrand(company, office, errand).catch(forgive);
        }
      }),
    );
    return (performance.now() - start) / 1000;
  }
} finally {
  await system.stop();
}

function argument(name: string, otherwise: number): number {
  const given = process.argv.find((text) => text.startsWith(`--${name}=`));
  return given === undefined ? otherwise : Number(given.slice(name.length + 3));
}

/** A refusal is on record; the errand ends there and its documents stay open. */
function forgive(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

/** Seconds after the last request until the worker had handed on every event. */
async function drained({ owner }: BenchSystem): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { rows } = await owner.query<{ left: boolean }>(
      `select exists (select from platform.outbox_cursor c join platform.outbox o
         on (o.txid, o.outbox_id) > (c.txid, c.outbox_id)) as left`,
    );
    const seconds = (performance.now() - start) / 1000;
    if (!rows[0]!.left || seconds > 60) return seconds;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function openDocuments({ owner }: BenchSystem): Promise<{ kind: string; count: number }[]> {
  const { rows } = await owner.query<{ kind: string; count: number }>(
    `select kind, count(*)::integer as count from (
       select 'purchase order' as kind from supply.purchase_order where status not in ('received', 'closed')
       union all select 'receipt' from supply.receipt where status <> 'put_away'
       union all select 'receipt difference' from supply.receipt_discrepancy where status = 'open'
       union all select 'demand' from fulfilment.demand where status <> 'shipped'
       union all select 'wave' from fulfilment.wave where status <> 'picked'
       union all select 'pick shortage' from fulfilment.pick_shortage where status = 'open'
       union all select 'delivery' from fulfilment.shipment s where not exists (select from fulfilment.delivery d where d.shipment_id = s.shipment_id)
       union all select 'return' from fulfilment.customer_return where status <> 'closed'
       union all select 'transfer' from transfer.transfer_order where status <> 'closed'
       union all select 'transfer difference' from transfer.discrepancy where status = 'open'
       union all select 'count' from warehouse.count where status <> 'closed'
     ) open group by kind order by kind`,
  );
  return rows;
}

async function violationsOf(system: BenchSystem) {
  const db = createDb({ url: system.appUrl, max: 2 });
  try {
    return await findViolations(db);
  } finally {
    await db.close();
  }
}

async function deadlocksOf({ owner }: BenchSystem): Promise<number> {
  const { rows } = await owner.query<{ deadlocks: number }>(
    'select deadlocks::integer from pg_stat_database where datname = current_database()',
  );
  return rows[0]!.deadlocks;
}

type Ending = {
  readonly seconds: number;
  readonly large_s: number;
  readonly server_ms: number;
  readonly database_ms: number;
  readonly settled: number;
  readonly deadlocks: number;
  readonly undone: number;
  readonly violations: number;
};

function conclude({ writes, reads, refusals, documents }: DayBook, ending: Ending): void {
  printVerbs(writes);
  const times = writes.map((write) => write.ms);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const papers = [...documents.values()];
  const made = sum(papers.map((paper) => paper.count));
  const lines = sum(papers.map((paper) => paper.lines));
  const refused = sum([...refusals.values()].map((r) => r.count));
  for (const [code, { count, first }] of refusals)
    console.log(`  refused: ${code} ${count} times, first ${first}`);
  const p95 = percentile(times, 95);
  report(
    'day',
    {
      ...Object.fromEntries(
        [...documents].map(([kind, { count, lines }]) => [
          `${kind}: documents (lines)`,
          `${count} (${lines})`,
        ]),
      ),
      documents: made,
      lines,
      'requests that write': writes.length,
      'requests that read': reads.length,
      seconds: ending.seconds,
      'writes/s': writes.length / ending.seconds,
      'documents/s': made / ending.seconds,
      'write p50 ms': percentile(times, 50),
      'write p95 ms': p95,
      'write p99 ms': percentile(times, 99),
      'write of up to 20 lines, p95 ms': percentile(
        writes.filter((write) => write.lines <= 20).map((write) => write.ms),
        95,
      ),
      'server, ms of processor a write': ending.server_ms / writes.length,
      'database, ms of processor a write': ending.database_ms / writes.length,
      'order of 1,000 lines allocated and picked, s': ending.large_s,
      'read p95 ms': percentile(reads, 95),
      'events handed on after, s': ending.settled,
    },
    [
      atLeast('documents', made, Math.round(5_000 * share)),
      atLeast('lines', lines, Math.round(60_000 * share)),
      atMost('write p95 ms', p95, 150),
      atMost('order of 1,000 lines allocated and picked, s', ending.large_s, 2),
      atMost('refused', refused, 0),
      atMost('kinds of documents not done', ending.undone, 0),
      atMost('deadlocks', ending.deadlocks, 0),
      atMost('violated invariants', ending.violations, 0),
    ],
  );
}

function printVerbs(writes: DayBook['writes']): void {
  const verbs = Map.groupBy(writes, (write) => write.verb);
  for (const [verb, some] of [...verbs].sort(([a], [b]) => a.localeCompare(b))) {
    const times = some.map((write) => write.ms);
    const [p50, p95, most] = [50, 95, 100].map((p) => percentile(times, p).toFixed(0));
    console.log(`  ${verb.padEnd(58)} ${some.length} times, p50 ${p50} p95 ${p95} max ${most} ms`);
  }
}
