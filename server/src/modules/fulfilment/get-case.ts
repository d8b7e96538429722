import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { CASE_COLUMNS, CASE_TABLES } from './case-rows.ts';
import { LINE_ALLOCATIONS } from './set-rows.ts';

type Output = contract.OutputOf<typeof contract.getCase>;
type Head = Omit<Output, 'sets' | 'line_rows' | 'allocations' | 'pieces' | 'usages'>;

export const getCase = defineVerb(
  contract.getCase,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { case_id }) => caseOf(tx, case_id),
);

/** A case with all that belongs to it; 404 where it is not in sight. */
export async function caseOf(tx: Tx, case_id: number): Promise<Output> {
  const [[head], sets, line_rows, allocations, pieces, usages] = await Promise.all([
    headOf(tx, case_id),
    setsOf(tx, case_id),
    linesOf(tx, case_id),
    tx.rows<Output['allocations'][number]>(
      `${LINE_ALLOCATIONS} where ${OF_CASE} order by l.set_id nulls first, l.line_no, a.allocation_id`,
      [case_id],
    ),
    piecesOf(tx, case_id),
    usagesOf(tx, case_id),
  ]);
  if (head === undefined) notFound('case', case_id);
  return { ...head, sets, line_rows, allocations, pieces, usages };
}

/** Loose lines, and those of sets that are promised to the case and have not come back from it. */
const OF_CASE = `(l.case_id = $1 or l.set_id in (
  select r.set_id from fulfilment.set_reservation r where r.case_id = $1 and r.status = 'held'))`;

function headOf(tx: Tx, case_id: number): Promise<Head[]> {
  return tx.rows(
    `select ${CASE_COLUMNS}, w.name as warehouse_name, w.address as warehouse_address, o.name as supplier_name,
       p.address as partner_address, c.created_by_name, c.created_at, c.prepared_by_name, c.reviewed_by_name, c.reviewed_at,
       c.dispatched_by_name, c.dispatched_at, c.returned_by_name, c.returned_at, c.cancel_reason
     from ${CASE_TABLES} join masterdata.v_partner o on o.partner_id = w.legal_entity_id
     where c.case_id = $1`,
    [case_id],
  );
}

function setsOf(tx: Tx, case_id: number): Promise<Output['sets']> {
  return tx.rows(
    `select s.set_id, s.set_no, t.name as template_name, s.state
     from fulfilment.set_reservation r
     join fulfilment.surgical_set s on s.set_id = r.set_id
     join fulfilment.set_template t on t.template_id = s.template_id
     where r.case_id = $1 order by s.set_no`,
    [case_id],
  );
}

function linesOf(tx: Tx, case_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.surgical_line_id, s.set_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, i.udi_di,
       l.qty,
       coalesce(a.qty, 0)::bigint as qty_in, coalesce(a.picked, 0)::bigint as qty_picked
     from fulfilment.surgical_line l
     join masterdata.v_item i on i.item_id = l.item_id
     left join fulfilment.surgical_set s on s.set_id = l.set_id
     left join lateral (
       select sum(a.qty) as qty, sum(a.qty) filter (where a.status = 'picked') as picked from stock.v_allocation a
       where a.demand_kind = 'case_line' and a.demand_id = l.surgical_line_id and a.status in ('open', 'picked')) a on true
     where ${OF_CASE} order by s.set_no nulls first, l.line_no`,
    [case_id],
  );
}

function piecesOf(tx: Tx, case_id: number): Promise<Output['pieces']> {
  return tx.rows(
    `select e.item_id, i.item_code, i.name as item_name, i.model, i.unit, i.tracking, i.udi_di, i.registration_no,
       m.name as manufacturer_name, i.storage_condition, min(e.role) as role, e.lot_id, b.lot_no, b.production_date, b.expiry_date,
       array(select n from fulfilment.case_piece x, unnest(x.serial_nos) as n
         where x.case_id = $1 and x.lot_id = e.lot_id order by n) as serial_nos,
       sum(e.qty_sent)::bigint as qty_sent, sum(e.qty_used)::bigint as qty_used, sum(e.qty_returned)::bigint as qty_returned,
       sum(e.qty_written_off)::bigint as qty_written_off,
       sum(e.qty_sent - e.qty_used - e.qty_returned - e.qty_written_off)::bigint as qty_out
     from fulfilment.case_piece e
     join masterdata.v_item i on i.item_id = e.item_id
     join masterdata.v_partner m on m.partner_id = i.manufacturer_id
     join stock.v_lot b on b.item_id = e.item_id and b.lot_id = e.lot_id
     where e.case_id = $1
     group by e.item_id, i.item_code, i.name, i.model, i.unit, i.tracking, i.udi_di, i.registration_no, m.name,
       i.storage_condition, e.lot_id, b.lot_no, b.production_date, b.expiry_date
     order by i.item_code, b.lot_no`,
    [case_id],
  );
}

function usagesOf(tx: Tx, case_id: number): Promise<Output['usages']> {
  return tx.rows(
    `select u.usage_id, u.item_id, i.item_code, i.name as item_name, b.lot_no, u.serial_nos, u.qty, u.used_at,
       u.recorded_by_name, s.document_no as settlement_no, u.reverse_reason
     from fulfilment.usage u
     join masterdata.v_item i on i.item_id = u.item_id
     join stock.v_lot b on b.item_id = u.item_id and b.lot_id = u.lot_id
     left join fulfilment.settlement s on s.settlement_id = u.settlement_id
     where u.case_id = $1 order by u.usage_id`,
    [case_id],
  );
}
