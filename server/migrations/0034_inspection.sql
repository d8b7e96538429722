-- Inspection plans, sampling, results and the signed decision on what stands in quarantine. New tables only; locks
-- nothing that is in use.

create sequence quality.inspection_plan_no;
create sequence quality.inspection_no;

-- What is inspected: by item, class, supplier or storage condition; null means any. The narrowest plan counts.
create table quality.inspection_plan (
  plan_id bigint generated always as identity,
  document_no text not null default 'IP' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.inspection_plan_no'), 'FM99999900000'),
  name text not null,
  item_id bigint,
  device_class text,
  supplier_id bigint,
  storage_condition text,
  created_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz,
  retired_by_name text,
  retired_reason text,
  constraint inspection_plan_pk primary key (plan_id),
  constraint inspection_plan_document_no_key unique (document_no),
  constraint inspection_plan_item_fk foreign key (item_id) references masterdata.item,
  constraint inspection_plan_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint inspection_plan_class_known check (device_class in ('I', 'II', 'III')),
  constraint inspection_plan_condition_known check (storage_condition in ('ambient', 'cool', 'cold', 'frozen')),
  constraint inspection_plan_retired check ((retired_at is null) = (retired_reason is null))
);
-- Two plans for the same goods would leave open which one counts.
create unique index inspection_plan_scope_once on quality.inspection_plan
  (item_id, device_class, supplier_id, storage_condition) nulls not distinct where retired_at is null;

-- A version is a draft until another person than its author has approved it; then it is never changed.
create table quality.inspection_plan_version (
  plan_id bigint not null,
  version integer not null,
  status text not null default 'draft',
  level text not null,
  aql_critical double precision,
  aql_major double precision,
  aql_minor double precision,
  -- The movements into quarantine after which it applies.
  purposes text[] not null,
  -- Whether quality wants reduced inspection at all where the record is good.
  allow_reduced boolean not null default false,
  -- After so many accepted lots in a row only one lot of `skip_every` is sampled; null: every lot.
  skip_after integer,
  skip_every integer,
  -- Hours from arrival to release that are aimed at.
  target_hours integer not null,
  -- Without the manufacturer's certificate of analysis nothing is concluded.
  coa_required boolean not null default false,
  note text,
  written_by bigint,
  written_by_name text not null,
  written_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  constraint inspection_plan_version_pk primary key (plan_id, version),
  constraint inspection_plan_version_plan_fk foreign key (plan_id) references quality.inspection_plan,
  constraint inspection_plan_version_status_known check (status in ('draft', 'approved', 'rejected', 'superseded')),
  constraint inspection_plan_version_level_known check (level in ('S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III')),
  constraint inspection_plan_version_purposes check (cardinality(purposes) > 0 and purposes <@ array['receive',
    'customer_return', 'transfer_receive', 'undelivered', 'quarantine', 'repair_return', 'convert_in']),
  constraint inspection_plan_version_skip check ((skip_after is null) = (skip_every is null)
    and (skip_after is null or (skip_after between 5 and 100 and skip_every between 2 and 10))),
  constraint inspection_plan_version_target check (target_hours between 1 and 2160),
  constraint inspection_plan_version_two_persons check (decided_by is null or written_by is null
    or decided_by <> written_by),
  constraint inspection_plan_version_decided check ((status = 'draft') = (decided_at is null))
);
create unique index inspection_plan_version_one_draft on quality.inspection_plan_version (plan_id) where status = 'draft';
create unique index inspection_plan_version_one_approved on quality.inspection_plan_version (plan_id)
  where status = 'approved';

create table quality.inspection_check (
  plan_id bigint not null,
  version integer not null,
  line_no integer not null,
  name text not null,
  kind text not null,
  defect_class text not null,
  -- `sample`: the drawn sample of its class; `all`: every piece; `fixed`: so many pieces; `once`: once for the lot.
  extent text not null,
  sample_qty integer,
  method text,
  unit text,
  lower_limit double precision,
  upper_limit double precision,
  constraint inspection_check_pk primary key (plan_id, version, line_no),
  constraint inspection_check_version_fk foreign key (plan_id, version) references quality.inspection_plan_version,
  constraint inspection_check_kind_known check (kind in ('attribute', 'measured', 'document')),
  constraint inspection_check_class_known check (defect_class in ('critical', 'major', 'minor')),
  constraint inspection_check_extent_known check (extent in ('sample', 'all', 'fixed', 'once')),
  constraint inspection_check_fixed check ((extent = 'fixed') = (sample_qty is not null) and coalesce(sample_qty, 1) > 0),
  constraint inspection_check_document_once check ((kind = 'document') = (extent = 'once')),
  constraint inspection_check_limits check ((kind = 'measured') = (lower_limit is not null or upper_limit is not null)
    and (lower_limit is null or upper_limit is null or lower_limit <= upper_limit))
);

-- How strictly lots of an item from a supplier are drawn now.
create table quality.sampling_state (
  item_id bigint not null,
  supplier_id bigint not null,
  severity text not null default 'normal',
  -- Switching score of normal inspection.
  score integer not null default 0,
  -- The last lots, newest last, at most five: A accepted, R not accepted.
  recent text not null default '',
  accepted_in_row integer not null default 0,
  refused_tightened integer not null default 0,
  -- Lots since the last one that was sampled.
  skipped integer not null default 0,
  lots integer not null default 0,
  changed_at timestamptz not null default clock_timestamp(),
  constraint sampling_state_pk primary key (item_id, supplier_id),
  constraint sampling_state_item_fk foreign key (item_id) references masterdata.item,
  constraint sampling_state_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint sampling_state_severity_known check (severity in ('normal', 'tightened', 'reduced', 'discontinued')),
  constraint sampling_state_counts check (score >= 0 and accepted_in_row >= 0 and refused_tightened between 0 and 5
    and skipped >= 0 and lots >= 0 and recent ~ '^[AR]{0,5}$')
) with (fillfactor = 80);

create table quality.inspection (
  inspection_id bigint generated always as identity,
  document_no text not null default 'IN' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.inspection_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  -- The movement that brought the goods into quarantine, who posted it, and the document that it belongs to.
  movement_id bigint not null,
  purpose text not null,
  document_key text,
  source_no text,
  arrived_by bigint,
  -- Whether the document's own acceptance posts what is decided here, as for receipts and returns.
  settled_by text not null,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  account_id bigint not null,
  -- Of the lot; the manufacturer where nobody else is known.
  supplier_id bigint not null,
  plan_id bigint not null,
  plan_version integer not null,
  qty bigint not null,
  severity text not null,
  -- The sample was skipped because of a good record: papers only.
  skipped boolean not null default false,
  status text not null default 'open',
  round integer not null default 1,
  -- Rises with everything that changes the record; a signature names the one that it was given for.
  version integer not null default 1,
  arrived_at timestamptz not null,
  target_at timestamptz not null,
  opened_at timestamptz not null default clock_timestamp(),
  conclusion text,
  conclusion_note text,
  concluded_by bigint,
  concluded_by_name text,
  concluded_at timestamptz,
  qty_released bigint not null default 0,
  qty_rejected bigint not null default 0,
  -- Of those, what the acceptance of the document has posted.
  qty_settled_released bigint not null default 0,
  qty_settled_rejected bigint not null default 0,
  closed_at timestamptz,
  cancel_reason text,
  constraint inspection_pk primary key (inspection_id),
  constraint inspection_document_no_key unique (document_no),
  constraint inspection_scope_key unique (inspection_id, warehouse_id),
  constraint inspection_arrival_key unique (movement_id, item_id, lot_id, owner_id, account_id),
  constraint inspection_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint inspection_movement_fk foreign key (movement_id) references stock.movement,
  constraint inspection_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint inspection_account_fk foreign key (account_id) references stock.account,
  constraint inspection_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint inspection_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint inspection_plan_fk foreign key (plan_id, plan_version) references quality.inspection_plan_version,
  constraint inspection_settled_by_known check (settled_by in ('inspection', 'document')),
  constraint inspection_severity_known check (severity in ('normal', 'tightened', 'reduced', 'discontinued')),
  constraint inspection_status_known check (status in ('open', 'recording', 'concluded', 'part_decided', 'closed',
    'cancelled')),
  constraint inspection_conclusion_known check (conclusion in ('accepted', 'not_accepted')),
  constraint inspection_concluded check ((status in ('concluded', 'part_decided', 'closed')) = (conclusion is not null)
    and (conclusion is null) = (concluded_at is null)),
  constraint inspection_quantities check (qty > 0 and qty_released >= 0 and qty_rejected >= 0
    and qty_released + qty_rejected <= qty and qty_settled_released >= 0 and qty_settled_rejected >= 0
    and qty_settled_released <= qty_released and qty_settled_released + qty_settled_rejected <= qty_released + qty_rejected),
  constraint inspection_closed check ((status = 'closed') = (qty_released + qty_rejected = qty)
    and (status = 'closed') = (closed_at is not null)),
  constraint inspection_part_decided check (status <> 'part_decided' or qty_released + qty_rejected > 0),
  constraint inspection_cancelled check ((status = 'cancelled') = (cancel_reason is not null))
) with (fillfactor = 80);
create index inspection_open on quality.inspection (warehouse_id, target_at) where status not in ('closed', 'cancelled');
create index inspection_by_lot on quality.inspection (item_id, lot_id);
create index inspection_by_document on quality.inspection (document_key);
create index inspection_by_closing on quality.inspection (item_id, closed_at) where status = 'closed';

-- What was drawn, and drawn again for a retest with its reason. Sample and numbers are kept as they were then.
create table quality.inspection_round (
  inspection_id bigint not null,
  warehouse_id bigint not null,
  round integer not null,
  severity text not null,
  sample bigint not null,
  classes jsonb not null,
  reason text,
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  constraint inspection_round_pk primary key (inspection_id, round),
  constraint inspection_round_inspection_fk foreign key (inspection_id, warehouse_id)
    references quality.inspection (inspection_id, warehouse_id),
  constraint inspection_round_sample check (sample >= 0),
  constraint inspection_round_reason check (round = 1 or reason is not null)
);

-- What an inspector saw of one check; only ever added. A wrong entry is voided by a row of its own.
create table quality.inspection_result (
  result_id bigint generated always as identity,
  inspection_id bigint not null,
  warehouse_id bigint not null,
  round integer not null,
  line_no integer not null,
  checked bigint not null,
  nonconforming bigint not null,
  readings double precision[] not null default '{}',
  serial_nos text[] not null default '{}',
  note text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint inspection_result_pk primary key (result_id),
  constraint inspection_result_scope_key unique (result_id, inspection_id, warehouse_id),
  constraint inspection_result_round_fk foreign key (inspection_id, round) references quality.inspection_round,
  constraint inspection_result_inspection_fk foreign key (inspection_id, warehouse_id)
    references quality.inspection (inspection_id, warehouse_id),
  constraint inspection_result_counts check (checked > 0 and nonconforming between 0 and checked)
);
create index inspection_result_by_inspection on quality.inspection_result (inspection_id);
create table quality.inspection_result_void (
  result_id bigint not null,
  inspection_id bigint not null,
  warehouse_id bigint not null,
  reason text not null,
  voided_by bigint,
  voided_by_name text not null,
  voided_at timestamptz not null default clock_timestamp(),
  constraint inspection_result_void_pk primary key (result_id),
  constraint inspection_result_void_result_fk foreign key (result_id, inspection_id, warehouse_id)
    references quality.inspection_result (result_id, inspection_id, warehouse_id)
);

-- The signed word on a part of the lot, by another qualified person than who inspected it.
create table quality.inspection_decision (
  decision_id bigint generated always as identity,
  inspection_id bigint not null,
  warehouse_id bigint not null,
  decision_no integer not null,
  round integer not null,
  record_version integer not null,
  released bigint not null,
  rejected bigint not null,
  rejected_serial_nos text[] not null default '{}',
  reason text not null,
  inspected_by bigint,
  signed_by bigint,
  signed_by_name text not null,
  signed_at timestamptz not null default clock_timestamp(),
  release_movement_id bigint,
  reject_movement_id bigint,
  constraint inspection_decision_pk primary key (decision_id),
  constraint inspection_decision_no_key unique (inspection_id, decision_no),
  constraint inspection_decision_inspection_fk foreign key (inspection_id, warehouse_id)
    references quality.inspection (inspection_id, warehouse_id),
  constraint inspection_decision_release_fk foreign key (release_movement_id) references stock.movement,
  constraint inspection_decision_reject_fk foreign key (reject_movement_id) references stock.movement,
  constraint inspection_decision_something check (released >= 0 and rejected >= 0 and released + rejected > 0),
  constraint inspection_decision_two_persons check (signed_by is null or inspected_by is null or signed_by <> inspected_by)
);

-- Every change of severity, with the rule that brought it about, or the person who resumed sampling.
create table quality.sampling_switch (
  switch_id bigint generated always as identity,
  item_id bigint not null,
  supplier_id bigint not null,
  inspection_id bigint,
  from_severity text not null,
  to_severity text not null,
  rule text not null,
  reason text,
  switched_by_name text not null,
  switched_at timestamptz not null default clock_timestamp(),
  constraint sampling_switch_pk primary key (switch_id),
  constraint sampling_switch_state_fk foreign key (item_id, supplier_id) references quality.sampling_state,
  constraint sampling_switch_inspection_fk foreign key (inspection_id) references quality.inspection,
  constraint sampling_switch_changes check (from_severity <> to_severity),
  constraint sampling_switch_rule_known check (rule in ('two_of_five', 'five_accepted', 'score_30', 'lot_not_accepted',
    'reduced_withdrawn', 'five_refused', 'resumed'))
);
create index sampling_switch_by_item on quality.sampling_switch (item_id, supplier_id, switch_id);

do $$
declare t text;
begin
  foreach t in array array['inspection', 'inspection_round', 'inspection_result', 'inspection_result_void',
    'inspection_decision'] loop
    execute format('alter table quality.%I enable row level security', t);
    execute format('alter table quality.%I force row level security', t);
    execute format($p$create policy warehouse_scope on quality.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

create view quality.v_inspection with (security_invoker = true) as
  select i.*, t.lot_no, m.item_code, m.name as item_name
  from quality.inspection i
  join stock.v_lot t on t.item_id = i.item_id and t.lot_id = i.lot_id
  join masterdata.v_item m on m.item_id = i.item_id;
-- Days from arrival in quarantine to the signature, of the last year: for planning, and for the people who wait.
create view quality.v_qc_lead_time with (security_invoker = true) as
  select item_id, warehouse_id, supplier_id, count(*)::integer as inspections,
    avg(extract(epoch from closed_at - arrived_at) / 86400)::double precision as mean_days,
    percentile_cont(0.9) within group (order by extract(epoch from closed_at - arrived_at) / 86400) as p90_days,
    count(*) filter (where closed_at > target_at)::integer as late,
    max(closed_at) as last_closed_at
  from quality.inspection
  where status = 'closed' and closed_at > now() - interval '365 days'
  group by item_id, warehouse_id, supplier_id;

grant usage on all sequences in schema quality to tongcang_app;
grant select on quality.inspection_plan, quality.inspection_plan_version, quality.inspection_check, quality.sampling_state,
  quality.inspection, quality.inspection_round, quality.inspection_result, quality.inspection_result_void,
  quality.inspection_decision, quality.sampling_switch, quality.v_inspection, quality.v_qc_lead_time to tongcang_app;
grant insert on quality.inspection_plan, quality.inspection_plan_version, quality.inspection_check, quality.sampling_state,
  quality.inspection, quality.inspection_round, quality.inspection_result, quality.inspection_result_void,
  quality.inspection_decision, quality.sampling_switch to tongcang_app;
grant update on quality.inspection_plan, quality.inspection_plan_version, quality.sampling_state, quality.inspection
  to tongcang_app;
grant delete on quality.inspection_check to tongcang_app;
