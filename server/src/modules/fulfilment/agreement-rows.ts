/** What lists and pages show of agreements. Hospitals see no balances: what stands there is nothing to them here. */
export const AGREEMENT_COLUMNS = `a.agreement_id, a.document_no, a.warehouse_id, w.warehouse_code, a.partner_id,
  p.name as partner_name, a.department_id, d.name as department_name, a.valid_from, a.valid_to, a.counted_by, a.count_every_days,
  a.swap_days, a.status, (select count(*) from fulfilment.consign_line l where l.agreement_id = a.agreement_id) as items,
  (select coalesce(sum(l.par_qty), 0)::bigint from fulfilment.consign_line l where l.agreement_id = a.agreement_id) as qty_par,
  coalesce(b.qty, 0)::bigint as qty_on_hand, coalesce(b.expiring, 0)::bigint as qty_expiring, n.counted_at as last_count,
  (coalesce(n.counted_at, a.created_at) at time zone w.timezone)::date + a.count_every_days as count_due`;
export const AGREEMENT_TABLES = `fulfilment.consign_agreement a
  join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
  join masterdata.v_partner p on p.partner_id = a.partner_id
  join masterdata.v_department d on d.department_id = a.department_id
  left join lateral (
    select max(c.counted_at) as counted_at from fulfilment.cabinet_count c where c.agreement_id = a.agreement_id) n on true
  left join stock.v_account t on t.kind = 'consigned' and t.department_id = a.department_id and t.document_key is null
  left join lateral (
    select sum(b.qty) as qty, sum(b.qty) filter (where l.expiry_date < (now() at time zone w.timezone)::date + a.swap_days) as expiring
    from stock.v_balance b join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
    where b.account_id = t.account_id and b.qty > 0) b on true`;
