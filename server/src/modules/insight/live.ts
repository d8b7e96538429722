import type { LiveEvent } from '@tongcang/contract';
import type { Scope } from '../../platform/db.ts';
import { type Db, SYSTEM_SCOPE } from '../../platform/db.ts';
import { startLoop } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';

/** Somebody who watches. `send` gives the event away and must not block. */
export type Listener = { readonly scope: Scope; send(event: LiveEvent): void };
export type LiveFeed = {
  /** Adds a listener; the answer takes it away again. Null where there are too many already. */
  add(listener: Listener): (() => void) | null;
  readonly size: number;
  stop(): Promise<void>;
};

const LISTENERS_MAX = 200;
const EVERY_MS = 1_000;
const EVENTS_AT_ONCE = 200;

type Row = {
  readonly txid: string;
  readonly outbox_id: number;
  readonly topic: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly at: string;
};

/**
 * Reads the newest events while somebody watches, one small statement a second for all of them. Every process has its
 * own feed, whereas a relay's consumer works in one process only; therefore the place it has reached is kept in memory,
 * and what happened while nobody watched is not told: a page reads itself anew when it connects.
 */
export function startFeed(db: Db, log?: Logger, every_ms = EVERY_MS): LiveFeed {
  const listeners = new Set<Listener>();
  let reached: { txid: string; outbox_id: number } | null = null;

  async function turn(): Promise<void> {
    if (listeners.size === 0) {
      reached = null;
      return;
    }
    if (reached === null) {
      reached = await newest(db);
      return;
    }
    const rows = await eventsAfter(db, reached);
    for (const row of rows) for (const listener of listeners) tell(listener, row);
    const last = rows.at(-1);
    if (last !== undefined) reached = { txid: last.txid, outbox_id: last.outbox_id };
  }

  const loop = startLoop('insight.live', every_ms, turn, log);
  return {
    add(listener) {
      if (listeners.size >= LISTENERS_MAX) return null;
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get size() {
      return listeners.size;
    },
    stop: () => loop.stop(),
  };
}

/** The end of what can be read now: everything below the oldest running transaction. */
async function newest(db: Db): Promise<{ txid: string; outbox_id: number }> {
  const [row] = await db.rows<{ txid: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as txid',
  );
  return { txid: row!.txid, outbox_id: 0 };
}

function eventsAfter(db: Db, { txid, outbox_id }: { txid: string; outbox_id: number }): Promise<Row[]> {
  return db.tx(
    SYSTEM_SCOPE,
    (tx) =>
      tx.rows<Row>(
        `select txid::text as txid, outbox_id, topic, entity_key as key, payload, at from platform.outbox
         where (txid, outbox_id) > ($1::xid8, $2::bigint) and txid < pg_snapshot_xmin(pg_current_snapshot())
         order by txid, outbox_id limit ${EVENTS_AT_ONCE}`,
        [txid, outbox_id],
      ),
    { read_only: true },
  );
}

/** Warehouses that an event names. */
export function warehousesOf(payload: Readonly<Record<string, unknown>> | null): number[] {
  const { warehouse_id, from_warehouse_id, to_warehouse_id, warehouse_ids } = payload ?? {};
  const listed = Array.isArray(warehouse_ids) ? warehouse_ids : [];
  const ids = [warehouse_id, from_warehouse_id, to_warehouse_id, ...listed];
  return [...new Set(ids.filter((id): id is number => Number.isSafeInteger(id)))];
}

/** Names of things only, no quantities: whoever may see them reads them through the verbs. */
function tell({ scope: { warehouses }, send }: Listener, { topic, key, payload, at }: Row): void {
  const warehouse_ids = warehousesOf(payload);
  const sees =
    warehouses === 'all' || warehouse_ids.length === 0 || warehouse_ids.some((id) => warehouses.includes(id));
  if (sees && !topic.startsWith('identity.')) send({ topic, key, at, warehouse_ids });
}
