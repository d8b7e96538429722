import { DestProblem } from './dest-problem.ts';
import type { Network } from './network.ts';

export type BoundOptions = {
  /** A plan's score; the nearer to the least, the better the steps. */
  readonly score: number;
  readonly iterations_max: number;
  /** Its time runs from `since_ms` to `limit_ms` of the clock. */
  readonly since_ms: number;
  readonly limit_ms: number;
  readonly elapsed_ms: () => number;
};

/** Step lengths at the start and at the end, as shares of Polyak's. */
const STEP_FIRST = 1;
const STEP_LAST = 0.002;
/** Weight of the new direction against those before. */
const FRESHNESS = 0.6;
/** Steps without a better bound after which the search returns to the best prices with shorter steps. */
const STALE_AFTER = 100;
const CLOCK_EVERY = 4;

/** Prices of scarce goods: one for each lot and each pool. */
class Prices {
  readonly net: Network;
  readonly dest: DestProblem;
  readonly count: number;

  constructor(net: Network) {
    this.net = net;
    this.dest = new DestProblem(net);
    this.count = net.lots + net.pool_capacity.length;
  }

  /** Size of a step in each price: what a unit of it is worth to those who compete for it, by its quantity. */
  scales(): Float64Array {
    const { net } = this;
    const worth = new Float64Array(this.count);
    const rivals = new Float64Array(this.count);
    for (let arc = 0; arc < net.arcs; arc += 1) {
      const weight = net.line_weight[net.arc_line[arc]!]!;
      this.#each(arc, (k) => {
        worth[k]! += weight;
        rivals[k]! += 1;
      });
    }
    return worth.map((sum, k) => (rivals[k]! > 0 ? sum / rivals[k]! / Math.max(1, this.#stock(k)) : 0));
  }

  #stock(k: number): number {
    return k < this.net.lots ? this.net.lot_qty[k]! : this.net.pool_capacity[k - this.net.lots]!;
  }

  /** All prices that a load of the arc pays. */
  #each(arc: number, visit: (k: number) => void): void {
    const { net } = this;
    visit(net.arc_lot[arc]!);
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) visit(net.lots + p);
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) visit(net.lots + p);
  }

  #priceOf(arc: number, prices: Float64Array): number {
    const { net } = this;
    let price = prices[net.arc_lot[arc]!]!;
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) price += prices[net.lots + p]!;
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) price += prices[net.lots + p]!;
    return price;
  }

  /** The bound at these prices; `slope` gets by how much each good is asked for beyond its stock. */
  evaluate(prices: Float64Array, slope: Float64Array): number {
    const { net, dest } = this;
    let bound = 0;
    for (let k = 0; k < this.count; k += 1) {
      slope[k] = -this.#stock(k);
      bound += prices[k]! * slope[k]!;
    }
    for (let arc = 0; arc < net.arcs; arc += 1)
      dest.cost[arc] = net.arc_cost[arc]! + this.#priceOf(arc, prices);
    for (let d = 0; d < net.dests; d += 1) bound += dest.solve(d);
    for (let arc = 0; arc < net.arcs; arc += 1) {
      const loads = dest.loads[arc]!;
      if (loads > 0)
        this.#each(arc, (k) => {
          slope[k]! += loads;
        });
    }
    return bound;
  }
}

/** Moves prices along the averaged slope by a share of Polyak's step. */
function step(
  prices: Float64Array,
  slope: Float64Array,
  scales: Float64Array,
  { share, distance }: { readonly share: number; readonly distance: number },
): void {
  let norm = 0;
  for (let k = 0; k < prices.length; k += 1)
    if (prices[k]! > 0 || slope[k]! > 0) norm += slope[k]! * slope[k]! * scales[k]!;
  if (norm <= 0) return;
  const length = (share * distance) / norm;
  for (let k = 0; k < prices.length; k += 1)
    prices[k] = Math.max(0, prices[k]! + length * scales[k]! * slope[k]!);
}

/** Share of the time that is used; 0 where time is not limited. */
function timeUsed({ since_ms, limit_ms, elapsed_ms }: BoundOptions): number {
  if (limit_ms === Number.POSITIVE_INFINITY) return 0;
  return limit_ms > since_ms ? (elapsed_ms() - since_ms) / (limit_ms - since_ms) : 1;
}

/**
 * A proven lower bound of the score of every plan, by Lagrangian relaxation of what destinations share: lots,
 * donors' limits and life rows get prices, and with prices each destination is a small problem of its own
 * (`DestProblem`). Prices climb by a deflected subgradient with Polyak's step (Fisher 1981, Management Science 27;
 * Camerini, Fratta and Maffioli 1975). Lane capacities are left out of the bound, and so are penalties for budget
 * and fairness, which are never negative: the bound stays true, only weaker.
 */
export function lowerBound(net: Network, options: BoundOptions): number {
  const problem = new Prices(net);
  const scales = problem.scales();
  const prices = new Float64Array(problem.count);
  const best_prices = prices.slice();
  const slope = prices.slice();
  const average = prices.slice();
  let best = Number.NEGATIVE_INFINITY;
  let shrink = 1;
  let stale = 0;
  let done = 0;
  for (let iteration = 0; ; iteration += 1) {
    const bound = problem.evaluate(prices, slope);
    stale += 1;
    if (bound > best) {
      best = bound;
      best_prices.set(prices);
      stale = 0;
    } else if (stale >= STALE_AFTER) {
      prices.set(best_prices);
      shrink /= 2;
      stale = 0;
      continue;
    }
    if (iteration % CLOCK_EVERY === 0) done = Math.max(timeUsed(options), iteration / options.iterations_max);
    if (!(done < 1) || best >= options.score || problem.count === 0) return Math.min(best, options.score);
    for (let k = 0; k < average.length; k += 1)
      average[k] = iteration === 0 ? slope[k]! : FRESHNESS * slope[k]! + (1 - FRESHNESS) * average[k]!;
    const share = shrink * STEP_FIRST * (STEP_LAST / STEP_FIRST) ** done;
    step(prices, average, scales, {
      share,
      distance: Math.max(options.score - bound, 1e-6 * Math.abs(best)),
    });
  }
}
