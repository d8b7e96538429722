import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { isOutsider } from './fulfilment.read.ts';
import { DEMAND_COLUMNS, DEMAND_TABLES, withLiveStatus } from './list-demands.ts';

type Output = contract.OutputOf<typeof contract.getDemand>;
type Head = Omit<Output, 'line_rows' | 'allocations' | 'shipments'>;

export const getDemand = defineVerb(
  contract.getDemand,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx, actor }, { demand_id }) => {
    const outsider = isOutsider(actor);
    const [[head], line_rows, allocations, shipments] = await Promise.all([
      headOf(tx, outsider, demand_id),
      linesWithProgress(tx, outsider, demand_id),
      allocationsOf(tx, demand_id),
      shipmentsOf(tx, demand_id),
    ]);
    if (head === undefined) notFound('demand', demand_id);
    return { ...withLiveStatus(head), line_rows: line_rows.map(withLiveStatus), allocations, shipments };
  },
);

function headOf(tx: Tx, outsider: boolean, demand_id: number): Promise<Head[]> {
  return tx.rows<Head>(
    `select ${DEMAND_COLUMNS}, d.department_priority_class::integer as department_priority_class, d.reason,
       d.requested_by, d.requested_by_name
     from ${DEMAND_TABLES} where d.demand_id = $2`,
    [outsider, demand_id],
  );
}

function linesWithProgress(tx: Tx, outsider: boolean, demand_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.demand_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.storage_condition, l.qty,
       case when $1::boolean then l.qty_allocated else coalesce(a.qty, 0) end as qty_allocated,
       coalesce(a.picked, 0) as qty_picked, l.qty_shipped, l.single_lot, l.min_remaining_days, l.lane_id, l.status, l.unit_price_fen, l.listing_price_fen,
       l.tax_rate_bp
     from fulfilment.demand_line l
     join masterdata.v_item i on i.item_id = l.item_id
     left join lateral (
       select sum(a.qty)::bigint as qty, (sum(a.qty) filter (where a.status = 'picked'))::bigint as picked
       from stock.v_allocation a
       where a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status in ('open', 'picked')) a on true
     where l.demand_id = $2 order by l.line_no`,
    [outsider, demand_id],
  );
}

function allocationsOf(tx: Tx, demand_id: number): Promise<Output['allocations']> {
  return tx.rows(
    `select l.demand_line_id, a.allocation_id, a.item_id, a.lot_id, t.lot_no, t.expiry_date, a.account_id,
       p.location_code, i.tracking, a.qty, a.status
     from fulfilment.demand_line l
     join stock.v_allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id
     join masterdata.v_item i on i.item_id = a.item_id
     join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
     join stock.v_account c on c.account_id = a.account_id
     left join masterdata.v_location p on p.location_id = c.location_id
     where l.demand_id = $1 order by l.line_no, a.allocation_id`,
    [demand_id],
  );
}

function shipmentsOf(tx: Tx, demand_id: number): Promise<Output['shipments']> {
  return tx.rows(
    `select s.shipment_id, s.delivery_note_no, s.movement_id, s.shipped_at, s.arrival_date, s.lane_id, s.status,
       (select sum(l.qty)::bigint from fulfilment.shipment_line l where l.shipment_id = s.shipment_id) as qty
     from fulfilment.shipment s where s.demand_id = $1 order by s.shipment_id`,
    [demand_id],
  );
}
