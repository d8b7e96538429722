/** What waits, in the words of consolidation and routing, and their answers in ours: pure. */

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type {
  ConsolidationInput,
  ConsolidationPlan,
  PlannedRoute,
  RoutePlan,
  RouteStop,
  RouteVehicle,
  RouteVisit,
  RoutingInput,
  VolumeByClass,
} from '@tongcang/planning/routing';
import type { LaneRoom } from './create-shipments.ts';
import type { WaitingDocument, WaitingLane } from './decide-shipments.ts';
import { type Vehicle, vehicleProblem } from './fleet.model.ts';
import type { TemperatureClass } from './transport.model.ts';

export type Lane = WaitingLane & LaneRoom;
export type Waiting = WaitingDocument & { readonly destination: string; readonly priority_class: number };
export type Fleet = Vehicle & { readonly fixed_cost_fen: number; readonly cost_fen_per_km: number };
export type Place = {
  readonly customer_id: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly opens_minutes: number;
  readonly closes_minutes: number;
  readonly service_minutes: number;
};
export type Depot = { readonly longitude: number; readonly latitude: number };
export type Scene = {
  readonly warehouse_id: number;
  readonly depot: Depot;
  readonly departs_at: string;
  /** Minutes after local midnight of the departure. */
  readonly departs_minutes: number;
  readonly today: string;
  readonly documents: readonly Waiting[];
  readonly lanes: readonly Lane[];
  readonly vehicles: readonly Fleet[];
  readonly places: readonly Place[];
};
type Output = OutputOf<typeof contract.proposeTransportShipments>;
type Proposed = Output['shipments'][number];

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Litres of a lorry on a lane: masterdata says only what it may weigh, so weight decides. */
const LANE_LITRES = 1_000_000;
/** Driver's day: eight hours at the wheel, ten on duty, twenty minutes of rest after four hours. */
const DRIVER = {
  driving_minutes_max: 480,
  duty_minutes_max: 600,
  break_after_minutes: 240,
  break_minutes: 20,
} as const;
const SPEED_KMH = 45;
const ROAD_FACTOR = 1.3;
/** Where a customer has told nothing of its hours. */
const OPEN = { opens_minutes: 0, closes_minutes: 1440, service_minutes: 20 } as const;

const litres = (class_: TemperatureClass, volume_ml: number): VolumeByClass => ({
  [class_]: volume_ml / 1000,
});

/** Documents to other warehouses, and the lanes that leave at the moment asked for. */
export function consolidationOf(scene: Scene): ConsolidationInput {
  const start = Date.parse(scene.departs_at);
  const hours = (at: string) => (Date.parse(at) - start) / HOUR_MS;
  return {
    documents: scene.documents
      .filter((d) => d.to_warehouse_id !== null)
      .map((d) => ({
        document_id: d.transport_document_id,
        from_warehouse_id: d.from_warehouse_id,
        to_warehouse_id: d.to_warehouse_id!,
        ready_hours: 0,
        // What can no longer be in time is still sent, and by the fastest lane.
        latest_arrival_hours: latestOf(scene, d, hours),
        weight_kg: d.weight_g / 1000,
        volume_l: litres(d.temperature_class, d.volume_ml),
        priority_class: d.priority_class,
      })),
    departures: scene.lanes
      .filter((lane) => lane.to_warehouse_id !== null)
      .map((lane) => ({
        departure_id: lane.lane_id,
        from_warehouse_id: scene.warehouse_id,
        to_warehouse_id: lane.to_warehouse_id!,
        departs_hours: 0,
        transit_hours: lane.transit_hours,
        weight_kg_max: lane.capacity_kg,
        volume_l_max: compartmentsOf(lane),
        fixed_cost_fen: lane.fixed_cost_fen,
        cost_fen_per_kg: lane.cost_fen_per_kg,
      })),
  };
}

function latestOf(scene: Scene, document: Waiting, hours: (at: string) => number): number {
  const transits = scene.lanes
    .filter((lane) => lane.to_warehouse_id === document.to_warehouse_id && takes(lane, document))
    .map((lane) => lane.transit_hours);
  const fastest = transits.length === 0 ? 0 : Math.min(...transits);
  if (document.needed_at === null) return 24 * 365;
  return Math.max(hours(document.needed_at), fastest);
}

/** What a lane keeps cold, by its range. A cold lane has an ambient part as well. */
function compartmentsOf(lane: Lane): VolumeByClass {
  if (lane.temp_min_c === null || lane.temp_max_c === null) return { ambient: LANE_LITRES };
  return lane.temp_max_c <= 0
    ? { ambient: LANE_LITRES, frozen: LANE_LITRES }
    : { ambient: LANE_LITRES, cold: LANE_LITRES };
}

const takes = (lane: Lane, document: Waiting) => (compartmentsOf(lane)[document.temperature_class] ?? 0) > 0;

/** Documents that are handed over together: of one customer, in one compartment. */
export type Drop = { readonly customer_id: number; readonly documents: readonly Waiting[] };

/**
 * Documents to customers, and the qualified vehicles of the depot. Goods of one customer that travel in different
 * compartments are stops of their own, so that one for which there is no room leaves the others alone.
 */
export function routingOf(scene: Scene): { input: RoutingInput; drops: readonly Drop[] } {
  const together = Map.groupBy(
    scene.documents.filter((d) => d.customer_id !== null),
    (d) => `${d.customer_id}|${d.temperature_class}`,
  );
  const drops = [...together.values()].map((documents) => ({
    customer_id: documents[0]!.customer_id!,
    documents,
  }));
  return {
    drops,
    input: {
      depots: [{ depot_id: scene.warehouse_id, place: 0 }],
      stops: drops.map((drop, index) => routeStop(drop, index, scene)),
      vehicles: scene.vehicles
        .filter(
          (v) => v.kind === 'vehicle' && v.carrier_id === null && vehicleProblem(v, scene.today) === null,
        )
        .map((vehicle) => vehicleOf(vehicle, scene)),
      travel: matrixOf(
        scene,
        drops.map((drop) => drop.customer_id),
      ),
      options: { iterations_max: 20_000, time_limit_ms: 2_000 },
    },
  };
}

function routeStop({ customer_id, documents }: Drop, index: number, scene: Scene): RouteStop {
  const place = scene.places.find((one) => one.customer_id === customer_id) ?? OPEN;
  const { opens_minutes, closes_minutes, service_minutes } = place;
  const midnight = Date.parse(scene.departs_at) - scene.departs_minutes * MINUTE_MS;
  const due = Math.min(closes_minutes, dueOf(documents, midnight) ?? closes_minutes);
  const sum = (of: (d: Waiting) => number) => documents.reduce((total, d) => total + of(d), 0);
  return {
    stop_id: index,
    depot_id: scene.warehouse_id,
    place: index + 1,
    weight_kg: sum((d) => d.weight_g) / 1000,
    volume_l: litres(
      documents[0]!.temperature_class,
      sum((d) => d.volume_ml),
    ),
    ready_minutes: opens_minutes,
    due_minutes: Math.max(opens_minutes, due),
    service_minutes,
    priority_class: Math.min(...documents.map((d) => d.priority_class)),
  };
}

/** By when the earliest of these is needed that day; null where it is needed later or is late already. */
function dueOf(of: readonly Waiting[], midnight: number): number | null {
  const needs = of.flatMap((d) =>
    d.needed_at === null ? [] : [(Date.parse(d.needed_at) - midnight) / MINUTE_MS],
  );
  const due = Math.min(...needs);
  return Number.isFinite(due) && due > 0 && due < 1440 ? due : null;
}

function vehicleOf(vehicle: Fleet, scene: Scene): RouteVehicle {
  return {
    vehicle_id: vehicle.vehicle_id,
    depot_id: scene.warehouse_id,
    weight_kg_max: vehicle.capacity_kg,
    volume_l_max: { ambient: vehicle.ambient_l, cold: vehicle.cold_l, frozen: vehicle.frozen_l },
    from_minutes: scene.departs_minutes,
    until_minutes: scene.departs_minutes + DRIVER.duty_minutes_max,
    fixed_cost_fen: vehicle.fixed_cost_fen,
    cost_fen_per_km: vehicle.cost_fen_per_km,
    ...DRIVER,
  };
}

/**
 * Kilometres between the depot and the customers: by coordinates where both ends have some; by the lane from the depot
 * where one has none, and then between two customers by way of the depot, which promises nothing that is not there.
 */
export function matrixOf(
  scene: Scene,
  customers: readonly number[],
): Extract<RoutingInput['travel'], { kind: 'matrix' }> {
  const places = new Map(scene.places.map((place) => [place.customer_id, place]));
  const lanes = new Map(scene.lanes.map((lane) => [lane.to_partner_id, lane.distance_km]));
  const points = [scene.depot, ...customers.map((id) => places.get(id) ?? null)];
  const fromDepot = points.map((point, index) => {
    if (index === 0) return 0;
    return point === null ? (lanes.get(customers[index - 1]!) ?? 30) : roadKm(scene.depot, point);
  });
  const km = points.map((a, i) =>
    points.map((b, j) => {
      if (i === j || (i > 0 && customers[i - 1] === customers[j - 1])) return 0;
      if (a !== null && b !== null) return roadKm(a, b);
      return fromDepot[i]! + fromDepot[j]!;
    }),
  );
  return { kind: 'matrix', km, minutes: km.map((row) => row.map((distance) => (distance / SPEED_KMH) * 60)) };
}

const EARTH_KM = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
function roadKm(a: Depot, b: Depot): number {
  const sin = (x: number) => Math.sin(radians(x) / 2) ** 2;
  const h =
    sin(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * sin(b.longitude - a.longitude);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h)) * ROAD_FACTOR;
}

/** Loads of lanes as shipments. */
export function shipmentsOfLoads(scene: Scene, plan: ConsolidationPlan): Proposed[] {
  const documents = new Map(scene.documents.map((d) => [d.transport_document_id, d]));
  return plan.loads.map((load) => {
    const lane = scene.lanes.find((one) => one.lane_id === load.departure_id)!;
    const own = load.documents.map((d) => documents.get(d.document_id)!);
    const arrives = new Date(Date.parse(scene.departs_at) + lane.transit_hours * HOUR_MS).toISOString();
    return {
      from_warehouse_id: scene.warehouse_id,
      to_warehouse_id: lane.to_warehouse_id,
      lane_id: lane.lane_id,
      carrier_id: lane.carrier_id,
      carrier_name: lane.carrier_name,
      vehicle_id: null,
      vehicle_code: null,
      planned_departure_at: scene.departs_at,
      planned_return_at: null,
      distance_km: lane.distance_km,
      weight_g: own.reduce((sum, d) => sum + d.weight_g, 0),
      fill_share: Math.min(1, load.weight_kg / lane.capacity_kg),
      cost_fen: Math.round(load.fixed_fen + load.variable_fen),
      stops: [stopOf(1, own, lane.distance_km, lane.transit_hours * 60, arrives)],
    };
  });
}

/** Routes of vehicles as shipments. */
export function shipmentsOfRoutes(scene: Scene, plan: RoutePlan, drops: readonly Drop[]): Proposed[] {
  const midnight = Date.parse(scene.departs_at) - scene.departs_minutes * MINUTE_MS;
  const at = (minutes: number) => new Date(midnight + Math.round(minutes) * MINUTE_MS).toISOString();
  return plan.routes.map((route) => {
    const vehicle = scene.vehicles.find((one) => one.vehicle_id === route.vehicle_id)!;
    return {
      from_warehouse_id: scene.warehouse_id,
      to_warehouse_id: null,
      lane_id: null,
      carrier_id: null,
      carrier_name: null,
      vehicle_id: vehicle.vehicle_id,
      vehicle_code: vehicle.vehicle_code,
      planned_departure_at: at(route.start_minutes),
      planned_return_at: at(route.end_minutes),
      distance_km: Math.round(route.km),
      weight_g: Math.round(route.weight_kg * 1000),
      fill_share: Math.min(1, route.weight_kg / vehicle.capacity_kg),
      cost_fen: Math.round(route.cost_fen),
      stops: doorsOf(route, drops).map(({ visit, documents }, index) =>
        stopOf(
          index + 1,
          documents,
          Math.round(visit.km),
          Math.round(visit.driving_minutes + visit.break_minutes),
          at(visit.service_start_minutes),
        ),
      ),
    };
  });
}

/** Visits of a route; those that follow each other at one door are one. */
function doorsOf(route: PlannedRoute, drops: readonly Drop[]) {
  const doors: { visit: RouteVisit; customer_id: number; documents: Waiting[] }[] = [];
  for (const visit of route.visits) {
    const { customer_id, documents } = drops[visit.stop_id]!;
    const last = doors.at(-1);
    if (last?.customer_id === customer_id) last.documents.push(...documents);
    else doors.push({ visit, customer_id, documents: [...documents] });
  }
  return doors;
}

function stopOf(
  stop_no: number,
  documents: readonly Waiting[],
  leg_km: number,
  leg_minutes: number,
  planned_arrival_at: string,
): Proposed['stops'][number] {
  const first = documents[0]!;
  const needs = documents.flatMap((d) => (d.needed_at === null ? [] : [d.needed_at]));
  return {
    stop_no,
    customer_id: first.customer_id,
    department_id: first.department_id,
    destination: first.destination,
    leg_km,
    leg_minutes,
    planned_arrival_at,
    needed_at: needs.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    document_ids: documents.map((d) => d.transport_document_id),
  };
}

/** What stays behind, with the figures behind each cause. */
export function leftOf(
  scene: Scene,
  loads: ConsolidationPlan,
  routes: RoutePlan,
  drops: readonly Drop[],
): Output['left'] {
  const numbers = new Map(scene.documents.map((d) => [d.transport_document_id, d.document_no]));
  const left = (id: number, cause: string, needed: number | null, available: number | null) => ({
    transport_document_id: id,
    document_no: numbers.get(id)!,
    cause,
    needed,
    available,
  });
  return [
    ...loads.left.map((d) => left(d.document_id, d.cause, null, null)),
    ...routes.unrouted.flatMap((stop) =>
      drops[stop.stop_id]!.documents.map((d) =>
        left(d.transport_document_id, stop.cause, stop.needed, stop.available),
      ),
    ),
  ];
}
