import type { TransferInput, TransferPlan } from '@tongcang/planning';
import type { Forecast, ForecastSeries, ManyOptions } from '@tongcang/planning/forecast';
import { createPlanningPool, type PlanningTasks, type WorkerPool } from '@tongcang/planning/worker';

let pool: WorkerPool<PlanningTasks> | null = null;

/** One thread serves the process: plans follow each other anyway (`aloneAtPlanning`). */
function thread(): WorkerPool<PlanningTasks> {
  pool ??= createPlanningPool({ threads_max: 1 });
  return pool;
}

/**
 * The plan for `input`, computed in a thread of its own: a plan of a large company takes seconds, in which postings and
 * scans want their answers.
 */
export function planInThread(input: TransferInput): Promise<TransferPlan> {
  return thread().run('proposeByNetwork', input);
}

/** Forecasts of many series in their order, computed in the same thread. */
export function forecastInThread(
  series: readonly ForecastSeries[],
  options: ManyOptions,
): Promise<Forecast[]> {
  return thread().run('forecastSeries', { series, options });
}
