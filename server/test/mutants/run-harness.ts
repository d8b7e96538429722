import { readFileSync } from 'node:fs';
import { type Cluster, copyOfTemplate } from '../support/db.ts';
import { createWorld } from '../support/world.ts';
import { type Harness, type HarnessName, harnesses } from './harnesses.ts';

/**
 * One harness in a process of its own, on the sources beside it: `node run-harness.ts HARNESS SEED [SCENARIO]`, with
 * the logins of the server on standard input. The last line of its output is what it found, as a JSON list. Started by
 * the mutants in a patched copy of the sources.
 */
const [name, seed, scenario] = process.argv.slice(2) as [HarnessName, string, string?];
const cluster = readFileSync(process.stdin.fd, 'utf8');
const world = await createWorld(await copyOfTemplate(JSON.parse(cluster) as Cluster));
let found: readonly string[];
try {
  found = await (harnesses[name] as Harness)(world, Number(seed), scenario);
} catch (error) {
  // A bug may be so plain that the harness cannot even arrange its goods.
  found = [`the harness was stopped: ${(error as Error).message}`];
}
await world.close();
process.stdout.write(`\n${JSON.stringify(found.slice(0, 3))}\n`);
