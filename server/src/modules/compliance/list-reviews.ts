import { getReview as getting, listReviews as listing } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { reviewHeads, reviewView } from './review.read.ts';

const READ = { permission: 'compliance.read', audit: null } as const;

export const listReviews = defineVerb(listing, READ, async ({ tx }, { search, after, ...filter }) => {
  const rows = await reviewHeads(tx, { ...filter, search: likeText(search), before: after });
  return { rows, next: nextOf(rows, 'review_id', filter.limit) };
});

export const getReview = defineVerb(getting, READ, ({ tx, actor }, { review_id }) =>
  reviewView(tx, review_id, actor.user_id),
);
