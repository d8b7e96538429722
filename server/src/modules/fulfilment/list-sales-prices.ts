import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listSalesPrices>['rows'][number];

export const listSalesPrices = defineVerb(
  contract.listSalesPrices,
  { permission: 'finance.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select s.sales_price_id, s.item_id, i.item_code, i.name as item_name, i.unit, s.province, s.partner_id,
         p.name as partner_name, s.price_fen, s.listing_price_fen, s.tax_rate_bp, s.valid_from, s.valid_to
       from fulfilment.sales_price s
       join masterdata.v_item i on i.item_id = s.item_id
       left join masterdata.v_partner p on p.partner_id = s.partner_id
       where ($1::bigint is null or s.item_id = $1) and ($2::bigint is null or s.partner_id = $2)
         and ($3::text is null or s.province = $3)
         and ($4::text is null or i.item_code ilike '%' || $4 || '%' or i.name ilike '%' || $4 || '%')
         and ($5::bigint is null or s.sales_price_id < $5)
       order by s.sales_price_id desc limit $6`,
      [
        input.item_id ?? null,
        input.partner_id ?? null,
        input.province || null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'sales_price_id', input.limit) };
  },
);
