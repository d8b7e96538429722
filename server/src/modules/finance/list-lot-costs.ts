import { listLotCosts as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireCompany } from './rights.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listLotCosts = defineVerb(
  contract,
  { permission: 'finance.read', audit: null },
  async ({ tx, actor }, { item_id, owner_id, unpriced_only, limit, after }) => {
    requireCompany(actor, 'finance.read');
    const rows = await tx.rows<Row>(
      `with page as materialized (
         select l.item_id, l.lot_id, l.lot_no, l.unit_cost_fen from stock.v_lot l
         where l.lot_id > $3 and ($1::bigint is null or l.item_id = $1)
           and (not $4 or not exists (select from finance.cost_entry c where c.item_id = l.item_id and c.lot_id = l.lot_id and c.qty > 0))
           and exists (select from stock.v_balance b join masterdata.v_partner o on o.partner_id = b.owner_id and o.kind = 'legal_entity'
             where b.item_id = l.item_id and b.lot_id = l.lot_id and not b.unbounded and ($2::bigint is null or b.owner_id = $2)
               and (not $4 or b.qty > 0))
         order by l.lot_id limit $5
       ), held as (
         select b.item_id, b.lot_id, b.owner_id, sum(b.qty)::bigint as on_hand
         from page p join stock.v_balance b using (item_id, lot_id)
         join stock.v_account a on a.account_id = b.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
         where $2::bigint is null or b.owner_id = $2 group by 1, 2, 3
       ), paid as (
         select c.item_id, c.lot_id, c.owner_id, sum(c.qty)::bigint as qty,
           coalesce(sum(c.amount_fen) filter (where c.kind = 'receipt'), 0)::bigint as receipt_fen,
           coalesce(sum(c.amount_fen) filter (where c.kind = 'landed'), 0)::bigint as landed_fen,
           coalesce(sum(c.amount_fen) filter (where c.kind = 'freight'), 0)::bigint as freight_fen,
           coalesce(sum(c.amount_fen) filter (where c.kind not in ('receipt', 'landed', 'freight')), 0)::bigint as other_fen
         from page p join finance.cost_entry c using (item_id, lot_id) group by 1, 2, 3
       )
       select p.lot_id, p.item_id, i.item_code, i.name as item_name, p.lot_no, h.owner_id, o.name as owner_name, h.on_hand,
         coalesce(c.qty, 0) as qty_received, coalesce(c.receipt_fen, 0) as receipt_fen, coalesce(c.landed_fen, 0) as landed_fen,
         coalesce(c.freight_fen, 0) as freight_fen, coalesce(c.other_fen, 0) as other_fen,
         round(10000 * coalesce((c.receipt_fen + c.landed_fen + c.other_fen
             + case when (select freight_in_cost from finance.setting) then c.freight_fen else 0 end)::numeric / nullif(c.qty, 0),
           p.unit_cost_fen, i.unit_cost_fen))::bigint as unit_cost_e4,
         coalesce(c.qty, 0) = 0 as estimated
       from page p
       join held h using (item_id, lot_id)
       join masterdata.v_partner o on o.partner_id = h.owner_id and o.kind = 'legal_entity'
       join masterdata.v_item i on i.item_id = p.item_id
       left join paid c on c.item_id = p.item_id and c.lot_id = p.lot_id and c.owner_id = h.owner_id
       order by p.lot_id, h.owner_id`,
      [item_id ?? null, owner_id ?? null, after ?? 0, unpriced_only === 'true', limit],
    );
    const lots = new Set(rows.map((row) => row.lot_id)).size;
    return { rows, next: lots < limit ? null : rows.at(-1)!.lot_id };
  },
);
