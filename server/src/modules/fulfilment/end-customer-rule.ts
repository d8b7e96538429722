import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany } from './terms.read.ts';
import { endRule } from './terms.write.ts';

export const endCustomerRule = defineVerb(
  contract.endCustomerRule,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.end_customer_rule' },
  async ({ tx, actor, audit }, { customer_rule_id }) => {
    requireForCompany(actor, 'fulfilment.allocate');
    if ((await endRule(tx, customer_rule_id)) === 0) notFound('customer_rule', customer_rule_id);
    audit({ entity: 'customer_rule', entity_id: customer_rule_id });
    return { customer_rule_id };
  },
);
