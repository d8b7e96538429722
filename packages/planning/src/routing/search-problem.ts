/**
 * The routing problem of one depot as the search sees it: numbered nodes and typed arrays, every value valid.
 * Node 0 is the depot, nodes 1 to `stops` are the stops; a matrix entry [from * nodes + to] is a leg.
 */
export type VehicleKind = {
  /** Slots (vehicles) of this kind; each drives at most one route. */
  readonly count: number;
  /** Most of each load dimension. */
  readonly capacity: Float64Array;
  readonly fixed_cost: number;
  readonly cost_per_km: number;
  /** Leaves the depot not before, is back not after. */
  readonly from_minutes: number;
  readonly until_minutes: number;
  readonly rules: DriverRules;
};

/** Infinity where a rule does not apply. */
export type DriverRules = {
  readonly driving_minutes_max: number;
  readonly duty_minutes_max: number;
  /** A break of `break_minutes` is due whenever so much driving has passed since the start or the last break. */
  readonly break_after_minutes: number;
  readonly break_minutes: number;
};

export type SearchProblem = {
  readonly stops: number;
  readonly nodes: number;
  readonly km: Float64Array;
  readonly minutes: Float64Array;
  /** The transposed matrices: what leads to a node lies side by side. */
  readonly km_to: Float64Array;
  readonly minutes_to: Float64Array;
  /** Service starts within [ready, due]; a vehicle that comes early waits. */
  readonly ready: Float64Array;
  readonly due: Float64Array;
  readonly service: Float64Array;
  readonly dimensions: number;
  /** [node * dimensions + dimension] */
  readonly load: Float64Array;
  /** What it costs to leave a stop out. */
  readonly penalty: Float64Array;
  readonly kinds: readonly VehicleKind[];
  /** [kind * nodes + node]: 1 where a vehicle of the kind can serve the stop with nothing else on its route. */
  readonly alone: Uint8Array;
  /** For each node its nearest stops, itself first. */
  readonly neighbours: readonly Int32Array[];
  /** False where neither windows nor driver rules can bind, so that no time is looked at. */
  readonly timed: boolean;
};

/** Minutes that rounding may add before a limit counts as passed. */
export const ROUNDING_MINUTES = 1e-6;

/** Whether the driver's rules need a look at the whole route and not only at the neighbours of a change. */
export const hasDriverRules = ({ rules }: VehicleKind): boolean =>
  Math.min(rules.driving_minutes_max, rules.duty_minutes_max, rules.break_after_minutes) < Infinity;

/** Breaks taken on the road by the time `driving_minutes` have been driven; none at the very end of a stretch. */
export function breaksAfter({ break_after_minutes }: DriverRules, driving_minutes: number): number {
  if (driving_minutes <= break_after_minutes + ROUNDING_MINUTES) return 0;
  return Math.ceil((driving_minutes - ROUNDING_MINUTES) / break_after_minutes) - 1;
}
