import { PlanningInputError, requireNumber } from '../errors.ts';
import { type Distribution, distributionOf } from '../math/distributions.ts';
import { POSITIVE } from './eoq.ts';

export type SerialStage = {
  /** Value added here: local holding cost less that of the next stage upstream. */
  readonly echelon_holding_cost: number;
  readonly lead_time: number;
};
export type SerialInput = {
  /** From the stage at the customer up to the one at the outside supplier. */
  readonly stages: readonly SerialStage[];
  /** For a unit that the customer waits for, in a unit of time. */
  readonly stockout_cost: number;
  /** Demand in a unit of time: Poisson without a deviation, else normal; independent over time. */
  readonly demand: { readonly mean: number; readonly sd?: number };
};
export type SerialPolicy = {
  /** Echelon base-stock level of each stage: its stock and all below it, on hand and on the way, less backorders. */
  readonly echelon_base_stock: readonly number[];
  /** Expected cost in a unit of time, of holding (also on the way below the first stage) and backorders. */
  readonly cost: number;
};

/** Values of a function on an even grid, straight between the points and beyond the ends. */
type Grid = { readonly from: number; readonly step: number; readonly values: Float64Array };
/** Lead-time demand on the same step: the probability of offset + k steps. */
type Masses = { readonly offset: number; readonly weights: Float64Array };

function valueAt({ from, step, values }: Grid, x: number): number {
  const place = (x - from) / step;
  const k = Math.max(0, Math.min(values.length - 2, Math.floor(place)));
  return values[k]! + (place - k) * (values[k + 1]! - values[k]!);
}

/** Cuts demand into steps about their middles, far enough out for 1e-12 on each side. */
function massesOf({ cdf, quantile, mean, variance }: Distribution, step: number, whole: boolean): Masses {
  if (variance === 0) return { offset: mean, weights: new Float64Array([1]) };
  const half = whole ? 0 : step / 2;
  const low = whole ? 0 : Math.floor(quantile(1e-12) / step) * step;
  const count = Math.ceil((quantile(1 - 1e-12) - low) / step) + 1;
  const weights = new Float64Array(count);
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    const up_to = k === count - 1 ? 1 : cdf(low + k * step + half);
    weights[k] = up_to - below;
    below = up_to;
  }
  return { offset: low, weights };
}

/** E[f(y - D)] for all y of the grid. */
function expectationOver(f: Grid, { offset, weights }: Masses): Grid {
  const values = new Float64Array(f.values.length);
  for (let i = 0; i < values.length; i += 1) {
    const y = f.from + i * f.step - offset;
    let sum = 0;
    for (let k = 0; k < weights.length; k += 1) sum += weights[k]! * valueAt(f, y - k * f.step);
    values[i] = sum;
  }
  return { ...f, values };
}

function leastOf({ values }: Grid): number {
  let at = 0;
  for (let k = 1; k < values.length; k += 1) if (values[k]! < values[at]!) at = k;
  return at;
}

/** Place of the least value, refined by the parabola through its neighbours where the grid is not of whole units. */
function refined({ from, step, values }: Grid, at: number, whole: boolean): number {
  const [a, b, c] = [values[at - 1], values[at]!, values[at + 1]];
  if (whole || a === undefined || c === undefined || a + c - 2 * b <= 0) return from + at * step;
  return from + (at + (a - c) / (2 * (a + c - 2 * b))) * step;
}

const STEPS_OF_SD = 40;
/** Beyond it the deviation is so small against the mean that demand is best taken as known. */
const POINTS_MAX = 20_000;

/** The grid: from below every position that demand can bring to above every useful base stock. */
function emptyGrid(total: Distribution, whole: boolean): Grid {
  const sd = Math.sqrt(total.variance);
  const step = whole ? 1 : Math.max(sd, total.mean * 1e-6, 1e-9) / STEPS_OF_SD;
  const from = Math.floor((-total.mean - 9 * sd - 1) / step) * step;
  const points = Math.ceil((2 * total.mean + 18 * sd + 2) / step) + 2;
  if (!(points <= POINTS_MAX)) throw new PlanningInputError('out_of_range', 'demand.mean', total.mean);
  return { from, step, values: new Float64Array(points) };
}

function check({ stages, stockout_cost, demand }: SerialInput): void {
  requireNumber('stages.length', stages.length, { min: 1, max: 50 });
  for (const [index, stage] of stages.entries()) {
    requireNumber(`stages[${index}].echelon_holding_cost`, stage.echelon_holding_cost, POSITIVE);
    requireNumber(`stages[${index}].lead_time`, stage.lead_time, { max: 1e6 });
  }
  requireNumber('stockout_cost', stockout_cost, POSITIVE);
  requireNumber('demand.mean', demand.mean, { min: 1e-6, max: 1e9 });
  if (demand.sd !== undefined) requireNumber('demand.sd', demand.sd, { max: 1e9 });
}

/**
 * Echelon base-stock levels of a serial system (Clark and Scarf 1960, in the form of Chen and Zheng 1994; Snyder and
 * Shen 6.2): with c_0(x) = (p + sum of h) x^-, for each stage from the customer up
 * C(y) = E[h (y - D) + c(y - D)] over its lead time, S = argmin C, and the cost passed on is C(min(y, S)).
 * Continuous demand is computed on a grid of 1/40 deviation of the whole lead-time demand.
 */
export function serialBaseStock(input: SerialInput): SerialPolicy {
  check(input);
  const { stages, stockout_cost, demand } = input;
  const whole = demand.sd === undefined;
  const over = (time: number) => {
    const mean = demand.mean * time;
    if (demand.sd === undefined) return distributionOf({ kind: 'poisson', mean });
    return distributionOf({ kind: 'normal', mean, sd: demand.sd * Math.sqrt(time) });
  };
  const grid = emptyGrid(over(stages.reduce((sum, stage) => sum + stage.lead_time, 0)), whole);
  const penalty = stages.reduce((sum, stage) => sum + stage.echelon_holding_cost, stockout_cost);
  const xs = Float64Array.from(grid.values, (_, i) => grid.from + i * grid.step);
  let passed = xs.map((x) => penalty * Math.max(0, -x));
  const echelon_base_stock: number[] = [];
  let cost = 0;
  for (const { echelon_holding_cost, lead_time } of stages) {
    const here = { ...grid, values: passed.map((value, i) => value + echelon_holding_cost * xs[i]!) };
    const expected = expectationOver(here, massesOf(over(lead_time), grid.step, whole));
    const at = leastOf(expected);
    echelon_base_stock.push(refined(expected, at, whole));
    cost = expected.values[at]!;
    passed = expected.values.map((value, i) => (i < at ? value : cost));
  }
  return { echelon_base_stock, cost };
}
