-- Cold chain: what is watched and by which device, series of readings, gaps, excursions, alarms. New tables; stock.hold gets
-- a column without a default, which takes a lock for a moment only.

create schema coldchain;
create sequence coldchain.excursion_no;

-- A hold on goods at one place; it belongs to an excursion, which alone ends it.
alter table stock.hold
  add column account_id bigint,
  add constraint hold_account_fk foreign key (account_id) references stock.account;
create or replace view stock.v_hold with (security_invoker = true) as select * from stock.hold;

-- What the interval rules say from a day on. A new value is a new row; the row before it ends the day before.
create table coldchain.rule (
  name text not null,
  effective_from date not null,
  effective_to date,
  value integer not null,
  legal_basis text not null,
  changed_by bigint,
  changed_at timestamptz not null default clock_timestamp(),
  constraint rule_pk primary key (name, effective_from),
  constraint rule_name_known check (name in ('storage_gap_minutes', 'transport_gap_minutes', 'out_of_range_gap_minutes',
    'sensors_min', 'recipients_min', 'calibration_months', 'escalate_minutes', 'first_reading_by', 'second_reading_by',
    'unwatched_vehicle_blocks')),
  constraint rule_period check (effective_to is null or effective_to >= effective_from),
  constraint rule_value_not_negative check (value >= 0)
);
insert into coldchain.rule (name, effective_from, value, legal_basis) values
  ('storage_gap_minutes', '2016-01-01', 30, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('transport_gap_minutes', '2016-01-01', 5, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('out_of_range_gap_minutes', '2016-01-01', 2, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('sensors_min', '2016-01-01', 2, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('recipients_min', '2016-01-01', 2, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('calibration_months', '2016-01-01', 12, '《医疗器械冷链(运输、贮存)管理指南》(2016 年第 154 号)'),
  ('escalate_minutes', '2016-01-01', 15, '企业规定'),
  ('first_reading_by', '2016-01-01', 660, '企业规定'),
  ('second_reading_by', '2016-01-01', 1020, '企业规定'),
  ('unwatched_vehicle_blocks', '2016-01-01', 0, '企业规定');

-- What is watched: a cold room, zones, a bin, a vehicle or a box. Vehicles and boxes are kept in transport, which tells of
-- them; they pass many warehouses and have none here.
create table coldchain.area (
  area_id bigint generated always as identity,
  area_code text not null,
  name text not null,
  kind text not null,
  warehouse_id bigint,
  zone_codes text[] not null default '{}',
  location_id bigint,
  vehicle_id bigint,
  -- The carrier whose vehicle it is.
  partner_id bigint,
  temp_min_c double precision not null,
  temp_max_c double precision not null,
  humidity_min integer,
  humidity_max integer,
  manual_per_day integer not null default 0,
  validated_on date,
  validation_due date,
  status text not null default 'active',
  changed_at timestamptz not null default clock_timestamp(),
  constraint area_pk primary key (area_id),
  constraint area_code_key unique (area_code),
  constraint area_vehicle_key unique (vehicle_id),
  constraint area_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint area_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint area_location_fk foreign key (location_id) references masterdata.location,
  constraint area_kind_known check (kind in ('room', 'zone', 'bin', 'vehicle', 'box')),
  constraint area_status_known check (status in ('active', 'retired')),
  constraint area_shape check (case kind
    when 'vehicle' then vehicle_id is not null and warehouse_id is null
    when 'box' then vehicle_id is not null and warehouse_id is null
    when 'bin' then location_id is not null and warehouse_id is not null
    else warehouse_id is not null and cardinality(zone_codes) > 0 end),
  constraint area_range check (temp_min_c <= temp_max_c),
  constraint area_humidity check (humidity_min between 0 and 100 and humidity_max between 0 and 100
    and humidity_min <= humidity_max),
  constraint area_manual check (manual_per_day in (0, 2)),
  constraint area_validation_order check (validated_on <= validation_due)
) with (fillfactor = 85);
create index area_by_warehouse on coldchain.area (warehouse_id) where warehouse_id is not null;

-- Who is told of an alarm: level 1 at once, level 2 when nobody has acknowledged it.
create table coldchain.contact (
  area_id bigint not null,
  user_id bigint not null,
  level integer not null,
  constraint contact_pk primary key (area_id, user_id),
  constraint contact_area_fk foreign key (area_id) references coldchain.area,
  constraint contact_user_fk foreign key (user_id) references identity."user",
  constraint contact_level_known check (level in (1, 2))
);

-- Sensors and loggers. The number on the device is its identity: installed anew it stays the same device.
create table coldchain.device (
  device_id bigint generated always as identity,
  device_no text not null,
  kind text not null,
  maker text not null default '',
  model text not null default '',
  warehouse_id bigint,
  -- The carrier in whose vehicle it is.
  partner_id bigint,
  interval_seconds integer not null default 60,
  key_hash bytea,
  key_made_at timestamptz,
  calibrated_on date,
  calibration_due date,
  status text not null default 'active',
  last_at timestamptz,
  last_centi smallint,
  last_humidity smallint,
  created_at timestamptz not null default clock_timestamp(),
  constraint device_pk primary key (device_id),
  constraint device_no_key unique (device_no),
  constraint device_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint device_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint device_kind_known check (kind in ('sensor', 'logger', 'manual')),
  constraint device_status_known check (status in ('active', 'retired')),
  constraint device_interval_positive check (interval_seconds between 1 and 86400),
  constraint device_key_whole check ((key_hash is null) = (key_made_at is null)),
  constraint device_calibration_order check (calibrated_on <= calibration_due)
) with (fillfactor = 70);

-- Which device watches what, from when to when. One device watches one area at a time.
create table coldchain.watch (
  watch_id bigint generated always as identity,
  device_id bigint not null,
  area_id bigint not null,
  position text not null default '',
  from_at timestamptz not null,
  to_at timestamptz,
  constraint watch_pk primary key (watch_id),
  constraint watch_device_fk foreign key (device_id) references coldchain.device,
  constraint watch_area_fk foreign key (area_id) references coldchain.area,
  constraint watch_order check (to_at >= from_at)
);
create unique index watch_device_once on coldchain.watch (device_id) where to_at is null;
create index watch_by_area on coldchain.watch (area_id, from_at);
create index watch_by_device on coldchain.watch (device_id, from_at);

-- Validation of rooms, calibration of devices; rows are only appended, the newest passed one counts.
create table coldchain.qualification (
  qualification_id bigint generated always as identity,
  kind text not null,
  area_id bigint,
  device_id bigint,
  warehouse_id bigint,
  performed_on date not null,
  due_on date not null,
  passed boolean not null,
  certificate_no text not null,
  performed_by text not null,
  note text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint qualification_pk primary key (qualification_id),
  constraint qualification_area_fk foreign key (area_id) references coldchain.area,
  constraint qualification_device_fk foreign key (device_id) references coldchain.device,
  constraint qualification_kind_known check (kind in ('validation', 'calibration')),
  constraint qualification_subject check (case kind when 'validation' then area_id is not null and device_id is null
    else device_id is not null and area_id is null end),
  constraint qualification_order check (performed_on <= due_on)
);
create index qualification_by_area on coldchain.qualification (area_id) where area_id is not null;
create index qualification_by_device on coldchain.qualification (device_id) where device_id is not null;

-- The series: one row for each hour of a device, times as seconds of the hour, values in hundredths of a degree, in the
-- order of time. About six bytes a reading; a journey of a day is a few dozen rows found by their key.
create table coldchain.chunk (
  device_id bigint not null,
  hour timestamptz not null,
  n smallint not null,
  seconds smallint[] not null,
  centis smallint[] not null,
  humidities smallint[],
  min_centi smallint not null,
  max_centi smallint not null,
  constraint chunk_pk primary key (device_id, hour),
  constraint chunk_device_fk foreign key (device_id) references coldchain.device,
  constraint chunk_whole check (n > 0 and cardinality(seconds) = n and cardinality(centis) = n
    and (humidities is null or cardinality(humidities) = n))
) with (fillfactor = 80);

-- Another value for a moment that was known: the first one stays, the other is kept to be looked at.
create table coldchain.discrepancy (
  device_id bigint not null,
  at timestamptz not null,
  kept_centi smallint not null,
  told_centi smallint not null,
  source text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint discrepancy_pk primary key (device_id, at, told_centi),
  constraint discrepancy_device_fk foreign key (device_id) references coldchain.device
);

-- Read by a person, twice a day. The value stands in the series of the area's own device as well.
create table coldchain.manual_reading (
  manual_reading_id bigint generated always as identity,
  area_id bigint not null,
  warehouse_id bigint,
  day date not null,
  slot integer not null,
  at timestamptz not null,
  temp_c double precision not null,
  humidity integer,
  in_range boolean not null,
  action text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint manual_reading_pk primary key (manual_reading_id),
  constraint manual_reading_area_fk foreign key (area_id) references coldchain.area,
  constraint manual_reading_slot_known check (slot in (1, 2)),
  constraint manual_reading_action check (in_range or action is not null)
);
create index manual_reading_by_area on coldchain.manual_reading (area_id, day);

-- Areas with readings that nobody has judged yet, from the earliest of them on.
create table coldchain.unjudged (
  area_id bigint not null,
  from_at timestamptz not null,
  marked_at timestamptz not null default clock_timestamp(),
  constraint unjudged_pk primary key (area_id),
  constraint unjudged_area_fk foreign key (area_id) references coldchain.area
);

-- Which documents ride in which vehicle or box, as transport tells it at departure and handover.
create table coldchain.load (
  load_id bigint generated always as identity,
  area_id bigint not null,
  document_key text not null,
  document_no text not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint,
  partner_id bigint,
  from_at timestamptz not null,
  to_at timestamptz,
  constraint load_pk primary key (load_id),
  constraint load_area_fk foreign key (area_id) references coldchain.area,
  constraint load_once unique (area_id, document_key, from_at),
  constraint load_order check (to_at >= from_at)
);
create index load_by_area on coldchain.load (area_id, from_at);
create index load_by_document on coldchain.load (document_key);

-- No reading for longer than the rule allows. A gap that late readings have filled stays, with when they came.
create table coldchain.gap (
  gap_id bigint generated always as identity,
  area_id bigint not null,
  device_id bigint not null,
  warehouse_id bigint,
  from_at timestamptz not null,
  to_at timestamptz,
  limit_minutes integer not null,
  out_of_range boolean not null,
  found_at timestamptz not null default clock_timestamp(),
  filled_at timestamptz,
  constraint gap_pk primary key (gap_id),
  constraint gap_once unique (area_id, device_id, from_at),
  constraint gap_area_fk foreign key (area_id) references coldchain.area,
  constraint gap_device_fk foreign key (device_id) references coldchain.device,
  constraint gap_order check (to_at > from_at)
);
create index gap_open on coldchain.gap (area_id) where to_at is null and filled_at is null;

-- Goods were outside their own range. Open until it is back in range, or quality closes it because the sensor is lost.
create table coldchain.excursion (
  excursion_id bigint generated always as identity,
  document_no text not null default 'TE' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('coldchain.excursion_no'), 'FM99999990000'),
  area_id bigint not null,
  from_warehouse_id bigint,
  to_warehouse_id bigint,
  status text not null default 'open',
  started_at timestamptz not null,
  ended_at timestamptz,
  end_kind text,
  end_reason text,
  ended_by bigint,
  lowest_c double precision not null,
  highest_c double precision not null,
  deviation_id bigint,
  deviation_no text,
  found_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  constraint excursion_pk primary key (excursion_id),
  constraint excursion_document_no_key unique (document_no),
  constraint excursion_area_fk foreign key (area_id) references coldchain.area,
  constraint excursion_status_known check (status in ('open', 'ended', 'decided')),
  constraint excursion_ended check ((status = 'open') = (ended_at is null)),
  constraint excursion_end_kind check ((ended_at is null) = (end_kind is null)
    and (end_kind is null or end_kind in ('in_range', 'sensor_lost'))),
  constraint excursion_lost_with_reason check (end_kind is distinct from 'sensor_lost' or end_reason is not null),
  constraint excursion_decided check ((status = 'decided') = (decided_at is not null)),
  constraint excursion_order check (ended_at >= started_at)
) with (fillfactor = 85);
create index excursion_by_area on coldchain.excursion (area_id, started_at);

-- What each lot has lived through; it grows while the excursion lasts.
create table coldchain.excursion_lot (
  excursion_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  temp_min_c double precision,
  temp_max_c double precision,
  from_at timestamptz not null,
  to_at timestamptz not null,
  minutes_out integer not null,
  lowest_c double precision not null,
  highest_c double precision not null,
  mkt_c double precision not null,
  qty_there bigint not null,
  qty_gone bigint not null default 0,
  constraint excursion_lot_pk primary key (excursion_id, item_id, lot_id),
  constraint excursion_lot_excursion_fk foreign key (excursion_id) references coldchain.excursion,
  constraint excursion_lot_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint excursion_lot_qty check (qty_there > 0 and qty_gone >= 0 and minutes_out >= 0)
);

-- Held by it, place by place: rows are only appended.
create table coldchain.excursion_hold (
  excursion_hold_id bigint generated always as identity,
  excursion_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  qty bigint not null,
  movement_id bigint not null,
  held_at timestamptz not null default clock_timestamp(),
  constraint excursion_hold_pk primary key (excursion_hold_id),
  constraint excursion_hold_lot_fk foreign key (excursion_id, item_id, lot_id)
    references coldchain.excursion_lot (excursion_id, item_id, lot_id),
  constraint excursion_hold_account_fk foreign key (account_id) references stock.account,
  constraint excursion_hold_movement_fk foreign key (movement_id) references stock.movement,
  constraint excursion_hold_qty check (qty > 0)
);
create index excursion_hold_by_excursion on coldchain.excursion_hold (excursion_id);

-- What quality has decided on each lot, with the signature.
create table coldchain.decision (
  decision_id bigint generated always as identity,
  excursion_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  outcome text not null,
  qty bigint not null,
  reason text not null,
  movement_id bigint,
  signature_id bigint not null,
  decided_by bigint,
  decided_by_name text not null,
  decided_at timestamptz not null default clock_timestamp(),
  constraint decision_pk primary key (decision_id),
  constraint decision_once unique (excursion_id, item_id, lot_id),
  constraint decision_lot_fk foreign key (excursion_id, item_id, lot_id)
    references coldchain.excursion_lot (excursion_id, item_id, lot_id),
  constraint decision_signature_fk foreign key (signature_id) references identity.signature,
  constraint decision_outcome_known check (outcome in ('release', 'reject')),
  constraint decision_qty check (qty >= 0)
);

-- Minutes that an item may spend outside of the cold in its whole life, as its maker says.
create table coldchain.item_budget (
  item_id bigint not null,
  minutes integer not null,
  up_to_c double precision,
  changed_by bigint,
  changed_at timestamptz not null default clock_timestamp(),
  constraint item_budget_pk primary key (item_id),
  constraint item_budget_item_fk foreign key (item_id) references masterdata.item,
  constraint item_budget_minutes check (minutes >= 0)
);

-- What of that a lot has used, over excursions and handling. It belongs to the lot wherever that is.
create table coldchain.exposure (
  exposure_id bigint generated always as identity,
  item_id bigint not null,
  lot_id bigint not null,
  kind text not null,
  excursion_id bigint,
  minutes integer not null,
  highest_c double precision,
  at timestamptz not null,
  note text,
  recorded_by bigint,
  recorded_by_name text,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint exposure_pk primary key (exposure_id),
  constraint exposure_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint exposure_excursion_once unique (excursion_id, item_id, lot_id),
  constraint exposure_excursion_fk foreign key (excursion_id) references coldchain.excursion,
  constraint exposure_kind_known check (kind in ('excursion', 'handling')),
  constraint exposure_kind check ((kind = 'excursion') = (excursion_id is not null)),
  constraint exposure_minutes check (minutes >= 0)
);
create index exposure_by_lot on coldchain.exposure (item_id, lot_id);

-- Alarms. `alarm_key` names what it is about, so that judging again raises none twice.
create table coldchain.alarm (
  alarm_id bigint generated always as identity,
  alarm_key text not null,
  area_id bigint not null,
  from_warehouse_id bigint,
  to_warehouse_id bigint,
  kind text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  value_c double precision,
  excursion_id bigint,
  device_id bigint,
  level integer not null default 1,
  raised_at timestamptz not null default clock_timestamp(),
  escalated_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint,
  acknowledged_by_name text,
  acknowledge_reason text,
  constraint alarm_pk primary key (alarm_id),
  constraint alarm_key_once unique (alarm_key),
  constraint alarm_area_fk foreign key (area_id) references coldchain.area,
  constraint alarm_excursion_fk foreign key (excursion_id) references coldchain.excursion,
  constraint alarm_device_fk foreign key (device_id) references coldchain.device,
  constraint alarm_kind_known check (kind in ('out_of_range', 'humidity', 'sensor_lost', 'excursion')),
  constraint alarm_level_known check (level in (1, 2)),
  constraint alarm_escalated check ((level = 2) = (escalated_at is not null)),
  constraint alarm_acknowledged check ((acknowledged_at is null) = (acknowledge_reason is null))
) with (fillfactor = 85);
create index alarm_open on coldchain.alarm (raised_at) where acknowledged_at is null;
create index alarm_by_area on coldchain.alarm (area_id, started_at);

-- Who was told of it, by name; other channels read it from here and from the event.
create table coldchain.alarm_notice (
  alarm_id bigint not null,
  user_id bigint not null,
  level integer not null,
  told_at timestamptz not null default clock_timestamp(),
  constraint alarm_notice_pk primary key (alarm_id, user_id),
  constraint alarm_notice_alarm_fk foreign key (alarm_id) references coldchain.alarm,
  constraint alarm_notice_user_fk foreign key (user_id) references identity."user"
);
create index alarm_notice_by_user on coldchain.alarm_notice (user_id);

do $$
declare t text;
begin
  -- What stands in a warehouse is seen there; vehicles, boxes and their devices by the whole staff, and by their carrier.
  foreach t in array array['area', 'device'] loop
    execute format('alter table coldchain.%I enable row level security', t);
    execute format('alter table coldchain.%I force row level security', t);
    execute format($p$create policy warehouse_or_carrier on coldchain.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
          and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
  foreach t in array array['qualification', 'manual_reading', 'gap'] loop
    execute format('alter table coldchain.%I enable row level security', t);
    execute format('alter table coldchain.%I force row level security', t);
    execute format($p$create policy warehouse_scope on coldchain.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
          and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
  -- What happened on the way is seen from both ends, and what rides where by the carrier.
  foreach t in array array['excursion', 'alarm'] loop
    execute format('alter table coldchain.%I enable row level security', t);
    execute format('alter table coldchain.%I force row level security', t);
    execute format($p$create policy either_end on coldchain.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null and (
        from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
        or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
  alter table coldchain.load enable row level security;
  alter table coldchain.load force row level security;
  create policy either_end_or_carrier on coldchain.load using (
    (select platform.scope_all())
    or partner_id = (select platform.scope_partner())
    or ((select platform.scope_partner()) is null and (
      from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
      or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));
end $$;

-- Cold vehicles and boxes that are there already.
set local app.all_warehouses = 'on';
insert into coldchain.area (area_code, name, kind, vehicle_id, partner_id, temp_min_c, temp_max_c, validated_on, validation_due, status)
select vehicle_code, model, kind, vehicle_id, partner_id, temp_min_c, temp_max_c, validated_on, validation_due, status
from transport.vehicle where cold_l + frozen_l > 0 order by vehicle_id;

-- What was measured on the way stands on the handover form.
alter table transport.handover
  add column measured_min_c double precision,
  add column measured_max_c double precision,
  add column measured_mkt_c double precision,
  add column measured_readings integer;
create or replace view transport.v_handover with (security_invoker = true) as select * from transport.handover;

-- Who holds a function where: whom an alarm reaches that has nobody named.
create view identity.v_grant with (security_invoker = true) as
  select g.user_id, g.role, g.warehouse_id, g.partner_id from identity.grant g
  join identity."user" u using (user_id) where u.disabled_at is null;

create view coldchain.v_area with (security_invoker = true) as select * from coldchain.area;
create view coldchain.v_excursion with (security_invoker = true) as select * from coldchain.excursion;
create view coldchain.v_excursion_lot with (security_invoker = true) as select * from coldchain.excursion_lot;
create view coldchain.v_alarm with (security_invoker = true) as select * from coldchain.alarm;
create view coldchain.v_exposure with (security_invoker = true) as select * from coldchain.exposure;
-- What the devices in an area say now; a device that a person reads from counts as one.
create view coldchain.v_area_now with (security_invoker = true) as
  select a.area_id, a.area_code, a.name, a.warehouse_id, a.zone_codes, a.location_id, a.temp_min_c, a.temp_max_c,
    min(d.last_centi) / 100.0::double precision as lowest_c, max(d.last_centi) / 100.0::double precision as highest_c,
    max(d.last_humidity) / 10.0::double precision as humidity, max(d.last_at) as last_at
  from coldchain.area a
  join coldchain.watch w on w.area_id = a.area_id and w.to_at is null
  join coldchain.device d on d.device_id = w.device_id and d.last_at is not null
  where a.status = 'active'
  group by a.area_id;

grant usage on schema coldchain to tongcang_app;
grant usage on all sequences in schema coldchain to tongcang_app;
grant select, insert on all tables in schema coldchain to tongcang_app;
grant update on coldchain.rule, coldchain.area, coldchain.device, coldchain.watch, coldchain.chunk, coldchain.unjudged,
  coldchain.load, coldchain.gap, coldchain.excursion, coldchain.excursion_lot, coldchain.exposure, coldchain.item_budget,
  coldchain.alarm to tongcang_app;
grant delete on coldchain.contact, coldchain.unjudged to tongcang_app;
grant select on identity.v_grant to tongcang_app;
