import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts';
import { verifyAudit } from './audit.ts';
import { createDb, type Db, SYSTEM_SCOPE } from './db.ts';
import { pruneAnswers } from './housekeeping.ts';
import { addJob, defineJob, migrateJobs } from './jobs.ts';
import { createLog } from './log.ts';
import { startWorker } from './worker.ts';

let database: TestDatabase;
let db: Db;
let owner: Db;
let data_dir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.appUrl, max: 4 });
  owner = createDb({ url: database.ownerUrl, max: 1 });
  data_dir = mkdtempSync(join(tmpdir(), 'tongcang-worker-'));
  await migrateJobs(database.ownerUrl);
});
afterAll(async () => {
  await Promise.all([db.close(), owner.close()]);
  await database.drop();
  rmSync(data_dir, { recursive: true });
});

test('two workers seal, relay and run jobs, each thing once, and stop', async () => {
  const done = { job: 0, events: 0 };
  const job = defineJob('test.count', {
    async run() {
      done.job += 1;
    },
  });
  const consumers = [
    {
      name: 'counter',
      topics: ['t'],
      handle: async (events: readonly unknown[]) => {
        done.events += events.length;
      },
    },
  ];
  const parts = {
    db,
    owner_url: database.ownerUrl,
    data_dir,
    log: createLog({ log_level: 'silent' }),
    jobs: [job],
    consumers,
  };
  const workers = await Promise.all([startWorker(parts), startWorker(parts)]);
  await db.tx(SYSTEM_SCOPE, async (tx) => {
    await tx.run(`insert into platform.audit (action) values ('a'), ('b')`);
    await tx.run(`insert into platform.outbox (topic, entity_key, payload) values ('t', 'k', '{}')`);
    await addJob(tx, job);
  });
  await expect
    .poll(async () => ({ ...done, unsealed: (await verifyAudit(db)).unsealed }), { timeout: 15_000 })
    .toEqual({ job: 1, events: 1, unsealed: 0 });
  await Promise.all(workers.map((worker) => worker.stop()));
});

test('stored answers are kept for thirty days', async () => {
  await owner.rows(
    `insert into platform.idempotency (actor_key, idempotency_key, verb, request_hash, created_at)
     values ('u', 'old', 'v', '', now() - interval '31 days'), ('u', 'young', 'v', '', now() - interval '29 days')`,
  );
  expect(await db.tx(SYSTEM_SCOPE, pruneAnswers)).toBe(1);
  expect(await owner.rows('select idempotency_key from platform.idempotency')).toEqual([
    { idempotency_key: 'young' },
  ]);
});
