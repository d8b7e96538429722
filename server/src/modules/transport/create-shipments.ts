import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { decideShipments, type Ground, type WaitingDocument, type WaitingLane } from './decide-shipments.ts';
import { ratesOn } from './rates.ts';
import { driversById, vehiclesById } from './transport.read.ts';
import { insertShipments } from './transport.write.ts';

type Input = InputOf<typeof contract.createTransportShipments>;

export const createShipments = defineVerb(
  contract.createTransportShipments,
  { permission: 'transport.plan', audit: 'transport.create_shipments' },
  async ({ tx, actor, audit, emit }, input) => {
    requireAt(actor, 'transport.plan', input.warehouse_id);
    await requireWarehouse(tx, input.warehouse_id);
    const decision = decideShipments(input.shipments, await groundOf(tx, input));
    if ('errors' in decision) throw refused(decision.errors);
    const made = await insertShipments(tx, decision.shipments, actor.user_id);
    made.forEach(({ shipment_id, document_no }, index) => {
      const { stops, carrier_id, vehicle_id, quote_fen } = decision.shipments[index]!;
      const detail = { document_no, carrier_id, vehicle_id, quote_fen, stops: stops.length };
      audit({
        entity: 'transport_shipment',
        entity_id: shipment_id,
        warehouse_id: input.warehouse_id,
        detail: { ...detail, before: null, after: { status: 'planned' } },
      });
      emit('transport.planned', String(shipment_id), { shipment_id, ...detail });
    });
    return {
      shipments: made.map((one, index) => ({ ...one, quote_fen: decision.shipments[index]!.quote_fen })),
    };
  },
);

async function groundOf(tx: Tx, { warehouse_id, shipments }: Input): Promise<Ground> {
  const ids = shipments.flatMap((shipment) => shipment.stops.flatMap((stop) => stop.document_ids));
  const named = (of: (shipment: Input['shipments'][number]) => number | undefined) =>
    shipments.flatMap((shipment) => of(shipment) ?? []);
  const [documents, lanes, vehicles, drivers, rates, { today }] = await Promise.all([
    tx.rows<WaitingDocument>(
      `select transport_document_id, document_no, from_warehouse_id, to_warehouse_id, customer_id, department_id, needed_at,
         temperature_class, temp_min_c, temp_max_c, weight_g, volume_ml, status
       from transport.document where transport_document_id = any($1::bigint[]) order by transport_document_id for update`,
      [ids],
    ),
    lanesFrom(tx, warehouse_id),
    vehiclesById(
      tx,
      named((s) => s.vehicle_id),
    ),
    driversById(
      tx,
      named((s) => s.driver_id),
    ),
    ratesOn(tx, shipments[0]!.planned_departure_at),
    tx.one<{ today: string }>(`select (now() at time zone 'Asia/Shanghai')::date as today`),
  ]);
  return {
    warehouse_id,
    documents: new Map(documents.map((document) => [document.transport_document_id, document])),
    lanes,
    vehicles: new Map(vehicles.map((vehicle) => [vehicle.vehicle_id, vehicle])),
    drivers: new Map(drivers.map((driver) => [driver.driver_id, driver])),
    rates,
    today,
  };
}

/** All lanes that begin at a warehouse, the cheapest first. */
export function lanesFrom(tx: Tx, warehouse_id: number): Promise<(WaitingLane & LaneRoom)[]> {
  return tx.rows(
    `select l.lane_id, l.to_warehouse_id, l.to_partner_id, l.carrier_id, p.name as carrier_name, l.transit_hours, l.distance_km,
       l.fixed_cost_fen, l.cost_fen_per_kg, l.capacity_kg, l.temp_min_c, l.temp_max_c
     from masterdata.v_lane l join masterdata.v_partner p on p.partner_id = l.carrier_id
     where l.from_warehouse_id = $1 order by l.fixed_cost_fen, l.lane_id`,
    [warehouse_id],
  );
}
export type LaneRoom = {
  readonly carrier_name: string;
  readonly capacity_kg: number;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};

/** The first thing that is wrong names the whole; what is unknown or out of sight is answered like what is missing. */
export function refused(errors: readonly FieldError[]): AppError {
  if (errors.some(({ code }) => code === 'unknown'))
    return new AppError('platform.not_found', {}, { errors });
  const named = errors.find(({ code }) => code.startsWith('transport.'));
  return new AppError(named?.code ?? 'platform.invalid_input', named?.params ?? {}, { errors });
}
