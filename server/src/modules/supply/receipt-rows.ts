/** Columns and tables of the lists of receiving, so that a list and its page say the same. */

export const RECEIPT_COLUMNS = `r.receipt_id, r.document_no, r.warehouse_id, w.warehouse_code, r.supplier_id,
  s.name as supplier_name, r.purchase_order_id, p.document_no as purchase_order_no, r.asn_id, n.document_no as asn_no,
  r.delivery_note_no, r.status, r.arrived_at, r.received_by, r.received_by_name, l.lines, l.taken_in, l.refused, l.qualified,
  l.unqualified, l.put_away, l.cold, d.open as open_discrepancies`;

export const RECEIPT_TABLES = `supply.receipt r
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  join masterdata.v_partner s on s.partner_id = r.supplier_id
  left join supply.purchase_order p on p.purchase_order_id = r.purchase_order_id
  left join supply.asn n on n.asn_id = r.asn_id
  join lateral (
    select count(*)::integer as lines, sum(l.qty_received + l.qty_damaged)::bigint as taken_in,
      sum(l.qty_refused)::bigint as refused, sum(l.qty_qualified)::bigint as qualified,
      sum(l.qty_unqualified)::bigint as unqualified, sum(l.qty_put_away)::bigint as put_away,
      bool_or(i.storage_condition in ('cold', 'frozen')) as cold
    from supply.receipt_line l join masterdata.v_item i on i.item_id = l.item_id where l.receipt_id = r.receipt_id) l on true
  join lateral (
    select count(*)::integer as open from supply.receipt_discrepancy d
    where d.receipt_id = r.receipt_id and d.status = 'open') d on true`;

export const DISCREPANCY_ROWS = `select d.receipt_discrepancy_id, d.document_no, d.receipt_id, r.document_no as receipt_no,
    d.warehouse_id, w.warehouse_code, s.name as supplier_name, d.item_id, i.item_code, i.name as item_name, d.lot_no, d.kind,
    d.qty, d.note, d.status, d.resolution, d.responsible, d.reason, d.opened_at, d.resolved_at, d.resolved_by_name
  from supply.receipt_discrepancy d
  join supply.receipt r on r.receipt_id = d.receipt_id
  join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
  join masterdata.v_partner s on s.partner_id = r.supplier_id
  left join masterdata.v_item i on i.item_id = d.item_id`;

export const ACCEPTANCE_ROWS = `select l.acceptance_line_id, l.acceptance_id, a.document_no, l.receipt_id,
    r.document_no as receipt_no, l.receipt_line_id, l.warehouse_id, w.warehouse_code, l.item_id, l.lot_id, l.item_code,
    l.item_name, l.model, l.unit, l.registration_no, l.registrant_name, l.producer_name, l.producer_licence_no, l.lot_no,
    l.serial_nos[1:200] as serial_nos, l.production_date, l.expiry_date, l.purchase_date, l.arrival_date, l.supplier_name,
    l.supplier_address, l.supplier_contact, l.arrived_qty, l.sample_qty, l.qualified_qty, l.unqualified_qty,
    l.unqualified_reason, l.unqualified_action, l.result, l.transport_mode, l.transit_minutes, l.arrival_temp_c,
    l.temperature_record_no, a.accepted_by_name, a.accepted_at, l.retain_until,
    (select v.document_no from supply.acceptance_reversal v where v.acceptance_id = l.acceptance_id) as reversal_no
  from supply.acceptance_line l
  join supply.acceptance a on a.acceptance_id = l.acceptance_id
  join supply.receipt r on r.receipt_id = l.receipt_id
  join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id`;
