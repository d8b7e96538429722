import { submitReview as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { expiredPapers, followReview, missingPapers, type Paper } from './review.model.ts';
import { lockReview, papersOf } from './review.read.ts';
import { saveSubmission } from './reviews.write.ts';

export const submitReview = defineVerb(
  contract,
  { permission: 'compliance.review', audit: 'compliance.submit_review' },
  async ({ tx, audit }, { review_id, purchase_opinion }) => {
    const review = await lockReview(tx, review_id);
    const status = followReview(review, 'submitted');
    const { papers, today } = await papersOf(tx, review_id);
    const missing = missingPapers(review.partner_kind, papers);
    if (missing.length > 0) fail('compliance.review_paper_missing', { papers: missing.join(', ') });
    refuseExpired(papers, today);
    await saveSubmission(tx, review_id, purchase_opinion);
    const { document_no } = review;
    audit({
      entity: 'first_deal_review',
      entity_id: review_id,
      reason: purchase_opinion,
      detail: { document_no },
    });
    return { review_id, status };
  },
);

/** Refuses papers that have run out, by line. */
export function refuseExpired(papers: readonly (Paper & { line_no: number })[], today: string): void {
  const expired = expiredPapers(papers, today);
  const [first] = expired;
  if (first === undefined) return;
  fail(
    'compliance.review_paper_expired',
    { paper_no: first.paper_no, valid_to: first.valid_to },
    expired.map(({ line_no, paper_no, valid_to }) => ({
      path: `papers.${line_no - 1}`,
      code: 'compliance.review_paper_expired',
      params: { paper_no, valid_to },
    })),
  );
}
