import { PlanningInputError } from '../errors.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import { type Network, readNetwork } from './network.ts';
import { Plan } from './plan.ts';
import type { NetworkFlow } from './solve.ts';

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
export type PricedRule = BindingRule & {
  /** What one more load past this rule would save, the rest of the plan as it is; 0 where another rule stops it too. */
  readonly price: number;
};
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

const SHOWN_MAX = 5;
const EPSILON = 1e-9;

/** The network with its plan, and what leads from typed arrays back to the rows. */
type Scene = { readonly rows: NetworkRows; readonly net: Network; readonly plan: Plan };

function restore(rows: NetworkRows, terms: NetworkTerms, flows: readonly NetworkFlow[]): Scene {
  const net = readNetwork(rows, terms);
  const plan = new Plan(net);
  const place = new Int32Array(net.arcs);
  for (const [arc, source] of net.arc_source.entries()) place[source] = arc;
  for (const [k, { arc, loads }] of flows.entries()) {
    if (place[arc] === undefined) throw new PlanningInputError('unknown_id', `flows[${k}].arc`, arc);
    plan.begin();
    plan.set(place[arc]!, loads);
  }
  return { rows, net, plan };
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

function fullPool({ net, plan }: Scene, first: number): boolean {
  for (let p = first; p >= 0; p = net.pool_parent[p]!)
    if (net.pool_capacity[p]! - plan.pool_used[p]! < 1) return true;
  return false;
}

/** Every rule that keeps the arc from taking one more load. */
function rulesAgainst(scene: Scene, arc: number): BindingRule[] {
  const { rows, net, plan } = scene;
  const [lot, lane, line] = [net.arc_lot[arc]!, net.arc_lane[arc]!, net.arc_line[arc]!];
  const found: BindingRule[] = [];
  if (plan.lot_left[lot] === 0) found.push({ rule: 'lot_used_up', index: lot });
  else if (net.lot_sealed[lot] === 1 && net.lot_qty[lot]! > useful(scene, arc))
    found.push({ rule: 'sealed_lot', index: lot });
  if (fullPool(scene, net.arc_donor_pool[arc]!))
    found.push({ rule: 'donor_limit', index: rows.lots.donor[lot]! });
  if (fullPool(scene, net.arc_life_pool[arc]!))
    found.push({ rule: 'life_row', index: rows.arcs.life![net.arc_source[arc]!]! });
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

/** Rules that stand before better ways, each at the most that one more load past it would save. */
function pricedRules({ net }: Scene, ways: readonly Way[], worth: number): PricedRule[] {
  const priced = new Map<string, PricedRule>();
  for (const { arc, unit_cost, rules } of ways) {
    if (unit_cost >= worth) continue;
    for (const { rule, index } of rules) {
      const price = rules.length === 1 ? (worth - unit_cost) * net.arc_yield[arc]! : 0;
      const key = `${rule}/${index}`;
      if ((priced.get(key)?.price ?? -1) < price) priced.set(key, { rule, index, price });
    }
  }
  return [...priced.values()].sort((a, b) => b.price - a.price || a.index - b.index);
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
    binding: pricedRules(scene, ways, worth),
    remedies: remediesOf(scene, line, ways),
  };
}

/**
 * Why the plan is as it is, line by line, as data: what was needed and given, other ways with what they cost and
 * why they lost, the rules that bind with the price of each, and what would make a short line served. Prices are
 * counterfactuals of one step: what a change would save with the rest of the plan left as it is, so the true saving
 * is at least that. Ways that a rule of compliance closes are not in a network; whoever builds it keeps their
 * reasons. `lines` names the lines to explain; by default all. Throws PlanningInputError naming the field.
 */
export function explainNetwork(
  rows: NetworkRows,
  terms: NetworkTerms,
  flows: readonly NetworkFlow[],
  lines?: readonly number[],
): LineExplanation[] {
  const scene = restore(rows, terms, flows);
  const asked = lines ?? Array.from({ length: scene.net.lines }, (_, line) => line);
  return asked.map((line, k) => {
    if (!Number.isInteger(line) || line < 0 || line >= scene.net.lines)
      throw new PlanningInputError('unknown_id', `lines[${k}]`, line);
    return explainLine(scene, line);
  });
}
