/** Reads a whole database as one consistent state, while the system goes on working. */
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type ArchiveRecord, writeArchive } from './archive.ts';
import { migrationsOf, sequencesOf, type Table, tablesOf } from './catalog.ts';
import { type Closing, type Manifest, RECORD } from './manifest.ts';

export type BackupReport = Manifest & {
  file: string;
  bytes: number;
  /** Of the file; worth noting at another place than the archive. */
  sha256: string;
  tables: number;
  rows: number;
};

/**
 * Writes everything of ours in the database into one archive, as it was at one moment: a single transaction at
 * `repeatable read` that locks nothing the system needs. Memory does not grow with the data.
 */
export async function backUp(options: {
  ownerUrl: string;
  file: string;
  /** Content of the key file; null leaves the archive readable for whoever holds it. */
  secret: Buffer | null;
}): Promise<BackupReport> {
  const { ownerUrl, file, secret } = options;
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tongcang backup' });
  await client.connect();
  client.on('error', () => {});
  try {
    await client.query(
      `set timezone = 'UTC'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
       begin isolation level repeatable read read only;
       -- An owner that is no superuser is bound by row-level security like everybody else; this shows it all rows.
       set local app.all_warehouses = 'on'`,
    );
    const manifest = await manifestOf(client);
    const closing: Closing = { tables: {}, sequences: [] };
    const written = await writeArchive(file, recordsOf(client, manifest, closing), secret);
    await client.query('commit');
    const counts = Object.values(closing.tables);
    return {
      ...manifest,
      file,
      ...written,
      tables: counts.length,
      rows: counts.reduce((sum, count) => sum + count, 0),
    };
  } finally {
    await client.end();
  }
}

async function manifestOf(client: pg.Client): Promise<Manifest> {
  const migrations = await migrationsOf(client).catch((cause) => {
    throw new Error('the database holds nothing of this program: there is nothing to back up', { cause });
  });
  const { rows } = await client.query(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created_at,
       current_setting('server_version') as server_version,
       (select jsonb_build_object('seq', seq, 'hash', encode(hash, 'hex'))
        from platform.audit_seal order by seq desc limit 1) as audit_head`,
  );
  return { ...rows[0], migrations };
}

async function* recordsOf(
  client: pg.Client,
  manifest: Manifest,
  closing: Closing,
): AsyncGenerator<ArchiveRecord> {
  yield json(RECORD.manifest, manifest);
  for (const table of await tablesOf(client)) {
    yield json(RECORD.table, table);
    const rows = client.query(copyTo(copyText(table)));
    for await (const data of rows) yield { kind: RECORD.rows, data: data as Buffer };
    closing.tables[table.name] = rows.rowCount;
    yield json(RECORD.end_of_table, { rows: rows.rowCount });
  }
  closing.sequences = await sequencesOf(client);
  yield json(RECORD.end, closing);
}

const copyText = ({ name, columns }: Table) =>
  `copy (select ${columns.join(', ')} from ${name}) to stdout with (format binary)`;

const json = (kind: string, value: unknown): ArchiveRecord => ({
  kind,
  data: Buffer.from(JSON.stringify(value)),
});
