/** Columns and tables of returns, so that the list and the page say the same. */
export const RETURN_COLUMNS = `r.supplier_return_id, r.document_no, r.warehouse_id, w.warehouse_code, r.supplier_id,
  s.name as supplier_name, r.status, r.reason_kind, r.reason, l.lines, l.qty, l.qty_shipped, l.qty_confirmed, r.requested_by,
  r.requested_by_name, r.requested_at, r.credit_note_no`;

export const RETURN_TABLES = `supply.supplier_return r
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  join masterdata.v_partner s on s.partner_id = r.supplier_id
  join lateral (
    select count(*)::integer as lines, sum(l.qty)::bigint as qty, sum(l.qty_shipped)::bigint as qty_shipped,
      sum(l.qty_confirmed)::bigint as qty_confirmed
    from supply.supplier_return_line l where l.supplier_return_id = r.supplier_return_id) l on true`;
