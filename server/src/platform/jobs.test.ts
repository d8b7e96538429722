import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts';
import { createDb, type Db, SYSTEM_SCOPE } from './db.ts';
import { addJob, defineJob, type Job, type Jobs, migrateJobs, startJobs, startLoop } from './jobs.ts';
import { createLog } from './log.ts';

let database: TestDatabase;
let db: Db;
const log = createLog({ log_level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.appUrl, max: 4 });
  await Promise.all([migrateJobs(database.ownerUrl), migrateJobs(database.ownerUrl)]);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function withJobs(jobs: Job[], work: (running: Jobs) => Promise<void>) {
  const running = await startJobs({ owner_url: database.ownerUrl, db, log, jobs });
  try {
    await work(running);
  } finally {
    await running.stop();
  }
}

describe('a job', () => {
  test('runs when the transaction that asked for it commits, and only then', async () => {
    const ran: unknown[] = [];
    const job = defineJob('test.note', { run: async (_context, payload) => void ran.push(payload) });
    await withJobs([job], async () => {
      await db
        .tx(SYSTEM_SCOPE, async (tx) => {
          await addJob(tx, job, { n: 1 });
          throw new Error('refused');
        })
        .catch(() => {});
      await db.tx(SYSTEM_SCOPE, (tx) => addJob(tx, job, { n: 2 }));
      await expect.poll(() => ran, { timeout: 15_000 }).toEqual([{ n: 2 }]);
    });
  });

  test('works as the application, and its failure is tried again', async () => {
    let attempts = 0;
    let role = '';
    const job = defineJob('test.flaky', {
      attempts_max: 3,
      async run(context) {
        attempts += 1;
        if (attempts === 1) throw new Error('not yet');
        role = (await context.db.rows<{ role: string }>('select current_user as role'))[0]!.role;
      },
    });
    await withJobs([job], async () => {
      await addJob(db, job);
      await expect.poll(() => attempts, { timeout: 15_000 }).toBe(2);
      await expect.poll(() => role).toBe('tongcang_app');
    });
  });

  test('asked for twice under one key runs once', async () => {
    let runs = 0;
    const job = defineJob('test.once', {
      async run() {
        runs += 1;
      },
    });
    await addJob(db, job, {}, { key: 'daily' });
    await addJob(db, job, {}, { key: 'daily' });
    await withJobs([job], async () => {
      await expect.poll(() => runs).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(runs).toBe(1);
    });
  });

  test('in work is finished before the process ends', async () => {
    let state = 'none';
    const job = defineJob('test.slow', {
      async run() {
        state = 'begun';
        await new Promise((resolve) => setTimeout(resolve, 400));
        state = 'done';
      },
    });
    await addJob(db, job);
    await withJobs([job], async () => {
      await expect.poll(() => state).toBe('begun');
    });
    expect(state).toBe('done');
  });

  test('with a clock is known to the queue', async () => {
    const job = defineJob('test.nightly', { cron: '15 18 * * *', run: async () => {} });
    await withJobs([job], async () => {
      const owner = createDb({ url: database.ownerUrl, max: 1 });
      await expect
        .poll(() => owner.rows('select identifier from graphile_worker._private_known_crontabs'))
        .toEqual([{ identifier: 'test.nightly' }]);
      await owner.close();
    });
  });

  test('cannot be looked at or changed by the application', async () => {
    await expect(db.rows('select * from graphile_worker._private_jobs')).rejects.toThrow(/permission denied/);
    await expect(db.rows(`select graphile_worker.add_job('x')`)).rejects.toThrow(/permission denied/);
  });
});

test('a loop never overlaps itself, outlives a failure, and stops after the turn in hand', async () => {
  let inside = 0;
  let turns = 0;
  const loop = startLoop('test', 1, async () => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
    turns += 1;
    if (turns === 2) throw new Error('once');
  });
  await expect.poll(() => turns).toBeGreaterThan(4);
  await loop.stop();
  const after = turns;
  expect(inside).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(turns).toBe(after);
});
