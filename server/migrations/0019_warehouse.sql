-- Work inside a warehouse: counts, corrections, the map, replenishment, work orders, upkeep, near expiry, samples and goods
-- of others. New tables; masterdata.location gets columns with constant defaults, which takes a lock for a moment only.

alter table masterdata.location
  add column capacity_ml bigint,
  -- A place from which orders are picked; the others are reserve.
  add column pick_face boolean not null default false,
  -- Where the way of a picker passes it; by code where nothing is said.
  add column pick_sequence integer,
  add column width integer not null default 1,
  add column height integer not null default 1,
  -- Taken out of use. The row stays, because movements name it.
  add column retired_at timestamptz,
  add constraint location_capacity_positive check (capacity_ml > 0),
  add constraint location_size_positive check (width between 1 and 100 and height between 1 and 100);
create or replace view masterdata.v_location with (security_invoker = true) as select * from masterdata.location;

create schema warehouse;
create sequence warehouse.count_no;
create sequence warehouse.adjustment_no;
create sequence warehouse.work_order_no;
create sequence warehouse.sample_no;

-- What the whole company has agreed on.
create table warehouse.setting (
  only_row boolean not null default true,
  -- Differences and corrections worth more than this are approved by somebody who answers for all warehouses.
  approval_limit_fen bigint not null default 500000,
  changed_at timestamptz not null default clock_timestamp(),
  constraint setting_pk primary key (only_row),
  constraint setting_one_row check (only_row),
  constraint setting_limit_positive check (approval_limit_fen >= 0)
);
insert into warehouse.setting default values;

-- Counts. A plan names balances; what was seen of each stands in entries that are never changed.
create table warehouse.count (
  count_id bigint generated always as identity,
  document_no text not null default 'CT' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('warehouse.count_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  status text not null default 'counting',
  method text not null,
  criteria jsonb not null,
  blind boolean not null,
  reason text not null,
  created_by bigint,
  created_by_name text,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  note text,
  constraint count_pk primary key (count_id),
  constraint count_document_no_key unique (document_no),
  constraint count_scope_key unique (count_id, warehouse_id),
  constraint count_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint count_status_known check (status in ('counting', 'review', 'closed', 'cancelled')),
  constraint count_method_known check (method in ('all', 'abc', 'due', 'zone', 'item')),
  constraint count_closed check ((status in ('closed', 'cancelled')) = (closed_at is not null))
) with (fillfactor = 85);
create index count_by_warehouse on warehouse.count (warehouse_id, count_id);

create table warehouse.count_line (
  count_line_id bigint generated always as identity,
  count_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  -- Goods that stood there and were not on the plan.
  found boolean not null default false,
  status text not null default 'open',
  -- Counted minus book, once it is certain.
  difference bigint,
  value_fen bigint,
  -- Everybody who has counted this line.
  counters bigint[] not null default '{}',
  approved_by bigint,
  approved_by_name text,
  approved_at timestamptz,
  movement_id bigint,
  settled_at timestamptz,
  constraint count_line_pk primary key (count_line_id),
  constraint count_line_no_key unique (count_id, line_no),
  constraint count_line_key unique (count_id, item_id, lot_id, account_id, owner_id, disposition),
  constraint count_line_count_fk foreign key (count_id, warehouse_id) references warehouse.count (count_id, warehouse_id),
  constraint count_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint count_line_account_fk foreign key (account_id) references stock.account,
  constraint count_line_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint count_line_movement_fk foreign key (movement_id) references stock.movement,
  constraint count_line_status_known check (status in ('open', 'recount', 'matched', 'differs', 'posted')),
  constraint count_line_settled check ((status in ('matched', 'differs', 'posted')) = (difference is not null)),
  constraint count_line_posted check ((status = 'posted') = (movement_id is not null)),
  constraint count_line_two_persons check (approved_by is null or not (approved_by = any (counters)))
) with (fillfactor = 85);
create index count_line_by_place on warehouse.count_line (warehouse_id, item_id, lot_id, account_id)
  where status in ('matched', 'posted');
create index count_line_open on warehouse.count_line (warehouse_id) where status in ('open', 'recount');

create table warehouse.count_entry (
  count_line_id bigint not null,
  round integer not null,
  warehouse_id bigint not null,
  -- On the books in the moment of counting.
  book_qty bigint not null,
  counted bigint not null,
  missing text[] not null default '{}',
  surplus text[] not null default '{}',
  note text,
  counted_by bigint,
  counted_by_name text,
  counted_at timestamptz not null default clock_timestamp(),
  -- Who counted it before: a doubtful line is counted again by somebody else.
  after_by bigint,
  constraint count_entry_pk primary key (count_line_id, round),
  constraint count_entry_line_fk foreign key (count_line_id) references warehouse.count_line,
  constraint count_entry_counted_positive check (counted >= 0),
  constraint count_entry_two_persons check (after_by is null or counted_by is null or after_by <> counted_by)
);

-- Corrections of the books with a reason, asked for by one and approved by another.
create table warehouse.adjustment (
  adjustment_id bigint generated always as identity,
  document_no text not null default 'AJ' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('warehouse.adjustment_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  status text not null default 'requested',
  cause text not null,
  reason text not null,
  -- Sum of what changes, taken without sign.
  value_fen bigint not null,
  requested_by bigint,
  requested_by_name text,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  movement_id bigint,
  constraint adjustment_pk primary key (adjustment_id),
  constraint adjustment_document_no_key unique (document_no),
  constraint adjustment_scope_key unique (adjustment_id, warehouse_id),
  constraint adjustment_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint adjustment_movement_fk foreign key (movement_id) references stock.movement,
  constraint adjustment_status_known check (status in ('requested', 'posted', 'rejected', 'withdrawn')),
  constraint adjustment_cause_known check (cause in ('damaged', 'lost', 'found', 'sampling', 'book_error', 'other')),
  constraint adjustment_decided check ((status = 'requested') = (decided_at is null)),
  constraint adjustment_posted check ((status = 'posted') = (movement_id is not null)),
  constraint adjustment_two_persons check (status not in ('posted', 'rejected') or decided_by is null
    or requested_by is null or decided_by <> requested_by)
) with (fillfactor = 85);
create index adjustment_by_warehouse on warehouse.adjustment (warehouse_id, adjustment_id);

create table warehouse.adjustment_line (
  adjustment_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  change bigint not null,
  serial_nos text[] not null default '{}',
  constraint adjustment_line_pk primary key (adjustment_id, line_no),
  constraint adjustment_line_key unique (adjustment_id, item_id, lot_id, account_id, owner_id, disposition),
  constraint adjustment_line_head_fk foreign key (adjustment_id, warehouse_id)
    references warehouse.adjustment (adjustment_id, warehouse_id),
  constraint adjustment_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint adjustment_line_account_fk foreign key (account_id) references stock.account,
  constraint adjustment_line_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint adjustment_line_changes check (change <> 0)
);

-- Which item is picked from which place, and how much should stand there.
create table warehouse.pick_face (
  location_id bigint not null,
  item_id bigint not null,
  warehouse_id bigint not null,
  min_qty bigint not null,
  max_qty bigint not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint pick_face_pk primary key (location_id, item_id),
  constraint pick_face_location_fk foreign key (location_id) references masterdata.location,
  constraint pick_face_item_fk foreign key (item_id) references masterdata.item,
  constraint pick_face_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint pick_face_bounds check (min_qty >= 0 and max_qty > min_qty)
);
create index pick_face_by_warehouse on warehouse.pick_face (warehouse_id, item_id);

create table warehouse.replenishment (
  replenishment_id bigint generated always as identity,
  warehouse_id bigint not null,
  status text not null default 'open',
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  from_account_id bigint not null,
  to_account_id bigint not null,
  qty bigint not null,
  qty_done bigint not null default 0,
  created_by bigint,
  created_at timestamptz not null default clock_timestamp(),
  done_by bigint,
  done_by_name text,
  done_at timestamptz,
  note text,
  movement_id bigint,
  constraint replenishment_pk primary key (replenishment_id),
  constraint replenishment_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint replenishment_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint replenishment_from_fk foreign key (from_account_id) references stock.account,
  constraint replenishment_to_fk foreign key (to_account_id) references stock.account,
  constraint replenishment_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint replenishment_movement_fk foreign key (movement_id) references stock.movement,
  constraint replenishment_status_known check (status in ('open', 'done', 'cancelled')),
  constraint replenishment_two_places check (from_account_id <> to_account_id),
  constraint replenishment_qty_bounds check (qty > 0 and qty_done between 0 and qty),
  constraint replenishment_done check ((status = 'open') = (done_at is null))
) with (fillfactor = 85);
create unique index replenishment_open_key on warehouse.replenishment (item_id, lot_id, owner_id, from_account_id, to_account_id)
  where status = 'open';
create index replenishment_by_warehouse on warehouse.replenishment (warehouse_id, replenishment_id);

-- What a kit is made of. A version that was used is never changed; a new one takes its place.
create table warehouse.bom (
  bom_id bigint generated always as identity,
  item_id bigint not null,
  version integer not null,
  active boolean not null default true,
  note text,
  created_by bigint,
  created_at timestamptz not null default clock_timestamp(),
  constraint bom_pk primary key (bom_id),
  constraint bom_version_key unique (item_id, version),
  constraint bom_item_fk foreign key (item_id) references masterdata.item
);
create unique index bom_active_key on warehouse.bom (item_id) where active;
create table warehouse.bom_line (
  bom_id bigint not null,
  item_id bigint not null,
  line_no integer not null,
  qty bigint not null,
  constraint bom_line_pk primary key (bom_id, item_id),
  constraint bom_line_bom_fk foreign key (bom_id) references warehouse.bom,
  constraint bom_line_item_fk foreign key (item_id) references masterdata.item,
  constraint bom_line_qty_positive check (qty > 0)
);

create table warehouse.work_order (
  work_order_id bigint generated always as identity,
  document_no text not null default 'WO' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('warehouse.work_order_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  kind text not null,
  status text not null default 'open',
  item_id bigint not null,
  -- The lot that is taken apart or relabelled; a kit that is made gets a lot for each run.
  lot_id bigint,
  bom_id bigint,
  qty bigint not null,
  label_version text,
  reason text not null,
  created_by bigint,
  created_by_name text,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  note text,
  constraint work_order_pk primary key (work_order_id),
  constraint work_order_document_no_key unique (document_no),
  constraint work_order_scope_key unique (work_order_id, warehouse_id),
  constraint work_order_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint work_order_item_fk foreign key (item_id) references masterdata.item,
  constraint work_order_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint work_order_bom_fk foreign key (bom_id) references warehouse.bom,
  constraint work_order_kind_known check (kind in ('assemble', 'disassemble', 'relabel')),
  constraint work_order_status_known check (status in ('open', 'done', 'cancelled')),
  constraint work_order_closed check ((status = 'open') = (closed_at is null)),
  constraint work_order_qty_positive check (qty > 0),
  constraint work_order_shape check ((kind = 'assemble') = (lot_id is null) and (kind = 'relabel') = (label_version is not null)
    and (kind = 'relabel') = (bom_id is null))
) with (fillfactor = 85);
create index work_order_by_warehouse on warehouse.work_order (warehouse_id, work_order_id);

-- What is taken for one piece of the order.
create table warehouse.work_order_line (
  work_order_line_id bigint generated always as identity,
  work_order_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint,
  per_unit bigint not null,
  constraint work_order_line_pk primary key (work_order_line_id),
  constraint work_order_line_no_key unique (work_order_id, line_no),
  constraint work_order_line_order_fk foreign key (work_order_id, warehouse_id)
    references warehouse.work_order (work_order_id, warehouse_id),
  constraint work_order_line_item_fk foreign key (item_id) references masterdata.item,
  constraint work_order_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint work_order_line_positive check (per_unit > 0)
);

-- One go at the bench: goods taken from their bins by one person, what came of them looked at and put away by another.
create table warehouse.work_run (
  work_run_id bigint generated always as identity,
  work_order_id bigint not null,
  warehouse_id bigint not null,
  run_no integer not null,
  status text not null default 'started',
  qty bigint not null,
  started_by bigint,
  started_by_name text,
  started_at timestamptz not null default clock_timestamp(),
  out_movement_id bigint not null,
  finished_by bigint,
  finished_by_name text,
  finished_at timestamptz,
  in_movement_id bigint,
  label_version text,
  note text,
  constraint work_run_pk primary key (work_run_id),
  constraint work_run_no_key unique (work_order_id, run_no),
  constraint work_run_scope_key unique (work_run_id, warehouse_id),
  constraint work_run_order_fk foreign key (work_order_id, warehouse_id)
    references warehouse.work_order (work_order_id, warehouse_id),
  constraint work_run_out_fk foreign key (out_movement_id) references stock.movement,
  constraint work_run_in_fk foreign key (in_movement_id) references stock.movement,
  constraint work_run_status_known check (status in ('started', 'finished', 'undone')),
  constraint work_run_qty_positive check (qty > 0),
  constraint work_run_finished check ((status = 'started') = (finished_at is null)
    and (status = 'started') = (in_movement_id is null)),
  constraint work_run_two_persons check (status <> 'finished' or started_by is null or finished_by is null
    or started_by <> finished_by)
) with (fillfactor = 85);

-- What went to the bench and what came from it.
create table warehouse.work_piece (
  work_run_id bigint not null,
  side text not null,
  piece_no integer not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  account_id bigint not null,
  disposition stock.disposition not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  constraint work_piece_pk primary key (work_run_id, side, piece_no),
  constraint work_piece_run_fk foreign key (work_run_id, warehouse_id) references warehouse.work_run (work_run_id, warehouse_id),
  constraint work_piece_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint work_piece_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint work_piece_account_fk foreign key (account_id) references stock.account,
  constraint work_piece_side_known check (side in ('taken', 'made')),
  constraint work_piece_qty_positive check (qty > 0)
);
create index work_piece_by_lot on warehouse.work_piece (item_id, lot_id);

-- Periodic inspection. The shortest interval of the rules that fit holds.
create table warehouse.upkeep_rule (
  rule_no integer not null,
  device_class text,
  storage_condition text,
  -- Only for lots that expire within so many days.
  near_expiry_days integer,
  interval_days integer not null,
  constraint upkeep_rule_pk primary key (rule_no),
  constraint upkeep_rule_class_known check (device_class in ('I', 'II', 'III')),
  constraint upkeep_rule_condition_known check (storage_condition in ('ambient', 'cool', 'cold', 'frozen')),
  constraint upkeep_rule_days check (interval_days between 1 and 3650 and (near_expiry_days is null or near_expiry_days > 0))
);
insert into warehouse.upkeep_rule (rule_no, device_class, storage_condition, near_expiry_days, interval_days) values
  (1, null, null, null, 90), (2, 'III', null, null, 60), (3, null, 'cold', null, 30), (4, null, 'frozen', null, 30),
  (5, null, null, 180, 30);
create table warehouse.upkeep_check (
  upkeep_check_id bigint generated always as identity,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  result text not null,
  finding text,
  note text,
  checked_by bigint,
  checked_by_name text,
  checked_at timestamptz not null default clock_timestamp(),
  hold_id bigint,
  constraint upkeep_check_pk primary key (upkeep_check_id),
  constraint upkeep_check_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint upkeep_check_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint upkeep_check_hold_fk foreign key (hold_id) references stock.hold,
  constraint upkeep_check_result_known check (result in ('sound', 'finding')),
  constraint upkeep_check_finding_known check (finding in ('packaging', 'label', 'seal', 'moisture', 'temperature', 'appearance', 'other')),
  constraint upkeep_check_finding check ((result = 'finding') = (finding is not null))
);
create index upkeep_check_by_lot on warehouse.upkeep_check (warehouse_id, item_id, lot_id, checked_at);

-- Near expiry: what is to be done with a lot when so much of its life is left.
create table warehouse.expiry_tier (
  tier_no integer not null,
  life_from_days integer not null,
  life_to_days integer,
  within_days integer,
  within_percent integer,
  action text not null,
  constraint expiry_tier_pk primary key (tier_no),
  constraint expiry_tier_life check (life_from_days >= 0 and (life_to_days is null or life_to_days > life_from_days)),
  constraint expiry_tier_one_measure check ((within_days is null) <> (within_percent is null)),
  constraint expiry_tier_bounds check ((within_days is null or within_days > 0) and (within_percent is null or within_percent between 1 and 100)),
  constraint expiry_tier_action_known check (action in ('watch', 'redistribute', 'return_supplier', 'stop_sale'))
);
insert into warehouse.expiry_tier (tier_no, life_from_days, life_to_days, within_days, within_percent, action) values
  (1, 730, null, 365, null, 'watch'), (2, 730, null, 180, null, 'redistribute'), (3, 730, null, 90, null, 'return_supplier'),
  (4, 730, null, 15, null, 'stop_sale'), (5, 0, 730, null, 33, 'redistribute'), (6, 0, 730, null, 10, 'return_supplier'),
  (7, 0, 730, null, 3, 'stop_sale');
create table warehouse.expiry_action (
  expiry_action_id bigint generated always as identity,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  tier_no integer not null,
  action text not null,
  qty bigint not null,
  note text not null,
  taken_by bigint,
  taken_by_name text,
  taken_at timestamptz not null default clock_timestamp(),
  hold_id bigint,
  constraint expiry_action_pk primary key (expiry_action_id),
  constraint expiry_action_key unique (warehouse_id, item_id, lot_id, tier_no, action),
  constraint expiry_action_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint expiry_action_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint expiry_action_hold_fk foreign key (hold_id) references stock.hold,
  constraint expiry_action_known check (action in ('watch', 'redistribute', 'return_supplier', 'stop_sale'))
);

-- Samples that somebody has taken along. They stay ours until they are returned, given away or lost.
create table warehouse.sample (
  sample_id bigint generated always as identity,
  document_no text not null default 'SA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('warehouse.sample_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  status text not null default 'out',
  holder text not null,
  department_id bigint,
  reason text not null,
  due_on date not null,
  issued_by bigint,
  issued_by_name text,
  issued_at timestamptz not null default clock_timestamp(),
  movement_id bigint not null,
  closed_at timestamptz,
  constraint sample_pk primary key (sample_id),
  constraint sample_document_no_key unique (document_no),
  constraint sample_scope_key unique (sample_id, warehouse_id),
  constraint sample_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint sample_department_fk foreign key (department_id) references masterdata.department,
  constraint sample_movement_fk foreign key (movement_id) references stock.movement,
  constraint sample_status_known check (status in ('out', 'closed')),
  constraint sample_closed check ((status = 'closed') = (closed_at is not null))
) with (fillfactor = 85);
create index sample_by_warehouse on warehouse.sample (warehouse_id, sample_id);
create table warehouse.sample_line (
  sample_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  account_id bigint not null,
  qty bigint not null,
  qty_returned bigint not null default 0,
  qty_given bigint not null default 0,
  qty_lost bigint not null default 0,
  serial_nos text[] not null default '{}',
  constraint sample_line_pk primary key (sample_id, line_no),
  constraint sample_line_head_fk foreign key (sample_id, warehouse_id) references warehouse.sample (sample_id, warehouse_id),
  constraint sample_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint sample_line_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint sample_line_account_fk foreign key (account_id) references stock.account,
  constraint sample_line_not_more_than_issued check (qty > 0 and qty_returned >= 0 and qty_given >= 0 and qty_lost >= 0
    and qty_returned + qty_given + qty_lost <= qty)
) with (fillfactor = 85);

-- Goods of others that we keep: without a valid contract nobody may.
create table warehouse.custody_contract (
  custody_contract_id bigint generated always as identity,
  warehouse_id bigint not null,
  owner_id bigint not null,
  contract_no text not null,
  valid_from date not null,
  valid_to date not null,
  assessed_on date,
  note text,
  changed_at timestamptz not null default clock_timestamp(),
  constraint custody_contract_pk primary key (custody_contract_id),
  constraint custody_contract_no_key unique (warehouse_id, owner_id, contract_no),
  constraint custody_contract_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint custody_contract_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint custody_contract_dates check (valid_to >= valid_from)
);

do $$
declare t text;
begin
  foreach t in array array['count', 'count_line', 'count_entry', 'adjustment', 'adjustment_line', 'pick_face',
    'replenishment', 'work_order', 'work_order_line', 'work_run', 'work_piece', 'upkeep_check', 'expiry_action', 'sample',
    'sample_line', 'custody_contract'] loop
    execute format('alter table warehouse.%I enable row level security', t);
    execute format('alter table warehouse.%I force row level security', t);
    execute format($p$create policy warehouse_scope on warehouse.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

-- Which lot went into which: what tracing needs beyond the postings.
create view warehouse.v_genealogy with (security_invoker = true) as
  select r.warehouse_id, o.work_order_id, o.document_no, o.kind, r.work_run_id, r.finished_at,
    t.item_id as from_item_id, t.lot_id as from_lot_id, t.qty as from_qty,
    m.item_id as to_item_id, m.lot_id as to_lot_id, m.qty as to_qty
  from warehouse.work_run r
  join warehouse.work_order o on o.work_order_id = r.work_order_id
  join warehouse.work_piece t on t.work_run_id = r.work_run_id and t.side = 'taken'
  join warehouse.work_piece m on m.work_run_id = r.work_run_id and m.side = 'made'
  where r.status = 'finished' and (t.item_id, t.lot_id) <> (m.item_id, m.lot_id);
-- Label versions that a lot carries, for papers and trace.
create view warehouse.v_label with (security_invoker = true) as
  select distinct r.warehouse_id, m.item_id, m.lot_id, r.label_version, r.finished_at
  from warehouse.work_run r
  join warehouse.work_piece m on m.work_run_id = r.work_run_id and m.side = 'made'
  where r.status = 'finished' and r.label_version is not null;
-- The way of a picker through a warehouse.
create view warehouse.v_pick_route with (security_invoker = true) as
  select p.warehouse_id, p.location_id, a.account_id, p.location_code, p.x, p.y,
    row_number() over (partition by p.warehouse_id
      order by p.pick_sequence nulls last, p.zone_code, p.y, case when p.y % 2 = 0 then p.x else -p.x end, p.location_code)
      as pick_order
  from masterdata.v_location p
  join stock.v_account a on a.kind = 'bin' and a.location_id = p.location_id
  where p.retired_at is null;
create view warehouse.v_count_difference with (security_invoker = true) as
  select c.count_id, c.document_no, l.warehouse_id, l.item_id, l.lot_id, l.owner_id, l.difference, l.value_fen,
    l.movement_id, l.settled_at
  from warehouse.count_line l join warehouse.count c on c.count_id = l.count_id
  where l.status = 'posted';

grant usage on schema warehouse to tongcang_app;
grant usage on all sequences in schema warehouse to tongcang_app;
grant select on all tables in schema warehouse to tongcang_app;
grant insert on warehouse.count, warehouse.count_line, warehouse.count_entry, warehouse.adjustment,
  warehouse.adjustment_line, warehouse.pick_face, warehouse.replenishment, warehouse.bom, warehouse.bom_line,
  warehouse.work_order, warehouse.work_order_line, warehouse.work_run, warehouse.work_piece, warehouse.upkeep_rule,
  warehouse.upkeep_check, warehouse.expiry_tier, warehouse.expiry_action, warehouse.sample, warehouse.sample_line,
  warehouse.custody_contract to tongcang_app;
grant update on warehouse.setting, warehouse.count, warehouse.count_line, warehouse.adjustment, warehouse.pick_face,
  warehouse.replenishment, warehouse.bom, warehouse.work_order, warehouse.work_run, warehouse.sample,
  warehouse.sample_line, warehouse.custody_contract to tongcang_app;
grant delete on warehouse.pick_face, warehouse.upkeep_rule, warehouse.expiry_tier to tongcang_app;
