import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listCustomerRules>['rows'][number];

export const listCustomerRules = defineVerb(
  contract.listCustomerRules,
  { permission: 'fulfilment.allocate', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select r.customer_rule_id, r.partner_id, p.name as partner_name, r.item_id, i.item_code, i.name as item_name, r.category,
         r.min_remaining_days, r.min_remaining_pct, r.one_lot, r.same_lot, r.note, r.changed_at
       from fulfilment.customer_rule r
       join masterdata.v_partner p on p.partner_id = r.partner_id
       left join masterdata.v_item i on i.item_id = r.item_id
       where r.ended_at is null and ($1::bigint is null or r.partner_id = $1)
         and ($2::bigint is null or r.customer_rule_id < $2)
       order by r.customer_rule_id desc limit $3`,
      [input.partner_id ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'customer_rule_id', input.limit) };
  },
);
