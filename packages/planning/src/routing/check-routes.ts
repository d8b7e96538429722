import type {
  PlannedRoute,
  RoutePlan,
  RouteStop,
  RouteVehicle,
  RoutingInput,
  TemperatureClass,
} from './routing.model.ts';

/**
 * An independent judge of route plans. It shares no code with the planner: it drives every route again, minute by
 * minute of driving, and compares what it finds with the input and with what the plan says.
 */
export type RouteViolationCode =
  | 'unknown_reference'
  | 'stop_not_once'
  | 'vehicle_twice'
  | 'wrong_depot'
  | 'weight'
  | 'volume'
  | 'window'
  | 'shift'
  | 'driving_limit'
  | 'duty_limit'
  | 'break_rule'
  | 'times'
  | 'totals';
export type RouteViolation = {
  readonly code: RouteViolationCode;
  /** Where: `stop 7`, `vehicle 3`, `plan`. */
  readonly where: string;
  readonly expected: number | string;
  readonly found: number | string;
};

/** Rounding of sums; in the unit of whatever is compared, and as a share of large figures. */
const NEAR = 1e-5;
const isMore = (a: number, b: number) => a > b + NEAR + Math.abs(b) * 1e-9;
const differs = (a: number, b: number) => !(Math.abs(a - b) <= NEAR + Math.abs(b) * 1e-9);

type Judge = {
  readonly input: RoutingInput;
  readonly violations: RouteViolation[];
  readonly stops: ReadonlyMap<number, RouteStop>;
  readonly vehicles: ReadonlyMap<number, RouteVehicle>;
  readonly place_of_depot: ReadonlyMap<number, number>;
};

/** Everything that is wrong with a plan; empty when it keeps every rule and says the truth about itself. */
export function checkRoutes(input: RoutingInput, plan: RoutePlan): RouteViolation[] {
  const judge: Judge = {
    input,
    violations: [],
    stops: new Map(input.stops.map((stop) => [stop.stop_id, stop])),
    vehicles: new Map(input.vehicles.map((vehicle) => [vehicle.vehicle_id, vehicle])),
    place_of_depot: new Map(input.depots.map((depot) => [depot.depot_id, depot.place])),
  };
  checkOnce(judge, plan);
  for (const route of plan.routes) checkRoute(judge, route);
  checkTotals(judge, plan);
  return judge.violations;
}

function blame(
  judge: Judge,
  code: RouteViolationCode,
  where: string,
  expected: number | string,
  found: number,
) {
  judge.violations.push({ code, where, expected, found });
}

/** Every stop stands on one route or among those left out, every vehicle drives at most once. */
function checkOnce(judge: Judge, plan: RoutePlan): void {
  const seen = new Map<number, number>();
  const visited = plan.routes.flatMap((route) => route.visits.map((visit) => visit.stop_id));
  for (const id of [...visited, ...plan.unrouted.map((row) => row.stop_id)]) {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    if (!judge.stops.has(id)) blame(judge, 'unknown_reference', `stop ${id}`, 'a known stop', id);
  }
  for (const id of judge.stops.keys())
    if (seen.get(id) !== 1) blame(judge, 'stop_not_once', `stop ${id}`, 1, seen.get(id) ?? 0);
  const driven = new Set<number>();
  for (const { vehicle_id } of plan.routes) {
    if (driven.has(vehicle_id)) blame(judge, 'vehicle_twice', `vehicle ${vehicle_id}`, 1, 2);
    driven.add(vehicle_id);
  }
}

function checkRoute(judge: Judge, route: PlannedRoute): void {
  const where = `vehicle ${route.vehicle_id}`;
  const vehicle = judge.vehicles.get(route.vehicle_id);
  if (!vehicle) {
    blame(judge, 'unknown_reference', where, 'a known vehicle', route.vehicle_id);
    return;
  }
  if (vehicle.depot_id !== route.depot_id)
    blame(judge, 'wrong_depot', where, vehicle.depot_id, route.depot_id);
  const stops = route.visits.flatMap((visit) => judge.stops.get(visit.stop_id) ?? []);
  for (const stop of stops)
    if (stop.depot_id !== vehicle.depot_id)
      blame(judge, 'wrong_depot', `stop ${stop.stop_id}`, stop.depot_id, vehicle.depot_id);
  checkLoad(judge, route, vehicle, stops);
  checkJourney(judge, route, vehicle);
}

function checkLoad(
  judge: Judge,
  route: PlannedRoute,
  vehicle: RouteVehicle,
  stops: readonly RouteStop[],
): void {
  const where = `vehicle ${vehicle.vehicle_id}`;
  let weight = 0;
  for (const stop of stops) weight += stop.weight_kg;
  if (isMore(weight, vehicle.weight_kg_max)) blame(judge, 'weight', where, vehicle.weight_kg_max, weight);
  if (differs(weight, route.weight_kg)) blame(judge, 'totals', `${where} weight`, weight, route.weight_kg);
  for (const name of ['ambient', 'cold', 'frozen'] satisfies TemperatureClass[]) {
    let volume = 0;
    for (const stop of stops) volume += stop.volume_l[name] ?? 0;
    const room = vehicle.volume_l_max[name] ?? 0;
    if (isMore(volume, room)) blame(judge, 'volume', `${where} ${name}`, room, volume);
    if (differs(volume, route.volume_l[name]))
      blame(judge, 'totals', `${where} ${name}`, volume, route.volume_l[name]);
  }
}

type Clock = {
  time: number;
  since_break: number;
  driven: number;
  rested: number;
  waited: number;
  km: number;
};

/** Drives the route from its start on and compares all times. */
function checkJourney(judge: Judge, route: PlannedRoute, vehicle: RouteVehicle): void {
  const where = `vehicle ${vehicle.vehicle_id}`;
  const depot = judge.place_of_depot.get(vehicle.depot_id)!;
  const clock: Clock = {
    time: route.start_minutes,
    since_break: 0,
    driven: 0,
    rested: 0,
    waited: 0,
    km: 0,
  };
  if (isMore(vehicle.from_minutes, clock.time))
    blame(judge, 'shift', where, vehicle.from_minutes, clock.time);
  let place = depot;
  for (const visit of route.visits) {
    const stop = judge.stops.get(visit.stop_id);
    if (!stop) continue;
    const at = `stop ${stop.stop_id}`;
    checkLeg(judge, at, visit, { vehicle, clock, way: way(judge.input, place, stop.place) });
    if (differs(visit.arrival_minutes, clock.time))
      blame(judge, 'times', at, clock.time, visit.arrival_minutes);
    if (stop.ready_minutes > clock.time) {
      clock.waited += stop.ready_minutes - clock.time;
      clock.time = stop.ready_minutes;
    }
    if (isMore(clock.time, stop.due_minutes)) blame(judge, 'window', at, stop.due_minutes, clock.time);
    if (differs(visit.service_start_minutes, clock.time))
      blame(judge, 'times', at, clock.time, visit.service_start_minutes);
    clock.time += stop.service_minutes;
    if (differs(visit.departure_minutes, clock.time))
      blame(judge, 'times', at, clock.time, visit.departure_minutes);
    place = stop.place;
  }
  checkLeg(judge, where, route.home, { vehicle, clock, way: way(judge.input, place, depot) });
  checkDay(judge, route, vehicle, clock);
}

type Drive = {
  readonly vehicle: RouteVehicle;
  readonly clock: Clock;
  readonly way: { readonly km: number; readonly minutes: number };
};

/** Drives one leg, with a break each time that the driving allowed at a stretch is used up and more is to come. */
function checkLeg(judge: Judge, where: string, told: PlannedRoute['home'], { vehicle, clock, way }: Drive) {
  const stretch = vehicle.break_after_minutes ?? null;
  let breaks = 0;
  let to_drive = way.minutes;
  if (stretch !== null) {
    while (clock.since_break + to_drive > stretch + 1e-6) {
      to_drive -= stretch - clock.since_break;
      clock.since_break = 0;
      breaks++;
    }
    clock.since_break += to_drive;
  }
  const rest = breaks * (vehicle.break_minutes ?? 0);
  if (differs(told.break_minutes, rest)) blame(judge, 'break_rule', where, rest, told.break_minutes);
  if (differs(told.driving_minutes, way.minutes))
    blame(judge, 'times', where, way.minutes, told.driving_minutes);
  if (differs(told.km, way.km)) blame(judge, 'times', where, way.km, told.km);
  clock.km += way.km;
  clock.driven += way.minutes;
  clock.rested += rest;
  clock.time += way.minutes + rest;
}

function checkDay(judge: Judge, route: PlannedRoute, vehicle: RouteVehicle, clock: Clock): void {
  const where = `vehicle ${vehicle.vehicle_id}`;
  const duty = clock.time - route.start_minutes;
  if (isMore(clock.time, vehicle.until_minutes))
    blame(judge, 'shift', where, vehicle.until_minutes, clock.time);
  const driving_max = vehicle.driving_minutes_max ?? null;
  if (driving_max !== null && isMore(clock.driven, driving_max))
    blame(judge, 'driving_limit', where, driving_max, clock.driven);
  const duty_max = vehicle.duty_minutes_max ?? null;
  if (duty_max !== null && isMore(duty, duty_max)) blame(judge, 'duty_limit', where, duty_max, duty);
  const cost = Math.round(vehicle.fixed_cost_fen + vehicle.cost_fen_per_km * clock.km);
  const figures: [string, number, number][] = [
    ['end', clock.time, route.end_minutes],
    ['duty', duty, route.duty_minutes],
    ['driving', clock.driven, route.driving_minutes],
    ['breaks', clock.rested, route.break_minutes],
    ['waiting', clock.waited, route.waiting_minutes],
    ['km', clock.km, route.km],
  ];
  for (const [name, expected, found] of figures)
    if (differs(expected, found)) blame(judge, 'totals', `${where} ${name}`, expected, found);
  // One fen may go either way where the sum lies half way between two.
  if (!(Math.abs(cost - route.cost_fen) <= 1)) blame(judge, 'totals', `${where} cost`, cost, route.cost_fen);
}

function way({ travel }: RoutingInput, from: number, to: number): { km: number; minutes: number } {
  if (from === to) return { km: 0, minutes: 0 };
  if (travel.kind === 'matrix') return { km: travel.km[from]![to]!, minutes: travel.minutes[from]![to]! };
  const [a, b] = [unitVector(travel.points[from]!), unitVector(travel.points[to]!)];
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const km = travel.road_factor * 2 * 6371.0088 * Math.asin(Math.min(1, chord / 2));
  return { km, minutes: (60 * km) / travel.speed_kmh };
}

function unitVector({ lat, lon }: { lat: number; lon: number }): [number, number, number] {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

function checkTotals(judge: Judge, { routes, unrouted, totals }: RoutePlan): void {
  const expected = { vehicles: routes.length, stops_routed: 0, km: 0, driving_minutes: 0, cost_fen: 0 };
  for (const route of routes) {
    expected.stops_routed += route.visits.length;
    expected.km += route.km;
    expected.driving_minutes += route.driving_minutes;
    expected.cost_fen += route.cost_fen;
  }
  const names = Object.keys(expected) as (keyof typeof expected)[];
  for (const name of names)
    if (differs(expected[name], totals[name]))
      blame(judge, 'totals', `plan ${name}`, expected[name], totals[name]);
  if (totals.stops_unrouted !== unrouted.length)
    blame(judge, 'totals', 'plan stops_unrouted', unrouted.length, totals.stops_unrouted);
}
