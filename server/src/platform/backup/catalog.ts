/** What a database holds of ours: tables with their columns, sequences, migrations. Read from the catalogue itself. */
import type pg from 'pg';

export type Table = { readonly name: string; readonly columns: readonly string[] };
export type Sequence = { readonly name: string; readonly last_value: string; readonly is_called: boolean };

/**
 * The queue's tables belong to the queue, which makes and changes them by itself. What waits in it is timed work that
 * comes again by itself, so an archive does without.
 */
const NOT_OURS = ['public', 'graphile_worker', 'information_schema'];

/** Schemas of ours, by name. */
export async function schemasOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query(
    `select nspname as name from pg_namespace
     where nspname <> all ($1::text[]) and nspname not like 'pg\\_%' order by nspname`,
    [NOT_OURS],
  );
  return rows.map(({ name }) => name);
}

/** Tables with the columns that can be written, quoted; `platform.migration` is no content but the shape of it. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query(
    `select format('%I.%I', n.nspname, c.relname) as name,
       array_agg(quote_ident(a.attname) order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and n.nspname = any ($1::text[]) and (n.nspname, c.relname) <> ('platform', 'migration')
     group by 1 order by 1`,
    [await schemasOf(client)],
  );
  return rows;
}

/** Where the sequences stand. They do not obey snapshots: read after the rows, they are never behind them. */
export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.nspname = any ($1::text[]) order by 1`,
    [await schemasOf(client)],
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const found = await client.query(`select last_value::text as last_value, is_called from ${name}`);
    sequences.push({ name, ...found.rows[0] });
  }
  return sequences;
}

export type AppliedMigration = { readonly name: string; readonly checksum: string };

export async function migrationsOf(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query(
    `select name, checksum from platform.migration order by name collate "C"`,
  );
  return rows;
}
