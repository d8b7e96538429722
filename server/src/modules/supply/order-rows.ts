/** The columns that lists and single documents of purchasing show alike. */

export const ORDER_COLUMNS = `o.purchase_order_id, o.document_no, o.partner_id, p.partner_code, p.name as partner_name,
    o.warehouse_id, w.warehouse_code, o.status, o.version, o.urgent, o.total_fen, s.lines, s.qty, s.qty_received, s.qty_open,
    s.next_on, coalesce(s.next_on < (now() at time zone w.timezone)::date
      and o.status in ('approved', 'confirmed', 'partly_received'), false) as overdue,
    o.requested_by, o.requested_by_name, o.created_at, o.confirmed_at`;
export const ORDER_TABLES = `supply.purchase_order o
  join masterdata.v_partner p on p.partner_id = o.partner_id
  join masterdata.v_warehouse w on w.warehouse_id = o.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, coalesce(sum(l.qty), 0)::bigint as qty,
      coalesce(sum(l.qty_received), 0)::bigint as qty_received,
      coalesce(sum(greatest(0, l.qty - l.qty_cancelled - l.qty_received)), 0)::bigint as qty_open,
      min(coalesce(l.confirmed_on, l.needed_on)) filter (where l.qty > l.qty_cancelled + l.qty_received) as next_on
    from supply.purchase_order_line l where l.purchase_order_id = o.purchase_order_id) s`;

export const ASN_COLUMNS = `n.asn_id, n.document_no, n.partner_id, p.name as partner_name, n.warehouse_id, w.warehouse_code,
    n.status, n.delivery_note_no, n.carrier_name, n.tracking_no, n.transport_mode, n.expected_at, s.lines, s.qty,
    s.qty_received, s.boxes, n.created_by_name, n.created_by_supplier, n.created_at`;
export const ASN_TABLES = `supply.asn n
  join masterdata.v_partner p on p.partner_id = n.partner_id
  join masterdata.v_warehouse w on w.warehouse_id = n.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, coalesce(sum(x.qty), 0)::bigint as qty,
      coalesce(sum(x.qty_received), 0)::bigint as qty_received, count(distinct x.sscc)::integer as boxes
    from supply.asn_line x where x.asn_id = n.asn_id) s`;
