import { arcLimits } from './arc-limits.ts';
import type { Network } from './network.ts';

/** Work that one destination may take: nodes times arcs. */
const WORK_MAX = 16_000;
const EPSILON = 1e-7;
const CLOSED = -1;
const UNDECIDED = 0;
const OPEN = 1;

/**
 * What serving one destination costs at least when goods have a price and no stock is scarce: lanes are opened or
 * closed by branch and bound; a lane that is undecided charges each of its lines an equal share of its fixed cost,
 * which no plan can undercut. Where `WORK_MAX` ends the search the answer is the least bound of an open node, so
 * it is a lower bound in any case.
 */
export class DestProblem {
  readonly #net: Network;
  readonly #limit: Float64Array;
  /** Fixed cost of the lane that an arc's line bears while the lane is undecided, and the same for a need unit. */
  readonly #share: Float64Array;
  readonly #unit_share: Float64Array;
  /** Lines that choose one arc; with several arcs of one lot number they are treated as if they might mix. */
  readonly #choosing: Uint8Array;
  readonly #state: Int8Array;
  readonly #charged: Float64Array;
  readonly #order: Int32Array;
  readonly #key: Float64Array;
  readonly #trial: Float64Array;
  /** Cost of a load with the prices of what it takes. */
  readonly cost: Float64Array;
  /** Loads of the best answer found. */
  readonly loads: Float64Array;
  #best = 0;
  #open_bound = 0;
  #nodes_left = 0;

  constructor(net: Network) {
    this.#net = net;
    this.#limit = arcLimits(net);
    this.#share = new Float64Array(net.arcs);
    this.#unit_share = new Float64Array(net.arcs);
    this.#choosing = net.line_single.slice();
    this.#state = new Int8Array(net.lanes);
    this.#charged = new Float64Array(net.lanes);
    this.#order = new Int32Array(net.arcs);
    this.#key = new Float64Array(net.arcs);
    this.#trial = new Float64Array(net.arcs);
    this.cost = new Float64Array(net.arcs);
    this.loads = new Float64Array(net.arcs);
    this.#shareLanes();
  }

  #shareLanes(): void {
    const { net_users, reach } = this.#lanesOfLines();
    const net = this.#net;
    for (let arc = 0; arc < net.arcs; arc += 1) {
      if (this.#limit[arc] === 0) continue;
      const lane = net.arc_lane[arc]!;
      this.#share[arc] = net.lane_fixed[lane]! / net_users[lane]!;
      const most = Math.min(net.line_max[net.arc_line[arc]!]!, reach[arc]!);
      this.#unit_share[arc] = this.#share[arc]! / most;
    }
  }

  /** How many lines can use each lane, and the need units that an arc's line can get over the arc's lane. */
  #lanesOfLines() {
    const net = this.#net;
    const net_users = new Int32Array(net.lanes);
    const reach = new Float64Array(net.arcs);
    const stepped = net.terms.shortage_steps[3] > net.terms.shortage_steps[0];
    for (let line = 0; line < net.lines; line += 1) {
      const units = new Map<number, number>();
      const groups = new Set<number>();
      let arcs = 0;
      for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
        if (this.#limit[arc] === 0) continue;
        const lane = net.arc_lane[arc]!;
        units.set(lane, (units.get(lane) ?? 0) + this.#limit[arc]! * net.arc_yield[arc]!);
        groups.add(net.lot_group[net.arc_lot[arc]!]!);
        arcs += 1;
      }
      // With rising steps the cheapest quantity may lie between none and all, which `choose` does not look at.
      if (groups.size < arcs || stepped) this.#choosing[line] = 0;
      for (const lane of units.keys()) net_users[lane]! += 1;
      for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1)
        reach[arc] = units.get(net.arc_lane[arc]!) ?? 0;
    }
    return { net_users, reach };
  }

  /** A lower bound of the destination's cost at the prices in `cost`; `loads` then holds a plan near it. */
  solve(dest: number): number {
    const { lanes_of_dest, lines_of_dest, arcs_of_line } = this.#net;
    for (let k = lanes_of_dest.start[dest]!; k < lanes_of_dest.start[dest + 1]!; k += 1)
      this.#state[lanes_of_dest.member[k]!] = UNDECIDED;
    let arcs = 1;
    for (let k = lines_of_dest.start[dest]!; k < lines_of_dest.start[dest + 1]!; k += 1) {
      const line = lines_of_dest.member[k]!;
      arcs += arcs_of_line.start[line + 1]! - arcs_of_line.start[line]!;
    }
    this.#best = Number.POSITIVE_INFINITY;
    this.#open_bound = Number.POSITIVE_INFINITY;
    this.#nodes_left = Math.max(1, Math.ceil(WORK_MAX / arcs));
    this.#branch(dest, 0);
    return Math.min(this.#best, this.#open_bound);
  }

  #branch(dest: number, opened: number): void {
    const bound = opened + this.#relax(dest);
    this.#nodes_left -= 1;
    if (bound >= this.#best - EPSILON) return;
    const { lane, missing } = this.#leastCharged(dest);
    if (bound + missing < this.#best) {
      this.#best = bound + missing;
      this.#keep(dest);
    }
    if (lane < 0 || missing < EPSILON) return;
    if (this.#nodes_left <= 0) {
      this.#open_bound = Math.min(this.#open_bound, bound);
      return;
    }
    this.#state[lane] = OPEN;
    this.#branch(dest, opened + this.#net.lane_fixed[lane]!);
    this.#state[lane] = CLOSED;
    this.#branch(dest, opened);
    this.#state[lane] = UNDECIDED;
  }

  /** The undecided lane whose use has paid least of its fixed cost, and what all of them together lack. */
  #leastCharged(dest: number): { readonly lane: number; readonly missing: number } {
    const { lanes_of_dest, lane_fixed } = this.#net;
    let lane = -1;
    let most = -1;
    let missing = 0;
    for (let k = lanes_of_dest.start[dest]!; k < lanes_of_dest.start[dest + 1]!; k += 1) {
      const a = lanes_of_dest.member[k]!;
      if (this.#state[a] !== UNDECIDED || this.#charged[a]! < 0) continue;
      const lacks = Math.max(0, lane_fixed[a]! - this.#charged[a]!);
      missing += lacks;
      if (lacks > most) {
        most = lacks;
        lane = a;
      }
    }
    return { lane, missing };
  }

  #keep(dest: number): void {
    const { lines_of_dest, arcs_of_line } = this.#net;
    for (let k = lines_of_dest.start[dest]!; k < lines_of_dest.start[dest + 1]!; k += 1) {
      const line = lines_of_dest.member[k]!;
      for (let arc = arcs_of_line.start[line]!; arc < arcs_of_line.start[line + 1]!; arc += 1)
        this.loads[arc] = this.#trial[arc]!;
    }
  }

  /** Every line by itself, with undecided lanes at its share of them. */
  #relax(dest: number): number {
    const { lanes_of_dest, lines_of_dest } = this.#net;
    for (let k = lanes_of_dest.start[dest]!; k < lanes_of_dest.start[dest + 1]!; k += 1)
      this.#charged[lanes_of_dest.member[k]!] = -1;
    let cost = 0;
    for (let k = lines_of_dest.start[dest]!; k < lines_of_dest.start[dest + 1]!; k += 1) {
      const line = lines_of_dest.member[k]!;
      cost += this.#choosing[line] === 1 ? this.#choose(line) : this.#mix(line);
    }
    return cost;
  }

  #charge(arc: number, amount: number): void {
    const lane = this.#net.arc_lane[arc]!;
    if (this.#state[lane] !== UNDECIDED) return;
    this.#charged[lane] = Math.max(0, this.#charged[lane]!) + amount;
  }

  #shortage(line: number, short: number): number {
    const { shortage_steps: steps } = this.#net.terms;
    const weight = this.#net.line_weight[line]!;
    if (steps[3] === steps[0]) return weight * steps[0] * short;
    const quarter = this.#net.line_qty[line]! / 4;
    let units = 0;
    for (let k = 0; k < 4; k += 1) units += steps[k]! * Math.min(quarter, Math.max(0, short - k * quarter));
    return weight * units;
  }

  /** A line of one lot number: the arc that costs least, or none. */
  #choose(line: number): number {
    const net = this.#net;
    const qty = net.line_qty[line]!;
    let least = this.#shortage(line, qty);
    let best = -1;
    let best_loads = 0;
    for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
      this.#trial[arc] = 0;
      const lane = net.arc_lane[arc]!;
      const limit = this.#limit[arc]!;
      if (limit === 0 || this.#state[lane] === CLOSED) continue;
      const gain = net.arc_yield[arc]!;
      // A fraction of the last load may suffice; whatever carries least beyond the need is a bound.
      const loads = this.cost[arc]! > 0 ? Math.min(limit, qty / gain) : limit;
      const share = this.#state[lane] === OPEN ? 0 : this.#share[arc]!;
      const cost = loads * this.cost[arc]! + this.#shortage(line, Math.max(0, qty - loads * gain)) + share;
      if (cost >= least) continue;
      least = cost;
      best = arc;
      best_loads = loads;
    }
    if (best >= 0) {
      this.#trial[best] = best_loads;
      this.#charge(best, this.#share[best]!);
    }
    return least;
  }

  /** A line that may mix lots: the cheapest goods first, each only as far as it is worth it. */
  #mix(line: number): number {
    const net = this.#net;
    const count = this.#sortArcs(line);
    let got = 0;
    let cost = 0;
    for (let k = 0; k < count; k += 1) {
      const arc = this.#order[k]!;
      const key = this.#key[arc]!;
      const gain = net.arc_yield[arc]!;
      const units = Math.min(this.#limit[arc]! * gain, this.#worthUntil(line, key) - got);
      if (units <= EPSILON) continue;
      got += units;
      cost += units * key;
      this.#trial[arc] = units / gain;
      this.#charge(arc, units * this.#unit_share[arc]!);
    }
    return cost + this.#shortage(line, Math.max(0, net.line_qty[line]! - got));
  }

  /** Need units up to which goods at `key` a unit are worth having. */
  #worthUntil(line: number, key: number): number {
    const net = this.#net;
    if (key < 0) return net.line_max[line]!;
    const { shortage_steps: steps } = net.terms;
    let quarters = 0;
    while (quarters < 4 && key >= net.line_weight[line]! * steps[quarters]!) quarters += 1;
    return (net.line_qty[line]! * (4 - quarters)) / 4;
  }

  /** Usable arcs of the line by cost of a need unit into `order`; answers how many. */
  #sortArcs(line: number): number {
    const net = this.#net;
    const order = this.#order;
    const key = this.#key;
    let count = 0;
    for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
      this.#trial[arc] = 0;
      const state = this.#state[net.arc_lane[arc]!]!;
      if (this.#limit[arc] === 0 || state === CLOSED) continue;
      const share = state === OPEN ? 0 : this.#unit_share[arc]!;
      key[arc] = this.cost[arc]! / net.arc_yield[arc]! + share;
      // Insertion sort: a line has a dozen arcs, which come nearly in order.
      let place = count;
      for (; place > 0 && key[order[place - 1]!]! > key[arc]!; place -= 1) order[place] = order[place - 1]!;
      order[place] = arc;
      count += 1;
    }
    return count;
  }
}
