import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listFixedPacks>['rows'][number];

export const listFixedPacks = defineVerb(
  contract.listFixedPacks,
  { permission: 'masterdata.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select p.pack_id, p.pack_code, p.name, p.item_id, i.item_code, i.name as item_name, i.unit, p.qty
       from fulfilment.fixed_pack p join masterdata.v_item i on i.item_id = p.item_id
       where ($1::text is null or p.pack_code ilike '%' || $1 || '%' or p.name ilike '%' || $1 || '%' or i.name ilike '%' || $1 || '%')
         and ($2::bigint is null or p.pack_id < $2)
       order by p.pack_id desc limit $3`,
      [likeText(input.search), input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'pack_id', input.limit) };
  },
);
