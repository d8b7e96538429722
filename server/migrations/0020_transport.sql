-- Transport: carriers' contracts, vehicles, drivers, what waits to travel, journeys, handover, freight. New tables only.

create schema transport;

create sequence transport.contract_no;
create sequence transport.shipment_no;
create sequence transport.handover_no;
create sequence transport.bill_no;

-- `partner_id` is always the carrier: whoever signs in for a carrier sees its own rows, the staff see all of these.
create table transport.contract (
  contract_id bigint generated always as identity,
  document_no text not null default 'CT' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transport.contract_no'), 'FM99999990000'),
  partner_id bigint not null,
  title text not null,
  valid_from date not null,
  valid_to date not null,
  -- Outsourced transport is assessed before it is used.
  assessed_on date not null,
  assessed_by text not null,
  tolerance_bp integer not null default 0,
  ended_on date,
  end_reason text,
  created_at timestamptz not null default clock_timestamp(),
  created_by bigint,
  constraint contract_pk primary key (contract_id),
  constraint contract_document_no_key unique (document_no),
  constraint contract_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint contract_validity check (valid_from <= valid_to),
  constraint contract_ended_with_reason check ((ended_on is null) = (end_reason is null)),
  constraint contract_tolerance check (tolerance_bp between 0 and 10000)
);

-- One line of a rate card. Null lane: everywhere. The freight is the sum of the parts, at least the minimum.
create table transport.rate (
  rate_id bigint generated always as identity,
  contract_id bigint not null,
  line_no integer not null,
  lane_id bigint,
  temperature_class text not null,
  fixed_fen bigint not null,
  per_kg_fen bigint not null,
  per_km_fen bigint not null,
  per_drop_fen bigint not null,
  minimum_fen bigint not null,
  -- Light goods count by their volume: so many kilograms for each cubic metre.
  kg_per_m3 integer not null,
  constraint rate_pk primary key (rate_id),
  constraint rate_line_key unique (contract_id, line_no),
  constraint rate_once unique nulls not distinct (contract_id, lane_id, temperature_class),
  constraint rate_contract_fk foreign key (contract_id) references transport.contract,
  constraint rate_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint rate_class_known check (temperature_class in ('ambient', 'cold', 'frozen')),
  constraint rate_not_negative check (least(fixed_fen, per_kg_fen, per_km_fen, per_drop_fen, minimum_fen, kg_per_m3) >= 0)
);

-- A vehicle, or a box that travels in one. Null partner: our own. It passes many warehouses, so every one sees it.
create table transport.vehicle (
  vehicle_id bigint generated always as identity,
  vehicle_code text not null,
  kind text not null,
  model text not null,
  partner_id bigint,
  depot_id bigint,
  capacity_kg integer not null,
  ambient_l integer not null default 0,
  cold_l integer not null default 0,
  frozen_l integer not null default 0,
  temp_min_c double precision,
  temp_max_c double precision,
  validated_on date,
  validation_due date,
  licence_valid_to date,
  fixed_cost_fen bigint not null default 0,
  cost_fen_per_km bigint not null default 0,
  status text not null default 'active',
  changed_at timestamptz not null default clock_timestamp(),
  constraint vehicle_pk primary key (vehicle_id),
  constraint vehicle_code_key unique (vehicle_code),
  constraint vehicle_kind_known check (kind in ('vehicle', 'box')),
  constraint vehicle_status_known check (status in ('active', 'retired')),
  constraint vehicle_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint vehicle_depot_fk foreign key (depot_id) references masterdata.warehouse,
  constraint vehicle_capacity check (capacity_kg > 0 and least(ambient_l, cold_l, frozen_l) >= 0),
  constraint vehicle_range check (temp_min_c is null or temp_max_c is null or temp_min_c <= temp_max_c),
  -- What keeps goods cold is validated, with the range that it was validated for.
  constraint vehicle_cold_validated check (cold_l + frozen_l = 0
    or (temp_min_c is not null and temp_max_c is not null and validated_on is not null and validation_due is not null)),
  constraint vehicle_validation_order check (validated_on <= validation_due)
);

create table transport.driver (
  driver_id bigint generated always as identity,
  driver_code text not null,
  name text not null,
  phone text,
  partner_id bigint,
  depot_id bigint,
  -- The account with which the driver signs in.
  user_id bigint,
  licence_valid_to date not null,
  trained_until date,
  status text not null default 'active',
  changed_at timestamptz not null default clock_timestamp(),
  constraint driver_pk primary key (driver_id),
  constraint driver_code_key unique (driver_code),
  constraint driver_user_key unique (user_id),
  constraint driver_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint driver_depot_fk foreign key (depot_id) references masterdata.warehouse,
  constraint driver_user_fk foreign key (user_id) references identity."user",
  constraint driver_status_known check (status in ('active', 'retired'))
);

-- Where a customer is visited and when; routes are planned by it.
create table transport.place (
  customer_id bigint not null,
  longitude double precision not null,
  latitude double precision not null,
  opens_minutes integer not null,
  closes_minutes integer not null,
  service_minutes integer not null,
  instructions text,
  changed_at timestamptz not null default clock_timestamp(),
  constraint place_pk primary key (customer_id),
  constraint place_customer_fk foreign key (customer_id) references masterdata.partner,
  constraint place_coordinates check (longitude between -180 and 180 and latitude between -90 and 90),
  constraint place_window check (opens_minutes >= 0 and opens_minutes < closes_minutes and closes_minutes <= 1440),
  constraint place_service check (service_minutes between 0 and 480)
);

-- One journey from one warehouse: to another one, or to customers stop by stop.
create table transport.shipment (
  shipment_id bigint generated always as identity,
  document_no text not null default 'TS' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transport.shipment_no'), 'FM99999990000'),
  from_warehouse_id bigint not null,
  to_warehouse_id bigint,
  partner_id bigint,
  lane_id bigint,
  vehicle_id bigint,
  driver_id bigint,
  box_ids bigint[] not null default '{}',
  status text not null default 'planned',
  temperature_class text not null,
  temp_min_c double precision,
  temp_max_c double precision,
  weight_g bigint not null,
  volume_ml bigint not null,
  distance_km integer not null,
  planned_departure_at timestamptz not null,
  planned_return_at timestamptz,
  departed_at timestamptz,
  completed_at timestamptz,
  -- When the last stop is expected to be reached, as known now.
  eta_at timestamptz,
  -- The moment of the report that it comes from: an older one that arrives late does not set it back.
  eta_told_at timestamptz,
  delayed_minutes integer not null default 0,
  delay_reason text,
  logger_no text,
  seal_no text,
  departure_temp_c double precision,
  rate_id bigint,
  quote_fen bigint,
  quote jsonb,
  created_by bigint,
  created_at timestamptz not null default clock_timestamp(),
  cancel_reason text,
  constraint shipment_pk primary key (shipment_id),
  constraint shipment_document_no_key unique (document_no),
  constraint shipment_from_fk foreign key (from_warehouse_id) references masterdata.warehouse,
  constraint shipment_to_fk foreign key (to_warehouse_id) references masterdata.warehouse,
  constraint shipment_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint shipment_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint shipment_vehicle_fk foreign key (vehicle_id) references transport.vehicle,
  constraint shipment_driver_fk foreign key (driver_id) references transport.driver,
  constraint shipment_rate_fk foreign key (rate_id) references transport.rate,
  constraint shipment_status_known check (status in ('planned', 'ready', 'on_the_road', 'completed', 'cancelled')),
  constraint shipment_class_known check (temperature_class in ('ambient', 'cold', 'frozen')),
  constraint shipment_departed check ((status in ('on_the_road', 'completed')) = (departed_at is not null)),
  constraint shipment_completed check ((status = 'completed') = (completed_at is not null)),
  constraint shipment_cancelled_with_reason check ((status = 'cancelled') = (cancel_reason is not null)),
  constraint shipment_sizes check (weight_g >= 0 and volume_ml >= 0 and distance_km >= 0 and delayed_minutes >= 0),
  constraint shipment_quote_positive check (quote_fen >= 0)
) with (fillfactor = 85);
create index shipment_by_from on transport.shipment (from_warehouse_id, shipment_id);
create index shipment_by_to on transport.shipment (to_warehouse_id, shipment_id) where to_warehouse_id is not null;
create index shipment_by_carrier on transport.shipment (partner_id, shipment_id) where partner_id is not null;
create index shipment_open_of_driver on transport.shipment (driver_id) where status in ('planned', 'ready', 'on_the_road');

-- A stop and the leg that leads to it. Without a customer it is the warehouse that the journey goes to.
create table transport.stop (
  stop_id bigint generated always as identity,
  shipment_id bigint not null,
  stop_no integer not null,
  customer_id bigint,
  department_id bigint,
  status text not null default 'planned',
  leg_km integer not null,
  leg_minutes integer not null,
  needed_at timestamptz,
  planned_arrival_at timestamptz not null,
  eta_at timestamptz not null,
  arrived_at timestamptz,
  left_at timestamptz,
  constraint stop_pk primary key (stop_id),
  constraint stop_no_key unique (shipment_id, stop_no),
  constraint stop_shipment_key unique (stop_id, shipment_id),
  constraint stop_shipment_fk foreign key (shipment_id) references transport.shipment,
  constraint stop_customer_fk foreign key (customer_id) references masterdata.partner,
  constraint stop_department_fk foreign key (department_id) references masterdata.department,
  constraint stop_status_known check (status in ('planned', 'arrived', 'delivered', 'partly_refused', 'refused')),
  constraint stop_arrived check ((status = 'planned') = (arrived_at is null)),
  constraint stop_left check ((status in ('planned', 'arrived')) = (left_at is null)),
  constraint stop_leg_not_negative check (leg_km >= 0 and leg_minutes >= 0)
) with (fillfactor = 85);

-- What other modules want moved. The name of the document there is its key here.
create table transport.document (
  transport_document_id bigint generated always as identity,
  document_key text not null,
  document_no text not null,
  kind text not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint,
  partner_id bigint,
  customer_id bigint,
  department_id bigint,
  lane_id bigint,
  needed_at timestamptz,
  storage_condition text not null,
  temperature_class text not null,
  temp_min_c double precision,
  temp_max_c double precision,
  packages integer not null,
  weight_g bigint not null,
  volume_ml bigint not null,
  value_fen bigint not null,
  status text not null default 'waiting',
  shipment_id bigint,
  stop_id bigint,
  booked_at timestamptz not null default clock_timestamp(),
  constraint document_pk primary key (transport_document_id),
  constraint document_from_fk foreign key (from_warehouse_id) references masterdata.warehouse,
  constraint document_to_fk foreign key (to_warehouse_id) references masterdata.warehouse,
  constraint document_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint document_customer_fk foreign key (customer_id) references masterdata.partner,
  constraint document_department_fk foreign key (department_id) references masterdata.department,
  constraint document_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint document_stop_fk foreign key (stop_id, shipment_id) references transport.stop (stop_id, shipment_id),
  constraint document_kind_known check (kind in ('transfer', 'delivery', 'supplier_return', 'customer_return', 'repair',
    'other')),
  constraint document_one_target check ((to_warehouse_id is null) <> (customer_id is null)),
  constraint document_condition_known check (storage_condition in ('ambient', 'cool', 'cold', 'frozen')),
  constraint document_class_known check (temperature_class in ('ambient', 'cold', 'frozen')),
  constraint document_status_known check (status in ('waiting', 'planned', 'on_the_road', 'delivered', 'partly_refused',
    'refused', 'withdrawn')),
  constraint document_planned check ((status in ('waiting', 'withdrawn')) = (shipment_id is null)),
  constraint document_sizes check (packages > 0 and weight_g >= 0 and volume_ml >= 0 and value_fen >= 0)
) with (fillfactor = 85);
create unique index document_key_once on transport.document (document_key) where status <> 'withdrawn';
create index document_waiting on transport.document (from_warehouse_id, transport_document_id) where status = 'waiting';
create index document_by_shipment on transport.document (shipment_id) where shipment_id is not null;
create index document_by_from on transport.document (from_warehouse_id, transport_document_id);
create index document_by_to on transport.document (to_warehouse_id, transport_document_id) where to_warehouse_id is not null;

create table transport.document_line (
  transport_document_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  qty_refused bigint not null default 0,
  refusal_reason text,
  weight_g bigint not null,
  volume_ml bigint not null,
  value_fen bigint not null,
  constraint document_line_pk primary key (transport_document_id, line_no),
  constraint document_line_lot_key unique (transport_document_id, item_id, lot_id),
  constraint document_line_document_fk foreign key (transport_document_id) references transport.document,
  constraint document_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint document_line_qty check (qty > 0 and qty_refused between 0 and qty),
  constraint document_line_refused_with_reason check ((qty_refused > 0) = (refusal_reason is not null))
);

create table transport.package (
  transport_document_id bigint not null,
  package_no integer not null,
  sscc text,
  constraint package_pk primary key (transport_document_id, package_no),
  constraint package_document_fk foreign key (transport_document_id) references transport.document
);
create index package_by_sscc on transport.package (sscc) where sscc is not null;

-- What happened on the way, as it was told; rows are only appended. The key of the teller keeps a report that is sent
-- again after a gap in the network from counting twice.
create table transport.event (
  event_id bigint generated always as identity,
  shipment_id bigint not null,
  stop_id bigint,
  kind text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  recorded_by bigint,
  event_key text not null,
  place text,
  longitude double precision,
  latitude double precision,
  temp_c double precision,
  eta_at timestamptz,
  note text,
  constraint event_pk primary key (event_id),
  constraint event_told_once unique (shipment_id, event_key),
  constraint event_shipment_fk foreign key (shipment_id) references transport.shipment,
  constraint event_stop_fk foreign key (stop_id, shipment_id) references transport.stop (stop_id, shipment_id),
  constraint event_kind_known check (kind in ('checked', 'departed', 'position', 'delay', 'exception', 'temperature',
    'arrived', 'delivered', 'refused', 'completed')),
  constraint event_not_in_future check (occurred_at <= recorded_at + interval '5 minutes')
);

-- The handover at a stop, and with cold goods the cold-chain handover form: temperatures, times and both names.
create table transport.handover (
  handover_id bigint generated always as identity,
  document_no text not null default 'HD' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transport.handover_no'), 'FM99999990000'),
  shipment_id bigint not null,
  stop_id bigint not null,
  result text not null,
  cold boolean not null,
  departure_temp_c double precision,
  arrival_temp_c double precision,
  logger_no text,
  departed_at timestamptz not null,
  arrived_at timestamptz not null,
  handed_over_at timestamptz not null,
  minutes integer not null,
  limit_minutes integer not null,
  handed_over_by_name text not null,
  received_by_name text not null,
  reason text,
  created_at timestamptz not null default clock_timestamp(),
  created_by bigint,
  constraint handover_pk primary key (handover_id),
  constraint handover_document_no_key unique (document_no),
  constraint handover_stop_key unique (stop_id),
  constraint handover_stop_fk foreign key (stop_id, shipment_id) references transport.stop (stop_id, shipment_id),
  constraint handover_result_known check (result in ('delivered', 'partly_refused', 'refused')),
  constraint handover_cold_measured check (not cold
    or (departure_temp_c is not null and arrival_temp_c is not null and logger_no is not null)),
  constraint handover_refused_with_reason check (result = 'delivered' or reason is not null),
  constraint handover_two_persons check (handed_over_by_name <> received_by_name),
  constraint handover_times check (departed_at <= arrived_at and arrived_at <= handed_over_at)
);

create table transport.attachment (
  attachment_id bigint generated always as identity,
  shipment_id bigint not null,
  stop_id bigint,
  kind text not null,
  file_name text not null,
  media_type text not null,
  bytes bytea not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  recorded_by bigint,
  constraint attachment_pk primary key (attachment_id),
  constraint attachment_shipment_fk foreign key (shipment_id) references transport.shipment,
  constraint attachment_stop_fk foreign key (stop_id, shipment_id) references transport.stop (stop_id, shipment_id),
  constraint attachment_kind_known check (kind in ('photo', 'signature', 'temperature_file', 'paper')),
  constraint attachment_type_known check (media_type in ('image/jpeg', 'image/png', 'application/pdf', 'text/csv')),
  constraint attachment_size check (octet_length(bytes) between 1 and 5242880)
);
create index attachment_by_shipment on transport.attachment (shipment_id);

-- What a carrier asks for, compared with what was quoted; it is approved by another person and then allocated to the
-- lines that travelled. An approved bill is never changed: a bill with the opposite sign takes it back.
create table transport.freight_bill (
  bill_id bigint generated always as identity,
  document_no text not null default 'FB' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transport.bill_no'), 'FM99999990000'),
  partner_id bigint not null,
  carrier_bill_no text not null,
  billed_on date not null,
  basis text not null,
  status text not null default 'entered',
  reverses_id bigint,
  note text,
  entered_by bigint,
  entered_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_at timestamptz,
  decision_note text,
  constraint freight_bill_pk primary key (bill_id),
  constraint freight_bill_document_no_key unique (document_no),
  constraint freight_bill_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint freight_bill_reverses_fk foreign key (reverses_id) references transport.freight_bill,
  constraint freight_bill_basis_known check (basis in ('weight', 'volume', 'value')),
  constraint freight_bill_status_known check (status in ('entered', 'approved', 'declined')),
  constraint freight_bill_decided check ((status = 'entered') = (decided_at is null)),
  constraint freight_bill_two_persons check (entered_by is null or decided_by is null or entered_by <> decided_by)
);
create unique index freight_bill_reversed_once on transport.freight_bill (reverses_id) where status <> 'declined';
create unique index freight_bill_carrier_no_key on transport.freight_bill (partner_id, carrier_bill_no)
  where status <> 'declined' and reverses_id is null;

create table transport.freight_line (
  bill_id bigint not null,
  line_no integer not null,
  partner_id bigint not null,
  shipment_id bigint not null,
  from_warehouse_id bigint not null,
  quote_fen bigint not null,
  billed_fen bigint not null,
  difference_reason text,
  constraint freight_line_pk primary key (bill_id, line_no),
  constraint freight_line_shipment_key unique (bill_id, shipment_id),
  constraint freight_line_bill_fk foreign key (bill_id) references transport.freight_bill,
  constraint freight_line_shipment_fk foreign key (shipment_id) references transport.shipment,
  constraint freight_line_billed check (billed_fen <> 0)
);
create index freight_line_by_shipment on transport.freight_line (shipment_id);

create table transport.freight_share (
  bill_id bigint not null,
  bill_line_no integer not null,
  transport_document_id bigint not null,
  line_no integer not null,
  amount_fen bigint not null,
  constraint freight_share_pk primary key (bill_id, bill_line_no, transport_document_id, line_no),
  constraint freight_share_bill_fk foreign key (bill_id, bill_line_no) references transport.freight_line (bill_id, line_no),
  constraint freight_share_line_fk foreign key (transport_document_id, line_no) references transport.document_line
);

do $$
declare t text;
begin
  -- Whoever is of the staff sees who carries for us and on what terms; a carrier sees itself.
  foreach t in array array['contract', 'vehicle', 'driver', 'freight_bill'] loop
    execute format('alter table transport.%I enable row level security', t);
    execute format('alter table transport.%I force row level security', t);
    execute format($p$create policy staff_or_carrier on transport.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null)) $p$, t);
  end loop;
  -- What travels is seen from both of its ends and by the carrier that has it.
  foreach t in array array['shipment', 'document'] loop
    execute format('alter table transport.%I enable row level security', t);
    execute format('alter table transport.%I force row level security', t);
    execute format($p$create policy either_end_or_carrier on transport.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null and (
        from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
        or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
  alter table transport.freight_line enable row level security;
  alter table transport.freight_line force row level security;
  create policy sender_or_carrier on transport.freight_line using (
    (select platform.scope_all())
    or partner_id = (select platform.scope_partner())
    or ((select platform.scope_partner()) is null
        and from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])));
end $$;

create view transport.v_shipment with (security_invoker = true) as select * from transport.shipment;
create view transport.v_stop with (security_invoker = true) as select * from transport.stop;
create view transport.v_document with (security_invoker = true) as select * from transport.document;
create view transport.v_document_line with (security_invoker = true) as select * from transport.document_line;
create view transport.v_handover with (security_invoker = true) as select * from transport.handover;
create view transport.v_freight_share with (security_invoker = true) as
  select f.*, b.partner_id, b.decided_at from transport.freight_share f join transport.freight_bill b using (bill_id);

grant usage on schema transport to tongcang_app;
grant usage on all sequences in schema transport to tongcang_app;
grant select, insert on all tables in schema transport to tongcang_app;
grant update on transport.contract, transport.vehicle, transport.driver, transport.place, transport.shipment,
  transport.stop, transport.document, transport.document_line, transport.freight_bill to tongcang_app;
