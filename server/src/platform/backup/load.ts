/** Brings an archive back into an empty database: checked as a whole before anything is written, loaded in one transaction. */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createDb } from '../db.ts';
import { migrateJobs } from '../jobs.ts';
import { type Migration, migrate, readMigrations } from '../migrate.ts';
import { renumberTransactions } from '../transaction-order.ts';
import { type ArchiveRecord, readArchive } from './archive.ts';
import { schemasOf, type Table, tablesOf } from './catalog.ts';
import { type Closing, type Manifest, RECORD } from './manifest.ts';

export type RestoreErrorCode = 'restore.not_empty' | 'restore.other_version' | 'restore.incomplete';
export type RestoreError = Error & { code: RestoreErrorCode };

export type RestoreReport = Manifest & {
  tables: number;
  rows: number;
  /** Migrations of this program that the archive did not know yet and that were applied after loading. */
  migrated: string[];
};

function refusal(code: RestoreErrorCode, message: string): RestoreError {
  return Object.assign(new Error(message), { code });
}

/**
 * Loads the archive of `file` into the database of `ownerUrl`, which must hold nothing of ours. After a failure it is
 * empty again, so that the same command can be repeated. The caller holds the invariants and the audit trail against
 * the result.
 */
export async function restore(options: {
  ownerUrl: string;
  file: string;
  secret: Buffer | null;
  migrationsDir: string;
  log?: (message: string) => void;
}): Promise<RestoreReport> {
  const { ownerUrl, file, secret, migrationsDir, log = () => {} } = options;
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tongcang restore' });
  await client.connect();
  client.on('error', () => {});
  try {
    const before = await schemasOf(client);
    if (before.length > 0) {
      throw refusal(
        'restore.not_empty',
        `the database is not empty (it has ${before.join(', ')}): restore into a new database or a new DATA_DIR; nothing was changed`,
      );
    }
    const { manifest, closing } = await inspectArchive(file, secret);
    const until = refuseOtherVersion(manifest, readMigrations(migrationsDir));
    log(`archive of ${manifest.created_at} is whole: ${Object.keys(closing.tables).length} tables`);
    try {
      await migrate({ ownerUrl, dir: migrationsDir, until });
      await load(client, file, secret);
      log('rows loaded, foreign keys checked');
      const { applied } = await migrate({ ownerUrl, dir: migrationsDir });
      await migrateJobs(ownerUrl);
      await startNewNumbers(ownerUrl);
      const counts = Object.values(closing.tables);
      const rows = counts.reduce((sum, count) => sum + count, 0);
      return { ...manifest, tables: counts.length, rows, migrated: applied };
    } catch (error) {
      await clear(client);
      throw error;
    }
  } finally {
    await client.end();
  }
}

/** Reads the archive from the first to the last byte and holds its counts against each other. */
export async function inspectArchive(
  file: string,
  secret: Buffer | null,
): Promise<{ manifest: Manifest; closing: Closing }> {
  let manifest: Manifest | null = null;
  let closing: Closing | null = null;
  for await (const { kind, data } of readArchive(file, secret)) {
    if (kind === RECORD.manifest) manifest = JSON.parse(data.toString());
    if (kind === RECORD.end) closing = JSON.parse(data.toString());
  }
  if (manifest === null || closing === null) {
    throw refusal('restore.incomplete', 'the archive has no beginning or no end');
  }
  return { manifest, closing };
}

/** The last migration of the archive, when this program knows the archive's migrations and has none in between. */
function refuseOtherVersion(manifest: Manifest, files: readonly Migration[]): string {
  const until = manifest.migrations.at(-1)?.name ?? '';
  const known = new Map(files.filter(({ name }) => name <= until).map((file) => [file.name, file.checksum]));
  const strange = manifest.migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (strange !== undefined || known.size !== manifest.migrations.length) {
    throw refusal(
      'restore.other_version',
      `the archive was made by another version of the program (migration ${strange?.name ?? until}): restore it with that version or a newer one`,
    );
  }
  return until;
}

async function load(client: pg.Client, file: string, secret: Buffer | null): Promise<void> {
  await client.query(`set timezone = 'UTC'; set statement_timeout = 0; begin`);
  try {
    const tables = await tablesOf(client);
    const putBack = [
      ...(await dropForeignKeys(client)),
      ...(await liftRowSecurity(client)),
      ...(await restTriggers(client)),
    ];
    // The migrations have written rows of their own (rules, settings); the archive has them as they were then.
    await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
    await loadRecords(client, tables, readArchive(file, secret));
    await renameTransactions(client);
    for (const statement of putBack) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
  // Without statistics the first questions would be answered by guessing.
  await client.query('analyze');
}

/**
 * Foreign keys go while the rows come in and are added again after, which checks every row: works for any order and
 * any circle, is faster than checking row by row, and needs no superuser.
 */
async function dropForeignKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    `select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as off,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as back
     from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where c.contype = 'f' and n.nspname = any ($1::text[]) order by c.oid`,
    [await schemasOf(client)],
  );
  for (const { off } of rows) await client.query(off);
  return rows.map(({ back }) => back);
}

/** COPY does not write where row-level security binds the owner, so the owner is set free until the commit. */
async function liftRowSecurity(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relforcerowsecurity and n.nspname = any ($1::text[])`,
    [await schemasOf(client)],
  );
  for (const { name } of rows) await client.query(`alter table ${name} no force row level security`);
  return rows.map(({ name }) => `alter table ${name} force row level security`);
}

/** What a trigger has written once is in the archive; it must not be written again for every row that comes back. */
async function restTriggers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    `select distinct c.oid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgenabled <> 'D' and n.nspname = any ($1::text[])`,
    [await schemasOf(client)],
  );
  for (const { name } of rows) await client.query(`alter table ${name} disable trigger user`);
  return rows.map(({ name }) => `alter table ${name} enable trigger user`);
}

async function loadRecords(
  client: pg.Client,
  tables: readonly Table[],
  records: AsyncGenerator<ArchiveRecord>,
): Promise<void> {
  const known = new Map(tables.map((table) => [table.name, new Set(table.columns)]));
  for (;;) {
    const { value, done } = await records.next();
    if (done) throw refusal('restore.incomplete', 'the archive has no end');
    if (value.kind === RECORD.end) {
      await setSequences(client, JSON.parse(value.data.toString()));
      await records.return(undefined);
      return;
    }
    if (value.kind !== RECORD.table) continue;
    const table = JSON.parse(value.data.toString()) as Table;
    // The names become part of a statement, hence only those that this database has itself.
    const columns = known.get(table.name);
    if (columns === undefined || table.columns.some((column) => !columns.has(column))) {
      throw refusal('restore.other_version', `the archive's table ${table.name} is not in this version`);
    }
    await loadTable(client, table, records);
  }
}

async function loadTable(
  client: pg.Client,
  { name, columns }: Table,
  records: AsyncGenerator<ArchiveRecord>,
): Promise<void> {
  let expected = -1;
  async function* rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const { value, done } = await records.next();
      if (done || value.kind !== RECORD.rows) {
        if (!done && value.kind === RECORD.end_of_table) expected = JSON.parse(value.data.toString()).rows;
        return;
      }
      yield value.data;
    }
  }
  const target = client.query(
    copyFrom(`copy ${name} (${columns.join(', ')}) from stdin with (format binary)`),
  );
  await pipeline(rows, target);
  if (target.rowCount !== expected) {
    throw refusal(
      'restore.incomplete',
      `table ${name} should have ${expected} rows and got ${target.rowCount}`,
    );
  }
}

/**
 * Documents that note the transaction they were written in, to be found in the audit trail, get the number that the
 * trail's rows will have. One without such a row keeps its own, and `invariants` goes on naming it.
 */
async function renameTransactions(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select format('update %s set %I = $1 where %2$I in (select txid from platform.audit)', c.oid::regclass, a.attname) as text
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.atttypid = 'xid8'::regtype and c.relkind = 'r' and n.nspname <> 'platform' and n.nspname = any ($1::text[])`,
    [await schemasOf(client)],
  );
  for (const { text } of rows) await client.query(text, ['1']);
}

async function setSequences(client: pg.Client, { sequences }: Closing): Promise<void> {
  for (const { name, last_value, is_called } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, last_value, is_called]);
  }
}

async function startNewNumbers(ownerUrl: string): Promise<void> {
  const owner = createDb({ url: ownerUrl, max: 1 });
  try {
    await renumberTransactions(owner);
  } finally {
    await owner.close();
  }
}

/** The database was empty before this run, so everything of ours in it was made by this run. */
async function clear(client: pg.Client): Promise<void> {
  const schemas = await schemasOf(client);
  for (const schema of [...schemas, 'graphile_worker']) {
    await client.query(`drop schema if exists ${client.escapeIdentifier(schema)} cascade`);
  }
}
