import { saveRegistration as contract } from '@tongcang/contract';
import { parseRegistrationNo } from '@tongcang/udi';
import { fail, notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertRegistration } from './papers.write.ts';
import { nextVersion, registrationVersions } from './version.ts';

export const saveRegistration = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.save_registration' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    refuseOtherClass(input.registration_no, input.device_class);
    await changeRules(tx);
    const version_no = nextVersion(await registrationVersions(tx, input.registration_no), input);
    const written =
      (await insertRegistration(tx, input, version_no)) ?? notFound('partner', input.registrant_id);
    audit({
      entity: 'registration',
      entity_id: written.paper_id,
      reason: input.change_note,
      detail: { version_no, after: input },
    });
    return { ...written, version_no };
  },
);

/** The number itself tells the class; older forms that it does not tell are believed. */
function refuseOtherClass(registration_no: string, device_class: string): void {
  const number = parseRegistrationNo(registration_no);
  if (number.ok && number.class !== device_class)
    fail('compliance.registration_class', { registration_no, device_class, expected: number.class });
}
