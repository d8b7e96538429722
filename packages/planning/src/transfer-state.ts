import { type DonorOption, donorOptions } from './transfer-arcs.ts';
import type { Context } from './transfer-input.ts';

/** Quantity of a lot that goes to a need on a lane; need, lot and lane are positions in the context. */
export type Flow = { readonly need: number; readonly lot: number; readonly lane: number; qty: number };

/** A plan in the making. All changes go through `change`, which keeps the sums and a journal to undo them. */
export type State = {
  readonly context: Context;
  /** Donors of each need. */
  readonly options: readonly (readonly DonorOption[])[];
  readonly needLeft: number[];
  readonly lotLeft: number[];
  readonly laneLoad_g: number[];
  readonly flowsOfLane: Map<string, Flow>[];
  readonly flowsOfNeed: Map<string, Flow>[];
  /** Units given by a pair to class t or less urgent, at index t - 1. */
  readonly given: number[][];
  freight_fen: number;
  readonly journal: { need: number; lot: number; lane: number; qty: number }[];
};

export function newState(context: Context): State {
  return {
    context,
    options: context.needs.map((need) => donorOptions(context, need)),
    needLeft: context.needs.map((need) => need.qty),
    lotLeft: context.lots.map((lot) => lot.qty_free),
    laneLoad_g: context.lanes.map(() => 0),
    flowsOfLane: context.lanes.map(() => new Map()),
    flowsOfNeed: context.needs.map(() => new Map()),
    given: context.pairs.map(() => [0, 0, 0, 0]),
    freight_fen: 0,
    journal: [],
  };
}

/** Freight of a quantity by weight, rounded up to whole fen. */
export function variableFen(context: Context, need: number, lane: number, qty: number): number {
  const weight_g = context.needs[need]!.item.unit_weight_g * qty;
  return Math.ceil((weight_g * context.lanes[lane]!.cost_fen_per_kg) / 1000);
}

/** What opening a lane adds: nothing when the plan uses it already. */
export function openingFen(state: State, lane: number): number {
  return state.flowsOfLane[lane]!.size > 0 ? 0 : state.context.lanes[lane]!.fixed_cost_fen;
}

/** Units that a pair may still give to a class: the tightest of the nested limits. */
export function headroom(state: State, pair: number, priority_class: number): number {
  const { limits } = state.context.pairs[pair]!;
  let left = Number.POSITIVE_INFINITY;
  for (let t = 0; t < priority_class; t += 1) left = Math.min(left, limits[t]! - state.given[pair]![t]!);
  return Math.max(0, left);
}

/** Units of the need's item that still fit on a lane. */
export function laneRoom(state: State, lane: number, need: number): number {
  const weight = state.context.needs[need]!.item.unit_weight_g;
  if (weight === 0) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, Math.floor((state.context.lanes[lane]!.capacity_g - state.laneLoad_g[lane]!) / weight));
}

/** Units that the budget still pays for on a lane, the opening of the lane included. */
export function affordable(state: State, lane: number, need: number): number {
  const { budget_fen } = state.context.options;
  if (budget_fen === null) return Number.MAX_SAFE_INTEGER;
  const left = budget_fen - state.freight_fen - openingFen(state, lane);
  if (left < 0) return 0;
  const unit =
    (state.context.needs[need]!.item.unit_weight_g * state.context.lanes[lane]!.cost_fen_per_kg) / 1000;
  return unit === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(left / unit);
}

function apply(state: State, need: number, lot: number, lane: number, qty: number): void {
  const { context } = state;
  const key = `${need}/${lot}/${lane}`;
  const flow = state.flowsOfNeed[need]!.get(key) ?? { need, lot, lane, qty: 0 };
  const before = flow.qty === 0 ? 0 : variableFen(context, need, lane, flow.qty);
  const opened = openingFen(state, lane);
  flow.qty += qty;
  if (flow.qty === 0) {
    state.flowsOfNeed[need]!.delete(key);
    state.flowsOfLane[lane]!.delete(key);
  } else {
    state.flowsOfNeed[need]!.set(key, flow);
    state.flowsOfLane[lane]!.set(key, flow);
  }
  // Of the two differences one is zero: a lane opens, closes, or stays as it was.
  state.freight_fen += variableFen(context, need, lane, flow.qty) - before + opened - openingFen(state, lane);
  state.needLeft[need]! -= qty;
  state.lotLeft[lot]! -= qty;
  state.laneLoad_g[lane]! += qty * context.needs[need]!.item.unit_weight_g;
  const given = state.given[context.lots[lot]!.pair]!;
  for (let t = 0; t < context.needs[need]!.priority_class; t += 1) given[t]! += qty;
}

/** Adds a quantity to a flow (or takes it off when negative). The caller has checked that it may. */
export function change(state: State, need: number, lot: number, lane: number, qty: number): void {
  if (qty === 0) return;
  apply(state, need, lot, lane, qty);
  state.journal.push({ need, lot, lane, qty });
}

/** Takes back every change since the journal had this length. */
export function undoTo(state: State, length: number): void {
  while (state.journal.length > length) {
    const { need, lot, lane, qty } = state.journal.pop()!;
    apply(state, need, lot, lane, -qty);
  }
}

export type PlaceLimits = {
  readonly onlyLane?: number;
  readonly notLane?: number;
  readonly onlyPair?: number;
};
type Candidate = {
  readonly pair: number;
  readonly lane: number;
  readonly lot: number;
  readonly unit: number;
};

/** The way with the least freight per unit for up to `qty` units of a need, in the present state. */
function cheapest(state: State, need: number, qty: number, only: PlaceLimits): Candidate | null {
  const { context } = state;
  const tier = context.needs[need]!.priority_class;
  let best: Candidate | null = null;
  for (const { pair, routes } of state.options[need]!) {
    if (only.onlyPair !== undefined && pair !== only.onlyPair) continue;
    const spare = headroom(state, pair, tier);
    if (spare <= 0) continue;
    for (const { lane, lots } of routes) {
      if (lane === only.notLane || (only.onlyLane !== undefined && lane !== only.onlyLane)) continue;
      const lot = lots.find((k) => state.lotLeft[k]! > 0);
      if (lot === undefined) continue;
      const stock = lots.reduce((sum, k) => sum + state.lotLeft[k]!, 0);
      const most = Math.min(qty, spare, stock, laneRoom(state, lane, need), affordable(state, lane, need));
      if (most <= 0) continue;
      const unit = (variableFen(context, need, lane, most) + openingFen(state, lane)) / most;
      if (best === null || unit < best.unit) best = { pair, lane, lot, unit };
    }
  }
  return best;
}

/** Serves up to `qty` units of a need on the cheapest ways that are left; returns the units placed. */
export function place(state: State, need: number, qty: number, only: PlaceLimits = {}): number {
  const tier = state.context.needs[need]!.priority_class;
  let left = qty;
  while (left > 0) {
    const way = cheapest(state, need, left, only);
    if (way === null) break;
    const { pair, lane, lot } = way;
    const units = Math.min(
      left,
      state.lotLeft[lot]!,
      headroom(state, pair, tier),
      laneRoom(state, lane, need),
      affordable(state, lane, need),
    );
    change(state, need, lot, lane, units);
    left -= units;
  }
  return qty - left;
}
