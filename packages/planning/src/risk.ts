import { type CivilDate, dayNumber } from './calendar.ts';
import { PlanningInputError, requireNumber, requireWhole } from './errors.ts';

export type ItemAtWarehouse = { readonly item_id: number; readonly warehouse_id: number };

/** Demand rate and policy of an item in a warehouse, in base units. */
export type RiskPosition = ItemAtWarehouse & {
  readonly daily_demand: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
};
/** Released stock that is not allocated, by lot; several rows of a lot may be given. */
export type UsableStock = ItemAtWarehouse & {
  readonly lot_id: number;
  /** Usable through this day; null when the lot does not expire. */
  readonly expiry_date: CivilDate | null;
  readonly qty: number;
};
/** Goods expected to be usable on `date`; a date in the past counts as today. */
export type ExpectedArrival = ItemAtWarehouse & {
  readonly date: CivilDate;
  readonly expiry_date: CivilDate | null;
  readonly qty: number;
};
/** A demand line, as far as it is not allocated yet. */
export type OpenDemand = ItemAtWarehouse & {
  readonly demand_line_id: number;
  readonly qty: number;
  readonly due_date: CivilDate;
  /** 1 emergency and intensive care, 2 operating theatre, 3 wards, 4 replenishment. */
  readonly priority_class: number;
};

export type RiskInput = {
  readonly today: CivilDate;
  /** Days looked ahead, today included; 1 to 730. */
  readonly horizon_days: number;
  readonly positions: readonly RiskPosition[];
  readonly stock: readonly UsableStock[];
  readonly arrivals: readonly ExpectedArrival[];
  readonly demand: readonly OpenDemand[];
  /** Also return the projected stock of every day (costs memory). */
  readonly with_projection?: boolean;
};

/**
 * stock_out: demand of today cannot be met. critical: stock-out within seven days. warning: stock-out within the
 * horizon, or below safety stock. watch: at or below the reorder point. ok: none of these.
 */
export const RISK_LEVELS = ['stock_out', 'critical', 'warning', 'watch', 'ok'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export type Risk = ItemAtWarehouse & {
  readonly level: RiskLevel;
  /** Larger is worse; see `assessRisk`. */
  readonly severity: number;
  /** Most urgent class among the open demand; null without open demand. */
  readonly priority_class: number | null;
  readonly usable_qty: number;
  readonly open_demand_qty: number;
  /** Usable less open demand; below zero when demand exceeds stock. */
  readonly net_qty: number;
  readonly on_the_way_qty: number;
  readonly daily_demand: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly below_safety_stock: boolean;
  readonly at_or_below_reorder_point: boolean;
  /** Days from today until demand is not met in full: 0 is today, null is not within the horizon. */
  readonly days_until_stock_out: number | null;
  readonly days_until_below_safety_stock: number | null;
  /** Demand over the horizon that stock and arrivals do not meet, rounded up. */
  readonly projected_short_qty: number;
  /** Stock that expires within the horizon before it is used, rounded down. */
  readonly projected_expiry_qty: number;
  readonly demand_line_ids: readonly number[];
  /** Usable stock at the end of each day from today; only when asked for. */
  readonly projection: readonly number[] | null;
};

/** Clinical weight by priority class: the shortage weights of the reference instances. */
export const CLINICAL_WEIGHT: Readonly<Record<number, number>> = { 1: 4000, 2: 1200, 3: 400, 4: 150 };
const CRITICAL_DAYS = 7;
const WITHOUT_DEMAND_CLASS = 4;
const DUST = 1e-9;

type Batch = { expiry: number; qty: number };
type Pair = {
  readonly position: RiskPosition;
  readonly stock: Batch[];
  readonly arrivals: (Batch & { day: number })[];
  readonly demand: OpenDemand[];
  readonly due: Map<number, number>;
};

const keyOf = (row: ItemAtWarehouse) => `${row.item_id}:${row.warehouse_id}`;
const never = Number.POSITIVE_INFINITY;

/** Remembers day numbers: a company has few different dates on many rows. */
function dateReader() {
  const known = new Map<CivilDate, number>();
  return (field: string, date: CivilDate): number => {
    const found = known.get(date);
    if (found !== undefined) return found;
    const day = dayNumber(field, date);
    known.set(date, day);
    return day;
  };
}

function collect(input: RiskInput, today: number): Map<string, Pair> {
  const read = dateReader();
  const pairs = new Map<string, Pair>();
  const open = (position: RiskPosition): Pair => {
    const pair = { position, stock: [], arrivals: [], demand: [], due: new Map<number, number>() };
    pairs.set(keyOf(position), pair);
    return pair;
  };
  for (const [index, position] of input.positions.entries()) {
    const field = `positions[${index}]`;
    requireNumber(`${field}.daily_demand`, position.daily_demand);
    requireWhole(`${field}.safety_stock`, position.safety_stock);
    requireWhole(`${field}.reorder_point`, position.reorder_point);
    if (pairs.has(keyOf(position))) throw new PlanningInputError('duplicate', field, keyOf(position));
    open(position);
  }
  for (const [index, line] of input.demand.entries()) {
    const field = `demand[${index}]`;
    requireWhole(`${field}.qty`, line.qty);
    requireWhole(`${field}.priority_class`, line.priority_class, { min: 1, max: 4 });
    const none = { daily_demand: 0, safety_stock: 0, reorder_point: 0 };
    const { item_id, warehouse_id } = line;
    const pair = pairs.get(keyOf(line)) ?? open({ item_id, warehouse_id, ...none });
    const day = Math.max(0, read(`${field}.due_date`, line.due_date) - today);
    pair.demand.push(line);
    pair.due.set(day, (pair.due.get(day) ?? 0) + line.qty);
  }
  for (const [index, { qty, expiry_date, ...row }] of input.stock.entries()) {
    requireWhole(`stock[${index}].qty`, qty);
    const expiry = expiry_date === null ? never : read(`stock[${index}].expiry_date`, expiry_date) - today;
    pairs.get(keyOf(row))?.stock.push({ expiry, qty });
  }
  for (const [index, { qty, date, expiry_date, ...row }] of input.arrivals.entries()) {
    requireWhole(`arrivals[${index}].qty`, qty);
    const expiry = expiry_date === null ? never : read(`arrivals[${index}].expiry_date`, expiry_date) - today;
    const day = Math.max(0, read(`arrivals[${index}].date`, date) - today);
    pairs.get(keyOf(row))?.arrivals.push({ day, expiry, qty });
  }
  return pairs;
}

type Projection = {
  readonly stock_out_day: number | null;
  readonly below_safety_day: number | null;
  readonly short: number;
  readonly expired: number;
  readonly by_day: number[] | null;
};

/** Day by day: arrivals come in, expired lots drop out, demand takes the earliest expiry first. */
function project(pair: Pair, horizon: number, keep: boolean): Projection {
  const batches = pair.stock.map(({ expiry, qty }) => ({ expiry, qty })).sort((a, b) => a.expiry - b.expiry);
  const arrivals = [...pair.arrivals].sort((a, b) => a.day - b.day);
  const { daily_demand, safety_stock } = pair.position;
  let [head, next, total] = [0, 0, batches.reduce((sum, batch) => sum + batch.qty, 0)];
  let [short, expired] = [0, 0];
  let stock_out_day: number | null = null;
  let below_safety_day: number | null = null;
  const by_day: number[] | null = keep ? [] : null;
  for (let day = 0; day < horizon; day += 1) {
    for (; next < arrivals.length && arrivals[next]!.day <= day; next += 1) {
      const { expiry, qty } = arrivals[next]!;
      let at = batches.length;
      while (at > head && batches[at - 1]!.expiry > expiry) at -= 1;
      batches.splice(at, 0, { expiry, qty });
      total += qty;
    }
    for (; head < batches.length && batches[head]!.expiry < day; head += 1) {
      expired += batches[head]!.qty;
      total -= batches[head]!.qty;
    }
    let wanted = daily_demand + (pair.due.get(day) ?? 0);
    while (wanted > DUST && head < batches.length) {
      const batch = batches[head]!;
      const taken = Math.min(batch.qty, wanted);
      batch.qty -= taken;
      wanted -= taken;
      total -= taken;
      if (batch.qty <= DUST) head += 1;
    }
    if (wanted > DUST) {
      short += wanted;
      stock_out_day ??= day;
    }
    if (total < safety_stock - DUST) below_safety_day ??= day;
    by_day?.push(Math.max(0, total));
  }
  return { stock_out_day, below_safety_day, short, expired, by_day };
}

function levelOf(stock_out_day: number | null, below_safety: boolean, at_reorder: boolean): RiskLevel {
  if (stock_out_day === 0) return 'stock_out';
  if (stock_out_day !== null && stock_out_day <= CRITICAL_DAYS) return 'critical';
  if (stock_out_day !== null || below_safety) return 'warning';
  return at_reorder ? 'watch' : 'ok';
}

/** How pressing it is, 0 to 1: 1 when out today, halved after a week; what is only low counts less. */
function urgencyOf(
  stock_out_day: number | null,
  net: number,
  safety_stock: number,
  at_reorder: boolean,
): number {
  const out = stock_out_day === null ? 0 : CRITICAL_DAYS / (CRITICAL_DAYS + stock_out_day);
  const low = net < safety_stock ? 0.3 * (1 - Math.max(0, net) / Math.max(1, safety_stock)) : 0;
  return Math.max(out, low, at_reorder ? 0.02 : 0);
}

function judgePair(pair: Pair, horizon: number, keep: boolean): Risk {
  const { position } = pair;
  const { stock_out_day, below_safety_day, short, expired, by_day } = project(pair, horizon, keep);
  const usable_qty = pair.stock.reduce((sum, { expiry, qty }) => sum + (expiry >= 0 ? qty : 0), 0);
  const on_the_way_qty = pair.arrivals.reduce((sum, { qty }) => sum + qty, 0);
  const open_demand_qty = pair.demand.reduce((sum, { qty }) => sum + qty, 0);
  const priority_class =
    pair.demand.length > 0 ? Math.min(...pair.demand.map((line) => line.priority_class)) : null;
  const net_qty = usable_qty - open_demand_qty;
  const below_safety_stock = net_qty < position.safety_stock;
  const at_reorder = position.reorder_point > 0 && net_qty + on_the_way_qty <= position.reorder_point;
  const weight = CLINICAL_WEIGHT[priority_class ?? WITHOUT_DEMAND_CLASS]!;
  return {
    item_id: position.item_id,
    warehouse_id: position.warehouse_id,
    level: levelOf(stock_out_day, below_safety_stock, at_reorder),
    severity: weight * urgencyOf(stock_out_day, net_qty, position.safety_stock, at_reorder),
    priority_class,
    usable_qty,
    open_demand_qty,
    net_qty,
    on_the_way_qty,
    daily_demand: position.daily_demand,
    safety_stock: position.safety_stock,
    reorder_point: position.reorder_point,
    below_safety_stock,
    at_or_below_reorder_point: at_reorder,
    days_until_stock_out: stock_out_day,
    days_until_below_safety_stock: below_safety_day,
    projected_short_qty: Math.ceil(short - 1e-6),
    projected_expiry_qty: Math.floor(expired + 1e-6),
    demand_line_ids: pair.demand.map((line) => line.demand_line_id),
    projection: by_day,
  };
}

/**
 * Looks ahead for every (item, warehouse) and ranks what it finds, the worst first.
 *
 * Every day the expected demand and the open lines due that day are taken from usable stock, earliest expiry
 * first; arrivals come in on their day and lots drop out after their expiry. Open lines count in addition to the
 * expected demand: warning a few days early is the smaller harm. Severity = clinical weight of the most urgent
 * open line (replenishment without one) x urgency (1 out today, 7/(7+d) out in d days; less for being low only).
 *
 * Answers one row for each position, and one for open demand whose item has no position there; stock and arrivals
 * without either are ignored. Ties are ordered by item and warehouse. Throws PlanningInputError naming the field.
 */
export function assessRisk(input: RiskInput): Risk[] {
  const today = dayNumber('today', input.today);
  requireWhole('horizon_days', input.horizon_days, { min: 1, max: 730 });
  const pairs = collect(input, today);
  return [...pairs.values()]
    .map((pair) => judgePair(pair, input.horizon_days, input.with_projection ?? false))
    .sort((a, b) => b.severity - a.severity || a.item_id - b.item_id || a.warehouse_id - b.warehouse_id);
}
