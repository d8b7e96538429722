/** The door of module warehouse: work inside a warehouse: map, tasks, replenishment, work orders, count plans, upkeep. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { allocateWorkOrder } from './allocate-work-order.ts';
import { approveAdjustment } from './approve-adjustment.ts';
import { approveCount } from './approve-count.ts';
import { cancelCount } from './cancel-count.ts';
import { cancelReplenishment } from './cancel-replenishment.ts';
import { cancelWorkOrder } from './cancel-work-order.ts';
import { confirmReplenishment } from './confirm-replenishment.ts';
import { createWorkOrder } from './create-work-order.ts';
import { enterCounts } from './enter-counts.ts';
import { finishRun } from './finish-run.ts';
import { getAdjustment } from './get-adjustment.ts';
import { getCount } from './get-count.ts';
import { getMap } from './get-map.ts';
import { getSettings } from './get-settings.ts';
import { getWorkOrder } from './get-work-order.ts';
import { issueSample } from './issue-sample.ts';
import { listAdjustments } from './list-adjustments.ts';
import { listBoms } from './list-boms.ts';
import { listChecks } from './list-checks.ts';
import { listCountTasks } from './list-count-tasks.ts';
import { listCounts } from './list-counts.ts';
import { listCustody } from './list-custody.ts';
import { listHandlingUnits } from './list-handling-units.ts';
import { listNearExpiry } from './list-near-expiry.ts';
import { listPickFaces } from './list-pick-faces.ts';
import { listReplenishments } from './list-replenishments.ts';
import { listSamples } from './list-samples.ts';
import { listUpkeepDue } from './list-upkeep-due.ts';
import { listWorkOrders } from './list-work-orders.ts';
import { planCount } from './plan-count.ts';
import { planReplenishment } from './plan-replenishment.ts';
import { printAdjustment, printCount, printWorkOrder } from './print-sheets.ts';
import { recordChecks } from './record-checks.ts';
import { recordExpiryAction } from './record-expiry-action.ts';
import { recountLines } from './recount-lines.ts';
import { rejectAdjustment } from './reject-adjustment.ts';
import { requestAdjustment } from './request-adjustment.ts';
import { returnSample } from './return-sample.ts';
import { saveBom } from './save-bom.ts';
import { saveCustodyContract } from './save-custody-contract.ts';
import { saveMap } from './save-map.ts';
import { savePickFaces } from './save-pick-faces.ts';
import { saveSettings } from './save-settings.ts';
import { startRun } from './start-run.ts';
import { suggestBinsVerb } from './suggest-bins.ts';
import { undoRun } from './undo-run.ts';
import { withdrawAdjustment } from './withdraw-adjustment.ts';

export { pickOrder } from './pick-order.ts';
export type { PutAway, Suggestion } from './put-away.ts';
export { suggestBins } from './suggest-bins.ts';

export const verbs: ServerVerb[] = [
  suggestBinsVerb,
  planCount,
  listCounts,
  getCount,
  printCount,
  listCountTasks,
  enterCounts,
  recountLines,
  approveCount,
  cancelCount,
  requestAdjustment,
  listAdjustments,
  getAdjustment,
  printAdjustment,
  approveAdjustment,
  rejectAdjustment,
  withdrawAdjustment,
  getMap,
  saveMap,
  listPickFaces,
  savePickFaces,
  planReplenishment,
  listReplenishments,
  confirmReplenishment,
  cancelReplenishment,
  listHandlingUnits,
  getSettings,
  saveSettings,
  saveBom,
  listBoms,
  createWorkOrder,
  listWorkOrders,
  getWorkOrder,
  printWorkOrder,
  allocateWorkOrder,
  startRun,
  finishRun,
  undoRun,
  cancelWorkOrder,
  listUpkeepDue,
  recordChecks,
  listChecks,
  listNearExpiry,
  recordExpiryAction,
  issueSample,
  returnSample,
  listSamples,
  listCustody,
  saveCustodyContract,
];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  count_line_two_persons: 'warehouse.own_count',
  count_entry_two_persons: 'warehouse.same_counter',
  adjustment_two_persons: 'warehouse.own_request',
  adjustment_line_key: 'warehouse.line_repeated',
  work_run_two_persons: 'warehouse.own_work',
  sample_line_not_more_than_issued: 'warehouse.more_than_out',
};
