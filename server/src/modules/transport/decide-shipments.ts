/** Makes shipments of waiting documents: pure. */
import type * as contract from '@tongcang/contract';
import type { InputOf } from '@tongcang/contract';
import type { FieldError } from '../../platform/errors.ts';
import { type Driver, driverProblem, loadProblem } from './fleet.model.ts';
import type { Journey } from './freight.model.ts';
import { type ContractQuote, type ContractRate, quotesFor } from './rates.ts';
import {
  commonRange,
  DOCUMENT_TRANSITIONS,
  type DocumentStatus,
  strictest,
  type TemperatureClass,
} from './transport.model.ts';
import { type FleetVehicle, volumesOf } from './transport.read.ts';

type Given = InputOf<typeof contract.createTransportShipments>['shipments'][number];
export type WaitingDocument = {
  readonly transport_document_id: number;
  readonly document_no: string;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly customer_id: number | null;
  readonly department_id: number | null;
  readonly needed_at: string | null;
  readonly temperature_class: TemperatureClass;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly status: DocumentStatus;
};
export type WaitingLane = {
  readonly lane_id: number;
  readonly to_warehouse_id: number | null;
  readonly to_partner_id: number | null;
  readonly carrier_id: number;
  readonly transit_hours: number;
  readonly distance_km: number;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
};
/** What shipments are made from, read before. */
export type Ground = {
  readonly warehouse_id: number;
  readonly documents: ReadonlyMap<number, WaitingDocument>;
  readonly lanes: readonly WaitingLane[];
  readonly vehicles: ReadonlyMap<number, FleetVehicle>;
  readonly drivers: ReadonlyMap<number, Driver>;
  readonly rates: readonly ContractRate[];
  readonly today: string;
};
export type NewStop = {
  readonly stop_no: number;
  readonly customer_id: number | null;
  readonly department_id: number | null;
  readonly leg_km: number;
  readonly leg_minutes: number;
  readonly needed_at: string | null;
  readonly planned_arrival_at: string;
  readonly document_ids: readonly number[];
};
export type NewShipment = {
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly carrier_id: number | null;
  readonly lane_id: number | null;
  readonly vehicle_id: number | null;
  readonly driver_id: number | null;
  readonly temperature_class: TemperatureClass;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly distance_km: number;
  readonly planned_departure_at: string;
  readonly planned_return_at: string | null;
  readonly eta_at: string;
  readonly rate_id: number | null;
  readonly quote_fen: number | null;
  readonly quote: Partial<ContractQuote> | null;
  readonly stops: readonly NewStop[];
};
export type ShipmentsDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly shipments: readonly NewShipment[] };

/** Minutes for a leg of which nothing is known. */
const LEG_MINUTES = 60;

/** Shipments as asked for, or every place in the input that stands against them. */
export function decideShipments(given: readonly Given[], ground: Ground): ShipmentsDecision {
  const used = new Set<number>();
  const decided = given.map((one, index) => decideOne(one, index, ground, used));
  const errors = decided.flatMap((d) => ('errors' in d ? d.errors : []));
  if (errors.length > 0) return { errors };
  return { shipments: decided.flatMap((d) => ('shipment' in d ? [d.shipment] : [])) };
}

type One = { errors: FieldError[] } | { shipment: NewShipment };

function decideOne(given: Given, index: number, ground: Ground, used: Set<number>): One {
  const at = `shipments.${index}`;
  const wrong = given.stops.flatMap((stop, n) =>
    documentErrors(stop.document_ids, `${at}.stops.${n}.document_ids`, ground, used),
  );
  if (wrong.length > 0) return { errors: wrong };
  const documents = given.stops.map((stop) => stop.document_ids.map((id) => ground.documents.get(id)!));
  const mixed = destinationErrors(documents, at);
  if (mixed.length > 0) return { errors: mixed };
  const lane = ground.lanes.find((l) => l.lane_id === given.lane_id);
  const first = documents[0]![0]!;
  const leads = lane === undefined ? given.lane_id === undefined : leadsTo(lane, first, documents.length);
  if (!leads)
    return { errors: [error(`${at}.lane_id`, 'transport.lane_mismatch', { lane_id: given.lane_id! })] };
  const shipment = shipmentOf(given, documents, lane, ground);
  const unfit = fleetErrors(given, shipment, documents.flat(), at, ground);
  return unfit.length > 0 ? { errors: unfit } : { shipment };
}

const error = (path: string, code: string, params: FieldError['params'] = {}): FieldError => ({
  path,
  code,
  params,
});

function documentErrors(
  ids: readonly number[],
  path: string,
  { documents, warehouse_id }: Ground,
  used: Set<number>,
): FieldError[] {
  return ids.flatMap((id, n) => {
    const at = `${path}.${n}`;
    const document = documents.get(id);
    if (document === undefined) return [error(at, 'unknown')];
    if (used.has(id)) return [error(at, 'duplicate')];
    used.add(id);
    const { document_no, status } = document;
    if (document.from_warehouse_id !== warehouse_id)
      return [error(at, 'transport.other_sender', { document_no })];
    return DOCUMENT_TRANSITIONS[status].includes('planned')
      ? []
      : [error(at, 'transport.document_not_waiting', { document_no, status })];
  });
}

/** One stop is one place; a shipment leads to one warehouse, or to customers only. */
function destinationErrors(documents: readonly (readonly WaitingDocument[])[], at: string): FieldError[] {
  const places = documents.map((of) => new Set(of.map((d) => `${d.to_warehouse_id}|${d.customer_id}`)));
  const split = places.flatMap((of, n) =>
    of.size > 1 ? [error(`${at}.stops.${n}`, 'transport.mixed_destinations')] : [],
  );
  const warehouses = new Set(documents.flat().map((d) => d.to_warehouse_id));
  const mixed = warehouses.size > 1 ? [error(at, 'transport.mixed_destinations')] : [];
  return [...split, ...mixed];
}

function leadsTo(lane: WaitingLane, first: WaitingDocument, stops: number): boolean {
  if (first.to_warehouse_id !== null) return lane.to_warehouse_id === first.to_warehouse_id;
  return stops === 1 && lane.to_partner_id === first.customer_id;
}

function shipmentOf(
  given: Given,
  documents: readonly (readonly WaitingDocument[])[],
  lane: WaitingLane | undefined,
  ground: Ground,
): NewShipment {
  const all = documents.flat();
  const stops = stopsOf(given, documents, lane, ground);
  const sum = (of: (d: WaitingDocument) => number) => all.reduce((total, d) => total + of(d), 0);
  const load = {
    lane_id: lane?.lane_id ?? null,
    temperature_class: strictest(all.map((d) => d.temperature_class)),
    weight_g: sum((d) => d.weight_g),
    volume_ml: sum((d) => d.volume_ml),
    distance_km: stops.reduce((total, stop) => total + stop.leg_km, 0),
  };
  const vehicle = ground.vehicles.get(given.vehicle_id ?? 0);
  const carrier_id = vehicle === undefined ? (lane?.carrier_id ?? null) : vehicle.carrier_id;
  return {
    ...load,
    from_warehouse_id: ground.warehouse_id,
    to_warehouse_id: all[0]!.to_warehouse_id,
    carrier_id,
    vehicle_id: given.vehicle_id ?? null,
    driver_id: given.driver_id ?? null,
    ...commonRange(all.filter((d) => d.temperature_class === load.temperature_class)),
    planned_departure_at: given.planned_departure_at,
    planned_return_at: given.planned_return_at ?? null,
    eta_at: stops.at(-1)!.planned_arrival_at,
    ...priceOf({ ...load, drops: stops.length }, carrier_id, vehicle, lane, ground.rates),
    stops,
  };
}

function stopsOf(
  given: Given,
  documents: readonly (readonly WaitingDocument[])[],
  lane: WaitingLane | undefined,
  ground: Ground,
): NewStop[] {
  let clock = Date.parse(given.planned_departure_at);
  return given.stops.map((stop, n) => {
    const first = documents[n]![0]!;
    const way = lane ?? ground.lanes.find((l) => leadsTo(l, first, 1));
    const leg_minutes = stop.leg_minutes ?? (way === undefined ? LEG_MINUTES : way.transit_hours * 60);
    clock =
      stop.planned_arrival_at === undefined
        ? clock + leg_minutes * 60_000
        : Date.parse(stop.planned_arrival_at);
    const needs = documents[n]!.flatMap((d) => (d.needed_at === null ? [] : [d.needed_at]));
    return {
      stop_no: n + 1,
      customer_id: first.customer_id,
      department_id: first.department_id,
      leg_km: stop.leg_km ?? way?.distance_km ?? 0,
      leg_minutes,
      needed_at: needs.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
      planned_arrival_at: new Date(clock).toISOString(),
      document_ids: stop.document_ids,
    };
  });
}

type Price = Pick<NewShipment, 'rate_id' | 'quote_fen' | 'quote'>;

/** By the carrier's contract; by what the lane is known to cost where there is none; our own vehicle by its kilometres. */
function priceOf(
  journey: Journey,
  carrier_id: number | null,
  vehicle: FleetVehicle | undefined,
  lane: WaitingLane | undefined,
  rates: readonly ContractRate[],
): Price {
  const ours = rates.filter((rate) => rate.carrier_id === carrier_id);
  const [best] = quotesFor(ours, journey);
  if (best !== undefined) return { rate_id: best.rate_id, quote_fen: best.quote_fen, quote: best };
  if (vehicle !== undefined && carrier_id === null) return ownPrice(vehicle, journey.distance_km);
  if (lane === undefined) return { rate_id: null, quote_fen: null, quote: null };
  const charged_kg = Math.ceil(journey.weight_g / 1000);
  const weight_fen = charged_kg * lane.cost_fen_per_kg;
  const quote_fen = lane.fixed_cost_fen + weight_fen;
  return {
    rate_id: null,
    quote_fen,
    quote: { charged_kg, fixed_fen: lane.fixed_cost_fen, weight_fen, quote_fen },
  };
}

/** What a vehicle of ours costs for a distance. */
export function ownPrice(vehicle: FleetVehicle, distance_km: number): Price {
  const distance_fen = distance_km * vehicle.cost_fen_per_km;
  const quote_fen = vehicle.fixed_cost_fen + distance_fen;
  return { rate_id: null, quote_fen, quote: { fixed_fen: vehicle.fixed_cost_fen, distance_fen, quote_fen } };
}

function fleetErrors(
  given: Given,
  shipment: NewShipment,
  documents: readonly WaitingDocument[],
  at: string,
  { vehicles, drivers, today }: Ground,
): FieldError[] {
  const errors: FieldError[] = [];
  if (given.vehicle_id !== undefined) {
    const vehicle = vehicles.get(given.vehicle_id);
    const load = { ...shipment, volume_ml: volumesOf(documents) };
    const unfit = vehicle === undefined ? null : loadProblem(vehicle, [], load, today);
    if (vehicle === undefined) errors.push(error(`${at}.vehicle_id`, 'unknown'));
    else if (unfit !== null) errors.push(error(`${at}.vehicle_id`, 'transport.vehicle_unfit', unfit));
  }
  if (given.driver_id !== undefined) {
    const driver = drivers.get(given.driver_id);
    const unfit = driver === undefined ? null : driverProblem(driver, shipment, today);
    if (driver === undefined) errors.push(error(`${at}.driver_id`, 'unknown'));
    else if (unfit !== null) {
      const { driver_code } = driver;
      errors.push(error(`${at}.driver_id`, 'transport.driver_unfit', { driver_code, ...unfit }));
    }
  }
  return errors;
}
