import type { getReview, listReviews, OutputOf } from '@tongcang/contract';
import { attachmentsOf } from '../../platform/attachments.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { signaturesOf } from '../identity/index.ts';
import { missingPapers, neededPapers, type ReviewStatus } from './review.model.ts';

export type ReviewView = OutputOf<typeof getReview>;
export type ReviewHead = OutputOf<typeof listReviews>['rows'][number];
export type StoredPaper = ReviewView['papers'][number];

export type Review = {
  readonly review_id: number;
  readonly document_no: string;
  readonly kind: 'partner' | 'item';
  readonly partner_id: number | null;
  readonly item_id: number | null;
  readonly partner_kind: string | null;
  readonly status: ReviewStatus;
  readonly requested_by: number | null;
  readonly purchase_opinion: string | null;
  readonly quality_opinion: string | null;
};

/** The entity under which scans and signatures of a review are kept. */
export const REVIEW = 'compliance.review';

/** The review, locked. */
export async function lockReview(tx: Tx, review_id: number): Promise<Review> {
  const [found] = await tx.rows<Review>(
    `select r.review_id, r.document_no, r.kind, r.partner_id, r.item_id, p.kind as partner_kind, r.status, r.requested_by,
       r.purchase_opinion, r.quality_opinion
     from compliance.review r left join masterdata.v_partner p on p.partner_id = r.partner_id
     where r.review_id = $1 for update of r`,
    [review_id],
  );
  return found ?? notFound('review', review_id);
}

/** Papers of a review, and today in China, by which they have run out or not. */
export async function papersOf(tx: Tx, review_id: number): Promise<{ papers: StoredPaper[]; today: string }> {
  const { today, papers } = await tx.one<{ today: string; papers: StoredPaper[] }>(
    `select t.today, coalesce((select jsonb_agg(jsonb_build_object('line_no', p.line_no, 'kind', p.kind, 'paper_no', p.paper_no,
       'valid_from', p.valid_from, 'valid_to', p.valid_to, 'note', p.note, 'expired', coalesce(p.valid_to < t.today, false))
         order by p.line_no)
       from compliance.review_paper p where p.review_id = $1), '[]') as papers
     from (select (now() at time zone 'Asia/Shanghai')::date as today) t`,
    [review_id],
  );
  return { today, papers };
}

/** What is signed: the review as it was decided upon. */
export const signedRecord = (
  review: Pick<
    Review,
    'document_no' | 'kind' | 'partner_id' | 'item_id' | 'purchase_opinion' | 'quality_opinion'
  >,
  papers: readonly StoredPaper[],
  approved: boolean,
): Record<string, unknown> => ({
  document_no: review.document_no,
  kind: review.kind,
  partner_id: review.partner_id,
  item_id: review.item_id,
  purchase_opinion: review.purchase_opinion,
  quality_opinion: review.quality_opinion,
  papers: papers.map(({ kind, paper_no, valid_from, valid_to }) => ({
    kind,
    paper_no,
    valid_from,
    valid_to,
  })),
  approved,
});

type Filter = {
  readonly review_id?: number | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly search?: string | null;
  readonly taken_over?: 'no' | 'only' | 'all';
  readonly before?: number | undefined;
  readonly limit: number;
};

/** Heads, newest first. */
export function reviewHeads(tx: Tx, filter: Filter): Promise<ReviewHead[]> {
  return tx.rows<ReviewHead>(
    `select * from (
       select r.review_id, r.document_no, r.kind, coalesce(p.partner_code, i.item_code) as subject_code,
         coalesce(p.name, i.name) as subject_name, p.kind as partner_kind,
         case when r.status = 'approved' and r.valid_to < (now() at time zone 'Asia/Shanghai')::date then 'expired'
           else r.status end as state,
         r.taken_over, r.reason, r.requested_by_name, r.requested_at, r.decided_by_name, r.decided_at, r.valid_to
       from compliance.review r
       left join masterdata.v_partner p on p.partner_id = r.partner_id
       left join masterdata.v_item i on i.item_id = r.item_id
       where ($1::bigint is null or r.review_id = $1) and ($2::text is null or r.kind = $2)
         and ($5::bigint is null or r.review_id < $5)
         and ($7 = 'all' or r.taken_over = ($7 = 'only'))) v
     where ($3::text is null or v.state = $3)
       and ($4::text is null or v.document_no ilike '%' || $4 || '%' or v.subject_code ilike '%' || $4 || '%'
         or v.subject_name ilike '%' || $4 || '%')
     order by v.review_id desc limit $6`,
    [
      filter.review_id ?? null,
      filter.kind ?? null,
      filter.state ?? null,
      filter.search ?? null,
      filter.before ?? null,
      filter.limit,
      filter.taken_over ?? 'all',
    ],
  );
}

type More = Omit<
  ReviewView,
  keyof ReviewHead | 'needed' | 'missing' | 'papers' | 'attachments' | 'signatures'
>;

/** A review with everything that belongs to it, as the asking person sees it. */
export async function reviewView(tx: Tx, review_id: number, reader_id: number | null): Promise<ReviewView> {
  const [head] = await reviewHeads(tx, { review_id, limit: 1 });
  if (head === undefined) notFound('review', review_id);
  const [more, { papers }, attachments] = await Promise.all([
    tx.one<More>(
      `select partner_id, item_id, status, renews_id, coalesce(requested_by = $2, false) as requested_by_me, purchase_opinion,
         submitted_at, reviewed_by_name, reviewed_at, quality_opinion, decision_note, ended_by_name, ended_at, end_reason
       from compliance.review where review_id = $1`,
      [review_id, reader_id],
    ),
    papersOf(tx, review_id),
    attachmentsOf(tx, REVIEW, review_id),
  ]);
  const approved = more.status === 'approved' || more.status === 'revoked';
  const record = signedRecord({ ...head, ...more }, papers, approved);
  return {
    ...head,
    ...more,
    needed: [...neededPapers(head.partner_kind)],
    missing: missingPapers(head.partner_kind, papers),
    papers,
    attachments,
    signatures: await signaturesOf(tx, REVIEW, review_id, record),
  };
}
