import { type DemandSeries, forecastAll } from '../forecast.ts';
import { consolidateShipments } from '../routing/consolidate.ts';
import type { ConsolidationInput } from '../routing/consolidation.model.ts';
import { planRoutes } from '../routing/plan-routes.ts';
import type { RoutingInput } from '../routing/routing.model.ts';
import type { TransferInput } from '../transfer.model.ts';
import { proposeTransfers } from '../transfer.ts';
import type { TaskContext, TaskMap } from './task.model.ts';

/** The heavy tasks of this package by name. Loaded inside the threads; the outside takes only its type. */
export const tasks = {
  forecastAll: (series: readonly DemandSeries[]) => forecastAll(series),
  proposeTransfers: (input: TransferInput) => proposeTransfers(input),
  planRoutes: (input: RoutingInput, context: TaskContext) => planRoutes(input, context),
  consolidateShipments: (input: ConsolidationInput) => consolidateShipments(input),
} satisfies TaskMap;

export type PlanningTasks = typeof tasks;
