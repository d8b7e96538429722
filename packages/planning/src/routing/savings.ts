import { dutyOf } from './route-duty.ts';
import type { RoutePicture } from './route-state.ts';
import type { SearchProblem } from './search-problem.ts';

/** Nearest stops to which a route may be extended. */
const NEIGHBOURS = 50;

type Joint = { readonly tail: number; readonly head: number; readonly saved: number };

/**
 * First routes by savings: every stop on its own, then the two routes are joined that save most,
 * s(i, j) = d(i, 0) + d(0, j) - d(i, j), as long as one kind of vehicle can drive the joint route (Clarke and Wright
 * 1964, parallel version). Longest routes get vehicles first; a route without one leaves its stops absent.
 */
export function savingsStart(problem: SearchProblem): RoutePicture {
  const route_of: Int32Array[] = Array.from({ length: problem.nodes }, (_, stop) => Int32Array.of(stop));
  for (const { tail, head } of jointsOf(problem)) {
    const [first, second] = [route_of[tail]!, route_of[head]!];
    if (first === second || first.at(-1) !== tail || second[0] !== head) continue;
    const joint = Int32Array.of(...first, ...second);
    if (!problem.kinds.some((_, kind) => canDrive(problem, kind, joint))) continue;
    for (const stop of joint) route_of[stop] = joint;
  }
  return giveVehicles(problem, [...new Set(route_of.slice(1))]);
}

function jointsOf({ nodes, km, neighbours }: SearchProblem): Joint[] {
  const joints: Joint[] = [];
  for (let tail = 1; tail < nodes; tail++)
    for (const head of neighbours[tail]!.subarray(1, 1 + NEIGHBOURS)) {
      const saved = km[tail * nodes]! + km[head]! - km[tail * nodes + head]!;
      if (saved > 0) joints.push({ tail, head, saved });
    }
  return joints.sort((a, b) => b.saved - a.saved);
}

function giveVehicles(problem: SearchProblem, driven: Int32Array[]): RoutePicture {
  const { kinds } = problem;
  const slots: Int32Array[][] = kinds.map(() => []);
  for (const stops of driven.sort((a, b) => b.length - a.length)) {
    const fits = (kind: number) => slots[kind]!.length < kinds[kind]!.count && canDrive(problem, kind, stops);
    const cheapest = kinds
      .map((_, kind) => kind)
      .filter(fits)
      .sort((a, b) => routeCost(problem, a, stops) - routeCost(problem, b, stops))[0];
    if (cheapest !== undefined) slots[cheapest]!.push(stops);
  }
  const routes = kinds.flatMap(({ count }, kind) =>
    Array.from({ length: count }, (_, i) => slots[kind]![i] ?? new Int32Array(0)),
  );
  return { routes, cost: Infinity };
}

/** Whether a vehicle of the kind can drive the route, by load, windows and driver rules. */
export function canDrive(problem: SearchProblem, kind: number, stops: Int32Array): boolean {
  const { dimensions, load, kinds } = problem;
  for (let d = 0; d < dimensions; d++) {
    let total = 0;
    for (const stop of stops) total += load[stop * dimensions + d]!;
    if (total > kinds[kind]!.capacity[d]!) return false;
  }
  const view = { nodes: stops, from: 0, length: stops.length, at: -1, extra: 0 };
  return !problem.timed || dutyOf(problem, kinds[kind]!, view) !== null;
}

export function routeCost({ kinds, km, nodes }: SearchProblem, kind: number, stops: Int32Array): number {
  let total = 0;
  let previous = 0;
  for (const stop of stops) {
    total += km[previous * nodes + stop]!;
    previous = stop;
  }
  return kinds[kind]!.fixed_cost + kinds[kind]!.cost_per_km * (total + km[previous * nodes]!);
}
