import type { Plan } from './plan.ts';

/** What opening a closed lane is taken to cost while lines are placed; 0 or less counts as open. */
export type Asking = Float64Array;

const NO_LANE = -1;
const ANY_GROUP = -1;

/** Loads that are worth their cost: goods go only where they cost less than the shortage that they end. */
function worthwhile(plan: Plan, arc: number, loads: number): number {
  const { net } = plan;
  const line = net.arc_line[arc]!;
  const unit_cost = net.arc_cost[arc]! / net.arc_yield[arc]!;
  const weight = plan.urgency[line]!;
  const { shortage_steps: steps } = net.terms;
  if (unit_cost < weight * steps[0]) return loads;
  if (unit_cost >= weight * steps[3]) return 0;
  const quarters = steps.findIndex((step) => unit_cost < weight * step);
  const gap = plan.short(line) - (net.line_qty[line]! * quarters) / 4;
  return Math.max(0, Math.min(loads, Math.floor(gap / net.arc_yield[arc]!)));
}

/** Loads that the arc would carry if it were filled now. */
function offer(plan: Plan, arc: number): number {
  const room = plan.room(arc);
  if (room === 0) return 0;
  const { net } = plan;
  const loads = worthwhile(plan, arc, Math.min(room, plan.wanted(arc)));
  const lot = net.arc_lot[arc]!;
  if (net.lot_sealed[lot] === 0) return loads;
  return loads === net.lot_qty[lot] ? loads : 0;
}

/** Serves a line over open lanes and `lane`, cheapest first, from one lot number where `group` names one. */
function fill(plan: Plan, line: number, asking: Asking, lane: number, group: number): void {
  const { net } = plan;
  const { start } = net.arcs_of_line;
  for (let arc = start[line]!; arc < start[line + 1]!; arc += 1) {
    const on = net.arc_lane[arc]!;
    if (plan.lane_flows[on] === 0 && on !== lane && asking[on]! > 0) continue;
    if (group !== ANY_GROUP && net.lot_group[net.arc_lot[arc]!] !== group) continue;
    const loads = offer(plan, arc);
    if (loads === 0) continue;
    plan.set(arc, plan.flow[arc]! + loads);
    if (plan.line_got[line]! >= net.line_qty[line]!) return;
  }
}

/** What an attempt costs: shortage and loads, and what the lane asks for. Leaves the plan as it was. */
function attempt(plan: Plan, line: number, asking: Asking, lane: number, group: number): number {
  const mark = plan.mark();
  const before = plan.variable + plan.urgentShortage(line);
  fill(plan, line, asking, lane, group);
  const cost = plan.variable + plan.urgentShortage(line) - before;
  const opened = lane !== NO_LANE && plan.mark() > mark && plan.lane_flows[lane]! > 0;
  plan.rollback(mark);
  return opened ? cost + asking[lane]! : cost;
}

/**
 * No way of serving what the line lacks costs less than this, lanes left out: every unit at the cost of the line's
 * cheapest way, or short. It spares trying most closed lanes.
 */
function leastCost(plan: Plan, line: number): number {
  const { net } = plan;
  const first = net.arcs_of_line.start[line]!;
  const unit_cost = net.arc_cost[first]! / net.arc_yield[first]!;
  if (unit_cost < 0) return unit_cost * (net.line_max[line]! - plan.line_got[line]!);
  return plan.short(line) * Math.min(unit_cost, plan.urgency[line]! * net.terms.shortage_steps[0]);
}

/** Serves a line that may mix lots: open lanes first, then the closed lane that saves most, as long as one saves. */
function insertMixed(plan: Plan, line: number, asking: Asking, blink: () => boolean): void {
  const { net } = plan;
  const { start } = net.arcs_of_line;
  if (start[line] === start[line + 1]) return;
  for (;;) {
    const mark = plan.mark();
    const before = plan.variable + plan.urgentShortage(line);
    fill(plan, line, asking, NO_LANE, ANY_GROUP);
    let least = plan.variable + plan.urgentShortage(line) - before;
    plan.rollback(mark);
    const floor = leastCost(plan, line) - plan.urgentShortage(line);
    let best = NO_LANE;
    let last = NO_LANE;
    for (let arc = start[line]!; arc < start[line + 1]!; arc += 1) {
      const lane = net.arc_lane[arc]!;
      if (lane === last || plan.lane_flows[lane]! > 0 || asking[lane]! <= 0) continue;
      if (asking[lane] === Number.POSITIVE_INFINITY || plan.lot_left[net.arc_lot[arc]!] === 0) continue;
      last = lane;
      if (floor + asking[lane]! >= least || blink()) continue;
      const cost = attempt(plan, line, asking, lane, ANY_GROUP);
      if (cost < least - 1e-9) {
        least = cost;
        best = lane;
      }
    }
    fill(plan, line, asking, best, ANY_GROUP);
    if (best === NO_LANE || plan.line_got[line]! >= net.line_qty[line]!) return;
  }
}

/** Serves a line from the one lot number that costs least. */
function insertSingle(plan: Plan, line: number, asking: Asking, blink: () => boolean): void {
  const { net } = plan;
  const { start } = net.arcs_of_line;
  if (start[line] === start[line + 1]) return;
  const floor = leastCost(plan, line) - plan.urgentShortage(line);
  let least = -1e-9;
  let best_group = ANY_GROUP;
  let best_lane = NO_LANE;
  for (let arc = start[line]!; arc < start[line + 1]!; arc += 1) {
    const lot = net.arc_lot[arc]!;
    const lane = net.arc_lane[arc]!;
    if (plan.lot_left[lot] === 0) continue;
    const closed = plan.lane_flows[lane] === 0 && asking[lane]! > 0;
    if (floor + (closed ? asking[lane]! : 0) >= least || blink()) continue;
    const group = net.lot_group[lot]!;
    const cost = attempt(plan, line, asking, closed ? lane : NO_LANE, group);
    if (cost < least) {
      least = cost;
      best_group = group;
      best_lane = closed ? lane : NO_LANE;
    }
  }
  if (best_group !== ANY_GROUP) fill(plan, line, asking, best_lane, best_group);
}

/**
 * Serves what a line lacks as cheaply as the plan's state allows; what cannot be served stays short. A line of one
 * lot number that has goods already is left as it is.
 */
export function insertLine(plan: Plan, line: number, asking: Asking, blink: () => boolean): void {
  if (plan.net.line_single[line] === 0) insertMixed(plan, line, asking, blink);
  else if (plan.line_got[line] === 0) insertSingle(plan, line, asking, blink);
}

/** Gives a line back what it has in `flow`, as far as there is room; one lot number only where it must not mix. */
export function restoreLine(plan: Plan, line: number, flow: Int32Array): void {
  const { net } = plan;
  let group = ANY_GROUP;
  for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
    if (flow[arc]! === 0) continue;
    const lot = net.arc_lot[arc]!;
    if (group !== ANY_GROUP && net.lot_group[lot] !== group) continue;
    const loads = Math.min(flow[arc]!, plan.room(arc), plan.wanted(arc));
    if (loads === 0 || (net.lot_sealed[lot] === 1 && loads < net.lot_qty[lot]!)) continue;
    plan.set(arc, loads);
    if (net.line_single[line] === 1) group = net.lot_group[lot]!;
  }
}

/** Takes everything off a line. */
export function removeLine(plan: Plan, line: number): void {
  const { start } = plan.net.arcs_of_line;
  for (let arc = start[line]!; arc < start[line + 1]!; arc += 1) if (plan.flow[arc]! > 0) plan.set(arc, 0);
}
