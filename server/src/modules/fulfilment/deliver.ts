import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { ensureAccounts, type PostDocument, post, refusedError } from '../stock/index.ts';
import {
  type Arrived,
  type DeliveryDecision,
  decideDelivery,
  deliveredLine,
  type Refused,
  returningLine,
} from './decide-delivery.ts';
import { returnsPlaces, roadStocks, type Shipment, shippedLines } from './deliveries.read.ts';
import { insertDeliveries } from './deliveries.write.ts';
import {
  arrivalStatus,
  DELIVERY_TRANSITIONS,
  type DeliveryStatus,
  deliveryKey,
  step,
  sum,
} from './outbound.model.ts';

/** A signature as it was given at the door. */
export type Signature = {
  readonly signed_by: string;
  readonly delivered_at: string;
  readonly note: string | null;
  readonly source: 'desk' | 'transport';
  readonly refused: readonly Refused[];
};
export type Outcome = {
  readonly status: DeliveryStatus;
  readonly delivered: number;
  readonly refused: number;
  readonly movement_id: number | null;
  readonly undelivered_movement_id: number | null;
  readonly item_ids: readonly number[];
};

/**
 * Ends the journey of a locked shipment that is on the road: what was taken goes to the customer and belongs to it, what
 * was refused comes back into the returns zone for somebody to look at. The caller holds the lock of rules.
 */
export async function deliver(
  tx: Tx,
  actor: Actor,
  shipment: Shipment,
  signature: Signature,
): Promise<Outcome> {
  const { shipment_id, partner_id } = shipment;
  const [lines, road] = await Promise.all([shippedLines(tx, [shipment_id]), roadStocks(tx, [shipment_id])]);
  const stopped = signature.source === 'desk' ? 'fail' : 'refuse';
  const decision = decideDelivery(lines, road, signature.refused, stopped);
  if ('errors' in decision) {
    const [first] = decision.errors;
    throw new AppError(first!.code, first!.params, { errors: decision.errors });
  }
  const posted = await postBoth(tx, actor, shipment, signature, decision);
  const delivered = sum(decision.arrived.map((a) => a.delivered));
  const refused = sum(decision.arrived.map((a) => a.refused));
  const status = step(DELIVERY_TRANSITIONS, shipment.status, arrivalStatus(delivered, refused), 'shipment');
  const { signed_by, delivered_at, note, source } = signature;
  const { warehouse_id } = shipment;
  const recorded_by = actor.user_id;
  await insertDeliveries(
    tx,
    [
      {
        shipment_id,
        warehouse_id,
        partner_id,
        status,
        signed_by,
        delivered_at,
        note,
        source,
        recorded_by,
        ...posted,
      },
    ],
    decision.arrived.map((arrived) => arrivalOf(shipment_id, arrived)),
  );
  const item_ids = [...new Set(lines.map((line) => line.item_id))];
  return { status, delivered, refused, ...posted, item_ids };
}

type Decided = Extract<DeliveryDecision, { arrived: unknown }>;

async function postBoth(
  tx: Tx,
  actor: Actor,
  shipment: Shipment,
  { delivered_at: occurred_at, note: reason }: Signature,
  { taken, back }: Decided,
): Promise<{ movement_id: number | null; undelivered_movement_id: number | null }> {
  const [[customer], place] = await Promise.all([
    ensureAccounts(tx, [{ kind: 'customer', department_id: shipment.department_id }]),
    back.length > 0 ? returnsPlaces(tx, shipment.warehouse_id) : null,
  ]);
  const head = { actor, occurred_at, reason, document_key: deliveryKey(shipment.shipment_id) };
  const documents: PostDocument[] = [
    {
      ...head,
      purpose: 'deliver' as const,
      lines: taken.map((share) => deliveredLine(share, customer!, shipment.partner_id)),
    },
    {
      ...head,
      purpose: 'undelivered' as const,
      lines: back.map((share) => returningLine(share, place!(share.line.storage_condition))),
    },
  ].filter((document) => document.lines.length > 0);
  const outcomes = await post(tx, documents);
  const id = (purpose: PostDocument['purpose']) => {
    const outcome = outcomes[documents.findIndex((document) => document.purpose === purpose)];
    if (outcome === undefined) return null;
    if ('refusals' in outcome) throw refusedError(outcome.refusals);
    return outcome.movement_id;
  };
  return { movement_id: id('deliver'), undelivered_movement_id: id('undelivered') };
}

function arrivalOf(shipment_id: number, arrived: Arrived) {
  const { line, delivered, refused, refused_serial_nos, reason, note } = arrived;
  const { demand_line_id, lot_id } = line;
  return { shipment_id, demand_line_id, lot_id, delivered, refused, refused_serial_nos, reason, note };
}
