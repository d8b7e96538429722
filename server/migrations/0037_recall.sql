-- Recalls and holds as cases: what is meant, where it stands, who is told by when, what came back. Adds two columns to
-- stock.hold, which takes a lock for a moment; the rest is new.

-- A hold of single numbered pieces, and the case that a hold belongs to.
alter table stock.hold add column serial_no text;
alter table stock.hold add column document_key text;
alter table stock.hold add constraint hold_piece_everywhere check (serial_no is null or warehouse_id is null);
create index hold_by_document on stock.hold (document_key) where document_key is not null;
create index hold_open_pieces on stock.hold (item_id, serial_no) where serial_no is not null and lifted_at is null;
create or replace view stock.v_hold with (security_invoker = true) as select * from stock.hold;

-- What is stopped before it has arrived: lots that nobody has seen yet, numbered pieces of a range.
create table stock.standing_stop (
  stop_id bigint generated always as identity,
  kind text not null,
  document_key text not null,
  reason text not null,
  item_id bigint,
  supplier_id bigint,
  lot_no text,
  serial_from text,
  serial_to text,
  production_from date,
  production_to date,
  expiry_from date,
  expiry_to date,
  set_by bigint,
  set_at timestamptz not null default clock_timestamp(),
  lifted_at timestamptz,
  constraint standing_stop_pk primary key (stop_id),
  constraint standing_stop_item_fk foreign key (item_id) references masterdata.item,
  constraint standing_stop_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint standing_stop_kind_known check (kind in ('hold', 'recall')),
  constraint standing_stop_of_something check (item_id is not null or supplier_id is not null),
  constraint standing_stop_serials check ((serial_from is null) = (serial_to is null)
    and (serial_from is null or item_id is not null))
);
create index standing_stop_open on stock.standing_stop (item_id) where lifted_at is null;
grant select, insert on stock.standing_stop to tongcang_app;
grant update (lifted_at) on stock.standing_stop to tongcang_app;
create view stock.v_standing_stop with (security_invoker = true) as select * from stock.standing_stop;
grant select on stock.v_standing_stop to tongcang_app;

-- Hours from the decision until a consignee must have been told, as dated rows.
create table quality.recall_deadline (
  recall_class text not null,
  effective_from date not null,
  hours integer not null,
  legal_basis text not null,
  set_by_name text not null default 'system',
  set_at timestamptz not null default clock_timestamp(),
  constraint recall_deadline_pk primary key (recall_class, effective_from),
  constraint recall_deadline_class_known check (recall_class in ('I', 'II', 'III', 'hold')),
  constraint recall_deadline_hours check (hours between 1 and 8760)
);
insert into quality.recall_deadline (recall_class, effective_from, hours, legal_basis) values
  ('I', '2017-05-01', 24, '医疗器械召回管理办法（总局令第29号）'),
  ('II', '2017-05-01', 72, '医疗器械召回管理办法（总局令第29号）'),
  ('III', '2017-05-01', 168, '医疗器械召回管理办法（总局令第29号）'),
  ('hold', '2017-05-01', 24, '企业质量管理制度');

create sequence quality.recall_no;

create table quality.recall_case (
  case_id bigint generated always as identity,
  document_no text not null default 'RC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.recall_no'), 'FM99999900000'),
  kind text not null,
  recall_class text,
  origin text not null,
  status text not null default 'active',
  title text not null,
  reason text not null,
  handling text not null,
  instruction text not null,
  -- Number and name on the paper of the registrant or the authority.
  reference_no text,
  registrant_name text,
  contact_name text not null,
  contact_phone text not null,
  decided_at timestamptz not null,
  started_at timestamptz not null default now(),
  -- After the exclusive lock of rules: what comes back later was out when it began.
  locked_at timestamptz not null default clock_timestamp(),
  started_by bigint,
  started_by_name text not null,
  -- Milliseconds from the start until everything was locked and until everybody to be told was known.
  lock_ms integer not null default 0,
  list_ms integer not null default 0,
  movement_id bigint,
  locked_qty bigint not null default 0,
  voided_allocations integer not null default 0,
  roads integer not null default 0,
  closed_at timestamptz,
  closed_by bigint,
  closed_by_name text,
  close_note text,
  -- What the figures were when it was signed.
  figures jsonb,
  constraint recall_case_pk primary key (case_id),
  constraint recall_case_document_no_key unique (document_no),
  constraint recall_case_movement_fk foreign key (movement_id) references stock.movement,
  constraint recall_case_kind_known check (kind in ('recall', 'hold', 'mock')),
  constraint recall_case_class_known check (recall_class in ('I', 'II', 'III')),
  constraint recall_case_class_needed check ((kind = 'hold') = (recall_class is null)),
  constraint recall_case_origin_known check (origin in ('registrant', 'regulator', 'own')),
  constraint recall_case_handling_known check (handling in ('return', 'destroy', 'correct', 'stop_use')),
  constraint recall_case_status_known check (status in ('active', 'closed')),
  constraint recall_case_closed check ((status = 'closed') = (closed_at is not null and close_note is not null
    and figures is not null)),
  constraint recall_case_mock_locks_nothing check (kind <> 'mock' or (movement_id is null and locked_qty = 0))
);
create index recall_case_by_status on quality.recall_case (status, case_id);

-- What was asked for, as it was asked.
create table quality.recall_criterion (
  case_id bigint not null,
  line_no integer not null,
  item_id bigint,
  supplier_id bigint,
  lot_no text,
  serial_from text,
  serial_to text,
  production_from date,
  production_to date,
  expiry_from date,
  expiry_to date,
  receipt_no text,
  constraint recall_criterion_pk primary key (case_id, line_no),
  constraint recall_criterion_case_fk foreign key (case_id) references quality.recall_case,
  constraint recall_criterion_item_fk foreign key (item_id) references masterdata.item,
  constraint recall_criterion_supplier_fk foreign key (supplier_id) references masterdata.partner
);

-- The lots that were found. `whole` where every piece is meant; else only the pieces below.
create table quality.recall_lot (
  case_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  whole boolean not null,
  -- The lot that was put into this one, where it is in the case for that.
  made_from_lot_id bigint,
  lifted_at timestamptz,
  lifted_by_name text,
  lift_reason text,
  constraint recall_lot_pk primary key (case_id, item_id, lot_id),
  constraint recall_lot_case_fk foreign key (case_id) references quality.recall_case,
  constraint recall_lot_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint recall_lot_lifted check ((lifted_at is null) = (lift_reason is null))
);
create index recall_lot_by_lot on quality.recall_lot (item_id, lot_id);
create table quality.recall_piece (
  case_id bigint not null,
  item_id bigint not null,
  serial_id bigint not null,
  lot_id bigint not null,
  serial_no text not null,
  constraint recall_piece_pk primary key (case_id, item_id, serial_id),
  constraint recall_piece_lot_fk foreign key (case_id, item_id, lot_id) references quality.recall_lot,
  constraint recall_piece_serial_fk foreign key (item_id, serial_id) references stock.serial
);

-- One for each who has, or has had, goods of the case: a department of a customer, or a warehouse of ours.
create table quality.recall_notice (
  notice_id bigint generated always as identity,
  case_id bigint not null,
  notice_no integer not null,
  partner_id bigint,
  department_id bigint,
  warehouse_id bigint,
  status text not null default 'open',
  due_at timestamptz not null,
  sent_at timestamptz,
  sent_via text,
  sent_by_name text,
  confirmed_at timestamptz,
  confirmed_name text,
  confirmed_via text,
  -- Who of ours wrote it down, or the portal's user.
  confirmed_by bigint,
  answer_note text,
  answered boolean not null default false,
  escalated_at timestamptz,
  explanation text,
  settled_at timestamptz,
  settled_by_name text,
  constraint recall_notice_pk primary key (notice_id),
  constraint recall_notice_no_key unique (case_id, notice_no),
  constraint recall_notice_case_fk foreign key (case_id) references quality.recall_case,
  constraint recall_notice_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint recall_notice_department_fk foreign key (department_id) references masterdata.department,
  constraint recall_notice_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint recall_notice_one_end check ((partner_id is null) = (department_id is null)
    and (partner_id is null) <> (warehouse_id is null)),
  constraint recall_notice_status_known check (status in ('open', 'sent', 'confirmed', 'reconciled', 'explained')),
  constraint recall_notice_sent check (status = 'open' or sent_at is not null),
  constraint recall_notice_confirmed check (status not in ('confirmed', 'reconciled') or confirmed_at is not null),
  constraint recall_notice_explained check ((status = 'explained') = (explanation is not null)),
  constraint recall_notice_sent_via_known check (sent_via in ('portal', 'phone', 'paper', 'mail')),
  constraint recall_notice_confirmed_via_known check (confirmed_via in ('portal', 'phone', 'paper', 'mail'))
);
create index recall_notice_by_case on quality.recall_notice (case_id, notice_no);
create index recall_notice_by_partner on quality.recall_notice (partner_id) where partner_id is not null;
create index recall_notice_waiting on quality.recall_notice (due_at) where status in ('open', 'sent');

create table quality.recall_notice_line (
  notice_id bigint not null,
  line_no integer not null,
  case_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  -- What stood there when the case began: delivered and not returned, or ours in their cabinet; in our warehouse.
  qty bigint not null,
  consigned_qty bigint not null,
  serial_nos text[] not null default '{}',
  -- As the consignee answers.
  used_qty bigint not null default 0,
  destroyed_qty bigint not null default 0,
  on_hand_qty bigint not null default 0,
  -- As the ledger counted it last; the portal has no sight of the ledger.
  returned_qty bigint not null default 0,
  constraint recall_notice_line_pk primary key (notice_id, line_no),
  constraint recall_notice_line_notice_fk foreign key (notice_id) references quality.recall_notice,
  constraint recall_notice_line_lot_fk foreign key (case_id, item_id, lot_id) references quality.recall_lot,
  constraint recall_notice_line_qty check (qty > 0 and consigned_qty between 0 and qty and used_qty >= 0
    and destroyed_qty >= 0 and on_hand_qty >= 0)
);

alter table quality.recall_notice enable row level security;
alter table quality.recall_notice force row level security;
create policy scope on quality.recall_notice using (
  (select platform.scope_all())
  or (partner_id is not null and partner_id = (select platform.scope_partner()))
  or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
      and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));

grant usage on all sequences in schema quality to tongcang_app;
grant select on quality.recall_deadline, quality.recall_case, quality.recall_criterion, quality.recall_lot,
  quality.recall_piece, quality.recall_notice, quality.recall_notice_line to tongcang_app;
grant insert on quality.recall_deadline, quality.recall_case, quality.recall_criterion, quality.recall_lot,
  quality.recall_piece, quality.recall_notice, quality.recall_notice_line to tongcang_app;
grant update on quality.recall_deadline, quality.recall_case, quality.recall_lot, quality.recall_notice, quality.recall_notice_line to tongcang_app;

-- For fulfilment, finance and insight: which lots and pieces are in an open case.
create view quality.v_recall_case with (security_invoker = true) as select * from quality.recall_case;
create view quality.v_recall_lot with (security_invoker = true) as select * from quality.recall_lot;
grant select on quality.v_recall_case, quality.v_recall_lot to tongcang_app;
