import { assessReview as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { refuseOwn } from './review.model.ts';
import { lockReview } from './review.read.ts';
import { saveAssessment } from './reviews.write.ts';

export const assessReview = defineVerb(
  contract,
  { permission: 'compliance.approve', audit: 'compliance.assess_review' },
  async ({ tx, actor, audit }, { review_id, in_order, opinion }) => {
    requireEverywhere(actor, 'compliance.approve');
    const review = await lockReview(tx, review_id);
    refuseOwn(review.requested_by, actor.user_id);
    const { document_no, status: before } = review;
    if (before !== 'submitted') fail('compliance.review_status', { document_no, status: before });
    const status = in_order ? ('reviewed' as const) : ('rejected' as const);
    await saveAssessment(tx, review_id, { in_order, opinion }, actor);
    audit({
      entity: 'first_deal_review',
      entity_id: review_id,
      reason: opinion,
      detail: { document_no, in_order },
    });
    return { review_id, status };
  },
);
