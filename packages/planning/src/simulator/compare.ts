import { PlanningInputError } from '../errors.ts';
import { type Interval, meanInterval } from './intervals.ts';
import { simulate } from './simulate.ts';
import type {
  ReplenishmentRule,
  SimulatedWorld,
  SimulationResult,
  TransferPolicy,
} from './simulator.model.ts';

export type ComparisonInput = {
  /** Makes the world of a seed; the runs of one seed share it. */
  readonly world_of: (seed: number) => SimulatedWorld;
  readonly seeds: readonly number[];
  /** The first is what the others are compared with. */
  readonly policies: readonly TransferPolicy[];
  /** Makes the rule of a run; rules keep levels and so are not shared. */
  readonly rule_of: () => ReplenishmentRule;
  readonly days: number;
  readonly warm_up_days: number;
  readonly confidence?: number;
};

export type ComparisonControl = {
  /** Called after every run with the share of all runs that is done. */
  readonly progress?: (done_share: number) => void;
  readonly cancelled?: () => boolean;
};

/** Figures of one policy over all seeds. */
export type PolicyFigures = {
  readonly policy: string;
  readonly fill_rate: readonly Interval[];
  readonly same_day_rate: readonly Interval[];
  readonly lost_qty: Interval;
  readonly outdated_qty: Interval;
  readonly stock_out_share: Interval;
  readonly departures: Interval;
  readonly moved_qty: Interval;
  readonly turns_per_year: Interval;
  readonly penalty_cost: Interval;
  readonly freight_cost: Interval;
  readonly total_cost: Interval;
  /**
   * This policy less the first one, seed by seed: what both meet alike cancels, so the interval is far narrower than
   * those of the two means (paired t, Law, Simulation Modeling and Analysis, 10.2).
   */
  readonly difference: {
    readonly total_cost: Interval;
    readonly lost_qty: Interval;
    readonly outdated_qty: Interval;
    readonly fill_rate: readonly Interval[];
  };
  readonly runs: readonly SimulationResult[];
};

/**
 * Plays every policy on every seed with common random numbers and answers means with t intervals.
 * Throws PlanningInputError for no or repeated seeds or policies, and SimulationCancelled.
 */
export function comparePolicies(input: ComparisonInput, control: ComparisonControl = {}): PolicyFigures[] {
  requireDistinct('seeds', input.seeds);
  requireDistinct(
    'policies',
    input.policies.map((policy) => policy.name),
  );
  const runs: SimulationResult[][] = input.policies.map(() => []);
  let done = 0;
  for (const seed of input.seeds) {
    const world = input.world_of(seed);
    input.policies.forEach((policy, k) => {
      const { days, warm_up_days } = input;
      const run = { seed, days, warm_up_days, policy, replenish: input.rule_of() };
      runs[k]!.push(simulate(world, run, { cancelled: control.cancelled }));
      done += 1;
      control.progress?.(done / (input.seeds.length * input.policies.length));
    });
  }
  return runs.map((of_policy) => figuresOf(of_policy, runs[0]!, input.confidence ?? 0.95));
}

function requireDistinct(field: string, values: readonly (number | string)[]): void {
  if (values.length === 0) throw new PlanningInputError('out_of_range', `${field}.length`, 0);
  values.forEach((value, k) => {
    if (values.indexOf(value) !== k) throw new PlanningInputError('duplicate', `${field}[${k}]`, value);
  });
}

const lostQty = (run: SimulationResult): number => run.lost_qty.reduce((sum, qty) => sum + qty, 0);

function figuresOf(
  runs: readonly SimulationResult[],
  base: readonly SimulationResult[],
  confidence: number,
): PolicyFigures {
  const mean = (value: (run: SimulationResult) => number) => meanInterval(runs.map(value), confidence);
  const less = (value: (run: SimulationResult) => number) =>
    meanInterval(
      runs.map((run, k) => value(run) - value(base[k]!)),
      confidence,
    );
  const tiers = runs[0]!.fill_rate.map((_, tier) => tier);
  return {
    policy: runs[0]!.policy,
    fill_rate: tiers.map((tier) => mean((run) => run.fill_rate[tier]!)),
    same_day_rate: tiers.map((tier) => mean((run) => run.same_day_rate[tier]!)),
    lost_qty: mean(lostQty),
    outdated_qty: mean((run) => run.outdated_qty),
    stock_out_share: mean((run) => run.stock_out_share),
    departures: mean((run) => run.departures),
    moved_qty: mean((run) => run.moved_qty),
    turns_per_year: mean((run) => run.turns_per_year),
    penalty_cost: mean((run) => run.penalty_cost),
    freight_cost: mean((run) => run.freight_cost),
    total_cost: mean((run) => run.total_cost),
    difference: {
      total_cost: less((run) => run.total_cost),
      lost_qty: less(lostQty),
      outdated_qty: less((run) => run.outdated_qty),
      fill_rate: tiers.map((tier) => less((run) => run.fill_rate[tier]!)),
    },
    runs,
  };
}
