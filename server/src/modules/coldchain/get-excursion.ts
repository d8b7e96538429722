import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { signaturesOf } from '../identity/index.ts';
import { excursionRows } from './excursions.read.ts';

type Goods = OutputOf<typeof contract.getExcursion>['goods'][number];

export const getExcursion = defineVerb(
  contract.getExcursion,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, { excursion_id }) => {
    const [row] = await excursionRows(tx, { excursion_id, limit: 1 });
    if (row === undefined) notFound('excursion', excursion_id);
    const [goods, signatures] = await Promise.all([
      goodsOf(tx, excursion_id),
      signaturesOf(tx, 'temperature_excursion', excursion_id),
    ]);
    return { ...row, goods, signatures };
  },
);

function goodsOf(tx: Tx, excursion_id: number): Promise<Goods[]> {
  return tx.rows(
    `select l.item_id, i.item_code, i.name as item_name, l.lot_id, t.lot_no, t.expiry_date, l.temp_min_c, l.temp_max_c,
       l.from_at, l.to_at, l.minutes_out, l.lowest_c, l.highest_c, l.mkt_c, l.qty_there, l.qty_gone,
       (select coalesce(sum(x.qty), 0)::bigint from coldchain.excursion_hold x
        where x.excursion_id = l.excursion_id and x.item_id = l.item_id and x.lot_id = l.lot_id) as qty_held,
       b.minutes as budget_minutes,
       (select coalesce(sum(e.minutes), 0)::integer from coldchain.exposure e
        where e.item_id = l.item_id and e.lot_id = l.lot_id) as budget_used,
       d.outcome, d.reason as decided_reason, d.decided_by_name, d.decided_at,
       coalesce((
         select jsonb_agg(jsonb_build_object('place', coalesce(p.location_code, c.document_key, c.kind), 'qty', x.qty,
           'held_at', x.held_at) order by x.excursion_hold_id)
         from coldchain.excursion_hold x
         join stock.v_account c on c.account_id = x.account_id
         left join masterdata.v_location p on p.location_id = c.location_id
         where x.excursion_id = l.excursion_id and x.item_id = l.item_id and x.lot_id = l.lot_id), '[]') as places
     from coldchain.excursion_lot l
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     left join coldchain.item_budget b on b.item_id = l.item_id
     left join coldchain.decision d on d.excursion_id = l.excursion_id and d.item_id = l.item_id and d.lot_id = l.lot_id
     where l.excursion_id = $1 order by i.item_code, t.lot_no`,
    [excursion_id],
  );
}
