import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

/** An item that is known, from its launch on, in a warehouse of a known size. */
export type Analogue = {
  /** Demand per bucket since launch, oldest first. */
  readonly values: readonly number[];
  /** Size of its warehouse, in any unit that demand grows with (demand of all items, beds served). Above zero. */
  readonly warehouse_size: number;
};
export type NewItem = {
  readonly analogues: readonly Analogue[];
  readonly warehouse_size: number;
  /** Own demand since launch, where the item is already sold. */
  readonly observed?: readonly number[];
  readonly horizon: number;
};
export type NewItemForecast = {
  /** Expected units of the coming buckets. */
  readonly mean: Float64Array;
  /** How uncertain the level is: standard deviation by mean, of all buckets together. */
  readonly level_cv: number;
  /** Own demand by that of the profile, pulled to 1 by the spread among analogues. */
  readonly level: number;
};

/** Spread of levels that is assumed where a single analogue cannot show it. */
const CV2_OF_ONE = 0.5;
const CV2_LEAST = 0.01;

function readNewItem({ analogues, warehouse_size, observed = [], horizon }: NewItem): void {
  if (analogues.length === 0) throw new PlanningInputError('out_of_range', 'analogues', 'empty');
  for (const [nth, { values, warehouse_size: size }] of analogues.entries()) {
    const field = `analogues[${nth}]`;
    requireNumber(`${field}.warehouse_size`, size, { min: 1e-9 });
    if (values.length === 0) throw new PlanningInputError('out_of_range', `${field}.values`, 'empty');
    for (const [t, value] of values.entries()) requireNumber(`${field}.values[${t}]`, value);
  }
  requireNumber('warehouse_size', warehouse_size, { min: 1e-9 });
  for (const [t, value] of observed.entries()) requireNumber(`observed[${t}]`, value);
  requireWhole('horizon', horizon, { min: 1, max: 520 });
}

/** Demand per unit of size in each bucket since launch; beyond the longest analogue its last bucket goes on. */
function profileOf(analogues: readonly Analogue[], length: number): Float64Array {
  const profile = new Float64Array(length);
  for (let age = 0; age < length; age++) {
    const known = analogues.filter(({ values }) => values.length > age);
    profile[age] =
      known.length > 0
        ? known.reduce((sum, one) => sum + one.values[age]! / one.warehouse_size, 0) / known.length
        : profile[age - 1]!;
  }
  return profile;
}

/** Squared coefficient of variation of the analogues' own levels, each against the profile at its ages. */
function spreadOfLevels(analogues: readonly Analogue[], profile: Float64Array): number {
  const levels = analogues.flatMap(({ values, warehouse_size }) => {
    const expected = values.reduce((sum, _, age) => sum + (profile[age] ?? 0), 0) * warehouse_size;
    return expected > 0 ? [values.reduce((sum, value) => sum + value, 0) / expected] : [];
  });
  if (levels.length < 2) return CV2_OF_ONE;
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / (levels.length - 1);
  return mean > 0 ? Math.max(CV2_LEAST, variance / (mean * mean)) : CV2_OF_ONE;
}

/**
 * Demand of an item without history of its own: profile of its category since launch, times the size of the warehouse. As
 * own demand comes in, the level becomes (1/cv2 + own) / (1/cv2 + expected), the mean of a gamma-distributed level with the
 * spread of the analogues' levels (empirical Bayes; Gelman et al., "Bayesian data analysis", 2.6): much own demand
 * outweighs the analogues, little does not. Throws PlanningInputError naming the analogue.
 */
export function forecastByAnalogue(item: NewItem): NewItemForecast {
  readNewItem(item);
  const { analogues, warehouse_size, observed = [], horizon } = item;
  const length = Math.max(observed.length + horizon, ...analogues.map(({ values }) => values.length));
  const profile = profileOf(analogues, length);
  const prior = 1 / spreadOfLevels(analogues, profile);
  const own = observed.reduce((sum, value) => sum + value, 0);
  const expected = observed.reduce((sum, _, age) => sum + profile[age]! * warehouse_size, 0);
  const level = (prior + own) / (prior + expected);
  const mean = profile
    .slice(observed.length, observed.length + horizon)
    .map((rate) => rate * warehouse_size * level);
  return { mean, level, level_cv: 1 / Math.sqrt(prior + own) };
}
