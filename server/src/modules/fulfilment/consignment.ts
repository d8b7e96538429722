import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { cancelCase } from './cancel-case.ts';
import { cancelRefill } from './cancel-refill.ts';
import { changeSetState } from './change-set-state.ts';
import { countCabinet } from './count-cabinet.ts';
import { createCase } from './create-case.ts';
import { createRefill } from './create-refill.ts';
import { createSet } from './create-set.ts';
import { decideUseReport } from './decide-use-report.ts';
import { deliverRefill } from './deliver-refill.ts';
import { dispatchCase } from './dispatch-case.ts';
import { endConsignAgreement } from './end-consign-agreement.ts';
import { exportSettlement } from './export-settlement.ts';
import { fillSet } from './fill-set.ts';
import { getCase } from './get-case.ts';
import { getConsignAgreement } from './get-consign-agreement.ts';
import { getRefill } from './get-refill.ts';
import { getSet } from './get-set.ts';
import { getSettlement } from './get-settlement.ts';
import { issueSettlement } from './issue-settlement.ts';
import { listCases } from './list-cases.ts';
import { listConsignAgreements } from './list-consign-agreements.ts';
import { listDifferences } from './list-differences.ts';
import { listFixedPacks } from './list-fixed-packs.ts';
import { listPackLabels } from './list-pack-labels.ts';
import { listRefills } from './list-refills.ts';
import { listSetTemplates } from './list-set-templates.ts';
import { listSets } from './list-sets.ts';
import { listSettlements } from './list-settlements.ts';
import { listSupplierOwned } from './list-supplier-owned.ts';
import { listUsages } from './list-usages.ts';
import { listUseReports } from './list-use-reports.ts';
import { makePackLabels } from './make-pack-labels.ts';
import { prepareCase } from './prepare-case.ts';
import { printCase } from './print-case.ts';
import { printPackLabels } from './print-pack-labels.ts';
import { printRefill, printSettlement } from './print-papers.ts';
import { receiveSupplierOwned } from './receive-supplier-owned.ts';
import { recordCaseUse } from './record-case-use.ts';
import { refillSets } from './refill-sets.ts';
import { reportUse } from './report-use.ts';
import { resolveDifference } from './resolve-difference.ts';
import { returnCase } from './return-case.ts';
import { reverseSettlement } from './reverse-settlement.ts';
import { reverseUsage } from './reverse-usage.ts';
import { reviewCase } from './review-case.ts';
import { saveConsignAgreement } from './save-consign-agreement.ts';
import { saveFixedPack } from './save-fixed-pack.ts';
import { saveSetTemplate } from './save-set-template.ts';
import { surgeryFigures } from './surgery-figures.ts';
import { takeBack } from './take-back.ts';
import { takeSupplierOwned } from './take-supplier-owned.ts';

export const consignment_verbs: ServerVerb[] = [
  saveSetTemplate,
  listSetTemplates,
  createSet,
  listSets,
  getSet,
  fillSet,
  changeSetState,
  createCase,
  listCases,
  getCase,
  printCase,
  prepareCase,
  reviewCase,
  dispatchCase,
  recordCaseUse,
  returnCase,
  cancelCase,
  surgeryFigures,
  listDifferences,
  resolveDifference,
  listUsages,
  reverseUsage,
  issueSettlement,
  listSettlements,
  getSettlement,
  printSettlement,
  exportSettlement,
  reverseSettlement,
  saveConsignAgreement,
  endConsignAgreement,
  listConsignAgreements,
  getConsignAgreement,
  createRefill,
  listRefills,
  getRefill,
  printRefill,
  deliverRefill,
  cancelRefill,
  takeBack,
  reportUse,
  listUseReports,
  decideUseReport,
  countCabinet,
  saveFixedPack,
  listFixedPacks,
  makePackLabels,
  listPackLabels,
  printPackLabels,
  listSupplierOwned,
  receiveSupplierOwned,
  takeSupplierOwned,
];

export const consignment_consumers: Consumer[] = [refillSets];

export const consignment_constraints: Record<string, string> = {
  surgical_set_no_key: 'fulfilment.set_no_taken',
  set_reservation_once: 'fulfilment.set_taken_meanwhile',
  surgical_case_two_persons: 'fulfilment.same_person',
  surgical_case_pseudonym: 'fulfilment.patient_named',
  case_piece_not_more_than_sent: 'fulfilment.more_than_out',
  refill_two_persons: 'fulfilment.same_person',
  use_report_pseudonym: 'fulfilment.patient_named',
  consign_agreement_one_active: 'fulfilment.other_warehouse_serves',
  consign_difference_two_persons: 'fulfilment.same_person',
  consign_difference_resolution_fits: 'fulfilment.resolution_does_not_fit',
};
