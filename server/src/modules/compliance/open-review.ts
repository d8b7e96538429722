import { openReview as contract, type InputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockReview, papersOf } from './review.read.ts';
import { insertReview, type NewPaper, replacePapers } from './reviews.write.ts';
import { refuseInterval } from './version.ts';

type Input = InputOf<typeof contract>;

export const openReview = defineVerb(
  contract,
  { permission: 'compliance.review', audit: 'compliance.open_review' },
  async ({ tx, actor, audit }, input) => {
    await refuseWrongSubject(tx, input);
    refusePapers(input.papers);
    const papers = await papersFor(tx, input);
    const made = (await insertReview(tx, input, actor)) ?? fail('compliance.review_open');
    await replacePapers(tx, made.review_id, papers);
    const { kind, partner_id, item_id, reason } = input;
    const detail = { document_no: made.document_no, kind, partner_id, item_id, papers: papers.length };
    audit({ entity: 'first_deal_review', entity_id: made.review_id, reason, detail });
    return made;
  },
);

/** A review is of one partner or one item; the own companies are nobody's first deal. */
async function refuseWrongSubject(tx: Tx, { kind, partner_id, item_id }: Input): Promise<void> {
  if ((kind === 'partner') !== (partner_id !== undefined) || (kind === 'item') !== (item_id !== undefined))
    fail('compliance.review_subject');
  const [found] = await tx.rows<{ own: boolean }>(
    `select kind = 'legal_entity' as own from masterdata.v_partner where partner_id = $1
     union all select false from masterdata.v_item where item_id = $2`,
    [partner_id ?? null, item_id ?? null],
  );
  if (found === undefined) notFound(kind, partner_id ?? item_id ?? 0);
  if (found.own) fail('compliance.review_subject');
}

/** The papers given, or those of the review that is renewed. */
async function papersFor(tx: Tx, input: Input): Promise<readonly NewPaper[]> {
  if (input.renews_id === undefined) return input.papers;
  const earlier = await lockReview(tx, input.renews_id);
  const same =
    earlier.partner_id === (input.partner_id ?? null) && earlier.item_id === (input.item_id ?? null);
  if (!same) fail('compliance.review_subject');
  return input.papers.length > 0 ? input.papers : (await papersOf(tx, input.renews_id)).papers;
}

/** Refuses a paper that would end before it begins. */
export function refusePapers(papers: readonly NewPaper[]): void {
  for (const { valid_from, valid_to } of papers)
    if (valid_from !== null) refuseInterval(valid_from, valid_to);
}
