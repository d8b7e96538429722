import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Driver, Vehicle } from './fleet.model.ts';
import type {
  DocumentKind,
  DocumentStatus,
  ShipmentStatus,
  StopStatus,
  TemperatureClass,
} from './transport.model.ts';

export type Shipment = {
  readonly shipment_id: number;
  readonly document_no: string;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly carrier_id: number | null;
  readonly lane_id: number | null;
  readonly vehicle_id: number | null;
  readonly driver_id: number | null;
  readonly box_ids: readonly number[];
  readonly status: ShipmentStatus;
  readonly temperature_class: TemperatureClass;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly distance_km: number;
  readonly planned_departure_at: string;
  readonly departed_at: string | null;
  readonly eta_at: string | null;
  readonly eta_told_at: string | null;
  readonly delayed_minutes: number;
  readonly logger_no: string | null;
  readonly departure_temp_c: number | null;
  readonly quote_fen: number | null;
  /** The driver that the one who asks is; null for everybody else. */
  readonly own_driver_id: number | null;
  readonly now: string;
  readonly today: string;
};

/**
 * Locks shipments in the order of their ids, so that their verbs follow each other. Row-level security shows them from
 * both ends and to their carrier; to anybody else they do not exist.
 */
export async function lockShipments(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Shipment[]> {
  return tx.rows<Shipment>(
    `select s.shipment_id, s.document_no, s.from_warehouse_id, s.to_warehouse_id, s.partner_id as carrier_id, s.lane_id,
       s.vehicle_id, s.driver_id, s.box_ids, s.status, s.temperature_class, s.temp_min_c, s.temp_max_c, s.weight_g,
       s.volume_ml, s.distance_km, s.planned_departure_at, s.departed_at, s.eta_at, s.eta_told_at, s.delayed_minutes,
       s.logger_no, s.departure_temp_c, s.quote_fen,
       (select d.driver_id from transport.driver d where d.user_id = $2) as own_driver_id,
       clock_timestamp() as now, (now() at time zone 'Asia/Shanghai')::date as today
     from transport.shipment s where s.shipment_id = any($1::bigint[]) order by s.shipment_id for update of s`,
    [ids, actor.user_id],
  );
}

export async function lockShipment(tx: Tx, actor: Actor, shipment_id: number): Promise<Shipment> {
  const [shipment] = await lockShipments(tx, actor, [shipment_id]);
  if (shipment === undefined) notFound('shipment', shipment_id);
  return shipment;
}

/** Demands a permission where the journey begins; it is in sight, so the answer is 403 and not 404. */
export function requireAtSender(actor: Actor, permission: string, shipment: Shipment): void {
  const warehouse_id = shipment.from_warehouse_id;
  if (!can(actor, permission, warehouse_id)) fail('platform.forbidden', { permission, warehouse_id });
}

/** Who drives, loads or receives may tell what happens, at either end; a driver only of the own journeys. */
export function requireOnBoard(actor: Actor, shipment: Shipment): void {
  const permission = 'transport.execute';
  const { from_warehouse_id, to_warehouse_id, own_driver_id, driver_id, document_no } = shipment;
  const may =
    can(actor, permission, from_warehouse_id) ||
    (to_warehouse_id !== null && can(actor, permission, to_warehouse_id));
  if (!may) fail('platform.forbidden', { permission, warehouse_id: from_warehouse_id });
  if (own_driver_id !== null && own_driver_id !== driver_id)
    fail('transport.not_your_journey', { document_no });
}

export type Stop = {
  readonly stop_id: number;
  readonly shipment_id: number;
  readonly stop_no: number;
  readonly customer_id: number | null;
  readonly status: StopStatus;
  readonly needed_at: string | null;
  readonly planned_arrival_at: string;
  readonly eta_at: string;
  readonly arrived_at: string | null;
};

export function stopsOf(tx: Tx, shipment_ids: readonly number[]): Promise<Stop[]> {
  return tx.rows<Stop>(
    `select stop_id, shipment_id, stop_no, customer_id, status, needed_at, planned_arrival_at, eta_at, arrived_at
     from transport.stop where shipment_id = any($1::bigint[]) order by shipment_id, stop_no`,
    [shipment_ids],
  );
}

export type Carried = {
  readonly transport_document_id: number;
  readonly shipment_id: number | null;
  readonly stop_id: number | null;
  readonly document_key: string;
  readonly document_no: string;
  readonly kind: DocumentKind;
  readonly status: DocumentStatus;
  readonly temperature_class: TemperatureClass;
  readonly volume_ml: number;
  readonly needed_at: string | null;
};

export function carriedBy(tx: Tx, shipment_ids: readonly number[]): Promise<Carried[]> {
  return tx.rows<Carried>(
    `select transport_document_id, shipment_id, stop_id, document_key, document_no, kind, status, temperature_class, volume_ml,
       needed_at
     from transport.document where shipment_id = any($1::bigint[]) order by shipment_id, transport_document_id`,
    [shipment_ids],
  );
}

/** Litres by compartment that a load takes. */
export function volumesOf(
  documents: readonly { readonly temperature_class: TemperatureClass; readonly volume_ml: number }[],
): Record<TemperatureClass, number> {
  const volumes = { ambient: 0, cold: 0, frozen: 0 };
  for (const { temperature_class, volume_ml } of documents) volumes[temperature_class] += volume_ml;
  return volumes;
}

export type FleetVehicle = Vehicle & { readonly fixed_cost_fen: number; readonly cost_fen_per_km: number };

export function vehiclesById(tx: Tx, ids: readonly number[]): Promise<FleetVehicle[]> {
  return tx.rows<FleetVehicle>(
    `select vehicle_id, vehicle_code, kind, partner_id as carrier_id, capacity_kg, ambient_l, cold_l, frozen_l, temp_min_c,
       temp_max_c, validation_due, licence_valid_to, status, fixed_cost_fen, cost_fen_per_km
     from transport.vehicle where vehicle_id = any($1::bigint[])`,
    [ids],
  );
}

export function driversById(tx: Tx, ids: readonly number[]): Promise<Driver[]> {
  return tx.rows<Driver>(
    `select driver_id, driver_code, partner_id as carrier_id, licence_valid_to, trained_until, status
     from transport.driver where driver_id = any($1::bigint[])`,
    [ids],
  );
}
