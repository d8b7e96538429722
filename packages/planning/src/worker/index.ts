/** Heavy planning in worker threads. A door of its own, because a browser can use the rest of the package. */
import { createWorkerPool, type PoolOptions, type WorkerPool } from './pool.ts';
import type { PlanningTasks } from './tasks.ts';

export { createWorkerPool, type PoolOptions, type RunOptions, type WorkerPool } from './pool.ts';
export type { HeavyTask, TaskContext, TaskMap, TaskProgress } from './task.model.ts';
export type { PlanningTasks } from './tasks.ts';
export { type PlanningWorkerCode, PlanningWorkerError } from './worker-error.ts';

/** A pool for the tasks of this package. */
export function createPlanningPool(options?: PoolOptions): WorkerPool<PlanningTasks> {
  return createWorkerPool<PlanningTasks>(new URL('./tasks.ts', import.meta.url), options);
}
