/**
 * Words of routing. Instants are minutes after one moment that all of them share, such as the midnight before the
 * day; distances kilometres, weights kilograms, volumes litres, money fen. None of them needs to be whole.
 */

/** A vehicle keeps goods of a class in the compartment of that class and nowhere else. */
export const TEMPERATURE_CLASSES = ['ambient', 'cold', 'frozen'] as const;
export type TemperatureClass = (typeof TEMPERATURE_CLASSES)[number];
/** A class that is absent stands for 0. */
export type VolumeByClass = Readonly<Partial<Record<TemperatureClass, number>>>;

/** A warehouse from which vehicles start and to which they return. */
export type RouteDepot = { readonly depot_id: number; readonly place: number };

/** A department, or another place, that is visited once. */
export type RouteStop = {
  readonly stop_id: number;
  /** The warehouse that its goods come from. */
  readonly depot_id: number;
  readonly place: number;
  readonly weight_kg: number;
  readonly volume_l: VolumeByClass;
  /** Service starts within these; a vehicle that comes earlier waits. */
  readonly ready_minutes: number;
  readonly due_minutes: number;
  readonly service_minutes: number;
  /** 1 the most urgent, 4 the least: what is left out first where the fleet is too small. Default 4. */
  readonly priority_class?: number;
};

/** One vehicle with its driver for one route. A rule that is null or absent does not apply. */
export type RouteVehicle = {
  readonly vehicle_id: number;
  readonly depot_id: number;
  readonly weight_kg_max: number;
  readonly volume_l_max: VolumeByClass;
  /** Leaves not before, is back not after. */
  readonly from_minutes: number;
  readonly until_minutes: number;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_km: number;
  readonly driving_minutes_max?: number | null;
  /** From leaving the depot until being back, with waiting, service and breaks. */
  readonly duty_minutes_max?: number | null;
  /** After so much driving without a break, one is taken at once, on the road. Waiting and service are no break. */
  readonly break_after_minutes?: number | null;
  readonly break_minutes?: number | null;
};

/** `place` of depots and stops is an index into `points`, or into the rows and columns of the matrices. */
export type RouteTravel =
  | {
      readonly kind: 'coordinates';
      readonly points: readonly { readonly lat: number; readonly lon: number }[];
      /** Road length by great-circle distance, such as 1.3. */
      readonly road_factor: number;
      readonly speed_kmh: number;
    }
  | {
      readonly kind: 'matrix';
      /** [from][to]; the diagonal is not looked at: from a place to itself there is no way. */
      readonly km: readonly ArrayLike<number>[];
      readonly minutes: readonly ArrayLike<number>[];
    };

export const ROUTE_OBJECTIVES = ['cost', 'vehicles_first'] as const;

export type RouteOptions = {
  /** `vehicles_first`: as few vehicles as can be found, then as little cost. Default `cost`. */
  readonly objective?: (typeof ROUTE_OBJECTIVES)[number];
  /** Of the whole input, shared by the depots as they have stops. Default 500 for each stop. */
  readonly iterations_max?: number;
  /** Needs `elapsed_ms` in the context; the search ends at whichever limit comes first. Default none. */
  readonly time_limit_ms?: number | null;
};

export type RoutingInput = {
  readonly depots: readonly RouteDepot[];
  readonly stops: readonly RouteStop[];
  readonly vehicles: readonly RouteVehicle[];
  readonly travel: RouteTravel;
  readonly options?: RouteOptions;
};

export type RouteVisit = {
  readonly stop_id: number;
  readonly km: number;
  /** Driving and breaks on the way from the place before. */
  readonly driving_minutes: number;
  readonly break_minutes: number;
  readonly arrival_minutes: number;
  readonly service_start_minutes: number;
  readonly departure_minutes: number;
};

export type PlannedRoute = {
  readonly vehicle_id: number;
  readonly depot_id: number;
  /** Leaves as late as that saves waiting on the road. */
  readonly start_minutes: number;
  readonly end_minutes: number;
  readonly visits: readonly RouteVisit[];
  /** The way back to the depot. */
  readonly home: Pick<RouteVisit, 'km' | 'driving_minutes' | 'break_minutes'>;
  readonly km: number;
  readonly driving_minutes: number;
  readonly break_minutes: number;
  readonly waiting_minutes: number;
  readonly duty_minutes: number;
  readonly weight_kg: number;
  readonly volume_l: Readonly<Record<TemperatureClass, number>>;
  readonly cost_fen: number;
};

/**
 * Why a stop is on no route. All but the last hold for the stop alone, whatever else is driven:
 * `no_vehicle` at its depot; `weight` or `volume` beyond the largest vehicle that has the compartments it asks for;
 * `no_compartment`; `window`: none arrives in time; `return_late`: none is back in time; `driver_rules`: every vehicle
 * would break a driver's limit. `fleet_exhausted`: it fits, but not beside the stops that the fleet serves.
 */
export const UNROUTED_CAUSES = [
  'no_vehicle',
  'no_compartment',
  'weight',
  'volume',
  'window',
  'return_late',
  'driver_rules',
  'fleet_exhausted',
] as const;
export type UnroutedCause = (typeof UNROUTED_CAUSES)[number];
export type UnroutedStop = {
  readonly stop_id: number;
  readonly cause: UnroutedCause;
  /** The vehicle that comes nearest to serving it; one more like it serves a stop left out as `fleet_exhausted`. */
  readonly nearest_vehicle_id: number | null;
  /** What the stop needs of that vehicle and what it has, in the unit of the cause; null where no figure says it. */
  readonly needed: number | null;
  readonly available: number | null;
};

export type RoutePlan = {
  readonly routes: readonly PlannedRoute[];
  readonly unrouted: readonly UnroutedStop[];
  readonly totals: {
    readonly vehicles: number;
    readonly stops_routed: number;
    readonly stops_unrouted: number;
    readonly km: number;
    readonly driving_minutes: number;
    readonly cost_fen: number;
    readonly iterations: number;
  };
};
