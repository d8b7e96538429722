import { mulberry32 } from '../math/random.ts';
import { movesFor } from './moves.ts';
import type { Network } from './network.ts';
import type { Plan } from './plan.ts';
import { Workbench } from './workbench.ts';

/** Temperatures at the start and at the end, as shares of what opening a lane costs on average. */
const HOT = 1.3;
const COLD = 0.013;
/** Moves between two looks at the clock. */
const CLOCK_EVERY = 64;
const EPSILON = 1e-9;

export type Progress = {
  readonly score: number;
  readonly iterations: number;
  readonly elapsed_ms: number;
};
export type AnnealOptions = {
  /** Loads on each arc to begin with; null to begin with nothing. */
  readonly start: Int32Array | null;
  /** What `start` gives is kept before any line is given more. */
  readonly keep_start: boolean;
  readonly seed: number;
  readonly iterations_max: number;
  readonly limit_ms: number;
  readonly elapsed_ms: () => number;
  /** Told of the first plan and about every hundredth of the way; false ends the search. */
  readonly on_progress: (progress: Progress) => boolean;
};
export type Annealed = {
  /** Loads on each arc of the network. */
  readonly flow: Int32Array;
  readonly score: number;
  /** Need units of tiers 1 and 2 that the plan leaves short. */
  readonly urgent_short: readonly [number, number];
  readonly iterations: number;
  readonly cancelled: boolean;
};

/** What opening a lane that has arcs costs on average; where lanes are free, what a load costs. */
function typicalCost(net: Network): number {
  let fixed = 0;
  let used = 0;
  for (let lane = 0; lane < net.lanes; lane += 1) {
    if (net.arcs_of_lane.start[lane + 1] === net.arcs_of_lane.start[lane]) continue;
    fixed += net.lane_fixed[lane]!;
    used += 1;
  }
  if (fixed > 0) return fixed / used;
  const loads = net.arc_cost.reduce((sum, cost) => sum + Math.abs(cost), 0);
  return loads > 0 ? loads / net.arcs : 1;
}

/** The three things that are compared, in this order where tiers are strict. */
type Standing = { short_1: number; short_2: number; score: number };
const standingOf = (plan: Plan): Standing => ({
  short_1: plan.tier_short[1]!,
  short_2: plan.tier_short[2]!,
  score: plan.score(),
});

/** How much worse `now` is; -Infinity or Infinity where tier 1 or 2 decides. */
function worsening(net: Network, before: Standing, now: Standing): number {
  if (net.terms.strict_tiers) {
    const change = now.short_1 - before.short_1 || now.short_2 - before.short_2;
    if (Math.abs(change) > EPSILON) return change > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  return now.score - before.score;
}

/** The best plan so far, kept by copying only what has changed since it was kept last. */
class Keeper {
  readonly flow: Int32Array;
  standing: Standing;
  #changed: number[] = [];

  constructor(plan: Plan) {
    this.flow = plan.flow.slice();
    this.standing = standingOf(plan);
  }

  note(plan: Plan): void {
    for (let k = 0; k < plan.mark(); k += 1) this.#changed.push(plan.logged(k));
    if (this.#changed.length > 4 * this.flow.length + 4096) this.#changed = [...new Set(this.#changed)];
  }

  keep(plan: Plan, standing: Standing): void {
    for (const arc of this.#changed) this.flow[arc] = plan.flow[arc]!;
    this.#changed = [];
    this.standing = standing;
  }
}

/** Destinations that have lines: where moves begin. */
const busyDests = ({ dests, lines_of_dest: { start } }: Network) =>
  Int32Array.from({ length: dests }, (_, dest) => dest).filter((dest) => start[dest + 1]! > start[dest]!);

/**
 * Simulated annealing over ruin-and-recreate moves (Schrimpf et al. 2000, Journal of Computational Physics 159;
 * cooling as in Christiaens and Vanden Berghe 2020, Transportation Science 54): lines around a destination are
 * taken out, lanes closed or offered free, and the lines placed again one by one at least cost. Every plan on the
 * way keeps every limit. The same seed and `iterations_max` give the same plan as long as no time limit strikes.
 */
export function anneal(net: Network, options: AnnealOptions): Annealed {
  const bench = new Workbench(net, mulberry32(options.seed));
  const { plan } = bench;
  bench.buildAll(options.start, options.keep_start);
  const keeper = new Keeper(plan);
  const dests = busyDests(net);
  const moves = movesFor(net);
  const scale = typicalCost(net);
  const freight_max = net.terms.freight_max ?? Number.POSITIVE_INFINITY;
  let standing = keeper.standing;
  let temperature = 0;
  let told = -1;
  let cancelled = false;
  let iterations = 0;
  for (; ; iterations += 1) {
    if (iterations % CLOCK_EVERY === 0) {
      const elapsed_ms = options.elapsed_ms();
      const done = Math.max(elapsed_ms / options.limit_ms, iterations / options.iterations_max);
      if (done >= told + 0.01) {
        told = done;
        cancelled = !options.on_progress({ score: keeper.standing.score, iterations, elapsed_ms });
      }
      if (cancelled || !(done < 1) || dests.length === 0 || net.arcs === 0) break;
      temperature = scale * HOT * (COLD / HOT) ** done;
    }
    bench.begin();
    const move = moves[bench.pick(moves.length)]!;
    if (!move(bench, dests[bench.pick(dests.length)]!)) continue;
    bench.rebuild();
    const now = standingOf(plan);
    const worse = worsening(net, standing, now);
    if (plan.freight > freight_max || worse > -temperature * Math.log(bench.rng())) {
      plan.rollback(0);
      continue;
    }
    standing = now;
    keeper.note(plan);
    if (worsening(net, keeper.standing, now) < -EPSILON) keeper.keep(plan, now);
  }
  const { short_1, short_2, score } = keeper.standing;
  return { flow: keeper.flow, score, urgent_short: [short_1, short_2], iterations, cancelled };
}
