import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { workAt } from './surgery.read.ts';
import { insertSet } from './surgery.write.ts';

export const createSet = defineVerb(
  contract.createSet,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.create_set' },
  async ({ tx, actor, audit }, input) => {
    const { set_no, template_id, warehouse_id } = input;
    await workAt(tx, actor, 'fulfilment.surgery', warehouse_id);
    const set_id = await insertSet(tx, input);
    if (set_id === null) notFound('set_template', template_id);
    audit({ entity: 'surgical_set', entity_id: set_id, warehouse_id, detail: { set_no, template_id } });
    return { set_id };
  },
);
