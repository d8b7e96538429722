-- Reference tables: who, what and where. Read by everybody on the staff, written by masterdata's verbs only.

create schema masterdata;

create table masterdata.partner (
  partner_id bigint generated always as identity,
  partner_code text not null,
  name text not null,
  kind text not null,
  uscc text,
  province text not null,
  address text not null,
  contact text,
  phone text,
  changed_at timestamptz not null default clock_timestamp(),
  constraint partner_pk primary key (partner_id),
  constraint partner_code_key unique (partner_code),
  constraint partner_kind_known check (kind in ('legal_entity', 'supplier', 'manufacturer', 'customer', 'carrier'))
);

create table masterdata.department (
  department_id bigint generated always as identity,
  partner_id bigint not null,
  department_code text not null,
  name text not null,
  priority_class smallint not null,
  min_remaining_days integer not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint department_pk primary key (department_id),
  constraint department_code_key unique (department_code),
  constraint department_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint department_priority_known check (priority_class between 1 and 4),
  constraint department_min_remaining check (min_remaining_days >= 0)
);

create table masterdata.warehouse (
  warehouse_id bigint generated always as identity,
  warehouse_code text not null,
  name text not null,
  legal_entity_id bigint not null,
  province text not null,
  city text not null,
  address text not null,
  longitude double precision not null,
  latitude double precision not null,
  timezone text not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint warehouse_pk primary key (warehouse_id),
  constraint warehouse_code_key unique (warehouse_code),
  constraint warehouse_legal_entity_fk foreign key (legal_entity_id) references masterdata.partner
);

create table masterdata.location (
  location_id bigint generated always as identity,
  warehouse_id bigint not null,
  location_code text not null,
  zone_code text not null,
  zone_kind text not null,
  storage_condition text not null,
  x integer not null,
  y integer not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint location_pk primary key (location_id),
  constraint location_code_key unique (warehouse_id, location_code),
  constraint location_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint location_zone_kind_known check (zone_kind in ('receiving', 'storage', 'dispatch', 'rejected', 'returns')),
  constraint location_condition_known check (storage_condition in ('ambient', 'cool', 'cold', 'frozen'))
);

create table masterdata.item (
  item_id bigint generated always as identity,
  item_code text not null,
  name text not null,
  name_en text,
  model text not null,
  device_class text not null,
  category text not null,
  unit text not null,
  carton_qty integer not null,
  udi_di text not null,
  registration_no text not null,
  manufacturer_id bigint not null,
  tracking text not null,
  implant boolean not null,
  sterile boolean not null,
  storage_condition text not null,
  temp_min_c double precision,
  temp_max_c double precision,
  shelf_life_days integer,
  unit_cost_fen bigint not null,
  unit_volume_ml bigint not null,
  unit_weight_g bigint not null,
  pinyin text not null default '',
  changed_at timestamptz not null default clock_timestamp(),
  constraint item_pk primary key (item_id),
  constraint item_code_key unique (item_code),
  constraint item_udi_di_key unique (udi_di),
  constraint item_manufacturer_fk foreign key (manufacturer_id) references masterdata.partner,
  constraint item_class_known check (device_class in ('I', 'II', 'III')),
  constraint item_tracking_known check (tracking in ('lot', 'serial')),
  constraint item_carton_positive check (carton_qty > 0),
  constraint item_temperature_order check (temp_min_c is null or temp_max_c is null or temp_min_c <= temp_max_c)
);

create table masterdata.lane (
  lane_id bigint generated always as identity,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint,
  to_partner_id bigint,
  mode text not null,
  carrier_id bigint not null,
  transit_hours integer not null,
  distance_km integer not null,
  fixed_cost_fen bigint not null,
  cost_fen_per_kg bigint not null,
  capacity_kg integer not null,
  temp_min_c double precision,
  temp_max_c double precision,
  changed_at timestamptz not null default clock_timestamp(),
  constraint lane_pk primary key (lane_id),
  constraint lane_key unique nulls not distinct (from_warehouse_id, to_warehouse_id, to_partner_id, mode, carrier_id),
  constraint lane_from_fk foreign key (from_warehouse_id) references masterdata.warehouse,
  constraint lane_to_warehouse_fk foreign key (to_warehouse_id) references masterdata.warehouse,
  constraint lane_to_partner_fk foreign key (to_partner_id) references masterdata.partner,
  constraint lane_carrier_fk foreign key (carrier_id) references masterdata.partner,
  constraint lane_one_target check ((to_warehouse_id is null) <> (to_partner_id is null)),
  constraint lane_not_to_itself check (from_warehouse_id <> to_warehouse_id),
  constraint lane_transit_positive check (transit_hours > 0)
);

-- What other modules may read.
create view masterdata.v_partner with (security_invoker = true) as select * from masterdata.partner;
create view masterdata.v_department with (security_invoker = true) as select * from masterdata.department;
create view masterdata.v_warehouse with (security_invoker = true) as select * from masterdata.warehouse;
create view masterdata.v_location with (security_invoker = true) as select * from masterdata.location;
create view masterdata.v_item with (security_invoker = true) as select * from masterdata.item;
create view masterdata.v_lane with (security_invoker = true) as select * from masterdata.lane;

grant usage on schema masterdata to tongcang_app;
grant select, insert, update on all tables in schema masterdata to tongcang_app;
