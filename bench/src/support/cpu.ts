import { readdirSync, readFileSync } from 'node:fs';
import type { BenchSystem } from './system.ts';

const MS_PER_TICK = 10;

/** User and system time of a process in milliseconds, and its parent; null once it is gone. */
function statOf(pid: number): { ms: number; parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK };
  } catch {
    return null;
  }
}

/** The server of the database and its children. */
export async function databaseProcesses({ owner }: BenchSystem): Promise<number[]> {
  const { rows } = await owner.query('select pg_backend_pid() as pid');
  const root = statOf((rows[0] as { pid: number }).pid)?.parent;
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && (pid === root || statOf(pid)?.parent === root));
}

/**
 * Processor time in milliseconds that the server and the database spend while `work` runs. Other people's load makes
 * an answer slower, but hardly this figure, so it is the one to judge a change by.
 */
export async function processorTime<T>(
  system: BenchSystem,
  server: { pid: number },
  work: () => Promise<T>,
): Promise<{ result: T; server_ms: number; database_ms: number }> {
  const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + (statOf(pid)?.ms ?? 0), 0);
  const before = { server: sum([server.pid]), database: sum(await databaseProcesses(system)) };
  const result = await work();
  return {
    result,
    server_ms: sum([server.pid]) - before.server,
    database_ms: sum(await databaseProcesses(system)) - before.database,
  };
}
