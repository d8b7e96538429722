/** The cluster on disk: which account it belongs to, where it lies, its secrets, its settings, and its making. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Account, asAccount, CLEAN_ENV, canReach } from './embedded-postgres.binaries.ts';
import type { Log } from './embedded-postgres.process.ts';
import { ids } from './ids.ts';

export const OWNER_ROLE = 'tongcang_owner';
export const APP_ROLE = 'tongcang_app';
export const DATABASE = 'tongcang';

/** Major version of the package's programs; a cluster of another one cannot be opened by them. */
const MAJOR = '18';

/** Accounts that root hands the server to, the most fitting first. None is ever created. */
const ACCOUNTS = ['tongcang', 'postgres', 'nobody', 'daemon'];

/** Where clusters of root go whose data folder the account cannot enter. Both outlive a restart of the machine. */
const STATE_ROOTS = ['/var/lib', '/var/tmp'];

/**
 * Settings of the server, written to `postgresql.conf` at every start; `alter system` still wins over them.
 * Memory is kept small because the whole system must idle below 300 MB, and no commit is ever acknowledged before it is on disk.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '60',
  // Memory.
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  huge_pages: 'off',
  dynamic_shared_memory_type: existsSync('/dev/shm') || process.platform === 'darwin' ? 'posix' : 'mmap',
  // Helper processes that an embedded database has no use for.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  // Durability and write throughput: few checkpoints, because each makes the next change of a page write it whole.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  // These binaries know pglz alone, which cost 9 to 20 % of small transactions to save three quarters of the log.
  wal_compression: 'off',
  wal_buffers: '16MB',
  min_wal_size: '192MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  // Planning.
  jit: 'off',
  random_page_cost: '1.1',
  // Business data stays out of the log: no row contents (terse), no statement texts.
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  // One language and zone whatever the machine is set to.
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, YMD',
  lc_messages: 'C',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  default_text_search_config: 'pg_catalog.simple',
};

/** Logins by password over the loopback address, and nothing else: no trust, no socket, no replication. */
const HBA = 'host all all 127.0.0.1/32 scram-sha-256\n';

export type Place = {
  /** The data folder, without links: lock, secrets, log and the list of users. */
  folder: string;
  /** The cluster itself, without links; usually `<folder>/pg`. */
  pgDir: string;
  account: Account;
};

/** Makes the data folder when needed and says where its cluster lies and who runs it. */
export function openDataFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    // The mode is set on this folder alone: `recursive` with a mode would lock the parents as well. Others may
    // pass through it, since the account that root hands over to must reach the cluster, but not list it.
    mkdirSync(folder);
    chmodSync(folder, 0o711);
  }
  return realpathSync(folder);
}

/**
 * Decides account and place. Root cannot run PostgreSQL, so it hands over to the owner of an existing cluster or to
 * a fitting account. When that account cannot enter the data folder (a clone below /root), the cluster lies in a
 * fresh folder below `stateRoots`, and `<dataDir>/pg` is a link to it. The link is the only key: moving the data folder keeps
 * its cluster, and removing it never brings an old cluster back.
 */
export function placeCluster(folder: string, log: Log, stateRoots: readonly string[] = STATE_ROOTS): Place {
  const link = join(folder, 'pg');
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return existingPlace(folder, link);
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : null;
  if (account === null || canReach(account, folder, 'x')) return { folder, pgDir: link, account };
  const home = stateFolder(stateRoots, folder);
  mkdirSync(join(home, 'pg'));
  symlinkSync(join(home, 'pg'), link);
  log(`${folder} is closed to ${account.name}, who runs the database, so the cluster lies in ${home}`);
  return { folder, pgDir: join(home, 'pg'), account };
}

function existingPlace(folder: string, link: string): Place {
  if (!existsSync(link)) {
    throw new Error(
      `${link} points to a folder that is gone: bring it back from a backup, or remove the link to begin anew`,
    );
  }
  const pgDir = realpathSync(link);
  if (process.getuid?.() !== 0) return { folder, pgDir, account: null };
  const { uid, gid } = statSync(pgDir);
  const account = uid === 0 ? unprivilegedAccount() : { name: `user ${uid}`, uid, gid };
  if (!canReach(account, dirname(pgDir), 'x')) {
    throw new Error(
      `${account.name}, who runs the database, cannot enter ${dirname(pgDir)}: open its parents (chmod o+x) or move it`,
    );
  }
  return { folder, pgDir, account };
}

/** A folder that survives restarts and that everybody may enter; it says for which data folder it is. */
function stateFolder(roots: readonly string[], folder: string): string {
  for (const root of roots) {
    try {
      const home = mkdtempSync(join(root, 'tongcang-'));
      chmodSync(home, 0o755);
      writeFileSync(join(home, 'belongs-to'), `${folder}\n`);
      return home;
    } catch {
      // Read-only or absent: the next one.
    }
  }
  throw new Error(
    `no folder for the database could be made in ${roots.join(' or ')}: set DATA_DIR to one that others may enter`,
  );
}

function unprivilegedAccount(): NonNullable<Account> {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ACCOUNTS) {
    const [name, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? [];
    if (name && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root and none of the accounts ${ACCOUNTS.join(', ')} exists: start as another user`,
  );
}

export type Secrets = { owner: string; app: string };

/** The passwords of both roles, made at the first start, readable by this process's account alone. */
export function openSecrets(folder: string, hasCluster: boolean): Secrets {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    if (hasCluster) throw new Error(`${file} is missing but its cluster exists: bring it back from a backup`);
    writeDurably(file, JSON.stringify({ owner: ids.token(), app: ids.token() }));
  }
  const secrets: Partial<Secrets> = parseSecrets(file);
  if (typeof secrets.owner !== 'string' || typeof secrets.app !== 'string') {
    throw new Error(`${file} is damaged: it must be a JSON object with the texts "owner" and "app"`);
  }
  if (lstatSync(file).mode & 0o077) chmodSync(file, 0o600);
  return { owner: secrets.owner, app: secrets.app };
}

function parseSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** Writes a small file of mode 0600 so that after a power cut it is there whole or not at all. */
function writeDurably(file: string, text: string): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  writeFileSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
  syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Stands beside a cluster that is being made. What it stands for has never acknowledged anything, so it may be thrown away. */
const unfinishedMark = (place: Place) => join(place.folder, 'pg.unfinished');

export const isUnfinished = (place: Place): boolean => existsSync(unfinishedMark(place));

export const hasCluster = (place: Place): boolean => existsSync(join(place.pgDir, 'PG_VERSION'));

export function assertVersion(place: Place): void {
  const version = readFileSync(join(place.pgDir, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR) return;
  throw new Error(
    `the cluster in ${place.pgDir} was made by PostgreSQL ${version}, this program brings ${MAJOR}: back up with the old program and restore with this one`,
  );
}

/** Runs initdb. The cluster counts as unfinished until `finishCluster`; whatever half-made one was there is removed. */
export async function makeCluster(place: Place, native: string, owner: string): Promise<void> {
  writeDurably(unfinishedMark(place), '');
  rmSync(place.pgDir, { recursive: true, force: true });
  mkdirSync(place.pgDir, { mode: 0o700 });
  const passwordFile = join(dirname(place.pgDir), 'pg.password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, owner, { mode: 0o600, flag: 'wx' });
  if (place.account) {
    chownSync(place.pgDir, place.account.uid, place.account.gid);
    chownSync(passwordFile, place.account.uid, place.account.gid);
  }
  try {
    // Syncing is left to `finishCluster`, where it runs beside the first start instead of before it.
    await runInitdb(place, native, [
      `--username=${OWNER_ROLE}`,
      `--pwfile=${passwordFile}`,
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions'],
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Brings every file of a new cluster to the disk. */
export function syncCluster(place: Place, native: string): Promise<void> {
  return runInitdb(place, native, ['--sync-only']);
}

/** From here on the cluster holds what was acknowledged and is never thrown away. */
export function finishCluster(place: Place): void {
  rmSync(unfinishedMark(place));
  syncFolder(place.folder);
}

function runInitdb(place: Place, native: string, args: readonly string[]): Promise<void> {
  const program = join(native, 'bin', 'initdb');
  const child = spawn(program, [...args, '-D', place.pgDir], {
    ...asAccount(place.account),
    env: CLEAN_ENV,
    cwd: '/',
    // A group of its own, so that Ctrl-C in the terminal does not reach it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  return new Promise((done, failed) => {
    child.on('error', (error) => failed(new Error(`initdb could not be run: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`initdb failed in ${place.pgDir}: ${complaints.trim()}`)),
    );
  });
}

/** Writes the settings for the next start and gives every file to the account, as after a restore by root. */
export function configureCluster(place: Place, extra: Readonly<Record<string, string>>): void {
  if (place.account && statSync(place.pgDir).uid !== place.account.uid) giveTo(place.pgDir, place.account);
  const lines = Object.entries({ ...SETTINGS, ...extra }).map(([name, value]) => {
    if (!/^[a-z][a-z0-9_.]*$/.test(name) || value.includes('\n'))
      throw new Error(`setting "${name}" is not valid`);
    return `${name} = '${value.replaceAll("'", "''")}'\n`;
  });
  const head = '# Written at every start. For a lasting change of your own use ALTER SYSTEM.\n';
  writeInCluster(place, 'postgresql.conf', head + lines.join(''));
  writeInCluster(place, 'pg_hba.conf', HBA);
}

/** Writes a file of the cluster. Its folder belongs to another account, and a link planted there must not lead root elsewhere. */
export function writeInCluster(place: Place, name: string, text: string): void {
  const file = join(place.pgDir, name);
  rmSync(file, { force: true });
  const handle = openSync(file, 'wx', 0o600);
  writeFileSync(handle, text);
  if (place.account) fchownSync(handle, place.account.uid, place.account.gid);
  closeSync(handle);
}

function giveTo(path: string, account: NonNullable<Account>): void {
  lchownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), account);
}
