import { requireNumber, requireWhole } from './errors.ts';

/** What decides the safety stock of an item in a warehouse. Quantities in base units, times in days. */
export type PolicyInput = {
  readonly daily_mean: number;
  readonly daily_sd: number;
  /** From order to goods at the door: mean and standard deviation. */
  readonly lead_time_days: number;
  readonly lead_time_sd_days: number;
  /** From the door to released stock. */
  readonly qc_days: number;
  /** Days between looks at the stock; 0 when every posting is checked. */
  readonly review_days?: number;
  /** Probability that a cycle passes without stock-out, between 0.5 and 0.9999. */
  readonly service_level: number;
  /** Life from production; null when the item does not expire. */
  readonly shelf_life_days: number | null;
  /** Life that customers ask for on arrival, and the way to them. */
  readonly min_remaining_days?: number;
  readonly delivery_days?: number;
  /** Usual order quantity; half of it lies on top of the safety stock on average. */
  readonly order_qty?: number;
};

export type Policy = {
  readonly safety_stock: number;
  readonly reorder_point: number;
  /** Standard normal quantile of the service level. */
  readonly z: number;
  /** Days the safety stock protects: lead time, quality control and review. */
  readonly protection_days: number;
  /** What the formula asked for before shelf life was looked at. */
  readonly safety_stock_uncapped: number;
  /** Most safety stock that will be used up before it is too old to sell; null when the item does not expire. */
  readonly shelf_life_cap: number | null;
  /** The cap binds: the service level cannot be reached with goods of this life. */
  readonly capped_by_shelf_life: boolean;
};

const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
const TAIL = 0.02425;
const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** Quantile of the standard normal distribution by Acklam's rational approximation (relative error 1.2e-9). */
export function normalQuantile(p: number): number {
  requireNumber('p', p, { min: 1e-12, max: 1 - 1e-12 });
  if (p < TAIL || p > 1 - TAIL) {
    const q = Math.sqrt(-2 * Math.log(p < TAIL ? p : 1 - p));
    const lower = polynomial(C, q) / polynomial([...D, 1], q);
    return p < TAIL ? lower : -lower;
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(A, r) * q) / polynomial([...B, 1], r);
}

/** The demand that is exceeded in four cases of five. */
const P20 = 0.8416212335729143;

/** Rounds up, but not for the dust of floating point. */
const roundUp = (value: number) => Math.ceil(value - 1e-9);

function check(input: PolicyInput): void {
  const numbers = ['daily_mean', 'daily_sd', 'lead_time_days', 'lead_time_sd_days', 'qc_days'] as const;
  for (const field of numbers) requireNumber(field, input[field]);
  requireNumber('review_days', input.review_days ?? 0);
  requireNumber('min_remaining_days', input.min_remaining_days ?? 0);
  requireNumber('delivery_days', input.delivery_days ?? 0);
  requireWhole('order_qty', input.order_qty ?? 0);
  requireNumber('service_level', input.service_level, { min: 0.5, max: 0.9999 });
  if (input.shelf_life_days !== null) requireNumber('shelf_life_days', input.shelf_life_days, { min: 1 });
}

/** Safety stock that demand will use before it is too old: P20 demand over the sellable life, less half an order. */
function shelfLifeCap(input: PolicyInput): number | null {
  if (input.shelf_life_days === null) return null;
  const days =
    input.shelf_life_days - (input.min_remaining_days ?? 0) - input.qc_days - (input.delivery_days ?? 0);
  if (days <= 0) return 0;
  const demand = input.daily_mean * days - P20 * input.daily_sd * Math.sqrt(days);
  return Math.max(0, Math.floor(demand - (input.order_qty ?? 0) / 2));
}

/**
 * Safety stock and reorder point of an item in a warehouse.
 *
 * safety stock = z(service level) sqrt(L sd_d^2 + d^2 sd_L^2), reorder point = d L + safety stock, where L is lead
 * time with quality control and review (Silver, Pyke and Thomas, Inventory and Production Management, 4th ed.,
 * 6.10); both rounded up to whole units. Goods with a shelf life are capped: safety stock + order / 2 must not
 * exceed the demand that is reached four times in five over the sellable life.
 * Throws PlanningInputError naming the field.
 */
export function computePolicy(input: PolicyInput): Policy {
  check(input);
  const z = normalQuantile(input.service_level);
  const protection_days = input.lead_time_days + input.qc_days + (input.review_days ?? 0);
  const deviation = Math.sqrt(
    protection_days * input.daily_sd ** 2 + input.daily_mean ** 2 * input.lead_time_sd_days ** 2,
  );
  const safety_stock_uncapped = roundUp(Math.max(0, z * deviation));
  const shelf_life_cap = shelfLifeCap(input);
  const safety_stock = Math.min(safety_stock_uncapped, shelf_life_cap ?? Infinity);
  return {
    safety_stock,
    reorder_point: roundUp(input.daily_mean * protection_days + safety_stock),
    z,
    protection_days,
    safety_stock_uncapped,
    shelf_life_cap,
    capped_by_shelf_life: safety_stock < safety_stock_uncapped,
  };
}
