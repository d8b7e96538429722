import type { RouteTravel } from './routing.model.ts';

export type Leg = { readonly km: number; readonly minutes: number };
export type LegOf = (from: number, to: number) => Leg;

/** Mean radius of the earth, IUGG. */
const EARTH_KM = 6371.0088;
const RADIANS = Math.PI / 180;

/** Two stops at one place, whatever stands on the diagonal of a matrix. */
const NO_WAY: Leg = { km: 0, minutes: 0 };

/** The way from one place to another, by matrix or by great circle (haversine) times the road factor. */
export function legsOf(travel: RouteTravel): LegOf {
  if (travel.kind === 'matrix') {
    const { km, minutes } = travel;
    return (from, to) => (from === to ? NO_WAY : { km: km[from]![to]!, minutes: minutes[from]![to]! });
  }
  const { points, road_factor, speed_kmh } = travel;
  return (from, to) => {
    if (from === to) return NO_WAY;
    const km = road_factor * greatCircleKm(points[from]!, points[to]!);
    return { km, minutes: (km / speed_kmh) * 60 };
  };
}

type Point = { readonly lat: number; readonly lon: number };

function greatCircleKm(a: Point, b: Point): number {
  const north = Math.sin(((b.lat - a.lat) * RADIANS) / 2);
  const east = Math.sin(((b.lon - a.lon) * RADIANS) / 2);
  const half = north * north + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * east * east;
  // Rounding can take the root a hair beyond 1 for antipodes.
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
