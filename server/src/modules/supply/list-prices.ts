import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listPrices>['rows'][number];

export const listPrices = defineVerb(
  contract.listPrices,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select c.price_id, c.partner_id, p.name as partner_name, c.item_id, i.item_code, i.name as item_name, c.province,
         c.min_qty, c.unit_price_fen, c.valid_from, c.valid_to, c.note,
         (now() at time zone 'Asia/Shanghai')::date between c.valid_from and coalesce(c.valid_to, 'infinity') as in_force
       from supply.purchase_price c
       join masterdata.v_partner p on p.partner_id = c.partner_id
       join masterdata.v_item i on i.item_id = c.item_id
       where ($1::bigint is null or c.partner_id = $1) and ($2::bigint is null or c.item_id = $2)
         and ($3::date is null or $3 between c.valid_from and coalesce(c.valid_to, 'infinity'))
         and ($4::bigint is null or c.price_id < $4)
       order by c.price_id desc limit $5`,
      [
        input.partner_id ?? null,
        input.item_id ?? null,
        input.on_date ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'price_id', input.limit) };
  },
);
