import { PlanningInputError, requireNumber } from '../errors.ts';

export type LotSizingInput = {
  /** Demand of each period, met in full from stock or from an order of the period. */
  readonly demand: readonly number[];
  /** One value for all periods or one for each: for an order, for a unit kept to the next period, for a unit. */
  readonly fixed_cost: number | readonly number[];
  readonly holding_cost: number | readonly number[];
  readonly purchase_cost?: number | readonly number[];
};
export type LotPlan = { readonly order_qty: readonly number[]; readonly cost: number };

type Periods = {
  readonly demand: readonly number[];
  readonly fixed: readonly number[];
  readonly holding: readonly number[];
  readonly purchase: readonly number[];
};

function perPeriod(field: string, value: number | readonly number[], periods: number): readonly number[] {
  if (typeof value === 'number') {
    requireNumber(field, value);
    return new Array<number>(periods).fill(value);
  }
  if (value.length !== periods) throw new PlanningInputError('out_of_range', `${field}.length`, value.length);
  for (const [index, cost] of value.entries()) requireNumber(`${field}[${index}]`, cost);
  return value;
}

function read(input: LotSizingInput): Periods {
  const { demand } = input;
  requireNumber('demand.length', demand.length, { max: 10_000 });
  for (const [index, qty] of demand.entries()) requireNumber(`demand[${index}]`, qty);
  return {
    demand,
    fixed: perPeriod('fixed_cost', input.fixed_cost, demand.length),
    holding: perPeriod('holding_cost', input.holding_cost, demand.length),
    purchase: perPeriod('purchase_cost', input.purchase_cost ?? 0, demand.length),
  };
}

/** Orders in the periods where `starts` says so, each up to the next; demand before the first start is free. */
function planOf(periods: Periods, starts: readonly number[]): LotPlan {
  const { demand, fixed, holding, purchase } = periods;
  const order_qty = new Array<number>(demand.length).fill(0);
  let cost = 0;
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? demand.length;
    let carried = 0;
    for (let t = end - 1; t > start; t -= 1) {
      carried += demand[t]!;
      cost += carried * holding[t - 1]!;
    }
    order_qty[start] = carried + demand[start]!;
    if (order_qty[start]! > 0) cost += fixed[start]! + purchase[start]! * order_qty[start]!;
  }
  return { order_qty, cost };
}

/**
 * Cheapest plan of orders for known demand (Wagner and Whitin 1958), by dynamic programming over the period of the
 * next order, O(n^2). Ties go to the later next order, so to fewer orders. An order of nothing costs nothing.
 */
export function wagnerWhitin(input: LotSizingInput): LotPlan {
  const periods = read(input);
  const { demand, fixed, holding, purchase } = periods;
  const n = demand.length;
  const least = new Float64Array(n + 1);
  const next = new Int32Array(n);
  for (let t = n - 1; t >= 0; t -= 1) {
    least[t] = Number.POSITIVE_INFINITY;
    let variable = 0;
    let unit = purchase[t]!;
    let qty = 0;
    for (let u = t; u < n; u += 1) {
      if (u > t) unit += holding[u - 1]!;
      variable += unit * demand[u]!;
      qty += demand[u]!;
      const cost = (qty > 0 ? fixed[t]! : 0) + variable + least[u + 1]!;
      if (cost > least[t]!) continue;
      least[t] = cost;
      next[t] = u + 1;
    }
  }
  const starts: number[] = [];
  for (let t = 0; t < n; t = next[t]!) starts.push(t);
  return planOf(periods, starts);
}

/** An order that may be extended: its first period, number of periods, units and cost of keeping them. */
type Growing = { readonly start: number; length: number; qty: number; holding: number };

/** Extends each order while its score does not rise over the last; an infinite score ends it at once. */
function grow(periods: Periods, score: (order: Growing) => number): LotPlan {
  const { demand, holding } = periods;
  const starts: number[] = [];
  for (let t = 0; t < demand.length; ) {
    const order: Growing = { start: t, length: 1, qty: demand[t]!, holding: 0 };
    if (order.qty > 0) starts.push(t);
    let last = score(order);
    let unit = 0;
    for (t += 1; order.qty > 0 && t < demand.length; t += 1) {
      unit += holding[t - 1]!;
      order.length += 1;
      order.holding += unit * demand[t]!;
      order.qty += demand[t]!;
      const now = score(order);
      if (now > last) break;
      last = now;
    }
  }
  return planOf(periods, starts);
}

/** Silver and Meal (1973): extend an order while its cost for a period does not rise. */
export function silverMeal(input: LotSizingInput): LotPlan {
  const periods = read(input);
  return grow(periods, ({ start, length, holding }) => (periods.fixed[start]! + holding) / length);
}

/** Least unit cost: extend an order while its cost for a unit does not rise. */
export function leastUnitCost(input: LotSizingInput): LotPlan {
  const periods = read(input);
  return grow(
    periods,
    ({ start, qty, holding }) => (periods.fixed[start]! + holding) / Math.max(qty, 1e-300),
  );
}

/** Part-period balancing: extend an order while its holding cost does not pass its fixed cost. */
export function partPeriodBalancing(input: LotSizingInput): LotPlan {
  const periods = read(input);
  return grow(periods, ({ start, holding }) =>
    holding <= periods.fixed[start]! ? 0 : Number.POSITIVE_INFINITY,
  );
}

export type JointItem = {
  readonly fixed_cost: number;
  readonly holding_cost: number;
  readonly demand_rate: number;
};
export type JointPlan = {
  /** Each item is ordered with every multiple-th common order. */
  readonly multiples: readonly number[];
  /** Time between common orders. */
  readonly base_cycle: number;
  readonly cost: number;
};

/**
 * Joint replenishment by Silver's heuristic (1976): the item with the least K_i/(h_i d_i) goes with every order, the
 * others with every m_i-th, m_i = round(sqrt(K_i/(h_i d_i) x h_1 d_1/(K + K_1))); base cycle
 * T = sqrt(2 (K + sum K_i/m_i) / sum m_i h_i d_i).
 */
export function jointReplenishment(shared_fixed_cost: number, items: readonly JointItem[]): JointPlan {
  requireNumber('shared_fixed_cost', shared_fixed_cost, { min: 1e-12 });
  requireNumber('items.length', items.length, { min: 1 });
  for (const [index, item] of items.entries()) {
    requireNumber(`items[${index}].fixed_cost`, item.fixed_cost);
    requireNumber(`items[${index}].holding_cost`, item.holding_cost, { min: 1e-12 });
    requireNumber(`items[${index}].demand_rate`, item.demand_rate, { min: 1e-12 });
  }
  const ratios = items.map((item) => item.fixed_cost / (item.holding_cost * item.demand_rate));
  const first = items[ratios.indexOf(Math.min(...ratios))]!;
  const scale = (first.holding_cost * first.demand_rate) / (shared_fixed_cost + first.fixed_cost);
  const multiples = ratios.map((ratio) => Math.max(1, Math.round(Math.sqrt(ratio * scale))));
  const orders = items.reduce((sum, item, i) => sum + item.fixed_cost / multiples[i]!, shared_fixed_cost);
  const stock = items.reduce((sum, item, i) => sum + item.holding_cost * item.demand_rate * multiples[i]!, 0);
  return { multiples, base_cycle: Math.sqrt((2 * orders) / stock), cost: Math.sqrt(2 * orders * stock) };
}
