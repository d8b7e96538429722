import { flowGraph } from './min-cost-flow.ts';
import {
  affordable,
  change,
  type Flow,
  headroom,
  laneRoom,
  openingFen,
  place,
  type State,
  undoTo,
} from './transfer-state.ts';

const SOURCE = 0;
const SINK = 1;
/** Cost units of a fen, and room below them for the order of expiry; urgency stands above all freight. */
const FEN = 100;
const EXPIRY_STEPS = 64;
const URGENCY = 1e12;
const COST_MAX = 1e9;
const RANK_MAX = 2000;

type Arc = { readonly edge: number; readonly need: number; readonly lot: number; readonly lane: number };

/** For one need: the cheapest lane for every lot that can still be sent, with its cost per unit in fen. */
function openWays(
  state: State,
  need: number,
): Map<number, { pair: number; lane: number; unit: number; room: number }> {
  const { context } = state;
  const { priority_class, item } = context.needs[need]!;
  const ways = new Map<number, { pair: number; lane: number; unit: number; room: number }>();
  for (const { pair, routes } of state.options[need]!) {
    const spare = headroom(state, pair, priority_class);
    if (spare <= 0) continue;
    for (const { lane, lots } of routes) {
      const room = Math.min(laneRoom(state, lane, need), affordable(state, lane, need));
      if (room <= 0) continue;
      const rate = (item.unit_weight_g * context.lanes[lane]!.cost_fen_per_kg) / 1000;
      const unit = rate + openingFen(state, lane) / Math.min(state.needLeft[need]!, spare, room);
      for (const lot of lots) {
        if (state.lotLeft[lot]! <= 0) continue;
        const known = ways.get(lot);
        if (!known || unit < known.unit) ways.set(lot, { pair, lane, unit, room });
      }
    }
  }
  return ways;
}

/** Serves needs of one item and one class at once: as much as possible, the urgent first, then the cheap ways. */
function fillItem(state: State, needs: readonly number[]): number {
  const tier = state.context.needs[needs[0]!]!.priority_class;
  const nodes = new Map<string, number>();
  const links: [from: string, to: string, capacity: number, cost: number, arc: Omit<Arc, 'edge'> | null][] =
    [];
  const nodeOf = (name: string) => {
    const known = nodes.get(name);
    if (known !== undefined) return known;
    nodes.set(name, nodes.size + 2);
    return nodes.size + 1;
  };
  for (const [rank, need] of needs.entries()) {
    links.push([`n${need}`, 'sink', state.needLeft[need]!, Math.min(rank, RANK_MAX) * URGENCY, null]);
    for (const [lot, { pair, lane, unit, room }] of openWays(state, need)) {
      const order = Math.min(EXPIRY_STEPS - 1, state.context.pairs[pair]!.lots.indexOf(lot));
      const cost = Math.min(COST_MAX, Math.round(unit * FEN)) * EXPIRY_STEPS + order;
      if (!nodes.has(`p${pair}`)) links.push(['source', `p${pair}`, headroom(state, pair, tier), 0, null]);
      if (!nodes.has(`l${lot}`)) links.push([`p${pair}`, `l${lot}`, state.lotLeft[lot]!, 0, null]);
      nodeOf(`p${pair}`);
      nodeOf(`l${lot}`);
      links.push([`l${lot}`, `n${need}`, room, cost, { need, lot, lane }]);
    }
    nodeOf(`n${need}`);
  }
  const graph = flowGraph(nodes.size + 2);
  const arcs: Arc[] = [];
  for (const [from, to, capacity, cost, arc] of links) {
    const start = from === 'source' ? SOURCE : nodes.get(from)!;
    const edge = graph.edge(start, to === 'sink' ? SINK : nodes.get(to)!, capacity, cost);
    if (arc) arcs.push({ edge, ...arc });
  }
  if (graph.solve(SOURCE, SINK) === 0) return 0;
  let served = 0;
  for (const { edge, need, lot, lane } of arcs) {
    // Needs that share a lane were solved as if each had it alone; what does not fit waits for the next round.
    const qty = Math.min(graph.flow(edge), laneRoom(state, lane, need), affordable(state, lane, need));
    change(state, need, lot, lane, qty);
    served += qty;
  }
  return served;
}

/** Which needs a step may touch, by position. */
export type Only = (need: number) => boolean;

/** Serves every need of a class as far as it goes; returns the units added. */
export function fillClass(state: State, priority_class: number, only: Only = () => true): number {
  const groups = new Map<number, number[]>();
  for (const [index, need] of state.context.needs.entries()) {
    if (need.priority_class !== priority_class || state.needLeft[index]! <= 0 || !only(index)) continue;
    const group = groups.get(need.item_id);
    if (group) group.push(index);
    else groups.set(need.item_id, [index]);
  }
  let total = 0;
  for (const group of groups.values()) {
    let open = group;
    while (open.length > 0) {
      const served = fillItem(state, open);
      if (served === 0) break;
      total += served;
      open = open.filter((need) => state.needLeft[need]! > 0);
    }
  }
  return total;
}

/** Flows from a pair to needs less urgent than `tier`, the least urgent first. */
function lessUrgentFlows(state: State, pair: number, tier: number): Flow[] {
  const { context } = state;
  const needs = context.needsOfItem.get(context.pairs[pair]!.item_id) ?? [];
  return needs
    .filter((need) => context.needs[need]!.priority_class > tier)
    .flatMap((need) => [...state.flowsOfNeed[need]!.values()])
    .filter((flow) => context.lots[flow.lot]!.pair === pair)
    .reverse();
}

/**
 * Gives to a short need what a less urgent one has: such stock can be left behind when a lane or the budget was in
 * the way earlier and no longer is. Returns the units moved.
 */
export function promoteUrgent(state: State, only: Only = () => true): number {
  let moved = 0;
  for (const [need, { priority_class }] of state.context.needs.entries()) {
    if (priority_class === 4 || state.needLeft[need]! <= 0 || !only(need)) continue;
    for (const { pair } of state.options[need]!) {
      for (const flow of lessUrgentFlows(state, pair, priority_class)) {
        if (state.needLeft[need]! <= 0) break;
        const mark = state.journal.length;
        const { need: other, lot, lane } = flow;
        const qty = Math.min(flow.qty, state.needLeft[need]!);
        change(state, other, lot, lane, -qty);
        const placed = place(state, need, qty, { onlyPair: pair });
        if (placed === 0) {
          undoTo(state, mark);
          continue;
        }
        moved += placed;
        // What was taken off in vain goes back as far as it still may.
        place(state, other, qty - placed, { onlyPair: pair, onlyLane: lane });
      }
    }
  }
  return moved;
}

/** Within a donor and lane, exchanges a lot for an earlier one that the need may take too; returns units moved. */
export function applyFefo(state: State, only: Only = () => true): number {
  const { context } = state;
  let moved = 0;
  for (const [need, flows] of state.flowsOfNeed.entries()) {
    if (!only(need)) continue;
    for (const flow of [...flows.values()].reverse()) {
      const pair = context.lots[flow.lot]!.pair;
      const route = state.options[need]!.find((option) => option.pair === pair)?.routes.find(
        ({ lane }) => lane === flow.lane,
      );
      for (const earlier of route?.lots ?? []) {
        if (earlier >= flow.lot || flow.qty === 0) break;
        const qty = Math.min(flow.qty, state.lotLeft[earlier]!);
        if (qty <= 0) continue;
        change(state, need, flow.lot, flow.lane, -qty);
        change(state, need, earlier, flow.lane, qty);
        moved += qty;
      }
    }
  }
  return moved;
}

/** Fills up the last carton of a lot for a need where stock, lane and budget allow it and the excess stays small. */
export function completeCartons(state: State, only: Only = () => true): void {
  const { context } = state;
  for (const [need, flows] of state.flowsOfNeed.entries()) {
    if (!only(need)) continue;
    const { item, qty, priority_class } = context.needs[need]!;
    for (const { lot, lane, qty: planned } of [...flows.values()]) {
      const missing = (item.carton_qty - (planned % item.carton_qty)) % item.carton_qty;
      if (missing === 0) continue;
      const over = missing - state.needLeft[need]!;
      if (over > Math.min(item.carton_qty - 1, qty * context.options.over_delivery_share_max)) continue;
      const room = Math.min(laneRoom(state, lane, need), affordable(state, lane, need));
      const { pair } = context.lots[lot]!;
      if (missing > Math.min(room, state.lotLeft[lot]!, headroom(state, pair, priority_class))) continue;
      change(state, need, lot, lane, missing);
    }
  }
}
