import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refuseFuture } from './depart-shipment.ts';
import { reportDelay, settingsOf } from './report-delay.ts';
import { forecastOf, minutesBetween } from './tracking.model.ts';
import { STOP_TRANSITIONS } from './transport.model.ts';
import {
  type Carried,
  carriedBy,
  lockShipment,
  requireOnBoard,
  type Shipment,
  type Stop,
  stopsOf,
} from './transport.read.ts';
import { type Forecast, insertEvents, saveArrived, saveForecasts } from './transport.write.ts';

export const arriveStop = defineVerb(
  contract.arriveAtStop,
  { permission: 'transport.execute', audit: 'transport.arrive' },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { shipment, stops, stop, documents } = await atStop(tx, actor, input.stop_id);
    const { shipment_id, document_no, from_warehouse_id, to_warehouse_id, now } = shipment;
    const { stop_id, stop_no, status } = stop;
    if (!STOP_TRANSITIONS[status].includes('arrived')) fail('transport.stop_done', { stop_no, status });
    const arrived_at = input.occurred_at ?? now;
    refuseFuture(arrived_at, now);
    refuseBefore(shipment.departed_at!, arrived_at);
    await saveArrived(tx, stop_id, arrived_at);
    const event = {
      shipment_id,
      stop_id,
      kind: 'arrived',
      event_key: `arrived ${stop_id}`,
      occurred_at: arrived_at,
    };
    await insertEvents(tx, [event], actor.user_id);
    const late_minutes = minutesBetween(stop.planned_arrival_at, arrived_at);
    const later = stops.filter((one) => one.stop_id !== stop_id);
    const forecast = forecastAt(stop, later, arrived_at, late_minutes);
    await saveForecasts(tx, [forecast]);
    reportDelay(context, shipment, forecast, later, documents, await settingsOf(tx));
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, stop_no, arrived_at, late_minutes },
    });
    emit('transport.arrived', String(shipment_id), {
      shipment_id,
      stop_id,
      from_warehouse_id,
      to_warehouse_id,
      arrived_at,
      late_minutes,
      document_keys: documents.filter((d) => d.stop_id === stop_id).map((d) => d.document_key),
    });
    return { stop_id, arrived_at, late_minutes };
  },
);

/** A shipment on the road, locked, at one of its stops. */
export async function atStop(
  tx: Tx,
  actor: Actor,
  stop_id: number,
): Promise<{ shipment: Shipment; stops: Stop[]; stop: Stop; documents: Carried[] }> {
  const [found] = await tx.rows<{ shipment_id: number }>(
    `select t.shipment_id from transport.stop t join transport.shipment s using (shipment_id) where t.stop_id = $1`,
    [stop_id],
  );
  if (found === undefined) notFound('stop', stop_id);
  const shipment = await lockShipment(tx, actor, found.shipment_id);
  requireOnBoard(actor, shipment);
  const { document_no, status } = shipment;
  if (status !== 'on_the_road') fail('transport.wrong_status', { document_no, status, action: 'arrived' });
  const [stops, documents] = await Promise.all([
    stopsOf(tx, [shipment.shipment_id]),
    carriedBy(tx, [shipment.shipment_id]),
  ]);
  return { shipment, stops, stop: stops.find((one) => one.stop_id === stop_id)!, documents };
}

export function refuseBefore(earlier: string, later: string): void {
  if (Date.parse(later) < Date.parse(earlier)) {
    fail('transport.times_out_of_order', { what: `${later} < ${earlier}` });
  }
}

/**
 * The next stops move by as much as this one was reached later or earlier than planned. At the last one the journey is
 * as late as it has come: what had been feared on the way no longer counts.
 */
function forecastAt(stop: Stop, later: readonly Stop[], arrived_at: string, late_minutes: number): Forecast {
  const { shipment_id } = stop;
  const shift = Date.parse(arrived_at) - Date.parse(stop.planned_arrival_at);
  const next = later.find((one) => one.status === 'planned');
  const told = { at: arrived_at, reason: null };
  if (next !== undefined) {
    const eta_at = new Date(Date.parse(next.planned_arrival_at) + shift).toISOString();
    return forecastOf(shipment_id, later, { ...told, eta_at })!;
  }
  return {
    shipment_id,
    eta_at: arrived_at,
    eta_told_at: arrived_at,
    delayed_minutes: Math.max(0, late_minutes),
    delay_reason: null,
    stops: [],
  };
}
