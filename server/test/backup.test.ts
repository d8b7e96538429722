import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { findViolations } from '../src/invariants.ts';
import { verifyAudit } from '../src/platform/audit.ts';
import { anchorAudit, readAnchors, setAnchorsAside } from '../src/platform/audit-anchor.ts';
import { readArchive, writeArchive } from '../src/platform/backup/archive.ts';
import { backUp } from '../src/platform/backup/dump.ts';
import { inspectArchive, restore } from '../src/platform/backup/load.ts';
import { createDb, type Db } from '../src/platform/db.ts';
import { companyToday, seedExample } from '../src/seed-example.ts';
import { MIGRATIONS_DIR } from '../src/system.ts';
import { createTestDatabase, type TestDatabase } from './support/db.ts';
import { sealAll } from './support/seal-all.ts';

const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');
const folder = join(inject('temporary'), `backup-${process.pid}`);
const archive = join(folder, 'company.backup');
const owned = (name: string) => inject('database').ownerUrl.replace(/\/\w+$/, `/${name}`);
const admin = owned('postgres');
const target = `restored_${process.pid}`;

async function query<T extends object>(url: string, text: string, values?: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Every table of ours with the SHA-256 of its rows as text, in an order that does not depend on their place. */
async function contentOf(url: string): Promise<Record<string, string>> {
  const tables = await query<{ name: string }>(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'public', 'graphile_worker') order by 1`,
  );
  const content: Record<string, string> = {};
  for (const { name } of tables) {
    // Transaction numbers begin anew in a restored database.
    const rows = await query<{ text: string }>(
      url,
      `select (to_jsonb(t) - 'txid' - 'applied_at')::text as text from ${name} t order by 1`,
    );
    content[name] = createHash('sha256')
      .update(rows.map(({ text }) => text).join('\n'))
      .digest('hex');
  }
  return content;
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'it was not refused',
    (error: { code?: string }) => error.code,
  );
const restoreIt = (file: string, secret: Buffer | null = null, ownerUrl = owned(target)) =>
  restore({ ownerUrl, file, secret, migrationsDir: MIGRATIONS_DIR });
const schemas = (url: string) =>
  query(url, `select nspname from pg_namespace where nspname in ('platform', 'stock', 'graphile_worker')`);

let source: TestDatabase;
let db: Db;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  source = await createTestDatabase();
  db = createDb({ url: source.appUrl, max: 2 });
  await seedExample(db, { size: 'S', seed: 1, today: await companyToday(db) });
  for (let count = 0; count < 3; count += 1) {
    await db.rows(`insert into platform.audit (action, entity) values ('test.happened', $1)`, ['thing']);
    await db.rows(`insert into platform.outbox (topic, entity_key, payload) values ('test', '1', '{}')`);
  }
  await sealAll(db);
  // A person's posting, whose audit row is written by the same transaction and not sealed yet. Its id is a low one:
  // ids are given before transactions have their order.
  await query(
    source.ownerUrl,
    `begin; update stock.movement set actor_id = 1, txid = pg_current_xact_id() where movement_id = 1;
     insert into platform.audit (audit_id, action) overriding system value values (-1, 'test.posted'); commit`,
  );
  await backUp({ ownerUrl: source.ownerUrl, file: archive, secret: null });
}, 60_000);
afterAll(async () => {
  await db?.close();
  await source?.drop();
});
beforeEach(() => query(admin, `create database ${target}`));
afterEach(() => query(admin, `drop database if exists ${target} with (force)`));

describe('a backup that is restored into an empty database', () => {
  test('holds the same rows, a sound ledger and the whole audit trail, and goes on from there', async () => {
    const report = await restoreIt(archive);
    expect(report.rows).toBeGreaterThan(50_000);
    expect(report.migrated).toEqual([]);
    expect(await contentOf(owned(target))).toEqual(await contentOf(source.ownerUrl));
    const restored = createDb({ url: owned(target), become: 'tongcang_app', max: 1 });
    expect(await findViolations(db)).toEqual([]);
    expect(await findViolations(restored)).toEqual([]);
    const before = await verifyAudit(db);
    expect(await verifyAudit(restored)).toEqual({ ...before, first_broken: null });
    expect(before.sealed).toBeGreaterThanOrEqual(3);
    expect(before.rows).toBe(before.sealed + 1);
    expect(report.audit_head).toEqual(before.head);

    // It goes on from there: new rows get new numbers, the trail is sealed on, walls and foreign keys stand.
    await restored.rows(`insert into platform.audit (action) values ('test.after')`);
    expect(await sealAll(restored)).toBe(2);
    expect((await verifyAudit(restored)).first_broken).toBeNull();
    // Outside any scope the application sees no row of a warehouse.
    expect(await restored.rows(`select 1 from stock.balance where warehouse_id is not null limit 1`)).toEqual(
      [],
    );
    await restored.close();
    const walls = `select
      (select count(*)::int from pg_class where relforcerowsecurity) as forced,
      (select count(*)::int from pg_constraint where contype = 'f' and convalidated) as keys`;
    expect(await query(owned(target), walls)).toEqual(await query(source.ownerUrl, walls));
  }, 60_000);

  test("works for an owner that is no superuser, on a customer's server", async () => {
    const login = `backup_owner_${process.pid}`;
    const asLogin = owned(target).replace(/\/\/[^@]+@/, `//${login}:pw@`);
    await query(admin, `create role ${login} login password 'pw' nosuperuser createrole`);
    await query(admin, `grant tongcang_app to ${login}; alter database ${target} owner to ${login}`);
    try {
      await restoreIt(archive, null, asLogin);
      const again = join(folder, 'again.backup');
      await backUp({ ownerUrl: asLogin, file: again, secret: null });
      // Every row is in it, although row-level security binds this owner.
      expect((await inspectArchive(again, null)).closing.tables).toEqual(
        (await inspectArchive(archive, null)).closing.tables,
      );
    } finally {
      await query(admin, `drop database ${target} with (force)`);
      await query(admin, `drop role ${login}`);
    }
  }, 60_000);
});

describe('a restore is refused, and the database stays empty', () => {
  test('where the database holds something already', async () => {
    expect(await codeOf(restoreIt(archive, null, source.ownerUrl))).toBe('restore.not_empty');
    expect(await db.rows('select 1 from masterdata.v_warehouse limit 1')).toHaveLength(1);
  });

  test('where a single byte of the archive was changed, wherever it stands', async () => {
    const bytes = readFileSync(archive);
    const tampered = join(folder, 'tampered.backup');
    for (const place of [0, 40, 200, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      writeFileSync(tampered, changed);
      expect(await codeOf(restoreIt(tampered))).toMatch(/^backup\.(damaged|not_an_archive)$/);
    }
    expect(await schemas(owned(target))).toEqual([]);
  });

  test('where the archive is cut off or has something behind its end', async () => {
    const bytes = readFileSync(archive);
    const other = join(folder, 'other.backup');
    writeFileSync(other, bytes.subarray(0, bytes.length - 100));
    expect(await codeOf(restoreIt(other))).toBe('backup.damaged');
    writeFileSync(other, Buffer.concat([bytes, Buffer.from('x')]));
    expect(await codeOf(restoreIt(other))).toBe('backup.damaged');
    expect(await codeOf(restoreIt(join(folder, 'absent.backup')))).toBe('ENOENT');
  });

  test('where the program does not know the migrations of the archive', async () => {
    const newer = join(folder, 'newer.backup');
    async function* changed() {
      for await (const record of readArchive(archive, null)) {
        if (record.kind !== 'M') yield record;
        else {
          const manifest = JSON.parse(record.data.toString());
          manifest.migrations.push({ name: '9999_later', checksum: 'x' });
          yield { kind: 'M', data: Buffer.from(JSON.stringify(manifest)) };
        }
      }
    }
    await writeArchive(newer, changed(), null);
    expect(await codeOf(restoreIt(newer))).toBe('restore.other_version');
    expect(await schemas(owned(target))).toEqual([]);
  });

  test('where rows break a foreign key, after they were loaded', async () => {
    const orphaned = join(folder, 'orphaned.backup');
    async function* withoutItems() {
      let skipping = false;
      for await (const record of readArchive(archive, null)) {
        if (record.kind === 'T') {
          skipping = JSON.parse(record.data.toString()).name === 'masterdata.item';
        }
        if (!skipping) yield record;
        if (record.kind === 'E') skipping = false;
      }
    }
    await writeArchive(orphaned, withoutItems(), null);
    expect(await codeOf(restoreIt(orphaned))).toBe('23503');
    expect(await schemas(owned(target))).toEqual([]);
  }, 60_000);
});

describe('an archive with a key file', () => {
  const sealed = join(folder, 'sealed.backup');
  beforeAll(async () => {
    await backUp({ ownerUrl: source.ownerUrl, file: sealed, secret: SECRET });
  });

  test('comes back with the key', async () => {
    const [opened, plain] = await Promise.all([
      inspectArchive(sealed, SECRET),
      inspectArchive(archive, null),
    ]);
    expect(opened.closing.tables).toEqual(plain.closing.tables);
  });

  test('opens with nothing else, and shows nothing of its content', async () => {
    expect(await codeOf(inspectArchive(sealed, null))).toBe('backup.key_needed');
    expect(await codeOf(inspectArchive(sealed, Buffer.alloc(32, 1)))).toBe('backup.damaged');
    expect(await codeOf(inspectArchive(sealed, Buffer.from('short')))).toBe('backup.key_needed');
    expect(readFileSync(sealed).includes('masterdata')).toBe(false);
  });

  test('does not accept an order of its frames that another archive has', async () => {
    // Two archives with one key file: a frame of one is worth nothing in the other.
    const second = join(folder, 'second.backup');
    await backUp({ ownerUrl: source.ownerUrl, file: second, secret: SECRET });
    const [a, b] = [readFileSync(sealed), readFileSync(second)];
    const start = 12 + a.readUInt32BE(8);
    const mixed = join(folder, 'mixed.backup');
    writeFileSync(mixed, Buffer.concat([a.subarray(0, start), b.subarray(start)]));
    expect(await codeOf(inspectArchive(mixed, SECRET))).toBe('backup.damaged');
  });
});

describe('a backup that fails', () => {
  test('leaves no file, and none that stood there is touched', async () => {
    const file = join(folder, 'failing.backup');
    async function* failing() {
      yield { kind: 'M', data: Buffer.from('{}') };
      throw new Error('the connection broke');
    }
    await expect(writeArchive(file, failing(), null)).rejects.toThrow('the connection broke');
    expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
    writeFileSync(`${file}.partial`, 'of another process');
    expect(await codeOf(writeArchive(file, failing(), null))).toBe('EEXIST');
    expect(readFileSync(`${file}.partial`, 'utf8')).toBe('of another process');
  });

  test('says so where there is nothing to back up', async () => {
    await expect(
      backUp({ ownerUrl: owned(target), file: join(folder, 'none.backup'), secret: null }),
    ).rejects.toThrow(/nothing to back up/);
  });
});

test('anchors later than a restored trail are set aside as evidence, the earlier ones stay in force', async () => {
  const data_dir = join(folder, 'anchors');
  const early = await anchorAudit(db, data_dir);
  await db.rows(`insert into platform.audit (action) values ('test.later')`);
  await sealAll(db);
  const late = await anchorAudit(db, data_dir);
  expect(await setAnchorsAside(data_dir, late!.seq)).toBeNull();
  const aside = await setAnchorsAside(data_dir, early!.seq);
  expect(await readAnchors(data_dir)).toEqual([early]);
  expect(readFileSync(aside!, 'utf8').trim().split('\n')).toHaveLength(2);
});

test('a backup shows one moment, however busily the system writes beside it', async () => {
  let busy = true;
  let written = 0;
  const writing = (async () => {
    for (; busy; written += 1) {
      await query(
        source.ownerUrl,
        `begin; insert into masterdata.partner (partner_code, name, kind, province, address)
           values ('BUSY-${written}', 'x', 'supplier', 'x', 'x');
         insert into platform.outbox (topic, entity_key, payload) values ('test.busy', '1', '{}'); commit`,
      );
    }
  })();
  const busyArchive = join(folder, 'busy.backup');
  const before = (await inspectArchive(archive, null)).closing.tables;
  await backUp({ ownerUrl: source.ownerUrl, file: busyArchive, secret: null });
  busy = false;
  await writing;
  const { tables } = (await inspectArchive(busyArchive, null)).closing;
  const grown = (name: string) => tables[name]! - before[name]!;
  expect(grown('masterdata.partner')).toBe(grown('platform.outbox'));
  expect(written).toBeGreaterThan(grown('platform.outbox'));
});
