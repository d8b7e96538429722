import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { RETURN_COLUMNS, RETURN_TABLES } from './return-rows.ts';

type Output = contract.OutputOf<typeof contract.getSupplierReturn>;
type Head = Omit<Output, 'line_rows' | 'allocations'>;

export const getSupplierReturn = defineVerb(
  contract.getSupplierReturn,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { supplier_return_id }) => returnOf(tx, supplier_return_id),
);

/** The whole return; out of sight is not there. */
export async function returnOf(tx: Tx, supplier_return_id: number): Promise<Output> {
  const [head] = await tx.rows<Head>(
    `select ${RETURN_COLUMNS}, w.name as warehouse_name, r.consent_no, r.decided_by_name as approved_by_name,
         r.decided_at as approved_at, r.decision_note, r.shipped_at, r.confirmed_at, r.credit_fen
       from ${RETURN_TABLES} where r.supplier_return_id = $1`,
    [supplier_return_id],
  );
  if (head === undefined) notFound('supplier_return', supplier_return_id);
  const [line_rows, allocations] = await Promise.all([
    linesOf(tx, supplier_return_id),
    allocationsOf(tx, supplier_return_id),
  ]);
  return { ...head, line_rows, allocations };
}

function linesOf(tx: Tx, supplier_return_id: number): Promise<Output['line_rows']> {
  return tx.rows<Output['line_rows'][number]>(
    `select l.supplier_return_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, l.lot_id,
       t.lot_no, t.expiry_date, l.account_id, c.location_code, l.disposition, l.qty, coalesce(a.picked, 0) as qty_picked,
       l.qty_shipped, l.qty_confirmed
     from supply.supplier_return_line l
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     join stock.v_account b on b.account_id = l.account_id
     join masterdata.v_location c on c.location_id = b.location_id
     left join lateral (
       select sum(x.qty)::bigint as picked from stock.v_allocation x where x.demand_kind = 'supplier_return_line'
         and x.demand_id = l.supplier_return_line_id and x.status = 'picked') a on true
     where l.supplier_return_id = $1 order by l.line_no`,
    [supplier_return_id],
  );
}

function allocationsOf(tx: Tx, supplier_return_id: number): Promise<Output['allocations']> {
  return tx.rows<Output['allocations'][number]>(
    `select x.allocation_id, l.supplier_return_line_id, x.item_id, x.lot_id, t.lot_no, t.expiry_date, x.account_id,
       c.location_code, i.tracking, x.qty, x.status
     from supply.supplier_return_line l
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_allocation x on x.demand_kind = 'supplier_return_line' and x.demand_id = l.supplier_return_line_id
       and x.status in ('open', 'picked')
     join stock.v_lot t on t.item_id = x.item_id and t.lot_id = x.lot_id
     join stock.v_account b on b.account_id = x.account_id
     left join masterdata.v_location c on c.location_id = b.location_id
     where l.supplier_return_id = $1 order by x.allocation_id`,
    [supplier_return_id],
  );
}
