import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import { type Annealed, anneal, type Progress } from './anneal.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { type Network, readNetwork } from './network.ts';
import { Plan } from './plan.ts';
import { type Proof, proveBound } from './prove.ts';
import { type TierBound, tierPhases } from './tier-phases.ts';
import { Workbench } from './workbench.ts';

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
  /** Steps of the proof at most: of prices, or nodes of branch and cut. Default 2000. */
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
  /** No plan costs less (with strict tiers: none with such shortages); null where no bound was asked for or found. */
  readonly bound: number | null;
  /** score / bound - 1; null where there is no bound above 0. */
  readonly gap: number | null;
  /** With strict tiers: what tiers 1 and 2 lack, and what they lack in any plan. Empty otherwise. */
  readonly tier_bounds: readonly TierBound[];
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

/** Share of the time for the phases of strict tiers; nearly always they take a hundredth of it. */
const PHASES_SHARE = 0.3;

type Beginning = {
  readonly start: Int32Array | null;
  readonly keep_start: boolean;
  readonly tier_bounds: readonly TierBound[];
};

/** Where the search begins: with strict tiers at a plan with the least shortage of tiers 1 and 2. */
function beginning(
  net: Network,
  given: readonly NetworkFlow[] | undefined,
  { limit_ms, elapsed_ms, on_progress }: ReturnType<typeof readOptions>,
): Beginning {
  const start = given ? startLoads(net, given) : null;
  if (!net.terms.strict_tiers) return { start, keep_start: false, tier_bounds: [] };
  const bench = new Workbench(net, () => 0);
  bench.buildAll(start);
  // The first plan is told of at once; the phases take longer.
  if (!on_progress({ score: bench.plan.score(), iterations: 0, elapsed_ms: elapsed_ms() }))
    return { start: bench.plan.flow, keep_start: true, tier_bounds: [] };
  const limits = { limit_ms: limit_ms * PHASES_SHARE, elapsed_ms };
  const { flow, bounds } = tierPhases(net, bench.plan.flow, limits);
  return { start: flow, keep_start: true, tier_bounds: bounds };
}

/** The plan of the proof, where it keeps every limit to the last digit and costs less than the one found. */
function betterOf(net: Network, proof: Proof | null, found: Annealed): Annealed {
  if (!proof?.better) return found;
  const plan = new Plan(net);
  for (const { arc, loads } of proof.better) {
    plan.begin();
    if (loads > plan.room(arc)) return found;
    plan.set(arc, loads);
  }
  const fits = plan.freight <= (net.terms.freight_max ?? Number.POSITIVE_INFINITY);
  const urgent_short = [plan.tier_short[1]!, plan.tier_short[2]!] as const;
  const served = !net.terms.strict_tiers || urgent_short.every((short, k) => short <= found.urgent_short[k]!);
  const score = plan.score();
  return fits && served && score < found.score ? { ...found, flow: plan.flow, score, urgent_short } : found;
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
  const begun = beginning(net, options.start, read);
  const found = anneal(net, { ...read, ...begun, limit_ms: search_ms });
  const wants_bound = read.bound_share > 0 && !found.cancelled;
  const proof = wants_bound
    ? proveBound(net, {
        ...read,
        score: found.score,
        iterations_max: read.bound_iterations_max,
        since_ms: search_ms,
        tier_bounds: begun.tier_bounds,
      })
    : null;
  const { flow, score, urgent_short, iterations, cancelled } = betterOf(net, proof, found);
  // Where the limits struck before there was any bound, none is claimed.
  const bound = proof && Number.isFinite(proof.bound) ? Math.min(proof.bound, score) : null;
  return {
    flows: [...flow.entries()]
      .filter(([, loads]) => loads > 0)
      .map(([arc, loads]) => ({ arc: net.arc_source[arc]!, loads })),
    score,
    bound,
    gap: bound !== null && bound > 0 ? score / bound - 1 : null,
    tier_bounds: begun.tier_bounds.map(({ tier, bound: least }) => {
      const short = urgent_short[tier - 1]!;
      return { tier, short, bound: Math.min(short, least) };
    }),
    iterations,
    cancelled,
  };
}
