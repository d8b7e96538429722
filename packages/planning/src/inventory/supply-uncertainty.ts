import { requireNumber } from '../errors.ts';
import { type Lot, type LotCosts, POSITIVE } from './eoq.ts';
import { goldenSection } from './search.ts';

const PROBABILITY = { min: 1e-9, max: 1 - 1e-9 };

export type DisruptionInput = LotCosts & {
  /** Cost of a unit of demand that is lost. */
  readonly stockout_cost: number;
  /** Disruptions in a unit of time while the supplier is up; recoveries in a unit of time while it is down. */
  readonly disruption_rate: number;
  readonly recovery_rate: number;
};

function checkDisruption(input: DisruptionInput): void {
  requireNumber('fixed_cost', input.fixed_cost);
  requireNumber('holding_cost', input.holding_cost, POSITIVE);
  requireNumber('demand_rate', input.demand_rate, POSITIVE);
  for (const field of ['stockout_cost', 'disruption_rate', 'recovery_rate'] as const)
    requireNumber(field, input[field], POSITIVE);
}

/**
 * Cost of an order quantity when the supplier fails at exponential times (Parlar and Berkin 1991; Berk and
 * Arreola-Risa 1994): (K + h Q^2/2d + p d psi/mu) / (Q/d + psi/mu),
 * psi = lambda/(lambda + mu) (1 - exp(-(lambda + mu) Q/d)), the probability to find it down when stock runs out.
 */
export function costWithDisruptions(order_qty: number, input: DisruptionInput): number {
  checkDisruption(input);
  requireNumber('order_qty', order_qty, POSITIVE);
  const { fixed_cost, holding_cost, demand_rate, stockout_cost, disruption_rate, recovery_rate } = input;
  const rate = disruption_rate + recovery_rate;
  const down = (disruption_rate / rate) * -Math.expm1((-rate * order_qty) / demand_rate);
  const wait = down / recovery_rate;
  const holding = (holding_cost * order_qty * order_qty) / (2 * demand_rate);
  return (fixed_cost + holding + stockout_cost * demand_rate * wait) / (order_qty / demand_rate + wait);
}

/** The best order quantity under disruptions; the search starts around Snyder's approximation (psi constant). */
export function orderQtyWithDisruptions(input: DisruptionInput): Lot {
  checkDisruption(input);
  const { fixed_cost: K, holding_cost: h, demand_rate: d, stockout_cost: p, recovery_rate: mu } = input;
  const psi = input.disruption_rate / (input.disruption_rate + mu);
  const under = (psi * d * h) ** 2 + 2 * h * mu * (K * d * mu + d * d * p * psi);
  const start = (Math.sqrt(under) - psi * d * h) / (h * mu);
  const { at, value } = goldenSection((qty) => costWithDisruptions(qty, input), start / 20, start * 20);
  return { order_qty: at, cost: value };
}

export type YieldInput = LotCosts & { readonly yield_mean: number; readonly yield_sd: number };

/**
 * An order of Q brings Q + Y (Snyder and Shen 9.3.1): Q = sqrt(2 K d/h + Var Y) - E Y. `yield_mean` may be negative
 * (losses). `order_qty` is what is ordered.
 */
export function orderQtyWithAdditiveYield(input: YieldInput): Lot {
  const { fixed_cost: K, holding_cost: h, demand_rate: d, yield_mean, yield_sd } = input;
  requireNumber('fixed_cost', K);
  requireNumber('holding_cost', h, POSITIVE);
  requireNumber('demand_rate', d);
  requireNumber('yield_mean', yield_mean, { min: -1e15 });
  requireNumber('yield_sd', yield_sd);
  const received = Math.sqrt((2 * K * d) / h + yield_sd * yield_sd);
  return { order_qty: received - yield_mean, cost: h * received };
}

/** An order of Q brings Q Z, E Z > 0 (Snyder and Shen 9.3.1): Q = sqrt(2 K d / (h (Var Z + (E Z)^2))). */
export function orderQtyWithProportionalYield(input: YieldInput): Lot {
  const { fixed_cost: K, holding_cost: h, demand_rate: d, yield_mean, yield_sd } = input;
  requireNumber('fixed_cost', K);
  requireNumber('holding_cost', h, POSITIVE);
  requireNumber('demand_rate', d);
  requireNumber('yield_mean', yield_mean, { min: 1e-9 });
  requireNumber('yield_sd', yield_sd);
  const second_moment = yield_sd * yield_sd + yield_mean * yield_mean;
  const order_qty = Math.sqrt((2 * K * d) / (h * second_moment));
  return { order_qty, cost: (h * order_qty * second_moment) / yield_mean };
}

export type PeriodDisruptionInput = {
  readonly holding_cost: number;
  readonly stockout_cost: number;
  /** Certain demand of a period. */
  readonly demand_qty: number;
  /** Probabilities of a change from one period to the next. */
  readonly disruption_probability: number;
  readonly recovery_probability: number;
};

/**
 * Base stock against a supplier that is down for whole periods (Snyder and Shen 9.2.2): the length of the present
 * disruption has F(n) = 1 - a/(a + b) (1 - b)^n; S = d (1 + smallest n with F(n) >= p/(p + h)).
 */
export function baseStockWithDisruptions(input: PeriodDisruptionInput): {
  readonly base_stock: number;
  readonly cost: number;
} {
  const { holding_cost: h, stockout_cost: p, demand_qty: d } = input;
  const { disruption_probability: a, recovery_probability: b } = input;
  requireNumber('holding_cost', h, POSITIVE);
  requireNumber('stockout_cost', p, POSITIVE);
  requireNumber('demand_qty', d);
  requireNumber('disruption_probability', a, PROBABILITY);
  requireNumber('recovery_probability', b, PROBABILITY);
  const down = a / (a + b);
  // ln((1 - ratio)/down) / ln(1 - b) periods leave just that probability; the dust keeps exact ratios where they are.
  const periods = Math.log(h / (p + h) / down) / Math.log1p(-b);
  const n = Math.max(0, Math.ceil(periods - 1e-9));
  // E[(N - n)+] = sum over j >= n of P(N > j), a geometric series.
  const beyond = (down * (1 - b) ** n) / b;
  const mean = down / b;
  return { base_stock: d * (1 + n), cost: d * (h * (n - mean) + (h + p) * beyond) };
}
