import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import {
  negativeBinomialLoss,
  negativeBinomialPmf,
  negativeBinomialQuantile,
} from '../math/distributions.ts';
import { economicOrderQtyWithBackorders, POSITIVE } from './eoq.ts';

/** Order up to `order_up_to` whenever the inventory position is at or below `reorder_point` at a review. */
export type MinMaxPolicy = {
  readonly reorder_point: number;
  readonly order_up_to: number;
  /** Expected cost of a period. */
  readonly cost: number;
};
export type MinMaxInput = {
  readonly fixed_cost: number;
  readonly holding_cost: number;
  readonly stockout_cost: number;
  /** Demand of a period; Poisson without a variance, else negative binomial. */
  readonly demand_mean: number;
  readonly demand_variance?: number;
  /** Whole periods from order to arrival; 0 arrives before the period's demand. */
  readonly lead_time?: number;
};

/** One-period costs G(y) of a position and the renewal function of demand, both extended as they are asked for. */
type Model = {
  readonly K: number;
  readonly best: number;
  readonly G: (y: number) => number;
  readonly m: (j: number) => number;
};

/** m(0) = 1/(1 - p0), m(j) = sum of p_l m(j - l): expected reviews that find j units of the top taken. */
function renewal(pmf: (k: number) => number): (j: number) => number {
  const p: number[] = [pmf(0)];
  const m: number[] = [1 / (1 - p[0]!)];
  return (j) => {
    for (let k = m.length; k <= j; k += 1) {
      p.push(pmf(k));
      let sum = 0;
      for (let l = 1; l <= k; l += 1) sum += p[l]! * m[k - l]!;
      m.push(sum / (1 - p[0]!));
    }
    return m[j]!;
  };
}

/** The work grows with the square of S - s, which the EOQ with backorders foretells. */
const SPAN_MAX = 2000;

function checkInput(input: MinMaxInput): void {
  const { fixed_cost, holding_cost, stockout_cost, demand_mean, lead_time = 0 } = input;
  requireNumber('fixed_cost', fixed_cost);
  requireNumber('holding_cost', holding_cost, POSITIVE);
  // Beyond a thousand million to one the smaller cost drowns in the rounding of the larger.
  requireNumber('stockout_cost', stockout_cost, { min: holding_cost * 1e-9, max: holding_cost * 1e9 });
  requireNumber('demand_mean', demand_mean, { min: 1e-6, max: 1e4 });
  requireWhole('lead_time', lead_time, { max: 1000 });
  requireNumber('demand_variance', input.demand_variance ?? demand_mean, { max: 1e8 });
  const span = economicOrderQtyWithBackorders({ ...input, demand_rate: demand_mean }).order_qty;
  if (span > SPAN_MAX) throw new PlanningInputError('out_of_range', 'fixed_cost', fixed_cost);
}

function modelOf(input: MinMaxInput): Model {
  checkInput(input);
  const { fixed_cost: K, holding_cost: h, stockout_cost: p, demand_mean, lead_time = 0 } = input;
  const variance = Math.max(demand_mean, input.demand_variance ?? demand_mean);
  const mean = demand_mean * (lead_time + 1);
  const variance_total = variance * (lead_time + 1);
  const seen = new Map<number, number>();
  const G = (y: number) => {
    const known = seen.get(y);
    if (known !== undefined) return known;
    const cost =
      y < 0 ? p * (mean - y) : h * (y - mean) + (h + p) * negativeBinomialLoss(y, mean, variance_total);
    seen.set(y, cost);
    return cost;
  };
  // The newsvendor's quantile minimises G.
  const best = negativeBinomialQuantile(Math.min(1 - 1e-15, p / (p + h)), mean, variance_total);
  return { K, best, G, m: renewal((k) => negativeBinomialPmf(k, demand_mean, variance)) };
}

/** c(s, S) = (K + sum over j < S - s of m(j) G(S - j)) / sum of m(j). */
function costOf(s: number, S: number, { K, G, m }: Model): number {
  let [cost, reviews] = [K, 0];
  for (let j = 0; j < S - s; j += 1) {
    cost += m(j) * G(S - j);
    reviews += m(j);
  }
  return cost / reviews;
}

/** Cost of a period under this policy, s < S whole. */
export function costOfMinMax(
  policy: { reorder_point: number; order_up_to: number },
  input: MinMaxInput,
): number {
  requireWhole('reorder_point', policy.reorder_point, { min: -1e6, max: 1e6 });
  requireWhole('order_up_to', policy.order_up_to, { min: policy.reorder_point + 1, max: 1e6 });
  return costOf(policy.reorder_point, policy.order_up_to, modelOf(input));
}

/**
 * The best (s, S) under periodic review with backorders, exactly (Zheng and Federgruen 1991): s moves up from the
 * newsvendor's y* while G there exceeds the least cost known, S grows while G(S) does not exceed it. Items that order
 * thousands of units at once are refused (`fixed_cost`): `powerApproximation` serves those.
 */
export function optimalMinMax(input: MinMaxInput): MinMaxPolicy {
  const model = modelOf(input);
  const { best: start, G } = model;
  let S = start;
  let s = start - 1;
  while (costOf(s, S, model) > G(s)) s -= 1;
  let cost = costOf(s, S, model);
  for (let next = S + 1; G(next) <= cost; next += 1) {
    if (costOf(s, next, model) >= cost) continue;
    S = next;
    while (s + 1 < start && costOf(s, S, model) <= G(s + 1)) s += 1;
    cost = costOf(s, S, model);
  }
  return { reorder_point: s, order_up_to: S, cost };
}

export type PowerApproximationInput = {
  readonly fixed_cost: number;
  readonly holding_cost: number;
  readonly stockout_cost: number;
  readonly demand_mean: number;
  readonly demand_sd: number;
  readonly lead_time?: number;
};

/**
 * The power approximation of (s, S) (Ehrhardt and Mosier 1984): Q = 1.3 m^.494 (K/h)^.506 (1 + v/m^2)^.116,
 * z = sqrt(Q h/(p sd)), s = .973 M + sd (.183/z + 1.063 - 2.192 z), S = s + Q; M and v = sd^2 belong to the demand
 * over lead time plus review, m to a period. The authors' correction for Q/m < 1.5 is left to `optimalMinMax`.
 */
export function powerApproximation(input: PowerApproximationInput): {
  readonly reorder_point: number;
  readonly order_up_to: number;
} {
  const { fixed_cost: K, holding_cost: h, stockout_cost: p, demand_mean, demand_sd, lead_time = 0 } = input;
  requireNumber('fixed_cost', K, POSITIVE);
  requireNumber('holding_cost', h, POSITIVE);
  requireNumber('stockout_cost', p, POSITIVE);
  requireNumber('demand_mean', demand_mean, POSITIVE);
  requireNumber('demand_sd', demand_sd, POSITIVE);
  requireNumber('lead_time', lead_time);
  const mean = demand_mean * (lead_time + 1);
  const sd = demand_sd * Math.sqrt(lead_time + 1);
  const Q = 1.3 * demand_mean ** 0.494 * (K / h) ** 0.506 * (1 + (sd / demand_mean) ** 2) ** 0.116;
  const z = Math.sqrt((Q * h) / (p * sd));
  const reorder_point = 0.973 * mean + sd * (0.183 / z + 1.063 - 2.192 * z);
  return { reorder_point, order_up_to: reorder_point + Q };
}
