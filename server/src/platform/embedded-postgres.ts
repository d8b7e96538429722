/**
 * A real PostgreSQL that comes with `npm ci` and lives below the data folder. The npm package gives the programs
 * only; starting, adopting, watching and stopping them is done here.
 *
 * Data folder: `pg` (the cluster, or a link to it), `secrets.json` (mode 0600), `pg.log`, `pg.lock`, `pg.users/`.
 *
 * Who stops it: every process that called `startEmbeddedPostgres` is on the list of users until its `stop()`, and
 * the last one to leave stops the server, whoever started it. A process killed by kill -9 counts as gone; its server
 * runs on as an orphan and is adopted by the next start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { asAccount, CLEAN_ENV, findPackage, usableBinaries } from './embedded-postgres.binaries.ts';
import {
  APP_ROLE,
  assertVersion,
  configureCluster,
  DATABASE,
  finishCluster,
  hasCluster,
  isUnfinished,
  makeCluster,
  OWNER_ROLE,
  openDataFolder,
  openSecrets,
  type Place,
  placeCluster,
  type Secrets,
  syncCluster,
  writeInCluster,
} from './embedded-postgres.cluster.ts';
import {
  hasUsers,
  type Log,
  leftoverBackends,
  type PidFile,
  processIdentity,
  readPidFile,
  registerUser,
  runningPostmaster,
  signal,
  waitUntilGone,
  withProcessLock,
} from './embedded-postgres.process.ts';

export type EmbeddedPostgresOptions = {
  /** Folder of everything that lasts; made when absent. */
  dataDir: string;
  log?: Log;
  /** PostgreSQL settings over the built-in ones; they count for the process that starts the server. */
  settings?: Readonly<Record<string, string>>;
  /** Only for root: where the cluster goes when `dataDir` is closed to the account that runs it. Default /var/lib. */
  stateRoots?: readonly string[];
};

export type EmbeddedPostgres = {
  /** Login that owns the schema, a superuser of this cluster: for migrations, never for requests. */
  readonly ownerUrl: string;
  /** Login of the application: owns nothing and is bound by row-level security. */
  readonly appUrl: string;
  /** Stays the same while this process uses the database, also over a crash of the server. */
  readonly port: number;
  /** Process of the server; a new one after a crash. */
  readonly pid: number;
  /** True when the server ran already: started by another process, or left behind by a killed one. */
  readonly reused: boolean;
  /** Leaves the list of users; the last one stops the server. May be called again. */
  stop(): Promise<void>;
};

/** What is known after opening the data folder; everything a start needs. */
type Site = Place & {
  native: string;
  secrets: Secrets;
  settings: Readonly<Record<string, string>>;
  log: Log;
};

const WATCH_EVERY_MS = 250;
const LOG_BYTES_MAX = 8_000_000;
const FAST_STOP_MS = 30_000;

const lockFile = (folder: string) => join(folder, 'pg.lock');
const usersFolder = (folder: string) => join(folder, 'pg.users');
const logFile = (folder: string) => join(folder, 'pg.log');

/**
 * Starts the database of `dataDir`, or joins it when it runs already. Waits for crash recovery as long as that takes.
 * Errors are plain `Error`s with a sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => {}, settings = {}, stateRoots } = options;
  if (process.platform === 'win32') {
    throw new Error(
      'the embedded database does not run on Windows: use WSL, or set DATABASE_URL to a PostgreSQL 15 or newer',
    );
  }
  const folder = openDataFolder(dataDir);
  return withProcessLock(lockFile(folder), log, async () => {
    const place = placeCluster(folder, log, stateRoots);
    const native = usableBinaries(findPackage(), dirname(place.pgDir), place.account);
    const secrets = openSecrets(folder, hasCluster(place) && !isUnfinished(place));
    const site: Site = { ...place, native, secrets, settings, log };
    await discardUnfinished(site);
    const running = await runningPostmaster(site.pgDir);
    const server = running ?? (await startServer(site));
    return use(site, server, running !== undefined);
  });
}

/** A server of a cluster whose making was cut short has no database yet; it goes before the cluster is made again. */
async function discardUnfinished(site: Site): Promise<void> {
  if (!isUnfinished(site)) return;
  const server = await runningPostmaster(site.pgDir);
  if (server) await stopServer(server.pid);
}

async function startServer(site: Site): Promise<PidFile> {
  if (hasCluster(site) && !isUnfinished(site)) {
    assertVersion(site);
    configureCluster(site, site.settings);
    return launch(site);
  }
  await makeCluster(site, site.native, site.secrets.owner);
  configureCluster(site, site.settings);
  const synced = syncCluster(site, site.native);
  synced.catch(() => {});
  const server = await launch(site);
  await makeDatabase(server.port, site.secrets);
  await synced;
  finishCluster(site);
  return server;
}

async function makeDatabase(port: number, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(OWNER_ROLE, secrets.owner, port, 'postgres') });
  await client.connect();
  try {
    await client.query(
      `create role ${APP_ROLE} login password '${secrets.app}' nosuperuser nocreatedb nocreaterole nobypassrls`,
    );
    await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Passwords are base64url, so they stand in an address as they are. */
function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** Starts the server on `port`, or on a free one, which another program may snatch away: then on the next. */
async function launch(site: Site, port?: number): Promise<PidFile> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await launchOnce(site, port ?? (await freePort()));
    if (typeof outcome === 'object') return outcome;
    const portTaken = /could not (bind|create any TCP\/IP sockets)/i.test(outcome);
    const memoryHeld = /shared memory block .* still in use/.test(outcome);
    if (memoryHeld) await endLeftovers(site, attempt);
    if ((!portTaken && !memoryHeld) || attempt === 20) {
      throw new Error(`the database in ${site.pgDir} does not start:\n${outcome.trim()}`);
    }
  }
}

/** Starts the server and waits until it answers; gives its last words when it ends instead. */
async function launchOnce(site: Site, port: number): Promise<PidFile | string> {
  disownPidFile(site);
  trimLog(site.folder);
  const output = openSync(logFile(site.folder), 'a', 0o600);
  const logStart = statSync(logFile(site.folder)).size;
  const child = spawn(join(site.native, 'bin', 'postgres'), ['-D', site.pgDir, '-p', String(port)], {
    ...asAccount(site.account),
    env: CLEAN_ENV,
    cwd: '/',
    // A session of its own: Ctrl-C in the terminal must not end it before the requests in work are finished.
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const ended = untilExit(child);
  const ready = await untilReady(site, child, ended);
  return ready ?? readFileSync(logFile(site.folder), 'utf8').slice(logStart);
}

type Exit = { happened: boolean };

function untilExit(child: ChildProcess): Exit {
  const exit = { happened: false };
  child.on('exit', () => {
    exit.happened = true;
  });
  child.on('error', () => {
    exit.happened = true;
  });
  return exit;
}

/** The last line of `postmaster.pid` tells readiness without a connection, as `pg_ctl` reads it. */
async function untilReady(site: Site, child: ChildProcess, exit: Exit): Promise<PidFile | undefined> {
  const startedAtMs = performance.now();
  let patienceMs = 5_000;
  while (!exit.happened) {
    const file = readPidFile(site.pgDir);
    if (file?.pid === child.pid && file?.status === 'ready') return file;
    if (performance.now() - startedAtMs > patienceMs) {
      site.log(`the database is recovering since ${Math.round(patienceMs / 1000)} s`);
      patienceMs *= 2;
    }
    await sleep(5);
  }
  return undefined;
}

/**
 * After a crash `postmaster.pid` names a process that PostgreSQL may take for a living server: another program that
 * was given the same pid, or the dead one as a zombie that nobody reaps. The file is not removed, because PostgreSQL
 * finds in it the shared memory that surviving backends may still write through. Instead its first line gets our own
 * pid: PostgreSQL disregards the pid of its parent, and still looks at the memory.
 */
function disownPidFile(site: Site): void {
  if (!readPidFile(site.pgDir)) return;
  const text = readFileSync(join(site.pgDir, 'postmaster.pid'), 'utf8');
  writeInCluster(site, 'postmaster.pid', text.replace(/^.*/, String(process.pid)));
}

async function endLeftovers(site: Site, attempt: number): Promise<void> {
  // They end by themselves as soon as they notice; a backend deep in a query needs the signal.
  if (attempt > 2) for (const pid of leftoverBackends(site.pgDir)) signal(pid, 'SIGQUIT');
  await sleep(100 * attempt);
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** Keeps the log and one older copy below 8 MB each; the server appends, so it goes on in the emptied file. */
function trimLog(folder: string): void {
  const file = logFile(folder);
  if (!existsSync(file) || statSync(file).size < LOG_BYTES_MAX) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The handle of one user of a running server. */
function use(site: Site, server: PidFile, reused: boolean): EmbeddedPostgres {
  const leave = registerUser(usersFolder(site.folder));
  const watch = watchServer(site, server);
  let stopped: Promise<void> | undefined;
  return {
    ownerUrl: urlOf(OWNER_ROLE, site.secrets.owner, server.port, DATABASE),
    appUrl: urlOf(APP_ROLE, site.secrets.app, server.port, DATABASE),
    port: server.port,
    get pid() {
      return watch.pid();
    },
    reused,
    stop() {
      stopped ??= leaveServer(site, watch, leave);
      return stopped;
    },
  };
}

async function leaveServer(site: Site, watch: Watch, leave: () => void): Promise<void> {
  watch.end();
  await withProcessLock(lockFile(site.folder), site.log, async () => {
    leave();
    if (hasUsers(usersFolder(site.folder))) return;
    const server = await runningPostmaster(site.pgDir);
    if (server) await stopServer(server.pid);
  });
}

/** Fast shutdown: sessions are ended, everything is written. The harder signals cost a recovery at the next start, but no data. */
async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, 10_000)) return;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, 10_000);
}

type Watch = { pid(): number; end(): void };

/**
 * Brings a crashed server back on the same port, so that pools reconnect by themselves. PostgreSQL ends for good when
 * its log cannot grow on a full disk, and the kernel may end it when memory is short; nobody else would start it again.
 */
function watchServer(site: Site, server: PidFile): Watch {
  let pid = server.pid;
  let ended = false;
  let busy = false;
  const look = async () => {
    if (busy || processIdentity(pid) !== undefined) return;
    busy = true;
    try {
      pid = (await reviveServer(site, server.port, () => ended))?.pid ?? pid;
    } catch (error) {
      site.log(`the database ended and could not be started again yet: ${(error as Error).message}`);
      await sleep(2_000);
    }
    busy = false;
  };
  const timer = setInterval(look, WATCH_EVERY_MS);
  const trimming = setInterval(() => trimLog(site.folder), 60_000);
  // Watching must not keep a process alive that has nothing else to do.
  timer.unref();
  trimming.unref();
  return {
    pid: () => pid,
    end() {
      ended = true;
      clearInterval(timer);
      clearInterval(trimming);
    },
  };
}

/** Every user's watch wakes up; the first one to take the lock starts the server and the others find it running. */
function reviveServer(site: Site, port: number, ended: () => boolean): Promise<PidFile | undefined> {
  return withProcessLock(lockFile(site.folder), site.log, async () => {
    if (ended()) return undefined;
    const running = await runningPostmaster(site.pgDir);
    if (running) return running;
    site.log('the database ended unexpectedly and is being started again');
    return launch(site, port);
  });
}
