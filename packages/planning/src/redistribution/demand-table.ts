/** Rows of a table; larger demand is counted in blocks, so that memory and time stay bounded. */
const ROWS_MAX = 1024;
/** Standard deviations of the longest period that a table covers. */
const SPREAD = 4;

/** Demand of one item in one warehouse over 0, 1, ... days, in blocks of `block` units. */
export type DemandTable = {
  readonly block: number;
  readonly rows: number;
  /** `pmf[s][x]`: probability that s days' demand is x blocks. */
  readonly pmf: readonly Float64Array[];
  /** `cdf[s][x]`: probability of at most x blocks. */
  readonly cdf: readonly Float64Array[];
};

/**
 * Negative binomial probabilities of the sum of `days` independent days with mean m and variance m (1 + d m), by
 * p(k+1) / p(k) = (days m + d m k) / ((1 + d m)(k + 1)), which holds for d = 0 (Poisson) too. The recursion starts at
 * the mode and is scaled at the end, so that nothing underflows.
 */
function fillPmf(pmf: Float64Array, days: number, m: number, d: number): void {
  const spread = 1 + d * m;
  const mode = Math.min(pmf.length - 1, Math.max(0, Math.ceil(days * m - d * m - 1)));
  const ratio = (k: number) => (days * m + d * m * k) / (spread * (k + 1));
  pmf[mode] = 1;
  let total = 1;
  for (let k = mode; k + 1 < pmf.length; k += 1) total += pmf[k + 1] = pmf[k]! * ratio(k);
  for (let k = mode - 1; k >= 0; k -= 1) total += pmf[k] = pmf[k + 1]! / ratio(k);
  for (let k = 0; k < pmf.length; k += 1) pmf[k]! /= total;
}

/** The table of a positive mean demand a day for periods of 0 to `days` days. */
export function demandTable(rate_per_day: number, dispersion: number, days: number): DemandTable {
  const mean = rate_per_day * days;
  const reach = mean + SPREAD * Math.sqrt(mean * (1 + rate_per_day * dispersion)) + 6;
  const block = Math.max(1, Math.ceil(reach / ROWS_MAX));
  const rows = Math.ceil(reach / block);
  const pmf: Float64Array[] = [];
  const cdf: Float64Array[] = [];
  for (let s = 0; s <= days; s += 1) {
    const p = new Float64Array(rows);
    if (s === 0) p[0] = 1;
    else fillPmf(p, s, rate_per_day / block, dispersion);
    const c = new Float64Array(rows);
    let sum = 0;
    for (let x = 0; x < rows; x += 1) c[x] = sum += p[x]!;
    pmf.push(p);
    cdf.push(c);
  }
  return { block, rows, pmf, cdf };
}

/** Probability that the y-th block (from 1) is asked for on day s (from 1): D(s-1) < y <= D(s). */
export function consumedOn({ cdf, rows }: DemandTable, s: number, y: number): number {
  return y > rows ? 0 : cdf[s - 1]![y - 1]! - cdf[s]![y - 1]!;
}
