import { PlanningInputError, requireNumber } from '../errors.ts';

/** Costs of ordering and keeping, all for the same unit of time. */
export type LotCosts = {
  /** Cost of one order, whatever its size. */
  readonly fixed_cost: number;
  /** Cost of keeping one unit for one unit of time; above zero. */
  readonly holding_cost: number;
  /** Units demanded in one unit of time. */
  readonly demand_rate: number;
};
export type Lot = {
  readonly order_qty: number;
  /** Expected cost in one unit of time. */
  readonly cost: number;
};

/** The smallest cost that counts as one: divisors below it would answer with overflow instead of a refusal. */
export const POSITIVE = { min: 1e-12 };

function checkCosts({ fixed_cost, holding_cost, demand_rate }: LotCosts): void {
  requireNumber('fixed_cost', fixed_cost);
  requireNumber('holding_cost', holding_cost, POSITIVE);
  requireNumber('demand_rate', demand_rate);
}

/**
 * Economic order quantity: Q = sqrt(2 K d / h), cost = sqrt(2 K d h) (Harris 1913; Snyder and Shen, Fundamentals of
 * Supply Chain Theory, 2nd ed., 3.2). Without demand the answer is 0.
 */
export function economicOrderQty(costs: LotCosts): Lot {
  checkCosts(costs);
  const { fixed_cost, holding_cost, demand_rate } = costs;
  const order_qty = Math.sqrt((2 * fixed_cost * demand_rate) / holding_cost);
  return { order_qty, cost: order_qty * holding_cost };
}

/** Cost of ordering `order_qty` > 0 each time: K d / Q + h Q / 2. */
export function costOfOrderQty(order_qty: number, costs: LotCosts): number {
  checkCosts(costs);
  requireNumber('order_qty', order_qty, POSITIVE);
  return (costs.fixed_cost * costs.demand_rate) / order_qty + (costs.holding_cost * order_qty) / 2;
}

/**
 * With backorders at `stockout_cost` for a unit and a unit of time: Q = sqrt(2 K d (h + p) / (h p)); the share
 * h/(h + p) of the demand waits (Snyder and Shen 3.5).
 */
export function economicOrderQtyWithBackorders(
  costs: LotCosts & { readonly stockout_cost: number },
): Lot & { readonly backorder_fraction: number } {
  const { holding_cost: h, stockout_cost: p } = costs;
  const { order_qty, cost } = economicOrderQty(costs);
  requireNumber('stockout_cost', p, POSITIVE);
  const stretch = Math.sqrt((h + p) / p);
  return { order_qty: order_qty * stretch, cost: cost / stretch, backorder_fraction: h / (h + p) };
}

/**
 * Economic production quantity: stock builds up at production less demand, so that h counts only (1 - d/P)
 * (Taft 1918; Snyder and Shen 3.6). The production rate must exceed the demand rate.
 */
export function economicProductionQty(costs: LotCosts & { readonly production_rate: number }): Lot {
  checkCosts(costs);
  requireNumber('production_rate', costs.production_rate, POSITIVE);
  const idle = 1 - costs.demand_rate / costs.production_rate;
  if (idle <= 0) throw new PlanningInputError('out_of_range', 'production_rate', costs.production_rate);
  const { order_qty, cost } = economicOrderQty(costs);
  return { order_qty: order_qty / Math.sqrt(idle), cost: cost * Math.sqrt(idle) };
}

/** The price for a unit from this quantity on. */
export type PriceBreak = { readonly from_qty: number; readonly unit_cost: number };
export type DiscountInput = {
  readonly fixed_cost: number;
  /** Holding cost as a share of the unit's price, for one unit of time. */
  readonly holding_cost_rate: number;
  readonly demand_rate: number;
  /** The first from 0; quantities rising. */
  readonly breaks: readonly PriceBreak[];
};
/** `cost` includes the price of the goods; `break_index` says which price is paid at the margin. */
export type DiscountedLot = Lot & { readonly break_index: number };

function checkBreaks({ fixed_cost, holding_cost_rate, demand_rate, breaks }: DiscountInput): void {
  requireNumber('fixed_cost', fixed_cost);
  requireNumber('holding_cost_rate', holding_cost_rate, POSITIVE);
  requireNumber('demand_rate', demand_rate, POSITIVE);
  requireNumber('breaks.length', breaks.length, { min: 1, max: 1e6 });
  for (const [index, { from_qty, unit_cost }] of breaks.entries()) {
    requireNumber(`breaks[${index}].unit_cost`, unit_cost, POSITIVE);
    const min = index === 0 ? 0 : breaks[index - 1]!.from_qty + 1e-9;
    requireNumber(`breaks[${index}].from_qty`, from_qty, { min, max: index === 0 ? 0 : 1e15 });
  }
}

const cheaper = (a: DiscountedLot, b: DiscountedLot) => (b.cost < a.cost ? b : a);

/** All units at the price of the whole order: the best of each price's own EOQ, pushed into its range. */
export function orderQtyWithAllUnitsDiscount(input: DiscountInput): DiscountedLot {
  checkBreaks(input);
  const { fixed_cost, holding_cost_rate, demand_rate, breaks } = input;
  const candidates = breaks.map(({ from_qty, unit_cost }, break_index): DiscountedLot => {
    const costs = { fixed_cost, demand_rate, holding_cost: holding_cost_rate * unit_cost };
    const order_qty = Math.max(from_qty, economicOrderQty(costs).order_qty);
    const next = breaks[break_index + 1]?.from_qty ?? Number.POSITIVE_INFINITY;
    if (order_qty >= next || order_qty === 0)
      return { order_qty: next, break_index, cost: Number.POSITIVE_INFINITY };
    return { order_qty, break_index, cost: costOfOrderQty(order_qty, costs) + demand_rate * unit_cost };
  });
  const best = candidates.reduce(cheaper);
  // Without a fixed cost the smallest order is the best; it is answered as the limit, an order of nothing.
  if (best.cost === Number.POSITIVE_INFINITY)
    return { order_qty: 0, break_index: 0, cost: demand_rate * breaks[0]!.unit_cost };
  return best;
}

/**
 * Each unit at the price of its own range: an order in range j costs c_j Q plus the constant
 * sum over lower ranges (c_i - c_{i+1}) from_{i+1}, which acts as a further fixed cost (Snyder and Shen 3.4.3).
 */
export function orderQtyWithIncrementalDiscount(input: DiscountInput): DiscountedLot {
  checkBreaks(input);
  const { fixed_cost, holding_cost_rate, demand_rate, breaks } = input;
  let constant = 0;
  let best: DiscountedLot | undefined;
  for (const [break_index, { from_qty, unit_cost }] of breaks.entries()) {
    if (break_index > 0) constant += (breaks[break_index - 1]!.unit_cost - unit_cost) * from_qty;
    const costs = {
      fixed_cost: fixed_cost + constant,
      demand_rate,
      holding_cost: holding_cost_rate * unit_cost,
    };
    requireNumber(`breaks[${break_index}].unit_cost`, costs.fixed_cost);
    const lot = economicOrderQty(costs);
    const next = breaks[break_index + 1]?.from_qty ?? Number.POSITIVE_INFINITY;
    if (lot.order_qty < from_qty || lot.order_qty >= next) continue;
    const cost = lot.cost + demand_rate * unit_cost + (holding_cost_rate * constant) / 2;
    const candidate = { order_qty: lot.order_qty, break_index, cost };
    best = best ? cheaper(best, candidate) : candidate;
  }
  // With prices that fall, some range always holds its own optimum.
  if (!best) throw new PlanningInputError('out_of_range', 'breaks', breaks.length);
  return best;
}
