import type { Tx } from './db.ts';

/** Values that are set, by name; what nobody has set is absent. */
export async function readSettings(tx: Tx, names: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await tx.rows<{ name: string; value: unknown }>(
    'select name, value from platform.setting where name = any($1::text[])',
    [names],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export async function writeSettings(tx: Tx, values: Readonly<Record<string, unknown>>): Promise<void> {
  const entries = Object.entries(values);
  await tx.run(
    `insert into platform.setting (name, value)
     select name, value::jsonb from unnest($1::text[], $2::text[]) as t(name, value) order by 1
     on conflict (name) do update set value = excluded.value`,
    [entries.map(([name]) => name), entries.map(([, value]) => JSON.stringify(value))],
  );
}
