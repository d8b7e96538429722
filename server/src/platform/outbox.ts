/**
 * The relay: hands the events that verbs have written to those who follow them, outside the hot path.
 *
 * An id is given out when a row is written, but the row is seen only when its transaction commits; a reader that
 * takes "id greater than the last one" passes over rows that commit late, for good. Therefore a reader takes rows in
 * the order (txid, outbox_id), and only below the oldest transaction still running: nothing can appear behind it.
 */

import { clock } from './clock.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from './db.ts';
import type { Logger } from './log.ts';
import { refuseYoungerCluster } from './transaction-order.ts';

export type OutboxEvent = {
  readonly txid: string;
  readonly outbox_id: number;
  readonly topic: string;
  readonly key: string;
  readonly payload: unknown;
  readonly at: string;
};

export type Consumer = {
  /** Never changed: the place it has reached is kept under this name. */
  readonly name: string;
  readonly topics: readonly string[];
  /**
   * Takes events in order, in the transaction that also moves the cursor: what it writes through `tx` happens exactly
   * once. An exception rolls both back, and the same events come again after a pause.
   */
  handle(events: readonly OutboxEvent[], tx: Tx): Promise<void>;
};

/** Writes events in the transaction of the caller: for jobs and consumers. A verb uses `emit` of its context. */
export async function emitEvents(
  tx: Pick<Tx, 'run'>,
  events: readonly { topic: string; key: string; payload: unknown }[],
): Promise<void> {
  await tx.run(
    `insert into platform.outbox (topic, entity_key, payload)
     select topic, entity_key, payload::jsonb
     from unnest($1::text[], $2::text[], $3::text[]) as t(topic, entity_key, payload)`,
    [
      events.map((event) => event.topic),
      events.map((event) => event.key),
      events.map((event) => JSON.stringify(event.payload)),
    ],
  );
}

export type Relay = {
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
  /** Works until everything committed so far is handled; for tests and for commands that must see the effect. */
  drain(): Promise<void>;
};

const BATCH_ROWS = 500;
const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS = 10_000;

/**
 * Starts following. `poll_ms` is the pause when there was something to do, `idle_ms` the one it grows to while there
 * is nothing: at idle one statement each half second asks for all consumers at once.
 */
export function startRelay(options: {
  db: Db;
  consumers: readonly Consumer[];
  poll_ms?: number;
  idle_ms?: number;
  log?: Logger;
}): Relay {
  const { db, consumers, poll_ms = 50, idle_ms = 500, log } = options;
  const failures = new Map<string, { count: number; not_before: number }>();
  let stopped = false;
  let pause_ms = poll_ms;
  let wake: (() => void) | null = null;
  let pruned_at = clock.monotonic_ms();

  async function round(): Promise<boolean> {
    let worked = false;
    for (const consumer of await behind(db, consumers)) {
      const failure = failures.get(consumer.name);
      if (failure !== undefined && clock.monotonic_ms() < failure.not_before) continue;
      try {
        worked = (await relayBatch(db, consumer)) > 0 || worked;
        failures.delete(consumer.name);
      } catch (error) {
        const count = (failure?.count ?? 0) + 1;
        const wait_ms = Math.min(poll_ms * 2 ** count, 30_000);
        failures.set(consumer.name, { count, not_before: clock.monotonic_ms() + wait_ms });
        log?.error({ err: error, consumer: consumer.name, failures: count }, 'events could not be handled');
      }
      if (stopped) return false;
    }
    if (clock.monotonic_ms() - pruned_at > PRUNE_EVERY_MS) {
      pruned_at = clock.monotonic_ms();
      await pruneOutbox(db);
    }
    return worked;
  }

  async function run() {
    let registered = false;
    while (!stopped) {
      try {
        if (!registered) await register(db, consumers);
        registered = true;
        pause_ms = (await round()) ? 0 : Math.min(Math.max(pause_ms * 2, poll_ms), idle_ms);
      } catch (error) {
        // The database is away; it is asked again at the idle pace.
        pause_ms = idle_ms;
        log?.warn({ err: error }, 'the outbox could not be read');
      }
      if (!stopped && pause_ms > 0) await sleep(pause_ms);
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
    async drain() {
      await register(db, consumers);
      while (await anythingLeft(db, consumers)) {
        for (const consumer of await behind(db, consumers)) await relayBatch(db, consumer);
      }
    },
  };
}

/** A new consumer begins with the oldest event still there. */
async function register(db: Db, consumers: readonly Consumer[]): Promise<void> {
  await db.rows(
    `insert into platform.outbox_cursor (consumer, txid, outbox_id)
     select name, '0', 0 from unnest($1::text[]) as t(name) order by name on conflict do nothing`,
    [consumers.map((consumer) => consumer.name)],
  );
}

/** Those for whom there is something to read; a look at the index for each, nothing is locked or written. */
async function behind(db: Db, consumers: readonly Consumer[]): Promise<Consumer[]> {
  const rows = await db.rows<{ consumer: string }>(
    `select c.consumer from platform.outbox_cursor c
     where c.consumer = any($1::text[]) and exists (
       select from platform.outbox o where (o.txid, o.outbox_id) > (c.txid, c.outbox_id)
         and o.txid < pg_snapshot_xmin(pg_current_snapshot()))`,
    [consumers.map((consumer) => consumer.name)],
  );
  const names = new Set(rows.map((row) => row.consumer));
  return consumers.filter((consumer) => names.has(consumer.name));
}

/** Also what is not to be read yet because an older transaction still runs, be it that of a relay. */
async function anythingLeft(db: Db, consumers: readonly Consumer[]): Promise<boolean> {
  const [row] = await db.rows<{ left: boolean }>(
    `select exists (select from platform.outbox_cursor c, platform.outbox o
       where c.consumer = any($1::text[]) and (o.txid, o.outbox_id) > (c.txid, c.outbox_id)) as left`,
    [consumers.map((consumer) => consumer.name)],
  );
  return row!.left;
}

type Cursor = { txid: string; outbox_id: number };

/**
 * One batch for one consumer, cursor and effect in one transaction; gives the number of rows passed, those of other
 * topics included. The cursor's row lock lets one process work for a consumer at a time, the others pass on.
 */
async function relayBatch(db: Db, consumer: Consumer): Promise<number> {
  return db.tx(
    SYSTEM_SCOPE,
    async (tx) => {
      const [cursor] = await tx.rows<Cursor>(
        `select txid::text as txid, outbox_id from platform.outbox_cursor where consumer = $1 for update skip locked`,
        [consumer.name],
      );
      if (cursor === undefined) return 0;
      await refuseYoungerCluster(tx, cursor.txid);
      const passed = await tx.rows<OutboxEvent & { wanted: boolean }>(
        // Columns are named with their table: a bare "order by txid" would mean the text above it, and "999" > "1000".
        `select o.txid::text as txid, o.outbox_id, o.topic, o.entity_key as key, o.at, o.topic = any($3::text[]) as wanted,
           case when o.topic = any($3::text[]) then o.payload end as payload
         from platform.outbox o
         where (o.txid, o.outbox_id) > ($1::xid8, $2::bigint) and o.txid < pg_snapshot_xmin(pg_current_snapshot())
         order by o.txid, o.outbox_id limit ${BATCH_ROWS}`,
        [cursor.txid, cursor.outbox_id, consumer.topics],
      );
      const last = passed.at(-1);
      if (last === undefined) return 0;
      const events = passed.filter((event) => event.wanted).map(({ wanted: _, ...event }) => event);
      if (events.length > 0) await consumer.handle(events, tx);
      await tx.run(
        `update platform.outbox_cursor set txid = $2::xid8, outbox_id = $3, moved_at = clock_timestamp()
         where consumer = $1`,
        [consumer.name, last.txid, last.outbox_id],
      );
      return passed.length;
    },
    { statement_timeout_ms: 30_000 },
  );
}

/**
 * Deletes events that every known consumer has passed; gives their number. Without any consumer nothing is deleted:
 * the first one to come still gets everything.
 */
export async function pruneOutbox(db: Db): Promise<number> {
  const rows = await db.rows(
    `with slowest as (
       select txid, outbox_id from platform.outbox_cursor order by txid, outbox_id limit 1
     ), done as (
       select o.txid, o.outbox_id from platform.outbox o, slowest s
       where (o.txid, o.outbox_id) <= (s.txid, s.outbox_id)
       order by o.txid, o.outbox_id limit ${PRUNE_ROWS}
     )
     delete from platform.outbox o using done where o.txid = done.txid and o.outbox_id = done.outbox_id
     returning 1`,
  );
  return rows.length;
}
