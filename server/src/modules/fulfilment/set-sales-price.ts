import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany, requireKnown } from './terms.read.ts';
import { insertPrice } from './terms.write.ts';

export const setSalesPrice = defineVerb(
  contract.setSalesPrice,
  { permission: 'fulfilment.settle', audit: 'fulfilment.set_price' },
  async ({ tx, actor, audit }, input) => {
    requireForCompany(actor, 'fulfilment.settle');
    const { valid_from, valid_to } = input;
    if (valid_to !== undefined && valid_to < valid_from) {
      fail('fulfilment.price_interval', {}, [{ path: 'valid_to', code: 'too_small', params: {} }]);
    }
    await requireKnown(tx, { item_id: input.item_id, customer_id: input.partner_id });
    const sales_price_id = await insertPrice(tx, input, actor.user_id);
    audit({ entity: 'sales_price', entity_id: sales_price_id, detail: { ...input } });
    return { sales_price_id };
  },
);
