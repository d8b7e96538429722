import type { InputOf, openReview } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import type { ReviewStatus } from './review.model.ts';

type Asked = InputOf<typeof openReview>;
export type NewPaper = Asked['papers'][number];

/** A draft; absent where a review of the same subject is open. */
export async function insertReview(
  tx: Tx,
  review: Pick<Asked, 'kind' | 'partner_id' | 'item_id' | 'reason' | 'renews_id'>,
  actor: Actor,
): Promise<{ review_id: number; document_no: string } | undefined> {
  const [made] = await tx.rows<{ review_id: number; document_no: string }>(
    `insert into compliance.review (kind, partner_id, item_id, reason, renews_id, requested_by, requested_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning review_id, document_no`,
    [
      review.kind,
      review.partner_id ?? null,
      review.item_id ?? null,
      review.reason,
      review.renews_id ?? null,
      actor.user_id,
      actor.display_name,
    ],
  );
  return made;
}

/** The papers of a review are replaced as a whole while it is a draft. */
export async function replacePapers(tx: Tx, review_id: number, papers: readonly NewPaper[]): Promise<void> {
  await tx.run('delete from compliance.review_paper where review_id = $1', [review_id]);
  await tx.run(
    `insert into compliance.review_paper (review_id, line_no, kind, paper_no, valid_from, valid_to, note)
     select $1, ord, kind, paper_no, valid_from, valid_to, note
     from unnest($2::text[], $3::text[], $4::date[], $5::date[], $6::text[]) with ordinality
       as p(kind, paper_no, valid_from, valid_to, note, ord)`,
    [
      review_id,
      papers.map((p) => p.kind),
      papers.map((p) => p.paper_no),
      papers.map((p) => p.valid_from),
      papers.map((p) => p.valid_to),
      papers.map((p) => p.note),
    ],
  );
}

export async function saveSubmission(tx: Tx, review_id: number, purchase_opinion: string): Promise<void> {
  await tx.run(
    `update compliance.review set status = 'submitted', purchase_opinion = $2, submitted_at = clock_timestamp()
     where review_id = $1`,
    [review_id, purchase_opinion],
  );
}

/** Quality passes a review on, or ends it. */
export async function saveAssessment(
  tx: Tx,
  review_id: number,
  { in_order, opinion }: { in_order: boolean; opinion: string },
  actor: Actor,
): Promise<void> {
  await tx.run(
    `update compliance.review set status = case when $2 then 'reviewed' else 'rejected' end, quality_opinion = $3,
       reviewed_by = $4, reviewed_by_name = $5, reviewed_at = clock_timestamp(),
       decided_at = case when $2 then null else clock_timestamp() end
     where review_id = $1`,
    [review_id, in_order, opinion, actor.user_id, actor.display_name],
  );
}

export async function saveDecision(
  tx: Tx,
  decision: {
    review_id: number;
    status: Extract<ReviewStatus, 'approved' | 'rejected'>;
    reason: string;
    valid_to: string | null;
  },
  actor: Actor,
): Promise<void> {
  await tx.run(
    `update compliance.review set status = $2, decision_note = $3, valid_to = $4, decided_by = $5, decided_by_name = $6,
       decided_at = clock_timestamp() where review_id = $1`,
    [
      decision.review_id,
      decision.status,
      decision.reason,
      decision.valid_to,
      actor.user_id,
      actor.display_name,
    ],
  );
}

export async function saveEnd(
  tx: Tx,
  end: { review_id: number; status: Extract<ReviewStatus, 'withdrawn' | 'revoked'>; reason: string },
  actor: Actor,
): Promise<void> {
  await tx.run(
    `update compliance.review set status = $2, end_reason = $3, ended_by = $4, ended_by_name = $5,
       ended_at = clock_timestamp() where review_id = $1`,
    [end.review_id, end.status, end.reason, actor.user_id, actor.display_name],
  );
}

export type TakenOver = {
  readonly partners: number;
  readonly items: number;
  readonly first_id: number | null;
};

/**
 * Companies and items without any review count as reviewed, by the word of one person: what was dealt with before this
 * system. Those that a review is under way for, and those that were rejected or revoked, are left alone.
 */
export function insertTakenOver(tx: Tx, reason: string, actor: Actor): Promise<TakenOver> {
  return tx.one(
    `with made as (
       insert into compliance.review (kind, partner_id, item_id, status, taken_over, reason, requested_by_name,
         purchase_opinion, submitted_at, decided_by, decided_by_name, decided_at, decision_note)
       select s.kind, s.partner_id, s.item_id, 'approved', true, $1, $3, $1, clock_timestamp(), $2, $3, clock_timestamp(), $1
       from (
         select 'partner' as kind, p.partner_id, null::bigint as item_id from masterdata.v_partner p
         where p.kind <> 'legal_entity'
           and not exists (select from compliance.review r where r.kind = 'partner' and r.partner_id = p.partner_id
             and r.status <> 'withdrawn')
         union all
         select 'item', null, i.item_id from masterdata.v_item i
         where not exists (select from compliance.review r where r.kind = 'item' and r.item_id = i.item_id
             and r.status <> 'withdrawn')) s
       order by 1 desc, 2, 3
       returning review_id, kind
     )
     select count(*) filter (where kind = 'partner')::int as partners, count(*) filter (where kind = 'item')::int as items,
       min(review_id) as first_id from made`,
    [reason, actor.user_id, actor.display_name],
  );
}
