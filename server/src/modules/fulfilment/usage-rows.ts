/** What lists and documents show of uses. */
export const USAGE_COLUMNS = `u.usage_id, u.source, d.name as department_name, u.case_id,
  coalesce(c.document_no, a.document_no) as document_no, u.item_id, i.item_code, i.name as item_name, i.model, i.unit,
  i.udi_di, i.registration_no, b.lot_no, b.expiry_date, u.serial_nos, u.qty, u.patient_ref, u.unit_price_fen, u.used_at`;
export const USAGE_TABLES = `fulfilment.usage u
  join masterdata.v_item i on i.item_id = u.item_id
  join stock.v_lot b on b.item_id = u.item_id and b.lot_id = u.lot_id
  left join masterdata.v_department d on d.department_id = u.department_id
  left join fulfilment.surgical_case c on c.case_id = u.case_id
  left join fulfilment.consign_agreement a on a.agreement_id = u.agreement_id`;

export const SETTLEMENT_COLUMNS = `s.settlement_id, s.document_no, s.direction, s.warehouse_id, w.warehouse_code, s.partner_id,
  p.name as partner_name, s.status, coalesce(q.lines, 0)::bigint as lines, coalesce(q.qty, 0)::bigint as qty, s.amount_fen,
  s.issued_by_name, s.issued_at, s.reverse_reason`;
export const SETTLEMENT_TABLES = `fulfilment.settlement s
  join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
  join masterdata.v_partner p on p.partner_id = s.partner_id
  left join lateral (
    select count(*) as lines, sum(l.qty) as qty from fulfilment.settlement_line l
    where l.settlement_id = s.settlement_id) q on true`;
