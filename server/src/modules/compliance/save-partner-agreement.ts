import { savePartnerAgreement as contract } from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertAgreement } from './papers.write.ts';
import { refuseInterval } from './version.ts';

export const savePartnerAgreement = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.save_agreement' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    refuseInterval(input.valid_from, input.valid_to);
    if (input.kind === 'third_party_logistics' && input.assessed_on === null)
      fail('compliance.assessment_missing');
    await changeRules(tx);
    const { paper_id } = (await insertAgreement(tx, input, actor)) ?? notFound('partner', input.partner_id);
    audit({ entity: 'compliance.agreement', entity_id: paper_id, detail: { after: input } });
    return { paper_id, version_no: 1 };
  },
);
