-- The books: cost of lots, months, vouchers. New tables only; locks nothing that is in use.
--
-- Rows belong to an owner (a legal entity of ours). Only people with rights for the whole company read them: the verbs
-- ask for that, and row-level security says the same.

create schema finance;

create sequence finance.correction_no;

-- What was paid for lots, as it became known. Append-only; a wrong one is met by its opposite.
create table finance.cost_entry (
  item_id bigint not null,
  cost_entry_id bigint generated always as identity,
  lot_id bigint not null,
  owner_id bigint not null,
  kind text not null,
  -- Pieces that came with this amount; none where an amount is added to pieces that are there.
  qty bigint not null default 0,
  amount_fen bigint not null,
  document_key text,
  document_no text,
  -- Which event or line said it, so that nothing is counted twice.
  source_key text not null,
  reason text,
  occurred_at timestamptz not null default clock_timestamp(),
  recorded_at timestamptz not null default clock_timestamp(),
  recorded_by bigint,
  constraint cost_entry_pk primary key (item_id, cost_entry_id),
  constraint cost_entry_source_key unique (source_key),
  constraint cost_entry_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint cost_entry_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint cost_entry_kind_known check (kind in ('receipt', 'landed', 'freight', 'entity_in', 'conversion', 'correction')),
  constraint cost_entry_qty check (qty >= 0 or kind = 'receipt'),
  constraint cost_entry_reason check (kind <> 'correction' or reason is not null)
);
create index cost_entry_by_lot on finance.cost_entry (item_id, lot_id, owner_id) include (kind, qty, amount_fen, occurred_at);
create index cost_entry_by_time on finance.cost_entry (occurred_at);

-- A closing of a month. Taken back it stays, and the next closing is another row.
create table finance.month (
  month_id bigint generated always as identity,
  owner_id bigint not null,
  month text not null,
  method text not null,
  status text not null default 'closed',
  opening_fen bigint not null,
  closing_fen bigint not null,
  unpriced_lots integer not null,
  closed_by bigint,
  closed_by_name text not null,
  closed_at timestamptz not null default clock_timestamp(),
  reopened_by bigint,
  reopened_at timestamptz,
  reopen_reason text,
  constraint month_pk primary key (month_id),
  constraint month_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint month_shape check (month ~ '^\d{4}-\d{2}$'),
  constraint month_method_known check (method in ('specific', 'moving_average')),
  constraint month_status_known check (status in ('closed', 'reopened')),
  constraint month_reopened check ((status = 'reopened') = (reopened_at is not null) and (status = 'reopened') = (reopen_reason is not null))
);
create unique index month_closed_once on finance.month (owner_id, month) where status = 'closed';

create table finance.month_flow (
  month_id bigint not null,
  flow text not null,
  qty bigint not null,
  amount_fen bigint not null,
  constraint month_flow_pk primary key (month_id, flow),
  constraint month_flow_month_fk foreign key (month_id) references finance.month
);
-- What stood at the end of the month, item by item: the opening of the next one.
create table finance.month_item (
  month_id bigint not null,
  item_id bigint not null,
  qty bigint not null,
  value_fen bigint not null,
  constraint month_item_pk primary key (month_id, item_id),
  constraint month_item_month_fk foreign key (month_id) references finance.month,
  constraint month_item_item_fk foreign key (item_id) references masterdata.item
);
-- Goods on the road at the cut-off belong to the sender; one row for each document.
create table finance.month_transit (
  month_id bigint not null,
  document_key text not null,
  qty bigint not null,
  value_fen bigint not null,
  constraint month_transit_pk primary key (month_id, document_key),
  constraint month_transit_month_fk foreign key (month_id) references finance.month
);
create table finance.voucher_line (
  month_id bigint not null,
  voucher_no integer not null,
  line_no integer not null,
  flow text not null,
  account_code text not null,
  account_name text not null,
  debit_fen bigint not null,
  credit_fen bigint not null,
  constraint voucher_line_pk primary key (month_id, voucher_no, line_no),
  constraint voucher_line_month_fk foreign key (month_id) references finance.month,
  constraint voucher_line_one_side check ((debit_fen = 0) <> (credit_fen = 0) and debit_fen >= 0 and credit_fen >= 0)
);

create table finance.account_rule (
  flow text not null,
  debit_code text not null,
  debit_name text not null,
  credit_code text not null,
  credit_name text not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint account_rule_pk primary key (flow)
);
create table finance.setting (
  only_row boolean not null default true,
  -- Whether freight between our own warehouses belongs to the cost of lots, or is an expense of selling.
  freight_in_cost boolean not null default false,
  constraint setting_pk primary key (only_row),
  constraint setting_only_row check (only_row)
);
insert into finance.setting default values;

-- Accounts of the Chinese standard for enterprises; each company has its own sub-accounts.
insert into finance.account_rule (flow, debit_code, debit_name, credit_code, credit_name) values
  ('opening', '1405', '库存商品', '3001', '期初余额'),
  ('receipt', '1405', '库存商品', '220202', '应付账款-暂估'),
  ('landed', '1405', '库存商品', '220203', '应付账款-运杂费'),
  ('freight', '660101', '销售费用-运输费', '220203', '应付账款-运杂费'),
  ('correction', '1405', '库存商品', '220202', '应付账款-暂估'),
  ('supplier_return', '220202', '应付账款-暂估', '1405', '库存商品'),
  ('issue', '1406', '发出商品', '1405', '库存商品'),
  ('issue_back', '1405', '库存商品', '1406', '发出商品'),
  ('sale', '6401', '主营业务成本', '1405', '库存商品'),
  ('sale_issued', '6401', '主营业务成本', '1406', '发出商品'),
  ('sale_return', '1405', '库存商品', '6401', '主营业务成本'),
  ('gain', '1405', '库存商品', '1901', '待处理财产损溢'),
  ('loss', '1901', '待处理财产损溢', '1405', '库存商品'),
  ('scrap', '6711', '营业外支出', '1405', '库存商品'),
  ('convert_out', '5001', '生产成本', '1405', '库存商品'),
  ('convert_in', '1405', '库存商品', '5001', '生产成本'),
  ('entity_out', '640102', '主营业务成本-内部', '1405', '库存商品'),
  ('entity_in', '1405', '库存商品', '224101', '其他应付款-内部往来'),
  ('variance', '640109', '主营业务成本-成本差异', '1405', '库存商品');

do $$
declare t text;
begin
  foreach t in array array['cost_entry', 'month', 'month_flow', 'month_item', 'month_transit', 'voucher_line'] loop
    execute format('alter table finance.%I enable row level security', t);
    execute format('alter table finance.%I force row level security', t);
    execute format('create policy whole_company on finance.%I using ((select platform.scope_all()))', t);
  end loop;
end $$;

-- Sums of past months, so that the books need not walk over all postings.
create view stock.v_period with (security_invoker = true) as select * from stock.period;
create view stock.v_period_balance with (security_invoker = true) as select * from stock.period_balance;
grant select on stock.v_period, stock.v_period_balance to tongcang_app;

grant usage on schema finance to tongcang_app;
grant usage on all sequences in schema finance to tongcang_app;
grant select on all tables in schema finance to tongcang_app;
grant insert on finance.cost_entry, finance.month, finance.month_flow, finance.month_item, finance.month_transit,
  finance.voucher_line to tongcang_app;
grant update on finance.month, finance.account_rule, finance.setting to tongcang_app;
