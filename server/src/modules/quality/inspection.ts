/** The verbs of inspection, and what other modules ask of it. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { addInspectionPaper } from './add-inspection-paper.ts';
import { calculateSample } from './calculate-sample.ts';
import { cancelInspection } from './cancel-inspection.ts';
import { concludeInspection } from './conclude-inspection.ts';
import { decideInspectionPlan } from './decide-inspection-plan.ts';
import { getInspection } from './get-inspection.ts';
import { getInspectionPaper } from './get-inspection-paper.ts';
import { getInspectionPlan } from './get-inspection-plan.ts';
import { listInspectionPlans } from './list-inspection-plans.ts';
import { listInspections } from './list-inspections.ts';
import { listLeadTimes } from './list-lead-times.ts';
import { printInspection } from './print-inspection.ts';
import { recordInspection } from './record-inspection.ts';
import { releaseInspection } from './release-inspection.ts';
import { resumeSampling } from './resume-sampling.ts';
import { retestInspection } from './retest-inspection.ts';
import { retireInspectionPlan } from './retire-inspection-plan.ts';
import { saveInspectionPlan } from './save-inspection-plan.ts';
import { voidInspectionResult } from './void-inspection-result.ts';

export const inspection_verbs: ServerVerb[] = [
  listInspectionPlans,
  getInspectionPlan,
  saveInspectionPlan,
  decideInspectionPlan,
  retireInspectionPlan,
  calculateSample,
  resumeSampling,
  listLeadTimes,
  listInspections,
  getInspection,
  recordInspection,
  voidInspectionResult,
  concludeInspection,
  retestInspection,
  releaseInspection,
  cancelInspection,
  addInspectionPaper,
  getInspectionPaper,
  printInspection,
];

export const inspection_constraints: Readonly<Record<string, string>> = {
  inspection_plan_scope_once: 'quality.plan_scope_taken',
  inspection_plan_version_two_persons: 'quality.own_plan',
  inspection_decision_two_persons: 'quality.own_inspection',
};
