import { z } from 'zod';
import { attachment_row, attachment_upload, PAPER_BYTES_MAX, signature_row } from './attachments.ts';
import { civil_date, id, id_param, page_of, page_query, required_text, text } from './primitives.ts';
import { download, verb } from './verb.ts';

export const REVIEW_KINDS = ['partner', 'item'] as const;
export const REVIEW_STATUSES = [
  'draft',
  /** With the opinion of purchasing; quality has it. */
  'submitted',
  /** Quality finds it in order; who heads quality decides. */
  'reviewed',
  'approved',
  'rejected',
  'withdrawn',
  'revoked',
] as const;
/** A status as people see it: an approval whose papers have run out counts for nothing. */
export const REVIEW_STATES = [...REVIEW_STATUSES, 'expired'] as const;
export const REVIEW_PAPERS = [
  'business_licence',
  'operating_licence',
  'medical_institution_licence',
  'authorisation',
  'sales_person',
  'delivery_note_sample',
  'quality_agreement',
  'bank_details',
  'registration',
  'ifu',
  'label',
  'conformity',
  'udi',
  'other',
] as const;
export type ReviewPaperKind = (typeof REVIEW_PAPERS)[number];

/** Papers that a review must hold before it is submitted; a hospital shows its practising licence instead. */
export const NEEDED_PAPERS = {
  supplier: [
    'business_licence',
    'operating_licence',
    'authorisation',
    'sales_person',
    'delivery_note_sample',
    'quality_agreement',
    'bank_details',
  ],
  manufacturer: ['business_licence', 'operating_licence', 'delivery_note_sample', 'quality_agreement'],
  customer: ['medical_institution_licence'],
  carrier: ['business_licence', 'quality_agreement'],
  item: ['registration', 'ifu', 'label', 'conformity', 'udi'],
} as const satisfies Record<string, readonly ReviewPaperKind[]>;

const review_id = { review_id: id_param };
const paper = z.strictObject({
  kind: z.enum(REVIEW_PAPERS),
  paper_no: required_text(80),
  valid_from: civil_date.nullable().default(null),
  valid_to: civil_date.nullable().default(null),
  note: text(200).nullable().default(null),
});
const papers = z.array(paper).max(60);
const outcome = z.object({ review_id: id, status: z.enum(REVIEW_STATUSES) });

export const openReview = verb({
  name: 'compliance.open-review',
  method: 'POST',
  path: '/api/compliance/review',
  summary: 'Asks for the review of a company or an item before the first deal, or anew with fresh papers',
  input: z.strictObject({
    kind: z.enum(REVIEW_KINDS),
    partner_id: id.optional(),
    item_id: id.optional(),
    reason: required_text(300),
    /** The earlier review whose papers are brought up to date; its papers are copied where none are given. */
    renews_id: id.optional(),
    papers: papers.default([]),
  }),
  output: z.object({ review_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'compliance.review_subject',
    'compliance.review_open',
    'compliance.interval',
  ],
});

export const saveReviewPapers = verb({
  name: 'compliance.save-review-papers',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/papers',
  summary: 'The papers of a draft, all of them',
  input: z.strictObject({ ...review_id, papers }),
  output: outcome,
  errors: ['platform.not_found', 'compliance.review_status', 'compliance.interval'],
});

export const submitReview = verb({
  name: 'compliance.submit-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/submit',
  summary: 'Hands a review to quality with the opinion of purchasing',
  input: z.strictObject({ ...review_id, purchase_opinion: required_text(300) }),
  output: outcome,
  errors: [
    'platform.not_found',
    'compliance.review_status',
    'compliance.review_paper_missing',
    'compliance.review_paper_expired',
  ],
});

export const assessReview = verb({
  name: 'compliance.assess-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/assess',
  summary:
    'Quality finds the papers in order, or rejects with a reason; another person than the one who asked',
  input: z.strictObject({ ...review_id, in_order: z.boolean(), opinion: required_text(300) }),
  output: outcome,
  errors: ['platform.not_found', 'compliance.review_status', 'compliance.own_review'],
});

export const decideReview = verb({
  name: 'compliance.decide-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/decide',
  summary: 'Approves or rejects a review with an electronic signature; another person than the one who asked',
  input: z.strictObject({ ...review_id, approve: z.boolean(), reason: required_text(300) }),
  output: outcome,
  errors: [
    'platform.not_found',
    'compliance.review_status',
    'compliance.own_review',
    'compliance.review_paper_expired',
    'identity.reauthentication_needed',
  ],
});

export const withdrawReview = verb({
  name: 'compliance.withdraw-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/withdraw',
  summary: 'Takes a review back before it is decided',
  input: z.strictObject({ ...review_id, reason: required_text(300) }),
  output: outcome,
  errors: ['platform.not_found', 'compliance.review_status'],
});

export const revokeReview = verb({
  name: 'compliance.revoke-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/revoke',
  summary: 'Takes an approval back; nothing more is bought',
  input: z.strictObject({ ...review_id, reason: required_text(300) }),
  output: outcome,
  errors: ['platform.not_found', 'compliance.review_status'],
});

export const attachReviewPaper = verb({
  name: 'compliance.attach-review-paper',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/attachment',
  summary: 'A scan of a paper of a review that is not decided',
  input: z.strictObject({ ...review_id, ...attachment_upload }),
  output: z.object({ attachment_id: id }),
  errors: ['platform.not_found', 'platform.attachment_type', 'compliance.review_status'],
  body: 'bytes',
  body_limit: PAPER_BYTES_MAX,
});

export const getReviewFile = verb({
  name: 'compliance.get-review-file',
  method: 'GET',
  path: '/api/compliance/review-file/{attachment_id}',
  summary: 'A scan of a review, as it was handed in',
  input: z.strictObject({ attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

const head = {
  review_id: id,
  document_no: z.string(),
  kind: z.enum(REVIEW_KINDS),
  /** Code and name of the company or item. */
  subject_code: z.string(),
  subject_name: z.string(),
  /** Kind of the partner; null for an item. */
  partner_kind: z.string().nullable(),
  state: z.enum(REVIEW_STATES),
  taken_over: z.boolean(),
  reason: z.string(),
  requested_by_name: z.string(),
  requested_at: z.string(),
  decided_by_name: z.string().nullable(),
  decided_at: z.string().nullable(),
  valid_to: z.string().nullable(),
};
export const listReviews = verb({
  name: 'compliance.list-reviews',
  method: 'GET',
  path: '/api/compliance/review',
  summary: 'Reviews before the first deal, newest first',
  input: z.strictObject({
    kind: z.enum(REVIEW_KINDS).optional(),
    state: z.enum(REVIEW_STATES).optional(),
    /** `no` leaves out what was taken over at the start, `only` names nothing else. */
    taken_over: z.enum(['no', 'only', 'all']).default('all'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getReview = verb({
  name: 'compliance.get-review',
  method: 'GET',
  path: '/api/compliance/review/{review_id}',
  summary: 'A review with its papers, scans, opinions and signatures',
  input: z.strictObject(review_id),
  output: z.object({
    ...head,
    partner_id: id.nullable(),
    item_id: id.nullable(),
    status: z.enum(REVIEW_STATUSES),
    renews_id: id.nullable(),
    requested_by_me: z.boolean(),
    purchase_opinion: z.string().nullable(),
    submitted_at: z.string().nullable(),
    reviewed_by_name: z.string().nullable(),
    reviewed_at: z.string().nullable(),
    quality_opinion: z.string().nullable(),
    decision_note: z.string().nullable(),
    ended_by_name: z.string().nullable(),
    ended_at: z.string().nullable(),
    end_reason: z.string().nullable(),
    needed: z.array(z.enum(REVIEW_PAPERS)),
    missing: z.array(z.enum(REVIEW_PAPERS)),
    papers: z.array(
      z.object({
        line_no: z.number().int(),
        kind: z.enum(REVIEW_PAPERS),
        paper_no: z.string(),
        valid_from: z.string().nullable(),
        valid_to: z.string().nullable(),
        note: z.string().nullable(),
        expired: z.boolean(),
      }),
    ),
    attachments: z.array(attachment_row),
    signatures: z.array(signature_row),
  }),
  errors: ['platform.not_found'],
});

export const printReview = verb({
  name: 'compliance.print-review',
  method: 'POST',
  path: '/api/compliance/review/{review_id}/print',
  summary: 'The form of approval as PDF (首营企业审批表, 首营品种审批表)',
  input: z.strictObject(review_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

const counts = z.object({ partners: z.number().int(), items: z.number().int() });
export const countUnreviewed = verb({
  name: 'compliance.count-unreviewed',
  method: 'GET',
  path: '/api/compliance/take-over',
  summary: 'How many suppliers and items on file have no review at all',
  input: z.strictObject({}),
  output: counts,
  errors: [],
});

export const takeOver = verb({
  name: 'compliance.take-over',
  method: 'POST',
  path: '/api/compliance/take-over',
  summary:
    'At the start: what was dealt with before this system counts as reviewed, signed for by one person',
  input: z.strictObject({ reason: required_text(300) }),
  output: counts,
  errors: ['compliance.nothing_to_take_over', 'identity.reauthentication_needed'],
});
