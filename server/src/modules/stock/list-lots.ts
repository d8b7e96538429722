import { listLots as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { containing } from './list-balances.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listLots = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { search, item_id, limit, after }) => {
    const rows = await tx.rows<Row>(
      // The page is cut out first: what stands in the bins is summed for its lots alone.
      `select l.item_id, l.item_code, l.item_name, l.lot_id, l.lot_no, l.production_date, l.expiry_date, l.recalled, l.held,
         coalesce(s.on_hand, 0)::bigint as on_hand
       from (
         select l.*, i.item_code, i.name as item_name
         from stock.lot l join masterdata.v_item i on i.item_id = l.item_id
         where ($1::bigint is null or l.item_id = $1) and l.lot_id > $2
           and ($3::text is null or l.lot_no ilike $3 or i.item_code ilike $3 or i.name ilike $3 or i.pinyin ilike $3)
         order by l.lot_id limit $4 + 1
       ) l
       left join lateral (
         select sum(b.qty) as on_hand from stock.balance b join stock.account a on a.account_id = b.account_id
         where b.item_id = l.item_id and b.lot_id = l.lot_id and a.kind = 'bin') s on true
       order by l.lot_id`,
      [item_id ?? null, after ?? 0, containing(search), limit],
    );
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? page.at(-1)!.lot_id : null };
  },
);
