import {
  type RouteDepot,
  type RouteStop,
  type RouteVehicle,
  type RoutingInput,
  TEMPERATURE_CLASSES,
  type VolumeByClass,
} from './routing.model.ts';
import type { VehicleKind } from './search-problem.ts';

/** What concerns one warehouse: goods do not come from another, so each is planned alone and nothing is lost. */
export type DepotPart = {
  readonly depot: RouteDepot;
  readonly stops: readonly RouteStop[];
  readonly fleet: readonly FleetKind[];
};

/** Vehicles that differ in nothing but their id. */
export type FleetKind = { readonly kind: VehicleKind; readonly vehicle_ids: readonly number[] };

export function partsOf(input: RoutingInput): DepotPart[] {
  const stops = Map.groupBy(input.stops, (stop) => stop.depot_id);
  const vehicles = Map.groupBy(input.vehicles, (vehicle) => vehicle.depot_id);
  return input.depots.map((depot) => ({
    depot,
    stops: stops.get(depot.depot_id) ?? [],
    fleet: fleetOf(vehicles.get(depot.depot_id) ?? []),
  }));
}

function fleetOf(vehicles: readonly RouteVehicle[]): FleetKind[] {
  const kinds = vehicles.map((vehicle) => ({ kind: kindOf(vehicle), vehicle_id: vehicle.vehicle_id }));
  const alike = Map.groupBy(kinds, ({ kind }) =>
    JSON.stringify([[...kind.capacity], { ...kind, capacity: 0 }]),
  );
  return [...alike.values()].map((group) => ({
    kind: { ...group[0]!.kind, count: group.length },
    vehicle_ids: group.map(({ vehicle_id }) => vehicle_id),
  }));
}

/** Loads and capacities in this order: weight, then the volume of each class. */
export const loadOf = (weight_kg: number, volume_l: VolumeByClass): number[] => [
  weight_kg,
  ...TEMPERATURE_CLASSES.map((name) => volume_l[name] ?? 0),
];

function kindOf(vehicle: RouteVehicle): VehicleKind {
  return {
    count: 1,
    capacity: Float64Array.from(loadOf(vehicle.weight_kg_max, vehicle.volume_l_max)),
    fixed_cost: vehicle.fixed_cost_fen,
    cost_per_km: vehicle.cost_fen_per_km,
    from_minutes: vehicle.from_minutes,
    until_minutes: vehicle.until_minutes,
    rules: {
      driving_minutes_max: vehicle.driving_minutes_max ?? Infinity,
      duty_minutes_max: vehicle.duty_minutes_max ?? Infinity,
      break_after_minutes: vehicle.break_after_minutes ?? Infinity,
      break_minutes: vehicle.break_minutes ?? 0,
    },
  };
}
