import type { TransferItem } from './transfer.model.ts';
import { type DonorOption, donorOptions } from './transfer-arcs.ts';
import type { Context } from './transfer-input.ts';

/** Quantity of a lot that goes to a need on a lane; need, lot and lane are positions in the context. */
export type Flow = { readonly need: number; readonly lot: number; readonly lane: number; qty: number };

/** A plan in the making. All changes go through `change`, which keeps the sums and a journal to undo them. */
export type State = {
  readonly context: Context;
  /** Donors of each need. */
  readonly options: readonly (readonly DonorOption[])[];
  /** Units of the need; those of substitutes may be parts of one. */
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

/** Rounding of units that substitutes serve in parts. */
const PART = 1e-6;

/** Units of the need that a unit of the lot serves: 1, or the ratio of a substitute. */
export function gainOf(context: Context, need: number, lot: number): number {
  const { item_id } = context.needs[need]!;
  const { item_id: sent } = context.lots[lot]!;
  if (sent === item_id) return 1;
  const rows = context.specials.substitutesOf.get(item_id) ?? [];
  return rows.find((row) => row.substitute_item_id === sent)!.ratio;
}

/** Whole units that the need lacks, and whole units beyond it. */
export const shortQty = (state: State, need: number) => Math.max(0, Math.ceil(state.needLeft[need]! - PART));
export const overQty = (state: State, need: number) => Math.max(0, Math.floor(PART - state.needLeft[need]!));

/** Freight of a quantity by weight, rounded up to whole fen; `item` is what travels. */
export function variableFen(
  context: Context,
  need: number,
  lane: number,
  qty: number,
  item: TransferItem = context.needs[need]!.item,
): number {
  return Math.ceil((item.unit_weight_g * qty * context.lanes[lane]!.cost_fen_per_kg) / 1000);
}

/** Freight of a flow. */
export const flowFen = (context: Context, { need, lot, lane, qty }: Flow) =>
  variableFen(context, need, lane, qty, context.lots[lot]!.item);

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

/** Units of what travels, by default the need's item, that still fit on a lane. */
export function laneRoom(
  state: State,
  lane: number,
  need: number,
  item: TransferItem = state.context.needs[need]!.item,
): number {
  const weight = item.unit_weight_g;
  if (weight === 0) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, Math.floor((state.context.lanes[lane]!.capacity_g - state.laneLoad_g[lane]!) / weight));
}

/** Units that the budget still pays for on a lane, the opening of the lane included. */
export function affordable(
  state: State,
  lane: number,
  need: number,
  item: TransferItem = state.context.needs[need]!.item,
): number {
  const { budget_fen } = state.context.options;
  if (budget_fen === null) return Number.MAX_SAFE_INTEGER;
  const left = budget_fen - state.freight_fen - openingFen(state, lane);
  if (left < 0) return 0;
  const unit = (item.unit_weight_g * state.context.lanes[lane]!.cost_fen_per_kg) / 1000;
  return unit === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(left / unit);
}

function apply(state: State, need: number, lot: number, lane: number, qty: number): void {
  const { context } = state;
  const key = `${need}/${lot}/${lane}`;
  const flow = state.flowsOfNeed[need]!.get(key) ?? { need, lot, lane, qty: 0 };
  const before = flowFen(context, flow);
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
  state.freight_fen += flowFen(context, flow) - before + opened - openingFen(state, lane);
  state.needLeft[need]! -= qty * gainOf(context, need, lot);
  state.lotLeft[lot]! -= qty;
  state.laneLoad_g[lane]! += qty * context.lots[lot]!.item.unit_weight_g;
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
