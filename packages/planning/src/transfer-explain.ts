import type {
  Alternative,
  Binding,
  LostBecause,
  NeedOutcome,
  RejectedArc,
  RejectionCode,
  Remedy,
  RulePassed,
  ShortageCause,
  ShortageCauseCode,
  TransferShortage,
} from './transfer.model.ts';
import { type DonorOption, donorOptions } from './transfer-arcs.ts';
import { isUsable } from './transfer-input.ts';
import {
  affordable,
  type Flow,
  flowFen,
  gainOf,
  headroom,
  laneRoom,
  openingFen,
  overQty,
  type State,
  shortQty,
  variableFen,
} from './transfer-state.ts';

const REJECTED_SHOWN = 12;
const ALTERNATIVES_SHOWN = 5;

/** Ways closed to a need, all of them. */
export function rejectedArcs(state: State, need: number): RejectedArc[] {
  const arcs: RejectedArc[] = [];
  donorOptions(state.context, state.context.needs[need]!, (arc) => arcs.push(arc));
  return arcs;
}

export function outcomeOf(state: State, need: number, rejected: readonly RejectedArc[]): NeedOutcome {
  const { need_id, qty } = state.context.needs[need]!;
  const short_qty = shortQty(state, need);
  const rejected_counts: Partial<Record<RejectionCode, number>> = {};
  for (const { code } of rejected) rejected_counts[code] = (rejected_counts[code] ?? 0) + 1;
  return {
    need_id,
    qty,
    served_qty: qty - short_qty,
    over_qty: overQty(state, need),
    short_qty,
    rejected_counts,
    rejected: rejected.slice(0, REJECTED_SHOWN),
  };
}

/** Why a way with these freights was not taken, in the state of the finished plan. */
function lostBecause(
  state: State,
  need: number,
  pair: number,
  lane: number,
  stock: number,
  dearer: boolean,
): LostBecause {
  const { priority_class } = state.context.needs[need]!;
  const { item } = state.context.pairs[pair]!;
  if (stock === 0) return 'stock_used';
  if (headroom(state, pair, priority_class) === 0) return 'donor_protected';
  if (laneRoom(state, lane, need, item) === 0) return 'lane_full';
  if (affordable(state, lane, need, item) === 0) return 'budget';
  return dearer ? 'dearer' : 'not_better_found';
}

/** Other ways for the quantity of a flow, one for each lane of each donor, cheapest first. */
function alternativesOf(state: State, flow: Flow): Alternative[] {
  const { context } = state;
  const { need, lot: sent, lane: chosen } = flow;
  // Ways are compared by the units of the need that they would serve.
  const qty = flow.qty * gainOf(context, need, sent);
  // The fixed cost of the chosen lane is saved only if this flow is all it carries.
  const alone = state.flowsOfLane[chosen]!.size === 1 ? context.lanes[chosen]!.fixed_cost_fen : 0;
  const own_fen = flowFen(context, flow) + alone;
  return state.options[need]!.flatMap(({ pair, routes }: DonorOption) =>
    routes.flatMap(({ lane, lots }) => {
      if (lane === chosen) return [];
      const start = lots.reduce((sum, lot) => sum + context.lots[lot]!.qty_free, 0);
      const stock = lots.reduce((sum, lot) => sum + state.lotLeft[lot]!, 0);
      const gain = gainOf(context, need, lots[0]!);
      const sending = Math.min(Math.ceil(qty / gain), start);
      const units = Math.min(qty, sending * gain);
      const { item } = context.lots[lots[0]!]!;
      const freight_fen = variableFen(context, need, lane, sending, item) + openingFen(state, lane);
      const dearer = freight_fen * qty >= own_fen * units;
      return [
        {
          from_warehouse_id: context.pairs[pair]!.warehouse_id,
          lane_id: context.lanes[lane]!.lane_id,
          arrival_hours: context.lanes[lane]!.arrival_hours,
          qty: sending,
          freight_fen,
          lost_because: lostBecause(state, need, pair, lane, stock, dearer),
        },
      ];
    }),
  )
    .sort((a, b) => a.freight_fen * b.qty - b.freight_fen * a.qty || a.lane_id - b.lane_id)
    .slice(0, ALTERNATIVES_SHOWN);
}

function rulesPassed(state: State, flow: Flow): RulePassed[] {
  const { context } = state;
  const need = context.needs[flow.need]!;
  const lane = context.lanes[flow.lane]!;
  const lot = context.lots[flow.lot]!;
  const remaining_days = lot.expiry_day === null ? null : lot.expiry_day - lane.arrival_day;
  const pair = context.pairs[lot.pair]!;
  // The limit of class 1 keeps nothing back, so the difference to it is what this class must leave.
  const keeps_qty = pair.limits[0]! - pair.limits[need.priority_class - 1]!;
  return [
    { code: 'released' },
    { code: 'not_expired_on_arrival', remaining_days },
    { code: 'min_remaining_life', remaining_days, required_days: need.min_remaining_days },
    { code: 'temperature', lane_min_c: lane.temp_min_c, lane_max_c: lane.temp_max_c },
    { code: 'in_time', arrival_hours: lane.arrival_hours, needed_by_hours: need.needed_by_hours },
    { code: 'gate_not_refused' },
    { code: 'donor_protected', keeps_qty, left_qty: pair.limits[0]! - state.given[lot.pair]![0]! },
    { code: 'fefo' },
  ];
}

function bindingOf(state: State, { need, lot, lane }: Flow): Binding[] {
  const { pair, item } = state.context.lots[lot]!;
  const { priority_class } = state.context.needs[need]!;
  const binding: Binding[] = [];
  if (shortQty(state, need) === 0) binding.push('need_met');
  if (state.lotLeft[lot] === 0) binding.push('lot_used_up');
  if (headroom(state, pair, priority_class) === 0) binding.push('donor_at_protected_level');
  if (laneRoom(state, lane, need, item) === 0) binding.push('lane_full');
  if (affordable(state, lane, need, item) === 0) binding.push('budget');
  return binding;
}

export function explainFlow(state: State, flow: Flow) {
  return {
    rules_passed: rulesPassed(state, flow),
    binding: bindingOf(state, flow),
    alternatives: alternativesOf(state, flow),
  };
}

/** A cause with the units it keeps away and what would lift it. */
type Obstacle = { readonly code: ShortageCauseCode; readonly qty: number; readonly remedy: Remedy | null };

/** What would lift a rejection; `qty` are the units behind it. */
function remedyOf(arc: RejectedArc, qty: number): Remedy | null {
  const { from_warehouse_id, lane_id, lot_id, params } = arc;
  switch (arc.code) {
    case 'not_released':
      return {
        code: 'release_lot',
        warehouse_id: from_warehouse_id,
        lot_id: lot_id!,
        qty,
        disposition: String(params.disposition),
      };
    case 'no_lane':
      return { code: 'add_lane', from_warehouse_id, qty };
    case 'temperature':
      return { code: 'add_temperature_lane', from_warehouse_id, qty };
    case 'lane_too_slow':
      return { code: 'accept_arrival', lane_id: lane_id!, arrival_hours: Number(params.arrival_hours) };
    case 'min_remaining_life':
      return {
        code: 'accept_remaining_life',
        lot_id: lot_id!,
        remaining_days: Number(params.remaining_days),
      };
    case 'refused':
      return { code: 'resolve_refusal', refusal: String(params.refusal), qty };
    case 'donor_protected':
      return { code: 'lower_donor_safety_stock', warehouse_id: from_warehouse_id, qty };
    default:
      return null;
  }
}

/** Units behind a rejection: of its lot, or all usable units of the donor. */
function unitsBehind(state: State, item_id: number, arc: RejectedArc): number {
  const { context } = state;
  const pair = (context.pairsOfItem.get(arc.item_id ?? item_id) ?? []).find(
    (index) => context.pairs[index]!.warehouse_id === arc.from_warehouse_id,
  );
  const lots = pair === undefined ? [] : context.pairs[pair]!.lots;
  return lots.reduce((sum, index) => {
    const lot = context.lots[index]!;
    const meant = arc.lot_id === null ? isUsable(lot, context.today) : lot.lot_id === arc.lot_id;
    return sum + (meant ? state.lotLeft[index]! : 0);
  }, 0);
}

/** Obstacles that were there from the start. A donor reached by some lane is not counted for its other lanes. */
function closedWays(state: State, need: number, rejected: readonly RejectedArc[]): Obstacle[] {
  const { context } = state;
  const { item_id } = context.needs[need]!;
  const reached = new Set(
    state.options[need]!.flatMap(({ routes }) => routes.flatMap(({ lots }) => lots)).map((lot) => {
      const { warehouse_id, lot_id } = context.lots[lot]!;
      return `${warehouse_id}/${lot_id}`;
    }),
  );
  const donors = new Set(state.options[need]!.map(({ pair }) => context.pairs[pair]!.warehouse_id));
  const counted = new Set<string>();
  return rejected.flatMap((arc) => {
    const place = `${arc.from_warehouse_id}/${arc.lot_id}`;
    const open = arc.lot_id === null ? donors.has(arc.from_warehouse_id) : reached.has(place);
    if (open || counted.has(`${arc.code}/${place}`)) return [];
    counted.add(`${arc.code}/${place}`);
    const qty = unitsBehind(state, item_id, arc);
    return [{ code: arc.code, qty, remedy: remedyOf(arc, qty) }];
  });
}

/** Obstacles that arose while the plan was made: what eligible donors have left, and why it stays there. */
function openWays(state: State, need: number): Obstacle[] {
  const { context } = state;
  const { priority_class } = context.needs[need]!;
  const short = shortQty(state, need);
  return state.options[need]!.flatMap(({ pair, routes }): Obstacle[] => {
    const { warehouse_id, item } = context.pairs[pair]!;
    const lots = [...new Set(routes.flatMap((route) => route.lots))];
    const left = lots.reduce((sum, lot) => sum + state.lotLeft[lot]!, 0);
    const used = lots.reduce((sum, lot) => sum + context.lots[lot]!.qty_free, 0) - left;
    const taken: Obstacle[] = used > 0 ? [{ code: 'stock_used', qty: used, remedy: null }] : [];
    const spare = headroom(state, pair, priority_class);
    if (left > spare) {
      const qty = left - spare;
      const remedy: Remedy = { code: 'lower_donor_safety_stock', warehouse_id, qty };
      taken.push({ code: 'donor_protected', qty, remedy });
    }
    if (left === 0 || spare === 0) return taken;
    const qty = Math.min(left, spare);
    const route = routes.find(({ lane }) => laneRoom(state, lane, need, item) > 0);
    if (!route) {
      const { lane_id } = context.lanes[routes[0]!.lane]!;
      const weight_g = Math.min(qty, short) * item.unit_weight_g;
      return [...taken, { code: 'lane_full', qty, remedy: { code: 'add_capacity', lane_id, weight_g } }];
    }
    if (affordable(state, route.lane, need, item) > 0)
      return [...taken, { code: 'lot_rules', qty, remedy: null }];
    const budget = context.options.budget_fen ?? 0;
    const wanted =
      openingFen(state, route.lane) + variableFen(context, need, route.lane, Math.min(qty, short), item);
    const fen = Math.max(1, wanted - (budget - state.freight_fen));
    return [...taken, { code: 'budget', qty, remedy: { code: 'raise_budget', fen } }];
  });
}

/** Of several remedies of one code the one that asks least or gives most. */
function better(a: Remedy, b: Remedy): Remedy {
  if (a.code === 'accept_arrival' && b.code === 'accept_arrival')
    return b.arrival_hours < a.arrival_hours ? b : a;
  if (a.code === 'accept_remaining_life' && b.code === 'accept_remaining_life')
    return b.remaining_days > a.remaining_days ? b : a;
  if (a.code === 'raise_budget' && b.code === 'raise_budget') return b.fen < a.fen ? b : a;
  return 'qty' in a && 'qty' in b && b.qty > a.qty ? b : a;
}

/** What keeps a short need from being served, the largest quantity first, and what would change it. */
export function explainShortage(
  state: State,
  need: number,
  rejected: readonly RejectedArc[],
): TransferShortage {
  const { need_id, demand_line_ids, item_id, to_warehouse_id, priority_class } = state.context.needs[need]!;
  const short_qty = shortQty(state, need);
  const obstacles = [...openWays(state, need), ...closedWays(state, need, rejected)];
  const units = new Map<ShortageCauseCode, number>();
  const remedies = new Map<Remedy['code'], Remedy>();
  for (const { code, qty, remedy } of obstacles) {
    units.set(code, (units.get(code) ?? 0) + qty);
    if (!remedy) continue;
    const known = remedies.get(remedy.code);
    remedies.set(remedy.code, known ? better(known, remedy) : remedy);
  }
  const causes: ShortageCause[] = [...units]
    .map(([code, qty]) => ({ code, qty }))
    .sort((a, b) => b.qty - a.qty || (a.code < b.code ? -1 : 1));
  if (causes.length === 0) causes.push({ code: 'no_stock', qty: 0 });
  return {
    need_id,
    demand_line_ids,
    item_id,
    to_warehouse_id,
    priority_class,
    short_qty,
    causes,
    remedies: [...remedies.values(), { code: 'purchase', qty: short_qty }],
  };
}
