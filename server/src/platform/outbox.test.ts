import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts';
import { createDb, type Db, SYSTEM_SCOPE } from './db.ts';
import { type Consumer, type OutboxEvent, pruneOutbox, type Relay, startRelay } from './outbox.ts';
import { renumberTransactions } from './transaction-order.ts';

let database: TestDatabase;
let db: Db;
let owner: Db;
const relays: Relay[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.appUrl, max: 8 });
  owner = createDb({ url: database.ownerUrl, max: 4 });
  await owner.rows('create table public.seen (n bigint, consumer text)');
  await owner.rows('grant insert, select on public.seen to tongcang_app');
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await Promise.all([db.close(), owner.close()]);
  await database.drop();
});

const start = (consumers: Consumer[], more: object = {}) => {
  const relay = startRelay({ db, consumers, poll_ms: 5, idle_ms: 20, ...more });
  relays.push(relay);
  return relay;
};

const emit = (n: number, topic = 'stock.posted', wait_ms = 0) =>
  db.tx(SYSTEM_SCOPE, async (tx) => {
    await tx.run(
      'insert into platform.outbox (topic, entity_key, payload) values ($1, $2, $3::text::jsonb)',
      [topic, `k${n % 5}`, JSON.stringify({ n })],
    );
    if (wait_ms > 0) await tx.rows('select pg_sleep($1)', [wait_ms / 1_000]);
  });

const numberOf = (event: OutboxEvent) => (event.payload as { n: number }).n;

/** Notes in the database what it sees, in the relay's own transaction. */
const witness = (name = 'witness', topics = ['stock.posted']): Consumer => ({
  name,
  topics,
  handle: (events, tx) =>
    tx.run('insert into public.seen (n, consumer) select unnest($1::bigint[]), $2', [
      events.map(numberOf),
      name,
    ]) as unknown as Promise<void>,
});

const seen = async (consumer = 'witness') =>
  (await owner.rows<{ n: number }>('select n from public.seen where consumer = $1', [consumer])).map(
    ({ n }) => n,
  );

/** Eight writers whose transactions end in another order than they began in. */
async function writeInRandomOrder(count: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 7 }, async () => {
      while (next < count) await emit(next++, 'stock.posted', Math.random() * 8);
    }),
  );
}

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('under writers that commit in random order', () => {
  test('no event is lost and none comes twice', async () => {
    const relay = start([witness()]);
    await writeInRandomOrder(300);
    await relay.drain();
    expect(sorted(await seen())).toEqual(upTo(300));
  });

  test('a reader that only asks for ids above the last one loses events', async () => {
    // Deliberately naive: this is what the relay must not be, and the proof that the test above can fail.
    let last = 0;
    const taken: number[] = [];
    let writing = true;
    const naive = (async () => {
      for (let final = false; !final; ) {
        final = !writing;
        const rows = await owner.rows<{ outbox_id: number; n: number }>(
          `select outbox_id, (payload->>'n')::bigint as n from platform.outbox where outbox_id > $1 order by outbox_id`,
          [last],
        );
        last = rows.at(-1)?.outbox_id ?? last;
        taken.push(...rows.map(({ n }) => n));
      }
    })();
    await writeInRandomOrder(300);
    writing = false;
    await naive;
    expect(taken.length).toBeLessThan(300);
  });

  test('two processes share a consumer without doing anything twice', async () => {
    const relay = start([witness()]);
    start([witness()]);
    await writeInRandomOrder(200);
    await expect.poll(async () => (await seen()).length, { timeout: 15_000 }).toBe(200);
    await relay.drain();
    expect(sorted(await seen())).toEqual(upTo(200));
  });
});

describe('a consumer', () => {
  test('gets its topics only, in order, and its cursor passes the others', async () => {
    const order: number[] = [];
    const relay = start([
      {
        name: 'wants-one',
        topics: ['transfer.shipped'],
        handle: async (events) => void order.push(...events.map(numberOf)),
      },
    ]);
    for (let n = 0; n < 40; n++) await emit(n, n % 10 === 3 ? 'transfer.shipped' : 'stock.posted');
    await relay.drain();
    expect(order).toEqual([3, 13, 23, 33]);
    const [cursor] = await owner.rows<{ last: number }>(
      'select outbox_id as last from platform.outbox_cursor',
    );
    expect(cursor!.last).toBe(40);
  });

  test('gets events in the order of numbers, not of digits', async () => {
    for (let n = 0; n < 4; n++) await emit(n);
    await owner.rows(`update platform.outbox set txid = (array['9', '10', '99', '100'])[outbox_id]::xid8`);
    const relay = start([witness()]);
    await relay.drain();
    await emit(4);
    await relay.drain();
    expect(await seen()).toEqual(upTo(5));
  });

  test('that fails half way leaves no half effect, and goes on by itself without loss or repetition', async () => {
    let failures = 0;
    const careless = witness();
    start([
      {
        ...careless,
        async handle(events, tx) {
          await careless.handle(events, tx);
          if (failures < 3) {
            failures += 1;
            throw new Error('crashed after writing');
          }
        },
      },
    ]);
    for (let n = 0; n < 20; n++) await emit(n);
    await expect.poll(async () => (await seen()).length, { timeout: 15_000 }).toBe(20);
    expect(failures).toBe(3);
    expect(sorted(await seen())).toEqual(upTo(20));
  });

  test('whose connection dies in the middle goes on without loss or repetition', async () => {
    let kills = 0;
    const victim = witness();
    start([
      {
        ...victim,
        async handle(events, tx) {
          await victim.handle(events, tx);
          if (kills++ < 2) {
            const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
            await owner.rows('select pg_terminate_backend($1)', [pid]);
          }
        },
      },
    ]);
    for (let n = 0; n < 20; n++) await emit(n);
    await expect.poll(async () => (await seen()).length, { timeout: 15_000 }).toBe(20);
    expect(sorted(await seen())).toEqual(upTo(20));
    expect(kills).toBeGreaterThan(2);
  });

  test('that always fails does not hold up another', async () => {
    start([
      { name: 'broken', topics: ['stock.posted'], handle: () => Promise.reject(new Error('no')) },
      witness(),
    ]);
    await emit(0);
    await expect.poll(() => seen(), { timeout: 15_000 }).toEqual([0]);
  });
});

describe('pruning', () => {
  const left = async () =>
    (await owner.rows<{ n: number }>('select count(*) as n from platform.outbox'))[0]!.n;

  test('deletes what all consumers have passed, and nothing before', async () => {
    for (let n = 0; n < 5; n++) await emit(n);
    expect(await pruneOutbox(db)).toBe(0);
    const relay = start([witness('fast')]);
    await relay.drain();
    await owner.rows(`insert into platform.outbox_cursor values ('slow', '0', 0)`);
    await relay.stop();
    expect(await pruneOutbox(db)).toBe(0);
    await start([witness('fast'), witness('slow')]).drain();
    await emit(5);
    await expect.poll(async () => (await seen('slow')).length).toBe(6);
    await pruneOutbox(db);
    expect(await left()).toBe(0);
  });
});

test('after a restore from a dump what was pending is still delivered, once, before what is new', async () => {
  const relay = start([witness()]);
  for (let n = 0; n < 3; n++) await emit(n);
  await relay.drain();
  await relay.stop();
  for (let n = 3; n < 6; n++) await emit(n);
  await owner.rows(`update platform.outbox set txid = (900000000000 + outbox_id)::text::xid8`);
  await owner.rows(`update platform.outbox_cursor set txid = '900000000003'`);
  await renumberTransactions(owner);
  await emit(6);
  await start([witness()]).drain();
  expect(await seen()).toEqual(upTo(7));
});

test('stop waits for the batch in hand', async () => {
  let done = false;
  const relay = start([
    {
      name: 'slow',
      topics: ['stock.posted'],
      async handle(_events, tx) {
        await tx.rows('select pg_sleep(0.2)');
        done = true;
      },
    },
  ]);
  await emit(0);
  const app = new pg.Client({ connectionString: database.ownerUrl });
  await app.connect();
  await expect
    .poll(
      async () =>
        (
          await app.query(
            `select 1 from pg_stat_activity where query like '%pg_sleep(0.2)%' and pid <> pg_backend_pid()`,
          )
        ).rowCount,
    )
    .toBe(1);
  await relay.stop();
  expect(done).toBe(true);
  await app.end();
});
