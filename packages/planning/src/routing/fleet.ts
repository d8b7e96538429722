import { change, type Phase, type Search, temperature } from './anneal.ts';
import type { RoutePicture, RouteState } from './route-state.ts';

/**
 * Serves all stops with as few routes as it finds within the phase: takes out a whole route, searches until its
 * stops have places in the others, takes out the next. Leaves the fewest routes that served all; where not even the
 * first routes do, those that leave out least.
 */
export function reduceFleet(search: Search, upto: number, routes_min: number): void {
  const { state } = search;
  const absences = new Float64Array(state.problem.nodes);
  let best = state.take();
  if (state.absent_count > 0) best = placeAbsent(search, upto, absences, best);
  while (state.absent_count === 0 && state.routes_used > routes_min) {
    state.routes_max = state.routes_used - 1;
    dropRoute(state, absences);
    const found = placeAbsent(search, upto, absences, best);
    if (found === best) break;
    best = found;
  }
  state.show(best);
  state.routes_max = state.absent_count === 0 ? state.routes_used : state.order.slots.length;
}

/** Takes out the route whose stops have been easiest to place so far. */
function dropRoute(state: RouteState, absences: Float64Array): void {
  let easiest = -1;
  let least = Infinity;
  for (const slot of state.order.inUse()) {
    const sum = state.rows.stopsOf(slot).reduce((total, stop) => total + absences[stop]!, 0);
    if (sum < least || (sum === least && state.rows.length[slot]! < state.rows.length[easiest]!)) {
      least = sum;
      easiest = slot;
    }
  }
  state.begin();
  state.remove(easiest, 0, state.rows.length[easiest]!);
}

/**
 * Ruin and recreate until nothing is absent. Every stop counts how often it was left out; a solution is accepted if
 * the counts of its absent stops are smaller in sum, or if no more are absent and annealing accepts its cost
 * (section 5.4 of the same article). Gives the best solution found by cost with penalties, at least `best`.
 */
function placeAbsent(search: Search, upto: number, absences: Float64Array, best: RoutePicture): RoutePicture {
  const { state, random, progress } = search;
  let found = best;
  let cost = state.routeCost();
  let phase: Phase | null = null;
  for (let share = progress.step(); share < upto && state.absent_count > 0; share = progress.step()) {
    phase ??= { from: share, upto };
    const absent_before = state.absent_count;
    const sum_before = sumOfAbsences(state, absences);
    if (!change(search)) {
      state.rollback();
      continue;
    }
    const sum = sumOfAbsences(state, absences);
    for (let i = 0; i < state.absent_count; i++) absences[state.absent[i]!]!++;
    const cost_max = cost - temperature(search, phase, share) * Math.log(1 - random());
    const easier = sum < sum_before;
    if (easier || (state.absent_count <= absent_before && state.routeCost() < cost_max)) {
      cost = state.routeCost();
      if (state.absent_count === 0 || state.cost() < found.cost) found = state.take();
    } else state.rollback();
  }
  return found;
}

function sumOfAbsences({ absent, absent_count }: RouteState, absences: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < absent_count; i++) sum += absences[absent[i]!]!;
  return sum;
}
