import { PlanningInputError } from '../errors.ts';
import { type Forecast, type ForecastSeries, forecastMany, type ManyOptions } from '../forecast/index.ts';
import { type DemandSeries, forecastAll } from '../forecast.ts';
import {
  type NetworkRows,
  type NetworkTerms,
  proposeByNetwork,
  type SolveOptions,
  solveNetwork,
} from '../optimiser/index.ts';
import { consolidateShipments } from '../routing/consolidate.ts';
import type { ConsolidationInput } from '../routing/consolidation.model.ts';
import { planRoutes } from '../routing/plan-routes.ts';
import type { RoutingInput } from '../routing/routing.model.ts';
import {
  baseStockRule,
  comparePolicies,
  nearestTransfers,
  noTransfers,
  plannedTransfers,
  sampleWorld,
} from '../simulator/index.ts';
import type { TransferInput } from '../transfer.model.ts';
import { proposeTransfers } from '../transfer.ts';
import type { TaskContext, TaskMap } from './task.model.ts';

/** How many series lie between two reports, so that telling costs nothing beside computing. */
const SERIES_A_REPORT = 50;
/** Days of its own demand that a donor keeps under `nearest_protected`. */
const PROTECTED_DAYS = 14;

/** Forecasts of many series in their order, by full choice or the fast set. */
function forecastSeries(
  { series, options }: { readonly series: readonly ForecastSeries[]; readonly options: ManyOptions },
  { progress }: TaskContext,
): Forecast[] {
  const keyed = series.map((one, key) => ({ ...one, key }));
  const done: Forecast[] = [];
  for (const { forecast } of forecastMany(keyed, options)) {
    done.push(forecast);
    if (done.length % SERIES_A_REPORT === 0)
      progress({ stage: 'forecast', done_share: done.length / series.length });
  }
  return done;
}

/** A transfer network, searched until its limit of time or moves. */
function solveTransferNetwork(
  {
    rows,
    terms,
    options,
  }: {
    readonly rows: NetworkRows;
    readonly terms?: NetworkTerms;
    readonly options?: Omit<SolveOptions, 'elapsed_ms' | 'on_progress' | 'seed'>;
  },
  { seed, elapsed_ms, progress }: TaskContext,
) {
  const limit_ms = options?.limit_ms;
  return solveNetwork(rows, terms, {
    ...options,
    seed,
    elapsed_ms,
    on_progress: ({ score, iterations }) => {
      const done_share = limit_ms === undefined ? null : Math.min(1, elapsed_ms() / limit_ms);
      progress({ stage: 'search', done_share, figures: { score, iterations } });
      return true;
    },
  });
}

const POLICIES = {
  none: () => noTransfers,
  nearest: () => nearestTransfers(),
  nearest_protected: () => nearestTransfers(PROTECTED_DAYS),
  planned: () => plannedTransfers(),
} as const;

/** What a comparison in a thread is made of: plain data, because worlds, rules and policies are functions. */
export type SampleComparison = {
  readonly warehouses: number;
  readonly items: number;
  readonly seeds: readonly number[];
  readonly policies: readonly (keyof typeof POLICIES)[];
  readonly days: number;
  readonly warm_up_days: number;
  /** Service level of the replenishment by base stock. */
  readonly service: number;
};

/** Transfer policies played on sample worlds, the first one being what the others are compared with. */
function compareTransferPolicies(input: SampleComparison, { progress }: TaskContext) {
  const { warehouses, items, seeds, days, warm_up_days, service } = input;
  const policies = input.policies.map((name, n) => {
    if (!Object.hasOwn(POLICIES, name)) throw new PlanningInputError('not_listed', `policies[${n}]`, name);
    return POLICIES[name]();
  });
  return comparePolicies(
    {
      world_of: (seed) => sampleWorld({ warehouses, items, seed }),
      rule_of: () => baseStockRule(service),
      seeds,
      policies,
      days,
      warm_up_days,
    },
    { progress: (done_share) => progress({ stage: 'simulate', done_share }) },
  );
}

/** The heavy tasks of this package by name. Loaded inside the threads; the outside takes only its type. */
export const tasks = {
  forecastAll: (series: readonly DemandSeries[]) => forecastAll(series),
  forecastSeries,
  proposeTransfers: (input: TransferInput) => proposeTransfers(input),
  proposeByNetwork: (input: TransferInput, { seed }: TaskContext) => proposeByNetwork(input, { seed }),
  solveNetwork: solveTransferNetwork,
  planRoutes: (input: RoutingInput, context: TaskContext) => planRoutes(input, context),
  consolidateShipments: (input: ConsolidationInput) => consolidateShipments(input),
  compareTransferPolicies,
} satisfies TaskMap;

export type PlanningTasks = typeof tasks;
