import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { asAccount, findPackage, restoreLinks, usableBinaries } from './embedded-postgres.binaries.ts';
import { processIdentity, waitUntilGone, withProcessLock } from './embedded-postgres.process.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

const IS_ROOT = process.getuid?.() === 0;
const folders: string[] = [];
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

/** A temporary folder that, unlike the default, others may pass through. */
function temporaryFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(inject('temporary'), 'embedded-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

async function start(dataDir: string, options = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  running.push(server);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

type Child = { process: ChildProcess; port: number; pid: number; reused: boolean; line(): Promise<string> };

/**
 * Another program that uses the database: prints what it got, stops it on SIGTERM, and on SIGINT first shows that
 * the same server still answers.
 */
async function startInChild(dataDir: string): Promise<Child> {
  const code = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))};
    import { connect } from 'node:net';
    process.stdin.resume().on('end', () => process.exit());
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    const { pid } = server;
    const end = async () => { await server.stop(); process.exit(); };
    process.on('SIGTERM', end);
    process.on('SIGINT', () => setTimeout(() => {
      const probe = connect(server.port, '127.0.0.1');
      probe.on('connect', () => { console.log(server.pid === pid ? 'answers' : 'started anew'); probe.destroy(); end(); });
      probe.on('error', () => { console.log('gone'); end(); });
    }, 300));
    console.log(JSON.stringify({ port: server.port, pid: server.pid, reused: server.reused }));`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    // Its input ends with this process, and so does it.
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value as string;
  return { process: child, line, ...JSON.parse(await line()) };
}

async function kill(child: Child, name: NodeJS.Signals): Promise<void> {
  const gone = once(child.process, 'exit');
  child.process.kill(name);
  await gone;
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of running.splice(0)) await server.stop();
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** One cluster for the tests that only need some cluster; each leaves it stopped. */
let shared: string;
beforeAll(() => {
  shared = join(temporaryFolder(), 'data');
});

describe('an embedded database', () => {
  test('answers both logins, keeps data over a restart, and its secrets are private', async () => {
    const first = await start(shared);
    expect(first.reused).toBe(false);
    await query(first.ownerUrl, 'create table public.kept (id int); insert into public.kept values (7)');
    await first.stop();
    expect(processIdentity(first.pid)).toBeUndefined();
    expect(statSync(join(shared, 'secrets.json')).mode & 0o777).toBe(0o600);

    const second = await start(shared);
    expect(await query(second.ownerUrl, 'select id from public.kept')).toEqual([{ id: 7 }]);
    expect(
      await query(
        second.appUrl,
        'select current_user::text as login, rolsuper, rolbypassrls from pg_roles where rolname = current_user',
      ),
    ).toEqual([{ login: 'tongcang_app', rolsuper: false, rolbypassrls: false }]);
  });

  test('is made in UTF-8 with builtin collation and checksums, commits to disk, and keeps rows out of its log', async () => {
    const server = await start(shared);
    const shown = await query(
      server.ownerUrl,
      `select name, setting from pg_settings where name = any ('{fsync,synchronous_commit,full_page_writes,data_checksums,
       listen_addresses,unix_socket_directories,log_error_verbosity,server_encoding,TimeZone,jit,password_encryption}')`,
    );
    expect(Object.fromEntries(shown.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      log_error_verbosity: 'terse',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      jit: 'off',
      password_encryption: 'scram-sha-256',
    });
    expect(
      await query(
        server.ownerUrl,
        `select datlocprovider::text as provider, datlocale as locale from pg_database where datname = 'tongcang'`,
      ),
    ).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
    await expect(
      query(
        server.ownerUrl,
        `create temporary table t (v text check (v = 'x')); insert into t values ('Patient Li')`,
      ),
    ).rejects.toThrow(/check constraint/);
    expect(readFileSync(join(shared, 'pg.log'), 'utf8')).not.toContain('Patient Li');
  });

  test('refuses a wrong password', async () => {
    const server = await start(shared);
    const wrong = server.appUrl.replace(/:[^:@]+@/, ':password@');
    await expect(query(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  test('takes settings for one start', async () => {
    const server = await start(shared, { settings: { max_connections: '17' } });
    expect(await query(server.ownerUrl, 'show max_connections')).toEqual([{ max_connections: '17' }]);
  });
});

describe('after a crash', () => {
  test('the server killed under a living process comes back on its port with every commit', async () => {
    const server = await start(shared);
    const before = server.pid;
    await query(server.ownerUrl, 'create table public.acknowledged (id int)');
    await query(server.ownerUrl, 'insert into public.acknowledged values (1)');
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => query(server.ownerUrl, 'select id from public.acknowledged').catch(() => null), {
        timeout: 10_000,
      })
      .toEqual([{ id: 1 }]);
    expect(server.pid).not.toBe(before);
    await server.stop();
    expect(processIdentity(server.pid)).toBeUndefined();
  });

  test('server and process both killed: the next start recovers', async () => {
    const child = await startInChild(shared);
    await kill(child, 'SIGKILL');
    process.kill(child.pid, 'SIGKILL');
    await waitUntilGone(child.pid, 5_000);
    const server = await start(shared);
    expect(server.reused).toBe(false);
    expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a backend that is deep in a query when its server is killed does not hold up the recovery', async () => {
    const server = await start(shared);
    const busy = query(server.ownerUrl, 'select count(*) from generate_series(1, 3000000000)').catch(
      () => 'broken',
    );
    const working = `select count(*)::int as n from pg_stat_activity where state = 'active' and query like '%generate_series%'`;
    await expect.poll(() => query(server.ownerUrl, working)).toEqual([{ n: 2 }]);
    process.kill(server.pid, 'SIGKILL');
    await expect
      .poll(() => query(server.appUrl, 'select 1 as one').catch(() => null), { timeout: 15_000 })
      .toEqual([{ one: 1 }]);
    expect(await busy).toBe('broken');
  });

  test('a pid file that names another living program does not stop the start', async () => {
    const child = await startInChild(shared);
    await kill(child, 'SIGKILL');
    process.kill(child.pid, 'SIGKILL');
    await waitUntilGone(child.pid, 5_000);
    // The program must be of the account that runs PostgreSQL, which disregards those of others by itself.
    const { uid, gid } = statSync(join(shared, 'pg'));
    const stranger = spawn('/bin/sleep', ['60'], { ...(IS_ROOT ? { uid, gid } : {}), cwd: '/' });
    children.push(stranger);
    const pidFile = join(shared, 'pg', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^.*/, String(stranger.pid)));
    const server = await start(shared);
    expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(processIdentity(stranger.pid!)).toBeDefined();
  });

  test('a server left behind by a killed process is adopted, and stopped by the one that adopted it', async () => {
    const child = await startInChild(shared);
    await kill(child, 'SIGKILL');
    expect(processIdentity(child.pid)).toBeDefined();
    const server = await start(shared);
    expect(server).toMatchObject({ reused: true, pid: child.pid, port: child.port });
    expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(processIdentity(child.pid)).toBeUndefined();
  });

  test('a cluster whose making was cut short is made anew', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    mkdirSync(join(dataDir, 'pg'), { recursive: true });
    chmodSync(dataDir, 0o711);
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '18\n');
    writeFileSync(join(dataDir, 'pg.unfinished'), '');
    const server = await start(dataDir);
    expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'pg.unfinished'))).toBe(false);
  });
});

describe('several processes on one data folder', () => {
  test('starting at once share one server, and the last to leave stops it', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const [one, two] = await Promise.all([startInChild(dataDir), startInChild(dataDir)]);
    expect(one.pid).toBe(two.pid);
    expect([one.reused, two.reused].sort()).toEqual([false, true]);
    const [starter, joiner] = one.reused ? [two, one] : [one, two];
    await kill(starter, 'SIGTERM');
    expect(processIdentity(one.pid)).toBeDefined();
    await kill(joiner, 'SIGTERM');
    expect(processIdentity(one.pid)).toBeUndefined();
  });

  test('the lock lets one in at a time and is free again when its holder is killed', async () => {
    const file = join(temporaryFolder(), 'lock');
    const code = `
      import { withProcessLock } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.process.ts'))};
      await withProcessLock(${JSON.stringify(file)}, console.error, async () => {
        console.log('in'); await new Promise(() => setInterval(() => {}, 1000)); });`;
    const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', code]);
    children.push(holder);
    await once(holder.stdout, 'data');
    let entered = false;
    const waiting = withProcessLock(
      file,
      () => {},
      async () => {
        entered = true;
      },
    );
    await new Promise((done) => setTimeout(done, 150));
    expect(entered).toBe(false);
    holder.kill('SIGKILL');
    await waiting;
    expect(entered).toBe(true);
  });
});

test('Ctrl-C reaches the program alone: the database answers until it is stopped', async () => {
  const child = await startInChild(shared);
  // A terminal sends Ctrl-C to the whole foreground group.
  process.kill(-child.process.pid!, 'SIGINT');
  expect(await child.line()).toBe('answers');
  await once(child.process, 'exit');
  expect(processIdentity(child.pid)).toBeUndefined();
});

describe('refuses with a sentence', () => {
  test('secrets that are missing or damaged while the cluster exists', async () => {
    const file = join(shared, 'secrets.json');
    const kept = readFileSync(file, 'utf8');
    rmSync(file);
    await expect(start(shared)).rejects.toThrow(/secrets\.json is missing but its cluster exists/);
    writeFileSync(file, '{"owner": 1');
    await expect(start(shared)).rejects.toThrow(/secrets\.json is damaged/);
    writeFileSync(file, kept, { mode: 0o644 });
    const server = await start(shared);
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a cluster of another major version', async () => {
    const file = join(shared, 'pg', 'PG_VERSION');
    const kept = readFileSync(file);
    writeFileSync(file, '17\n');
    await expect(start(shared)).rejects.toThrow(/made by PostgreSQL 17, this program brings 18/);
    writeFileSync(file, kept);
  });

  test('a setting that PostgreSQL does not know, with its own words', async () => {
    await expect(start(shared, { settings: { shared_bufers: '1MB' } })).rejects.toThrow(
      /does not start:[\s\S]*shared_bufers/,
    );
  });
});

describe('the programs', () => {
  test('get the library links that --ignore-scripts leaves out', () => {
    const native = join(temporaryFolder(), 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library');
    const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
    writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([link]));
    expect(restoreLinks(native)).toBe(true);
    expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(restoreLinks(native)).toBe(true);
  });

  test.skipIf(!IS_ROOT)('are copied when the clone is closed to the account (only as root)', () => {
    const closed = temporaryFolder(0o700);
    const home = temporaryFolder();
    const found = findPackage();
    cpSync(found.native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    // As installed with --ignore-scripts: the links are missing as well.
    rmSync(join(closed, 'native', 'lib', 'libpq.so.5'));
    const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };
    const used = usableBinaries({ ...found, native: join(closed, 'native') }, home, nobody);
    expect(used).toBe(join(home, `native-${found.version}`));
    expect(existsSync(join(used, 'lib', 'libpq.so.5'))).toBe(true);
    expect(asAccount(nobody)).toEqual({ uid: 65_534, gid: 65_534 });
  });

  test.skipIf(!IS_ROOT)(
    'run on a data folder below a closed path, as another account (only as root)',
    async () => {
      const closed = temporaryFolder(0o700);
      const stateRoot = temporaryFolder(0o711);
      const dataDir = join(closed, 'clone', '.data');
      const server = await start(dataDir, { stateRoots: [stateRoot] });
      expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(lstatSync(join(dataDir, 'pg')).isSymbolicLink()).toBe(true);
      expect(realpathSync(join(dataDir, 'pg')).startsWith(stateRoot)).toBe(true);
      expect(statSync(join(dataDir, 'pg')).uid).not.toBe(0);
      // The closed folder stays closed, and making the data folder did not close its parents further.
      expect(statSync(closed).mode & 0o777).toBe(0o700);
      await server.stop();
      const again = await start(dataDir, { stateRoots: ['/nonexistent'] });
      expect(again.reused).toBe(false);
    },
  );
});

test('a port taken by another program does not stop a crashed server from coming back later', async () => {
  const log: string[] = [];
  const server = await start(shared, { log: (line: string) => log.push(line) });
  const blocker = createServer();
  process.kill(server.pid, 'SIGSTOP');
  process.kill(server.pid, 'SIGKILL');
  await waitUntilGone(server.pid, 5_000);
  blocker.listen(server.port, '127.0.0.1');
  await expect.poll(() => log.join('\n'), { timeout: 10_000 }).toMatch(/could not be started again yet/);
  blocker.close();
  await expect
    .poll(() => query(server.appUrl, 'select 1 as one').catch(() => null), { timeout: 10_000 })
    .toEqual([{ one: 1 }]);
});
