import { clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { addJob, startLoop } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { type Consumer, emitEvents, type OutboxEvent } from '../../platform/outbox.ts';
import { announceRaised } from './announce.ts';
import { reassess } from './assess.ts';
import { recomputeJob } from './planning.jobs.ts';
import { expireProposals, type Touched, takeTouched, touchItems } from './planning.write.ts';

/** What an event is about, as far as it says: items, or the document whose lines name them. */
export function touchedBy(events: readonly Pick<OutboxEvent, 'payload'>[]): Touched {
  const found = {
    item_ids: new Set<number>(),
    demand_ids: new Set<number>(),
    transfer_ids: new Set<number>(),
  };
  const add = (set: Set<number>, id: unknown) => {
    if (Number.isSafeInteger(id)) set.add(id as number);
  };
  for (const { payload } of events) {
    const { item_ids, item_id, demand_id, demand_kind, transfer_id } = (payload ?? {}) as Record<
      string,
      unknown
    >;
    const items = Array.isArray(item_ids) ? item_ids : [item_id];
    for (const id of items) add(found.item_ids, id);
    // Allocations call the line that they serve `demand_id` too, and then name its item.
    if (demand_kind === undefined) add(found.demand_ids, demand_id);
    add(found.transfer_ids, transfer_id);
  }
  return {
    item_ids: [...found.item_ids],
    demand_ids: [...found.demand_ids],
    transfer_ids: [...found.transfer_ids],
  };
}

const IMPORTED = 'integration.imported';
const TOPICS = [
  'stock.posted',
  'stock.picked',
  'stock.hold_lifted',
  'stock.allocations_voided',
  'quality.disposed',
  'fulfilment.demand_created',
  'fulfilment.allocated',
  'fulfilment.shipped',
  'fulfilment.cancelled',
  'transfer.approved',
  'transfer.cancelled',
  'transfer.shipped',
  'transfer.received',
  'transfer.delayed',
  'transfer.discrepancy_resolved',
  'supply.order_placed',
  'supply.order_confirmed',
  'supply.order_cancelled',
  'supply.asn_announced',
  'supply.asn_cancelled',
  'supply.received',
  'supply.accepted',
  'supply.receipt_reversed',
  'supply.discrepancy_resolved',
  'supply.returned',
  IMPORTED,
] as const;

/** Whether stock or demand history has come from a file: then everything is computed anew. */
function bringsFacts({ topic, payload }: OutboxEvent): boolean {
  const { dataset } = (payload ?? {}) as { dataset?: unknown };
  return topic === IMPORTED && (dataset === 'opening_stock' || dataset === 'demand_history');
}

/**
 * Follows everything that moves stock, demand or goods on the road, and only notes which items it was. Assessing is
 * left to the loop below, so that a burst of postings about the same items costs one assessment and not a thousand.
 */
const touched: Consumer = {
  name: 'planning.risk',
  topics: TOPICS,
  async handle(events: readonly OutboxEvent[], tx: Tx) {
    await touchItems(tx, touchedBy(events));
    if (events.some(bringsFacts)) await addJob(tx, recomputeJob, {}, { key: recomputeJob.name });
  },
};
export const consumers: readonly Consumer[] = [touched];

const ITEMS_AT_ONCE = 2_000;

/**
 * Assesses the risks of touched items, all warehouses, in one transaction with a fixed number of statements; expires
 * proposals whose lots are gone. Gives the number of items it took.
 */
export function assessTouched(db: Db, limit = ITEMS_AT_ONCE): Promise<number> {
  return db.tx(
    SYSTEM_SCOPE,
    async (tx) => {
      const item_ids = await takeTouched(tx, limit);
      if (item_ids.length === 0) return 0;
      const { raised } = await reassess(tx, { item_ids, warehouse_id: null });
      const expired = await expireProposals(tx, item_ids);
      await announceRaised(tx, raised);
      if (expired.length > 0) {
        await emitEvents(
          tx,
          expired.map((id) => ({
            topic: 'planning.proposal_expired',
            key: String(id),
            payload: { proposal_id: id },
          })),
        );
      }
      return item_ids.length;
    },
    { statement_timeout_ms: 30_000 },
  );
}

const EVERY_MS = 500;
/** After a turn of t the next one waits at least this many times t: at most one part in twenty of a core is used. */
const REST = 19;

/**
 * Keeps the risks up to date, beside the requests. Under load it rests in proportion to its own work, so posting keeps
 * its speed and a risk is seen some seconds later; when it is quiet a risk is seen within about a second.
 */
export function startRiskLoop(db: Db, log?: Logger): { stop(): Promise<void> } {
  let not_before = 0;
  return startLoop(
    'planning.assess_touched',
    EVERY_MS,
    async () => {
      const begun = clock.monotonic_ms();
      if (begun < not_before) return;
      if ((await assessTouched(db)) === 0) return;
      const now = clock.monotonic_ms();
      not_before = now + REST * (now - begun);
    },
    log,
  );
}
