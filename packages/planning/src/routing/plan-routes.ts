import { PlanningInputError } from '../errors.ts';
import type { TaskContext } from '../worker/task.model.ts';
import { type DepotPart, partsOf } from './depot-part.ts';
import { problemOf } from './depot-problem.ts';
import { type DepotRun, searchRoutes } from './plan-depot.ts';
import type { RoutePicture } from './route-state.ts';
import type { PlannedRoute, RoutePlan, RouteStop, RoutingInput, UnroutedStop } from './routing.model.ts';
import { requireRoutingInput } from './routing-input.ts';
import type { SearchProblem } from './search-problem.ts';
import { unroutable } from './stop-alone.ts';
import { timetable } from './timetable.ts';
import { type LegOf, legsOf } from './travel.ts';

const ITERATIONS_PER_STOP = 500;

type DepotPlan = {
  readonly routes: readonly PlannedRoute[];
  readonly unrouted: readonly UnroutedStop[];
  readonly iterations: number;
};

/**
 * Routes of vehicles from their warehouses through the stops and back: every stop is visited once or returned with its
 * cause. Keeps weights, compartments, windows, shifts and driver rules; minimises fixed and driving cost, or the
 * number of vehicles first. Each warehouse is planned on its own and gets its part of the budget by its stops.
 *
 * Without a time limit the plan depends on the input and the seed alone. Throws `PlanningInputError`.
 */
export function planRoutes(input: RoutingInput, context: Partial<TaskContext> = {}): RoutePlan {
  requireRoutingInput(input);
  const legOf = legsOf(input.travel);
  const budget = new SharedBudget(input, context.elapsed_ms);
  const plans = partsOf(input).map((part, nth) => {
    const report = (share: number, cost_fen: number) =>
      context.progress?.({
        stage: `depot ${part.depot.depot_id}`,
        done_share: budget.doneShare(share, part.stops.length),
        figures: { depots_done: nth, cost_fen },
      });
    const plan = planDepot(part, legOf, {
      budget: budget.partFor(part.stops.length),
      // A warehouse has the same routes whichever others are planned with it.
      seed: Math.imul((context.seed ?? 1) ^ Math.imul(part.depot.depot_id, 0x9e3779b1), 0x85ebca6b),
      vehicles_first: input.options?.objective === 'vehicles_first',
      onProgress: report,
    });
    budget.finish(part.stops.length);
    return plan;
  });
  return totalOf(plans);
}

/** Hands out the limits of the whole run by numbers of stops; time that a depot leaves goes to those after it. */
class SharedBudget {
  readonly #stops: number;
  readonly #iterations_max: number;
  readonly #time_limit_ms: number;
  readonly #elapsed_ms: () => number;
  readonly #start_ms: number;
  #stops_done = 0;

  constructor({ stops, options = {} }: RoutingInput, elapsed_ms: TaskContext['elapsed_ms'] | undefined) {
    const { iterations_max, time_limit_ms } = options;
    const is_timed = typeof time_limit_ms === 'number';
    if (is_timed && !elapsed_ms) throw new PlanningInputError('not_listed', 'context.elapsed_ms', elapsed_ms);
    this.#stops = stops.length;
    this.#iterations_max = iterations_max ?? (is_timed ? Infinity : ITERATIONS_PER_STOP * stops.length);
    this.#time_limit_ms = time_limit_ms ?? Infinity;
    this.#elapsed_ms = elapsed_ms ?? (() => 0);
    this.#start_ms = this.#elapsed_ms();
  }

  partFor(stops: number): DepotRun['budget'] {
    const left_ms = this.#time_limit_ms - (this.#elapsed_ms() - this.#start_ms);
    const share_of_rest = stops / Math.max(1, this.#stops - this.#stops_done);
    return {
      iterations_max: stops === 0 ? 0 : Math.ceil((this.#iterations_max * stops) / this.#stops),
      time_limit_ms: Math.max(0, left_ms * share_of_rest),
      elapsed_ms: this.#elapsed_ms,
    };
  }

  finish(stops: number): void {
    this.#stops_done += stops;
  }

  doneShare(share_of_part: number, stops: number): number {
    return (this.#stops_done + share_of_part * stops) / Math.max(1, this.#stops);
  }
}

function planDepot(part: DepotPart, legOf: LegOf, run: DepotRun): DepotPlan {
  const unrouted: UnroutedStop[] = [];
  const stops: RouteStop[] = [];
  for (const stop of part.stops) {
    const refused = unroutable(stop, part, legOf);
    if (refused) unrouted.push(refused);
    else stops.push(stop);
  }
  if (stops.length === 0) return { routes: [], unrouted, iterations: 0 };
  const problem = problemOf(part, stops, legOf);
  const { picture, iterations } = searchRoutes(problem, run);
  const left = leftOut(part, stops, picture, problem);
  return { routes: routesOf(part, stops, picture, problem), unrouted: [...unrouted, ...left], iterations };
}

function routesOf(
  part: DepotPart,
  stops: readonly RouteStop[],
  picture: RoutePicture,
  problem: SearchProblem,
): PlannedRoute[] {
  const vehicles = part.fleet.flatMap((fleet_kind, kind) =>
    fleet_kind.vehicle_ids
      .slice(0, problem.kinds[kind]!.count)
      .map((vehicle_id) => ({ fleet_kind, vehicle_id })),
  );
  return picture.routes.flatMap((nodes, slot) =>
    nodes.length > 0 ? [timetable(problem, stops, { depot: part.depot, nodes, ...vehicles[slot]! })] : [],
  );
}

function leftOut(
  { fleet }: DepotPart,
  stops: readonly RouteStop[],
  { routes }: RoutePicture,
  { alone, nodes }: SearchProblem,
): UnroutedStop[] {
  const served = new Set(routes.flatMap((route) => [...route]));
  return stops.flatMap(({ stop_id }, nth): UnroutedStop[] => {
    if (served.has(nth + 1)) return [];
    const fitting = fleet.find((_, kind) => alone[kind * nodes + nth + 1] === 1);
    const nearest_vehicle_id = fitting?.vehicle_ids[0] ?? null;
    return [{ stop_id, cause: 'fleet_exhausted', nearest_vehicle_id, needed: null, available: null }];
  });
}

function totalOf(plans: readonly DepotPlan[]): RoutePlan {
  const routes = plans.flatMap((plan) => plan.routes);
  const unrouted = plans.flatMap((plan) => plan.unrouted);
  const sum = <T>(rows: readonly T[], read: (row: T) => number) =>
    rows.reduce((total, row) => total + read(row), 0);
  return {
    routes,
    unrouted,
    totals: {
      vehicles: routes.length,
      stops_routed: sum(routes, (route) => route.visits.length),
      stops_unrouted: unrouted.length,
      km: sum(routes, (route) => route.km),
      driving_minutes: sum(routes, (route) => route.driving_minutes),
      cost_fen: sum(routes, (route) => route.cost_fen),
      iterations: sum(plans, (plan) => plan.iterations),
    },
  };
}
