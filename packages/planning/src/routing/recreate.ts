import type { RouteState } from './route-state.ts';
import type { SearchProblem } from './search-problem.ts';

/** In what order absent stops are put back: [share, key of a node]; the smallest key goes first. */
export type InsertionOrders = { readonly upto: readonly number[]; readonly keys: readonly Float64Array[] };

/** Random, largest, farthest and nearest first, with windows also tight, early and late ones (shares as published). */
export function insertionOrders(problem: SearchProblem): InsertionOrders {
  const { nodes, km, ready, due } = problem;
  const keyed = (key: (node: number) => number) =>
    Float64Array.from({ length: nodes }, (_, node) => key(node));
  const orders: [number, Float64Array][] = [
    [4, new Float64Array(0)],
    [4, keyed((node) => -sizeOf(problem, node))],
    [2, keyed((node) => -km[node]!)],
    [1, keyed((node) => km[node]!)],
  ];
  if (problem.timed)
    orders.push(
      [2, keyed((node) => due[node]! - ready[node]!)],
      [2, keyed((node) => ready[node]!)],
      [2, keyed((node) => -due[node]!)],
    );
  const total = orders.reduce((sum, [share]) => sum + share, 0);
  let upto = 0;
  return {
    upto: orders.map(([share]) => (upto += share / total)),
    keys: orders.map(([, keys]) => keys),
  };
}

/** The largest share of any capacity that the stop takes. */
function sizeOf({ dimensions, load, kinds }: SearchProblem, node: number): number {
  let size = 0;
  for (let d = 0; d < dimensions; d++) {
    const most = Math.max(...kinds.map((kind) => kind.capacity[d]!));
    if (most > 0) size = Math.max(size, load[node * dimensions + d]! / most);
  }
  return size;
}

/**
 * Puts absent stops back one by one, each where it costs least (greedy insertion with blinks, section 5.3). A stop
 * stays absent where nothing fits, or where leaving it out costs less than serving it.
 */
export function recreate(state: RouteState, orders: InsertionOrders, random: () => number): void {
  const { absent } = state;
  const { penalty } = state.problem;
  sortAbsent(state, orders, random);
  const count = state.absent_count;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const stop = absent[i]!;
    if (!state.insertBest(stop, penalty[stop]!)) absent[left++] = stop;
  }
  state.absent_count = left;
}

function sortAbsent(
  { absent, absent_count }: RouteState,
  { upto, keys }: InsertionOrders,
  random: () => number,
) {
  const draw = random();
  let chosen = 0;
  while (chosen < upto.length - 1 && draw >= upto[chosen]!) chosen++;
  if (chosen === 0) shuffle(absent, absent_count, random);
  else sortByKey(absent, absent_count, keys[chosen]!);
}

function shuffle(list: Int32Array, count: number, random: () => number): void {
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const stop = list[i]!;
    list[i] = list[j]!;
    list[j] = stop;
  }
}

/** By insertion: the lists are about ten long. */
function sortByKey(list: Int32Array, count: number, key: Float64Array): void {
  for (let i = 1; i < count; i++) {
    const stop = list[i]!;
    let j = i - 1;
    while (j >= 0 && key[list[j]!]! > key[stop]!) {
      list[j + 1] = list[j]!;
      j--;
    }
    list[j + 1] = stop;
  }
}
