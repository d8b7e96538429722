import { percentile } from './support/client.ts';
import { fillBothBins, floorRate, verbRate } from './support/posting-load.ts';
import { atLeast, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * Posting over HTTP (session, permission, gate, idempotency, audit, outbox) beside its bare floor in the same run:
 * one statement that inserts the postings and updates both balances under their CHECKs. Rounds alternate, so that a
 * drifting machine hits both; the ratio of the medians is the figure.
 */
const MS = quick ? 1_500 : 5_000;
const ROUNDS = quick ? 2 : 5;

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
  await fillBothBins(system, 1_000_000);
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
    await verbRate(system, world, server.port, { clients, lines, ms: MS, seed: 1, apart: true });
    for (let round = 0; round < ROUNDS; round++) {
      const connections = Math.min(clients, 8);
      floors.push(await floorRate(system, world, { clients: connections, lines, ms: MS, seed: round + 10 }));
      const measured = await verbRate(system, world, server.port, {
        clients,
        lines,
        ms: MS,
        seed: round + 100,
        apart: true,
      });
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
