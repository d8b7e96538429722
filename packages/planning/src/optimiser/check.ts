import type { NetworkRows, NetworkTerms } from './network.model.ts';

/**
 * An independent judge of solutions: it reads the rows as they were given, knows nothing of how they are solved and
 * shares no code with the solver, so that a mistake there is not repeated here.
 */
export type NetworkViolationCode =
  | 'unknown_arc'
  | 'duplicate_arc'
  | 'loads_not_whole'
  | 'lot_overdrawn'
  | 'sealed_lot_split'
  | 'donor_limit'
  | 'life_row'
  | 'lane_capacity'
  | 'over_delivery'
  | 'lots_mixed'
  | 'freight_limit'
  | 'score';
export type NetworkViolation = {
  readonly code: NetworkViolationCode;
  /** Index of the arc, lot, donor, row, lane or line; -1 for the whole plan. */
  readonly index: number;
  readonly allowed: number;
  readonly found: number;
};

const ROUNDING = 1e-6;

type Claim = {
  readonly flows: readonly { readonly arc: number; readonly loads: number }[];
  readonly score: number;
};
type Found = (code: NetworkViolationCode, index: number, allowed: number, found: number) => void;

function addTo(sums: Map<number, number>, key: number, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/** Flows that can be looked at further; the others are reported. */
function soundFlows({ arcs }: NetworkRows, { flows }: Claim, found: Found) {
  const seen = new Set<number>();
  return flows.filter(({ arc, loads }) => {
    if (!Number.isInteger(arc) || arc < 0 || arc >= arcs.lot.length) {
      found('unknown_arc', arc, arcs.lot.length - 1, arc);
      return false;
    }
    if (seen.has(arc)) found('duplicate_arc', arc, 1, 2);
    seen.add(arc);
    if (Number.isInteger(loads) && loads > 0) return true;
    found('loads_not_whole', arc, 1, loads);
    return false;
  });
}

/** Lots, sealed lots, and what each donor gives to lines of tier t and less urgent. */
function checkStock(rows: NetworkRows, flows: Claim['flows'], found: Found): void {
  const { lots, donors, lines, arcs } = rows;
  const given = new Map<number, number>();
  const by_tier = new Map<number, number>();
  for (const { arc, loads } of flows) {
    const lot = arcs.lot[arc]!;
    addTo(given, lot, loads);
    if (lots.sealed[lot] === 1 && loads !== lots.qty[lot])
      found('sealed_lot_split', lot, lots.qty[lot]!, loads);
    for (let tier = 1; tier <= lines.tier[arcs.line[arc]!]!; tier += 1)
      addTo(by_tier, lots.donor[lot]! * 4 + tier - 1, loads);
  }
  for (const [lot, loads] of given)
    if (loads > lots.qty[lot]!) found('lot_overdrawn', lot, lots.qty[lot]!, loads);
  for (const [key, loads] of by_tier)
    if (loads > donors.limit[key]!) found('donor_limit', Math.floor(key / 4), donors.limit[key]!, loads);
}

function checkLife(rows: NetworkRows, flows: Claim['flows'], found: Found): void {
  const { life, arcs } = rows;
  if (!life || !arcs.life) return;
  const arrived = new Float64Array(life.capacity.length);
  for (const { arc, loads } of flows)
    for (let row = arcs.life[arc]!; row >= 0; row = life.next[row]!) arrived[row]! += loads;
  for (const [row, loads] of arrived.entries())
    if (loads > life.capacity[row]! + ROUNDING) found('life_row', row, life.capacity[row]!, loads);
}

function checkLines(rows: NetworkRows, flows: Claim['flows'], found: Found): Map<number, number> {
  const { lines, lots, arcs } = rows;
  const got = new Map<number, number>();
  const group_of = new Map<number, number>();
  for (const { arc, loads } of flows) {
    const line = arcs.line[arc]!;
    const group = lots.group[arcs.lot[arc]!]!;
    addTo(got, line, loads * arcs.yield[arc]!);
    const first = group_of.get(line) ?? group;
    if (lines.single[line] === 1 && first !== group) found('lots_mixed', line, first, group);
    group_of.set(line, first);
  }
  for (const [line, units] of got) {
    const most = lines.qty[line]! + lines.over_max[line]!;
    if (units > most + ROUNDING) found('over_delivery', line, most, units);
  }
  return got;
}

/** Lanes within capacity; answers the fixed cost of the lanes in use. */
function checkLanes({ lanes, arcs }: NetworkRows, flows: Claim['flows'], found: Found): number {
  const volume = new Map<number, number>();
  for (const { arc, loads } of flows) addTo(volume, arcs.lane[arc]!, loads * arcs.volume[arc]!);
  let fixed = 0;
  for (const [lane, used] of volume) {
    fixed += lanes.fixed[lane]!;
    if (used > lanes.capacity[lane]! + ROUNDING) found('lane_capacity', lane, lanes.capacity[lane]!, used);
  }
  return fixed;
}

/** Cost of all shortage: the k-th quarter of a line at the k-th step. */
function shortageCost({ lines }: NetworkRows, terms: NetworkTerms, got: Map<number, number>): number {
  const steps = terms.shortage_steps ?? [1, 1, 1, 1];
  let cost = 0;
  for (let line = 0; line < lines.qty.length; line += 1) {
    const quarter = lines.qty[line]! / 4;
    let left = Math.max(0, lines.qty[line]! - (got.get(line) ?? 0));
    for (const step of steps) {
      const part = Math.min(quarter, left);
      cost += lines.weight[line]! * step * part;
      left -= part;
    }
  }
  return cost;
}

function unfairness({ lines }: NetworkRows, terms: NetworkTerms, got: Map<number, number>): number {
  const served = [0, 0, 0, 0];
  for (const [line, units] of got) served[lines.tier[line]! - 1]! += Math.min(units, lines.qty[line]!);
  const below = (terms.fair_floor ?? []).map((floor, k) => Math.max(0, floor - served[k]!));
  return (terms.fair_price ?? 0) * below.reduce((sum, units) => sum + units, 0);
}

/** Everything that is wrong with a solution; an empty list means that it keeps every rule and costs what it says. */
export function checkNetwork(rows: NetworkRows, terms: NetworkTerms, claim: Claim): NetworkViolation[] {
  const violations: NetworkViolation[] = [];
  const found: Found = (code, index, allowed, value) =>
    violations.push({ code, index, allowed, found: value });
  const flows = soundFlows(rows, claim, found);
  checkStock(rows, flows, found);
  checkLife(rows, flows, found);
  const got = checkLines(rows, flows, found);
  const fixed = checkLanes(rows, flows, found);
  let freight = fixed;
  let score = fixed + shortageCost(rows, terms, got) + unfairness(rows, terms, got);
  for (const { arc, loads } of flows) {
    freight += loads * (rows.arcs.freight?.[arc] ?? 0);
    score += loads * rows.arcs.cost[arc]!;
  }
  const budget = terms.budget ?? Number.POSITIVE_INFINITY;
  score += (terms.overrun_price ?? 0) * Math.max(0, freight - Math.min(budget, Number.MAX_VALUE));
  const freight_max = terms.freight_max ?? Number.POSITIVE_INFINITY;
  if (freight > freight_max + ROUNDING) found('freight_limit', -1, freight_max, freight);
  if (!(Math.abs(score - claim.score) <= ROUNDING * Math.max(1, Math.abs(score))))
    found('score', -1, score, claim.score);
  return violations;
}
