import { saveReviewPapers as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refusePapers } from './open-review.ts';
import { lockReview } from './review.read.ts';
import { replacePapers } from './reviews.write.ts';

export const saveReviewPapers = defineVerb(
  contract,
  { permission: 'compliance.review', audit: 'compliance.save_review_papers' },
  async ({ tx, audit }, { review_id, papers }) => {
    const { document_no, status } = await lockReview(tx, review_id);
    if (status !== 'draft') fail('compliance.review_status', { document_no, status });
    refusePapers(papers);
    await replacePapers(tx, review_id, papers);
    audit({ entity: 'first_deal_review', entity_id: review_id, detail: { document_no, papers } });
    return { review_id, status };
  },
);
