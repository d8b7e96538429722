-- RFID: readers with keys of their own, what passes a portal, and tags that nobody knows. New tables only; nothing here
-- moves goods.

create schema if not exists integration;
create sequence integration.rfid_pass_no;

create table integration.rfid_reader (
  reader_id bigint generated always as identity,
  reader_no text not null,
  name text not null,
  warehouse_id bigint not null,
  -- A pass ends when nothing was read for so long.
  quiet_seconds integer not null default 5,
  -- Where an LLRP reader listens; null for readers that send by themselves.
  llrp_host text,
  llrp_port integer,
  key_hash bytea,
  last_read_at timestamptz,
  retired_at timestamptz,
  constraint rfid_reader_pk primary key (reader_id),
  constraint rfid_reader_no_key unique (reader_no),
  constraint rfid_reader_scope_key unique (reader_id, warehouse_id),
  constraint rfid_reader_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint rfid_reader_quiet check (quiet_seconds between 1 and 300),
  constraint rfid_reader_llrp check ((llrp_host is null) = (llrp_port is null) and llrp_port between 1 and 65535)
);

create table integration.rfid_pass (
  pass_id bigint generated always as identity,
  document_no text not null default 'RF' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('integration.rfid_pass_no'), 'FM99999900000'),
  reader_id bigint not null,
  warehouse_id bigint not null,
  status text not null default 'open',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  reads bigint not null,
  expected_kind text,
  expected_id bigint,
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  constraint rfid_pass_pk primary key (pass_id),
  constraint rfid_pass_document_no_key unique (document_no),
  constraint rfid_pass_scope_key unique (pass_id, warehouse_id),
  constraint rfid_pass_reader_fk foreign key (reader_id, warehouse_id)
    references integration.rfid_reader (reader_id, warehouse_id),
  constraint rfid_pass_status_known check (status in ('open', 'confirmed', 'discarded')),
  constraint rfid_pass_expected_known check (expected_kind in ('asn', 'transfer', 'demand')),
  constraint rfid_pass_expected check ((expected_kind is null) = (expected_id is null)),
  constraint rfid_pass_confirmed check (status <> 'confirmed' or expected_id is not null),
  constraint rfid_pass_decided check ((status = 'open') = (decided_at is null)),
  constraint rfid_pass_times check (last_seen_at >= first_seen_at and reads > 0)
);
create index rfid_pass_by_reader on integration.rfid_pass (reader_id, last_seen_at) where status = 'open';
create index rfid_pass_by_warehouse on integration.rfid_pass (warehouse_id, pass_id);

-- Each tag of a pass once, however often it was read.
create table integration.rfid_tag (
  pass_id bigint not null,
  epc_hex text not null,
  warehouse_id bigint not null,
  outcome text not null,
  reads bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  antenna integer,
  rssi integer,
  gtin text,
  serial_no text,
  sscc text,
  item_id bigint,
  lot_id bigint,
  handling_unit_id bigint,
  constraint rfid_tag_pk primary key (pass_id, epc_hex),
  constraint rfid_tag_pass_fk foreign key (pass_id, warehouse_id)
    references integration.rfid_pass (pass_id, warehouse_id),
  constraint rfid_tag_item_fk foreign key (item_id) references masterdata.item,
  constraint rfid_tag_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint rfid_tag_unit_fk foreign key (handling_unit_id) references stock.handling_unit,
  constraint rfid_tag_outcome_known check (outcome in ('ours', 'foreign', 'unknown')),
  constraint rfid_tag_hex check (epc_hex ~ '^[0-9A-F]{8,128}$'),
  constraint rfid_tag_ours check (outcome <> 'ours' or item_id is not null or handling_unit_id is not null)
);

-- The work list: tags that cannot be read, and tags of goods that are not ours.
create table integration.rfid_parked (
  warehouse_id bigint not null,
  epc_hex text not null,
  outcome text not null,
  status text not null default 'open',
  first_pass_id bigint not null,
  last_pass_id bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  passes bigint not null default 1,
  note text,
  decided_by_name text,
  decided_at timestamptz,
  constraint rfid_parked_pk primary key (warehouse_id, epc_hex),
  constraint rfid_parked_first_fk foreign key (first_pass_id) references integration.rfid_pass,
  constraint rfid_parked_last_fk foreign key (last_pass_id) references integration.rfid_pass,
  constraint rfid_parked_outcome_known check (outcome in ('foreign', 'unknown')),
  constraint rfid_parked_status_known check (status in ('open', 'ignored', 'settled')),
  constraint rfid_parked_decided check ((status = 'open') = (decided_at is null))
);

do $$
declare t text;
begin
  foreach t in array array['rfid_reader', 'rfid_pass', 'rfid_tag', 'rfid_parked'] loop
    execute format('alter table integration.%I enable row level security', t);
    execute format('alter table integration.%I force row level security', t);
    execute format($p$create policy warehouse_scope on integration.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

grant usage on schema integration to tongcang_app;
grant usage on all sequences in schema integration to tongcang_app;
grant select, insert, update on integration.rfid_reader, integration.rfid_pass, integration.rfid_tag,
  integration.rfid_parked to tongcang_app;
