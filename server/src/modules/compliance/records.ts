import type { ServerVerb } from '../../platform/use-case.ts';
import { applyUdid } from './apply-udid.ts';
import { assessReview } from './assess-review.ts';
import { attachPaper } from './attach-paper.ts';
import { getCalendar, setCalendar } from './calendar.ts';
import { decideReview } from './decide-review.ts';
import { deemRenewed } from './deem-renewed.ts';
import { endPaper } from './end-paper.ts';
import { revokeReview, withdrawReview } from './end-review.ts';
import { getLicence } from './get-licence.ts';
import { getRegistration } from './get-registration.ts';
import { listExpiring } from './list-expiring.ts';
import { listAuthorisations, listPartnerAgreements, listWarehouseFilings } from './list-papers.ts';
import { getReview, listReviews } from './list-reviews.ts';
import { openReview } from './open-review.ts';
import { getPaperFile, listPaperFiles } from './paper-files.ts';
import { previewUdid } from './preview-udid.ts';
import { printReview } from './print-review.ts';
import { attachReviewPaper, getReviewFile } from './review-files.ts';
import { saveAuthorisation } from './save-authorisation.ts';
import { saveLicence } from './save-licence.ts';
import { savePartnerAgreement } from './save-partner-agreement.ts';
import { saveRegistration } from './save-registration.ts';
import { saveReviewPapers } from './save-review-papers.ts';
import { saveWarehouseFiling } from './save-warehouse-filing.ts';
import { submitReview } from './submit-review.ts';
import { countUnreviewed, takeOver } from './take-over.ts';

/** Papers of compliance, reviews before the first deal, and the national UDI database. */
export const record_verbs: readonly ServerVerb[] = [
  saveRegistration,
  getRegistration,
  saveLicence,
  getLicence,
  saveAuthorisation,
  listAuthorisations,
  savePartnerAgreement,
  listPartnerAgreements,
  saveWarehouseFiling,
  listWarehouseFilings,
  endPaper,
  deemRenewed,
  attachPaper,
  listPaperFiles,
  getPaperFile,
  listExpiring,
  getCalendar,
  setCalendar,
  openReview,
  saveReviewPapers,
  submitReview,
  assessReview,
  decideReview,
  withdrawReview,
  revokeReview,
  attachReviewPaper,
  getReviewFile,
  listReviews,
  getReview,
  printReview,
  countUnreviewed,
  takeOver,
  previewUdid,
  applyUdid,
];

/** Constraint -> error code: the last word where two requests met. */
export const record_constraints: Record<string, string> = {
  review_other_reviewer: 'compliance.own_review',
  review_other_decider: 'compliance.own_review',
  registration_version_key: 'compliance.paper_exists',
  licence_version_key: 'compliance.paper_exists',
  authorisation_key: 'compliance.paper_exists',
  authorisation_two_parties: 'compliance.own_partner_twice',
  agreement_key: 'compliance.paper_exists',
  warehouse_filing_key: 'compliance.paper_exists',
};
