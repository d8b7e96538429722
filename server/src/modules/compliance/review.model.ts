/** The words and rules of the review before the first deal, free of I/O. */
import { NEEDED_PAPERS, type REVIEW_STATUSES, type ReviewPaperKind } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** What may follow what; a decided review is never changed, a new one takes its place. */
export const REVIEW_TRANSITIONS: Readonly<Record<ReviewStatus, readonly ReviewStatus[]>> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['reviewed', 'rejected', 'withdrawn'],
  reviewed: ['approved', 'rejected', 'withdrawn'],
  approved: ['revoked'],
  rejected: [],
  withdrawn: [],
  revoked: [],
};

type Standing = { readonly document_no: string; readonly status: ReviewStatus };

/** The status that follows; refuses what may not. */
export function followReview<S extends ReviewStatus>({ document_no, status }: Standing, next: S): S {
  if (!REVIEW_TRANSITIONS[status].includes(next)) fail('compliance.review_status', { document_no, status });
  return next;
}

/** Who asked neither assesses nor decides. */
export function refuseOwn(requested_by: number | null, user_id: number | null): void {
  if (user_id !== null && requested_by === user_id) fail('compliance.own_review');
}

export type Paper = {
  readonly kind: ReviewPaperKind;
  readonly paper_no: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
};

/** Papers that a review of this subject must hold: by the kind of the partner, or those of an item. */
export function neededPapers(partner_kind: string | null): readonly ReviewPaperKind[] {
  if (partner_kind === null) return NEEDED_PAPERS.item;
  return NEEDED_PAPERS[partner_kind as keyof typeof NEEDED_PAPERS] ?? NEEDED_PAPERS.supplier;
}

export function missingPapers(partner_kind: string | null, papers: readonly Paper[]): ReviewPaperKind[] {
  const held = new Set(papers.map((paper) => paper.kind));
  return neededPapers(partner_kind).filter((kind) => !held.has(kind));
}

/** The day on which the first paper runs out: until then the approval counts. */
export function validUntil(papers: readonly Paper[]): string | null {
  return papers.reduce<string | null>(
    (first, { valid_to }) => (valid_to !== null && (first === null || valid_to < first) ? valid_to : first),
    null,
  );
}

export const expiredPapers = <P extends Paper>(papers: readonly P[], today: string): P[] =>
  papers.filter(({ valid_to }) => valid_to !== null && valid_to < today);

/** An approval whose papers have run out opens nothing any more. */
export function stateOf(status: ReviewStatus, valid_to: string | null, today: string) {
  return status === 'approved' && valid_to !== null && valid_to < today ? 'expired' : status;
}
