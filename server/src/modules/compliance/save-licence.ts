import { saveLicence as contract } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertLicence } from './papers.write.ts';
import { licenceVersions, nextVersion } from './version.ts';

export const saveLicence = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.save_licence' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    await changeRules(tx);
    const version_no = nextVersion(await licenceVersions(tx, input.partner_id, input.licence_no), input);
    const written = (await insertLicence(tx, input, version_no)) ?? notFound('partner', input.partner_id);
    audit({
      entity: 'licence',
      entity_id: written.paper_id,
      reason: input.change_note,
      detail: { version_no, after: input },
    });
    return { ...written, version_no };
  },
);
