import type { Context } from '../transfer-input.ts';
import { change, type Flow, gainOf, type State } from '../transfer-state.ts';
import { loadOf } from './transfer-network.ts';

const PART = 1e-6;

/** Needs of items that no special rule concerns: the steps of the first plan hold for them. */
export const isOrdinary =
  ({ context }: State) =>
  (need: number) =>
    !context.specials.items.has(context.needs[need]!.item_id);

/** Units of an earlier lot that may come in place of later ones before something would not be consumed in time. */
function consumptionRoom(state: State, flow: Flow, earlier: number): number {
  const { context } = state;
  const { to_warehouse_id, patient_specific } = context.needs[flow.need]!;
  const { item_id, expiry_day: late } = context.lots[flow.lot]!;
  const early = context.lots[earlier]!.expiry_day!;
  if (patient_specific) return Number.POSITIVE_INFINITY;
  let room = Number.POSITIVE_INFINITY;
  for (const limit of context.specials.limitsOf.get(`${to_warehouse_id}/${item_id}`) ?? [])
    if (limit.expiry_day >= early && (late === null || limit.expiry_day < late))
      room = Math.min(room, limit.qty - arrived(state, to_warehouse_id, item_id, limit.expiry_day));
  return Math.max(0, room);
}

function arrived(state: State, warehouse_id: number, item_id: number, by_day: number): number {
  const { context } = state;
  let sum = 0;
  for (const [need, flows] of state.flowsOfNeed.entries()) {
    const { to_warehouse_id, patient_specific } = context.needs[need]!;
    if (to_warehouse_id !== warehouse_id || patient_specific) continue;
    for (const { lot, qty } of flows.values()) {
      const { item_id: sent, expiry_day } = context.lots[lot]!;
      if (sent === item_id && expiry_day !== null && expiry_day <= by_day) sum += qty;
    }
  }
  return sum;
}

/** Units that may change from the flow's lot to the earlier one. */
function exchange(state: State, flow: Flow, earlier: number): number {
  const { context } = state;
  const { single_lot } = context.needs[flow.need]!;
  const [from, to] = [context.lots[flow.lot]!, context.lots[earlier]!];
  if (from.sealed || to.sealed || from.expiry_day === to.expiry_day) return 0;
  const room = Math.min(flow.qty, state.lotLeft[earlier]!, consumptionRoom(state, flow, earlier));
  if (single_lot) return room === flow.qty && state.flowsOfNeed[flow.need]!.size === 1 ? room : 0;
  const size = loadOf(from.item);
  return Math.floor(room / size) * size;
}

/** Earliest expiry first for items with special rules, as far as the rules let lots change places. */
export function applySpecialFefo(state: State): number {
  const { context } = state;
  let moved = 0;
  for (const [need, flows] of state.flowsOfNeed.entries()) {
    if (isOrdinary(state)(need)) continue;
    for (const flow of [...flows.values()].reverse()) {
      const { pair } = context.lots[flow.lot]!;
      const option = state.options[need]!.find((one) => one.pair === pair);
      for (const earlier of option?.routes.find(({ lane }) => lane === flow.lane)?.lots ?? []) {
        if (earlier >= flow.lot || flow.qty === 0) break;
        const qty = exchange(state, flow, earlier);
        if (qty <= 0) continue;
        change(state, need, flow.lot, flow.lane, -qty);
        change(state, need, earlier, flow.lane, qty);
        moved += qty;
      }
    }
  }
  return moved;
}

/** Takes back units of substitutes that serve only a part of a unit. */
export function trimParts(state: State): void {
  const { context } = state;
  for (const [need, flows] of state.flowsOfNeed.entries())
    for (const { lot, lane, qty } of [...flows.values()]) {
      const served = context.needs[need]!.qty - state.needLeft[need]!;
      const part = served - Math.floor(served + PART);
      const units = Math.round(part / gainOf(context, need, lot));
      const { sealed, item } = context.lots[lot]!;
      if (part < PART || sealed || units % loadOf(item) !== 0 || units > qty) continue;
      change(state, need, lot, lane, -units);
    }
}

/** Leaves out loads of the least urgent needs until the freight keeps to the budget. */
export function keepToBudget(state: State, { options }: Context): void {
  const flows = state.flowsOfNeed.flatMap((of_need) => [...of_need.values()]).reverse();
  for (const { need, lot, lane, qty } of flows) {
    if (options.budget_fen === null || state.freight_fen <= options.budget_fen) return;
    change(state, need, lot, lane, -qty);
  }
}
