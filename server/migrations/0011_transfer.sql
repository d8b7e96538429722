-- Goods between two warehouses: request, approval, two-event movement, differences. New tables only.

create schema transfer;

create sequence transfer.transfer_no;
create sequence transfer.discrepancy_no;

create table transfer.transfer_order (
  transfer_id bigint generated always as identity,
  document_no text not null default 'TR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transfer.transfer_no'), 'FM99999990000'),
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  lane_id bigint,
  status text not null default 'requested',
  -- Null where the planning engine asked: then any planner may approve.
  requested_by bigint,
  requested_by_name text,
  requested_at timestamptz not null default clock_timestamp(),
  approved_by bigint,
  approved_by_name text,
  approved_at timestamptz,
  decision_note text,
  proposal_id bigint,
  reason text not null,
  needed_at timestamptz,
  expected_arrival timestamptz,
  cost_fen bigint not null default 0,
  explanation jsonb,
  shipped_by bigint,
  shipped_at timestamptz,
  received_by bigint,
  received_at timestamptz,
  constraint transfer_order_pk primary key (transfer_id),
  constraint transfer_order_document_no_key unique (document_no),
  constraint transfer_order_scope_key unique (transfer_id, from_warehouse_id, to_warehouse_id),
  constraint transfer_order_proposal_key unique (proposal_id),
  constraint transfer_order_from_fk foreign key (from_warehouse_id) references masterdata.warehouse,
  constraint transfer_order_to_fk foreign key (to_warehouse_id) references masterdata.warehouse,
  constraint transfer_order_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint transfer_order_two_warehouses check (from_warehouse_id <> to_warehouse_id),
  constraint transfer_order_two_persons check (approved_by is null or requested_by is null or approved_by <> requested_by),
  constraint transfer_order_status_known check (status in ('requested', 'approved', 'rejected', 'cancelled', 'in_transit',
    'received', 'closed')),
  constraint transfer_order_approved check (status not in ('approved', 'in_transit', 'received', 'closed') or approved_at is not null),
  constraint transfer_order_shipped check ((status in ('in_transit', 'received', 'closed')) = (shipped_at is not null)),
  constraint transfer_order_cost_positive check (cost_fen >= 0)
) with (fillfactor = 85);
create index transfer_order_by_from on transfer.transfer_order (from_warehouse_id, transfer_id);
create index transfer_order_by_to on transfer.transfer_order (to_warehouse_id, transfer_id);

create table transfer.transfer_line (
  transfer_line_id bigint generated always as identity,
  transfer_id bigint not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint,
  qty bigint not null,
  constraint transfer_line_pk primary key (transfer_line_id),
  constraint transfer_line_no_key unique (transfer_id, line_no),
  constraint transfer_line_lot_key unique nulls not distinct (transfer_id, item_id, lot_id),
  constraint transfer_line_order_fk foreign key (transfer_id, from_warehouse_id, to_warehouse_id)
    references transfer.transfer_order (transfer_id, from_warehouse_id, to_warehouse_id),
  constraint transfer_line_item_fk foreign key (item_id) references masterdata.item,
  constraint transfer_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint transfer_line_qty_positive check (qty > 0)
);

-- What left with a line, lot by lot, and what became of it. Allocated and picked quantities are not repeated here:
-- they are the allocations themselves. What is on the road is shipped - received - damaged - lost - returned, which
-- equals the balance of the account in_transit:transfer:<id>.
create table transfer.sent_lot (
  transfer_line_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  transfer_id bigint not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  item_id bigint not null,
  qty_shipped bigint not null,
  qty_received bigint not null default 0,
  qty_damaged bigint not null default 0,
  qty_lost bigint not null default 0,
  qty_returned bigint not null default 0,
  serial_nos text[] not null default '{}',
  constraint sent_lot_pk primary key (transfer_line_id, lot_id, owner_id),
  constraint sent_lot_line_fk foreign key (transfer_line_id) references transfer.transfer_line,
  constraint sent_lot_order_fk foreign key (transfer_id, from_warehouse_id, to_warehouse_id)
    references transfer.transfer_order (transfer_id, from_warehouse_id, to_warehouse_id),
  constraint sent_lot_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint sent_lot_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint sent_lot_not_more_than_shipped check (qty_shipped > 0 and qty_received >= 0 and qty_damaged >= 0
    and qty_lost >= 0 and qty_returned >= 0 and qty_received + qty_damaged + qty_lost + qty_returned <= qty_shipped)
) with (fillfactor = 85);
create index sent_lot_by_transfer on transfer.sent_lot (transfer_id);
create index sent_lot_on_the_road on transfer.sent_lot (item_id)
  where qty_received + qty_damaged + qty_lost + qty_returned < qty_shipped;

-- A difference between what was sent and what arrived, as a document that somebody must settle.
create table transfer.discrepancy (
  discrepancy_id bigint generated always as identity,
  document_no text not null default 'DC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('transfer.discrepancy_no'), 'FM99999990000'),
  transfer_id bigint not null,
  transfer_line_id bigint not null,
  from_warehouse_id bigint not null,
  to_warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  kind text not null,
  qty bigint not null,
  note text,
  status text not null default 'open',
  opened_at timestamptz not null default clock_timestamp(),
  opened_by bigint,
  resolution text,
  responsible text,
  reason text,
  resolved_at timestamptz,
  resolved_by bigint,
  movement_id bigint,
  constraint discrepancy_pk primary key (discrepancy_id),
  constraint discrepancy_document_no_key unique (document_no),
  constraint discrepancy_sent_lot_fk foreign key (transfer_line_id, lot_id, owner_id)
    references transfer.sent_lot (transfer_line_id, lot_id, owner_id),
  constraint discrepancy_order_fk foreign key (transfer_id, from_warehouse_id, to_warehouse_id)
    references transfer.transfer_order (transfer_id, from_warehouse_id, to_warehouse_id),
  constraint discrepancy_movement_fk foreign key (movement_id) references stock.movement,
  constraint discrepancy_kind_known check (kind in ('short', 'damaged')),
  constraint discrepancy_status_known check (status in ('open', 'resolved')),
  constraint discrepancy_resolution_known check (resolution in ('lost', 'found', 'returned', 'accepted')),
  constraint discrepancy_resolution_fits check (resolution is null or (resolution = 'accepted') = (kind = 'damaged')),
  constraint discrepancy_responsible_known check (responsible in ('sender', 'carrier', 'receiver', 'unknown')),
  constraint discrepancy_resolved check ((status = 'resolved') = (resolution is not null)
    and (status = 'resolved') = (resolved_at is not null) and (status = 'resolved') = (reason is not null)),
  constraint discrepancy_two_persons check (resolved_by is null or opened_by is null or resolved_by <> opened_by),
  constraint discrepancy_qty_positive check (qty > 0)
) with (fillfactor = 85);
create index discrepancy_by_transfer on transfer.discrepancy (transfer_id);
create index discrepancy_open on transfer.discrepancy (to_warehouse_id) where status = 'open';

do $$
declare t text;
begin
  foreach t in array array['transfer_order', 'transfer_line', 'sent_lot', 'discrepancy'] loop
    execute format('alter table transfer.%I enable row level security', t);
    execute format('alter table transfer.%I force row level security', t);
    -- The counter-party view: a document is seen from both of its ends, and from nowhere else.
    execute format($p$create policy either_end on transfer.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null and (
        from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
        or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
end $$;

-- Goods on the road. `disputed`: the receipt is done and this is missing; nobody should count on it.
create view transfer.v_in_transit with (security_invoker = true) as
  select s.item_id, s.lot_id, s.owner_id, s.from_warehouse_id, s.to_warehouse_id,
    s.qty_shipped - s.qty_received - s.qty_damaged - s.qty_lost - s.qty_returned as qty,
    o.expected_arrival, s.transfer_id, s.transfer_line_id, o.document_no, o.lane_id, o.shipped_at,
    o.status <> 'in_transit' as disputed
  from transfer.sent_lot s
  join transfer.transfer_order o on o.transfer_id = s.transfer_id
  where s.qty_received + s.qty_damaged + s.qty_lost + s.qty_returned < s.qty_shipped;

-- What is asked or approved and has not left: goods that are about to come.
create view transfer.v_planned with (security_invoker = true) as
  select o.transfer_id, l.transfer_line_id, o.document_no, o.status, o.proposal_id, l.item_id, l.lot_id, l.qty,
    l.from_warehouse_id, l.to_warehouse_id, o.expected_arrival, o.needed_at
  from transfer.transfer_line l
  join transfer.transfer_order o on o.transfer_id = l.transfer_id
  where o.status in ('requested', 'approved');

create view transfer.v_transfer_order with (security_invoker = true) as select * from transfer.transfer_order;
create view transfer.v_transfer_line with (security_invoker = true) as
  select l.*, coalesce(s.qty_shipped, 0) as qty_shipped, coalesce(s.qty_received, 0) as qty_received,
    coalesce(s.qty_damaged, 0) as qty_damaged, coalesce(s.qty_lost, 0) as qty_lost,
    coalesce(s.qty_returned, 0) as qty_returned
  from transfer.transfer_line l
  left join lateral (
    select sum(s.qty_shipped)::bigint as qty_shipped, sum(s.qty_received)::bigint as qty_received,
      sum(s.qty_damaged)::bigint as qty_damaged, sum(s.qty_lost)::bigint as qty_lost,
      sum(s.qty_returned)::bigint as qty_returned
    from transfer.sent_lot s where s.transfer_line_id = l.transfer_line_id) s on true;
create view transfer.v_sent_lot with (security_invoker = true) as select * from transfer.sent_lot;
create view transfer.v_discrepancy with (security_invoker = true) as select * from transfer.discrepancy;

grant usage on schema transfer to tongcang_app;
grant usage on all sequences in schema transfer to tongcang_app;
grant select on all tables in schema transfer to tongcang_app;
grant insert on transfer.transfer_order, transfer.transfer_line, transfer.sent_lot, transfer.discrepancy to tongcang_app;
grant update on transfer.transfer_order, transfer.sent_lot, transfer.discrepancy to tongcang_app;
