import {
  AMBIENT_RANGE_C,
  type RejectedArc,
  type TransferItem,
  type TransferRefusal,
} from './transfer.model.ts';
import {
  type Context,
  type DonorPair,
  isUsable,
  type Lane,
  type Lot,
  laneKey,
  type Need,
} from './transfer-input.ts';

/** A lane of a donor that a need can use, with the lots that may travel on it, earliest expiry first. */
export type Route = { readonly lane: number; readonly lots: readonly number[] };
/** A donor that can serve a need. */
export type DonorOption = { readonly pair: number; readonly routes: readonly Route[] };

type Finding = Pick<RejectedArc, 'code' | 'params'>;
type Report = (arc: RejectedArc) => void;

/** Whether a lane keeps the range that the item asks for; without a range it must neither freeze nor cook it. */
function keepsRange(item: TransferItem, lane: Lane): boolean {
  const asked = item.temp_min_c !== null || item.temp_max_c !== null;
  if (!asked && lane.temp_min_c === null && lane.temp_max_c === null) return true;
  const min = asked ? item.temp_min_c : AMBIENT_RANGE_C.min;
  const max = asked ? item.temp_max_c : AMBIENT_RANGE_C.max;
  if (min !== null && (lane.temp_min_c === null || lane.temp_min_c < min)) return false;
  return max === null || (lane.temp_max_c !== null && lane.temp_max_c <= max);
}

const fits = (asked: number | null | undefined, value: number) => (asked ?? null) === null || asked === value;

/** The first refusal of the gate that names this way; those that name a lot only count for that lot. */
function refusalOf(
  refusals: readonly TransferRefusal[],
  need: Need,
  lane: Lane,
  lot_id: number | null,
): TransferRefusal | undefined {
  return refusals.find(
    (refusal) =>
      (lot_id === null ? (refusal.lot_id ?? null) === null : refusal.lot_id === lot_id) &&
      fits(refusal.from_warehouse_id, lane.from_warehouse_id) &&
      fits(refusal.to_warehouse_id, need.to_warehouse_id) &&
      fits(refusal.lane_id, lane.lane_id),
  );
}

function judgeLane(refusals: readonly TransferRefusal[], need: Need, lane: Lane): Finding | null {
  if (!keepsRange(need.item, lane)) {
    const { temp_min_c, temp_max_c } = need.item;
    const params = { item_min_c: temp_min_c, item_max_c: temp_max_c };
    return {
      code: 'temperature',
      params: { ...params, lane_min_c: lane.temp_min_c, lane_max_c: lane.temp_max_c },
    };
  }
  if (lane.arrival_hours > need.needed_by_hours) {
    const { arrival_hours } = lane;
    return { code: 'lane_too_slow', params: { arrival_hours, needed_by_hours: need.needed_by_hours } };
  }
  const refusal = refusalOf(refusals, need, lane, null);
  return refusal ? { code: 'refused', params: { refusal: refusal.code } } : null;
}

function judgeLotOnLane(
  refusals: readonly TransferRefusal[],
  need: Need,
  lane: Lane,
  lot: Lot,
): Finding | null {
  if (lot.expiry_day !== null) {
    const remaining_days = lot.expiry_day - lane.arrival_day;
    if (remaining_days < 0) return { code: 'expired_on_arrival', params: { remaining_days } };
    if (remaining_days < need.min_remaining_days) {
      const required_days = need.min_remaining_days;
      return { code: 'min_remaining_life', params: { remaining_days, required_days } };
    }
  }
  const refusal = refusalOf(refusals, need, lane, lot.lot_id);
  return refusal ? { code: 'refused', params: { refusal: refusal.code } } : null;
}

function usableLots(context: Context, pair: DonorPair, report: Report): number[] {
  return pair.lots.filter((index) => {
    const lot = context.lots[index]!;
    if (isUsable(lot, context.today)) return true;
    if (lot.qty_free === 0) return false;
    const code = lot.disposition === 'released' ? 'expired' : 'not_released';
    const params = { disposition: lot.disposition, qty: lot.qty_free };
    report({ code, from_warehouse_id: pair.warehouse_id, lot_id: lot.lot_id, lane_id: null, params });
    return false;
  });
}

function routesOf(
  context: Context,
  need: Need,
  pair: DonorPair,
  lots: readonly number[],
  report: Report,
): Route[] {
  const from_warehouse_id = pair.warehouse_id;
  const lanes = context.lanesBetween.get(laneKey(from_warehouse_id, need.to_warehouse_id)) ?? [];
  if (lanes.length === 0) {
    report({ code: 'no_lane', from_warehouse_id, lot_id: null, lane_id: null, params: {} });
  }
  const refusals = context.refusalsOfItem(need.item_id);
  const routes: Route[] = [];
  for (const index of lanes) {
    const lane = context.lanes[index]!;
    const { lane_id } = lane;
    const closed = judgeLane(refusals, need, lane);
    if (closed) {
      report({ ...closed, from_warehouse_id, lot_id: null, lane_id });
      continue;
    }
    const able = lots.filter((k) => {
      const lot = context.lots[k]!;
      const finding = judgeLotOnLane(refusals, need, lane, lot);
      if (finding) report({ ...finding, from_warehouse_id, lot_id: lot.lot_id, lane_id });
      return finding === null;
    });
    if (able.length > 0) routes.push({ lane: index, lots: able });
  }
  return routes;
}

/** The need as it is asked of each item that may serve it: its own, and substitutes that the input allows it. */
function asked(context: Context, need: Need): Need[] {
  const substitutes = need.may_substitute ? context.specials.substitutesOf.get(need.item_id) : undefined;
  const others = (substitutes ?? []).flatMap(({ substitute_item_id: item_id }): Need[] => {
    const [first] = context.pairsOfItem.get(item_id) ?? [];
    return first === undefined ? [] : [{ ...need, item_id, item: context.pairs[first]!.item }];
  });
  return [need, ...others];
}

/**
 * The donors, lanes and lots that may serve a need; every way that may not is reported with its reason. A donor
 * whose stock is all protected from the need's class is reported too.
 */
export function donorOptions(context: Context, need: Need, report: Report = () => {}): DonorOption[] {
  return asked(context, need).flatMap((one) => {
    const tag = one === need ? {} : { item_id: one.item_id };
    return optionsOfItem(context, one, (arc) => report({ ...arc, ...tag }));
  });
}

function optionsOfItem(context: Context, need: Need, report: Report): DonorOption[] {
  const options: DonorOption[] = [];
  for (const index of context.pairsOfItem.get(need.item_id) ?? []) {
    const pair = context.pairs[index]!;
    if (pair.warehouse_id === need.to_warehouse_id) continue;
    const lots = usableLots(context, pair, report);
    if (lots.length === 0) continue;
    const routes = routesOf(context, need, pair, lots, report);
    if (routes.length === 0) continue;
    if (Math.min(...pair.limits.slice(0, need.priority_class)) <= 0) {
      const qty = lots.reduce((sum, k) => sum + context.lots[k]!.qty_free, 0);
      const arc = { from_warehouse_id: pair.warehouse_id, lot_id: null, lane_id: null, params: { qty } };
      report({ code: 'donor_protected', ...arc });
      continue;
    }
    options.push({ pair: index, routes });
  }
  return options;
}
