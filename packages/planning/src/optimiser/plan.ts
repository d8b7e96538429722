import type { Network } from './network.ts';

/** Room for rounding where volumes are added and taken away many times; the judge of a plan allows more. */
const VOLUME_SLACK = 1e-7;
const YIELD_SLACK = 1e-9;

/** Weights at which no freight stands in the way of tiers 1 and 2. */
function strictWeights(net: Network): Float64Array {
  let dearest = 1 + net.line_weight.reduce((most, weight) => Math.max(most, weight), 0);
  for (let arc = 0; arc < net.arcs; arc += 1) {
    const fixed = net.lane_fixed[net.arc_lane[arc]!]!;
    dearest = Math.max(dearest, (Math.abs(net.arc_cost[arc]!) + fixed) / net.arc_yield[arc]!);
  }
  return net.line_weight.map((weight, line) => (net.line_tier[line]! <= 2 ? weight + 2 * dearest : weight));
}

/**
 * A plan under construction: loads on every arc, with all that follows from them kept up to date, and a log by
 * which a change is taken back. The only thing that writes is `set`.
 */
export class Plan {
  readonly net: Network;
  /** Loads on each arc. */
  readonly flow: Int32Array;
  readonly lot_left: Int32Array;
  readonly pool_used: Float64Array;
  readonly lane_load: Float64Array;
  /** Arcs in use on each lane; a lane is open where this is not 0. */
  readonly lane_flows: Int32Array;
  /** Need units that reach each line. */
  readonly line_got: Float64Array;
  /**
   * Weight of each line while lines are placed: that of the network, or with strict tiers one that no freight
   * outweighs. Scores count with the network's weights.
   */
  readonly urgency: Float64Array;
  readonly tier_short = new Float64Array(5);
  variable = 0;
  fixed = 0;
  shortage = 0;
  /** Freight that the budget counts. */
  freight = 0;
  readonly #log_arc: Int32Array;
  readonly #log_old: Int32Array;
  #log_length = 0;

  constructor(net: Network) {
    this.net = net;
    this.flow = new Int32Array(net.arcs);
    this.lot_left = net.lot_qty.slice();
    this.pool_used = new Float64Array(net.pool_capacity.length);
    this.lane_load = new Float64Array(net.lanes);
    this.lane_flows = new Int32Array(net.lanes);
    this.line_got = new Float64Array(net.lines);
    this.urgency = net.terms.strict_tiers ? strictWeights(net) : net.line_weight;
    this.#log_arc = new Int32Array(4 * net.arcs + 1024);
    this.#log_old = new Int32Array(4 * net.arcs + 1024);
    for (let j = 0; j < net.lines; j += 1) {
      this.shortage += this.shortageCost(j, net.line_qty[j]!);
      this.tier_short[net.line_tier[j]!]! += net.line_qty[j]!;
    }
  }

  /** Need units short, each quarter of the line multiplied by its step. */
  #stepped(line: number, short: number): number {
    const { shortage_steps: steps } = this.net.terms;
    if (steps[3] === steps[0]) return steps[0] * short;
    const quarter = this.net.line_qty[line]! / 4;
    let units = 0;
    for (let k = 0; k < 4 && short > k * quarter; k += 1)
      units += steps[k]! * Math.min(quarter, short - k * quarter);
    return units;
  }

  /** Cost of a line that is `short` need units short. */
  shortageCost(line: number, short: number): number {
    return this.net.line_weight[line]! * this.#stepped(line, short);
  }

  short(line: number): number {
    return Math.max(0, this.net.line_qty[line]! - this.line_got[line]!);
  }

  /** As `shortageCost` of what the line lacks now, at the weight used while lines are placed. */
  urgentShortage(line: number): number {
    return this.urgency[line]! * this.#stepped(line, this.short(line));
  }

  /** What everything costs: shortage, lanes, loads, the budget's overrun and tiers below their floor. */
  score(): number {
    const { budget, overrun_price, fair_price } = this.net.terms;
    let score = this.shortage + this.fixed + this.variable;
    if (budget !== null && this.freight > budget) score += overrun_price * (this.freight - budget);
    if (fair_price > 0) score += fair_price * this.#belowFloor();
    return score;
  }

  #belowFloor(): number {
    const { fair_floor } = this.net.terms;
    let below = 0;
    for (let t = 1; t <= 4; t += 1)
      below += Math.max(0, fair_floor[t - 1]! - (this.net.tier_qty[t]! - this.tier_short[t]!));
    return below;
  }

  /** Loads that the arc may still take; a sealed lot goes whole or not at all, which the caller sees to. */
  room(arc: number): number {
    const { net } = this;
    let room = this.lot_left[net.arc_lot[arc]!]!;
    if (room === 0) return 0;
    const pools = net.pool_parent;
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = pools[p]!)
      room = Math.min(room, net.pool_capacity[p]! - this.pool_used[p]!);
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = pools[p]!)
      room = Math.min(room, Math.floor(net.pool_capacity[p]! - this.pool_used[p]!));
    const volume = net.arc_volume[arc]!;
    if (volume * room > 0) {
      const lane = net.arc_lane[arc]!;
      const left = net.lane_capacity[lane]! - this.lane_load[lane]! + VOLUME_SLACK;
      if (volume * room > left) room = Math.floor(left / volume);
    }
    return room > 0 ? room : 0;
  }

  /** Loads of the arc that the line can still use. */
  wanted(arc: number): number {
    const line = this.net.arc_line[arc]!;
    const gap = this.net.line_qty[line]! - this.line_got[line]!;
    if (gap <= 0) return 0;
    const gain = this.net.arc_yield[arc]!;
    const loads = Math.floor(gap / gain + YIELD_SLACK);
    const fits = this.line_got[line]! + (loads + 1) * gain <= this.net.line_max[line]! + YIELD_SLACK;
    return loads * gain < gap - YIELD_SLACK && fits ? loads + 1 : loads;
  }

  /** Puts `loads` on the arc instead of what it carries. Limits are the caller's business. */
  set(arc: number, loads: number): void {
    this.#log_arc[this.#log_length] = arc;
    this.#log_old[this.#log_length] = this.flow[arc]!;
    this.#log_length += 1;
    this.#put(arc, loads);
  }

  /** A place in the log to come back to; begins a new log. */
  begin(): void {
    this.#log_length = 0;
  }

  /** The arc that entry `k` of the log changed. */
  logged(k: number): number {
    return this.#log_arc[k]!;
  }

  mark(): number {
    return this.#log_length;
  }

  /** Takes back everything since the mark. */
  rollback(mark: number): void {
    while (this.#log_length > mark) {
      this.#log_length -= 1;
      this.#put(this.#log_arc[this.#log_length]!, this.#log_old[this.#log_length]!);
    }
  }

  #put(arc: number, loads: number): void {
    const { net } = this;
    const change = loads - this.flow[arc]!;
    if (change === 0) return;
    this.#countLane(arc, loads, change);
    this.flow[arc] = loads;
    this.lot_left[net.arc_lot[arc]!]! -= change;
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) this.pool_used[p]! += change;
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) this.pool_used[p]! += change;
    this.variable += net.arc_cost[arc]! * change;
    this.freight += net.arc_freight[arc]! * change;
    this.#serve(net.arc_line[arc]!, net.arc_yield[arc]! * change);
  }

  #countLane(arc: number, loads: number, change: number): void {
    const { net } = this;
    const lane = net.arc_lane[arc]!;
    const opens = (loads > 0 ? 1 : 0) - (this.flow[arc]! > 0 ? 1 : 0);
    const before = this.lane_flows[lane]!;
    this.lane_flows[lane] = before + opens;
    this.lane_load[lane]! += net.arc_volume[arc]! * change;
    if (before === 0) this.#openLane(lane, 1);
    else if (before + opens === 0) {
      // An empty lane is exactly empty, so that rounding does not gather.
      this.lane_load[lane] = 0;
      this.#openLane(lane, -1);
    }
  }

  #openLane(lane: number, sign: 1 | -1): void {
    this.fixed += sign * this.net.lane_fixed[lane]!;
    this.freight += sign * this.net.lane_fixed[lane]!;
  }

  #serve(line: number, units: number): void {
    const before = this.short(line);
    this.line_got[line]! += units;
    const after = this.short(line);
    if (before === after) return;
    this.shortage += this.shortageCost(line, after) - this.shortageCost(line, before);
    this.tier_short[this.net.line_tier[line]!]! += after - before;
  }
}
