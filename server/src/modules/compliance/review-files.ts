import { attachReviewPaper as adding, getReviewFile as getting } from '@tongcang/contract';
import { attachmentOf, insertAttachment } from '../../platform/attachments.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockReview, REVIEW } from './review.read.ts';

/** Scans come until the decision: what was decided upon must not grow afterwards. */
export const attachReviewPaper = defineVerb(
  adding,
  { permission: 'compliance.review', audit: 'compliance.attach_review_paper' },
  async ({ tx, actor, audit }, { review_id, ...file }) => {
    const { document_no, status } = await lockReview(tx, review_id);
    if (!['draft', 'submitted', 'reviewed'].includes(status))
      fail('compliance.review_status', { document_no, status });
    const attachment_id = await insertAttachment(
      tx,
      { entity: REVIEW, entity_id: review_id, ...file },
      actor,
    );
    const { kind, file_name } = file;
    audit({
      entity: 'first_deal_review',
      entity_id: review_id,
      detail: { document_no, attachment_id, kind, file_name },
    });
    return { attachment_id };
  },
);

export const getReviewFile = defineVerb(
  getting,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, { attachment_id }) => {
    const { name, type, bytes } = await attachmentOf(tx, REVIEW, attachment_id);
    return { name, type, bytes };
  },
);
