import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ADJUSTMENT_ROWS } from './adjustment-rows.ts';
import { approvalLimit } from './count.read.ts';

type Output = contract.OutputOf<typeof contract.getAdjustment>;

export const getAdjustment = defineVerb(
  contract.getAdjustment,
  { permission: 'warehouse.read', audit: null },
  ({ tx }, { adjustment_id }) => adjustmentOf(tx, adjustment_id),
);

export async function adjustmentOf(tx: Tx, adjustment_id: number): Promise<Output> {
  const [[head], line_rows, limit] = await Promise.all([
    tx.rows<Omit<Output, 'over_limit' | 'line_rows'>>(`${ADJUSTMENT_ROWS} where j.adjustment_id = $1`, [
      adjustment_id,
    ]),
    tx.rows<Output['line_rows'][number]>(
      `select l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, l.lot_id, t.lot_no, l.account_id,
         p.location_code, l.disposition, l.change, coalesce(b.qty, 0) as book_now, l.serial_nos,
         l.change * coalesce(t.unit_cost_fen, i.unit_cost_fen) as value_fen
       from warehouse.adjustment_line l
       join masterdata.v_item i on i.item_id = l.item_id
       join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       join stock.v_account a on a.account_id = l.account_id
       left join masterdata.v_location p on p.location_id = a.location_id
       left join stock.v_balance b on (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
         = (l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition)
       where l.adjustment_id = $1 order by l.line_no`,
      [adjustment_id],
    ),
    approvalLimit(tx),
  ]);
  if (head === undefined) notFound('adjustment', adjustment_id);
  return { ...head, over_limit: head.value_fen > limit, line_rows };
}
