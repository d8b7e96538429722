import type { NetworkRows } from './network.model.ts';
import type { Network } from './network.ts';
import { NetworkMilp } from './network-milp.ts';
import type { Plan } from './plan.ts';

/** A rule that holds goods back; `index` is the lot, donor, life row, lane or line that it belongs to. */
export type RuleCode =
  | 'lot_used_up'
  | 'sealed_lot'
  | 'donor_limit'
  | 'life_row'
  | 'lane_full'
  | 'single_lot'
  | 'freight_limit';
export type BindingRule = { readonly rule: RuleCode; readonly index: number };

export type RulePrice = {
  /**
   * By how much the rule is lifted for `price`: loads of a lot, donor or life row, capacity of a lane, freight.
   * Infinity for a lot that is sealed and a line that must not mix: such a rule holds or does not.
   */
  readonly by: number;
  /** What lifting the rule by that saves. */
  readonly price: number;
  /** Need units that are served more then, and freight that is spent more. */
  readonly units: number;
  readonly freight: number;
  /** What the rule costs as it stands: what the plan would save if it did not exist, with units and freight. */
  readonly cost: number;
  readonly cost_units: number;
  readonly cost_freight: number;
  /** False where the problem around the rule is too large to be solved again: then a single load is looked at. */
  readonly exact: boolean;
};

/** Ways up to which the problem around a line is solved again. */
const WAYS_MAX = 1500;
/** The same where an end of freight or floors of tiers bind all lines together, which is harder. */
const WAYS_TOGETHER_MAX = 300;
const NODES_MAX = 100;
const EPSILON = 1e-6;
/** Share of a large cost that may be rounding. */
const ROUNDING = 1e-10;
/** More than any network holds of a good. */
const PLENTY = 2 ** 29;

type Question = {
  readonly line: number;
  readonly rule: BindingRule;
  readonly by: number;
  /** Ways of the line on closed lanes that the rule stops: their lanes may open at their cost. */
  readonly ways: readonly number[];
};
type Outcome = { readonly cost: number; readonly units: number; readonly freight: number };

/** Groups of arcs by pool, made once. */
function arcsOfPools(net: Network): number[][] {
  const lists = Array.from(net.pool_capacity, (): number[] => []);
  for (let arc = 0; arc < net.arcs; arc += 1) {
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) lists[p]!.push(arc);
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) lists[p]!.push(arc);
  }
  return lists;
}

function add<T extends Int32Array | Float64Array>(column: T, index: number, amount: number): T {
  const changed = column.slice() as T;
  changed[index] = Math.min(PLENTY, changed[index]! + amount);
  return changed;
}

/** What is gained; where nothing is saved the two answers may be different plans of one cost, which is no gain. */
function gainOf(now: Outcome, then: Outcome) {
  const saves = now.cost - then.cost;
  if (saves <= Math.max(EPSILON, ROUNDING * Math.abs(now.cost))) return { saves: 0, units: 0, freight: 0 };
  return { saves, units: then.units - now.units, freight: then.freight - now.freight };
}

/** The price of rules: the problem around a line solved again with the rule lifted, lanes as in the plan. */
export class Pricer {
  readonly #rows: NetworkRows;
  readonly #net: Network;
  readonly #plan: Plan;
  readonly #arcs_of_pool: number[][];
  /** Volume that lines could put on each lane if no stock were scarce. */
  readonly #demanded: Float64Array;
  readonly #known = new Map<string, RulePrice | null>();
  /** Outcomes of the problems with no rule lifted. */
  readonly #as_is = new Map<string, Outcome | null>();
  #prices_left: number;

  /** `prices_max`: how many prices are worked out at most; there are none after them. */
  constructor(rows: NetworkRows, net: Network, plan: Plan, prices_max: number) {
    this.#rows = rows;
    this.#prices_left = prices_max;
    // Shortage weighs what it weighed while the plan was made.
    this.#net = { ...net, line_weight: plan.urgency };
    this.#plan = plan;
    this.#arcs_of_pool = arcsOfPools(net);
    this.#demanded = this.#demandOnLanes();
  }

  /** Null where the problem around the line is too large, and after the most prices. */
  price(question: Question): RulePrice | null {
    const { line, rule, by, ways } = question;
    const key = `${rule.rule}/${rule.index}/${by}/${ways.length > 0 ? line : ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#prices_left -= 1;
    const answer = this.#prices_left < 0 ? null : this.#solve(question);
    this.#known.set(key, answer);
    return answer;
  }

  #solve({ line, rule, by, ways }: Question): RulePrice | null {
    const lines = this.#around(line, new Set(ways));
    if (lines === null) return null;
    const opened = new Set(ways);
    const now = this.#outcomeAsIs(lines, opened);
    const step = this.#outcome(this.#lifted(rule, by), lines, opened);
    const gone = Number.isFinite(by) ? this.#outcome(this.#lifted(rule, PLENTY), lines, opened) : step;
    if (now === null || step === null || gone === null) return null;
    const one = gainOf(now, step);
    const all = gainOf(now, gone);
    const { saves: cost, units: cost_units, freight: cost_freight } = all.saves > one.saves ? all : one;
    const { saves: price, units, freight } = one;
    return { by, price, units, freight, cost, cost_units, cost_freight, exact: true };
  }

  #outcomeAsIs(lines: Int32Array, ways: ReadonlySet<number>): Outcome | null {
    const key = `${lines.join()}|${[...ways].join()}`;
    const known = this.#as_is.get(key);
    if (known !== undefined) return known;
    const outcome = this.#outcome(this.#net, lines, ways);
    this.#as_is.set(key, outcome);
    return outcome;
  }

  #isOpen(arc: number): boolean {
    return this.#plan.lane_flows[this.#net.arc_lane[arc]!]! > 0;
  }

  #demandOnLanes(): Float64Array {
    const net = this.#net;
    const volume = new Float64Array(net.lanes);
    for (let line = 0; line < net.lines; line += 1) {
      const most = new Map<number, number>();
      for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
        const lane = net.arc_lane[arc]!;
        const full = (net.line_max[line]! / net.arc_yield[arc]!) * net.arc_volume[arc]!;
        most.set(lane, Math.max(most.get(lane) ?? 0, full));
      }
      for (const [lane, full] of most) volume[lane]! += full;
    }
    return volume;
  }

  /** Freight with an end or a price and floors of tiers bind all lines together. */
  get #bound_together(): boolean {
    const { freight_max, budget, overrun_price, fair_price } = this.#net.terms;
    return freight_max !== null || (budget !== null && overrun_price > 0) || fair_price > 0;
  }

  /** Lines that share something scarce with the line, directly or over others; null where there are too many ways. */
  #around(line: number, ways: ReadonlySet<number>): Int32Array | null {
    const net = this.#net;
    if (this.#bound_together)
      return net.arcs > WAYS_TOGETHER_MAX ? null : Int32Array.from({ length: net.lines }, (_, k) => k);
    const reached = new Set([line]);
    const seen = new Set<string>();
    let count = 0;
    for (const at of reached)
      for (let arc = net.arcs_of_line.start[at]!; arc < net.arcs_of_line.start[at + 1]!; arc += 1) {
        if (!this.#isOpen(arc) && !ways.has(arc)) continue;
        count += 1;
        if (count > WAYS_MAX) return null;
        for (const [name, sharers] of this.#shared(arc)) {
          if (seen.has(name)) continue;
          seen.add(name);
          for (const other of sharers)
            if (this.#isOpen(other) || ways.has(other)) reached.add(net.arc_line[other]!);
        }
      }
    return Int32Array.from(reached).sort();
  }

  /** What the arc takes from, by name, with all arcs that take from it. */
  *#shared(arc: number): Generator<readonly [string, ArrayLike<number> & Iterable<number>]> {
    const net = this.#net;
    const [lot, lane] = [net.arc_lot[arc]!, net.arc_lane[arc]!];
    const { arcs_of_lot, arcs_of_lane } = net;
    yield [`lot ${lot}`, arcs_of_lot.member.subarray(arcs_of_lot.start[lot]!, arcs_of_lot.start[lot + 1]!)];
    for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!)
      yield [`pool ${p}`, this.#arcs_of_pool[p]!];
    for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!)
      yield [`pool ${p}`, this.#arcs_of_pool[p]!];
    if (this.#demanded[lane]! > net.lane_capacity[lane]!)
      yield [
        `lane ${lane}`,
        arcs_of_lane.member.subarray(arcs_of_lane.start[lane]!, arcs_of_lane.start[lane + 1]!),
      ];
  }

  /** The least cost of these lines: lanes of the plan are open and paid, those of `ways` may open. */
  #outcome(net: Network, lines: Int32Array, ways: ReadonlySet<number>): Outcome | null {
    const problem = new NetworkMilp(net, {
      lines,
      usable: (arc) => this.#isOpen(arc) || ways.has(arc),
      opening: (lane) => (this.#plan.lane_flows[lane]! > 0 ? null : net.lane_fixed[lane]!),
      objective: 'score',
      freight_spent: this.#plan.fixed,
      strong: true,
      whole: true,
    });
    const { values, cost, bound } = problem.milp.solve({ nodes: NODES_MAX, relax_first: true });
    if (values === null || cost - bound > 1e-4 * Math.max(1, Math.abs(cost))) return null;
    return { cost, ...this.#amounts(net, lines, problem.flows(values)) };
  }

  #amounts(net: Network, lines: Int32Array, flows: ReturnType<NetworkMilp['flows']>) {
    const got = new Map<number, number>();
    const opened = new Set<number>();
    let freight = 0;
    for (const { arc, loads } of flows) {
      const [line, lane] = [net.arc_line[arc]!, net.arc_lane[arc]!];
      got.set(line, (got.get(line) ?? 0) + loads * net.arc_yield[arc]!);
      freight += loads * net.arc_freight[arc]!;
      if (this.#plan.lane_flows[lane] === 0 && !opened.has(lane)) freight += net.lane_fixed[lane]!;
      opened.add(lane);
    }
    const units = lines.reduce((sum, line) => sum + Math.min(net.line_qty[line]!, got.get(line) ?? 0), 0);
    return { units, freight };
  }

  /** The network with the rule lifted; a load more of a lot is a load more that its donor may give. */
  #lifted({ rule, index }: BindingRule, by: number): Network {
    const net = this.#net;
    switch (rule) {
      case 'lot_used_up':
        return {
          ...net,
          lot_qty: add(net.lot_qty, index, by),
          pool_capacity: this.#donorRaised(this.#rows.lots.donor[index]!, by),
        };
      case 'donor_limit':
        return { ...net, pool_capacity: this.#donorRaised(index, by) };
      case 'life_row': {
        const first = net.pool_capacity.length - (this.#rows.life?.capacity.length ?? 0);
        return { ...net, pool_capacity: add(net.pool_capacity, first + index, by) };
      }
      case 'lane_full':
        return { ...net, lane_capacity: add(net.lane_capacity, index, by) };
      case 'freight_limit':
        return { ...net, terms: { ...net.terms, freight_max: net.terms.freight_max! + by } };
      case 'sealed_lot':
        return { ...net, lot_sealed: net.lot_sealed.map((sealed, lot) => (lot === index ? 0 : sealed)) };
      case 'single_lot':
        return { ...net, line_single: net.line_single.map((single, line) => (line === index ? 0 : single)) };
    }
  }

  #donorRaised(donor: number, by: number): Float64Array {
    const net = this.#net;
    const raised = net.pool_capacity.slice();
    const pools = new Set<number>();
    for (let arc = 0; arc < net.arcs; arc += 1) {
      if (this.#rows.lots.donor[net.arc_lot[arc]!] !== donor) continue;
      for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) pools.add(p);
    }
    for (const pool of pools) raised[pool]! += by;
    return raised;
  }
}
