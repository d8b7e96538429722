import { dayNumber } from './calendar.ts';
import { PlanningInputError, requireListed, requireNumber, requireWhole } from './errors.ts';
import { effectiveTier } from './rationing/index.ts';
import {
  type DonorLot,
  KEPT_SHARE,
  LOT_DISPOSITIONS,
  type TransferInput,
  type TransferItem,
  type TransferLane,
  type TransferNeed,
  type TransferOptions,
  type TransferRefusal,
} from './transfer.model.ts';
import { readSpecials, type Specials } from './transfer-special.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A need with what never changes about it; its class is the one that counts after waiting. */
export type Need = TransferNeed & { readonly item: TransferItem };
/** A lot in a warehouse; `expiry_day` is a day number. */
export type Lot = DonorLot & {
  readonly item: TransferItem;
  readonly expiry_day: number | null;
  readonly pair: number;
};
export type Lane = TransferLane & {
  readonly departure_hours: number;
  readonly arrival_hours: number;
  /** Civil day of arrival as a day number. */
  readonly arrival_day: number;
  readonly capacity_g: number;
};
/** An item in a donor warehouse. */
export type DonorPair = {
  readonly item_id: number;
  readonly item: TransferItem;
  readonly warehouse_id: number;
  /** Every lot there, earliest expiry first. */
  readonly lots: readonly number[];
  /** Units that may be given to needs of class t or less urgent, at index t - 1. */
  readonly limits: readonly number[];
};

/** The input indexed and put into one order, so that the order in which rows came does not matter. */
export type Context = {
  readonly options: Required<TransferOptions>;
  readonly today: number;
  /** Most urgent first. */
  readonly needs: readonly Need[];
  readonly lots: readonly Lot[];
  readonly pairs: readonly DonorPair[];
  readonly lanes: readonly Lane[];
  readonly pairsOfItem: ReadonlyMap<number, readonly number[]>;
  readonly needsOfItem: ReadonlyMap<number, readonly number[]>;
  readonly lanesBetween: ReadonlyMap<string, readonly number[]>;
  readonly refusalsOfItem: (item_id: number) => readonly TransferRefusal[];
  readonly specials: Specials;
};

export const laneKey = (from_warehouse_id: number, to_warehouse_id: number) =>
  `${from_warehouse_id}>${to_warehouse_id}`;

const DEFAULTS: Required<TransferOptions> = {
  handling_hours: 4,
  utc_offset_hours: 8,
  budget_fen: null,
  improvement_iterations: 2000,
  over_delivery_share_max: 0.25,
  periods_to_promotion: null,
  waiting_weight: 0.1,
  fair_floor_share: null,
  fair_price_fen: null,
};

function readOptions(options: TransferOptions = {}): Required<TransferOptions> {
  const read = { ...DEFAULTS, ...options };
  requireNumber('options.handling_hours', read.handling_hours, { max: 8760 });
  requireNumber('options.utc_offset_hours', read.utc_offset_hours, { min: -14, max: 14 });
  requireWhole('options.improvement_iterations', read.improvement_iterations, { max: 10_000_000 });
  requireNumber('options.over_delivery_share_max', read.over_delivery_share_max, { max: 10 });
  if (read.budget_fen !== null) requireWhole('options.budget_fen', read.budget_fen);
  if (read.periods_to_promotion !== null)
    requireWhole('options.periods_to_promotion', read.periods_to_promotion, { min: 1, max: 1e6 });
  requireNumber('options.waiting_weight', read.waiting_weight, { max: 1 });
  for (const [k, share] of (read.fair_floor_share ?? []).entries())
    requireNumber(`options.fair_floor_share[${k}]`, share, { max: 1 });
  if (read.fair_price_fen !== null)
    requireNumber('options.fair_price_fen', read.fair_price_fen, { max: 1e9 });
  return read;
}

type Known = { readonly warehouses: ReadonlySet<number>; readonly items: ReadonlyMap<number, TransferItem> };

function requireKnown(field: string, id: number, known: { has(id: number): boolean }): void {
  if (!known.has(id)) throw new PlanningInputError('unknown_id', field, id);
}

/** Throws when `key` was seen before. */
function uniqueBy() {
  const seen = new Set<string | number>();
  return (field: string, key: string | number) => {
    if (seen.has(key)) throw new PlanningInputError('duplicate', field, key);
    seen.add(key);
  };
}

function readRange(field: string, min: number | null, max: number | null): void {
  if (min !== null) requireNumber(`${field}.temp_min_c`, min, { min: -273.15, max: 200 });
  if (max !== null) requireNumber(`${field}.temp_max_c`, max, { min: min ?? -273.15, max: 200 });
}

function readItems(input: TransferInput): Map<number, TransferItem> {
  const unique = uniqueBy();
  for (const [index, item] of input.items.entries()) {
    const field = `items[${index}]`;
    unique(`${field}.item_id`, item.item_id);
    requireWhole(`${field}.carton_qty`, item.carton_qty, { min: 1 });
    requireWhole(`${field}.unit_weight_g`, item.unit_weight_g);
    readRange(field, item.temp_min_c, item.temp_max_c);
  }
  return new Map(input.items.map((item) => [item.item_id, item]));
}

/** The class that counts: one higher for each `periods_to_promotion` of waiting, class 2 at best. */
function classOf(need: TransferNeed, { periods_to_promotion }: Required<TransferOptions>): number {
  const { priority_class, waited_periods = 0 } = need;
  return periods_to_promotion === null
    ? priority_class
    : effectiveTier(priority_class, waited_periods, periods_to_promotion);
}

function readNeeds(input: TransferInput, known: Known, options: Required<TransferOptions>): Need[] {
  const unique = uniqueBy();
  const needs = input.needs.map((need, index) => {
    const field = `needs[${index}]`;
    unique(`${field}.need_id`, need.need_id);
    requireKnown(`${field}.item_id`, need.item_id, known.items);
    requireKnown(`${field}.to_warehouse_id`, need.to_warehouse_id, known.warehouses);
    requireWhole(`${field}.qty`, need.qty, { min: 1, max: 1e12 });
    requireNumber(`${field}.needed_by_hours`, need.needed_by_hours, { min: -1e6, max: 1e6 });
    requireWhole(`${field}.priority_class`, need.priority_class, { min: 1, max: 4 });
    requireWhole(`${field}.min_remaining_days`, need.min_remaining_days, { max: 36_500 });
    requireWhole(`${field}.waited_periods`, need.waited_periods ?? 0, { max: 1e6 });
    return { ...need, priority_class: classOf(need, options), item: known.items.get(need.item_id)! };
  });
  return needs.sort(
    (a, b) =>
      a.priority_class - b.priority_class || a.needed_by_hours - b.needed_by_hours || a.need_id - b.need_id,
  );
}

function readLanes(
  input: TransferInput,
  known: Known,
  options: Required<TransferOptions>,
  now: number,
): Lane[] {
  const unique = uniqueBy();
  const lanes = input.lanes.map((lane, index): Lane => {
    const field = `lanes[${index}]`;
    unique(`${field}.lane_id`, lane.lane_id);
    requireKnown(`${field}.from_warehouse_id`, lane.from_warehouse_id, known.warehouses);
    requireKnown(`${field}.to_warehouse_id`, lane.to_warehouse_id, known.warehouses);
    if (lane.from_warehouse_id === lane.to_warehouse_id) {
      throw new PlanningInputError('out_of_range', `${field}.to_warehouse_id`, lane.to_warehouse_id);
    }
    requireNumber(`${field}.transit_hours`, lane.transit_hours, { max: 8760 });
    requireNumber(`${field}.departs_in_hours`, lane.departs_in_hours ?? 0, { max: 8760 });
    requireWhole(`${field}.fixed_cost_fen`, lane.fixed_cost_fen);
    requireWhole(`${field}.cost_fen_per_kg`, lane.cost_fen_per_kg);
    requireNumber(`${field}.capacity_kg`, lane.capacity_kg, { max: 1e9 });
    readRange(field, lane.temp_min_c, lane.temp_max_c);
    const departure_hours = Math.max(options.handling_hours, lane.departs_in_hours ?? 0);
    const arrival_hours = departure_hours + lane.transit_hours;
    const local = now + (arrival_hours + options.utc_offset_hours) * HOUR_MS;
    const arrival_day = Math.floor(local / DAY_MS);
    return { ...lane, departure_hours, arrival_hours, arrival_day, capacity_g: lane.capacity_kg * 1000 };
  });
  return lanes.sort(
    (a, b) =>
      a.cost_fen_per_kg - b.cost_fen_per_kg || a.fixed_cost_fen - b.fixed_cost_fen || a.lane_id - b.lane_id,
  );
}

type OpenLot = Omit<Lot, 'pair'>;
const END = Number.POSITIVE_INFINITY;
const byExpiry = (a: OpenLot, b: OpenLot) => {
  const [first, second] = [a.expiry_day ?? END, b.expiry_day ?? END];
  return (first === second ? 0 : first - second) || a.lot_id - b.lot_id;
};

function readLots(input: TransferInput, known: Known): OpenLot[] {
  const unique = uniqueBy();
  const days = new Map<string, number>();
  const lots = input.donors.map((lot, index) => {
    const field = `donors[${index}]`;
    requireKnown(`${field}.item_id`, lot.item_id, known.items);
    requireKnown(`${field}.warehouse_id`, lot.warehouse_id, known.warehouses);
    requireWhole(`${field}.qty_free`, lot.qty_free, { max: 1e12 });
    requireListed(`${field}.disposition`, lot.disposition, LOT_DISPOSITIONS);
    unique(field, `${lot.warehouse_id}/${lot.item_id}/${lot.lot_id}/${lot.disposition}`);
    const { expiry_date } = lot;
    const item = known.items.get(lot.item_id)!;
    if (expiry_date === null) return { ...lot, item, expiry_day: null };
    const day = days.get(expiry_date) ?? dayNumber(`${field}.expiry_date`, expiry_date);
    days.set(expiry_date, day);
    return { ...lot, item, expiry_day: day };
  });
  return lots.sort((a, b) => a.item_id - b.item_id || a.warehouse_id - b.warehouse_id || byExpiry(a, b));
}

function readProtections(input: TransferInput, known: Known): Map<string, TransferInput['protections'][0]> {
  const unique = uniqueBy();
  const found = new Map<string, TransferInput['protections'][0]>();
  for (const [index, row] of input.protections.entries()) {
    const field = `protections[${index}]`;
    const key = `${row.item_id}/${row.warehouse_id}`;
    unique(field, key);
    requireKnown(`${field}.item_id`, row.item_id, known.items);
    requireKnown(`${field}.warehouse_id`, row.warehouse_id, known.warehouses);
    requireWhole(`${field}.safety_stock`, row.safety_stock);
    requireWhole(`${field}.own_demand_qty`, row.own_demand_qty);
    found.set(key, row);
  }
  return found;
}

/** Whether a lot counts as stock at all: released, with something free, and not expired today. */
export function isUsable(
  lot: { disposition: string; qty_free: number; expiry_day: number | null },
  today: number,
) {
  return (
    lot.disposition === 'released' && lot.qty_free > 0 && (lot.expiry_day === null || lot.expiry_day >= today)
  );
}

/** Groups lots into pairs and works out what each pair may give to each class. */
function makePairs(
  lots: readonly OpenLot[],
  protections: ReadonlyMap<string, TransferInput['protections'][0]>,
  today: number,
): { pairs: DonorPair[]; lots: Lot[] } {
  const members = new Map<string, number[]>();
  for (const [index, lot] of lots.entries()) {
    const key = `${lot.item_id}/${lot.warehouse_id}`;
    const list = members.get(key);
    if (list) list.push(index);
    else members.set(key, [index]);
  }
  const pairs: DonorPair[] = [];
  const placed: Lot[] = [];
  for (const [key, indexes] of members) {
    const { item_id, item, warehouse_id } = lots[indexes[0]!]!;
    const usable = indexes.reduce((sum, k) => sum + (isUsable(lots[k]!, today) ? lots[k]!.qty_free : 0), 0);
    const { safety_stock = 0, own_demand_qty = 0 } = protections.get(key) ?? {};
    const limits = [1, 2, 3, 4].map((tier) =>
      Math.max(0, Math.floor(usable - own_demand_qty - KEPT_SHARE[tier]! * safety_stock)),
    );
    for (const k of indexes) placed[k] = { ...lots[k]!, pair: pairs.length };
    pairs.push({ item_id, item, warehouse_id, lots: indexes, limits });
  }
  return { pairs, lots: placed };
}

function groupIndexes<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const [index, row] of rows.entries()) {
    const list = groups.get(keyOf(row));
    if (list) list.push(index);
    else groups.set(keyOf(row), [index]);
  }
  return groups;
}

/** Checks every value and indexes the input. Throws PlanningInputError naming the field. */
export function readInput(input: TransferInput): Context {
  const now = Date.parse(input.now);
  if (Number.isNaN(now)) throw new PlanningInputError('not_a_date', 'now', input.now);
  const options = readOptions(input.options);
  const known = { warehouses: new Set(input.warehouse_ids), items: readItems(input) };
  const today = Math.floor((now + options.utc_offset_hours * HOUR_MS) / DAY_MS);
  const lanes = readLanes(input, known, options, now);
  const { pairs, lots } = makePairs(readLots(input, known), readProtections(input, known), today);
  const anyItem = input.refusals.filter((refusal) => (refusal.item_id ?? null) === null);
  const byItem = new Map<number, TransferRefusal[]>();
  for (const refusal of input.refusals) {
    if ((refusal.item_id ?? null) === null) continue;
    byItem.set(refusal.item_id!, [...(byItem.get(refusal.item_id!) ?? anyItem), refusal]);
  }
  const needs = readNeeds(input, known, options);
  return {
    options,
    today,
    needs,
    lots,
    pairs,
    lanes,
    needsOfItem: groupIndexes(needs, (need) => need.item_id),
    pairsOfItem: groupIndexes(pairs, (pair) => pair.item_id),
    lanesBetween: groupIndexes(lanes, (lane) => laneKey(lane.from_warehouse_id, lane.to_warehouse_id)),
    refusalsOfItem: (item_id) => byItem.get(item_id) ?? anyItem,
    specials: readSpecials(input, known),
  };
}
