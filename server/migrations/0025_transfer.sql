-- Transfers with limits, budgets, transport, two legal entities and claims. Columns without rewriting; new tables.

create sequence transfer.claim_no;

-- Whose goods go where: between two legal entities the goods are sold at a transfer price and change owner on receipt.
alter table transfer.transfer_order
  add column from_entity_id bigint,
  add column to_entity_id bigint,
  add column value_fen bigint not null default 0,
  -- First day of the month whose budget the approval took.
  add column budget_month date,
  add column over_budget boolean not null default false,
  -- Freight of approved bills; null before any.
  add column actual_cost_fen bigint,
  -- What transport tells; none of it receives the goods.
  add column delivered_at timestamptz,
  add column signed_by text,
  add column delayed_minutes integer not null default 0,
  add column delay_reason text,
  -- How often the note that travels with the goods was printed.
  add column note_copies integer not null default 0;
alter table transfer.transfer_order
  add constraint transfer_order_from_entity_fk foreign key (from_entity_id) references masterdata.partner not valid,
  add constraint transfer_order_to_entity_fk foreign key (to_entity_id) references masterdata.partner not valid,
  add constraint transfer_order_value_positive check (value_fen >= 0) not valid,
  add constraint transfer_order_budget_month check (extract(day from budget_month) = 1) not valid;
alter table transfer.transfer_order validate constraint transfer_order_from_entity_fk;
alter table transfer.transfer_order validate constraint transfer_order_to_entity_fk;
alter table transfer.transfer_order validate constraint transfer_order_value_positive;
alter table transfer.transfer_order validate constraint transfer_order_budget_month;
create index transfer_order_by_budget on transfer.transfer_order (from_warehouse_id, budget_month) where budget_month is not null;

alter table transfer.transfer_line add column unit_price_fen bigint;
alter table transfer.transfer_line add constraint transfer_line_price check (unit_price_fen >= 0) not valid;
alter table transfer.transfer_line validate constraint transfer_line_price;

-- What a warehouse may spend on sending goods to others in a month.
create table transfer.budget (
  warehouse_id bigint not null,
  month date not null,
  amount_fen bigint not null,
  reason text not null,
  set_by bigint,
  set_at timestamptz not null default clock_timestamp(),
  constraint budget_pk primary key (warehouse_id, month),
  constraint budget_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint budget_first_of_month check (extract(day from month) = 1),
  constraint budget_positive check (amount_fen >= 0)
);

-- Up to which value and freight a role approves; null: without limit.
create table transfer.approval_limit (
  role text not null,
  max_value_fen bigint,
  max_cost_fen bigint,
  reason text not null,
  set_by bigint,
  set_at timestamptz not null default clock_timestamp(),
  constraint approval_limit_pk primary key (role),
  constraint approval_limit_positive check (max_value_fen >= 0 and max_cost_fen >= 0)
);

-- What is asked of whoever answers for a difference.
create table transfer.claim (
  claim_id bigint generated always as identity,
  document_no text not null default 'CL' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transfer.claim_no'), 'FM99999990000'),
  discrepancy_id bigint not null,
  transfer_id bigint not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  against text not null,
  debtor_id bigint not null,
  qty bigint not null,
  amount_fen bigint not null,
  agreed_fen bigint,
  status text not null default 'open',
  reason text not null,
  outcome text,
  opened_by bigint,
  opened_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_at timestamptz,
  settled_at timestamptz,
  constraint claim_pk primary key (claim_id),
  constraint claim_document_no_key unique (document_no),
  constraint claim_discrepancy_fk foreign key (discrepancy_id) references transfer.discrepancy,
  constraint claim_order_fk foreign key (transfer_id, from_warehouse_id, to_warehouse_id)
    references transfer.transfer_order (transfer_id, from_warehouse_id, to_warehouse_id),
  constraint claim_debtor_fk foreign key (debtor_id) references masterdata.partner,
  constraint claim_against_known check (against in ('carrier', 'sender', 'receiver')),
  constraint claim_status_known check (status in ('open', 'agreed', 'settled', 'withdrawn')),
  constraint claim_amounts check (amount_fen > 0 and qty > 0 and agreed_fen between 0 and amount_fen),
  constraint claim_agreed check (status not in ('agreed', 'settled') or agreed_fen is not null),
  constraint claim_decided check ((status = 'open') = (decided_at is null)),
  constraint claim_settled check ((status = 'settled') = (settled_at is not null)),
  constraint claim_two_persons check (opened_by is null or decided_by is null or opened_by <> decided_by)
) with (fillfactor = 85);
create unique index claim_discrepancy_once on transfer.claim (discrepancy_id) where status <> 'withdrawn';
create index claim_by_transfer on transfer.claim (transfer_id);

alter table transfer.budget enable row level security;
alter table transfer.budget force row level security;
create policy warehouse_scope on transfer.budget using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null
      and warehouse_id = any ((select platform.scope_warehouses())::bigint[])));
alter table transfer.claim enable row level security;
alter table transfer.claim force row level security;
create policy either_end on transfer.claim using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (
    from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
    or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));

create or replace view transfer.v_transfer_order with (security_invoker = true) as select * from transfer.transfer_order;
-- What the lines of an order are and what became of them; the price stands last, because a view only grows at its end.
create or replace view transfer.v_transfer_line with (security_invoker = true) as
  select l.transfer_line_id, l.transfer_id, l.from_warehouse_id, l.to_warehouse_id, l.line_no, l.item_id, l.lot_id, l.qty,
    coalesce(s.qty_shipped, 0) as qty_shipped, coalesce(s.qty_received, 0) as qty_received,
    coalesce(s.qty_damaged, 0) as qty_damaged, coalesce(s.qty_lost, 0) as qty_lost,
    coalesce(s.qty_returned, 0) as qty_returned, l.unit_price_fen
  from transfer.transfer_line l
  left join lateral (
    select sum(s.qty_shipped)::bigint as qty_shipped, sum(s.qty_received)::bigint as qty_received,
      sum(s.qty_damaged)::bigint as qty_damaged, sum(s.qty_lost)::bigint as qty_lost,
      sum(s.qty_returned)::bigint as qty_returned
    from transfer.sent_lot s where s.transfer_line_id = l.transfer_line_id) s on true;
create view transfer.v_claim with (security_invoker = true) as select * from transfer.claim;
-- What the budgets are spent on: the estimate until a bill is approved, then the bill.
create view transfer.v_budget with (security_invoker = true) as
  select b.warehouse_id, b.month, b.amount_fen,
    coalesce(sum(o.cost_fen) filter (where o.actual_cost_fen is null), 0)::bigint as committed_fen,
    coalesce(sum(o.actual_cost_fen), 0)::bigint as actual_fen,
    count(o.transfer_id)::integer as transfers
  from transfer.budget b
  left join transfer.transfer_order o on o.from_warehouse_id = b.warehouse_id and o.budget_month = b.month
    and o.status in ('approved', 'in_transit', 'received', 'closed')
  group by b.warehouse_id, b.month, b.amount_fen;

grant usage on sequence transfer.claim_no to tongcang_app;
grant select, insert, update on transfer.budget, transfer.approval_limit, transfer.claim to tongcang_app;
grant select on transfer.v_claim, transfer.v_budget to tongcang_app;
