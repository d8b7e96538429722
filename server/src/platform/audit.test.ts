import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts';
import { sealAll } from '../../test/support/seal-all.ts';
import { sealAudit, verifyAudit } from './audit.ts';
import { type Anchor, anchorAudit, readAnchors } from './audit-anchor.ts';
import { startSealer } from './audit-sealer.ts';
import { createDb, type Db, SYSTEM_SCOPE } from './db.ts';
import { createLog } from './log.ts';
import { renumberTransactions } from './transaction-order.ts';

let database: TestDatabase;
let db: Db;
let ownerDb: Db;
let owner: pg.Client;
let data_dir: string;

async function start() {
  database = await createTestDatabase();
  db = createDb({ url: database.appUrl, max: 4 });
  ownerDb = createDb({ url: database.ownerUrl, max: 1 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  data_dir = mkdtempSync(join(tmpdir(), 'tongcang-audit-'));
}
async function end() {
  await Promise.all([db.close(), ownerDb.close(), owner.end()]);
  await database.drop();
  rmSync(data_dir, { recursive: true });
}

const append = (count: number, action = 'test.done') =>
  db.rows(
    `insert into platform.audit (actor_id, action, entity, entity_id, detail)
     select 7, $2, 'lot', n::text, jsonb_build_object('qty', n) from generate_series(1, $1::int) n returning 1`,
    [count, action],
  );

describe('the trail', () => {
  beforeAll(start);
  afterAll(end);

  test.each([
    ['update', `update platform.audit set reason = 'x'`],
    ['delete', 'delete from platform.audit'],
    ['truncate', 'truncate platform.audit'],
    ['update the seal of', 'update platform.audit_seal set hash = prev_hash'],
    ['delete the seal of', 'delete from platform.audit_seal'],
    ['truncate the seal of', 'truncate platform.audit_seal'],
    ['switch off rules on', 'alter table platform.audit disable trigger all'],
  ])('is nothing the application could %s', async (_name, text) => {
    await append(1);
    const app = new pg.Client({ connectionString: database.appUrl });
    await app.connect();
    await expect(app.query(text)).rejects.toThrow(/permission denied|must be owner/);
    await app.end();
  });
});

describe('sealing', () => {
  beforeEach(start);
  afterEach(end);

  test('links every row once, over several chunks, and verifies', async () => {
    await append(12_000);
    expect(await sealAll(db)).toBe(12_000);
    expect(await sealAudit(db)).toBe(0);
    await append(3);
    expect(await verifyAudit(db)).toMatchObject({
      rows: 12_003,
      sealed: 12_000,
      unsealed: 3,
      head: { seq: 12_000 },
      first_broken: null,
    });
  });

  test('waits for a transaction that has written and not yet ended, and passes over none', async () => {
    const slow = new pg.Client({ connectionString: database.appUrl });
    await slow.connect();
    await slow.query(`begin; insert into platform.audit (action) values ('slow')`);
    await append(2, 'fast');
    expect(await sealAudit(db)).toBe(0);
    await slow.query('commit');
    await slow.end();
    expect(await sealAll(db)).toBe(3);
    expect((await verifyAudit(db)).first_broken).toBeNull();
  });

  test('done by four at once beside eight writers makes one chain', async () => {
    let writing = true;
    const sealers = Array.from({ length: 4 }, async () => {
      while (writing) await sealAudit(db);
    });
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 30; i++) {
          await db.tx(SYSTEM_SCOPE, async (tx) => {
            await tx.run(`insert into platform.audit (action) values ('one'), ('two')`);
            await tx.rows('select pg_sleep(random() * 0.002)');
          });
        }
      }),
    );
    writing = false;
    await Promise.all(sealers);
    await sealAll(db);
    expect(await verifyAudit(db)).toMatchObject({ rows: 480, sealed: 480, first_broken: null });
  });

  test('goes on by itself and notes the head outside the database', async () => {
    const log = createLog({ log_level: 'silent' });
    const sealer = startSealer({ db, data_dir, log, seal_ms: 100, anchor_ms: 100 });
    await append(5);
    await expect
      .poll(async () => (await verifyAudit(db)).unsealed, { timeout: 15_000, interval: 50 })
      .toBe(0);
    // Where the rows were sealed in two portions there is an anchor of the first one too.
    const newest = async () => (await readAnchors(data_dir)).at(-1);
    await expect.poll(newest, { timeout: 15_000 }).toMatchObject({ seq: 5 });
    await sealer.stop();
  });

  test('refuses to go on in a younger cluster until the transactions are renumbered', async () => {
    await append(3);
    await sealAll(db);
    // What a dump brings along: numbers from a cluster that had run longer.
    await owner.query(`update platform.audit set txid = '900000000000'`);
    await owner.query(`update platform.audit_seal set txid = '900000000000'`);
    await append(2, 'after restore');
    await expect(sealAudit(db)).rejects.toThrow(/renumberTransactions/);
    await renumberTransactions(ownerDb);
    await append(1, 'later');
    expect(await sealAll(db)).toBe(3);
    expect(await verifyAudit(db)).toMatchObject({ sealed: 6, first_broken: null });
  });
});

describe('tampering by the owner of the database', () => {
  let anchors: Anchor[];
  beforeEach(async () => {
    await start();
    await append(6, 'early');
    await sealAll(db);
    await anchorAudit(db, data_dir);
    await append(4, 'late');
    await sealAll(db);
    await anchorAudit(db, data_dir);
    anchors = await readAnchors(data_dir);
    expect((await verifyAudit(db, { anchors })).first_broken).toBeNull();
  });
  afterEach(end);

  const found = async (using: Anchor[] = anchors) => (await verifyAudit(db, { anchors: using })).first_broken;

  test.each([
    'actor_id = 8',
    `at = at - interval '1 microsecond'`,
    `action = 'other'`,
    `entity = null`,
    `entity_id = '99'`,
    'warehouse_id = 1',
    `request_id = 'x'`,
    `reason = 'x'`,
    `detail = '{}'`,
    'session_id = 3',
  ])('finds an altered row: %s', async (change) => {
    await owner.query(`update platform.audit set ${change} where audit_id = 4`);
    expect(await found()).toEqual({ kind: 'altered', seq: 4, audit_id: 4 });
  });

  test('finds a value that moved to its neighbour', async () => {
    await owner.query(
      `update platform.audit set reason = request_id, request_id = null, entity_id = entity, entity = null`,
    );
    expect(await found()).toMatchObject({ kind: 'altered', seq: 1 });
  });

  test('finds a deleted row, and one deleted together with its seal', async () => {
    await owner.query('delete from platform.audit where audit_id = 4');
    expect(await found()).toEqual({ kind: 'deleted', seq: 4, audit_id: 4 });
    await owner.query('delete from platform.audit_seal where seq = 4');
    expect(await found()).toEqual({ kind: 'chain_broken', seq: 5, audit_id: 5 });
    await owner.query('update platform.audit_seal set seq = seq - 1 where seq > 4');
    expect(await found()).toEqual({ kind: 'chain_broken', seq: 4, audit_id: 5 });
  });

  test('finds an inserted row', async () => {
    await owner.query(
      `insert into platform.audit (audit_id, txid, action) overriding system value
       select 1000, txid, 'forged' from platform.audit where audit_id = 4`,
    );
    expect(await found()).toMatchObject({ kind: 'inserted', audit_id: 1000 });
  });

  test('finds two rows in exchanged order', async () => {
    await owner.query('alter table platform.audit alter audit_id set generated by default');
    await owner.query('update platform.audit set audit_id = -audit_id where audit_id in (3, 5)');
    await owner.query('update platform.audit set audit_id = audit_id + 8 where audit_id < 0');
    expect(await found()).toMatchObject({ kind: 'altered', seq: 3 });
  });

  test('finds two seals in exchanged order', async () => {
    await owner.query('update platform.audit_seal set seq = -seq where seq in (3, 5)');
    await owner.query(
      'update platform.audit_seal set seq = case seq when -3 then 5 else 3 end where seq < 0',
    );
    expect(await found()).toMatchObject({ kind: 'chain_broken', seq: 3 });
  });

  test('finds an end that was cut off, by the anchor alone', async () => {
    await owner.query('delete from platform.audit where audit_id > 8');
    await owner.query('delete from platform.audit_seal where audit_id > 8');
    expect(await found([])).toBeNull();
    expect(await found()).toEqual({ kind: 'truncated', seq: 9, audit_id: null });
  });

  test('finds a chain that was made anew over altered rows, by the anchor alone', async () => {
    await owner.query(`update platform.audit set actor_id = 8 where audit_id = 4`);
    await owner.query('delete from platform.audit_seal');
    await sealAll(db);
    expect(await found([])).toBeNull();
    expect(await found()).toEqual({ kind: 'anchor_mismatch', seq: 6, audit_id: 6 });
  });

  test('of the anchor file is an error that names the line', async () => {
    const file = join(data_dir, 'audit-anchor.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"seq":1}\n`);
    await expect(readAnchors(data_dir)).rejects.toThrow(/audit-anchor\.jsonl:3 is not an anchor/);
  });
});
