import { classAfterWaiting, type SpecialCode, servedPerUnit, specialItems } from './checker-special.ts';
import type {
  DonorLot,
  TransferInput,
  TransferItem,
  TransferLane,
  TransferLine,
  TransferNeed,
  TransferPlan,
} from './transfer.model.ts';

/** What the judge of transfer plans knows: the input and the plan as a stranger reads them. */
export type ViolationCode =
  | 'unknown_reference'
  | 'qty_not_whole'
  | 'wrong_way'
  | 'lot_overdrawn'
  | 'not_released'
  | 'expired_on_arrival'
  | 'min_remaining_life'
  | 'too_late'
  | 'temperature'
  | 'refused'
  | 'donor_protection'
  | 'lane_capacity'
  | 'over_delivery'
  | 'conservation'
  | 'fefo'
  | 'priority_order'
  | 'cost'
  | 'budget'
  | 'duplicate_line'
  | SpecialCode;
export type Violation = {
  readonly code: ViolationCode;
  /** Where: `line 3`, `need 7`, `lane 12`, `donor 5/2`. */
  readonly where: string;
  readonly expected: string | number;
  readonly found: string | number;
};

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export type Facts = {
  readonly input: TransferInput;
  readonly plan: TransferPlan;
  readonly item: (id: number) => TransferItem | undefined;
  readonly need: (id: number) => TransferNeed | undefined;
  readonly lane: (id: number) => TransferLane | undefined;
  readonly lots: (warehouse_id: number, item_id: number) => DonorLot[];
  /** Class that counts after waiting. */
  readonly class_of: (need: TransferNeed) => number;
  readonly specials: ReadonlySet<number>;
  readonly handling: number;
  readonly offset: number;
};

export function index<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const list = found.get(keyOf(row)) ?? [];
    list.push(row);
    found.set(keyOf(row), list);
  }
  return found;
}

export function gatherFacts(input: TransferInput, plan: TransferPlan): Facts {
  const items = index(input.items, (row) => String(row.item_id));
  const needs = index(input.needs, (row) => String(row.need_id));
  const lanes = index(input.lanes, (row) => String(row.lane_id));
  const lots = index(input.donors, (row) => `${row.warehouse_id}/${row.item_id}`);
  return {
    input,
    plan,
    item: (id) => items.get(String(id))?.[0],
    need: (id) => needs.get(String(id))?.[0],
    lane: (id) => lanes.get(String(id))?.[0],
    lots: (warehouse_id, item_id) => lots.get(`${warehouse_id}/${item_id}`) ?? [],
    class_of: (need) => classAfterWaiting(input, need),
    specials: specialItems(input),
    handling: input.options?.handling_hours ?? 4,
    offset: input.options?.utc_offset_hours ?? 8,
  };
}

export const arrivalHours = (facts: Facts, lane: TransferLane) =>
  Math.max(facts.handling, lane.departs_in_hours ?? 0) + lane.transit_hours;

/** Civil date at the destination a number of hours from now. */
export function localDate(facts: Facts, hours: number): string {
  const time = new Date(facts.input.now).getTime() + (hours + facts.offset) * 3_600_000;
  return new Date(time).toISOString().slice(0, 10);
}

const daysUntil = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY);

function temperatureKept(item: TransferItem, lane: TransferLane): boolean {
  const itemHasRange = item.temp_min_c !== null || item.temp_max_c !== null;
  const laneHasRange = lane.temp_min_c !== null || lane.temp_max_c !== null;
  if (!itemHasRange && !laneHasRange) return true;
  const low = itemHasRange ? (item.temp_min_c ?? -Infinity) : 0;
  const high = itemHasRange ? (item.temp_max_c ?? Infinity) : 40;
  return (lane.temp_min_c ?? -Infinity) >= low && (lane.temp_max_c ?? Infinity) <= high;
}

function isRefused(facts: Facts, lot: DonorLot, lane: TransferLane): boolean {
  return facts.input.refusals.some((rule) => {
    const asked: [number | null | undefined, number][] = [
      [rule.item_id, lot.item_id],
      [rule.lot_id, lot.lot_id],
      [rule.from_warehouse_id, lane.from_warehouse_id],
      [rule.to_warehouse_id, lane.to_warehouse_id],
      [rule.lane_id, lane.lane_id],
    ];
    return asked.every(([wanted, actual]) => wanted === null || wanted === undefined || wanted === actual);
  });
}

/** Whether this lot may go to this need on this lane, or which rule forbids it. Quantities are not looked at. */
export function forbiddenBy(
  facts: Facts,
  need: TransferNeed,
  lot: DonorLot,
  lane: TransferLane,
): ViolationCode | null {
  const hours = arrivalHours(facts, lane);
  if (lane.to_warehouse_id !== need.to_warehouse_id || lane.from_warehouse_id !== lot.warehouse_id)
    return 'wrong_way';
  if (servedPerUnit(facts.input, need, lot.item_id) === null) return 'wrong_way';
  if (lot.disposition !== 'released') return 'not_released';
  if (lot.expiry_date !== null) {
    if (lot.expiry_date < localDate(facts, 0)) return 'expired_on_arrival';
    const remaining = daysUntil(localDate(facts, hours), lot.expiry_date);
    if (remaining < 0) return 'expired_on_arrival';
    if (remaining < need.min_remaining_days) return 'min_remaining_life';
  }
  if (hours > need.needed_by_hours) return 'too_late';
  if (!temperatureKept(facts.item(lot.item_id)!, lane)) return 'temperature';
  return isRefused(facts, lot, lane) ? 'refused' : null;
}

/** The stock row a line draws from. A lot can lie in a warehouse under several dispositions; only released moves. */
function sourceOf(facts: Facts, line: TransferLine): DonorLot | undefined {
  const rows = facts.lots(line.from_warehouse_id, line.item_id).filter((lot) => lot.lot_id === line.lot_id);
  return rows.find((lot) => lot.disposition === 'released') ?? rows[0];
}

export type Resolved = {
  line: TransferLine;
  need: TransferNeed;
  lane: TransferLane;
  lot: DonorLot;
  item: TransferItem;
};

export function resolve(facts: Facts, violations: Violation[]): Resolved[] {
  return facts.plan.lines.flatMap((line, nth) => {
    const [need, lane, lot, item] = [
      facts.need(line.need_id),
      facts.lane(line.lane_id),
      sourceOf(facts, line),
      facts.item(line.item_id),
    ];
    if (need && lane && lot && item) return [{ line, need, lane, lot, item }];
    violations.push({
      code: 'unknown_reference',
      where: `line ${nth}`,
      expected: 'known ids',
      found: 'unknown',
    });
    return [];
  });
}

export function totalBy(
  lines: readonly Resolved[],
  keyOf: (row: Resolved) => string | number,
  amountOf: (row: Resolved) => number = ({ line }) => line.qty,
): Map<string | number, number> {
  const totals = new Map<string | number, number>();
  for (const row of lines) totals.set(keyOf(row), (totals.get(keyOf(row)) ?? 0) + amountOf(row));
  return totals;
}

export const weightOf = ({ line, item }: Resolved) => line.qty * item.unit_weight_g;
