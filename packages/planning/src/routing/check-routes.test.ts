import { describe, expect, test } from 'vitest';
import { checkRoutes, type RouteViolationCode } from './check-routes.ts';
import { planRoutes } from './plan-routes.ts';
import type { PlannedRoute, RoutePlan, RouteVehicle, RoutingInput } from './routing.model.ts';
import { roadWorld } from './test/route-world.ts';

/** One vehicle, two stops, a break on the way home; every rule is met with nothing to spare. */
const vehicle: Partial<RouteVehicle> = {
  weight_kg_max: 2,
  volume_l_max: { cold: 3, ambient: 4 },
  from_minutes: 10,
  until_minutes: 90,
  fixed_cost_fen: 7,
  cost_fen_per_km: 2,
  driving_minutes_max: 60,
  duty_minutes_max: 80,
  break_after_minutes: 40,
  break_minutes: 10,
};
const world = roadWorld(
  [
    { at: 20, volume_l: { cold: 3 }, due_minutes: 30, service_minutes: 5 },
    { at: 30, volume_l: { ambient: 4 }, due_minutes: 45, service_minutes: 5 },
  ],
  [vehicle, vehicle],
);
const plan = planRoutes(world);
const codes = (input: RoutingInput, judged: RoutePlan): RouteViolationCode[] => [
  ...new Set(checkRoutes(input, judged).map((violation) => violation.code)),
];
const withRoute = (change: (route: PlannedRoute) => object): RoutePlan => ({
  ...plan,
  routes: plan.routes.map((route) => ({ ...route, ...change(route) })),
});
const withVehicle = (change: Partial<RouteVehicle>): RoutingInput => ({
  ...world,
  vehicles: world.vehicles.map((row) => ({ ...row, ...change })),
});
const withStop = (nth: number, change: object): RoutingInput => ({
  ...world,
  stops: world.stops.map((stop, n) => (n === nth ? { ...stop, ...change } : stop)),
});

describe('the judge', () => {
  test('finds nothing wrong with a lawful plan', () => {
    expect(plan.routes).toHaveLength(1);
    expect(plan.routes[0]).toMatchObject({ driving_minutes: 60, break_minutes: 10, duty_minutes: 80 });
    expect(checkRoutes(world, plan)).toEqual([]);
  });

  test.each<[RouteViolationCode, RoutingInput]>([
    ['weight', withVehicle({ weight_kg_max: 1.9 })],
    ['volume', withVehicle({ volume_l_max: { cold: 2.9, ambient: 4 } })],
    ['volume', withVehicle({ volume_l_max: { cold: 3 } })],
    ['shift', withVehicle({ from_minutes: 11 })],
    ['shift', withVehicle({ until_minutes: 89 })],
    ['driving_limit', withVehicle({ driving_minutes_max: 59 })],
    ['duty_limit', withVehicle({ duty_minutes_max: 79 })],
    ['break_rule', withVehicle({ break_after_minutes: 39 - 20 })],
    ['break_rule', withVehicle({ break_minutes: 9 })],
    ['window', withStop(0, { due_minutes: 29 })],
    ['window', withStop(1, { due_minutes: 44 })],
    ['times', withStop(1, { ready_minutes: 46, due_minutes: 50 })],
    ['times', withStop(0, { service_minutes: 4 })],
    ['wrong_depot', withVehicle({ depot_id: 2 })],
    ['wrong_depot', withStop(0, { depot_id: 2 })],
    ['totals', withVehicle({ cost_fen_per_km: 3 })],
    ['totals', withStop(0, { weight_kg: 0.5 })],
    ['stop_not_once', { ...world, stops: [...world.stops, { ...world.stops[0]!, stop_id: 3 }] }],
    ['unknown_reference', { ...world, stops: world.stops.slice(0, 1) }],
    ['unknown_reference', { ...world, vehicles: [] }],
  ])('finds %s where the world is harder than the plan', (code, harder) => {
    const depots = [...world.depots, { depot_id: 2, place: 0 }];
    expect(codes({ ...harder, depots }, plan)).toContain(code);
  });

  test.each<[RouteViolationCode, RoutePlan]>([
    ['stop_not_once', { ...plan, routes: [] }],
    ['stop_not_once', withRoute(({ visits }) => ({ visits: [...visits, visits[0]!] }))],
    ['vehicle_twice', { ...plan, routes: [plan.routes[0]!, plan.routes[0]!] }],
    ['times', withRoute(({ visits }) => ({ visits: [...visits].reverse() }))],
    ['times', withRoute(({ home }) => ({ home: { ...home, km: 29 } }))],
    ['totals', withRoute(({ cost_fen }) => ({ cost_fen: cost_fen - 2 }))],
    ['totals', withRoute(() => ({ duty_minutes: Number.NaN }))],
    ['totals', { ...plan, totals: { ...plan.totals, km: 1 } }],
    ['totals', { ...plan, totals: { ...plan.totals, stops_unrouted: 1 } }],
    ['times', withRoute(() => ({ start_minutes: 9 }))],
  ])('finds %s where the plan lies', (code, false_plan) => {
    expect(codes(world, false_plan)).toContain(code);
  });
});
