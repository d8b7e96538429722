import { revokeReview as revoking, withdrawReview as withdrawing } from '@tongcang/contract';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { followReview } from './review.model.ts';
import { lockReview } from './review.read.ts';
import { saveEnd } from './reviews.write.ts';

export const withdrawReview = defineVerb(
  withdrawing,
  { permission: 'compliance.review', audit: 'compliance.withdraw_review' },
  async ({ tx, actor, audit }, { review_id, reason }) => {
    const review = await lockReview(tx, review_id);
    const status = followReview(review, 'withdrawn');
    await saveEnd(tx, { review_id, status, reason }, actor);
    const { document_no } = review;
    audit({ entity: 'first_deal_review', entity_id: review_id, reason, detail: { document_no, status } });
    return { review_id, status };
  },
);

/** From then on nothing is bought from the company, or of the item. */
export const revokeReview = defineVerb(
  revoking,
  { permission: 'compliance.approve', audit: 'compliance.revoke_review' },
  async ({ tx, actor, audit }, { review_id, reason }) => {
    requireEverywhere(actor, 'compliance.approve');
    await changeRules(tx);
    const review = await lockReview(tx, review_id);
    const status = followReview(review, 'revoked');
    await saveEnd(tx, { review_id, status, reason }, actor);
    const { document_no } = review;
    audit({ entity: 'first_deal_review', entity_id: review_id, reason, detail: { document_no, status } });
    return { review_id, status };
  },
);
