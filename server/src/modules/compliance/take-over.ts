import { takeOver as contract, countUnreviewed as counting } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertTakenOver, type TakenOver } from './reviews.write.ts';

/** Companies and items that came with the company count as reviewed; for set-up, which nobody signs. */
export async function takeOverReviews(tx: Tx, reason: string, actor: Actor): Promise<TakenOver> {
  await changeRules(tx);
  return insertTakenOver(tx, reason, actor);
}

export const takeOver = defineVerb(
  contract,
  { permission: 'compliance.approve', audit: 'compliance.take_over' },
  async (context, { reason }) => {
    const { tx, actor, audit } = context;
    requireEverywhere(actor, 'compliance.approve');
    const { partners, items, first_id } = await takeOverReviews(tx, reason, actor);
    if (first_id === null) fail('compliance.nothing_to_take_over');
    const record = { first_review_id: first_id, partners, items };
    await sign(context, { entity: 'take_over', entity_id: first_id, record, meaning: 'approved', reason });
    audit({ entity: 'take_over', entity_id: first_id, reason, detail: record });
    return { partners, items };
  },
);

export const countUnreviewed = defineVerb(
  counting,
  { permission: 'compliance.read', audit: null },
  ({ tx }) =>
    tx.one(
      `select
         (select count(*) from masterdata.v_partner p where p.kind <> 'legal_entity' and not exists (
            select from compliance.review r where r.kind = 'partner' and r.partner_id = p.partner_id
              and r.status <> 'withdrawn'))::int as partners,
         (select count(*) from masterdata.v_item i where not exists (
            select from compliance.review r where r.kind = 'item' and r.item_id = i.item_id
              and r.status <> 'withdrawn'))::int as items`,
    ),
);
