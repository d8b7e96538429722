import { requireNumber } from '../errors.ts';
import { normalCdf, normalPdf } from '../math/distributions.ts';

/** Units taken in a bucket; `cut_off` when stock ran out, so that demand was at least that. */
export type Sale = { readonly qty: number; readonly cut_off: boolean };
export type CensoredDemand = {
  /** Mean and standard deviation of demand, had there always been stock. */
  readonly mean: number;
  readonly sd: number;
  /** Sales, with what was expected beyond the stock where it ran out. */
  readonly values: readonly number[];
  readonly iterations: number;
};

const ITERATIONS_MAX = 200;
const TOLERANCE = 1e-6;

/** phi(z) / (1 - Phi(z)), how far above z a standard normal value beyond z lies on average, plus z. */
function hazard(z: number): number {
  if (z > 8) return z + 1 / z;
  return normalPdf(z) / normalCdf(-z);
}

/**
 * Demand behind sales that stock cut off, by expectation and maximisation for a censored normal distribution (Tobit; Nahmias
 * 1994): a cut-off sale c counts as E[X | X > c] = mean + sd h((c - mean) / sd) with h = phi / (1 - Phi), and mean and variance
 * are computed again until they rest. When every sale was cut off there is nothing that bounds demand, and sales are
 * answered as they are; so is nothing for nothing. Throws PlanningInputError naming the sale.
 */
export function correctCensored(sales: readonly Sale[]): CensoredDemand {
  for (const [nth, { qty }] of sales.entries()) requireNumber(`sales[${nth}].qty`, qty);
  const count = sales.length;
  const plain = sales.reduce((sum, { qty }) => sum + qty / count, 0);
  let mean = plain;
  let variance = sales.reduce((sum, { qty }) => sum + (qty - plain) ** 2 / count, 0);
  const expected = (qty: number) => {
    const sd = Math.sqrt(variance);
    return sd > 0 ? Math.max(qty, mean + sd * hazard((qty - mean) / sd)) : qty;
  };
  const correctable = sales.some(({ cut_off }) => !cut_off) && sales.some(({ cut_off }) => cut_off);
  let iterations = 0;
  for (let moved = Infinity; correctable && moved > TOLERANCE && iterations < ITERATIONS_MAX; iterations++) {
    const sd = Math.sqrt(variance);
    let sum = 0;
    let squares = 0;
    for (const { qty, cut_off } of sales) {
      const z = sd > 0 ? (qty - mean) / sd : 0;
      const h = hazard(z);
      const value = cut_off ? expected(qty) : qty;
      sum += value;
      // The part of the variance that is left when X is known to exceed the stock.
      squares += value * value + (cut_off ? variance * Math.max(0, 1 + z * h - h * h) : 0);
    }
    const next = sum / count;
    moved = Math.abs(next - mean) / (Math.abs(mean) + TOLERANCE);
    variance = Math.max(0, squares / count - next * next);
    mean = next;
  }
  const values = sales.map(({ qty, cut_off }) => (correctable && cut_off ? expected(qty) : qty));
  return { mean, sd: Math.sqrt(variance), values, iterations };
}
