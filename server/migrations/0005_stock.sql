-- The goods ledger. Postings are append-only by privilege; balances change only with their postings.
-- item_id leads every key so that the schema can later be distributed by it. No triggers, one index on postings
-- besides the key order, because every index is paid for by every posting.

create schema stock;

create type stock.disposition as enum ('quarantine', 'released', 'held', 'rejected', 'recalled', 'expired');

-- Where goods can be. A bin, a shipment on the road, a supplier, a department that consumed them, a cabinet at the
-- hospital that still holds our goods, destruction, and the two-sided place for found and lost.
create table stock.account (
  account_id bigint generated always as identity,
  kind text not null,
  warehouse_id bigint,
  location_id bigint,
  partner_id bigint,
  department_id bigint,
  document_key text,
  constraint account_pk primary key (account_id),
  constraint account_kind_known check (kind in ('bin', 'in_transit', 'supplier', 'customer', 'consigned', 'destroyed', 'adjustment')),
  constraint account_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint account_location_fk foreign key (location_id) references masterdata.location,
  constraint account_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint account_department_fk foreign key (department_id) references masterdata.department,
  constraint account_shape check (case kind
    when 'bin' then warehouse_id is not null and location_id is not null
    when 'in_transit' then document_key is not null and location_id is null
    when 'supplier' then partner_id is not null
    when 'customer' then department_id is not null
    when 'consigned' then department_id is not null
    else location_id is null end),
  -- So that a sum by warehouse needs no look at the kind: what stands in a warehouse stands in its bins.
  constraint account_warehouse_kinds check (warehouse_id is null or kind in ('bin', 'adjustment'))
);
-- Written out with values for what is absent, so that a place is found by it: `is not distinct from` knows no index.
create unique index account_key on stock.account (kind, coalesce(warehouse_id, 0), coalesce(location_id, 0),
  coalesce(partner_id, 0), coalesce(department_id, 0), coalesce(document_key, ''));
create index account_warehouse on stock.account (warehouse_id) where warehouse_id is not null;

create table stock.lot (
  item_id bigint not null,
  lot_id bigint generated always as identity,
  lot_no text not null,
  production_date date,
  expiry_date date,
  sterilisation_lot text,
  supplier_id bigint,
  unit_cost_fen bigint,
  recalled boolean not null default false,
  held boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  constraint lot_pk primary key (item_id, lot_id),
  constraint lot_no_key unique (item_id, lot_no),
  constraint lot_item_fk foreign key (item_id) references masterdata.item,
  constraint lot_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint lot_dates_order check (production_date is null or expiry_date is null or expiry_date > production_date)
);
create index lot_by_no on stock.lot (lot_no);
create index lot_by_expiry on stock.lot (expiry_date) where expiry_date is not null;

create table stock.balance (
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  warehouse_id bigint,
  unbounded boolean not null,
  qty bigint not null default 0,
  allocated bigint not null default 0,
  packed bigint not null default 0,
  constraint balance_pk primary key (item_id, lot_id, account_id, owner_id, disposition),
  constraint balance_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint balance_account_fk foreign key (account_id) references stock.account,
  constraint balance_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint balance_not_negative check (qty >= 0 or unbounded),
  constraint balance_allocated_bounds check (allocated >= 0 and (allocated = 0 or allocated <= qty)),
  constraint balance_packed_bounds check (packed >= 0 and (packed = 0 or packed <= qty)),
  constraint balance_only_released_allocated check (allocated = 0 or disposition = 'released')
) with (fillfactor = 70);
comment on table stock.balance is
  'On hand, allocated and packed into handling units, in base units, for item x lot x account x owner x disposition. Supplier and adjustment accounts are unbounded: they go below zero by nature of double entry.';

create table stock.serial (
  item_id bigint not null,
  serial_id bigint generated always as identity,
  serial_no text not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  handling_unit_id bigint,
  constraint serial_pk primary key (item_id, serial_id),
  constraint serial_no_key unique (item_id, serial_no),
  constraint serial_place_fk foreign key (item_id, lot_id, account_id, owner_id, disposition) references stock.balance
) with (fillfactor = 80);
create index serial_by_place on stock.serial (item_id, lot_id, account_id, owner_id, disposition);
create index serial_by_no on stock.serial (serial_no);
create index serial_by_unit on stock.serial (handling_unit_id) where handling_unit_id is not null;

create table stock.movement (
  movement_id bigint generated always as identity,
  -- The transaction that posted it, which also wrote the audit row: kept as data, so that it survives a restore.
  txid xid8 not null default pg_current_xact_id(),
  purpose text not null,
  document_no text,
  document_key text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor_id bigint,
  reason text,
  reverses_id bigint,
  line_count integer not null,
  verdict jsonb not null,
  constraint movement_pk primary key (movement_id),
  constraint movement_purpose_known check (purpose in ('opening', 'receive', 'putaway', 'relocate', 'pick', 'release',
    'hold', 'lift_hold', 'reject', 'recall', 'expire', 'quarantine', 'transfer_ship', 'transfer_receive', 'ship',
    'customer_return', 'supplier_return', 'adjust', 'count', 'destroy')),
  constraint movement_lines_positive check (line_count > 0),
  constraint movement_not_in_future check (occurred_at <= recorded_at + interval '5 minutes'),
  constraint movement_reverses_once unique (reverses_id)
);
create unique index movement_document_no_key on stock.movement (purpose, document_no) where document_no is not null;
create index movement_document_key on stock.movement (document_key) where document_key is not null;

create table stock.posting (
  item_id bigint not null,
  lot_id bigint not null,
  posting_id bigint generated always as identity,
  movement_id bigint not null,
  line_no integer not null,
  qty bigint not null,
  from_account_id bigint not null,
  to_account_id bigint not null,
  from_owner_id bigint not null,
  to_owner_id bigint not null,
  from_disposition stock.disposition not null,
  to_disposition stock.disposition not null,
  from_warehouse_id bigint,
  to_warehouse_id bigint,
  allocation_id bigint,
  occurred_at timestamptz not null,
  constraint posting_pk primary key (item_id, lot_id, posting_id),
  constraint posting_qty_positive check (qty > 0),
  constraint posting_changes_something check ((from_account_id, from_owner_id, from_disposition) <> (to_account_id, to_owner_id, to_disposition))
);
create index posting_by_movement on stock.posting using brin (movement_id) with (pages_per_range = 32, autosummarize = on);
create index posting_by_time on stock.posting using brin (occurred_at) with (pages_per_range = 32, autosummarize = on);
create index posting_by_id on stock.posting using brin (posting_id) with (pages_per_range = 32, autosummarize = on);

create table stock.posting_serial (
  item_id bigint not null,
  serial_id bigint not null,
  posting_id bigint not null,
  lot_id bigint not null,
  constraint posting_serial_pk primary key (item_id, serial_id, posting_id),
  constraint posting_serial_serial_fk foreign key (item_id, serial_id) references stock.serial
);
create index posting_serial_by_posting on stock.posting_serial (item_id, lot_id, posting_id);

-- Two-phase: allocate, pick, then ship (posted), release (voided) or expire (timed out). A partial pick splits the row.
create table stock.allocation (
  item_id bigint not null,
  allocation_id bigint generated always as identity,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null default 'released',
  warehouse_id bigint not null,
  qty bigint not null,
  status text not null default 'open',
  demand_kind text not null,
  demand_id bigint not null,
  expires_at timestamptz,
  fefo_override_reason text,
  verdict jsonb not null,
  actor_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  constraint allocation_pk primary key (item_id, allocation_id),
  constraint allocation_balance_fk foreign key (item_id, lot_id, account_id, owner_id, disposition) references stock.balance,
  constraint allocation_qty_positive check (qty > 0),
  constraint allocation_released_only check (disposition = 'released'),
  constraint allocation_status_known check (status in ('open', 'picked', 'shipped', 'released', 'expired')),
  constraint allocation_demand_known check (demand_kind in ('demand_line', 'transfer_line')),
  constraint allocation_closed check ((status in ('open', 'picked')) = (closed_at is null))
) with (fillfactor = 80);
create index allocation_by_id on stock.allocation (allocation_id);
create index allocation_by_demand on stock.allocation (demand_kind, demand_id);
create index allocation_by_balance on stock.allocation (item_id, lot_id, account_id) where status in ('open', 'picked');
create index allocation_by_expiry on stock.allocation (expires_at) where status = 'open' and expires_at is not null;

-- A logistic unit: what stands together under one SSCC at one place. Its content is part of that place's balances.
create table stock.handling_unit (
  handling_unit_id bigint generated always as identity,
  sscc text not null,
  account_id bigint not null,
  warehouse_id bigint,
  status text not null default 'open',
  created_at timestamptz not null default clock_timestamp(),
  constraint handling_unit_pk primary key (handling_unit_id),
  constraint handling_unit_sscc_key unique (sscc),
  constraint handling_unit_account_fk foreign key (account_id) references stock.account,
  constraint handling_unit_status_known check (status in ('open', 'closed', 'dissolved'))
);
-- Running number of the SSCCs that the company gives itself.
create sequence stock.sscc_number;
create table stock.handling_unit_line (
  item_id bigint not null,
  handling_unit_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  qty bigint not null,
  constraint handling_unit_line_pk primary key (item_id, handling_unit_id, lot_id, owner_id, disposition),
  constraint handling_unit_line_unit_fk foreign key (handling_unit_id) references stock.handling_unit,
  constraint handling_unit_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint handling_unit_line_positive check (qty > 0)
);
create index handling_unit_line_by_unit on stock.handling_unit_line (handling_unit_id);
alter table stock.serial add constraint serial_unit_fk foreign key (handling_unit_id) references stock.handling_unit;

-- A hold or recall on lots: who stopped what and why, and who lifted it.
create table stock.hold (
  hold_id bigint generated always as identity,
  kind text not null,
  item_id bigint not null,
  lot_id bigint not null,
  warehouse_id bigint,
  reason text not null,
  held_at timestamptz not null default clock_timestamp(),
  held_by bigint,
  lifted_at timestamptz,
  lifted_by bigint,
  lift_reason text,
  constraint hold_pk primary key (hold_id),
  constraint hold_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint hold_kind_known check (kind in ('hold', 'recall')),
  constraint hold_lifted check ((lifted_at is null) = (lift_reason is null)),
  constraint hold_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint hold_recall_everywhere check (kind = 'hold' or warehouse_id is null)
);
create index hold_by_lot on stock.hold (item_id, lot_id) where lifted_at is null;

-- Sums of all postings with occurred_at < cutoff and posting_id <= last_posting_id: as-of questions start from the
-- newest one at or before the day asked and add what came in between, late recordings included.
create table stock.period (
  period_id bigint generated always as identity,
  cutoff timestamptz not null,
  last_posting_id bigint not null,
  made_at timestamptz not null default clock_timestamp(),
  closed boolean not null default false,
  constraint period_pk primary key (period_id),
  constraint period_cutoff_key unique (cutoff)
);
create table stock.period_balance (
  item_id bigint not null,
  period_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  warehouse_id bigint,
  qty bigint not null,
  constraint period_balance_pk primary key (item_id, period_id, lot_id, account_id, owner_id, disposition)
);
comment on table stock.period_balance is
  'Written once, in the statement that writes its period; nobody may remove either, so no foreign key is paid for.';
create index period_balance_by_period on stock.period_balance (period_id);

-- Row-level security: the second wall. Places without a warehouse (supplier, road, customer) are seen by the staff.
do $$
declare t text;
begin
  foreach t in array array['balance', 'allocation', 'handling_unit', 'period_balance', 'hold'] loop
    execute format('alter table stock.%I enable row level security', t);
    execute format('alter table stock.%I force row level security', t);
    execute format($p$create policy warehouse_scope on stock.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
end $$;
alter table stock.posting enable row level security;
alter table stock.posting force row level security;
create policy warehouse_scope on stock.posting using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (
    (from_warehouse_id is null and to_warehouse_id is null)
    or from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
    or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));

-- What other modules may read.
create view stock.v_account with (security_invoker = true) as select * from stock.account;
create view stock.v_lot with (security_invoker = true) as select * from stock.lot;
create view stock.v_balance with (security_invoker = true) as select * from stock.balance;
create view stock.v_serial with (security_invoker = true) as select * from stock.serial;
create view stock.v_movement with (security_invoker = true) as select * from stock.movement;
create view stock.v_posting with (security_invoker = true) as select * from stock.posting;
create view stock.v_posting_serial with (security_invoker = true) as select * from stock.posting_serial;
create view stock.v_allocation with (security_invoker = true) as select * from stock.allocation;
create view stock.v_handling_unit with (security_invoker = true) as select * from stock.handling_unit;
create view stock.v_handling_unit_line with (security_invoker = true) as select * from stock.handling_unit_line;
create view stock.v_hold with (security_invoker = true) as select * from stock.hold;

grant usage on schema stock to tongcang_app;
grant usage on all sequences in schema stock to tongcang_app;
-- Periods note up to which posting they go.
grant select on sequence stock.posting_posting_id_seq to tongcang_app;
grant select on all tables in schema stock to tongcang_app;
grant insert on stock.account, stock.lot, stock.balance, stock.serial, stock.movement, stock.posting,
  stock.posting_serial, stock.allocation, stock.handling_unit, stock.handling_unit_line, stock.hold, stock.period,
  stock.period_balance to tongcang_app;
grant update on stock.lot, stock.balance, stock.serial, stock.allocation, stock.handling_unit,
  stock.handling_unit_line, stock.hold, stock.period to tongcang_app;
grant delete on stock.handling_unit_line to tongcang_app;
