import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type Consumer, emitEvents } from '../../platform/outbox.ts';
import { keepRules } from '../../platform/rules-lock.ts';
import { deliver } from './deliver.ts';
import { deliveredEvents } from './delivered-event.ts';
import { lockShipments } from './deliveries.read.ts';

/** What transport says of a stop where goods were handed over. */
type Delivered = {
  readonly document_keys?: readonly string[];
  readonly signed_by?: string;
  readonly delivered_at?: string;
};
const OURS = /^delivery:(\d+)$/;

/**
 * Ends deliveries that transport has handed over. One that was recorded at the desk before stands as it is; goods that
 * were stopped on the way come back.
 */
export const followDelivered: Consumer = {
  name: 'fulfilment.delivered',
  topics: ['transport.delivered'],
  async handle(events, tx) {
    const signed = events.flatMap((event) => {
      const told = event.payload as Delivered;
      const ids = (told.document_keys ?? []).flatMap((key) => OURS.exec(key)?.[1] ?? []);
      return ids.map((id) => ({ shipment_id: Number(id), told }));
    });
    if (signed.length === 0) return;
    await keepRules(tx);
    for (const { shipment_id, told } of signed) await end(tx, shipment_id, told);
  },
};

async function end(tx: Tx, shipment_id: number, told: Delivered): Promise<void> {
  const [shipment] = await lockShipments(tx, [shipment_id]);
  if (shipment?.status !== 'in_transit') return;
  const { at } = await tx.one<{ at: string }>(
    // Clocks on the road differ: a signature falls between leaving and now.
    'select least(now(), greatest($1::timestamptz, $2::timestamptz)) as at',
    [told.delivered_at ?? null, shipment.shipped_at],
  );
  const outcome = await deliver(tx, SYSTEM_ACTOR, shipment, {
    signed_by: told.signed_by ?? '—',
    delivered_at: at,
    note: null,
    source: 'transport',
    refused: [],
  });
  await emitEvents(tx, deliveredEvents(shipment, outcome));
}
