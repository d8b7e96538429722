import { saveAuthorisation as contract } from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertAuthorisation } from './papers.write.ts';
import { refuseInterval } from './version.ts';

export const saveAuthorisation = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.save_authorisation' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    refuseInterval(input.valid_from, input.valid_to);
    if (input.grantor_id === input.grantee_id) fail('compliance.own_partner_twice');
    if (input.item_ids.length === 0 && input.categories.length === 0) fail('compliance.scope_empty');
    await changeRules(tx);
    const { paper_id } =
      (await insertAuthorisation(tx, input, actor)) ?? notFound('partner or item', input.grantor_id);
    audit({ entity: 'authorisation', entity_id: paper_id, detail: { after: input } });
    return { paper_id, version_no: 1 };
  },
);
