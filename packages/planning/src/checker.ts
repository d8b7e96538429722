import type {
  DonorLot,
  TransferInput,
  TransferItem,
  TransferLane,
  TransferLine,
  TransferNeed,
  TransferPlan,
} from './transfer.model.ts';

/**
 * An independent judge of transfer plans. It shares no code with the planner: it reads the input again and looks
 * at the plan as a stranger would, so that a mistake there is not repeated here.
 */
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
  | 'duplicate_line';
export type Violation = {
  readonly code: ViolationCode;
  /** Where: `line 3`, `need 7`, `lane 12`, `donor 5/2`. */
  readonly where: string;
  readonly expected: string | number;
  readonly found: string | number;
};

const GIVEN_AWAY_SHARE_OF_SAFETY_STOCK = [1, 0.5, 0, 0];
const MS_PER_DAY = 24 * 60 * 60 * 1000;

type Facts = {
  readonly input: TransferInput;
  readonly plan: TransferPlan;
  readonly item: (id: number) => TransferItem | undefined;
  readonly need: (id: number) => TransferNeed | undefined;
  readonly lane: (id: number) => TransferLane | undefined;
  readonly lots: (warehouse_id: number, item_id: number) => DonorLot[];
  readonly handling: number;
  readonly offset: number;
};

function index<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const list = found.get(keyOf(row)) ?? [];
    list.push(row);
    found.set(keyOf(row), list);
  }
  return found;
}

function gatherFacts(input: TransferInput, plan: TransferPlan): Facts {
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
    handling: input.options?.handling_hours ?? 4,
    offset: input.options?.utc_offset_hours ?? 8,
  };
}

const arrivalHours = (facts: Facts, lane: TransferLane) =>
  Math.max(facts.handling, lane.departs_in_hours ?? 0) + lane.transit_hours;

/** Civil date at the destination a number of hours from now. */
function localDate(facts: Facts, hours: number): string {
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

function isRefused(facts: Facts, need: TransferNeed, lot: DonorLot, lane: TransferLane): boolean {
  return facts.input.refusals.some((rule) => {
    const asked: [number | null | undefined, number][] = [
      [rule.item_id, need.item_id],
      [rule.lot_id, lot.lot_id],
      [rule.from_warehouse_id, lane.from_warehouse_id],
      [rule.to_warehouse_id, lane.to_warehouse_id],
      [rule.lane_id, lane.lane_id],
    ];
    return asked.every(([wanted, actual]) => wanted === null || wanted === undefined || wanted === actual);
  });
}

/** Whether this lot may go to this need on this lane, or which rule forbids it. Quantities are not looked at. */
function forbiddenBy(
  facts: Facts,
  need: TransferNeed,
  lot: DonorLot,
  lane: TransferLane,
): ViolationCode | null {
  const hours = arrivalHours(facts, lane);
  if (lane.to_warehouse_id !== need.to_warehouse_id || lane.from_warehouse_id !== lot.warehouse_id)
    return 'wrong_way';
  if (lot.item_id !== need.item_id) return 'wrong_way';
  if (lot.disposition !== 'released') return 'not_released';
  if (lot.expiry_date !== null) {
    if (lot.expiry_date < localDate(facts, 0)) return 'expired_on_arrival';
    const remaining = daysUntil(localDate(facts, hours), lot.expiry_date);
    if (remaining < 0) return 'expired_on_arrival';
    if (remaining < need.min_remaining_days) return 'min_remaining_life';
  }
  if (hours > need.needed_by_hours) return 'too_late';
  if (!temperatureKept(facts.item(need.item_id)!, lane)) return 'temperature';
  return isRefused(facts, need, lot, lane) ? 'refused' : null;
}

/** The stock row a line draws from. A lot can lie in a warehouse under several dispositions; only released moves. */
function sourceOf(facts: Facts, line: TransferLine): DonorLot | undefined {
  const rows = facts.lots(line.from_warehouse_id, line.item_id).filter((lot) => lot.lot_id === line.lot_id);
  return rows.find((lot) => lot.disposition === 'released') ?? rows[0];
}

type Resolved = {
  line: TransferLine;
  need: TransferNeed;
  lane: TransferLane;
  lot: DonorLot;
  item: TransferItem;
};

function resolve(facts: Facts, violations: Violation[]): Resolved[] {
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

function checkLines(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const seen = new Set<string>();
  for (const [nth, { line, need, lane, lot }] of lines.entries()) {
    const where = `line ${nth}`;
    const key = `${line.need_id}/${line.lot_id}/${line.from_warehouse_id}/${line.lane_id}`;
    if (seen.has(key)) violations.push({ code: 'duplicate_line', where, expected: 'once', found: key });
    seen.add(key);
    if (!Number.isSafeInteger(line.qty) || line.qty < 1) {
      violations.push({ code: 'qty_not_whole', where, expected: 'whole and at least 1', found: line.qty });
    }
    const code = forbiddenBy(facts, need, lot, lane);
    if (code) violations.push({ code, where, expected: 'allowed', found: code });
    if (line.to_warehouse_id !== need.to_warehouse_id || line.item_id !== need.item_id) {
      violations.push({
        code: 'wrong_way',
        where,
        expected: need.to_warehouse_id,
        found: line.to_warehouse_id,
      });
    }
    if (line.arrival_hours !== arrivalHours(facts, lane)) {
      violations.push({
        code: 'too_late',
        where,
        expected: arrivalHours(facts, lane),
        found: line.arrival_hours,
      });
    }
  }
}

function totalBy(
  lines: readonly Resolved[],
  keyOf: (row: Resolved) => string | number,
): Map<string | number, number> {
  const totals = new Map<string | number, number>();
  for (const row of lines) totals.set(keyOf(row), (totals.get(keyOf(row)) ?? 0) + row.line.qty);
  return totals;
}

function checkStock(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const today = localDate(facts, 0);
  const drawn = index(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}/${lot.lot_id}`);
  for (const [key, rows] of drawn) {
    const qty = rows.reduce((sum, { line }) => sum + line.qty, 0);
    const free = rows[0]!.lot.qty_free;
    if (qty > free)
      violations.push({ code: 'lot_overdrawn', where: `lot ${key}`, expected: free, found: qty });
  }
  for (const [key, rows] of index(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}`)) {
    const { warehouse_id, item_id } = rows[0]!.lot;
    const usable = facts
      .lots(warehouse_id, item_id)
      .filter(
        (lot) => lot.disposition === 'released' && (lot.expiry_date === null || lot.expiry_date >= today),
      )
      .reduce((sum, lot) => sum + lot.qty_free, 0);
    const own = facts.input.protections.find(
      (row) => row.warehouse_id === warehouse_id && row.item_id === item_id,
    );
    for (const [k, share] of GIVEN_AWAY_SHARE_OF_SAFETY_STOCK.entries()) {
      const tier = k + 1;
      const given = rows.reduce(
        (sum, { line, need }) => sum + (need.priority_class >= tier ? line.qty : 0),
        0,
      );
      const kept = (1 - share) * (own?.safety_stock ?? 0) + (own?.own_demand_qty ?? 0);
      const may = Math.max(0, usable - kept);
      if (given > may) {
        violations.push({
          code: 'donor_protection',
          where: `donor ${key} class ${tier}`,
          expected: may,
          found: given,
        });
      }
    }
  }
}

function checkNeeds(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const served = totalBy(lines, ({ need }) => need.need_id);
  const shares = facts.input.options?.over_delivery_share_max ?? 0.25;
  const shortages = new Map(facts.plan.shortages.map((row) => [row.need_id, row.short_qty]));
  for (const need of facts.input.needs) {
    const qty = served.get(need.need_id) ?? 0;
    const where = `need ${need.need_id}`;
    const most = Math.min(facts.item(need.item_id)!.carton_qty - 1, need.qty * shares);
    if (qty - need.qty > most) {
      violations.push({ code: 'over_delivery', where, expected: need.qty + most, found: qty });
    }
    const short = Math.max(0, need.qty - qty);
    if ((shortages.get(need.need_id) ?? 0) !== short) {
      violations.push({
        code: 'conservation',
        where,
        expected: short,
        found: shortages.get(need.need_id) ?? 0,
      });
    }
    const outcome = facts.plan.needs.find((row) => row.need_id === need.need_id);
    if (outcome?.served_qty !== need.qty - short || outcome.short_qty !== short) {
      violations.push({
        code: 'conservation',
        where,
        expected: need.qty - short,
        found: outcome?.served_qty ?? -1,
      });
    }
  }
}

const weightOf = ({ line, item }: Resolved) => line.qty * item.unit_weight_g;

function checkCost(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  let freight = 0;
  for (const [lane_id, rows] of index(lines, ({ lane }) => String(lane.lane_id))) {
    const { lane } = rows[0]!;
    const where = `lane ${lane_id}`;
    const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
    if (weight > lane.capacity_kg * 1000) {
      violations.push({ code: 'lane_capacity', where, expected: lane.capacity_kg * 1000, found: weight });
    }
    const variable = rows.reduce(
      (sum, row) => sum + Math.ceil((weightOf(row) * lane.cost_fen_per_kg) / 1000),
      0,
    );
    const claimed = rows.reduce((sum, { line }) => sum + line.variable_fen, 0);
    if (variable !== claimed) violations.push({ code: 'cost', where, expected: variable, found: claimed });
    const shares = rows.reduce((sum, { line }) => sum + line.fixed_share_fen, 0);
    if (shares !== lane.fixed_cost_fen) {
      violations.push({ code: 'cost', where, expected: lane.fixed_cost_fen, found: shares });
    }
    freight += variable + lane.fixed_cost_fen;
  }
  const { freight_fen } = facts.plan.totals;
  if (freight !== freight_fen)
    violations.push({ code: 'cost', where: 'plan', expected: freight, found: freight_fen });
  const budget = facts.input.options?.budget_fen ?? null;
  if (budget !== null && freight > budget) {
    violations.push({ code: 'budget', where: 'plan', expected: budget, found: freight });
  }
}

/** No eligible earlier lot of the same donor is left behind. */
function checkFefo(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const used = totalBy(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}/${lot.lot_id}`);
  for (const [nth, { need, lane, lot }] of lines.entries()) {
    const earlier = facts.lots(lot.warehouse_id, lot.item_id).find((other) => {
      if (other.expiry_date === null || (lot.expiry_date !== null && other.expiry_date >= lot.expiry_date))
        return false;
      const left = other.qty_free - (used.get(`${other.warehouse_id}/${other.item_id}/${other.lot_id}`) ?? 0);
      return left > 0 && forbiddenBy(facts, need, other, lane) === null;
    });
    if (earlier) {
      const found = `lot ${lot.lot_id}`;
      violations.push({ code: 'fefo', where: `line ${nth}`, expected: `lot ${earlier.lot_id}`, found });
    }
  }
}

/** No less urgent need holds a lot that a short, more urgent one could have on a lane with room, within budget. */
function checkPriorityOrder(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const load = new Map<number, number>();
  for (const row of lines) load.set(row.lane.lane_id, (load.get(row.lane.lane_id) ?? 0) + weightOf(row));
  const budget = facts.input.options?.budget_fen ?? null;
  const short = facts.input.needs.filter((need) =>
    facts.plan.shortages.some((row) => row.need_id === need.need_id && row.short_qty > 0),
  );
  for (const need of short) {
    const rivals = lines.filter(
      (row) => row.need.priority_class > need.priority_class && row.item.item_id === need.item_id,
    );
    for (const rival of rivals) {
      const way = facts.input.lanes.find((lane) => {
        if (forbiddenBy(facts, need, rival.lot, lane) !== null) return false;
        const weight = rival.item.unit_weight_g;
        const freed = lane.lane_id === rival.lane.lane_id ? weight : 0;
        if ((load.get(lane.lane_id) ?? 0) - freed + weight > lane.capacity_kg * 1000) return false;
        // With a budget the exchange may cost more than is left; the order is then only a preference.
        return budget === null;
      });
      if (way) {
        const where = `need ${need.need_id}`;
        violations.push({
          code: 'priority_order',
          where,
          expected: 'served first',
          found: `need ${rival.need.need_id}`,
        });
      }
    }
  }
}

/** Everything that is wrong with a plan; empty when it keeps every rule of the model. */
export function checkTransferPlan(input: TransferInput, plan: TransferPlan): Violation[] {
  const facts = gatherFacts(input, plan);
  const violations: Violation[] = [];
  const lines = resolve(facts, violations);
  checkLines(facts, lines, violations);
  checkStock(facts, lines, violations);
  checkNeeds(facts, lines, violations);
  checkCost(facts, lines, violations);
  checkFefo(facts, lines, violations);
  checkPriorityOrder(facts, lines, violations);
  return violations;
}
