import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { checkItems } from './surgery.read.ts';
import { saveTemplate } from './surgery.write.ts';

export const saveSetTemplate = defineVerb(
  contract.saveSetTemplate,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.save_set_template' },
  async ({ tx, audit }, input) => {
    await checkItems(tx, input.lines);
    const { template_id, made } = await saveTemplate(tx, input);
    const { template_code, name, lines } = input;
    audit({
      entity: 'set_template',
      entity_id: template_id,
      detail: { template_code, name, lines: lines.length, made },
    });
    return { template_id };
  },
);
