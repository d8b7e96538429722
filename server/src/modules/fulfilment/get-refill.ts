import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { REFILL_COLUMNS, REFILL_TABLES } from './refill-rows.ts';

type Output = contract.OutputOf<typeof contract.getRefill>;

export const getRefill = defineVerb(
  contract.getRefill,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { refill_id }) => refillOf(tx, refill_id),
);

/** 404 where it is not in sight. */
export async function refillOf(tx: Tx, refill_id: number): Promise<Output> {
  const [[head], line_rows, allocations] = await Promise.all([
    tx.rows<Omit<Output, 'line_rows' | 'allocations'>>(
      `select ${REFILL_COLUMNS}, r.reviewed_by_name, r.cancel_reason from ${REFILL_TABLES} where r.refill_id = $1`,
      [refill_id],
    ),
    tx.rows<Output['line_rows'][number]>(
      `select l.refill_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, i.udi_di, l.qty,
         coalesce(a.qty, 0)::bigint as qty_allocated, l.qty_shipped, b.lot_no as swap_lot_no, l.qty_taken_back
       from fulfilment.refill_line l
       join masterdata.v_item i on i.item_id = l.item_id
       left join stock.v_lot b on b.item_id = l.item_id and b.lot_id = l.swap_lot_id
       left join lateral (
         select sum(a.qty) as qty from stock.v_allocation a
         where a.demand_kind = 'cabinet_line' and a.demand_id = l.refill_line_id and a.status in ('open', 'picked')) a on true
       where l.refill_id = $1 order by l.line_no`,
      [refill_id],
    ),
    tx.rows<Output['allocations'][number]>(
      `select l.refill_line_id, a.allocation_id, a.item_id, a.lot_id, t.lot_no, t.expiry_date, a.account_id, p.location_code,
         a.qty, a.status
       from fulfilment.refill_line l
       join stock.v_allocation a on a.demand_kind = 'cabinet_line' and a.demand_id = l.refill_line_id
         and a.status in ('open', 'picked')
       join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
       join stock.v_account c on c.account_id = a.account_id
       left join masterdata.v_location p on p.location_id = c.location_id
       where l.refill_id = $1 order by l.line_no, a.allocation_id`,
      [refill_id],
    ),
  ]);
  if (head === undefined) notFound('refill', refill_id);
  return { ...head, line_rows, allocations };
}
