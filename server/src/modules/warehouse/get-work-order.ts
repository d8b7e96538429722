import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { WORK_ROWS } from './work-rows.ts';

type Output = contract.OutputOf<typeof contract.getWorkOrder>;
type Parts = 'line_rows' | 'origins' | 'allocations' | 'runs';
type Piece = Output['runs'][number]['pieces'][number];

export const getWorkOrder = defineVerb(
  contract.getWorkOrder,
  { permission: 'warehouse.read', audit: null },
  ({ tx }, { work_order_id }) => workOrderOf(tx, work_order_id),
);

export async function workOrderOf(tx: Tx, work_order_id: number): Promise<Output> {
  const [[head], line_rows, origins, allocations, runs, pieces] = await Promise.all([
    tx.rows<Omit<Output, Parts>>(`${WORK_ROWS} where o.work_order_id = $1`, [work_order_id]),
    linesWithProgress(tx, work_order_id),
    originRows(tx, work_order_id),
    allocationsOf(tx, work_order_id),
    runsOf(tx, work_order_id),
    piecesOf(tx, work_order_id),
  ]);
  if (head === undefined) notFound('work_order', work_order_id);
  const by_run = Map.groupBy(pieces, (piece) => piece.work_run_id);
  return {
    ...head,
    line_rows,
    origins,
    allocations,
    runs: runs.map((run) => ({ ...run, pieces: by_run.get(run.work_run_id) ?? [] })),
  };
}

function linesWithProgress(tx: Tx, work_order_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.work_order_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, l.per_unit,
       l.per_unit * o.qty as qty,
       coalesce((select sum(a.qty) from stock.v_allocation a where a.demand_kind = 'work_order_line'
         and a.demand_id = l.work_order_line_id and a.status in ('open', 'picked')), 0)::bigint as qty_allocated,
       (l.per_unit * coalesce((select sum(r.qty) from warehouse.work_run r where r.work_order_id = l.work_order_id
         and r.status <> 'undone'), 0))::bigint as qty_used
     from warehouse.work_order_line l
     join warehouse.work_order o on o.work_order_id = l.work_order_id
     join masterdata.v_item i on i.item_id = l.item_id
     where l.work_order_id = $1 order by l.line_no`,
    [work_order_id],
  );
}

/** What is still in the kits that are taken apart, lot by lot, with what one kit holds of the item. */
function originRows(tx: Tx, work_order_id: number): Promise<Output['origins']> {
  return tx.rows(
    `select g.item_id, i.item_code, i.name as item_name, i.tracking, g.lot_id, t.lot_no, g.qty, coalesce(b.qty, 0) as per_unit
     from warehouse.work_order o
     cross join lateral (
       select e.item_id, e.lot_id, sum(e.qty)::bigint as qty
       from (
         select from_item_id as item_id, from_lot_id as lot_id, from_qty as qty from warehouse.v_genealogy
         where kind = 'assemble' and to_item_id = o.item_id and to_lot_id = o.lot_id
         union all
         select to_item_id, to_lot_id, -to_qty from warehouse.v_genealogy
         where kind = 'disassemble' and from_item_id = o.item_id and from_lot_id = o.lot_id) e
       group by 1, 2) g
     join masterdata.v_item i on i.item_id = g.item_id
     join stock.v_lot t on t.item_id = g.item_id and t.lot_id = g.lot_id
     left join warehouse.bom_line b on b.bom_id = o.bom_id and b.item_id = g.item_id
     where o.work_order_id = $1 and o.kind = 'disassemble' and g.qty > 0 order by i.item_code, t.lot_no`,
    [work_order_id],
  );
}

/** What is tied to the order, and for labels of goods that wait, what stands of the lot in quarantine. */
function allocationsOf(tx: Tx, work_order_id: number): Promise<Output['allocations']> {
  return tx.rows(
    `select g.work_order_line_id, g.allocation_id, g.item_id, g.lot_id, t.lot_no, t.expiry_date, g.account_id,
       p.location_code, g.qty
     from (
       select l.line_no, l.work_order_line_id, a.allocation_id, a.item_id, a.lot_id, a.account_id, a.qty
       from warehouse.work_order_line l
       join stock.v_allocation a on a.demand_kind = 'work_order_line' and a.demand_id = l.work_order_line_id
         and a.status in ('open', 'picked')
       where l.work_order_id = $1
       union all
       select l.line_no, l.work_order_line_id, null, b.item_id, b.lot_id, b.account_id, b.qty - b.allocated
       from warehouse.work_order o
       join warehouse.work_order_line l on l.work_order_id = o.work_order_id
       join stock.v_balance b on b.item_id = l.item_id and b.lot_id = l.lot_id and b.warehouse_id = o.warehouse_id
         and b.disposition = 'quarantine' and b.qty > b.allocated
       where o.work_order_id = $1 and o.disposition = 'quarantine' and o.status = 'open') g
     join stock.v_lot t on t.item_id = g.item_id and t.lot_id = g.lot_id
     join stock.v_account x on x.account_id = g.account_id and x.kind = 'bin'
     left join masterdata.v_location p on p.location_id = x.location_id
     order by g.line_no, t.expiry_date nulls last, g.allocation_id, g.account_id`,
    [work_order_id],
  );
}

function runsOf(tx: Tx, work_order_id: number): Promise<Omit<Output['runs'][number], 'pieces'>[]> {
  return tx.rows(
    `select work_run_id, run_no, status, qty, started_by, started_by_name, started_at, finished_by_name, finished_at,
       label_version, note, out_movement_id, in_movement_id
     from warehouse.work_run where work_order_id = $1 order by run_no`,
    [work_order_id],
  );
}

function piecesOf(tx: Tx, work_order_id: number): Promise<Piece[]> {
  return tx.rows(
    `select p.work_run_id, p.side, p.item_id, i.item_code, i.name as item_name, p.lot_id, t.lot_no, t.expiry_date,
       l.location_code, p.disposition, p.qty, p.serial_nos
     from warehouse.work_run r
     join warehouse.work_piece p on p.work_run_id = r.work_run_id
     join masterdata.v_item i on i.item_id = p.item_id
     join stock.v_lot t on t.item_id = p.item_id and t.lot_id = p.lot_id
     join stock.v_account a on a.account_id = p.account_id
     left join masterdata.v_location l on l.location_id = a.location_id
     where r.work_order_id = $1 order by p.work_run_id, p.side desc, p.piece_no`,
    [work_order_id],
  );
}
