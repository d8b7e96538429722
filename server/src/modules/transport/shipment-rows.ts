/** The columns that lists and single shipments show alike. */

/** Where a document or stop leads to, for people. */
export const DESTINATION = `coalesce(u.name || coalesce(' ' || e.name, ''), t.name)`;

export const SHIPMENT_COLUMNS = `s.shipment_id, s.document_no, s.from_warehouse_id, f.warehouse_code as from_warehouse_code,
    s.to_warehouse_id, coalesce(t.name, n.names) as destination, s.partner_id as carrier_id, c.name as carrier_name,
    s.vehicle_id, v.vehicle_code, s.driver_id, r.name as driver_name, s.status, s.temperature_class, s.temp_min_c,
    s.temp_max_c, s.weight_g, s.volume_ml, s.distance_km, s.planned_departure_at, s.planned_return_at, s.departed_at,
    s.completed_at, s.eta_at, s.delayed_minutes, s.delay_reason, s.quote_fen, n.stops, n.stops_done,
    (select count(*)::integer from transport.document d where d.shipment_id = s.shipment_id) as documents,
    (select sum(l.billed_fen)::bigint from transport.freight_line l join transport.freight_bill b using (bill_id)
      where l.shipment_id = s.shipment_id and b.status = 'approved') as actual_fen`;
export const SHIPMENT_TABLES = `transport.shipment s
  join masterdata.v_warehouse f on f.warehouse_id = s.from_warehouse_id
  left join masterdata.v_warehouse t on t.warehouse_id = s.to_warehouse_id
  left join masterdata.v_partner c on c.partner_id = s.partner_id
  left join transport.vehicle v on v.vehicle_id = s.vehicle_id
  left join transport.driver r on r.driver_id = s.driver_id
  cross join lateral (
    select count(*)::integer as stops, (count(*) filter (where p.left_at is not null))::integer as stops_done,
      coalesce(string_agg(u.name, ', ' order by p.stop_no), '') as names
    from transport.stop p left join masterdata.v_partner u on u.partner_id = p.customer_id
    where p.shipment_id = s.shipment_id) n`;
