import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany, requireKnown } from './terms.read.ts';
import { insertCustomerRule } from './terms.write.ts';

export const setCustomerRule = defineVerb(
  contract.setCustomerRule,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.set_customer_rule' },
  async ({ tx, actor, audit }, input) => {
    requireForCompany(actor, 'fulfilment.allocate');
    const { min_remaining_days, min_remaining_pct, one_lot, same_lot } = input;
    if (min_remaining_days === undefined && min_remaining_pct === undefined && !one_lot && !same_lot)
      fail('fulfilment.rule_says_nothing');
    if (input.item_id !== undefined && input.category)
      fail('platform.invalid_input', {}, [{ path: 'category', code: 'invalid', params: {} }]);
    await requireKnown(tx, { item_id: input.item_id, customer_id: input.partner_id });
    const customer_rule_id = await insertCustomerRule(tx, input, actor.user_id);
    audit({ entity: 'customer_rule', entity_id: customer_rule_id, detail: { ...input } });
    return { customer_rule_id };
  },
);
