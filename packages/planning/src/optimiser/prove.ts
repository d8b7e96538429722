import { arcLimit } from './arc-limits.ts';
import { lowerBound } from './bound.ts';
import type { Network } from './network.ts';
import { NetworkMilp } from './network-milp.ts';
import type { TierBound } from './tier-phases.ts';

/** Ways up to which branch and cut is worth its time: beyond, its first linear problem takes too long. */
const WAYS_MAX = 10_000;
/** The same where no clock ends it. */
const UNTIMED_WAYS_MAX = 500;
/** Ways up to which the cheapest plan is asked for and not a bound alone. */
const WHOLE_MAX = 200;
/** Share of the time left that branch and cut is given: it looks at its clock now and then only. */
const CLOCK_SHARE = 0.9;
/** Share of the time for prices, which is what remains if branch and cut comes to nothing. */
const PRICES_SHARE = 0.1;
const NODES_MAX = 10_000;

export type ProofOptions = {
  readonly score: number;
  readonly iterations_max: number;
  readonly since_ms: number;
  readonly limit_ms: number;
  readonly elapsed_ms: () => number;
  readonly tier_bounds: readonly TierBound[];
};
export type Proof = {
  readonly bound: number;
  /** A plan that costs less than the one given, as loads on arcs, where the proof came upon one. */
  readonly better: readonly { readonly arc: number; readonly loads: number }[] | null;
};

/** Shortages that the plan must keep to: those that are proven least. */
function keptShortages(tier_bounds: readonly TierBound[]): number[] {
  const kept: number[] = [];
  for (const { tier, short, bound } of tier_bounds) {
    if (bound < short) break;
    kept[tier] = short;
  }
  return kept;
}

function branchAndCut(net: Network, options: ProofOptions): Proof {
  const whole = net.arcs <= WHOLE_MAX;
  const problem = new NetworkMilp(net, {
    lines: Int32Array.from({ length: net.lines }, (_, line) => line),
    usable: (arc) => arcLimit(net, arc) > 0,
    opening: (lane) => net.lane_fixed[lane]!,
    objective: 'score',
    short_max: keptShortages(options.tier_bounds),
    strong: true,
    whole,
  });
  const timed = options.limit_ms < Number.POSITIVE_INFINITY;
  const { bound, values, cost } = problem.milp.solve({
    seconds: timed ? (CLOCK_SHARE * (options.limit_ms - options.elapsed_ms())) / 1000 : undefined,
    nodes: Math.min(NODES_MAX, options.iterations_max),
    heuristics: whole ? undefined : 0,
  });
  const better = whole && values !== null && cost < options.score - 1e-6 ? problem.flows(values) : null;
  return { bound, better };
}

/**
 * A proven lower bound of the score of every plan (with strict tiers: of every plan with the least shortages). By
 * prices of scarce goods (`lowerBound`), and up to 10,000 ways by branch and cut with strong rows, which is nearer
 * and takes the lanes' capacity, budget and floors in. The better one counts.
 */
export function proveBound(net: Network, options: ProofOptions): Proof {
  const { since_ms, limit_ms } = options;
  const timed = limit_ms < Number.POSITIVE_INFINITY;
  const cuts = net.arcs <= (timed ? WAYS_MAX : UNTIMED_WAYS_MAX);
  const prices_until = cuts ? since_ms + PRICES_SHARE * (limit_ms - since_ms) : limit_ms;
  const by_prices =
    timed || !cuts ? lowerBound(net, { ...options, limit_ms: prices_until }) : Number.NEGATIVE_INFINITY;
  if (!cuts || by_prices >= options.score) return { bound: by_prices, better: null };
  const { bound, better } = branchAndCut(net, options);
  return { bound: Math.max(by_prices, bound), better };
}
