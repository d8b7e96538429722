import { mulberry32 } from '../math/random.ts';
import { anneal, type Search } from './anneal.ts';
import { reduceFleet } from './fleet.ts';
import { type InsertionOrders, insertionOrders, recreate } from './recreate.ts';
import { type RoutePicture, RouteState } from './route-state.ts';
import { savingsStart } from './savings.ts';
import { type SearchBudget, SearchProgress } from './search-budget.ts';
import type { SearchProblem } from './search-problem.ts';
import { settleKinds } from './settle-kinds.ts';

/** Part of the budget in which the number of vehicles is reduced, or places for absent stops are sought. */
const FLEET_SHARE = 0.4;
/** Temperatures at the start and the end by the mean driving cost of a stop. */
const HOT = 0.3;
const COLD = 0.003;

export type DepotRun = {
  readonly budget: SearchBudget;
  readonly seed: number;
  readonly vehicles_first: boolean;
  /** Called about a hundred times with the share of the budget that is used and the cost of the best routes. */
  readonly onProgress: (share: number, cost: number) => void;
};

/** The best routes found for a depot, and the iterations that it took. */
export function searchRoutes(
  problem: SearchProblem,
  { budget, seed, vehicles_first, onProgress }: DepotRun,
): { picture: RoutePicture; iterations: number } {
  const random = mulberry32(seed);
  const state = new RouteState(problem, random);
  const orders = insertionOrders(problem);
  const progress = new SearchProgress(budget, (share) => onProgress(share, search.best_cost));
  state.show(firstRoutes(state, orders, { random, vehicles_first }));
  const per_stop = state.drivingCost() / Math.max(1, problem.stops - state.absent_count);
  const search: Search = {
    state,
    orders,
    random,
    progress,
    hot: per_stop * HOT,
    cold: per_stop * COLD,
    best_cost: state.cost(),
  };
  if (vehicles_first || state.absent_count > 0)
    reduceFleet(search, FLEET_SHARE, vehicles_first ? routesAtLeast(problem) : Infinity);
  anneal(search, 1);
  return { picture: settleKinds(problem, state.take()), iterations: progress.iterations };
}

/**
 * The better of two starts, both filled up: savings, which is cheap where windows are wide, and insertion alone,
 * which opens few routes where they are narrow.
 */
function firstRoutes(
  state: RouteState,
  orders: InsertionOrders,
  { random, vehicles_first }: { random: () => number; vehicles_first: boolean },
): RoutePicture {
  const rankOf = () => state.penaltyCost() + (vehicles_first ? state.routes_used : state.routeCost());
  const starts = [savingsStart(state.problem), NO_ROUTES].map((start) => {
    state.show(start);
    recreate(state, orders, random);
    return { picture: state.take(), rank: rankOf() };
  });
  return starts.sort((a, b) => a.rank - b.rank)[0]!.picture;
}
const NO_ROUTES: RoutePicture = { routes: [], cost: 0 };

/** No fewer vehicles can carry the load, whatever their routes. */
function routesAtLeast({ dimensions, load, kinds, nodes }: SearchProblem): number {
  let least = 1;
  for (let d = 0; d < dimensions; d++) {
    let total = 0;
    for (let node = 1; node < nodes; node++) total += load[node * dimensions + d]!;
    const most = Math.max(...kinds.map((kind) => kind.capacity[d]!));
    if (total > 0) least = Math.max(least, Math.ceil(total / most));
  }
  return least;
}
