-- Deviations, CAPA, complaints, adverse events, the yearly self-inspection. New tables only; locks nothing that is in use.

create sequence quality.deviation_no;
create sequence quality.capa_no;
create sequence quality.complaint_no;
create sequence quality.adverse_event_no;

-- What went another way than it should have. Who opened or owns it does not close it.
create table quality.deviation (
  deviation_id bigint generated always as identity,
  document_no text not null default 'DV' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.deviation_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  kind text not null,
  severity text not null,
  status text not null default 'opened',
  title text not null,
  description text not null,
  place text not null default '',
  happened_at timestamptz,
  found_at timestamptz not null,
  -- The record of another module that raised it, such as an excursion or an inspection.
  source_entity text,
  source_id bigint,
  due_on date not null,
  owner_id bigint,
  owner_name text,
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  containment text,
  contained_by_name text,
  contained_at timestamptz,
  root_cause text,
  whys text[] not null default '{}',
  impact text,
  corrections text,
  investigated_by_name text,
  investigated_at timestamptz,
  conclusion text,
  closed_by bigint,
  closed_by_name text,
  closed_at timestamptz,
  constraint deviation_pk primary key (deviation_id),
  constraint deviation_document_no_key unique (document_no),
  constraint deviation_scope_key unique (deviation_id, warehouse_id),
  constraint deviation_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint deviation_owner_fk foreign key (owner_id) references identity."user",
  constraint deviation_kind_known check (kind in ('temperature_excursion', 'inspection', 'receiving', 'storage', 'document',
    'process', 'other')),
  constraint deviation_severity_known check (severity in ('minor', 'major', 'critical')),
  constraint deviation_status_known check (status in ('opened', 'investigated', 'closed')),
  constraint deviation_cause_known check (root_cause in ('people', 'equipment', 'material', 'method', 'environment',
    'measurement', 'supplier', 'carrier', 'unknown')),
  constraint deviation_source check ((source_entity is null) = (source_id is null)),
  constraint deviation_order check (happened_at is null or happened_at <= found_at),
  constraint deviation_investigated check (status = 'opened' or (root_cause is not null and investigated_at is not null)),
  constraint deviation_closed check ((status = 'closed') = (closed_at is not null)),
  constraint deviation_second_person check (closed_by is null
    or (closed_by is distinct from opened_by and closed_by is distinct from owner_id))
);
create index deviation_by_warehouse on quality.deviation (warehouse_id, deviation_id);
create index deviation_by_source on quality.deviation (source_entity, source_id) where source_id is not null;
create index deviation_open on quality.deviation (due_on) where status <> 'closed';

create table quality.deviation_lot (
  deviation_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  -- The hold that was put on the lot for this deviation; null where its goods were in quarantine or nobody asked.
  hold_id bigint,
  constraint deviation_lot_pk primary key (deviation_id, line_no),
  constraint deviation_lot_once unique (deviation_id, item_id, lot_id),
  constraint deviation_lot_deviation_fk foreign key (deviation_id, warehouse_id)
    references quality.deviation (deviation_id, warehouse_id),
  constraint deviation_lot_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint deviation_lot_hold_fk foreign key (hold_id) references stock.hold,
  constraint deviation_lot_qty check (qty > 0)
);
create index deviation_lot_by_lot on quality.deviation_lot (item_id, lot_id);

-- What became of goods; each row stands on a signature and, where goods changed, on a movement.
create table quality.deviation_decision (
  decision_id bigint generated always as identity,
  deviation_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  decision text not null,
  qty bigint not null,
  reason text not null,
  movement_id bigint,
  destruction_id bigint,
  signature_id bigint not null,
  decided_by bigint,
  decided_by_name text not null,
  decided_at timestamptz not null default clock_timestamp(),
  constraint deviation_decision_pk primary key (decision_id),
  constraint deviation_decision_lot_fk foreign key (deviation_id, item_id, lot_id)
    references quality.deviation_lot (deviation_id, item_id, lot_id),
  constraint deviation_decision_scope_fk foreign key (deviation_id, warehouse_id)
    references quality.deviation (deviation_id, warehouse_id),
  constraint deviation_decision_movement_fk foreign key (movement_id) references stock.movement,
  constraint deviation_decision_destruction_fk foreign key (destruction_id) references quality.destruction,
  constraint deviation_decision_signature_fk foreign key (signature_id) references identity.signature,
  constraint deviation_decision_known check (decision in ('release', 'reject', 'return', 'destroy')),
  constraint deviation_decision_destroyed check (destruction_id is null or decision = 'destroy'),
  constraint deviation_decision_qty check (qty > 0)
);
create index deviation_decision_by_deviation on quality.deviation_decision (deviation_id);

-- Corrective and preventive actions: closed only when somebody else has found that they work.
create table quality.capa (
  capa_id bigint generated always as identity,
  document_no text not null default 'CA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.capa_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  status text not null default 'opened',
  source_entity text not null,
  source_id bigint,
  title text not null,
  problem text not null,
  root_cause text not null,
  owner_id bigint not null,
  owner_name text not null,
  criterion text not null,
  check_on date not null,
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  constraint capa_pk primary key (capa_id),
  constraint capa_document_no_key unique (document_no),
  constraint capa_scope_key unique (capa_id, warehouse_id),
  constraint capa_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint capa_owner_fk foreign key (owner_id) references identity."user",
  constraint capa_status_known check (status in ('opened', 'implemented', 'closed')),
  constraint capa_source_known check (source_entity in ('deviation', 'complaint', 'adverse_event', 'audit', 'other')),
  constraint capa_closed check ((status = 'closed') = (closed_at is not null))
);
create index capa_by_warehouse on quality.capa (warehouse_id, capa_id);
create index capa_by_source on quality.capa (source_entity, source_id);

create table quality.capa_action (
  capa_id bigint not null,
  action_no integer not null,
  warehouse_id bigint not null,
  kind text not null,
  description text not null,
  owner_id bigint not null,
  owner_name text not null,
  due_on date not null,
  done_at timestamptz,
  done_by bigint,
  done_by_name text,
  result text,
  constraint capa_action_pk primary key (capa_id, action_no),
  constraint capa_action_capa_fk foreign key (capa_id, warehouse_id) references quality.capa (capa_id, warehouse_id),
  constraint capa_action_owner_fk foreign key (owner_id) references identity."user",
  constraint capa_action_kind_known check (kind in ('corrective', 'preventive')),
  constraint capa_action_done check ((done_at is null) = (result is null))
);

create table quality.capa_check (
  capa_id bigint not null,
  check_no integer not null,
  warehouse_id bigint not null,
  effective boolean not null,
  finding text not null,
  -- Those who had a hand in it when it was checked: the table itself refuses their judgement.
  involved bigint[] not null,
  checked_by bigint,
  checked_by_name text not null,
  checked_at timestamptz not null default clock_timestamp(),
  constraint capa_check_pk primary key (capa_id, check_no),
  constraint capa_check_capa_fk foreign key (capa_id, warehouse_id) references quality.capa (capa_id, warehouse_id),
  constraint capa_check_other_person check (checked_by is null or checked_by <> all (involved))
);

-- What a customer complains about. A hospital sees its own; nobody's warehouse yet until it is triaged.
create table quality.complaint (
  complaint_id bigint generated always as identity,
  document_no text not null default 'CM' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.complaint_no'), 'FM99999900000'),
  warehouse_id bigint,
  partner_id bigint not null,
  department_id bigint,
  status text not null default 'received',
  severity text,
  item_id bigint,
  lot_id bigint,
  product text not null default '',
  lot_no text,
  serial_no text,
  qty bigint,
  happened_on date,
  description text not null,
  harm text not null,
  harm_description text not null default '',
  contact text not null,
  sample_available boolean not null,
  due_on date not null,
  owner_id bigint,
  owner_name text,
  filed_by bigint,
  filed_by_name text not null,
  filed_at timestamptz not null default clock_timestamp(),
  no_adverse_reason text,
  triaged_by_name text,
  triaged_at timestamptz,
  cause text,
  finding text,
  justified boolean,
  sample text,
  sample_return_no text,
  investigated_by_name text,
  investigated_at timestamptz,
  answer text,
  answered_to text,
  answered_by_name text,
  answered_at timestamptz,
  conclusion text,
  closed_by bigint,
  closed_by_name text,
  closed_at timestamptz,
  constraint complaint_pk primary key (complaint_id),
  constraint complaint_document_no_key unique (document_no),
  constraint complaint_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint complaint_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint complaint_department_fk foreign key (department_id) references masterdata.department,
  constraint complaint_item_fk foreign key (item_id) references masterdata.item,
  constraint complaint_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint complaint_owner_fk foreign key (owner_id) references identity."user",
  constraint complaint_status_known check (status in ('received', 'triaged', 'investigated', 'answered', 'closed')),
  constraint complaint_severity_known check (severity in ('minor', 'major', 'critical')),
  constraint complaint_harm_known check (harm in ('none', 'possible', 'injury', 'serious_injury', 'death')),
  constraint complaint_cause_known check (cause in ('product', 'packaging', 'labelling', 'storage', 'transport', 'use',
    'wrong_goods', 'service', 'unknown')),
  constraint complaint_sample_known check (sample in ('not_needed', 'requested', 'received', 'unavailable')),
  constraint complaint_product check (item_id is not null or product <> ''),
  constraint complaint_triaged check (status = 'received' or (warehouse_id is not null and severity is not null)),
  constraint complaint_closed check ((status = 'closed') = (closed_at is not null)),
  constraint complaint_second_person check (closed_by is null
    or (closed_by is distinct from filed_by and closed_by is distinct from owner_id))
);
create index complaint_by_partner on quality.complaint (partner_id, complaint_id);
create index complaint_open on quality.complaint (due_on) where status <> 'closed';

-- An adverse event and the tasks that come with it. The form is fixed once it was submitted; follow-ups add to it.
create table quality.adverse_event (
  adverse_event_id bigint generated always as identity,
  document_no text not null default 'AE' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.adverse_event_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  complaint_id bigint,
  status text not null default 'opened',
  category text not null,
  origin text not null,
  is_group boolean not null,
  happened_on date,
  learned_at timestamptz not null,
  item_id bigint not null,
  lot_id bigint,
  lot_no text,
  serial_no text,
  udi text not null,
  event text not null,
  device_failure text not null,
  consequence text not null,
  handling text not null,
  cause_analysis text not null,
  purpose text not null,
  place_of_use text not null,
  patient_ref text not null,
  patient_age integer,
  patient_sex text not null,
  reporter text not null,
  reporter_phone text not null,
  report_due_on date not null,
  tell_due_at timestamptz not null,
  phone_due_at timestamptz,
  case_due_at timestamptz,
  told_at timestamptz,
  told_to text,
  told_how text,
  told_by_name text,
  phoned_at timestamptz,
  phoned_to text,
  phoned_by_name text,
  submitted_at timestamptz,
  submission_no text,
  submitted_by_name text,
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  conclusion text,
  closed_by bigint,
  closed_by_name text,
  closed_at timestamptz,
  constraint adverse_event_pk primary key (adverse_event_id),
  constraint adverse_event_document_no_key unique (document_no),
  constraint adverse_event_scope_key unique (adverse_event_id, warehouse_id),
  constraint adverse_event_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint adverse_event_complaint_fk foreign key (complaint_id) references quality.complaint,
  constraint adverse_event_item_fk foreign key (item_id) references masterdata.item,
  constraint adverse_event_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint adverse_event_status_known check (status in ('opened', 'reported', 'dismissed', 'closed')),
  constraint adverse_event_category_known check (category in ('death', 'serious_injury', 'possible_serious', 'other')),
  constraint adverse_event_origin_known check (origin in ('domestic', 'overseas')),
  constraint adverse_event_sex_known check (patient_sex in ('male', 'female', 'unknown')),
  -- Never an identity card or a telephone number.
  constraint adverse_event_pseudonym check (patient_ref !~ '[0-9]{8}'),
  constraint adverse_event_group check (is_group = (phone_due_at is not null) and is_group = (case_due_at is not null)),
  constraint adverse_event_submitted check ((submitted_at is null) = (submission_no is null)
    and (status not in ('reported', 'closed') or submitted_at is not null)),
  constraint adverse_event_told check (status <> 'closed' or told_at is not null),
  constraint adverse_event_closed check ((status in ('dismissed', 'closed')) = (closed_at is not null)),
  constraint adverse_event_second_person check (closed_by is null or closed_by is distinct from opened_by)
);
create index adverse_event_by_warehouse on quality.adverse_event (warehouse_id, adverse_event_id);
create index adverse_event_by_complaint on quality.adverse_event (complaint_id);
create index adverse_event_open on quality.adverse_event (report_due_on) where status in ('opened', 'reported');

create table quality.adverse_follow_up (
  adverse_event_id bigint not null,
  follow_up_no integer not null,
  warehouse_id bigint not null,
  text text not null,
  submission_no text not null,
  submitted_at timestamptz not null,
  submitted_by bigint,
  submitted_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint adverse_follow_up_pk primary key (adverse_event_id, follow_up_no),
  constraint adverse_follow_up_event_fk foreign key (adverse_event_id, warehouse_id)
    references quality.adverse_event (adverse_event_id, warehouse_id)
);

-- Remarks to any case, before and after it was closed.
create table quality.case_note (
  note_id bigint generated always as identity,
  entity text not null,
  entity_id bigint not null,
  warehouse_id bigint,
  partner_id bigint,
  text text not null,
  added_by bigint,
  added_by_name text not null,
  added_at timestamptz not null default clock_timestamp(),
  constraint case_note_pk primary key (note_id),
  constraint case_note_entity_known check (entity in ('deviation', 'capa', 'complaint', 'adverse_event', 'self_inspection'))
);
create index case_note_by_entity on quality.case_note (entity, entity_id);

-- The company's yearly report to the authority.
create table quality.self_inspection (
  self_inspection_id bigint generated always as identity,
  year integer not null,
  submitted_on date not null,
  receipt_no text not null,
  summary text not null,
  findings text not null,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint self_inspection_pk primary key (self_inspection_id),
  constraint self_inspection_year_key unique (year)
);

do $$
declare t text;
begin
  foreach t in array array['deviation', 'deviation_lot', 'deviation_decision', 'capa', 'capa_action', 'capa_check',
      'adverse_event', 'adverse_follow_up'] loop
    execute format('alter table quality.%I enable row level security', t);
    execute format('alter table quality.%I force row level security', t);
    execute format($p$create policy warehouse_scope on quality.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  -- A customer sees what is its own; the staff also what has no warehouse yet.
  foreach t in array array['complaint', 'case_note'] loop
    execute format('alter table quality.%I enable row level security', t);
    execute format('alter table quality.%I force row level security', t);
    execute format($p$create policy scope on quality.%I using (
      (select platform.scope_all())
      or (partner_id is not null and partner_id = (select platform.scope_partner()))
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
          and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
end $$;

create view quality.v_deviation with (security_invoker = true) as select * from quality.deviation;

grant usage on all sequences in schema quality to tongcang_app;
grant select on quality.deviation, quality.deviation_lot, quality.deviation_decision, quality.capa, quality.capa_action,
  quality.capa_check, quality.complaint, quality.adverse_event, quality.adverse_follow_up, quality.case_note,
  quality.self_inspection, quality.v_deviation to tongcang_app;
grant insert on quality.deviation, quality.deviation_lot, quality.deviation_decision, quality.capa, quality.capa_action,
  quality.capa_check, quality.complaint, quality.adverse_event, quality.adverse_follow_up, quality.case_note,
  quality.self_inspection to tongcang_app;
grant update on quality.deviation, quality.deviation_lot, quality.capa, quality.capa_action, quality.complaint,
  quality.adverse_event to tongcang_app;
