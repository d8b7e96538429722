/**
 * What the embedded PostgreSQL needs to know about processes: which ones live, which one is the postmaster of a
 * given cluster, who uses it, and a lock between processes. Nothing here starts PostgreSQL.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ids } from './ids.ts';

export type Log = (message: string) => void;

const HAS_PROC = existsSync('/proc/self/stat');
const SQLITE_BUSY = 5;

/** Locks in hand. A lock that only a waiting function refers to could be garbage-collected, and would open. */
const held = new Set<DatabaseSync>();

/**
 * Runs `work` while no other process holds the lock `file`. The lock is a POSIX lock that SQLite takes on the file:
 * the kernel releases it when its holder dies, even by kill -9, so there is no stale lock to recognise.
 */
export async function withProcessLock<T>(file: string, log: Log, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(file, log);
  held.add(lock);
  try {
    return await work();
  } finally {
    held.delete(lock);
    lock.close();
  }
}

async function takeLock(file: string, log: Log): Promise<DatabaseSync> {
  for (let attempt = 0; ; attempt += 1) {
    const lock = tryLock(file);
    if (lock) return lock;
    if (attempt === 200)
      log(`waiting for another process that is starting or stopping the database (${file})`);
    await sleep(15);
  }
}

function tryLock(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

/**
 * A text that names this very run of a process, so that another program that was later given the same pid is not
 * mistaken for it; undefined when no such process runs. A zombie counts as gone: inside a container nobody may reap it.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (!HAS_PROC) {
      const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
      const line = execFileSync('/bin/ps', args, { encoding: 'utf8', env: { LC_ALL: 'C' } }).trim();
      return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything, so the fields are read behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startedAtTick = fields[19];
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${bootId()}:${startedAtTick}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Waits until process `pid` is gone; false when it still lives after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (processIdentity(pid) !== undefined) {
    if (performance.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

/** The lines of `postmaster.pid` that matter. `status` is 'starting', 'ready', 'stopping' or 'standby'. */
export type PidFile = { pid: number; port: number; status: string };

export function readPidFile(pgDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(pgDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/** True when `pid` lives and is a PostgreSQL process of the cluster in `pgDir` (an absolute path without links). */
export function isPostgresOf(pid: number, pgDir: string): boolean {
  if (!(pid > 1) || processIdentity(pid) === undefined) return false;
  try {
    // A PostgreSQL process works inside its data folder; a shell that merely stands there has another name.
    if (HAS_PROC) {
      return (
        readlinkSync(`/proc/${pid}/cwd`) === pgDir &&
        readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
      );
    }
    const command = execFileSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(pgDir);
  } catch {
    // Not ours to look at, so it runs as somebody else, and a postmaster of this cluster never does.
    return false;
  }
}

/** The running postmaster of this cluster, waited for while it is starting or stopping; undefined when there is none. */
export async function runningPostmaster(pgDir: string): Promise<PidFile | undefined> {
  for (;;) {
    const file = readPidFile(pgDir);
    if (!file || !isPostgresOf(file.pid, pgDir)) return undefined;
    if (file.status === 'ready') return file;
    await sleep(10);
  }
}

/** Backends that outlived their postmaster (kill -9): they hold the shared memory, so no new one can start. */
export function leftoverBackends(pgDir: string): number[] {
  if (!HAS_PROC) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresOf(pid, pgDir));
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Enters this process in the list of users in `folder`, swept of the dead; returns what takes it off again. */
export function registerUser(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  hasUsers(folder);
  const entry = join(folder, `${process.pid}-${ids.uuid()}`);
  writeFileSync(entry, processIdentity(process.pid) ?? '');
  return () => rmSync(entry, { force: true });
}

/** True while a living process is on the list; entries of dead ones are removed on the way. */
export function hasUsers(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const alive = (entry: string) => {
    const identity = processIdentity(Number.parseInt(entry, 10));
    if (identity !== undefined && identity === readFileSync(join(folder, entry), 'utf8')) return true;
    rmSync(join(folder, entry), { force: true });
    return false;
  };
  return readdirSync(folder).filter(alive).length > 0;
}
