/** What lists and pages show of refills. */
export const REFILL_COLUMNS = `r.refill_id, r.document_no, r.agreement_id, r.kind, r.status, r.warehouse_id, w.warehouse_code,
  r.partner_id, p.name as partner_name, d.name as department_name, r.created_by_name, r.created_at, r.delivered_at,
  coalesce(q.qty, 0)::bigint as qty, coalesce(q.allocated, 0)::bigint as qty_allocated,
  coalesce(q.shipped, 0)::bigint as qty_shipped, coalesce(q.to_take_back, 0)::bigint as qty_to_take_back`;
export const REFILL_TABLES = `fulfilment.refill r
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  join masterdata.v_partner p on p.partner_id = r.partner_id
  join masterdata.v_department d on d.department_id = r.department_id
  left join lateral (
    select sum(l.qty) as qty, sum(l.qty_shipped) as shipped, sum(a.qty) as allocated,
      sum(l.qty_shipped - l.qty_taken_back) filter (where l.swap_lot_id is not null and r.status = 'delivered') as to_take_back
    from fulfilment.refill_line l
    left join lateral (
      select sum(a.qty) as qty from stock.v_allocation a
      where a.demand_kind = 'cabinet_line' and a.demand_id = l.refill_line_id and a.status in ('open', 'picked')) a on true
    where l.refill_id = r.refill_id) q on true`;
