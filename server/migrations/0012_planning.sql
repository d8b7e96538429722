-- Demand history, policies, risks, proposals. New tables only; locks nothing that is in use.

create schema planning;

-- Parameters of the company. One row.
create table planning.setting (
  only_row boolean not null default true,
  transfer_budget_fen bigint,
  service_level double precision not null default 0.95,
  lead_time_days double precision not null default 10,
  lead_time_sd_days double precision not null default 3,
  qc_days double precision not null default 2,
  horizon_days integer not null default 21,
  order_cover_days double precision not null default 30,
  changed_at timestamptz not null default clock_timestamp(),
  constraint setting_pk primary key (only_row),
  constraint setting_only_row check (only_row),
  constraint setting_budget_positive check (transfer_budget_fen >= 0),
  constraint setting_service_level_bounds check (service_level between 0.5 and 0.9999),
  constraint setting_days_bounds check (lead_time_days between 0 and 730 and lead_time_sd_days between 0 and 730
    and qc_days between 0 and 730 and order_cover_days between 0 and 730 and horizon_days between 7 and 365)
);
insert into planning.setting default values;

-- What was asked for, by period. The department is null where the source does not say it.
create table planning.demand_history (
  item_id bigint not null,
  warehouse_id bigint not null,
  bucket text not null,
  period_start date not null,
  department_id bigint,
  qty bigint not null,
  constraint demand_history_key unique nulls not distinct (item_id, warehouse_id, bucket, period_start, department_id),
  constraint demand_history_item_fk foreign key (item_id) references masterdata.item,
  constraint demand_history_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint demand_history_department_fk foreign key (department_id) references masterdata.department,
  constraint demand_history_bucket_known check (bucket in ('day', 'week', 'month')),
  constraint demand_history_qty check (qty >= 0)
);

-- One row for an item at a warehouse. The plain columns hold what is in force; a value that a person has fixed stands
-- in its `pin_` column too and survives the next computation.
create table planning.policy (
  item_id bigint not null,
  warehouse_id bigint not null,
  service_level double precision not null,
  lead_time_days double precision not null,
  lead_time_sd_days double precision not null,
  qc_days double precision not null,
  safety_stock bigint not null,
  reorder_point bigint not null,
  order_up_to bigint not null,
  daily_mean double precision not null,
  daily_sd double precision not null,
  method text not null,
  pattern text not null,
  bucket text,
  observations integer not null,
  z double precision not null,
  protection_days double precision not null,
  safety_stock_uncapped bigint not null,
  capped_by_shelf_life boolean not null,
  computed_at timestamptz not null default clock_timestamp(),
  pin_service_level double precision,
  pin_lead_time_days double precision,
  pin_lead_time_sd_days double precision,
  pin_qc_days double precision,
  pin_safety_stock bigint,
  pin_reorder_point bigint,
  pin_order_up_to bigint,
  pin_reason text,
  pinned_by bigint,
  pinned_by_name text,
  pinned_at timestamptz,
  constraint policy_pk primary key (item_id, warehouse_id),
  constraint policy_item_fk foreign key (item_id) references masterdata.item,
  constraint policy_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint policy_order check (0 <= safety_stock and safety_stock <= reorder_point and reorder_point <= order_up_to),
  constraint policy_service_level_bounds check (service_level between 0.5 and 0.9999),
  constraint policy_demand_bounds check (daily_mean >= 0 and daily_sd >= 0),
  constraint policy_method_known check (method in ('none', 'mean', 'ses', 'croston_sba')),
  constraint policy_pinned check ((pin_reason is null) = (num_nonnulls(pin_service_level, pin_lead_time_days,
    pin_lead_time_sd_days, pin_qc_days, pin_safety_stock, pin_reorder_point, pin_order_up_to) = 0))
) with (fillfactor = 85);
create index policy_by_warehouse on planning.policy (warehouse_id);

-- The current risk of an item at a warehouse, kept up to date from the outbox.
create table planning.risk (
  item_id bigint not null,
  warehouse_id bigint not null,
  level text not null,
  severity double precision not null,
  priority_class smallint,
  usable_qty bigint not null,
  open_demand_qty bigint not null,
  on_the_way_qty bigint not null,
  daily_demand double precision not null,
  safety_stock bigint not null,
  reorder_point bigint not null,
  days_until_stock_out integer,
  projected_short_qty bigint not null,
  projected_expiry_qty bigint not null,
  explanation jsonb not null,
  level_since timestamptz not null default clock_timestamp(),
  computed_at timestamptz not null default clock_timestamp(),
  dismissed_until timestamptz,
  dismiss_reason text,
  dismissed_by bigint,
  constraint risk_pk primary key (item_id, warehouse_id),
  constraint risk_item_fk foreign key (item_id) references masterdata.item,
  constraint risk_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint risk_level_known check (level in ('stock_out', 'critical', 'warning', 'watch', 'ok')),
  constraint risk_priority_known check (priority_class between 1 and 4),
  constraint risk_dismissed check ((dismissed_until is null) = (dismiss_reason is null))
) with (fillfactor = 70);
create index risk_ranked on planning.risk (severity desc) where level <> 'ok';
create index risk_by_warehouse on planning.risk (warehouse_id);

-- Items whose stock or demand has moved since their risk was assessed. Filled from the outbox, emptied in batches.
create table planning.touched (
  item_id bigint not null,
  touched_at timestamptz not null default clock_timestamp(),
  constraint touched_pk primary key (item_id)
) with (fillfactor = 50);

create table planning.planning_run (
  planning_run_id bigint generated always as identity,
  kind text not null,
  warehouse_id bigint,
  actor_id bigint,
  started_at timestamptz not null,
  duration_ms integer not null,
  parameters jsonb not null,
  totals jsonb not null,
  -- What the independent checker found wrong with the plan; stored plans have none.
  violations jsonb not null default '[]',
  constraint planning_run_pk primary key (planning_run_id),
  constraint planning_run_kind_known check (kind in ('recompute', 'propose')),
  constraint planning_run_lawful check (violations = '[]')
);

-- A proposed transfer: goods of one item from one warehouse to another on one departure.
create table planning.proposal (
  proposal_id bigint generated always as identity,
  planning_run_id bigint not null,
  status text not null default 'proposed',
  item_id bigint not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  lane_id bigint not null,
  qty bigint not null,
  departure_at timestamptz not null,
  arrival_at timestamptz not null,
  needed_by timestamptz not null,
  late boolean not null,
  priority_class smallint not null,
  severity double precision not null,
  days_until_stock_out integer,
  variable_fen bigint not null,
  fixed_share_fen bigint not null,
  -- Lots with quantities and the rules they passed; what the need is; why this way and no other.
  lines jsonb not null,
  needs jsonb not null,
  explanation jsonb not null,
  transfer_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  decided_by bigint,
  decided_by_name text,
  decision_reason text,
  constraint proposal_pk primary key (proposal_id),
  constraint proposal_run_fk foreign key (planning_run_id) references planning.planning_run,
  constraint proposal_item_fk foreign key (item_id) references masterdata.item,
  constraint proposal_from_fk foreign key (from_warehouse_id) references masterdata.warehouse,
  constraint proposal_to_fk foreign key (to_warehouse_id) references masterdata.warehouse,
  constraint proposal_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint proposal_two_warehouses check (from_warehouse_id <> to_warehouse_id),
  constraint proposal_status_known check (status in ('proposed', 'accepted', 'rejected', 'expired', 'superseded')),
  constraint proposal_qty_positive check (qty > 0),
  constraint proposal_cost_positive check (variable_fen >= 0 and fixed_share_fen >= 0),
  constraint proposal_priority_known check (priority_class between 1 and 4),
  constraint proposal_arrives_after_departure check (arrival_at > departure_at),
  constraint proposal_decided check ((status = 'proposed') = (decided_at is null)),
  constraint proposal_accepted check ((status = 'accepted') = (transfer_id is not null)),
  constraint proposal_rejected check (status <> 'rejected' or decision_reason is not null)
) with (fillfactor = 85);
-- One open proposal for a way: two runs at once cannot both promise the same goods.
create unique index proposal_open_key on planning.proposal (item_id, from_warehouse_id, to_warehouse_id, lane_id)
  where status = 'proposed';
create index proposal_by_run on planning.proposal (planning_run_id);

do $$
declare t text;
begin
  foreach t in array array['demand_history', 'policy', 'risk'] loop
    execute format('alter table planning.%I enable row level security', t);
    execute format('alter table planning.%I force row level security', t);
    execute format($p$create policy warehouse_scope on planning.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;
alter table planning.planning_run enable row level security;
alter table planning.planning_run force row level security;
create policy warehouse_scope on planning.planning_run using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null
      and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));
-- Seen from both ends, like the transfer it may become.
alter table planning.proposal enable row level security;
alter table planning.proposal force row level security;
create policy either_end on planning.proposal using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (
    from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
    or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));

-- What other modules may read.
create view planning.v_setting with (security_invoker = true) as select * from planning.setting;
create view planning.v_demand_history with (security_invoker = true) as select * from planning.demand_history;
create view planning.v_policy with (security_invoker = true) as select * from planning.policy;
create view planning.v_risk with (security_invoker = true) as select * from planning.risk;
create view planning.v_proposal with (security_invoker = true) as select * from planning.proposal;
create view planning.v_planning_run with (security_invoker = true) as select * from planning.planning_run;

grant usage on schema planning to tongcang_app;
grant usage on all sequences in schema planning to tongcang_app;
grant select on all tables in schema planning to tongcang_app;
grant insert on planning.demand_history, planning.policy, planning.risk, planning.touched, planning.planning_run,
  planning.proposal to tongcang_app;
grant update on planning.setting, planning.demand_history, planning.policy, planning.risk, planning.touched,
  planning.proposal to tongcang_app;
grant delete on planning.touched to tongcang_app;
