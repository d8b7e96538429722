import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import { type DistributionSpec, distributionOf, poissonPmf } from '../math/distributions.ts';

export type PerishableInput = {
  /** Ordered up to at the start of each period, arriving at once. */
  readonly base_stock: number;
  /** Periods in which a unit can be used; what is left after the last is outdated. */
  readonly shelf_life_periods: number;
  /** Probability of 0, 1, 2 ... units of demand in a period; the rest of the mass lies beyond the base stock. */
  readonly demand_pmf: ArrayLike<number>;
  readonly demand_mean: number;
};
export type PerishableOutcome = {
  readonly outdate_per_period: number;
  readonly lost_per_period: number;
  readonly fill_rate: number;
};

const STATES_MAX = 60_000;
const ENTRIES_MAX = 4_000_000;

/** Number of ways to spread at most `total` units over the ages: (total + ages) choose ages. */
function statesOfSize(total: number, ages: number): number {
  let count = 1;
  for (let age = 1; age <= ages && count <= STATES_MAX; age += 1) count = (count * (total + age)) / age;
  return count;
}

/** All stocks by remaining life (1 .. life - 1 periods) with at most `total` units, as digits of one number. */
function statesOf(
  total: number,
  ages: number,
): { readonly rows: Int32Array[]; readonly index: Map<number, number> } {
  const states = statesOfSize(total, ages);
  const digits_fit = (total + 1) ** ages <= Number.MAX_SAFE_INTEGER;
  if (states > STATES_MAX || states * (total + 1) > ENTRIES_MAX || !digits_fit)
    throw new PlanningInputError('out_of_range', 'base_stock', total);
  let rows: number[][] = [[]];
  for (let age = 0; age < ages; age += 1)
    rows = rows.flatMap((row) => {
      const left = total - row.reduce((sum, qty) => sum + qty, 0);
      return Array.from({ length: left + 1 }, (_, qty) => [...row, qty]);
    });
  const index = new Map(rows.map((row, k) => [keyOf(row, total), k]));
  return { rows: rows.map((row) => Int32Array.from(row)), index };
}
const keyOf = (row: ArrayLike<number>, total: number) =>
  Array.prototype.reduce.call(
    row,
    (key, qty) => (key as number) * (total + 1) + (qty as number),
    0,
  ) as number;

/** Uses the oldest units first; answers what is outdated and moves the others one period on. */
function passPeriod(stock: Int32Array, demand: number): number {
  let wanted = demand;
  for (let age = 0; age < stock.length && wanted > 0; age += 1) {
    const taken = Math.min(wanted, stock[age]!);
    stock[age]! -= taken;
    wanted -= taken;
  }
  const outdated = stock[0]!;
  stock.copyWithin(0, 1);
  return outdated;
}

/** Transitions in rows: target states, their probabilities and the expected outdates of a state. */
function transitions(total: number, life: number, pmf: Float64Array) {
  const { rows, index } = statesOf(total, life - 1);
  const target = new Int32Array(rows.length * (total + 1));
  const outdated = new Float64Array(rows.length);
  const stock = new Int32Array(life);
  for (const [k, row] of rows.entries())
    for (let demand = 0; demand <= total; demand += 1) {
      stock.set(row);
      stock[life - 1] = total - row.reduce((sum, qty) => sum + qty, 0);
      outdated[k]! += pmf[demand]! * passPeriod(stock, demand);
      target[k * (total + 1) + demand] = index.get(keyOf(stock.subarray(0, life - 1), total))!;
    }
  return { target, outdated };
}

/** The distribution that stays the same, from repeated steps. */
function stationary(target: Int32Array, pmf: Float64Array, states: number): Float64Array {
  let now = new Float64Array(states);
  now[0] = 1;
  const width = pmf.length;
  for (let step = 0; step < 5000; step += 1) {
    const next = new Float64Array(states);
    for (let k = 0; k < states; k += 1) {
      if (now[k] === 0) continue;
      for (let demand = 0; demand < width; demand += 1)
        next[target[k * width + demand]!]! += now[k]! * pmf[demand]!;
    }
    let change = 0;
    for (let k = 0; k < states; k += 1) change += Math.abs(next[k]! - now[k]!);
    now = next;
    if (change < 1e-13) break;
  }
  return now;
}

/**
 * Base stock of a perishable under FIFO issue, no lead time and lost sales, exactly by the Markov chain of stock by
 * remaining life (Nahmias 1982 describes the model). Grows as base_stock^(life - 1): refused beyond 60,000 states;
 * `outdatingOfLot` approximates beyond that.
 */
export function perishableBaseStock(input: PerishableInput): PerishableOutcome {
  const { base_stock: total, shelf_life_periods: life, demand_mean } = input;
  requireWhole('base_stock', total, { max: 1000 });
  requireWhole('shelf_life_periods', life, { min: 1, max: 50 });
  requireNumber('demand_mean', demand_mean, { max: 1e9 });
  const pmf = new Float64Array(total + 1);
  let below = 0;
  for (let demand = 0; demand < total; demand += 1) {
    const mass = input.demand_pmf[demand] ?? 0;
    requireNumber(`demand_pmf[${demand}]`, mass, { max: 1 });
    pmf[demand] = mass;
    below += mass;
  }
  if (below > 1 + 1e-9) throw new PlanningInputError('out_of_range', 'demand_pmf', below);
  pmf[total] = Math.max(0, 1 - below);
  // All demand from the base stock on empties the shelf, so it can share one entry.
  const sold = pmf.reduce((sum, mass, demand) => sum + mass * demand, 0);
  const lost_per_period = Math.max(0, demand_mean - sold);
  const { target, outdated } = transitions(total, life, pmf);
  const shares = stationary(target, pmf, outdated.length);
  const outdate_per_period = shares.reduce((sum, share, k) => sum + share * outdated[k]!, 0);
  const fill_rate = demand_mean === 0 ? 1 : 1 - lost_per_period / demand_mean;
  return { outdate_per_period, lost_per_period, fill_rate };
}

/** The same for Poisson demand. */
export function perishableBaseStockPoisson(
  input: Pick<PerishableInput, 'base_stock' | 'shelf_life_periods'> & { readonly demand_mean: number },
): PerishableOutcome {
  requireWhole('base_stock', input.base_stock, { max: 1000 });
  requireNumber('demand_mean', input.demand_mean, { max: 1e9 });
  const demand_pmf = Array.from({ length: input.base_stock + 1 }, (_, k) => poissonPmf(k, input.demand_mean));
  return perishableBaseStock({ ...input, demand_pmf });
}

/**
 * Expected units of one order that outdate under (r, Q) and FIFO: E[(r + Q - D)+] - E[(r - D)+], D the demand from
 * ordering until the lot is too old, that is over lead time and usable life (Chiu 1995). It counts no help from
 * earlier outdating, so it is on the careful side for goods that turn slowly.
 */
export function outdatingOfLot(
  { reorder_point, order_qty }: { readonly reorder_point: number; readonly order_qty: number },
  demand_until_outdated: DistributionSpec,
): number {
  requireNumber('reorder_point', reorder_point, { min: -1e15 });
  requireNumber('order_qty', order_qty);
  const { mean, loss } = distributionOf(demand_until_outdated);
  const left = (x: number) => x - mean + loss(x);
  return Math.max(0, Math.min(order_qty, left(reorder_point + order_qty) - left(reorder_point)));
}
