import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDb, SYSTEM_SCOPE } from './db.ts';
import { type MigrationError, migrate } from './migrate.ts';

let dir: string;
let ownerUrl: string;
const admin = () => inject('database').ownerUrl.replace(/\/\w+$/, '/postgres');

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

let count = 0;
beforeEach(async () => {
  dir = mkdtempSync(join(inject('temporary'), 'migrations-'));
  count += 1;
  const name = `migrate_${process.pid}_${count}`;
  await query(admin(), `create database ${name}`);
  ownerUrl = admin().replace(/\/\w+$/, `/${name}`);
});
afterEach(async () => {
  rmSync(dir, { recursive: true, force: true });
  await query(admin(), `drop database ${ownerUrl.split('/').at(-1)} with (force)`);
});

const write = (name: string, sql: string) => writeFileSync(join(dir, name), sql);
const run = () => migrate({ ownerUrl, dir });
const exists = async (table: string) =>
  (await query(ownerUrl, `select to_regclass('${table}') is not null as it`))[0]?.it;

async function refusal(work: Promise<unknown>): Promise<MigrationError> {
  return work.then(
    () => expect.fail('nothing was refused'),
    (error) => error as MigrationError,
  );
}

describe('migrate', () => {
  test('applies the files in order, notes them, and applies nothing twice', async () => {
    write('0002_second.sql', 'alter table public.first add column more int;');
    write('0001_first.sql', 'create table public.first (id int);');
    expect(await run()).toEqual({ applied: ['0001_first', '0002_second'] });
    expect(await run()).toEqual({ applied: [] });
    write('0003_third.sql', 'create table public.third (id int);');
    expect(await run()).toEqual({ applied: ['0003_third'] });
    const rows = await query(
      ownerUrl,
      'select name, length(checksum) as hex from platform.migration order by name',
    );
    expect(rows).toEqual(['0001_first', '0002_second', '0003_third'].map((name) => ({ name, hex: 64 })));
  });

  test('two processes that start at once apply each file once, and both succeed', async () => {
    write(
      '0001_slow.sql',
      'create table public.once (id int); select pg_sleep(0.2); insert into public.once values (1);',
    );
    const results = await Promise.all([run(), run(), run()]);
    expect(results.flatMap(({ applied }) => applied)).toEqual(['0001_slow']);
    expect(await query(ownerUrl, 'select id from public.once')).toEqual([{ id: 1 }]);
  });

  test('a failing file leaves nothing of itself and names file and line where PostgreSQL gives a position', async () => {
    write('0001_good.sql', 'create table public.good (id int);');
    write(
      '0002_bad.sql',
      '-- comment\ncreate table public.half (id int);\n\nalter table public.half\n  add colum x int;',
    );
    const error = await refusal(run());
    expect(error.code).toBe('migration.failed');
    expect(error.message).toMatch(/^0002_bad\.sql:5: syntax error at or near "int"/);
    expect([await exists('public.good'), await exists('public.half')]).toEqual([true, false]);
  });

  test('names the line of the statement where PostgreSQL gives no position', async () => {
    write(
      '0001_twice.sql',
      "create table public.t (id int);\ncreate function public.f() returns text\n language sql as $$ select ';' $$;\n\ncreate table public.t (id int);",
    );
    expect((await refusal(run())).message).toMatch(/^0001_twice\.sql:5: relation "t" already exists/);
    expect(await exists('public.t')).toBe(false);
  });

  test('refuses a file that was changed after it had been applied, but not for Windows line ends', async () => {
    write('0001_first.sql', 'create table public.first (\n  id int\n);\n');
    await run();
    write('0001_first.sql', '\uFEFFcreate table public.first (\r\n  id int\r\n);\r\n');
    expect(await run()).toEqual({ applied: [] });
    write('0001_first.sql', 'create table public.first (\n  id bigint\n);\n');
    write('0002_next.sql', 'create table public.next (id int);');
    const error = await refusal(run());
    expect(error.code).toBe('migration.checksum_changed');
    expect(error.message).toContain('0001_first.sql');
    expect(await exists('public.next')).toBe(false);
  });

  test('refuses a database that is newer than the program', async () => {
    write('0001_first.sql', 'select 1;');
    write('0002_future.sql', 'select 1;');
    await run();
    rmSync(join(dir, '0002_future.sql'));
    const error = await refusal(run());
    expect(error.code).toBe('migration.database_newer');
    expect(error.message).toContain('0002_future');
  });

  test('refuses a file that comes before one that is applied', async () => {
    write('0002_second.sql', 'select 1;');
    await run();
    write('0001_late.sql', 'select 1;');
    expect((await refusal(run())).code).toBe('migration.out_of_order');
  });

  test.each([
    ['migration.bad_name', { '1_first.sql': 'select 1;' }],
    ['migration.bad_name', { '0001_First.sql': 'select 1;' }],
    ['migration.duplicate_number', { '0001_a.sql': 'select 1;', '0001_b.sql': 'select 1;' }],
    ['migration.transaction_control', { '0001_a.sql': 'create table public.a (id int);\ncommit;' }],
    ['migration.transaction_control', { '0001_a.sql': 'begin;\nselect 1;\nend;' }],
  ])('refuses with %s: %o', async (code, files) => {
    for (const [name, sql] of Object.entries(files)) write(name, sql);
    expect((await refusal(run())).code).toBe(code);
    expect(await exists('public.a')).toBe(false);
  });

  test('does not take the words of a procedure for the control of transactions', async () => {
    write('0001_do.sql', 'do $$\nbegin\n  perform 1;\nend\n$$;');
    expect(await run()).toEqual({ applied: ['0001_do'] });
  });
});

describe("on a customer's server, whose migrating login is no superuser", () => {
  const login = `customer_${process.pid}`;
  const asCustomer = () => ownerUrl.replace(/\/\/[^@]+@/, `//${login}:pw@`);
  const database = () => ownerUrl.split('/').at(-1);
  beforeEach(async () => {
    await query(admin(), `create role ${login} login password 'pw' nosuperuser createrole`);
    await query(admin(), `alter database ${database()} owner to ${login}`);
  });
  afterEach(async () => {
    await query(ownerUrl, `reassign owned by ${login} to current_user; drop owned by ${login}`);
    await query(admin(), `alter database ${database()} owner to current_user; drop role ${login}`);
  });

  test('it migrates the product, and requests run as the role that owns nothing', async () => {
    await query(admin(), `grant tongcang_app to ${login}`);
    const { applied } = await migrate({ ownerUrl: asCustomer() });
    expect(applied[0]).toBe('0000_roles');
    const db = createDb({ url: asCustomer(), become: 'tongcang_app', max: 1 });
    const seen = await db.tx(SYSTEM_SCOPE, (tx) =>
      tx.one('select current_user::text as role, has_schema_privilege($1, $2) as may_use', [
        'platform',
        'usage',
      ]),
    );
    await db.close();
    expect(seen).toEqual({ role: 'tongcang_app', may_use: true });
  });

  test('it is told what to ask for when it may not take on that role', async () => {
    const error = await refusal(migrate({ ownerUrl: asCustomer() }));
    expect(error.message).toMatch(
      /^0000_roles\.sql:\d+: the login ".*" may not take on the role tongcang_app/,
    );
    expect(error.message).toContain(`grant tongcang_app to ${login}`);
  });
});
