/**
 * Brings a database to the state this program needs: plain SQL files in the order of their numbers, each in a
 * transaction of its own, each noted in `platform.migration`. Forward only; a file that was applied is never changed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sha256 } from './ids.ts';
import { lineOf, type SqlStatement, sqlStatements } from './sql-statements.ts';

export type Migration = {
  /** `NNNN_name`, which is the file name without its ending. */
  name: string;
  sql: string;
  /** SHA-256 as hex of the text with Unix line ends, so that a checkout on Windows counts as unchanged. */
  checksum: string;
};

export type MigrationErrorCode =
  | 'migration.bad_name'
  | 'migration.duplicate_number'
  | 'migration.transaction_control'
  | 'migration.checksum_changed'
  | 'migration.database_newer'
  | 'migration.out_of_order'
  | 'migration.server_too_old'
  | 'migration.failed';

/** A migration that was refused or failed; the message names file and line, the database is as before that file. */
export type MigrationError = Error & { code: MigrationErrorCode };

export type MigrateOptions = {
  /** Login that owns the schema. It must reach PostgreSQL itself: a session lock does not pass a transaction pooler. */
  ownerUrl: string;
  /** Folder of the SQL files; default is `server/migrations`. */
  dir?: string;
  /** Name of the last file to apply; default is all. For a restore, which needs the tables as they were. */
  until?: string;
  log?: (message: string) => void;
};

/** Any number will do as long as every version of the program uses the same one. */
const LOCK_KEY = 7_470_012;
const DEFAULT_DIR = join(import.meta.dirname, '..', '..', 'migrations');
const SERVER_VERSION_MIN = 150_000;

/**
 * Applies what is missing and gives the names of the files applied by this call. Two processes may start at once: the
 * second waits for the first and finds nothing left to do.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const { dir = DEFAULT_DIR, until = '\uffff' } = options;
  const files = readMigrations(dir).filter(({ name }) => name <= until);
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'tongcang migrate' });
  await client.connect();
  // A connection that breaks shows in the statement in work; without a listener it would also end the process.
  client.on('error', () => {});
  try {
    await prepare(client);
    const pending = pendingMigrations(files, await appliedMigrations(client));
    for (const file of pending) {
      await apply(client, file);
      options.log?.(`migration ${file.name} applied`);
    }
    return { applied: pending.map((file) => file.name) };
  } finally {
    // Closing the session gives the lock back.
    await client.end();
  }
}

/** Takes the lock, then makes the runner's own table: after the lock, because `if not exists` is not safe in a race. */
async function prepare(client: pg.Client): Promise<void> {
  // Migrations may take as long as they need, and run alike whatever the database's defaults are.
  await client.query(
    `set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
     set timezone = 'UTC'; set search_path = pg_catalog, public; set client_min_messages = warning`,
  );
  const { rows } = await client.query(`select current_setting('server_version_num')::int as version`);
  if (rows[0].version < SERVER_VERSION_MIN) {
    throw refusal(
      'migration.server_too_old',
      `PostgreSQL 15 or newer is needed, this one is ${rows[0].version}`,
    );
  }
  await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
  await client.query(
    `create schema if not exists platform;
     create table if not exists platform.migration (
       name text not null constraint migration_pk primary key,
       checksum text not null,
       applied_at timestamptz not null default clock_timestamp()
     )`,
  );
}

type Applied = Pick<Migration, 'name' | 'checksum'>;

async function appliedMigrations(client: pg.Client): Promise<Applied[]> {
  return (await client.query(`select name, checksum from platform.migration order by name collate "C"`)).rows;
}

/** Reads and checks all files before any is applied. */
export function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.sql'));
  const migrations = names.sort().map((file): Migration => {
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(file)) {
      throw refusal('migration.bad_name', `${file}: a migration is named NNNN_name.sql, in lower case`);
    }
    const sql = readFileSync(join(dir, file), 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
    return { name: file.slice(0, -'.sql'.length), sql, checksum: sha256(sql).toString('hex') };
  });
  for (const [index, { name }] of migrations.entries()) {
    const before = migrations[index - 1]?.name;
    if (before?.slice(0, 4) === name.slice(0, 4)) {
      throw refusal('migration.duplicate_number', `${before} and ${name} have the same number`);
    }
  }
  return migrations;
}

/** Decides what is to be applied, or refuses when database and program do not belong together. */
export function pendingMigrations(files: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = known.get(name);
    if (!file) {
      throw refusal(
        'migration.database_newer',
        `the database has migration ${name}, which this program does not know: it was made by a newer version, start that one`,
      );
    }
    if (file.checksum !== checksum) {
      throw refusal(
        'migration.checksum_changed',
        `${name}.sql was changed after it had been applied: restore it and put the change into a new migration`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  const pending = files.filter(({ name }) => !done.has(name));
  const last = applied.at(-1)?.name;
  const late = pending.find(({ name }) => last !== undefined && name < last);
  if (late) {
    throw refusal(
      'migration.out_of_order',
      `${late.name}.sql comes before ${last}, which is applied already: give it the next free number`,
    );
  }
  return pending;
}

async function apply(client: pg.Client, file: Migration): Promise<void> {
  const statements = sqlStatements(file.sql);
  for (const statement of statements) refuseTransactionControl(file, statement);
  await client.query('begin');
  try {
    for (const statement of statements) await run(client, file, statement);
    await client.query('insert into platform.migration (name, checksum) values ($1, $2)', [
      file.name,
      file.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** A file that commits by itself would stay half applied when a later statement fails. */
function refuseTransactionControl(file: Migration, { text, line }: SqlStatement): void {
  const verb = /^(begin|start\s+transaction|commit|end|rollback|abort|savepoint)\b/i.exec(text)?.[0];
  if (!verb) return;
  throw refusal(
    'migration.transaction_control',
    `${file.name}.sql:${line}: a migration runs in one transaction, "${verb}" is not allowed`,
  );
}

async function run(client: pg.Client, file: Migration, statement: SqlStatement): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const { message, detail, hint, where, position } = error as pg.DatabaseError;
    const line = position
      ? statement.line + lineOf(statement.text, Number(position) - 1) - 1
      : statement.line;
    const more = [detail, hint && `hint: ${hint}`, where && `in ${where}`].filter(Boolean).join('\n  ');
    const text = `${file.name}.sql:${line}: ${message}${more ? `\n  ${more}` : ''}`;
    throw refusal('migration.failed', text, error);
  }
}

function refusal(code: MigrationErrorCode, message: string, cause?: unknown): MigrationError {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { code });
}
