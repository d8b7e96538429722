/** What lists and pages show of sets; parameter $1 is the first day of the reservations that are told. */
export const SET_COLUMNS = `s.set_id, s.set_no, s.template_id, t.name as template_name, s.warehouse_id, w.warehouse_code, s.state,
  s.cycles, s.sterile_until, c.qty_wanted, coalesce(c.qty_in, 0)::bigint as qty_in, coalesce(c.qty_picked, 0)::bigint as qty_picked,
  c.earliest_expiry,
  coalesce((select jsonb_agg(jsonb_build_object('case_id', r.case_id, 'document_no', k.document_no, 'from', lower(r.days),
      'to', upper(r.days) - 1, 'status', r.status) order by r.days)
    from fulfilment.set_reservation r join fulfilment.surgical_case k on k.case_id = r.case_id
    where r.set_id = s.set_id and k.status <> 'cancelled'
      and case when $1::date is null then r.status = 'held' else upper(r.days) > $1::date end), '[]') as reservations`;
export const SET_TABLES = `fulfilment.surgical_set s
  join fulfilment.set_template t on t.template_id = s.template_id
  join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
  left join lateral (
    select sum(l.qty)::bigint as qty_wanted, sum(a.qty) as qty_in, sum(a.picked) as qty_picked,
      min(a.earliest_expiry) as earliest_expiry
    from fulfilment.surgical_line l
    left join lateral (
      select sum(a.qty) as qty, sum(a.qty) filter (where a.status = 'picked') as picked, min(b.expiry_date) as earliest_expiry
      from stock.v_allocation a join stock.v_lot b on b.item_id = a.item_id and b.lot_id = a.lot_id
      where a.demand_kind = 'case_line' and a.demand_id = l.surgical_line_id and a.status in ('open', 'picked')) a on true
    where l.set_id = s.set_id) c on true`;

/** Live allocations of surgical lines, with where they stand. */
export const LINE_ALLOCATIONS = `select l.surgical_line_id, a.allocation_id, a.item_id, a.lot_id, t.lot_no, t.expiry_date,
    a.account_id, p.location_code, a.qty, a.status
  from fulfilment.surgical_line l
  join stock.v_allocation a on a.demand_kind = 'case_line' and a.demand_id = l.surgical_line_id
    and a.status in ('open', 'picked')
  join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
  join stock.v_account c on c.account_id = a.account_id
  left join masterdata.v_location p on p.location_id = c.location_id`;
