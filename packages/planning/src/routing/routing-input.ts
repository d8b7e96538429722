import { PlanningInputError, requireListed, requireNumber, requireWhole } from '../errors.ts';
import { INSTANT, QTY_MAX, requireUnique, requireVolume } from './field-checks.ts';
import {
  ROUTE_OBJECTIVES,
  type RouteStop,
  type RouteTravel,
  type RouteVehicle,
  type RoutingInput,
} from './routing.model.ts';

/** Bounds memory, which grows with the square of the stops of a depot. */
const STOPS_PER_DEPOT_MAX = 2_000;

/** Refuses everything that the search could not take, naming the field. */
export function requireRoutingInput(input: RoutingInput): void {
  const places = requireTravel(input.travel);
  const place = (field: string, value: number) => requireWhole(field, value, { max: places - 1 });
  requireUnique('depots', 'depot_id', input.depots);
  requireUnique('stops', 'stop_id', input.stops);
  requireUnique('vehicles', 'vehicle_id', input.vehicles);
  const stops_of = new Map(input.depots.map(({ depot_id }) => [depot_id, 0]));
  for (const [nth, depot] of input.depots.entries()) place(`depots[${nth}].place`, depot.place);
  for (const [nth, stop] of input.stops.entries()) {
    const field = `stops[${nth}]`;
    place(`${field}.place`, stop.place);
    requireStop(field, stop);
    const count = stops_of.get(stop.depot_id);
    if (count === undefined) throw new PlanningInputError('unknown_id', `${field}.depot_id`, stop.depot_id);
    stops_of.set(stop.depot_id, count + 1);
    if (count === STOPS_PER_DEPOT_MAX) throw new PlanningInputError('out_of_range', 'stops', count + 1);
  }
  for (const [nth, vehicle] of input.vehicles.entries()) {
    const field = `vehicles[${nth}]`;
    requireVehicle(field, vehicle);
    if (!stops_of.has(vehicle.depot_id))
      throw new PlanningInputError('unknown_id', `${field}.depot_id`, vehicle.depot_id);
  }
  requireOptions(input);
}

function requireStop(field: string, stop: RouteStop): void {
  requireNumber(`${field}.weight_kg`, stop.weight_kg, { max: QTY_MAX });
  requireVolume(`${field}.volume_l`, stop.volume_l);
  requireNumber(`${field}.ready_minutes`, stop.ready_minutes, INSTANT);
  requireNumber(`${field}.due_minutes`, stop.due_minutes, { ...INSTANT, min: stop.ready_minutes });
  requireNumber(`${field}.service_minutes`, stop.service_minutes, { max: INSTANT.max });
  requireWhole(`${field}.priority_class`, stop.priority_class ?? 4, { min: 1, max: 4 });
}

function requireVehicle(field: string, vehicle: RouteVehicle): void {
  requireNumber(`${field}.weight_kg_max`, vehicle.weight_kg_max, { max: QTY_MAX });
  requireVolume(`${field}.volume_l_max`, vehicle.volume_l_max);
  requireNumber(`${field}.from_minutes`, vehicle.from_minutes, INSTANT);
  requireNumber(`${field}.until_minutes`, vehicle.until_minutes, { ...INSTANT, min: vehicle.from_minutes });
  requireNumber(`${field}.fixed_cost_fen`, vehicle.fixed_cost_fen, { max: QTY_MAX });
  requireNumber(`${field}.cost_fen_per_km`, vehicle.cost_fen_per_km, { max: QTY_MAX });
  const limit = (name: 'driving_minutes_max' | 'duty_minutes_max' | 'break_minutes', max = INSTANT.max) =>
    requireNumber(`${field}.${name}`, vehicle[name] ?? 0, { max });
  limit('driving_minutes_max');
  limit('duty_minutes_max');
  limit('break_minutes', 1440);
  // A break after next to no driving would leave no driving at all.
  requireNumber(`${field}.break_after_minutes`, vehicle.break_after_minutes ?? 1, {
    min: 1,
    max: INSTANT.max,
  });
}

/** The number of places. */
function requireTravel(travel: RouteTravel): number {
  requireListed('travel.kind', travel.kind, ['coordinates', 'matrix'] as const);
  if (travel.kind === 'matrix') {
    requireMatrix('travel.km', travel.km, travel.km.length);
    requireMatrix('travel.minutes', travel.minutes, travel.km.length);
    return travel.km.length;
  }
  requireNumber('travel.road_factor', travel.road_factor, { min: 1, max: 10 });
  requireNumber('travel.speed_kmh', travel.speed_kmh, { min: 1, max: 300 });
  for (const [nth, { lat, lon }] of travel.points.entries()) {
    requireNumber(`travel.points[${nth}].lat`, lat, { min: -90, max: 90 });
    requireNumber(`travel.points[${nth}].lon`, lon, { min: -180, max: 180 });
  }
  return travel.points.length;
}

function requireMatrix(field: string, matrix: readonly ArrayLike<number>[], size: number): void {
  requireWhole(`${field}.length`, matrix.length, { min: size, max: size });
  for (let from = 0; from < size; from++) {
    const row = matrix[from]!;
    requireWhole(`${field}[${from}].length`, row.length, { min: size, max: size });
    for (let to = 0; to < size; to++) {
      const value = row[to]!;
      if (!(value >= 0 && value <= INSTANT.max))
        requireNumber(`${field}[${from}][${to}]`, value, INSTANT_SPAN);
    }
  }
}
const INSTANT_SPAN = { min: 0, max: INSTANT.max };

function requireOptions({ options = {} }: RoutingInput): void {
  requireListed('options.objective', options.objective ?? 'cost', ROUTE_OBJECTIVES);
  requireWhole('options.iterations_max', options.iterations_max ?? 0, { max: 1e12 });
  requireNumber('options.time_limit_ms', options.time_limit_ms ?? 0, { max: 1e9 });
}
