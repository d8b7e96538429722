import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { unfitForCold } from '../coldchain/index.ts';
import { ownPrice } from './decide-shipments.ts';
import { driverProblem, loadProblem } from './fleet.model.ts';
import type { Journey } from './freight.model.ts';
import { quotesFor, ratesOn } from './rates.ts';
import { follow } from './transport.model.ts';
import {
  carriedBy,
  driversById,
  type FleetVehicle,
  lockShipment,
  requireAtSender,
  type Shipment,
  stopsOf,
  vehiclesById,
  volumesOf,
} from './transport.read.ts';
import { saveAssignment } from './transport.write.ts';

type Input = InputOf<typeof contract.assignTransportShipment>;

export const assignShipment = defineVerb(
  contract.assignTransportShipment,
  { permission: 'transport.plan', audit: 'transport.assign' },
  async ({ tx, actor, audit, emit }, input) => {
    const shipment = await lockShipment(tx, actor, input.shipment_id);
    requireAtSender(actor, 'transport.plan', shipment);
    if (shipment.status !== 'planned') follow(shipment, 'planned');
    const planned_departure_at = input.planned_departure_at ?? shipment.planned_departure_at;
    const [vehicle, boxes] = await fleetOf(tx, input);
    const price = await priceFor(tx, shipment, input.rate_id, vehicle, planned_departure_at);
    await refuseUnfit(tx, shipment, vehicle, boxes, price.carrier_id);
    await refuseDriver(tx, shipment, input.driver_id, price.carrier_id);
    const { shipment_id, driver_id, vehicle_id, box_ids } = input;
    const assignment = { shipment_id, driver_id, vehicle_id, box_ids, planned_departure_at, ...price };
    await saveAssignment(tx, assignment);
    const { document_no, from_warehouse_id } = shipment;
    const { quote: _, ...detail } = assignment;
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: {
        document_no,
        before: {
          carrier_id: shipment.carrier_id,
          vehicle_id: shipment.vehicle_id,
          driver_id: shipment.driver_id,
          quote_fen: shipment.quote_fen,
        },
        after: detail,
      },
    });
    emit('transport.assigned', String(shipment_id), detail);
    return { shipment_id, carrier_id: price.carrier_id, quote_fen: price.quote_fen };
  },
);

async function fleetOf(tx: Tx, input: Input): Promise<[FleetVehicle, FleetVehicle[]]> {
  const ids = [input.vehicle_id, ...input.box_ids];
  const found = new Map((await vehiclesById(tx, ids)).map((one) => [one.vehicle_id, one]));
  const of = (id: number) => found.get(id) ?? notFound('vehicle', id);
  return [of(input.vehicle_id), input.box_ids.map(of)];
}

type Price = {
  readonly carrier_id: number | null;
  readonly rate_id: number | null;
  readonly quote_fen: number;
  readonly quote: unknown;
};

async function priceFor(
  tx: Tx,
  shipment: Shipment,
  rate_id: number | undefined,
  vehicle: FleetVehicle,
  departs_at: string,
): Promise<Price> {
  if (rate_id === undefined) {
    const price = ownPrice(vehicle, shipment.distance_km);
    // A carrier of which there is no contract: what the lane is known to cost stays the estimate.
    const quote_fen =
      vehicle.carrier_id === null ? price.quote_fen! : (shipment.quote_fen ?? price.quote_fen!);
    return { carrier_id: vehicle.carrier_id, rate_id: null, quote_fen, quote: price.quote };
  }
  const stops = await stopsOf(tx, [shipment.shipment_id]);
  const quotes = quotesFor(await ratesOn(tx, departs_at), journeyOf(shipment, stops.length));
  const quote = quotes.find((one) => one.rate_id === rate_id);
  if (quote === undefined) fail('transport.no_rate', { name: String(rate_id) });
  return { carrier_id: quote.carrier_id, rate_id, quote_fen: quote.quote_fen, quote };
}

/** What a rate looks at in a shipment. */
export function journeyOf(shipment: Omit<Journey, 'drops'>, drops: number): Journey {
  const { lane_id, temperature_class, weight_g, volume_ml, distance_km } = shipment;
  return { lane_id, temperature_class, weight_g, volume_ml, distance_km, drops };
}

/** Refuses a vehicle or box that is not qualified for what the shipment carries today. */
export async function refuseUnfit(
  tx: Tx,
  shipment: Shipment,
  vehicle: FleetVehicle,
  boxes: readonly FleetVehicle[],
  carrier_id: number | null,
): Promise<void> {
  const volume_ml = volumesOf(await carriedBy(tx, [shipment.shipment_id]));
  const problem = loadProblem(vehicle, boxes, { ...shipment, carrier_id, volume_ml }, shipment.today);
  if (problem !== null) fail('transport.vehicle_unfit', problem);
  if (shipment.temperature_class !== 'ambient')
    await refuseUnwatched(tx, boxes.length > 0 ? boxes : [vehicle]);
}

/** What keeps the goods cold is watched by sensors that may be relied on. */
async function refuseUnwatched(tx: Tx, rooms: readonly FleetVehicle[]): Promise<void> {
  const [unfit] = await unfitForCold(
    tx,
    rooms.map((room) => room.vehicle_id),
  );
  if (unfit === undefined) return;
  const { vehicle_code } = rooms.find((room) => room.vehicle_id === unfit.vehicle_id)!;
  fail('transport.vehicle_unfit', { vehicle_code, problem: unfit.problem, detail: '-' });
}

/** Refuses a driver without licence, or without training for what is cold. */
export async function refuseDriver(
  tx: Tx,
  shipment: Shipment,
  driver_id: number,
  carrier_id: number | null,
): Promise<void> {
  const [driver] = await driversById(tx, [driver_id]);
  if (driver === undefined) notFound('driver', driver_id);
  const problem = driverProblem(driver, { ...shipment, carrier_id }, shipment.today);
  if (problem !== null) fail('transport.driver_unfit', { driver_code: driver.driver_code, ...problem });
}
