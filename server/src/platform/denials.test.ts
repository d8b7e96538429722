import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts';
import { createDb, type Db } from './db.ts';
import { createDenials } from './denials.ts';
import { createLog } from './log.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.appUrl, max: 2 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a stranger who is refused a thousand times leaves thirty entries, and does not use up those of others', async () => {
  const deny = createDenials(db, createLog({ log_level: 'silent' }));
  const denial = { user_id: null, session_id: null, route: 'GET /x', request_id: 'r', detail: { code: 'c' } };
  for (let i = 0; i < 1_000; i++) deny({ ...denial, ip: '10.0.0.1' });
  deny({ ...denial, ip: '10.0.0.2' });
  const read = () =>
    db.rows(
      `select detail->>'ip' as ip, count(*) as n from platform.audit where action = 'denied' group by 1 order by 1`,
    );
  await expect.poll(read).toEqual([
    { ip: '10.0.0.1', n: 30 },
    { ip: '10.0.0.2', n: 1 },
  ]);
});
