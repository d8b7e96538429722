-- What takes back an acceptance or a put-away that was posted by mistake. The records themselves stay as they were signed.
-- Which lots are kept for a customer, for those who plan. The second attempt of a transport that was refused. And
-- labels for goods that wait.

create sequence supply.acceptance_reversal_no;
create sequence supply.putaway_reversal_no;

create table supply.acceptance_reversal (
  acceptance_id bigint not null,
  receipt_id bigint not null,
  warehouse_id bigint not null,
  document_no text not null default 'AR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.acceptance_reversal_no'), 'FM99999900000'),
  reason text not null,
  accepted_by bigint,
  release_movement_id bigint,
  reject_movement_id bigint,
  reversed_at timestamptz not null default clock_timestamp(),
  reversed_by bigint,
  reversed_by_name text not null,
  constraint acceptance_reversal_pk primary key (acceptance_id),
  constraint acceptance_reversal_document_no_key unique (document_no),
  constraint acceptance_reversal_acceptance_fk foreign key (acceptance_id, receipt_id, warehouse_id)
    references supply.acceptance (acceptance_id, receipt_id, warehouse_id),
  constraint acceptance_reversal_acceptor_fk foreign key (acceptance_id, accepted_by)
    references supply.acceptance (acceptance_id, accepted_by),
  constraint acceptance_reversal_release_fk foreign key (release_movement_id) references stock.movement,
  constraint acceptance_reversal_reject_fk foreign key (reject_movement_id) references stock.movement,
  -- A signed record is not taken back by the one who signed it.
  constraint acceptance_reversal_two_persons check (accepted_by is null or reversed_by is null or accepted_by <> reversed_by)
);
create index acceptance_reversal_by_receipt on supply.acceptance_reversal (receipt_id);

create table supply.putaway_reversal (
  putaway_id bigint not null,
  receipt_id bigint not null,
  warehouse_id bigint not null,
  document_no text not null default 'PR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.putaway_reversal_no'), 'FM99999900000'),
  reason text not null,
  movement_id bigint not null,
  reversed_at timestamptz not null default clock_timestamp(),
  reversed_by bigint,
  reversed_by_name text not null,
  constraint putaway_reversal_pk primary key (putaway_id),
  constraint putaway_reversal_document_no_key unique (document_no),
  constraint putaway_reversal_putaway_fk foreign key (putaway_id, receipt_id, warehouse_id)
    references supply.putaway (putaway_id, receipt_id, warehouse_id),
  constraint putaway_reversal_movement_fk foreign key (movement_id) references stock.movement
);
create index putaway_reversal_by_receipt on supply.putaway_reversal (receipt_id);

do $$
declare t text;
begin
  foreach t in array array['acceptance_reversal', 'putaway_reversal'] loop
    execute format('alter table supply.%I enable row level security', t);
    execute format('alter table supply.%I force row level security', t);
    execute format($p$create policy warehouse_scope on supply.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

-- Records that stand: what was taken back is no proof of acceptance any more.
drop view supply.v_acceptance_line;
create view supply.v_acceptance_line with (security_invoker = true) as
  select l.*, a.document_no, a.accepted_at, a.accepted_by_name,
    (select r.document_no from supply.acceptance_reversal r where r.acceptance_id = l.acceptance_id) as reversal_no
  from supply.acceptance_line l
  join supply.acceptance a on a.acceptance_id = l.acceptance_id;

-- Lots that are kept for a customer now.
create view fulfilment.v_reserved_lot with (security_invoker = true) as
  select reserved_lot_id, item_id, lot_id, partner_id, until from fulfilment.reserved_lot
  where released_at is null and until >= (now() at time zone 'Asia/Shanghai')::date;
grant select on fulfilment.v_reserved_lot to tongcang_app;

-- What was refused at the door may be booked once more; the refusal stays on record.
drop index transport.document_key_once;
create unique index document_key_once on transport.document (document_key) where status not in ('withdrawn', 'refused');
alter table transport.document add column rebooks_id bigint,
  add column rebook_reason text,
  add constraint document_rebooks_fk foreign key (rebooks_id) references transport.document,
  add constraint document_rebooked_with_reason check ((rebooks_id is null) = (rebook_reason is null));
create unique index document_rebooked_once on transport.document (rebooks_id) where rebooks_id is not null;

-- Goods from abroad get their Chinese label before they are accepted: such an order works on what waits for release, and
-- brings it back to where it waits.
alter table warehouse.work_order add column disposition text not null default 'released',
  add constraint work_order_disposition_known check (disposition = 'released' or (disposition = 'quarantine' and kind = 'relabel'));

grant usage on all sequences in schema supply to tongcang_app;
grant select on supply.v_acceptance_line to tongcang_app;
grant select, insert on supply.acceptance_reversal, supply.putaway_reversal to tongcang_app;
