import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { type Consumer, emitEvents, type OutboxEvent } from '../../platform/outbox.ts';
import { keepRules } from '../../platform/rules-lock.ts';
import type { Refused } from './decide-delivery.ts';
import { deliver } from './deliver.ts';
import { deliveredEvents } from './delivered-event.ts';
import { lockShipments, type Shipment, type ShippedLine, shippedLines } from './deliveries.read.ts';

type RefusedLot = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly reason: string;
};
/** What transport says of a stop: documents that were handed over, in part perhaps, or of which nothing was taken. */
type Told = {
  readonly document_keys?: readonly string[];
  readonly documents?: readonly {
    readonly document_key: string;
    readonly refused?: readonly RefusedLot[];
  }[];
  readonly signed_by?: string;
  readonly delivered_at?: string;
  readonly refused_by?: string;
  readonly refused_at?: string;
  readonly reason?: string | null;
};
type News = {
  readonly shipment_id: number;
  readonly key: string;
  readonly whole: boolean;
  readonly told: Told;
};
const OURS = /^delivery:(\d+)$/;

/**
 * Ends deliveries that transport has handed over or brought back. One that was recorded at the desk before stands as it
 * is; goods that were stopped on the way come back. Where it is not clear which pieces were refused, it is left to a person.
 */
export const followDelivered: Consumer = {
  name: 'fulfilment.delivered',
  topics: ['transport.delivered', 'transport.refused'],
  async handle(events, tx) {
    const news = events.flatMap(newsOf);
    if (news.length === 0) return;
    await keepRules(tx);
    for (const one of news) await end(tx, one);
  },
};

function newsOf({ topic, payload }: OutboxEvent): News[] {
  const told = payload as Told;
  return (told.document_keys ?? []).flatMap((key) => {
    const id = OURS.exec(key)?.[1];
    return id === undefined
      ? []
      : [{ shipment_id: Number(id), key, whole: topic === 'transport.refused', told }];
  });
}

async function end(tx: Tx, news: News): Promise<void> {
  const [shipment] = await lockShipments(tx, [news.shipment_id]);
  if (shipment?.status !== 'in_transit') return;
  const { told } = news;
  const { at } = await tx.one<{ at: string }>(
    // Clocks on the road differ: a signature falls between leaving and now.
    'select least(now(), greatest($1::timestamptz, $2::timestamptz)) as at',
    [told.delivered_at ?? told.refused_at ?? null, shipment.shipped_at],
  );
  const refused = refusedOf(news, await shippedLines(tx, [news.shipment_id]));
  const signed_by = told.signed_by ?? told.refused_by ?? '—';
  await record(tx, shipment, { signed_by, delivered_at: at, note: told.reason ?? null, refused });
}

type Signed = {
  readonly signed_by: string;
  readonly delivered_at: string;
  readonly note: string | null;
  readonly refused: readonly Refused[];
};

async function record(tx: Tx, shipment: Shipment, signed: Signed): Promise<void> {
  try {
    const outcome = await deliver(tx, SYSTEM_ACTOR, shipment, { ...signed, source: 'transport' });
    await emitEvents(tx, deliveredEvents(shipment, outcome));
  } catch (error) {
    // Refused before anything was written: the delivery stays on the road, and somebody records it at the desk.
    if (!(error instanceof AppError)) throw error;
    const { shipment_id, warehouse_id } = shipment;
    const payload = { shipment_id, warehouse_id, code: error.code };
    await emitEvents(tx, [{ topic: 'fulfilment.delivery_unclear', key: String(shipment_id), payload }]);
  }
}

/** The refused lots in the words of the shipment; the carrier's reason stays as a note. */
function refusedOf({ whole, told, key }: News, lines: readonly ShippedLine[]): Refused[] {
  if (whole) return lines.map((line) => refusal(line, line.qty, told.reason ?? null));
  const lots = told.documents?.find((document) => document.document_key === key)?.refused ?? [];
  return lines.flatMap((line) => {
    const own = lots.filter((lot) => lot.item_id === line.item_id && lot.lot_id === line.lot_id);
    const qty = own.reduce((total, lot) => total + lot.qty, 0);
    return qty === 0 ? [] : [refusal(line, qty, own.map((lot) => lot.reason).join('; '))];
  });
}

function refusal({ demand_line_id, lot_no }: ShippedLine, qty: number, note: string | null): Refused {
  return { demand_line_id, lot_no, qty, reason: 'other', note };
}
