import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { mulberry32 } from '../math/random.ts';
import { checkRoutes } from './check-routes.ts';
import { planRoutes } from './plan-routes.ts';
import type { RoutingInput } from './routing.model.ts';
import { detourWorld, roadWorld, routeWorld } from './test/route-world.ts';

const tours = (input: RoutingInput) =>
  planRoutes(input).routes.map((route) => route.visits.map((visit) => visit.stop_id));
const causes = (input: RoutingInput) => planRoutes(input).unrouted.map((row) => row.cause);

describe('in any world', () => {
  test('a plan keeps every rule and accounts for every stop', () => {
    fc.assert(
      fc.property(routeWorld, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (world, seed) => {
        expect(checkRoutes(world, planRoutes(world, { seed }))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('also where leaving out a stop makes the others late', () => {
    fc.assert(
      fc.property(detourWorld, (world) => {
        expect(checkRoutes(world, planRoutes(world))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('the same seed gives the same plan', () => {
    fc.assert(
      fc.property(routeWorld, (world) => {
        expect(planRoutes(world, { seed: 5 })).toEqual(planRoutes(world, { seed: 5 }));
      }),
      { numRuns: 20 },
    );
  });

  test('a stop left out for want of vehicles is served by one more like the nearest', () => {
    fc.assert(
      fc.property(routeWorld, (world) => {
        const left = planRoutes(world).unrouted.find((row) => row.cause === 'fleet_exhausted');
        fc.pre(left !== undefined);
        const like = world.vehicles.find((vehicle) => vehicle.vehicle_id === left!.nearest_vehicle_id)!;
        const alone = {
          ...world,
          stops: world.stops.filter((stop) => stop.stop_id === left!.stop_id),
          vehicles: [like],
        };
        expect(planRoutes(alone).unrouted).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('a stop refused for itself is refused in an empty world too, for the same cause', () => {
    fc.assert(
      fc.property(routeWorld, (world) => {
        for (const row of planRoutes(world).unrouted.filter(({ cause }) => cause !== 'fleet_exhausted')) {
          const stops = world.stops.filter((stop) => stop.stop_id === row.stop_id);
          expect(planRoutes({ ...world, stops }).unrouted).toEqual([row]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a warehouse has the same routes whichever others are planned with it', () => {
    fc.assert(
      fc.property(routeWorld, (world) => {
        const budget = (stops: readonly unknown[]) => ({ iterations_max: 40 * stops.length });
        const all = planRoutes({ ...world, options: budget(world.stops) }, { seed: 3 });
        const depot_id = world.depots.at(-1)!.depot_id;
        const own = <T extends { depot_id: number }>(rows: readonly T[]) =>
          rows.filter((row) => row.depot_id === depot_id);
        const part = {
          ...world,
          options: budget(own(world.stops)),
          depots: own(world.depots),
          stops: own(world.stops),
          vehicles: own(world.vehicles),
        };
        expect(planRoutes(part, { seed: 3 }).routes).toEqual(own(all.routes));
      }),
      { numRuns: 15 },
    );
  });
});

describe('small cases', () => {
  test('one vehicle visits a road there and back', () => {
    const input = roadWorld([{ at: 5 }, { at: 9 }, { at: 2 }], [{}]);
    const plan = planRoutes(input);
    expect(plan.totals).toMatchObject({ vehicles: 1, km: 18, cost_fen: 18, stops_routed: 3 });
  });

  test('is optimal where all tours can be tried', () => {
    const random = mulberry32(11);
    for (let round = 0; round < 10; round++) {
      const points = Array.from({ length: 7 }, () => [random() * 100, random() * 100] as const);
      const km = points.map(([x, y]) => points.map(([u, v]) => Math.hypot(x - u, y - v)));
      const input = roadWorld(Array(6).fill({ at: 0 }), [{}]);
      const plan = planRoutes({ ...input, travel: { kind: 'matrix', km, minutes: km } });
      expect(plan.totals.km).toBeCloseTo(shortestTour(km), 9);
    }
  });

  test('a capacity of two makes two routes of three stops', () => {
    const stops = [{ at: 10 }, { at: 11 }, { at: -10 }];
    const plan = planRoutes(roadWorld(stops, [{ weight_kg_max: 2 }, { weight_kg_max: 2 }]));
    expect(plan.totals).toMatchObject({ vehicles: 2, km: 42 });
  });

  test('cold goods ride in the cold compartment and nowhere else', () => {
    const cold = { volume_l: { cold: 6 } };
    const stops = [{ at: 1, ...cold }, { at: 2, ...cold }, { at: 3 }];
    const fleet = [{ volume_l_max: { cold: 10, ambient: 100 } }, { volume_l_max: { cold: 10 } }];
    expect(tours(roadWorld(stops, fleet))).toHaveLength(2);
    expect(causes(roadWorld(stops, [{ volume_l_max: { ambient: 100 } }]))).toEqual([
      'no_compartment',
      'no_compartment',
    ]);
  });

  test('windows decide the order against the distance', () => {
    const stops = [
      { at: 1, ready_minutes: 100, due_minutes: 120 },
      { at: 9, due_minutes: 20 },
    ];
    const plan = planRoutes(roadWorld(stops, [{}]));
    expect(plan.routes[0]!.visits.map((visit) => visit.stop_id)).toEqual([2, 1]);
    // It leaves at 11, as late as stop 2 allows, and waits 80 - 1 minutes less than it would otherwise.
    expect(plan.routes[0]).toMatchObject({ start_minutes: 11, waiting_minutes: 72, duty_minutes: 90 });
  });

  test('a break is taken on the road when the driving of a stretch is used up', () => {
    const plan = planRoutes(
      roadWorld([{ at: 100, ready_minutes: 500 }], [{ break_after_minutes: 60, break_minutes: 15 }]),
    );
    // Breaks at 60, 120 and 180 of 200 minutes: one on the way out, two on the way home.
    expect(plan.routes[0]).toMatchObject({
      start_minutes: 385,
      break_minutes: 45,
      duty_minutes: 245,
      home: { break_minutes: 30 },
    });
  });

  test.each([
    ['driving', { driving_minutes_max: 25 }],
    ['duty', { duty_minutes_max: 35 }],
    ['shift', { until_minutes: 35 }],
  ])('the limit of %s splits what one vehicle could load', (_, limit) => {
    const stops = [
      { at: 10, service_minutes: 8 },
      { at: -10, service_minutes: 8 },
    ];
    const two = (rule: object) => Array.from({ length: 2 }, () => ({ fixed_cost_fen: 1, ...rule }));
    expect(tours(roadWorld(stops, two(limit)))).toHaveLength(2);
    expect(tours(roadWorld(stops, two({})))).toHaveLength(1);
  });

  test('serves the urgent stop where one of two must be left out', () => {
    const stops = [
      { at: 1, priority_class: 4 },
      { at: 50, priority_class: 1 },
    ];
    const plan = planRoutes(roadWorld(stops, [{ weight_kg_max: 1 }]));
    expect(plan.unrouted).toMatchObject([{ stop_id: 1, cause: 'fleet_exhausted', nearest_vehicle_id: 1 }]);
  });

  test('a small van takes the small route, a lorry the large one', () => {
    const fleet = [
      { weight_kg_max: 100, cost_fen_per_km: 10, fixed_cost_fen: 10 },
      { weight_kg_max: 1, cost_fen_per_km: 1, fixed_cost_fen: 10 },
    ];
    const plan = planRoutes(
      roadWorld(
        [
          { at: 20, weight_kg: 1 },
          { at: -20, weight_kg: 50 },
        ],
        fleet,
      ),
    );
    expect(plan.routes.map((route) => [route.vehicle_id, route.visits[0]!.stop_id])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('vehicles first drives further to save a vehicle', () => {
    const stops = [{ at: 10, due_minutes: 10 }, { at: -10 }, { at: -11 }];
    const fleet = [{ weight_kg_max: 3 }, { weight_kg_max: 3 }, { weight_kg_max: 3 }];
    const input = { ...roadWorld(stops, fleet), options: { objective: 'vehicles_first' as const } };
    expect(planRoutes(input).totals.vehicles).toBe(1);
  });
});

describe('what cannot be routed is returned with its cause and figures', () => {
  test.each([
    ['no_vehicle', { at: 5 }, [], {}],
    ['no_compartment', { at: 5, volume_l: { frozen: 2 } }, [{}], { needed: 2, available: 0 }],
    ['weight', { at: 5, weight_kg: 11 }, [{}], { needed: 11, available: 10 }],
    [
      'volume',
      { at: 5, volume_l: { cold: 8 } },
      [{ volume_l_max: { cold: 5 } }],
      { needed: 8, available: 5 },
    ],
    ['window', { at: 5, due_minutes: 4 }, [{}], { needed: 5, available: 4 }],
    ['return_late', { at: 5, ready_minutes: 30 }, [{ until_minutes: 33 }], { needed: 35, available: 33 }],
    ['driver_rules', { at: 5 }, [{ driving_minutes_max: 9 }], { needed: 10, available: 9 }],
    [
      'driver_rules',
      { at: 5, service_minutes: 10 },
      [{ duty_minutes_max: 19 }],
      { needed: 20, available: 19 },
    ],
  ] as const)('%s', (cause, stop, fleet, figures) => {
    const { unrouted, routes } = planRoutes(roadWorld([stop], fleet));
    expect(routes).toEqual([]);
    expect(unrouted).toMatchObject([{ stop_id: 1, cause, ...figures }]);
  });

  test('names the vehicle that comes nearest', () => {
    const fleet = [{ weight_kg_max: 1 }, { driving_minutes_max: 9 }, { until_minutes: 8 }];
    const plan = planRoutes(roadWorld([{ at: 5, weight_kg: 5 }], fleet));
    expect(plan.unrouted).toMatchObject([{ cause: 'driver_rules', nearest_vehicle_id: 2 }]);
  });
});

describe('sensible answers at the edges', () => {
  test('nothing to do is an empty plan', () => {
    const totals = {
      vehicles: 0,
      stops_routed: 0,
      stops_unrouted: 0,
      km: 0,
      driving_minutes: 0,
      cost_fen: 0,
    };
    const nothing = { depots: [], stops: [], vehicles: [], travel: roadWorld([], []).travel };
    expect(planRoutes(nothing)).toEqual({ routes: [], unrouted: [], totals: { ...totals, iterations: 0 } });
    expect(planRoutes(roadWorld([], [{}])).totals).toMatchObject(totals);
  });

  test('all zeros: one vehicle stands at the depot', () => {
    const stop = { at: 0, weight_kg: 0, due_minutes: 0 };
    const plan = planRoutes(
      roadWorld([stop, stop], [{ weight_kg_max: 0, until_minutes: 0, cost_fen_per_km: 0 }]),
    );
    expect(plan.totals).toMatchObject({ vehicles: 1, stops_routed: 2, km: 0, cost_fen: 0 });
  });

  test('large figures stay finite and lawful', () => {
    const input = roadWorld(
      [
        { at: 1e6, weight_kg: 1e9, due_minutes: 1e7, service_minutes: 1e6 },
        { at: 1e6 + 1, due_minutes: 1e7 },
      ],
      [{ weight_kg_max: 1e9, until_minutes: 1e7, cost_fen_per_km: 1e9 }, { until_minutes: 1e7 }],
    );
    const plan = planRoutes(input);
    expect(checkRoutes(input, plan)).toEqual([]);
    expect(plan.totals.stops_routed).toBe(2);
  });

  test('no budget still gives the first routes', () => {
    const input = roadWorld([{ at: 5 }, { at: 9 }], [{}]);
    const none = planRoutes({ ...input, options: { iterations_max: 0 } });
    expect(none.totals).toMatchObject({ stops_routed: 2, iterations: 0 });
    const late = planRoutes({ ...input, options: { time_limit_ms: 0 } }, { elapsed_ms: () => 1 });
    expect(late.totals).toMatchObject({ stops_routed: 2, iterations: 0 });
  });

  test('the clock ends the search and progress never falls', () => {
    let now = 0;
    const shares: number[] = [];
    const input = roadWorld(
      Array.from({ length: 12 }, (_, i) => ({ at: i - 6 })),
      [{}, {}],
    );
    const plan = planRoutes(
      { ...input, options: { time_limit_ms: 100 } },
      { elapsed_ms: () => now++, progress: ({ done_share }) => shares.push(done_share!) },
    );
    expect(plan.totals.iterations).toBeLessThan(5_000);
    expect(shares.length).toBeGreaterThan(50);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});

describe('bad input is refused with its field', () => {
  const good = roadWorld([{ at: 1 }, { at: 2 }], [{}]);
  const stop = (change: object): RoutingInput => ({
    ...good,
    stops: [good.stops[0]!, { ...good.stops[1]!, ...change }],
  });
  const vehicle = (change: object): RoutingInput => ({
    ...good,
    vehicles: [{ ...good.vehicles[0]!, ...change }],
  });
  const travel = (change: object) => ({ ...good, travel: { ...good.travel, ...change } }) as RoutingInput;
  const points = [
    { lat: 91, lon: 0 },
    { lat: 0, lon: 0 },
    { lat: 0, lon: 0 },
  ];
  test.each([
    ['stops[1].weight_kg', 'not_a_number', stop({ weight_kg: Number.NaN })],
    ['stops[1].weight_kg', 'out_of_range', stop({ weight_kg: -1 })],
    ['stops[1].service_minutes', 'not_a_number', stop({ service_minutes: Infinity })],
    ['stops[1].due_minutes', 'out_of_range', stop({ ready_minutes: 50, due_minutes: 49 })],
    ['stops[1].volume_l.cold', 'out_of_range', stop({ volume_l: { cold: -1 } })],
    ['stops[1].volume_l.warm', 'not_listed', stop({ volume_l: { warm: 1 } })],
    ['stops[1].priority_class', 'out_of_range', stop({ priority_class: 5 })],
    ['stops[1].stop_id', 'duplicate', stop({ stop_id: 1 })],
    ['stops[1].depot_id', 'unknown_id', stop({ depot_id: 9 })],
    ['stops[1].place', 'out_of_range', stop({ place: 3 })],
    ['stops[1].place', 'not_whole', stop({ place: 1.5 })],
    ['vehicles[0].weight_kg_max', 'not_a_number', vehicle({ weight_kg_max: Number.NaN })],
    ['vehicles[0].until_minutes', 'out_of_range', vehicle({ from_minutes: 9, until_minutes: 8 })],
    ['vehicles[0].depot_id', 'unknown_id', vehicle({ depot_id: 9 })],
    ['vehicles[0].duty_minutes_max', 'out_of_range', vehicle({ duty_minutes_max: -1 })],
    ['vehicles[0].break_after_minutes', 'out_of_range', vehicle({ break_after_minutes: 0 })],
    ['travel.minutes.length', 'out_of_range', travel({ minutes: [[0]] })],
    ['travel.km[0].length', 'out_of_range', travel({ km: [[0], [0], [0]] })],
    ['travel.km[0][1]', 'not_a_number', travel({ km: Array(3).fill([0, Number.NaN, 1]) })],
    ['travel.minutes[0][2]', 'out_of_range', travel({ minutes: Array(3).fill([0, 1, -1]) })],
    ['travel.kind', 'not_listed', travel({ kind: 'crow' })],
    [
      'travel.points[0].lat',
      'out_of_range',
      travel({ kind: 'coordinates', points, road_factor: 1, speed_kmh: 9 }),
    ],
    [
      'travel.speed_kmh',
      'out_of_range',
      travel({ kind: 'coordinates', points, road_factor: 1, speed_kmh: 0 }),
    ],
    ['options.objective', 'not_listed', { ...good, options: { objective: 'fame' as 'cost' } }],
    ['options.iterations_max', 'out_of_range', { ...good, options: { iterations_max: -1 } }],
    ['options.time_limit_ms', 'not_a_number', { ...good, options: { time_limit_ms: Number.NaN } }],
    ['context.elapsed_ms', 'not_listed', { ...good, options: { time_limit_ms: 5 } }],
  ])('%s %s', (field, code, input) => {
    const refused = () => planRoutes(input as RoutingInput);
    expect(refused).toThrow(PlanningInputError);
    expect(refused).toThrow(expect.objectContaining({ field, code }));
  });
});

function shortestTour(km: readonly (readonly number[])[]): number {
  const visit = (at: number, left: readonly number[]): number =>
    left.length === 0
      ? km[at]![0]!
      : Math.min(
          ...left.map(
            (next) =>
              km[at]![next]! +
              visit(
                next,
                left.filter((node) => node !== next),
              ),
          ),
        );
  return visit(0, [1, 2, 3, 4, 5, 6]);
}
