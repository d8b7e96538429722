import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAgreementOf } from './cabinet.read.ts';
import { writeAgreement } from './cabinet.write.ts';
import { checkItems, hospitalOf, workAt } from './surgery.read.ts';

export const saveConsignAgreement = defineVerb(
  contract.saveConsignAgreement,
  { permission: 'fulfilment.consign', audit: 'fulfilment.save_agreement' },
  async ({ tx, actor, audit }, input) => {
    const { department_id, warehouse_id, lines } = input;
    await workAt(tx, actor, 'fulfilment.consign', warehouse_id);
    await checkItems(tx, lines);
    const { partner_id } = await hospitalOf(tx, department_id);
    const living = await lockAgreementOf(tx, department_id);
    if (living !== null && living.warehouse_id !== warehouse_id) fail('fulfilment.other_warehouse_serves');
    const made = await writeAgreement(tx, living?.agreement_id ?? null, {
      ...input,
      partner_id,
      valid_to: input.valid_to ?? null,
      created_by_name: actor.display_name,
    });
    const detail = { document_no: made.document_no, department_id, lines, made: living === null };
    audit({ entity: 'consign_agreement', entity_id: made.agreement_id, warehouse_id, detail });
    return made;
  },
);
