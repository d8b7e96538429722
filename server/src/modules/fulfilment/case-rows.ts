/** What lists and pages show of cases. */
export const CASE_COLUMNS = `c.case_id, c.document_no, c.warehouse_id, w.warehouse_code, c.partner_id, p.name as partner_name,
  c.department_id, d.name as department_name, c.surgery_at, c.procedure_name, c.surgeon, c.patient_ref, c.status, c.due_back_at,
  c.status = 'out' and c.due_back_at < now() as late,
  array(select s.set_no from fulfilment.set_reservation r join fulfilment.surgical_set s on s.set_id = r.set_id
    where r.case_id = c.case_id order by s.set_no) as set_nos,
  coalesce(q.sent, 0)::bigint as qty_sent, coalesce(q.used, 0)::bigint as qty_used,
  coalesce(q.returned, 0)::bigint as qty_returned, coalesce(q.left_out, 0)::bigint as qty_out,
  (select count(*) from fulfilment.consign_difference x where x.case_id = c.case_id and x.status = 'open') as open_differences`;
export const CASE_TABLES = `fulfilment.surgical_case c
  join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
  join masterdata.v_partner p on p.partner_id = c.partner_id
  join masterdata.v_department d on d.department_id = c.department_id
  left join lateral (
    select sum(e.qty_sent) as sent, sum(e.qty_used) as used, sum(e.qty_returned) as returned,
      sum(e.qty_sent - e.qty_used - e.qty_returned - e.qty_written_off) as left_out
    from fulfilment.case_piece e where e.case_id = c.case_id) q on true`;
