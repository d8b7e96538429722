import type { RouteStop, RouteVehicle, RoutingInput } from '@tongcang/planning/routing';
import { mulberry32 } from './report.ts';

export const WAREHOUSES = 20;
export const STOPS_OF_WAREHOUSE = 100;
const VANS = 14;
const LORRIES = 8;
/** Minutes of the day. */
const DAY = { from_minutes: 6 * 60, until_minutes: 20 * 60 };
/** Four hours at the wheel, then twenty minutes of rest; eight hours at the wheel in a day. */
const DRIVER = {
  driving_minutes_max: 480,
  duty_minutes_max: 600,
  break_after_minutes: 240,
  break_minutes: 20,
};

type Place = { readonly lat: number; readonly lon: number };

/**
 * A day of a company: departments around twenty warehouses, a third of them with cold goods, half with a window of two
 * hours, vans without and with a cold box, and lorries, all with drivers' hours.
 */
export function companyDay(seed: number): RoutingInput {
  const random = mulberry32(seed);
  const points: Place[] = [];
  const addPlace = (lat: number, lon: number) => points.push({ lat, lon }) - 1;
  const depots = Array.from({ length: WAREHOUSES }, (_, nth) => ({
    depot_id: nth + 1,
    place: addPlace(23 + 17 * random(), 103 + 17 * random()),
  }));
  const around = (centre: Place) => {
    const [away, angle] = [0.6 * Math.sqrt(random()), 2 * Math.PI * random()];
    return addPlace(centre.lat + away * Math.sin(angle), centre.lon + away * Math.cos(angle));
  };
  return {
    depots,
    stops: depots.flatMap(({ depot_id, place }) =>
      Array.from({ length: STOPS_OF_WAREHOUSE }, (_, nth) =>
        stopOf(depot_id * 1000 + nth, depot_id, around(points[place]!), random),
      ),
    ),
    vehicles: depots.flatMap(({ depot_id }) => fleetOf(depot_id)),
    travel: { kind: 'coordinates', points, road_factor: 1.3, speed_kmh: 45 },
  };
}

function stopOf(stop_id: number, depot_id: number, place: number, random: () => number): RouteStop {
  const is_tight = random() < 0.5;
  const ready_minutes = is_tight ? 480 + Math.floor(random() * 480) : 480;
  return {
    stop_id,
    depot_id,
    place,
    weight_kg: 5 + Math.floor(random() * 90),
    volume_l: {
      ambient: 20 + Math.floor(random() * 400),
      cold: random() < 0.33 ? 5 + Math.floor(random() * 60) : 0,
    },
    ready_minutes,
    due_minutes: is_tight ? ready_minutes + 120 : 1080,
    service_minutes: 10 + Math.floor(random() * 10),
    priority_class: 1 + Math.floor(random() * 4),
  };
}

function fleetOf(depot_id: number): RouteVehicle[] {
  const van = { weight_kg_max: 900, fixed_cost_fen: 15_000, cost_fen_per_km: 180 };
  const lorry = { weight_kg_max: 3_000, fixed_cost_fen: 32_000, cost_fen_per_km: 320 };
  return Array.from({ length: VANS + LORRIES }, (_, nth) => ({
    vehicle_id: depot_id * 1000 + nth,
    depot_id,
    ...(nth < VANS ? van : lorry),
    volume_l_max:
      nth < VANS ? { ambient: 3_500, cold: nth % 2 === 0 ? 300 : 0 } : { ambient: 14_000, cold: 900 },
    ...DAY,
    ...DRIVER,
  }));
}
