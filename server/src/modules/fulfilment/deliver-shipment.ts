import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { momentOf } from '../stock/index.ts';
import { deliver, type Outcome } from './deliver.ts';
import { deliveredEvents } from './delivered-event.ts';
import { lockShipment, type Shipment } from './deliveries.read.ts';

type Input = contract.InputOf<typeof contract.deliverShipment>;

export const deliverShipment = defineVerb(
  contract.deliverShipment,
  { permission: 'fulfilment.deliver', audit: 'fulfilment.deliver', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const shipment = await lockShipment(tx, input.shipment_id);
    requireAt(actor, 'fulfilment.deliver', shipment.warehouse_id);
    const { shipment_id, delivery_note_no: document_no, status } = shipment;
    if (status !== 'in_transit') fail('fulfilment.shipment_arrived', { document_no });
    const { now } = await momentOf(tx);
    const delivered_at = input.delivered_at ?? now;
    refuseImpossible(shipment, delivered_at, now);
    const outcome = await deliver(tx, actor, shipment, {
      signed_by: input.signed_by,
      delivered_at,
      note: input.note || null,
      source: 'desk',
      refused: input.refused,
    });
    report(context, shipment, input, outcome);
    const { item_ids: _, ...answer } = outcome;
    return { shipment_id, ...answer };
  },
);

/** Nothing is signed for before it has left or after now. */
function refuseImpossible({ shipped_at }: Shipment, delivered_at: string, now: string): void {
  const at = Date.parse(delivered_at);
  // A shipment and its signature may be recorded in the same moment; the clock of the record runs a little ahead.
  const left = Math.floor(Date.parse(shipped_at) / 1000) * 1000;
  if (at < left || at > Date.parse(now)) {
    const error = { path: 'delivered_at', code: 'fulfilment.delivered_before_shipped', params: {} };
    fail('fulfilment.delivered_before_shipped', {}, [error]);
  }
}

function report(context: Context, shipment: Shipment, input: Input, outcome: Outcome): void {
  const { shipment_id, delivery_note_no: document_no, warehouse_id } = shipment;
  const { status, delivered, refused } = outcome;
  context.audit({
    entity: 'shipment',
    entity_id: shipment_id,
    warehouse_id,
    detail: {
      document_no,
      signed_by: input.signed_by,
      delivered,
      refused,
      before: { status: shipment.status },
      after: { status },
    },
  });
  for (const { topic, key, payload } of deliveredEvents(shipment, outcome)) context.emit(topic, key, payload);
}
