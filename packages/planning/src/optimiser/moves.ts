import type { Network } from './network.ts';
import type { Workbench } from './workbench.ts';

/** Takes lines out around a destination so that they are placed otherwise; false where there is nothing to move. */
export type Move = (bench: Workbench, dest: number) => boolean;

const LANE_TRIES = 12;
const LINES_MAX = 8;
const RIVALS_MAX = 2;

/** A lane of the destination that is open (or closed) and could carry something; -1 if none was met. */
function pickLane(bench: Workbench, dest: number, open: boolean): number {
  const { lanes_of_dest, arcs_of_lane } = bench.net;
  const first = lanes_of_dest.start[dest]!;
  const count = lanes_of_dest.start[dest + 1]! - first;
  for (let attempt = 0; attempt < LANE_TRIES && count > 0; attempt += 1) {
    const lane = lanes_of_dest.member[first + bench.pick(count)]!;
    const usable = arcs_of_lane.start[lane + 1]! > arcs_of_lane.start[lane]!;
    if (usable && bench.plan.lane_flows[lane]! > 0 === open) return lane;
  }
  return -1;
}

/** Everything that travels on the lane must go another way. */
function evict(bench: Workbench, lane: number): void {
  const { arcs_of_lane, arc_line } = bench.net;
  bench.ask(lane, Number.POSITIVE_INFINITY);
  for (let k = arcs_of_lane.start[lane]!; k < arcs_of_lane.start[lane + 1]!; k += 1) {
    const arc = arcs_of_lane.member[k]!;
    if (bench.plan.flow[arc]! > 0) bench.take(arc_line[arc]!);
  }
}

/** Whether the line is short or uses an arc that is dearer than this one; arcs of a line are sorted by cost. */
function wouldGain(bench: Workbench, line: number, arc: number): boolean {
  const { plan, net } = bench;
  if (plan.line_got[line]! < net.line_qty[line]!) return true;
  for (let other = net.arcs_of_line.start[line + 1]! - 1; other > arc; other -= 1)
    if (plan.flow[other]! > 0) return true;
  return false;
}

/** The lane is free for all who gain by it. */
function invite(bench: Workbench, lane: number): void {
  const { arcs_of_lane, arc_line, arc_lot } = bench.net;
  bench.ask(lane, 0);
  for (let k = arcs_of_lane.start[lane]!; k < arcs_of_lane.start[lane + 1]!; k += 1) {
    const arc = arcs_of_lane.member[k]!;
    const line = arc_line[arc]!;
    if (bench.isTaken(line) || bench.plan.lot_left[arc_lot[arc]!] === 0) continue;
    if (wouldGain(bench, line, arc)) bench.take(line);
  }
}

const closeLane: Move = (bench, dest) => {
  const lane = pickLane(bench, dest, true);
  if (lane < 0) return false;
  evict(bench, lane);
  return true;
};

const openLane: Move = (bench, dest) => {
  const lane = pickLane(bench, dest, false);
  if (lane < 0) return false;
  invite(bench, lane);
  return true;
};

const swapLanes: Move = (bench, dest) => {
  const from = pickLane(bench, dest, true);
  const to = pickLane(bench, dest, false);
  if (from < 0 || to < 0) return false;
  evict(bench, from);
  invite(bench, to);
  return true;
};

/** Some lines of the destination are placed again together. */
const replaceLines: Move = (bench, dest) => {
  const { start, member } = bench.net.lines_of_dest;
  const first = start[dest]!;
  const count = start[dest + 1]! - first;
  for (let left = 1 + bench.pick(Math.min(LINES_MAX, count)); left > 0; left -= 1)
    bench.take(member[first + bench.pick(count)]!);
  return true;
};

/** A line goes first; those who hold the lots that it could use, wherever they are, are placed after it. */
const contend: Move = (bench, dest) => {
  const { lines_of_dest, arcs_of_line, arcs_of_lot, arc_lot, arc_line } = bench.net;
  const first = lines_of_dest.start[dest]!;
  const line = lines_of_dest.member[first + bench.pick(lines_of_dest.start[dest + 1]! - first)]!;
  const start = arcs_of_line.start[line]!;
  const count = arcs_of_line.start[line + 1]! - start;
  if (count === 0) return false;
  bench.takeFirst(line);
  for (let left = 1 + bench.pick(RIVALS_MAX); left > 0; left -= 1) {
    const lot = arc_lot[start + bench.pick(count)]!;
    for (let k = arcs_of_lot.start[lot]!; k < arcs_of_lot.start[lot + 1]!; k += 1) {
      const arc = arcs_of_lot.member[k]!;
      if (bench.plan.flow[arc]! > 0) bench.take(arc_line[arc]!);
    }
  }
  return true;
};

/** A line gives up part of what it has from a lot to a line that is short. */
const concede: Move = (bench, dest) => {
  const { net, plan } = bench;
  const { start, member } = net.lines_of_dest;
  const line = member[start[dest]! + bench.pick(start[dest + 1]! - start[dest]!)]!;
  const first = net.arcs_of_line.start[line]!;
  const arc = first + bench.pick(net.arcs_of_line.start[line + 1]! - first);
  const lot = net.arc_lot[arc];
  if (lot === undefined || net.arc_line[arc] !== line) return false;
  if (plan.flow[arc]! === 0 || net.lot_sealed[lot] === 1) return false;
  plan.set(arc, bench.pick(plan.flow[arc]!));
  const rivals = net.arcs_of_lot;
  for (let k = rivals.start[lot]!; k < rivals.start[lot + 1]!; k += 1) {
    const other = net.arc_line[rivals.member[k]!]!;
    if (other !== line && plan.short(other) > 0) bench.take(other);
  }
  return true;
};

/** The last counts twice: most of what is to be won lies in who gets scarce lots. */
const MOVES: readonly Move[] = [closeLane, openLane, swapLanes, replaceLines, contend, contend];

/** Where shortage costs the same from the first unit to the last, and no floor is set, sharing gains nothing. */
export function movesFor({ terms: { shortage_steps, fair_price } }: Network): readonly Move[] {
  return shortage_steps[3] > shortage_steps[0] || fair_price > 0 ? [...MOVES, concede] : MOVES;
}
