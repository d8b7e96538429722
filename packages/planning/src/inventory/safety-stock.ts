import { PlanningInputError, requireNumber } from '../errors.ts';
import { type Distribution, type DistributionSpec, distributionOf } from '../math/distributions.ts';
import { rootOfIncreasing, wholeRootOfIncreasing } from './search.ts';

/** Demand and the time that stock must bridge. Quantities in base units, times in days. */
export type ProtectionInput = {
  readonly daily_mean: number;
  readonly daily_sd: number;
  /** From order to goods at the door. */
  readonly lead_time_days: number;
  readonly lead_time_sd_days?: number;
  /** From the door to released stock. */
  readonly qc_days?: number;
  /** Days between looks at the stock; 0 when every posting is checked. */
  readonly review_days?: number;
};
export type DemandFamily = 'normal' | 'gamma' | 'negative_binomial';

/** Days that stock must bridge: lead time, quality control and review. */
export function protectionDays({ lead_time_days, qc_days = 0, review_days = 0 }: ProtectionInput): number {
  requireNumber('lead_time_days', lead_time_days, { max: 1e6 });
  requireNumber('qc_days', qc_days, { max: 1e6 });
  requireNumber('review_days', review_days, { max: 1e6 });
  return lead_time_days + qc_days + review_days;
}

/** A family with this mean and variance; `negative_binomial` with too little variance is Poisson. */
export function specOf(family: DemandFamily, mean: number, variance: number): DistributionSpec {
  if (family === 'normal') return { kind: 'normal', mean, sd: Math.sqrt(variance) };
  if (family === 'gamma') return { kind: 'gamma', mean, variance };
  if (family === 'negative_binomial') return { kind: 'negative_binomial', mean, variance };
  throw new PlanningInputError('not_listed', 'family', family);
}

/**
 * Demand over the days to be bridged: mean d L, variance L sd_d^2 + d^2 sd_L^2, with L lead time plus quality control
 * plus review (Silver, Pyke and Thomas, Inventory and Production Management, 4th ed., 6.10).
 */
export function demandInProtection(
  input: ProtectionInput,
  family: DemandFamily = 'normal',
): DistributionSpec {
  const days = protectionDays(input);
  requireNumber('daily_mean', input.daily_mean, { max: 1e12 });
  requireNumber('daily_sd', input.daily_sd, { max: 1e12 });
  requireNumber('lead_time_sd_days', input.lead_time_sd_days ?? 0, { max: 1e6 });
  const variance = days * input.daily_sd ** 2 + (input.daily_mean * (input.lead_time_sd_days ?? 0)) ** 2;
  return specOf(family, input.daily_mean * days, variance);
}

/**
 * Demand over lead times as they happened: the mixture of one distribution for each recorded lead time. Late
 * deliveries have a long thin tail (one in a hundred comes weeks late) which a deviation alone does not show.
 * `lead_times_days` holds at least one record.
 */
export function demandOverRecordedLeadTimes(
  input: Omit<ProtectionInput, 'lead_time_days' | 'lead_time_sd_days'> & {
    readonly lead_times_days: ArrayLike<number>;
  },
  family: DemandFamily = 'negative_binomial',
): Distribution {
  const { lead_times_days } = input;
  if (lead_times_days.length === 0) throw new PlanningInputError('out_of_range', 'lead_times_days.length', 0);
  const counts = new Map<number, number>();
  for (let k = 0; k < lead_times_days.length; k += 1) {
    const lead_time_days = lead_times_days[k]!;
    requireNumber(`lead_times_days[${k}]`, lead_time_days, { max: 1e6 });
    counts.set(lead_time_days, (counts.get(lead_time_days) ?? 0) + 1);
  }
  const parts = [...counts].map(([lead_time_days, count]) => ({
    weight: count / lead_times_days.length,
    part: distributionOf(demandInProtection({ ...input, lead_time_days }, family)),
  }));
  return mixtureOf(parts);
}

function mixtureOf(parts: readonly { readonly weight: number; readonly part: Distribution }[]): Distribution {
  const over = (of: (part: Distribution) => number) =>
    parts.reduce((sum, { weight, part }) => sum + weight * of(part), 0);
  const mean = over((part) => part.mean);
  const cdf = (x: number) => over((part) => part.cdf(x));
  const whole = parts.every(({ part }) => part.whole);
  return {
    mean,
    variance: over((part) => part.variance + (part.mean - mean) ** 2),
    whole,
    cdf,
    quantile: (p) => {
      // The quantile of a mixture lies between those of its parts.
      const quantiles = parts.map(({ part }) => part.quantile(p));
      const [low, high] = [Math.min(...quantiles), Math.max(...quantiles)];
      if (low === high) return low;
      const miss = (x: number) => cdf(x) - p;
      return whole ? wholeRootOfIncreasing(miss, Math.floor(low)) : rootOfIncreasing(miss, low, high);
    },
    loss: (x) => over((part) => part.loss(x)),
  };
}

/**
 * Demand over lead time from a forecast and the errors of past forecasts of the same sum (split conformal): their
 * quantiles cover with the probability asked for when past and future errors are exchangeable. Never below zero.
 */
export function conformalDemand(forecast_qty: number, past_errors: ArrayLike<number>): DistributionSpec {
  requireNumber('forecast_qty', forecast_qty);
  if (past_errors.length === 0) throw new PlanningInputError('out_of_range', 'past_errors.length', 0);
  const samples = new Float64Array(past_errors.length);
  for (let k = 0; k < samples.length; k += 1) {
    requireNumber(`past_errors[${k}]`, past_errors[k]!, { min: -1e15 });
    samples[k] = Math.max(0, forecast_qty + past_errors[k]!);
  }
  return { kind: 'conformal', samples };
}

/** `cycle`: probability that a cycle passes without stock-out. `fill_rate`: share of demand met from the shelf. */
export type ServiceTarget =
  | { readonly kind: 'cycle'; readonly probability: number }
  | {
      readonly kind: 'fill_rate';
      readonly fill_rate: number;
      readonly order_qty: number;
      /**
       * Subtracts what is still short when the order arrives, n(r + Q): exact under backorders. Left out by default,
       * as the textbooks do, which asks for a little more stock.
       */
      readonly exact?: boolean;
    };

export type ReorderPoint = {
  readonly reorder_point: number;
  /** Reorder point less mean demand; below zero where the target is met without one. */
  readonly safety_stock: number;
  /** P(no stock-out in a cycle) with this reorder point. */
  readonly cycle_service: number;
  /** Expected units short in a cycle. */
  readonly short_per_cycle: number;
};

const SERVICE = { min: 1e-6, max: 1 - 1e-9 };

function pointAt(reorder_point: number, { mean, cdf, loss }: Distribution): ReorderPoint {
  return {
    reorder_point,
    safety_stock: reorder_point - mean,
    cycle_service: cdf(reorder_point),
    short_per_cycle: loss(reorder_point),
  };
}

/** Smallest reorder point whose expected shortage of a cycle is at most (1 - fill rate) x order quantity. */
function pointForFillRate(target: ServiceTarget & { kind: 'fill_rate' }, demand: Distribution): number {
  const { order_qty, exact } = target;
  const { loss, mean, variance, whole } = demand;
  const allowed = (1 - target.fill_rate) * order_qty;
  const spare = (r: number) => allowed - (loss(r) - (exact ? loss(r + order_qty) : 0));
  // Below mean - Q more than a whole order is short; exactly counted, that is sure only where stock starts below -Q.
  const low = exact ? -order_qty : mean - order_qty;
  if (whole) return wholeRootOfIncreasing(spare, Math.floor(low));
  return rootOfIncreasing(spare, low, mean + Math.sqrt(variance));
}

/**
 * Reorder point for the demand of the time to be bridged, by a service target: the quantile for cycle service
 * (type 1), the root of the loss function for the fill rate (type 2; Silver, Pyke and Thomas 6.7).
 */
export function reorderPointFor(
  target: ServiceTarget,
  demand: DistributionSpec | Distribution,
): ReorderPoint {
  const distribution = 'loss' in demand ? demand : distributionOf(demand);
  if (target.kind === 'cycle') {
    requireNumber('probability', target.probability, SERVICE);
    return pointAt(distribution.quantile(target.probability), distribution);
  }
  if (target.kind !== 'fill_rate')
    throw new PlanningInputError('not_listed', 'target.kind', (target as { kind: unknown }).kind);
  requireNumber('order_qty', target.order_qty, { min: 1e-9 });
  requireNumber('fill_rate', target.fill_rate, SERVICE);
  if (distribution.variance === 0 && !distribution.whole)
    return pointAt(distribution.mean - (1 - target.fill_rate) * target.order_qty, distribution);
  return pointAt(pointForFillRate(target, distribution), distribution);
}

/** Share of unit demands met at once under base stock S (one for one): P(D <= S - 1) over lead time. */
export function fillRateOfBaseStock(base_stock: number, lead_time_demand: DistributionSpec): number {
  requireNumber('base_stock', base_stock);
  return distributionOf(lead_time_demand).cdf(base_stock - 1);
}
