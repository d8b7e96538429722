import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from './support/client.ts';
import { atMost, quick, report } from './support/report.ts';
import { freePort, NODE_FLAGS } from './support/system.ts';

/**
 * The whole system as `npm start` runs it, in one process over the embedded database with the example company of size
 * S: how long until it is ready, the first time and when it is started again, and the memory that it holds when nobody
 * does anything. Memory is the proportional set size: pages that processes share are counted once.
 */
const MAIN = join(import.meta.dirname, '../../server/src/main.ts');
const RESTARTS = quick ? 2 : 5;
const IDLE_MS = 20_000;
const GIVE_UP_MS = 120_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts the system and waits for its first readiness; gives the time from the start of the process. */
async function start(folder: string): Promise<{ child: ChildProcess; port: number; ms: number }> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, `--port=${port}`], {
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', EXAMPLE: 'S', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the system ended with ${child.exitCode}`);
    if (performance.now() - begun > GIVE_UP_MS) throw new Error('the system does not become ready');
    await pause(10);
  }
  return { child, port, ms: performance.now() - begun };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** The process and everything that it started. */
function family(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1];
        return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
      }),
  );
  const members = [root];
  for (const member of members)
    members.push(...[...parents].filter(([, parent]) => parent === member).map(([pid]) => pid));
  return members;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function pssMb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

const folder = mkdtempSync(join(tmpdir(), 'tongcang-bench-'));
let running: ChildProcess | null = null;
try {
  const first = await start(folder);
  running = first.child;
  const restarts: number[] = [];
  for (let n = 0; n < RESTARTS; n++) {
    await stop(running);
    const again = await start(folder);
    running = again.child;
    restarts.push(again.ms);
  }
  await pause(IDLE_MS);
  const [server, ...others] = family(running.pid!);
  const database = others.reduce((sum, pid) => sum + pssMb(pid), 0);
  const whole = pssMb(server!) + database;
  if (others.length === 0) throw new Error('the processes of the database were not found');
  const restart = percentile(restarts, 50);
  report(
    'startup',
    {
      'first start with an empty folder, ms': first.ms,
      'restart to the first readiness, ms': restart,
      'idle memory of the server, MB': pssMb(server!),
      [`idle memory of ${others.length} processes of the database, MB`]: database,
      'idle memory in all, MB': whole,
    },
    [atMost('restart, ms', restart, 3_000), atMost('idle memory, MB', whole, 300)],
  );
} finally {
  if (running !== null) await stop(running);
  rmSync(folder, { recursive: true, force: true });
}
