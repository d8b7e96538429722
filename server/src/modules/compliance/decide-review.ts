import { decideReview as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { requireEverywhere } from './everywhere.ts';
import { refuseOwn, validUntil } from './review.model.ts';
import { lockReview, papersOf, REVIEW, signedRecord } from './review.read.ts';
import { saveDecision } from './reviews.write.ts';
import { refuseExpired } from './submit-review.ts';

/** The signature covers the papers and opinions as they stand; an approval changes what the gate knows. */
export const decideReview = defineVerb(
  contract,
  { permission: 'compliance.approve', audit: 'compliance.decide_review' },
  async (context, { review_id, approve, reason }) => {
    const { tx, actor, audit } = context;
    requireEverywhere(actor, 'compliance.approve');
    if (approve) await changeRules(tx);
    const review = await lockReview(tx, review_id);
    const { document_no } = review;
    refuseOwn(review.requested_by, actor.user_id);
    if (review.status !== 'reviewed')
      fail('compliance.review_status', { document_no, status: review.status });
    const { papers, today } = await papersOf(tx, review_id);
    if (approve) refuseExpired(papers, today);
    const status = approve ? ('approved' as const) : ('rejected' as const);
    await sign(context, {
      entity: REVIEW,
      entity_id: review_id,
      record: signedRecord(review, papers, approve),
      meaning: status,
      reason,
    });
    const valid_to = approve ? validUntil(papers) : null;
    await saveDecision(tx, { review_id, status, reason, valid_to }, actor);
    const { partner_id, item_id } = review;
    audit({
      entity: 'first_deal_review',
      entity_id: review_id,
      reason,
      detail: { document_no, status, partner_id, item_id, valid_to },
    });
    return { review_id, status };
  },
);
