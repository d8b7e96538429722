import type { TransferInput, TransferPlan } from '@tongcang/planning';
import { createPlanningPool, type PlanningTasks, type WorkerPool } from '@tongcang/planning/worker';

let pool: WorkerPool<PlanningTasks> | null = null;

/**
 * The plan for `input`, computed in a thread of its own: a plan of a large company takes seconds, in which postings and
 * scans want their answers. Plans follow each other anyway (`aloneAtPlanning`), so one thread serves the process.
 */
export function planInThread(input: TransferInput): Promise<TransferPlan> {
  pool ??= createPlanningPool({ threads_max: 1 });
  return pool.run('proposeByNetwork', input);
}
