import { load, percentile } from './support/client.ts';
import { processorTime } from './support/cpu.ts';
import { checkLedger, countPostings, growLedger } from './support/ledger.ts';
import { atLeast, atMost, mulberry32, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * What is available of an item at ten warehouses, asked over HTTP by eight clients for items at random, while the
 * ledger holds a year of postings.
 */
const POSTINGS = quick ? 100_000 : 1_000_000;
const MS = quick ? 3_000 : 10_000;
const ROUNDS = quick ? 2 : 3;
const DAY = 86_400_000;

const system = await startSystem();
try {
  const now = Date.now();
  const world = await makeWorld(system.owner, {
    warehouses: 10,
    bins: 2,
    items: 1_000,
    lots_per_item: 2,
    qty: 100,
    opened_at: new Date(now - 366 * DAY).toISOString(),
  });
  await growLedger(system, {
    postings: POSTINGS,
    since: new Date(now - 365 * DAY).toISOString(),
    until: new Date(now - DAY).toISOString(),
  });
  await checkLedger(system);
  const server = await system.serve();
  const random = mulberry32(7);
  const ask = (ms: number) =>
    load({
      port: server.port,
      token: system.token,
      clients: 8,
      ms,
      work: (client) =>
        client.request(
          'GET',
          `/api/stock/availability?item_id=${world.items[Math.floor(random() * world.items.length)]}`,
        ),
    });
  await ask(MS / 2);
  const rates: number[] = [];
  const latencies: number[] = [];
  const costs: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { result, server_ms, database_ms } = await processorTime(system, server, () => ask(MS));
    const { answers, seconds } = result;
    costs.push([server_ms / answers.length, database_ms / answers.length]);
    for (const answer of answers) {
      const { rows } = JSON.parse(answer.body) as { rows?: unknown[] };
      if (answer.status !== 200 || rows?.length !== 10)
        throw new Error(`${answer.status}: ${answer.body.slice(0, 300)}`);
    }
    rates.push(answers.length / seconds);
    latencies.push(
      percentile(
        answers.map((a) => a.ms),
        99,
      ),
    );
  }
  const rate = percentile(rates, 50);
  const p99 = percentile(latencies, 50);
  report(
    'availability',
    {
      'postings in the ledger': await countPostings(system),
      'requests/s': rate,
      'p99 ms': p99,
      'processor ms of the server for a request': percentile(
        costs.map((c) => c[0]!),
        50,
      ),
      'processor ms of the database for a request': percentile(
        costs.map((c) => c[1]!),
        50,
      ),
    },
    [atLeast('requests/s at 8 clients', rate, 4_000), atMost('p99 ms', p99, 10)],
  );
} finally {
  await system.stop();
}
