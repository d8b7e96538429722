-- Destruction and repair as documents. New tables only; locks nothing that is in use.

create schema quality;

create sequence quality.destruction_no;
create sequence quality.repair_no;

-- Goods leave the books only when two persons have seen them destroyed: one who did it, one who watched.
create table quality.destruction (
  destruction_id bigint generated always as identity,
  document_no text not null default 'DS' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.destruction_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  status text not null default 'requested',
  reason text not null,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  method text,
  place text,
  -- The licensed company that burns or crushes; null where we do it ourselves.
  handler_id bigint,
  executed_by bigint,
  executed_by_name text,
  executed_at timestamptz,
  witnessed_by bigint,
  witnessed_by_name text,
  witnessed_at timestamptz,
  movement_id bigint,
  certificate_no text,
  closed_at timestamptz,
  constraint destruction_pk primary key (destruction_id),
  constraint destruction_document_no_key unique (document_no),
  constraint destruction_scope_key unique (destruction_id, warehouse_id),
  constraint destruction_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint destruction_handler_fk foreign key (handler_id) references masterdata.partner,
  constraint destruction_movement_fk foreign key (movement_id) references stock.movement,
  constraint destruction_status_known check (status in ('requested', 'approved', 'rejected', 'cancelled', 'executed',
    'destroyed', 'closed')),
  constraint destruction_two_deciders check (decided_by is null or requested_by is null or decided_by <> requested_by),
  constraint destruction_two_witnesses check (witnessed_by is null or executed_by is null or witnessed_by <> executed_by),
  constraint destruction_executed check (status not in ('executed', 'destroyed', 'closed') or executed_at is not null),
  constraint destruction_moved check ((status in ('destroyed', 'closed')) = (movement_id is not null)),
  constraint destruction_closed check ((status = 'closed') = (certificate_no is not null))
);
create index destruction_by_warehouse on quality.destruction (warehouse_id, destruction_id);

create table quality.destruction_line (
  destruction_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition text not null,
  qty bigint not null,
  qty_destroyed bigint,
  difference_reason text,
  serial_nos text[] not null default '{}',
  constraint destruction_line_pk primary key (destruction_id, line_no),
  constraint destruction_line_order_fk foreign key (destruction_id, warehouse_id)
    references quality.destruction (destruction_id, warehouse_id),
  constraint destruction_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint destruction_line_qty check (qty > 0 and (qty_destroyed is null or qty_destroyed between 0 and qty)),
  constraint destruction_line_difference check (qty_destroyed is null or qty_destroyed = qty or difference_reason is not null),
  constraint destruction_line_unusable check (disposition in ('quarantine', 'held', 'rejected', 'recalled', 'expired'))
);

-- Photographs and certificates, as they were handed in.
create table quality.evidence (
  evidence_id bigint generated always as identity,
  destruction_id bigint not null,
  warehouse_id bigint not null,
  kind text not null,
  file_name text not null,
  media_type text not null,
  bytes bytea not null,
  added_by bigint,
  added_by_name text not null,
  added_at timestamptz not null default clock_timestamp(),
  constraint evidence_pk primary key (evidence_id),
  constraint evidence_order_fk foreign key (destruction_id, warehouse_id)
    references quality.destruction (destruction_id, warehouse_id),
  constraint evidence_kind_known check (kind in ('photo', 'certificate')),
  constraint evidence_media_known check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  constraint evidence_size check (octet_length(bytes) between 1 and 5242880)
);
create index evidence_by_order on quality.evidence (destruction_id);

-- A device that is repaired: ours or one that a customer has brought back, by its serial number.
create table quality.repair_order (
  repair_id bigint generated always as identity,
  document_no text not null default 'RP' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('quality.repair_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  status text not null default 'opened',
  item_id bigint not null,
  lot_id bigint not null,
  serial_no text not null,
  owner_id bigint not null,
  -- Whose device it is in use; null where it is stock of ours.
  department_id bigint,
  fault text not null,
  warranty_until date,
  workshop_id bigint,
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  under_warranty boolean,
  quote_fen bigint,
  quoted_by bigint,
  quote_note text,
  decided_by bigint,
  decided_at timestamptz,
  accepted boolean,
  cost_fen bigint,
  outcome text,
  returned_at timestamptz,
  work_done text,
  closed_by bigint,
  closed_at timestamptz,
  close_note text,
  constraint repair_order_pk primary key (repair_id),
  constraint repair_order_document_no_key unique (document_no),
  constraint repair_order_scope_key unique (repair_id, warehouse_id),
  constraint repair_order_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint repair_order_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint repair_order_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint repair_order_department_fk foreign key (department_id) references masterdata.department,
  constraint repair_order_workshop_fk foreign key (workshop_id) references masterdata.partner,
  constraint repair_order_status_known check (status in ('opened', 'sent', 'quoted', 'accepted', 'declined', 'returned', 'closed',
    'cancelled')),
  constraint repair_order_outcome_known check (outcome in ('repaired', 'unrepaired')),
  constraint repair_order_two_persons check (decided_by is null or quoted_by is null or decided_by <> quoted_by),
  constraint repair_order_money check (coalesce(quote_fen, 0) >= 0 and coalesce(cost_fen, 0) >= 0),
  constraint repair_order_sent check (status in ('opened', 'cancelled', 'closed') or sent_at is not null)
);
create unique index repair_order_serial_once on quality.repair_order (item_id, serial_no)
  where status not in ('closed', 'cancelled');
create index repair_order_by_warehouse on quality.repair_order (warehouse_id, repair_id);

-- Parts out of our stock that went into a device.
create table quality.repair_part (
  repair_part_id bigint generated always as identity,
  repair_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  movement_id bigint not null,
  used_at timestamptz not null default clock_timestamp(),
  used_by bigint,
  constraint repair_part_pk primary key (repair_part_id),
  constraint repair_part_order_fk foreign key (repair_id, warehouse_id)
    references quality.repair_order (repair_id, warehouse_id),
  constraint repair_part_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint repair_part_movement_fk foreign key (movement_id) references stock.movement,
  constraint repair_part_qty check (qty > 0)
);
create index repair_part_by_order on quality.repair_part (repair_id);

-- A device lent to the department while theirs is away.
create table quality.loaner (
  loaner_id bigint generated always as identity,
  repair_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  serial_no text not null,
  owner_id bigint not null,
  department_id bigint not null,
  due_on date not null,
  lent_at timestamptz not null default clock_timestamp(),
  lent_by bigint,
  returned_at timestamptz,
  returned_by bigint,
  constraint loaner_pk primary key (loaner_id),
  constraint loaner_order_fk foreign key (repair_id, warehouse_id)
    references quality.repair_order (repair_id, warehouse_id),
  constraint loaner_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint loaner_department_fk foreign key (department_id) references masterdata.department
);
create unique index loaner_serial_once on quality.loaner (item_id, serial_no) where returned_at is null;
create index loaner_by_order on quality.loaner (repair_id);

do $$
declare t text;
begin
  foreach t in array array['destruction', 'destruction_line', 'evidence', 'repair_order', 'repair_part', 'loaner'] loop
    execute format('alter table quality.%I enable row level security', t);
    execute format('alter table quality.%I force row level security', t);
    execute format($p$create policy warehouse_scope on quality.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

grant usage on schema quality to tongcang_app;
grant usage on all sequences in schema quality to tongcang_app;
grant select on all tables in schema quality to tongcang_app;
grant insert on quality.destruction, quality.destruction_line, quality.evidence, quality.repair_order, quality.repair_part,
  quality.loaner to tongcang_app;
grant update on quality.destruction, quality.destruction_line, quality.repair_order, quality.loaner to tongcang_app;
