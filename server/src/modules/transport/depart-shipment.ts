import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { assignLoad } from '../coldchain/index.ts';
import { reportDelay, settingsOf } from './report-delay.ts';
import { forecastOf, minutesBetween } from './tracking.model.ts';
import { follow } from './transport.model.ts';
import {
  type Carried,
  carriedBy,
  lockShipment,
  requireOnBoard,
  type Shipment,
  stopsOf,
} from './transport.read.ts';
import { insertEvents, saveDeparted, saveForecasts } from './transport.write.ts';

/** Clocks of telephones run ahead a little; so much is forgiven. */
const AHEAD_MINUTES = 5;

/** Refuses a moment that lies in the future. */
export function refuseFuture(at: string, now: string): void {
  if (minutesBetween(now, at) >= AHEAD_MINUTES)
    fail('transport.times_out_of_order', { what: `${now} < ${at}` });
}

export const departShipment = defineVerb(
  contract.departTransportShipment,
  { permission: 'transport.execute', audit: 'transport.depart' },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const shipment = await lockShipment(tx, actor, input.shipment_id);
    requireOnBoard(actor, shipment);
    const status = follow(shipment, 'on_the_road');
    const { shipment_id, document_no, from_warehouse_id, to_warehouse_id, now } = shipment;
    const departed_at = input.occurred_at ?? now;
    refuseFuture(departed_at, now);
    const [stops, documents, settings] = await Promise.all([
      stopsOf(tx, [shipment_id]),
      carriedBy(tx, [shipment_id]),
      settingsOf(tx),
    ]);
    await assignLoad(tx, coldLoads(shipment, documents, departed_at));
    const late_ms = Date.parse(departed_at) - Date.parse(shipment.planned_departure_at);
    const first = stops[0]!;
    const eta_at = new Date(Date.parse(first.planned_arrival_at) + late_ms).toISOString();
    const forecast = forecastOf(shipment_id, stops, { eta_at, at: departed_at, reason: null })!;
    await saveDeparted(tx, shipment_id, departed_at);
    await saveForecasts(tx, [forecast]);
    const event = { shipment_id, kind: 'departed', event_key: 'departed', occurred_at: departed_at };
    await insertEvents(tx, [event], actor.user_id);
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, departed_at, before: { status: shipment.status }, after: { status } },
    });
    emit('transport.departed', String(shipment_id), {
      shipment_id,
      document_no,
      from_warehouse_id,
      to_warehouse_id,
      departed_at,
      eta_at: forecast.eta_at,
      document_keys: documents.map((document) => document.document_key),
    });
    reportDelay(context, shipment, forecast, stops, documents, settings);
    return { shipment_id, status, eta_at: forecast.eta_at };
  },
);

/** What is cold rides in the boxes, or without any in the vehicle: an excursion there finds its goods by that. */
function coldLoads(shipment: Shipment, documents: readonly Carried[], from_at: string) {
  const { from_warehouse_id, to_warehouse_id, vehicle_id, box_ids } = shipment;
  const rooms = box_ids.length > 0 ? box_ids : vehicle_id === null ? [] : [vehicle_id];
  return documents
    .filter((document) => document.temperature_class !== 'ambient')
    .flatMap(({ document_key, document_no }) =>
      rooms.map((room) => ({
        vehicle_id: room,
        document_key,
        document_no,
        from_warehouse_id,
        to_warehouse_id,
        from_at,
      })),
    );
}
