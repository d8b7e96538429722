import fc from 'fast-check';
import type { RouteStop, RouteTravel, RouteVehicle, RoutingInput } from '../routing.model.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });
const maybe = (min: number, max: number) => fc.option(whole(min, max), { freq: 1, nil: null });

const stopIn = (depots: number, places: number): fc.Arbitrary<Omit<RouteStop, 'stop_id'>> =>
  fc
    .record({
      depot_id: whole(1, depots),
      place: whole(0, places - 1),
      weight_kg: fc.double({ min: 0, max: 60, noNaN: true }),
      volume_l: fc.record({ ambient: whole(0, 40), cold: whole(0, 20) }, { requiredKeys: [] }),
      ready_minutes: whole(0, 600),
      open_minutes: whole(0, 480),
      service_minutes: whole(0, 30),
      priority_class: whole(1, 4),
    })
    .map(({ open_minutes, ...stop }) => ({ ...stop, due_minutes: stop.ready_minutes + open_minutes }));

const vehicleIn = (depots: number): fc.Arbitrary<Omit<RouteVehicle, 'vehicle_id'>> =>
  fc
    .record({
      depot_id: whole(1, depots),
      weight_kg_max: whole(20, 200),
      volume_l_max: fc.record({ ambient: whole(0, 150), cold: whole(0, 60) }, { requiredKeys: [] }),
      from_minutes: whole(0, 120),
      shift_minutes: whole(120, 900),
      fixed_cost_fen: whole(0, 50_000),
      cost_fen_per_km: whole(0, 500),
      driving_minutes_max: maybe(60, 480),
      duty_minutes_max: maybe(120, 600),
      break_after_minutes: maybe(30, 240),
      break_minutes: maybe(0, 45),
    })
    .map(({ shift_minutes, ...vehicle }) => ({
      ...vehicle,
      until_minutes: vehicle.from_minutes + shift_minutes,
    }));

/** Not symmetric, and a detour can be shorter than the direct way. */
const matrixOf = (places: number): fc.Arbitrary<RouteTravel> => {
  const square = (max: number) => {
    const row = fc.array(whole(0, max), { minLength: places, maxLength: places });
    return fc.array(row, { minLength: places, maxLength: places });
  };
  return fc.record({ kind: fc.constant('matrix' as const), km: square(100), minutes: square(120) });
};

/** Small companies of every kind: tight and wide windows, missing compartments, too few vehicles, drivers' rules. */
export const routeWorld: fc.Arbitrary<RoutingInput> = whole(1, 3).chain((depots) => {
  const places = depots + 9;
  return fc
    .record({
      points: fc.array(
        fc.record({
          lat: fc.double({ min: 30, max: 31, noNaN: true }),
          lon: fc.double({ min: 120, max: 121, noNaN: true }),
        }),
        { minLength: places, maxLength: places },
      ),
      stops: fc.array(stopIn(depots, places), { maxLength: 30 }),
      vehicles: fc.array(vehicleIn(depots), { maxLength: 8 }),
      matrix: fc.option(matrixOf(places), { freq: 1, nil: null }),
      objective: fc.constantFrom('cost' as const, 'vehicles_first' as const),
    })
    .map(({ points, matrix, stops, vehicles, objective }) => ({
      depots: Array.from({ length: depots }, (_, nth) => ({ depot_id: nth + 1, place: nth })),
      stops: stops.map((stop, nth) => ({ ...stop, stop_id: nth + 1 })),
      vehicles: vehicles.map((vehicle, nth) => ({ ...vehicle, vehicle_id: nth + 1 })),
      travel: matrix ?? { kind: 'coordinates' as const, points, road_factor: 1.3, speed_kmh: 50 },
      options: { objective, iterations_max: 300 },
    }));
});

/** Long routes through stops of short windows, where the way without a stop can be slower than the way over it. */
export const detourWorld: fc.Arbitrary<RoutingInput> = fc
  .record({
    travel: matrixOf(16),
    stops: fc.array(stopIn(1, 16), { minLength: 12, maxLength: 15 }),
    vehicles: fc.array(fc.record({ break_after_minutes: maybe(30, 120), break_minutes: whole(5, 60) }), {
      minLength: 2,
      maxLength: 4,
    }),
    cost_fen_per_km: whole(0, 1),
  })
  .map(({ travel, stops, vehicles, cost_fen_per_km }) => ({
    depots: [{ depot_id: 1, place: 0 }],
    stops: stops.map((stop, nth) => ({
      ...stop,
      stop_id: nth + 1,
      place: nth + 1,
      weight_kg: 0,
      volume_l: {},
    })),
    vehicles: vehicles.map((rules, nth) => ({
      ...NO_VEHICLE,
      ...rules,
      vehicle_id: nth + 1,
      fixed_cost_fen: 50,
      cost_fen_per_km,
    })),
    travel,
    options: { iterations_max: 600 },
  }));

const NO_STOP: RouteStop = {
  stop_id: 1,
  depot_id: 1,
  place: 1,
  weight_kg: 1,
  volume_l: {},
  ready_minutes: 0,
  due_minutes: 1440,
  service_minutes: 0,
};
const NO_VEHICLE: RouteVehicle = {
  vehicle_id: 1,
  depot_id: 1,
  weight_kg_max: 10,
  volume_l_max: {},
  from_minutes: 0,
  until_minutes: 1440,
  fixed_cost_fen: 0,
  cost_fen_per_km: 1,
};

/**
 * Places on a straight road, a kilometre a minute, the depot (place 0) at 0: for cases that can be counted by hand.
 * Ids count from 1; stop n lies at `stops[n - 1].at`.
 */
export function roadWorld(
  stops: readonly ({ at: number } & Partial<RouteStop>)[],
  vehicles: readonly Partial<RouteVehicle>[],
): RoutingInput {
  const at = [0, ...stops.map((stop) => stop.at)];
  const matrix = at.map((from) => at.map((to) => Math.abs(from - to)));
  return {
    depots: [{ depot_id: 1, place: 0 }],
    stops: stops.map(({ at: _, ...stop }, nth) => ({
      ...NO_STOP,
      stop_id: nth + 1,
      place: nth + 1,
      ...stop,
    })),
    vehicles: vehicles.map((vehicle, nth) => ({ ...NO_VEHICLE, vehicle_id: nth + 1, ...vehicle })),
    travel: { kind: 'matrix', km: matrix, minutes: matrix },
  };
}
