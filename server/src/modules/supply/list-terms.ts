import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listTerms>['rows'][number];

export const listTerms = defineVerb(
  contract.listTerms,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select s.partner_id, p.partner_code, p.name as partner_name, s.item_id, i.item_code, i.name as item_name, i.unit,
         s.supplier_item_code, s.min_order_qty, s.order_multiple, s.lead_time_days, s.preferred, s.active,
         c.price_fen, c.best_price_fen
       from supply.supplier_item s
       join masterdata.v_partner p on p.partner_id = s.partner_id
       join masterdata.v_item i on i.item_id = s.item_id
       left join lateral (
         select (array_agg(x.unit_price_fen order by x.min_qty, x.valid_from desc))[1] as price_fen,
           min(x.unit_price_fen) as best_price_fen
         from supply.purchase_price x
         where x.partner_id = s.partner_id and x.item_id = s.item_id and x.province is null
           and (now() at time zone 'Asia/Shanghai')::date between x.valid_from and coalesce(x.valid_to, 'infinity')) c on true
       where ($1::bigint is null or s.partner_id = $1) and ($2::bigint is null or s.item_id = $2)
         and ($3::text is null or i.item_code ilike '%' || $3 || '%' or i.name ilike '%' || $3 || '%'
           or p.name ilike '%' || $3 || '%')
       order by p.partner_code, i.item_code limit $4`,
      [input.partner_id ?? null, input.item_id ?? null, likeText(input.search), input.limit],
    );
    return { rows, next: null };
  },
);
