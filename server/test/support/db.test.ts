import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './db.ts';

let first: TestDatabase;
let second: TestDatabase;
beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

async function rowsOf(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('a test database is migrated and shares nothing with another one', async () => {
  await rowsOf(first.ownerUrl, 'create table public.only_here (id int)');
  const migrated = `select count(*)::int > 0 as migrated, to_regclass('public.only_here') is not null as shared from platform.migration`;
  expect(await rowsOf(first.ownerUrl, migrated)).toEqual([{ migrated: true, shared: true }]);
  expect(await rowsOf(second.ownerUrl, migrated)).toEqual([{ migrated: true, shared: false }]);
});

test('the application login is bound by row-level security and makes no tables', async () => {
  const rights = `select current_user::text as login, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  expect(await rowsOf(first.appUrl, rights)).toEqual([
    { login: 'tongcang_app', rolsuper: false, rolbypassrls: false },
  ]);
  await expect(rowsOf(first.appUrl, 'create table public.mine (id int)')).rejects.toThrow(
    /permission denied/,
  );
});

test('a dropped database is gone even while a session is open', async () => {
  const doomed = await createTestDatabase();
  const client = new pg.Client({ connectionString: doomed.appUrl });
  client.on('error', () => {});
  await client.connect();
  await doomed.drop();
  await expect(client.query('select 1')).rejects.toThrow();
  await expect(rowsOf(doomed.ownerUrl, 'select 1')).rejects.toThrow(/does not exist/);
  await client.end().catch(() => {});
});
