import { arcLimit } from './arc-limits.ts';
import { componentsOf, type Usable } from './components.ts';
import type { Network } from './network.ts';
import { NetworkMilp } from './network-milp.ts';

/** Tiers that come before all cost, one after the other. */
const STRICT_TIERS = [1, 2] as const;
/** Branch-and-bound nodes for one group of lines; nearly all need one, and a very large group gets no more. */
const NODES_MAX = 2000;
const LARGE_GROUP = 5000;
/** Ways of tiers 1 and 2 up to which an end of freight is part of the phases. */
const TOGETHER_MAX = 1000;
const EPSILON = 1e-6;

export type TierBound = {
  readonly tier: 1 | 2;
  /** Need units of the tier that the plan leaves short. */
  readonly short: number;
  /** No plan leaves less short (for tier 2: no plan that leaves no more of tier 1 short). */
  readonly bound: number;
};
export type PhaseLimits = { readonly limit_ms: number; readonly elapsed_ms: () => number };
type Phases = {
  /** Loads on each arc: a plan with these shortages, whatever its lanes cost. */
  readonly flow: Int32Array;
  readonly bounds: readonly TierBound[];
};

function shortOf(net: Network, flow: Int32Array, line: number): number {
  let got = 0;
  for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1)
    got += flow[arc]! * net.arc_yield[arc]!;
  return Math.max(0, net.line_qty[line]! - got);
}

function tierShort(net: Network, flow: Int32Array, lines: Int32Array, tier: number): number {
  return lines.reduce((sum, line) => sum + (net.line_tier[line] === tier ? shortOf(net, flow, line) : 0), 0);
}

const waysOf = (net: Network, lines: Int32Array) =>
  lines.reduce((sum, line) => sum + net.arcs_of_line.start[line + 1]! - net.arcs_of_line.start[line]!, 0);

/**
 * Where freight has an end every line stands in the way of every other. With many ways the end is left out then: the
 * bound holds without it, and the plan stays as it is.
 */
function problemOf(net: Network, lines: Int32Array, usable: Usable) {
  if (net.terms.freight_max === null)
    return { net, groups: componentsOf(net, lines, usable), replaces: true };
  if (waysOf(net, lines) <= TOGETHER_MAX) return { net, groups: [lines], replaces: true };
  const free = { ...net, terms: { ...net.terms, freight_max: null } };
  return { net: free, groups: componentsOf(net, lines, usable), replaces: false };
}

/**
 * Least shortage of the tier in a group of lines of tiers 1 and 2, with that of the tier before it no more than it is
 * now. A better plan takes the place of all the group's loads.
 */
function solveGroup(
  { net, replaces }: ReturnType<typeof problemOf>,
  flow: Int32Array,
  lines: Int32Array,
  tier: 1 | 2,
  limits: PhaseLimits,
): number {
  const now = tierShort(net, flow, lines, tier);
  const left_ms = limits.limit_ms - limits.elapsed_ms();
  if (now <= EPSILON || left_ms <= 0) return 0;
  const problem = new NetworkMilp(net, {
    lines: lines.filter((line) => net.line_tier[line]! <= tier),
    usable: (arc) => arcLimit(net, arc) > 0,
    opening: (lane) => net.lane_fixed[lane]!,
    objective: tier,
    short_max: tier === 2 ? [0, tierShort(net, flow, lines, 1)] : [],
    strong: false,
    whole: true,
  });
  const seconds = limits.limit_ms === Number.POSITIVE_INFINITY ? undefined : left_ms / 1000;
  const nodes = waysOf(net, lines) > LARGE_GROUP ? 1 : NODES_MAX;
  const { bound, values, cost } = problem.milp.solve({ seconds, nodes, relax_first: true });
  if (replaces && values !== null && cost < now - EPSILON)
    replaceFlows(net, flow, lines, problem.flows(values));
  return Math.max(0, bound);
}

function replaceFlows(
  net: Network,
  flow: Int32Array,
  lines: Int32Array,
  flows: ReturnType<NetworkMilp['flows']>,
): void {
  for (const line of lines) flow.fill(0, net.arcs_of_line.start[line]!, net.arcs_of_line.start[line + 1]!);
  for (const { arc, loads } of flows) flow[arc] = loads;
}

/**
 * Phases 1 and 2 of the model: the least shortage of tier 1 as if every lane were open and free, then of tier 2 with
 * that of tier 1 held. Lines that share nothing scarce are apart, so each group is a small problem, and only groups
 * that the plan given leaves short are solved at all; without sealed lots, single lines and mixed yields they are
 * flows, else branch and bound proves them. `start` holds loads on each arc of a plan that keeps every limit.
 */
export function tierPhases(net: Network, start: Int32Array, limits: PhaseLimits): Phases {
  const flow = start.slice();
  const usable: Usable = (arc) => arcLimit(net, arc) > 0;
  const bounds: TierBound[] = [];
  const lines = Int32Array.from(net.line_tier.keys()).filter((line) => net.line_tier[line]! <= 2);
  const problem = problemOf(net, lines, usable);
  for (const tier of STRICT_TIERS) {
    const least = (sum: number, group: Int32Array) => sum + solveGroup(problem, flow, group, tier, limits);
    const proven = problem.groups.reduce(least, 0);
    const short = tierShort(net, flow, lines, tier);
    bounds.push({ tier, short, bound: proven > short - EPSILON * Math.max(1, short) ? short : proven });
  }
  return { flow, bounds };
}
