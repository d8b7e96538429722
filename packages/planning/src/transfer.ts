import { PlanningInputError } from './errors.ts';
import type {
  NeedOutcome,
  PlannedShipment,
  RejectedArc,
  TransferInput,
  TransferLine,
  TransferPlan,
  TransferShortage,
} from './transfer.model.ts';
import { explainFlow, explainShortage, outcomeOf, rejectedArcs } from './transfer-explain.ts';
import { applyFefo, completeCartons, fillClass, type Only, promoteUrgent } from './transfer-fill.ts';
import { improve } from './transfer-improve.ts';
import { type Context, readInput } from './transfer-input.ts';
import { type Flow, flowFen, gainOf, newState, type State, shortQty } from './transfer-state.ts';

const CLASSES = [1, 2, 3, 4] as const;
/** Repairs after the improvement pass end by themselves; this only bounds a mistake. */
const REPAIRS_MAX = 100;

function settleFefo(state: State, only?: Only): number {
  let total = 0;
  for (let moved = applyFefo(state, only); moved > 0; moved = applyFefo(state, only)) total += moved;
  return total;
}

/** Moves tried, and how many of them lowered freight. */
export type Found = { readonly used: number; readonly improvements: number };

/** Needs that a settling may touch: those of `only`, and those of `promote` may take from the less urgent. */
export type Settling = { readonly only?: Only; readonly promote?: Only };

/** Puts the earliest expiry first, serves again what can be served until nothing changes, and fills up cartons. */
export function settle(state: State, { only, promote = only }: Settling = {}): void {
  for (let round = 0; round < REPAIRS_MAX; round += 1) {
    let changed = settleFefo(state, only) + promoteUrgent(state, promote);
    for (const priority_class of CLASSES) changed += fillClass(state, priority_class, only);
    if (changed === 0) break;
  }
  completeCartons(state, only);
}

/** Serves by class, lowers freight, then serves again with what that has freed. */
export function search(state: State): Found {
  for (const priority_class of CLASSES) {
    fillClass(state, priority_class);
    settleFefo(state);
  }
  const result = improve(state, state.context.options.improvement_iterations);
  settle(state);
  return result;
}

/** Splits a whole amount by weight so that the parts add up to it: largest remainders first. */
export function splitByWeight(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (total > 0 ? (amount * weight) / total : amount / weights.length));
  const parts = exact.map(Math.floor);
  let left = amount - parts.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((_, k) => k)
    .sort((a, b) => exact[b]! - parts[b]! - (exact[a]! - parts[a]!) || a - b);
  for (const k of order) {
    if (left <= 0) break;
    parts[k]! += 1;
    left -= 1;
  }
  return parts;
}

/** Share of the fixed cost of its lane for every flow. */
function fixedShares(state: State): Map<Flow, number> {
  const shares = new Map<Flow, number>();
  for (const [lane, flows] of state.flowsOfLane.entries()) {
    const load = [...flows.values()];
    const weights = load.map((flow) => flow.qty * state.context.lots[flow.lot]!.item.unit_weight_g);
    const parts = splitByWeight(load.length > 0 ? state.context.lanes[lane]!.fixed_cost_fen : 0, weights);
    for (const [k, flow] of load.entries()) shares.set(flow, parts[k]!);
  }
  return shares;
}

function lineOf(state: State, flow: Flow, fixed_share_fen: number): TransferLine {
  const need = state.context.needs[flow.need]!;
  const lane = state.context.lanes[flow.lane]!;
  const { lot_id, item } = state.context.lots[flow.lot]!;
  const serves =
    item === need.item ? {} : { serves_qty: flow.qty * gainOf(state.context, flow.need, flow.lot) };
  return {
    need_id: need.need_id,
    demand_line_ids: need.demand_line_ids,
    item_id: item.item_id,
    lot_id,
    from_warehouse_id: lane.from_warehouse_id,
    to_warehouse_id: lane.to_warehouse_id,
    lane_id: lane.lane_id,
    qty: flow.qty,
    ...serves,
    cartons: Math.floor(flow.qty / item.carton_qty),
    departure_hours: lane.departure_hours,
    arrival_hours: lane.arrival_hours,
    variable_fen: flowFen(state.context, flow),
    fixed_share_fen,
    explanation: explainFlow(state, flow),
  };
}

function shipmentsOf(state: State): PlannedShipment[] {
  return state.context.lanes.flatMap((lane, index) => {
    const flows = [...state.flowsOfLane[index]!.values()];
    if (flows.length === 0) return [];
    return [
      {
        lane_id: lane.lane_id,
        from_warehouse_id: lane.from_warehouse_id,
        to_warehouse_id: lane.to_warehouse_id,
        departure_hours: lane.departure_hours,
        arrival_hours: lane.arrival_hours,
        weight_g: state.laneLoad_g[index]!,
        fixed_fen: lane.fixed_cost_fen,
        variable_fen: flows.reduce((sum, flow) => sum + flowFen(state.context, flow), 0),
      },
    ];
  });
}

const sum = <T>(rows: readonly T[], amountOf: (row: T) => number) =>
  rows.reduce((total, row) => total + amountOf(row), 0);

function totalsOf(
  state: State,
  needs: readonly NeedOutcome[],
  shipments: readonly PlannedShipment[],
  search: Found,
): TransferPlan['totals'] {
  const { budget_fen } = state.context.options;
  const fixed_fen = sum(shipments, (shipment) => shipment.fixed_fen);
  const variable_fen = sum(shipments, (shipment) => shipment.variable_fen);
  const ofClass = (priority_class: number) =>
    needs.filter((_, index) => state.context.needs[index]!.priority_class === priority_class);
  return {
    need_qty: sum(needs, (need) => need.qty),
    served_qty: sum(needs, (need) => need.served_qty),
    over_qty: sum(needs, (need) => need.over_qty),
    short_qty: sum(needs, (need) => need.short_qty),
    by_priority: CLASSES.map((priority_class) => ({
      priority_class,
      need_qty: sum(ofClass(priority_class), (need) => need.qty),
      short_qty: sum(ofClass(priority_class), (need) => need.short_qty),
    })),
    fixed_fen,
    variable_fen,
    freight_fen: fixed_fen + variable_fen,
    budget_fen,
    budget_left_fen: budget_fen === null ? null : budget_fen - fixed_fen - variable_fen,
    iterations_used: search.used,
    improvements: search.improvements,
  };
}

/** What only the network knows would be planned wrongly here, so it is refused. */
function refuseSpecials({ specials, options }: Context): void {
  const [field] = specials.items.values();
  if (field !== undefined) throw new PlanningInputError('not_listed', field, 'proposeByNetwork');
  if (options.fair_floor_share !== null)
    throw new PlanningInputError('not_listed', 'options.fair_floor_share', 'proposeByNetwork');
}

/**
 * Proposes transfers that cover what warehouses lack from what others can spare.
 *
 * The classes are served in their order, each as far as possible (a maximum flow of least freight for every item);
 * then lanes are closed and loads gathered to lower freight. Every rule of the model that concerns a way is
 * checked before a way exists, and the reason is kept for every way that does not. What cannot be served is a
 * shortage with its causes and remedies, so there is always a plan. Within a donor the earliest expiry that the
 * need accepts goes first; cartons are filled up where the excess stays small; donors keep their safety stock by
 * class (`KEPT_SHARE`); freight never exceeds the budget.
 *
 * The result depends on the values alone, not on the order of rows. For class 1 more stock never means more
 * shortage as long as neither lane capacity nor budget binds; freight is low but not proven least.
 * Substitutes, sealed lots, one lot number, whole cartons, consumption limits and fair floors are refused: they are
 * the business of `proposeByNetwork`. Throws PlanningInputError naming the field, before anything is planned.
 */
export function proposeTransfers(input: TransferInput): TransferPlan {
  const context = readInput(input);
  refuseSpecials(context);
  const state = newState(context);
  return describePlan(state, search(state));
}

/** The finished plan with its shipments, outcomes, shortages and explanations. */
export function describePlan(state: State, found: Found): TransferPlan {
  const rejected = state.context.needs.map((_, need) => rejectedArcs(state, need));
  const shares = fixedShares(state);
  const lines = state.flowsOfNeed.flatMap((flows) =>
    [...flows.values()]
      .sort((a, b) => a.lot - b.lot || a.lane - b.lane)
      .map((flow) => lineOf(state, flow, shares.get(flow)!)),
  );
  const needs = rejected.map((arcs, need) => outcomeOf(state, need, arcs));
  const shortages: TransferShortage[] = rejected.flatMap((arcs, need) =>
    shortQty(state, need) > 0 ? [explainShortage(state, need, arcs)] : [],
  );
  const shipments = shipmentsOf(state);
  return { lines, shipments, needs, shortages, totals: totalsOf(state, needs, shipments, found) };
}

/** Every way that is closed to a need, with its reason. Throws PlanningInputError for an unknown `need_id`. */
export function whyNot(input: TransferInput, need_id: number): RejectedArc[] {
  const state = newState(readInput(input));
  const need = state.context.needs.findIndex((one) => one.need_id === need_id);
  if (need < 0) throw new PlanningInputError('unknown_id', 'need_id', need_id);
  return rejectedArcs(state, need);
}
