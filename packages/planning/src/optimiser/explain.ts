import { PlanningInputError } from '../errors.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { type Network, readNetwork } from './network.ts';
import { Plan } from './plan.ts';
import { type BindingRule, Pricer, type RuleCode, type RulePrice } from './prices.ts';
import type { NetworkFlow } from './solve.ts';

/** `dearer`: it costs more than what was chosen; `not_better_found`: it would cost less, the search kept another. */
export type LostReason = RuleCode | 'dearer' | 'not_worth_it' | 'not_better_found';
export type NetworkAlternative = {
  /** Index of the way in the rows. */
  readonly arc: number;
  /** Cost of a need unit on this way, with the opening of the lane shared over `units` where it is closed. */
  readonly unit_cost: number;
  /** Need units of the line that the way could carry at most. */
  readonly units: number;
  readonly lost_because: LostReason;
};
export type PricedRule = BindingRule & RulePrice;
/** What would make a short line served: lift one rule by `loads`. `saves` is shortage less the cost of the goods. */
export type NetworkRemedy =
  | (BindingRule & { readonly loads: number; readonly units: number; readonly saves: number })
  | { readonly rule: 'supply'; readonly units: number; readonly saves: number };

export type LineExplanation = {
  readonly line: number;
  readonly needed: number;
  readonly served: number;
  readonly short: number;
  /** Cost of the shortage. */
  readonly shortage_cost: number;
  readonly chosen: readonly { readonly arc: number; readonly loads: number; readonly unit_cost: number }[];
  /** Cheapest first, at most five. */
  readonly alternatives: readonly NetworkAlternative[];
  /** Rules that stop a way that would have been better, dearest first. */
  readonly binding: readonly PricedRule[];
  /** Empty where nothing is short; the most saving first, a purchase last. */
  readonly remedies: readonly NetworkRemedy[];
};

export type ExplainOptions = {
  /** Prices that are worked out exactly (5 to 30 ms each), the lines in their order; the others are looked at. Default all. */
  readonly exact_prices_max?: number;
};

const SHOWN_MAX = 5;
const EPSILON = 1e-9;

/** The network with its plan, and what leads from typed arrays back to the rows. */
type Scene = {
  readonly rows: NetworkRows;
  readonly net: Network;
  readonly plan: Plan;
  readonly pricer: Pricer;
};

function restore(
  rows: NetworkRows,
  terms: NetworkTerms,
  flows: readonly NetworkFlow[],
  prices_max: number,
): Scene {
  const net = readNetwork(rows, terms);
  const plan = new Plan(net);
  const place = new Int32Array(net.arcs);
  for (const [arc, source] of net.arc_source.entries()) place[source] = arc;
  for (const [k, { arc, loads }] of flows.entries()) {
    if (place[arc] === undefined) throw new PlanningInputError('unknown_id', `flows[${k}].arc`, arc);
    plan.begin();
    plan.set(place[arc]!, loads);
  }
  return { rows, net, plan, pricer: new Pricer(rows, net, plan, prices_max) };
}

/** Loads of the arc that would be of use to its line: what it lacks, or what it has on dearer ways. */
function useful({ net, plan }: Scene, arc: number): number {
  const line = net.arc_line[arc]!;
  let units = plan.short(line);
  for (let other = net.arcs_of_line.start[line + 1]! - 1; other > arc; other -= 1)
    units += plan.flow[other]! * net.arc_yield[other]!;
  return Math.floor(units / net.arc_yield[arc]! + EPSILON);
}

/** The lot number that a line must keep to, -1 where it may take any. */
function keptGroup({ net, plan }: Scene, line: number): number {
  if (net.line_single[line] === 0) return -1;
  for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1)
    if (plan.flow[arc]! > 0) return net.lot_group[net.arc_lot[arc]!]!;
  return -1;
}

/** The first of the nested limits that has no room for a load; -1 for none. */
function fullPool({ net, plan }: Scene, first: number): number {
  let p = first;
  while (p >= 0 && net.pool_capacity[p]! - plan.pool_used[p]! >= 1) p = net.pool_parent[p]!;
  return p;
}

/** Every rule that keeps the arc from taking one more load. */
function rulesAgainst(scene: Scene, arc: number): BindingRule[] {
  const { rows, net, plan } = scene;
  const [lot, lane, line] = [net.arc_lot[arc]!, net.arc_lane[arc]!, net.arc_line[arc]!];
  const found: BindingRule[] = [];
  if (plan.lot_left[lot] === 0) found.push({ rule: 'lot_used_up', index: lot });
  else if (net.lot_sealed[lot] === 1 && net.lot_qty[lot]! > useful(scene, arc))
    found.push({ rule: 'sealed_lot', index: lot });
  if (fullPool(scene, net.arc_donor_pool[arc]!) >= 0)
    found.push({ rule: 'donor_limit', index: rows.lots.donor[lot]! });
  const life = fullPool(scene, net.arc_life_pool[arc]!);
  if (life >= 0)
    found.push({ rule: 'life_row', index: life - net.pool_capacity.length + rows.life!.capacity.length });
  if (plan.lane_load[lane]! + net.arc_volume[arc]! > net.lane_capacity[lane]! + 1e-6)
    found.push({ rule: 'lane_full', index: lane });
  const group = keptGroup(scene, line);
  if (group >= 0 && group !== net.lot_group[lot]) found.push({ rule: 'single_lot', index: line });
  const opening = plan.lane_flows[lane] === 0 ? net.lane_fixed[lane]! : 0;
  const freight_max = net.terms.freight_max ?? Number.POSITIVE_INFINITY;
  if (plan.freight + opening + net.arc_freight[arc]! > freight_max + EPSILON)
    found.push({ rule: 'freight_limit', index: -1 });
  return found;
}

/** What a line would pay for one more need unit: its shortage, or the dearest unit that it has. */
function worthOfUnit({ net, plan }: Scene, line: number): number {
  const short = plan.short(line);
  if (short > 0) {
    const unit = Math.min(1, short);
    return (plan.shortageCost(line, short) - plan.shortageCost(line, short - unit)) / unit;
  }
  for (let arc = net.arcs_of_line.start[line + 1]! - 1; arc >= net.arcs_of_line.start[line]!; arc -= 1)
    if (plan.flow[arc]! > 0) return net.arc_cost[arc]! / net.arc_yield[arc]!;
  return 0;
}

/** Cost of a need unit on the arc if `loads` went there, the opening of a closed lane included. */
function unitCost({ net, plan }: Scene, arc: number, loads: number): number {
  const lane = net.arc_lane[arc]!;
  const opening = plan.lane_flows[lane] === 0 ? net.lane_fixed[lane]! : 0;
  return (net.arc_cost[arc]! + opening / Math.max(1, loads)) / net.arc_yield[arc]!;
}

type Way = {
  readonly arc: number;
  readonly loads: number;
  readonly unit_cost: number;
  readonly rules: BindingRule[];
};

/** Ways of a line that the plan does not use, or could use more, cheapest first. */
function waysOf(scene: Scene, line: number): Way[] {
  const { net } = scene;
  const ways: Way[] = [];
  for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
    const loads = Math.min(useful(scene, arc), net.lot_qty[net.arc_lot[arc]!]!);
    ways.push({ arc, loads, unit_cost: unitCost(scene, arc, loads), rules: rulesAgainst(scene, arc) });
  }
  return ways.sort((a, b) => a.unit_cost - b.unit_cost || a.arc - b.arc);
}

function lostBecause({ plan }: Scene, way: Way, line: number, worth: number): LostReason {
  if (way.unit_cost >= worth) return plan.short(line) > 0 ? 'not_worth_it' : 'dearer';
  return way.rules[0]?.rule ?? 'not_better_found';
}

/** By how much a rule must give way for one more load on the arc. */
function stepOf({ net, plan }: Scene, { rule }: BindingRule, arc: number): number {
  const lane = net.arc_lane[arc]!;
  if (rule === 'sealed_lot' || rule === 'single_lot') return Number.POSITIVE_INFINITY;
  if (rule === 'lane_full') return net.arc_volume[arc]!;
  if (rule !== 'freight_limit') return 1;
  const opening = plan.lane_flows[lane] === 0 ? net.lane_fixed[lane]! : 0;
  return plan.freight + opening + net.arc_freight[arc]! - net.terms.freight_max!;
}

type Stopped = { readonly rule: BindingRule; readonly ways: Way[] };

/** Rules that stand before better ways, with these, cheapest first. */
function stoppedWays(ways: readonly Way[], worth: number): Stopped[] {
  const found = new Map<string, Stopped>();
  for (const way of ways) {
    if (way.unit_cost >= worth) continue;
    for (const rule of way.rules) {
      const key = `${rule.rule}/${rule.index}`;
      const known = found.get(key);
      if (known) known.ways.push(way);
      else found.set(key, { rule, ways: [way] });
    }
  }
  return [...found.values()];
}

/** What one load past the rule saves with the rest of the plan as it is; nothing where another rule stops it too. */
function estimate({ net }: Scene, { ways }: Stopped, worth: number, by: number): RulePrice {
  const [way] = ways.filter(({ rules }) => rules.length === 1);
  const price = way ? (worth - way.unit_cost) * net.arc_yield[way.arc]! : 0;
  const units = way ? net.arc_yield[way.arc]! : 0;
  const freight = way ? net.arc_freight[way.arc]! : 0;
  const cost = { cost: price, cost_units: units, cost_freight: freight };
  return { by, price, units, freight, ...cost, exact: false };
}

function priceRule(scene: Scene, line: number, stopped: Stopped, worth: number): PricedRule {
  const { net, plan } = scene;
  const { rule, ways } = stopped;
  const by = stepOf(scene, rule, ways[0]!.arc);
  const closed = ways.map(({ arc }) => arc).filter((arc) => plan.lane_flows[net.arc_lane[arc]!] === 0);
  const price = scene.pricer.price({ line, rule, by, ways: closed });
  return { ...rule, ...(price ?? estimate(scene, stopped, worth, by)) };
}

/** Rules that stand before better ways, dearest first. */
function pricedRules(scene: Scene, line: number, ways: readonly Way[], worth: number): PricedRule[] {
  return stoppedWays(ways, worth)
    .map((stopped) => priceRule(scene, line, stopped, worth))
    .sort((a, b) => b.price - a.price || b.cost - a.cost || a.index - b.index);
}

/** Lifting one rule alone: only ways that nothing else stops help. */
function remediesOf({ net, plan }: Scene, line: number, ways: readonly Way[]): NetworkRemedy[] {
  const short = plan.short(line);
  if (short <= 0) return [];
  const best = new Map<string, NetworkRemedy>();
  for (const { arc, rules } of ways) {
    if (rules.length !== 1) continue;
    const gain = net.arc_yield[arc]!;
    const loads = Math.min(Math.ceil(short / gain), net.lot_qty[net.arc_lot[arc]!]!);
    const units = Math.min(short, loads * gain);
    const lane = net.arc_lane[arc]!;
    const opening = plan.lane_flows[lane] === 0 ? net.lane_fixed[lane]! : 0;
    const avoided = plan.shortageCost(line, short) - plan.shortageCost(line, short - units);
    const saves = avoided - loads * net.arc_cost[arc]! - opening;
    const { rule, index } = rules[0]!;
    const known = best.get(`${rule}/${index}`);
    if (saves > 0 && (!known || known.saves < saves))
      best.set(`${rule}/${index}`, { rule, index, loads, units, saves });
  }
  const lifted = [...best.values()].sort((a, b) => b.saves - a.saves).slice(0, SHOWN_MAX);
  return [...lifted, { rule: 'supply', units: short, saves: plan.shortageCost(line, short) }];
}

function explainLine(scene: Scene, line: number): LineExplanation {
  const { net, plan } = scene;
  const worth = worthOfUnit(scene, line);
  const ways = waysOf(scene, line);
  const used = ways.filter(({ arc }) => plan.flow[arc]! > 0);
  const others = ways.filter(({ arc }) => plan.flow[arc] === 0);
  const source = (arc: number) => net.arc_source[arc]!;
  const short = plan.short(line);
  return {
    line,
    needed: net.line_qty[line]!,
    served: net.line_qty[line]! - short,
    short,
    shortage_cost: plan.shortageCost(line, short),
    chosen: used.map(({ arc, unit_cost }) => ({ arc: source(arc), loads: plan.flow[arc]!, unit_cost })),
    alternatives: others.slice(0, SHOWN_MAX).map((way) => ({
      arc: source(way.arc),
      unit_cost: way.unit_cost,
      units: Math.min(net.line_qty[line]!, way.loads * net.arc_yield[way.arc]!),
      lost_because: lostBecause(scene, way, line, worth),
    })),
    binding: pricedRules(scene, line, ways, worth),
    remedies: remediesOf(scene, line, ways),
  };
}

/**
 * Why the plan is as it is, line by line, as data: what was needed and given, other ways with what they cost and
 * why they lost, the rules that bind with the price of each, and what would make a short line served. Prices are
 * counterfactuals: the problem around the line is solved again with the rule lifted, lanes open as in the plan and
 * those of the ways that the rule stops free to open at their cost; with strict tiers a tier's shortage weighs more
 * than any freight. Remedies look one step ahead with the rest of the plan as it is. Ways that a rule of compliance closes are not in a network; whoever builds it keeps their
 * reasons. `lines` names the lines to explain; by default all. Throws PlanningInputError naming the field.
 */
export function explainNetwork(
  rows: NetworkRows,
  terms: NetworkTerms,
  flows: readonly NetworkFlow[],
  lines?: readonly number[],
  { exact_prices_max = Number.POSITIVE_INFINITY }: ExplainOptions = {},
): LineExplanation[] {
  const scene = restore(rows, terms, flows, exact_prices_max);
  const asked = lines ?? Array.from({ length: scene.net.lines }, (_, line) => line);
  return asked.map((line, k) => {
    if (!Number.isInteger(line) || line < 0 || line >= scene.net.lines)
      throw new PlanningInputError('unknown_id', `lines[${k}]`, line);
    return explainLine(scene, line);
  });
}
