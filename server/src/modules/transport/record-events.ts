import type { InputOf, OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { AppError } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { reportDelay, settingsOf } from './report-delay.ts';
import { forecastOf, minutesBetween } from './tracking.model.ts';
import { within } from './transport.model.ts';
import { carriedBy, lockShipments, requireOnBoard, type Shipment, stopsOf } from './transport.read.ts';
import { type Forecast, insertEvents, saveForecasts } from './transport.write.ts';

type Told = InputOf<typeof contract.recordTransportEvents>['events'][number];
type Output = OutputOf<typeof contract.recordTransportEvents>;

/** Answers event by event: a tracking service sends what it has, and one bad report must not hold back the others. */
export const recordEvents = defineVerb(
  contract.recordTransportEvents,
  { permission: 'transport.execute', audit: 'transport.report' },
  async (context, { events }) => {
    const { tx, actor } = context;
    const shipments = new Map(
      (await lockShipments(tx, actor, [...new Set(events.map((event) => event.shipment_id))])).map((s) => [
        s.shipment_id,
        s,
      ]),
    );
    const refusals = events.map((event) => refusalOf(context, event, shipments.get(event.shipment_id)));
    const sound = events.filter((_, index) => refusals[index] === null);
    const fresh = await insertEvents(tx, unique(sound), actor.user_id);
    const delayed = await follow(
      context,
      sound.filter((event) => fresh.has(keyOf(event))),
      shipments,
    );
    const told = new Set<string>();
    const results = events.map((event, index): Output['results'][number] => {
      const { event_key } = event;
      if (refusals[index] !== null) return { event_key, result: 'refused', code: refusals[index]! };
      const recorded = fresh.has(keyOf(event)) && !told.has(keyOf(event));
      told.add(keyOf(event));
      return { event_key, result: recorded ? 'recorded' : 'known', code: null };
    });
    return { results, delayed };
  },
);

const keyOf = ({ shipment_id, event_key }: Told) => `${shipment_id}|${event_key}`;

function unique(events: readonly Told[]): Told[] {
  return [...new Map(events.map((event) => [keyOf(event), event])).values()];
}

function refusalOf({ actor }: Context, event: Told, shipment: Shipment | undefined): string | null {
  if (shipment === undefined) return 'platform.not_found';
  try {
    requireOnBoard(actor, shipment);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  if (shipment.status !== 'on_the_road') return 'transport.wrong_status';
  if (event.kind === 'temperature' && event.temp_c === undefined) return 'transport.measure_needed';
  return minutesBetween(shipment.now, event.occurred_at) >= 5 ? 'transport.times_out_of_order' : null;
}

/** What the new reports change: expected arrivals, delays, temperatures that somebody must know of. */
async function follow(
  context: Context,
  events: readonly Told[],
  shipments: ReadonlyMap<number, Shipment>,
): Promise<Output['delayed']> {
  const { tx, audit } = context;
  const touched = [...new Set(events.map((event) => event.shipment_id))];
  if (touched.length === 0) return [];
  const [stops, documents, settings] = await Promise.all([
    stopsOf(tx, touched),
    carriedBy(tx, touched),
    settingsOf(tx),
  ]);
  const delayed: Output['delayed'] = [];
  const forecasts: Forecast[] = [];
  for (const [shipment_id, told] of Map.groupBy(events, (event) => event.shipment_id)) {
    const shipment = shipments.get(shipment_id)!;
    const { document_no, from_warehouse_id } = shipment;
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, events: told.length, kinds: [...new Set(told.map((event) => event.kind))] },
    });
    reportTemperatures(context, shipment, told);
    const own = stops.filter((stop) => stop.shipment_id === shipment_id);
    const forecast = latestForecast(shipment, own, told);
    if (forecast === null) continue;
    forecasts.push(forecast);
    const carried = documents.filter((document) => document.shipment_id === shipment_id);
    if (reportDelay(context, shipment, forecast, own, carried, settings)) {
      delayed.push({ shipment_id, document_no, delayed_minutes: forecast.delayed_minutes });
    }
  }
  await saveForecasts(tx, forecasts);
  return delayed;
}

/** By the youngest report that says when the next stop is reached, unless a younger one was known before. */
function latestForecast(
  shipment: Shipment,
  stops: Awaited<ReturnType<typeof stopsOf>>,
  told: readonly Told[],
): Forecast | null {
  const youngest = told
    .filter((event) => event.eta_at !== undefined)
    .toSorted((a, b) => Date.parse(b.occurred_at) - Date.parse(a.occurred_at))[0];
  if (youngest === undefined) return null;
  const known = shipment.eta_told_at;
  if (known !== null && Date.parse(known) > Date.parse(youngest.occurred_at)) return null;
  const { eta_at, occurred_at, note } = youngest;
  return forecastOf(shipment.shipment_id, stops, { eta_at: eta_at!, at: occurred_at, reason: note ?? null });
}

function reportTemperatures({ emit }: Context, shipment: Shipment, told: readonly Told[]): void {
  const { shipment_id, document_no, temp_min_c, temp_max_c, logger_no } = shipment;
  for (const { temp_c, occurred_at } of told) {
    if (temp_c === undefined || within(temp_c, shipment)) continue;
    emit('transport.temperature_out_of_range', String(shipment_id), {
      shipment_id,
      document_no,
      logger_no,
      temp_c,
      temp_min_c,
      temp_max_c,
      occurred_at,
    });
  }
}
