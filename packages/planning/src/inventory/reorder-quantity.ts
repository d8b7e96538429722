import { PlanningInputError, requireNumber } from '../errors.ts';
import {
  normalCdf,
  normalLoss,
  normalLossInverse,
  normalLossSecond,
  normalQuantile,
  poissonLoss,
  poissonQuantile,
} from '../math/distributions.ts';
import { economicOrderQty, economicOrderQtyWithBackorders, POSITIVE } from './eoq.ts';
import { goldenSection, rootOfIncreasing } from './search.ts';

/** Costs and demand of an item under continuous review, all for the same unit of time. */
export type ReorderInput = {
  readonly fixed_cost: number;
  /** For a unit and a unit of time. */
  readonly holding_cost: number;
  /** For a unit short and a unit of time (in `expectedInventoryPolicy` for a unit short). */
  readonly stockout_cost: number;
  readonly demand_mean: number;
  readonly demand_sd: number;
  readonly lead_time: number;
};
/** Order `order_qty` when the inventory position falls to `reorder_point`. */
export type ReorderPolicy = {
  readonly reorder_point: number;
  readonly order_qty: number;
  /** Expected cost in one unit of time; exact but for `expectedInventoryPolicy`. */
  readonly cost: number;
};

/** Lead-time demand and costs under the names of the literature (Snyder and Shen, chapter 5). */
type Model = {
  readonly K: number;
  readonly h: number;
  readonly p: number;
  readonly d: number;
  readonly mean: number;
  readonly sd: number;
};

function modelOf(input: ReorderInput): Model {
  for (const field of ['fixed_cost', 'holding_cost', 'stockout_cost', 'demand_mean'] as const)
    requireNumber(field, input[field], POSITIVE);
  requireNumber('demand_sd', input.demand_sd);
  requireNumber('lead_time', input.lead_time);
  const { fixed_cost: K, holding_cost: h, stockout_cost: p, demand_mean: d, demand_sd, lead_time } = input;
  // Beyond a thousand million to one the best order has no finite size that doubles could tell from none.
  requireNumber('stockout_cost', p, { min: h * 1e-9, max: h * 1e9 });
  const usual_qty = Math.sqrt((2 * K * d) / h);
  // An order that vanishes beside the demand of the lead time has no reorder point of its own.
  requireNumber('lead_time', lead_time, { max: (1e9 * usual_qty) / d });
  requireNumber('demand_sd', demand_sd, { max: (1e9 * usual_qty) / Math.sqrt(Math.max(lead_time, 1e-12)) });
  // A deviation far below the order quantity stands for none; it keeps the standard normal formulas.
  const sd = Math.max(demand_sd * Math.sqrt(lead_time), 1e-9 * usual_qty);
  return { K, h, p, d, mean: d * lead_time, sd };
}

/** Cost rate at inventory position y: h E[(y - D)+] + p E[(D - y)+]. */
const costRate = (y: number, { h, p, mean, sd }: Model) =>
  h * (y - mean) + (h + p) * sd * normalLoss((y - mean) / sd);

/** K d / Q + the mean cost rate over positions r to r + Q, in closed form by the second-order loss function. */
function exactCost(r: number, Q: number, model: Model): number {
  const { K, h, p, d, mean, sd } = model;
  const second = (y: number) => sd * sd * normalLossSecond((y - mean) / sd);
  const short = (h + p) * (second(r) - second(r + Q));
  return (K * d + short) / Q + h * (r + Q / 2 - mean);
}

/** The r with g(r) = g(r + Q), which is best for this Q; g is convex about the newsvendor's S. */
function bestReorderPoint(Q: number, model: Model): number {
  const { h, p, mean, sd } = model;
  const S = mean + sd * normalQuantile(p / (p + h));
  return rootOfIncreasing((r) => costRate(r + Q, model) - costRate(r, model), S - Q, S);
}

/**
 * Exact cost of a policy (r, Q) with normal lead-time demand (Snyder and Shen, 5.7):
 * (K d + integral of g from r to r + Q) / Q.
 */
export function costOfReorderPolicy(
  { reorder_point, order_qty }: { readonly reorder_point: number; readonly order_qty: number },
  input: ReorderInput,
): number {
  requireNumber('reorder_point', reorder_point, { min: -1e15 });
  requireNumber('order_qty', order_qty, POSITIVE);
  return exactCost(reorder_point, order_qty, modelOf(input));
}

/** Q of the EOQ with backorders and the best r for it: at most 12.5 % dearer than the optimum (Zheng 1992). */
export function backorderEoqPolicy(input: ReorderInput): ReorderPolicy {
  const model = modelOf(input);
  const { order_qty } = economicOrderQtyWithBackorders({ ...input, demand_rate: input.demand_mean });
  const reorder_point = bestReorderPoint(order_qty, model);
  return { reorder_point, order_qty, cost: exactCost(reorder_point, order_qty, model) };
}

/** Q of the EOQ and the newsvendor's quantile for r: EOQ plus safety stock (Snyder and Shen 5.3.3). */
export function eoqPlusSafetyStockPolicy(input: ReorderInput): ReorderPolicy {
  const model = modelOf(input);
  const { order_qty } = economicOrderQty({ ...input, demand_rate: input.demand_mean });
  const reorder_point = model.mean + model.sd * normalQuantile(model.p / (model.p + model.h));
  return { reorder_point, order_qty, cost: exactCost(reorder_point, order_qty, model) };
}

/** Iterates Q -> r -> Q until both stand still; all maps used here are contractions or bounded below and monotone. */
function iterate(start: number, step: (Q: number) => { r: number; Q: number }): { r: number; Q: number } {
  let last = { r: Number.NaN, Q: start };
  for (let count = 0; count < 10_000; count += 1) {
    const now = step(last.Q);
    if (Math.abs(now.Q - last.Q) <= 1e-13 * now.Q) return now;
    last = now;
  }
  return last;
}

/**
 * The expected-inventory-level approximation of Whitin (1953) and Hadley and Whitin (1963); `stockout_cost` is for a
 * unit short, however long. r = F^-1(1 - Q h/(p d)), Q = sqrt(2 d (K + p n(r)) / h); cost by the same approximation
 * h (r - mean + Q/2) + K d/Q + p d n(r)/Q. Where Q h >= p d stock does not pay, and r stays at the lowest quantile.
 */
export function expectedInventoryPolicy(input: ReorderInput): ReorderPolicy {
  const model = modelOf(input);
  const { K, h, p, d, mean, sd } = model;
  const zOf = (Q: number) => normalQuantile(Math.min(1 - 1e-15, Math.max(1e-15, 1 - (Q * h) / (p * d))));
  const { Q } = iterate(Math.sqrt((2 * K * d) / h), (last) => {
    const z = zOf(last);
    return { r: mean + sd * z, Q: Math.sqrt((2 * d * (K + p * sd * normalLoss(z))) / h) };
  });
  const r = mean + sd * zOf(Q);
  const short = sd * normalLoss((r - mean) / sd);
  const cost = h * (r - mean + Q / 2) + ((K + p * short) * d) / Q;
  return { reorder_point: r, order_qty: Q, cost };
}

/**
 * Hadley and Whitin's loss-function approximation: n(r) = h Q/(h + p), Q = sqrt(2 (K d + (h + p) n2(r)) / h), n and
 * n2 the first- and second-order loss functions of lead-time demand.
 */
export function lossFunctionPolicy(input: ReorderInput): ReorderPolicy {
  const model = modelOf(input);
  const { K, h, p, d, mean, sd } = model;
  const { r, Q } = iterate(Math.sqrt((2 * K * d) / h), (last) => {
    const z = normalLossInverse((h * last) / ((h + p) * sd));
    const second = sd * sd * normalLossSecond(z);
    return { r: mean + sd * z, Q: Math.sqrt((2 * (K * d + (h + p) * second)) / h) };
  });
  return { reorder_point: r, order_qty: Q, cost: exactCost(r, Q, model) };
}

/** The best (r, Q) for normal lead-time demand: cost is unimodal in Q with the best r for each (Zheng 1992). */
export function optimalReorderPolicy(input: ReorderInput): ReorderPolicy {
  const model = modelOf(input);
  // Zheng: the EOQ with backorders is a lower bound of Q; deviation and EOQ together bound it from above.
  const low = economicOrderQtyWithBackorders({ ...input, demand_rate: input.demand_mean }).order_qty;
  const spread = Math.sqrt((model.h + model.p) / Math.min(model.h, model.p));
  const cost = (Q: number) => exactCost(bestReorderPoint(Q, model), Q, model);
  const { at } = goldenSection(cost, low * 0.999, 2 * low + 4 * spread * model.sd);
  const reorder_point = bestReorderPoint(at, model);
  return { reorder_point, order_qty: at, cost: exactCost(reorder_point, at, model) };
}

const COUNTED_QTY_MAX = 1e5;

/**
 * The best (r, Q) in whole units for Poisson demand (Federgruen and Zheng 1992): the Q positions r+1..r+Q are the Q
 * of least cost rate about S; Q grows while the next position costs less than the mean so far.
 */
export function optimalReorderPolicyPoisson(input: Omit<ReorderInput, 'demand_sd'>): ReorderPolicy {
  const { K, h, p, d, mean } = modelOf({ ...input, demand_sd: 0 });
  requireNumber('demand_mean', mean, { max: 1e9 });
  const usual = economicOrderQtyWithBackorders({ ...input, demand_rate: d }).order_qty;
  // The work grows with Q; so large a Q needs no counting, `optimalReorderPolicy` is as good.
  if (usual > COUNTED_QTY_MAX) throw new PlanningInputError('out_of_range', 'fixed_cost', K);
  const rate = (y: number) => (y < 0 ? p * (mean - y) : h * (y - mean) + (h + p) * poissonLoss(y, mean));
  const S = poissonQuantile(Math.min(1 - 1e-15, p / (p + h)), mean);
  let [low, high, sum] = [S - 1, S + 1, rate(S)];
  for (let Q = 1; ; Q += 1) {
    const next = Math.min(rate(low), rate(high));
    if ((K * d + sum) / Q <= next) return { reorder_point: low, order_qty: Q, cost: (K * d + sum) / Q };
    if (rate(low) <= rate(high)) low -= 1;
    else high += 1;
    sum += next;
  }
}

/** Service of a policy (r, Q) with normal lead-time demand under backorders. */
export function serviceOfReorderPolicy(
  { reorder_point, order_qty }: { readonly reorder_point: number; readonly order_qty: number },
  demand: { readonly mean: number; readonly sd: number },
): { readonly cycle_service: number; readonly fill_rate: number } {
  requireNumber('reorder_point', reorder_point, { min: -1e15 });
  requireNumber('order_qty', order_qty, POSITIVE);
  requireNumber('mean', demand.mean);
  requireNumber('sd', demand.sd, POSITIVE);
  const loss = (x: number) => demand.sd * normalLoss((x - demand.mean) / demand.sd);
  const short = loss(reorder_point) - loss(reorder_point + order_qty);
  return {
    cycle_service: normalCdf((reorder_point - demand.mean) / demand.sd),
    fill_rate: Math.max(0, Math.min(1, 1 - short / order_qty)),
  };
}
