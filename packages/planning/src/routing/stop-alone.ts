import type { DepotPart } from './depot-part.ts';
import { loadOf } from './depot-part.ts';
import type { RouteStop, UnroutedCause, UnroutedStop } from './routing.model.ts';
import { breaksAfter, ROUNDING_MINUTES, type VehicleKind } from './search-problem.ts';
import type { LegOf } from './travel.ts';

type Refusal = { readonly cause: UnroutedCause; readonly needed: number; readonly available: number };

/** In this order a vehicle comes nearer to serving a stop. */
const NEARNESS: readonly UnroutedCause[] = [
  'no_vehicle',
  'no_compartment',
  'weight',
  'volume',
  'window',
  'return_late',
  'driver_rules',
];

/** Why a vehicle of the kind cannot serve the stop even with nothing else on its route; null where it can. */
export function refusalAlone(
  stop: RouteStop,
  depot_place: number,
  kind: VehicleKind,
  legOf: LegOf,
): Refusal | null {
  return refusalOfLoad(stop, kind) ?? refusalOfTime(stop, depot_place, kind, legOf);
}

function refusalOfLoad(stop: RouteStop, { capacity }: VehicleKind): Refusal | null {
  const load = loadOf(stop.weight_kg, stop.volume_l);
  const missing = load.findIndex((qty, d) => d > 0 && qty > 0 && capacity[d] === 0);
  if (missing > 0) return { cause: 'no_compartment', needed: load[missing]!, available: 0 };
  const full = load.findIndex((qty, d) => qty > capacity[d]!);
  if (full < 0) return null;
  return { cause: full === 0 ? 'weight' : 'volume', needed: load[full]!, available: capacity[full]! };
}

function refusalOfTime(
  stop: RouteStop,
  depot_place: number,
  { from_minutes, until_minutes, rules }: VehicleKind,
  legOf: LegOf,
): Refusal | null {
  const out = legOf(depot_place, stop.place).minutes;
  const driving = out + legOf(stop.place, depot_place).minutes;
  const way_out = out + breaksAfter(rules, out) * rules.break_minutes;
  const way_home =
    driving - out + (breaksAfter(rules, driving) - breaksAfter(rules, out)) * rules.break_minutes;
  const arrives = from_minutes + way_out;
  const late = (cause: UnroutedCause, needed: number, available: number) =>
    needed > available + ROUNDING_MINUTES ? { cause, needed, available } : null;
  const back = Math.max(arrives, stop.ready_minutes) + stop.service_minutes + way_home;
  // It leaves the depot so late that it does not wait at the stop.
  const duty = way_out + stop.service_minutes + way_home;
  return (
    late('window', arrives, stop.due_minutes) ??
    late('return_late', back, until_minutes) ??
    late('driver_rules', driving, rules.driving_minutes_max) ??
    late('driver_rules', duty, rules.duty_minutes_max)
  );
}

/** Why no vehicle of the depot can serve the stop, by the one that comes nearest; null where one can. */
export function unroutable(stop: RouteStop, { depot, fleet }: DepotPart, legOf: LegOf): UnroutedStop | null {
  let nearest: UnroutedStop = {
    stop_id: stop.stop_id,
    cause: 'no_vehicle',
    nearest_vehicle_id: null,
    needed: null,
    available: null,
  };
  for (const { kind, vehicle_ids } of fleet) {
    const refusal = refusalAlone(stop, depot.place, kind, legOf);
    if (refusal === null) return null;
    if (NEARNESS.indexOf(refusal.cause) > NEARNESS.indexOf(nearest.cause))
      nearest = { stop_id: stop.stop_id, nearest_vehicle_id: vehicle_ids[0]!, ...refusal };
  }
  return nearest;
}
