import type { OutboxEntry } from '../../platform/use-case.ts';
import type { Outcome } from './deliver.ts';
import type { Shipment } from './deliveries.read.ts';

/** What others learn of a delivery: the document, and that goods moved. */
export function deliveredEvents(shipment: Shipment, outcome: Outcome): OutboxEntry[] {
  const { shipment_id, demand_id, warehouse_id, partner_id } = shipment;
  const { status, delivered, refused, movement_id, undelivered_movement_id, item_ids } = outcome;
  const posted = (id: number | null, purpose: string): OutboxEntry[] =>
    id === null
      ? []
      : [{ topic: 'stock.posted', key: String(id), payload: { movement_id: id, purpose, item_ids } }];
  return [
    {
      topic: 'fulfilment.delivered',
      key: String(shipment_id),
      payload: { shipment_id, demand_id, warehouse_id, partner_id, status, delivered, refused, movement_id },
    },
    ...posted(movement_id, 'deliver'),
    ...posted(undelivered_movement_id, 'undelivered'),
  ];
}
