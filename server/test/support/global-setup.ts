import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';
import type { Depth } from './depths.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Both logins of the run's server, their database being a placeholder, and the database to copy. */
    database: { ownerUrl: string; appUrl: string; template: string };
    /** The run's temporary folder. What a test makes in it is gone after the run, servers of their own included. */
    temporary: string;
    /** How long the random harnesses look; see depths.ts. */
    depth: Depth;
  }
}

/** The migrated database that every test database is a copy of. */
const TEMPLATE = 'tongcang_template';

/**
 * The data of a test run is thrown away, so nothing waits for the disk. Crash recovery is tested on clusters of their
 * own with the ordinary settings.
 */
const THROWAWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10min',
  max_connections: '200',
  min_wal_size: '64MB',
  max_wal_size: '256MB',
};

/**
 * Memory instead of disk where there is enough of it: a copy of the template is 300 files, which takes 10 ms there and
 * 300 to 500 ms on a disk where making a file costs a millisecond.
 */
function temporaryRoot(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2_000_000_000 ? memory : tmpdir();
}

/** Starts one PostgreSQL for the run, in a temporary folder, and makes the template. Gives back what removes it all. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, folder, end } = await startCluster();
  project.provide('database', cluster);
  project.provide('temporary', folder);
  project.provide('depth', project.vite.config.mode === 'deep' ? 'deep' : 'quick');
  return end;
}

/** The server of a run with its template, also for harnesses that run outside the test runner. */
export async function startCluster(): Promise<{
  cluster: { ownerUrl: string; appUrl: string; template: string };
  folder: string;
  end(): Promise<void>;
}> {
  const folder = mkdtempSync(join(temporaryRoot(), 'tongcang-test-'));
  // A temporary folder is closed to others; as root the database runs under another account that must pass through.
  chmodSync(folder, 0o711);
  const clear = clearAtEnd(folder);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings: THROWAWAY });
  const end = async () => {
    await server.stop();
    await clear();
  };
  try {
    await makeTemplate(server);
  } catch (error) {
    await end();
    throw error;
  }
  const { ownerUrl, appUrl } = server;
  return { cluster: { ownerUrl, appUrl, template: TEMPLATE }, folder, end };
}

/**
 * Ends every PostgreSQL below `folder` and removes it, when the returned function is called or this process dies
 * before that, by a second Ctrl-C or kill -9: the shell's input ends with the process that holds its other end.
 */
function clearAtEnd(folder: string): () => Promise<void> {
  // Programs first: as long as one of them lives it would bring its server back.
  const script = `cat >/dev/null
    for user in $(find "$1" -path '*/pg.users/*'); do name="\${user##*/}"; kill -KILL "\${name%%-*}"; done
    for file in $(find "$1" -name postmaster.pid); do kill -QUIT "$(head -n 1 "$file")" && sleep 0.5; done
    rm -rf "$1"`;
  const shell = spawn('/bin/sh', ['-c', script, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return async () => {
    const cleared = once(shell, 'exit');
    shell.ref();
    shell.stdin.end();
    await cleared;
  };
}

/** Migrates the ordinary database and renames it, as a template must have no sessions while it is copied. */
async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  await migrate({ ownerUrl: server.ownerUrl });
  const client = new pg.Client({ connectionString: server.ownerUrl.replace(/\/\w+$/, '/postgres') });
  await client.connect();
  try {
    await client.query(`alter database tongcang rename to ${TEMPLATE}`);
    await client.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  } finally {
    await client.end();
  }
}
