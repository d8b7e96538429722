import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import { anneal, type Progress } from './anneal.ts';
import { lowerBound } from './bound.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { type Network, readNetwork } from './network.ts';

export type SolveProgress = Progress;
export type SolveOptions = {
  /** A plan to begin with, such as the last one before something changed; what no longer fits is left out. */
  readonly start?: readonly NetworkFlow[];
  readonly seed?: number;
  /** Moves at most. With no limit of time the result depends on values, seed and this alone. Default 200,000. */
  readonly iterations_max?: number;
  /** Default: none. Counted by `elapsed_ms`, which the caller gives because this package has no clock. */
  readonly limit_ms?: number;
  readonly elapsed_ms?: () => number;
  /** Share of the time that is kept for the proof. Default 0: no bound is computed. */
  readonly bound_share?: number;
  /** Steps of the proof at most. Default 2000. */
  readonly bound_iterations_max?: number;
  /** Told of every better plan's score at about every hundredth of the way, first as soon as there is a plan; false stops. */
  readonly on_progress?: (progress: SolveProgress) => boolean;
};

/** Loads on one arc; `arc` is the index in the rows that were given. */
export type NetworkFlow = { readonly arc: number; readonly loads: number };
export type NetworkSolution = {
  readonly flows: readonly NetworkFlow[];
  /** Shortage, freight, penalties. */
  readonly score: number;
  /** No plan costs less; null where no bound was asked for. */
  readonly bound: number | null;
  /** score / bound - 1; null where there is no bound above 0. */
  readonly gap: number | null;
  readonly iterations: number;
  readonly cancelled: boolean;
};

function readOptions(options: SolveOptions) {
  const read = {
    seed: options.seed ?? 1,
    iterations_max: options.iterations_max ?? (options.limit_ms === undefined ? 200_000 : 2 ** 52),
    limit_ms: options.limit_ms ?? Number.POSITIVE_INFINITY,
    elapsed_ms: options.elapsed_ms ?? (() => 0),
    bound_share: options.bound_share ?? 0,
    bound_iterations_max: options.bound_iterations_max ?? 2000,
    on_progress: options.on_progress ?? (() => true),
  };
  requireWhole('options.seed', read.seed, { max: 2 ** 32 - 1 });
  requireWhole('options.iterations_max', read.iterations_max, { max: 2 ** 52 });
  requireWhole('options.bound_iterations_max', read.bound_iterations_max);
  if (options.limit_ms !== undefined) requireNumber('options.limit_ms', read.limit_ms);
  requireNumber('options.bound_share', read.bound_share, { max: 1 });
  return read;
}

/** Loads on each arc of the network, which has its arcs in an order of its own. */
function startLoads(net: Network, flows: readonly NetworkFlow[]): Int32Array {
  const given = new Int32Array(net.arcs);
  for (const [k, { arc, loads }] of flows.entries()) {
    if (!Number.isInteger(arc) || arc < 0 || arc >= net.arcs)
      throw new PlanningInputError('unknown_id', `options.start[${k}].arc`, arc);
    requireWhole(`options.start[${k}].loads`, loads, { max: 2 ** 30 });
    given[arc] = loads;
  }
  return net.arc_source.map((source) => given[source]!);
}

/**
 * The cheapest plan that is found in the time or the number of moves given: which loads go on which arc. There is
 * always a plan, for what cannot be served is short. A first plan is there before the first move (`on_progress`);
 * every later one keeps every limit too. Throws PlanningInputError naming the field.
 */
export function solveNetwork(
  rows: NetworkRows,
  terms: NetworkTerms = {},
  options: SolveOptions = {},
): NetworkSolution {
  const read = readOptions(options);
  const net = readNetwork(rows, terms);
  const timed = read.limit_ms < Number.POSITIVE_INFINITY;
  const search_ms = timed ? read.limit_ms * (1 - read.bound_share) : read.limit_ms;
  const start = options.start ? startLoads(net, options.start) : null;
  const found = anneal(net, { ...read, start, limit_ms: search_ms });
  const wants_bound = read.bound_share > 0 && !found.cancelled;
  const bound = wants_bound
    ? lowerBound(net, {
        ...read,
        score: found.score,
        iterations_max: read.bound_iterations_max,
        since_ms: search_ms,
      })
    : null;
  const flows = [...found.flow.entries()]
    .filter(([, loads]) => loads > 0)
    .map(([arc, loads]) => ({ arc: net.arc_source[arc]!, loads }));
  return {
    flows,
    score: found.score,
    bound,
    gap: bound !== null && bound > 0 ? found.score / bound - 1 : null,
    iterations: found.iterations,
    cancelled: found.cancelled,
  };
}
