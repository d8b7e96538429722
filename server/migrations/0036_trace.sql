-- Trace, EPCIS and retention. New tables and small indexes; the index over recording times holds up writes of movements
-- while it reads them once, about a second for each ten million.

-- A page of events is found by when they were recorded without reading the whole ledger.
create index movement_by_recording on stock.movement using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);

-- What was put into a handling unit and taken out of it. Its content today says nothing of what stood in it last year.
create table stock.unit_event (
  unit_event_id bigint generated always as identity,
  handling_unit_id bigint not null,
  warehouse_id bigint,
  account_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  -- Put in (positive) or taken out (negative).
  qty bigint not null,
  serial_nos text[] not null default '{}',
  at timestamptz not null default clock_timestamp(),
  actor_id bigint,
  constraint unit_event_pk primary key (unit_event_id),
  constraint unit_event_unit_fk foreign key (handling_unit_id) references stock.handling_unit,
  constraint unit_event_account_fk foreign key (account_id) references stock.account,
  constraint unit_event_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint unit_event_qty check (qty <> 0)
);
create index unit_event_by_unit on stock.unit_event (handling_unit_id);
create index unit_event_by_lot on stock.unit_event (item_id, lot_id);
alter table stock.unit_event enable row level security;
alter table stock.unit_event force row level security;
create policy warehouse_scope on stock.unit_event using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
      and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));
create view stock.v_unit_event with (security_invoker = true) as select * from stock.unit_event;
grant select, insert on stock.unit_event to tongcang_app;
grant select on stock.v_unit_event to tongcang_app;
grant usage on all sequences in schema stock to tongcang_app;

-- For traces: from a patient's pseudonym to the lots, and from a lot to its boxes, receipts and cases.
create index usage_by_patient on fulfilment.usage (patient_ref) where patient_ref is not null;
create index surgical_case_by_patient on fulfilment.surgical_case (patient_ref);
create index package_line_by_lot on fulfilment.package_line (item_id, lot_id);
create view fulfilment.v_package with (security_invoker = true) as select * from fulfilment.package;
create view fulfilment.v_package_line with (security_invoker = true) as select * from fulfilment.package_line;
create view fulfilment.v_case_piece with (security_invoker = true) as select * from fulfilment.case_piece;
create view supply.v_transport_record with (security_invoker = true) as select * from supply.transport_record;
grant select on fulfilment.v_package, fulfilment.v_package_line, fulfilment.v_case_piece, supply.v_transport_record
  to tongcang_app;

create schema if not exists integration;

-- GS1 location numbers. They name places and parties to the outside; nothing inside needs them.
create table integration.gln (
  kind text not null,
  entity_id bigint not null,
  gln text not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint gln_pk primary key (kind, entity_id),
  constraint gln_key unique (gln),
  constraint gln_kind_known check (kind in ('warehouse', 'partner', 'department')),
  constraint gln_digits check (gln ~ '^[0-9]{13}$')
);

-- Documents of partners as they came, and what their events speak of.
create table integration.epcis_capture (
  capture_id bigint generated always as identity,
  -- Null where the sender names himself by a number that is not known here.
  partner_id bigint,
  sender text,
  document text not null,
  sha256 bytea not null,
  events integer not null,
  captured_by bigint,
  captured_by_name text not null,
  captured_at timestamptz not null default clock_timestamp(),
  constraint epcis_capture_pk primary key (capture_id),
  constraint epcis_capture_document_key unique (sha256),
  constraint epcis_capture_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint epcis_capture_events check (events >= 0)
);
create table integration.epcis_object (
  capture_id bigint not null,
  object_no integer not null,
  partner_id bigint,
  event_no integer not null,
  event_id text,
  event_time timestamptz not null,
  type text not null,
  action text,
  biz_step text,
  disposition text,
  -- The list in which it stands: epc, class, parent, child, input, output.
  role text not null,
  uri text not null,
  qty double precision,
  gtin text,
  lot_no text,
  serial_no text,
  sscc text,
  item_id bigint,
  lot_id bigint,
  serial_id bigint,
  handling_unit_id bigint,
  state text not null,
  constraint epcis_object_pk primary key (capture_id, object_no),
  constraint epcis_object_capture_fk foreign key (capture_id) references integration.epcis_capture,
  constraint epcis_object_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint epcis_object_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint epcis_object_serial_fk foreign key (item_id, serial_id) references stock.serial,
  constraint epcis_object_unit_fk foreign key (handling_unit_id) references stock.handling_unit,
  constraint epcis_object_role_known check (role in ('epc', 'class', 'parent', 'child', 'input', 'output')),
  constraint epcis_object_state_known check (state in ('matched', 'parked')),
  constraint epcis_object_matched check ((state = 'matched') = (lot_id is not null or handling_unit_id is not null))
);
create index epcis_object_parked on integration.epcis_object (capture_id) where state = 'parked';
create index epcis_object_by_lot on integration.epcis_object (item_id, lot_id) where lot_id is not null;

do $$
declare t text;
begin
  foreach t in array array['epcis_capture', 'epcis_object'] loop
    execute format('alter table integration.%I enable row level security', t);
    execute format('alter table integration.%I force row level security', t);
    execute format($p$create policy staff_or_sender on integration.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null)) $p$, t);
  end loop;
end $$;

grant usage on schema integration to tongcang_app;
grant usage on all sequences in schema integration to tongcang_app;
grant select, insert, update, delete on integration.gln to tongcang_app;
grant select, insert on integration.epcis_capture, integration.epcis_object to tongcang_app;
grant update (item_id, lot_id, serial_id, handling_unit_id, state) on integration.epcis_object to tongcang_app;

-- How long records are kept. Rules are dated; a new one is a new row. What the law asks stands as a row as well, and no rule
-- of the company may ask for less. Read by every module, so it belongs to none.
create table platform.retention_rule (
  rule_id bigint generated always as identity,
  record_kind text not null,
  region text not null,
  effective_from date not null,
  effective_to date,
  basis text not null,
  -- Null: for ever.
  years integer,
  years_without_expiry integer,
  years_implant integer,
  legal_basis text not null,
  -- What the law asks, as it was known when the system was set up: a lower bound for every later row.
  statutory boolean not null default false,
  made_by_name text not null,
  made_at timestamptz not null default clock_timestamp(),
  constraint retention_rule_pk primary key (rule_id),
  constraint retention_rule_key unique (record_kind, region, effective_from),
  constraint retention_rule_kind_known check (record_kind in ('purchase', 'acceptance', 'sale', 'recall', 'attachment',
    'temperature', 'session')),
  constraint retention_rule_region_known check (region in ('CN', 'EU')),
  constraint retention_rule_basis_known check (basis in ('expiry', 'certificate_end', 'recorded')),
  constraint retention_rule_years check (years >= 0 and years_without_expiry >= 0 and years_implant >= 0),
  constraint retention_rule_interval check (effective_to is null or effective_to >= effective_from),
  -- Nothing of an implant is ever deleted in China.
  constraint retention_rule_implants check (region <> 'CN' or record_kind not in ('purchase', 'acceptance', 'sale')
    or years_implant is null)
);
insert into platform.retention_rule (record_kind, region, effective_from, basis, years, years_without_expiry, years_implant,
  legal_basis, statutory, made_by_name)
values
  ('purchase', 'CN', '2014-10-01', 'expiry', 2, 5, null, '医疗器械经营监督管理办法 第三十二条、第三十八条', true, '系统'),
  ('acceptance', 'CN', '2014-10-01', 'expiry', 2, 5, null, '医疗器械经营监督管理办法 第三十八条', true, '系统'),
  ('sale', 'CN', '2014-10-01', 'expiry', 2, 5, null, '医疗器械经营监督管理办法 第三十八条', true, '系统'),
  ('sale', 'EU', '2017-05-26', 'recorded', 10, 10, 15, 'Regulation (EU) 2017/745 art. 10(8), 25', true, '系统'),
  ('recall', 'CN', '2017-05-01', 'certificate_end', 5, 5, 5, '医疗器械召回管理办法（行业惯例：注册证失效后五年）', true, '系统'),
  ('attachment', 'CN', '2014-10-01', 'expiry', 2, 5, null, '随所附记录', true, '系统'),
  ('temperature', 'CN', '2014-10-01', 'recorded', 10, 10, 10, '公司规定：长于最长效期加二年', false, '系统'),
  ('session', 'CN', '2014-10-01', 'recorded', 2, 2, 2, '公司规定', false, '系统');

-- Customers outside of China. Their records are kept as long as the longer of both laws asks.
create table insight.retention_market (
  customer_id bigint not null,
  region text not null,
  set_by_name text not null,
  set_at timestamptz not null default clock_timestamp(),
  constraint retention_market_pk primary key (customer_id),
  constraint retention_market_customer_fk foreign key (customer_id) references masterdata.partner,
  constraint retention_market_region_known check (region in ('EU'))
);

-- While a matter is open nothing that belongs to it is deleted.
create table insight.legal_hold (
  legal_hold_id bigint generated always as identity,
  record_kind text,
  item_id bigint,
  lot_id bigint,
  reason text not null,
  placed_by bigint,
  placed_by_name text not null,
  placed_at timestamptz not null default clock_timestamp(),
  lifted_by bigint,
  lifted_by_name text,
  lifted_at timestamptz,
  lift_reason text,
  constraint legal_hold_pk primary key (legal_hold_id),
  constraint legal_hold_item_fk foreign key (item_id) references masterdata.item,
  constraint legal_hold_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint legal_hold_lot_of_item check (lot_id is null or item_id is not null),
  constraint legal_hold_kind_known check (record_kind in ('purchase', 'acceptance', 'sale', 'recall', 'attachment',
    'temperature', 'session')),
  constraint legal_hold_lifted check ((lifted_at is null) = (lift_reason is null)),
  constraint legal_hold_two_persons check (lifted_by is null or placed_by is null or lifted_by <> placed_by)
);
create index legal_hold_open on insight.legal_hold (legal_hold_id) where lifted_at is null;

create sequence insight.purge_no;
create table insight.purge (
  purge_id bigint generated always as identity,
  document_no text not null default 'PG' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('insight.purge_no'), 'FM99999900000'),
  status text not null default 'requested',
  record_kinds text[] not null,
  reason text not null,
  -- As it was shown to those who decided; what is not past its date then does not go, whatever happens meanwhile.
  preview jsonb not null,
  on_day date not null,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  deleted jsonb,
  done_at timestamptz,
  constraint purge_pk primary key (purge_id),
  constraint purge_document_no_key unique (document_no),
  constraint purge_status_known check (status in ('requested', 'approved', 'rejected', 'cancelled', 'done')),
  constraint purge_kinds_purgeable check (record_kinds <@ array['attachment', 'temperature', 'session']
    and cardinality(record_kinds) > 0),
  constraint purge_two_persons check (decided_by is null or requested_by is null or decided_by <> requested_by),
  constraint purge_decided check (status not in ('approved', 'done') or decided_at is not null),
  constraint purge_done check ((status = 'done') = (done_at is not null) and (status = 'done') = (deleted is not null))
);
-- One purge at a time, so that what is shown is what goes.
create unique index purge_open_once on insight.purge ((true)) where status in ('requested', 'approved');

-- Each time the chain of the audit trail was walked.
create table insight.seal_check (
  seal_check_id bigint generated always as identity,
  checked_at timestamptz not null default clock_timestamp(),
  checked_by bigint,
  checked_by_name text not null,
  rows bigint not null,
  sealed bigint not null,
  unsealed bigint not null,
  head_seq bigint,
  head_hash text,
  anchors integer not null,
  duration_ms integer not null,
  broken jsonb,
  constraint seal_check_pk primary key (seal_check_id)
);

grant select, insert on platform.retention_rule to tongcang_app;
grant update (effective_to) on platform.retention_rule to tongcang_app;
grant usage on all sequences in schema platform to tongcang_app;
grant usage on all sequences in schema insight to tongcang_app;
grant select, insert, update, delete on insight.retention_market to tongcang_app;
grant select, insert on insight.legal_hold, insight.purge, insight.seal_check to tongcang_app;
grant update (lifted_by, lifted_by_name, lifted_at, lift_reason) on insight.legal_hold to tongcang_app;
grant update (status, decided_by, decided_by_name, decided_at, decision_note, deleted, done_at) on insight.purge
  to tongcang_app;
-- Ended sessions and old readings are what a purge deletes besides papers.
grant delete on identity.session, coldchain.chunk to tongcang_app;

-- Documents by the number that people know and by the key under which postings find them (`transfer:7`).
create view insight.v_document with (security_invoker = true) as
  select 'receipt'::text as kind, receipt_id as id, document_no from supply.receipt
  union all select 'supplier_return', supplier_return_id, document_no from supply.supplier_return
  union all select 'transfer', transfer_id, document_no from transfer.transfer_order
  union all select 'demand', demand_id, document_no from fulfilment.demand
  union all select 'delivery', shipment_id, delivery_note_no from fulfilment.shipment
  union all select 'return', return_id, document_no from fulfilment.customer_return
  union all select 'case', case_id, document_no from fulfilment.surgical_case
  union all select 'refill', refill_id, document_no from fulfilment.refill
  union all select 'agreement', agreement_id, document_no from fulfilment.consign_agreement
  union all select 'use_report', report_id, document_no from fulfilment.use_report
  union all select 'difference', difference_id, document_no from fulfilment.consign_difference
  union all select 'shortage', pick_shortage_id, document_no from fulfilment.pick_shortage
  union all select 'work_order', work_order_id, document_no from warehouse.work_order
  union all select 'adjustment', adjustment_id, document_no from warehouse.adjustment
  union all select 'destruction', destruction_id, document_no from quality.destruction
  union all select 'repair', repair_id, document_no from quality.repair_order;
grant select on insight.v_document to tongcang_app;

-- Boxes of a supplier, by the number on their label.
create view supply.v_receipt_unit with (security_invoker = true) as
  select receipt_line_id, receipt_id, warehouse_id, item_id, lot_id, sscc, qty_received + qty_damaged as qty
  from supply.receipt_line where sscc is not null and lot_id is not null;
create index receipt_line_by_sscc on supply.receipt_line (sscc) where sscc is not null;
grant select on supply.v_receipt_unit to tongcang_app;
