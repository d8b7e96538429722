-- What departments need and what has left for them. New tables only; locks nothing that is in use.
--
-- Lines and shipments repeat warehouse and partner of their demand, tied by composite foreign keys, so that row-level
-- security needs no look at another table.

create schema fulfilment;

create sequence fulfilment.demand_no;
create sequence fulfilment.delivery_note_no;

create table fulfilment.demand (
  demand_id bigint generated always as identity,
  document_no text not null default 'DM' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.demand_no'), 'FM99999990000'),
  partner_id bigint not null,
  department_id bigint not null,
  warehouse_id bigint not null,
  needed_at timestamptz not null,
  priority_class smallint not null,
  department_priority_class smallint not null,
  reason text,
  customer_order_no text,
  status text not null default 'open',
  requested_by bigint,
  -- As the person was called then; accounts are renamed and closed, documents are not.
  requested_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  cancel_reason text,
  constraint demand_pk primary key (demand_id),
  constraint demand_document_no_key unique (document_no),
  constraint demand_scope_key unique (demand_id, warehouse_id, partner_id),
  constraint demand_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint demand_department_fk foreign key (department_id) references masterdata.department,
  constraint demand_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint demand_priority_known check (priority_class between 1 and 4),
  constraint demand_raised_with_reason check (priority_class >= department_priority_class or reason is not null),
  constraint demand_status_known check (status in ('open', 'partly_allocated', 'allocated', 'partly_shipped', 'shipped', 'cancelled')),
  constraint demand_cancelled check ((status = 'cancelled') = (cancel_reason is not null))
) with (fillfactor = 85);
create index demand_by_warehouse on fulfilment.demand (warehouse_id, demand_id);
create index demand_by_partner on fulfilment.demand (partner_id, demand_id);
create index demand_by_department on fulfilment.demand (department_id);

create table fulfilment.demand_line (
  demand_line_id bigint generated always as identity,
  demand_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  single_lot boolean not null,
  min_remaining_days integer not null,
  lane_id bigint,
  -- As of the last verb on this demand. Staff and planning look at the live allocations instead, because a recall or
  -- a hold takes them away without asking fulfilment; a customer, who sees no allocations, is shown this.
  qty_allocated bigint not null default 0,
  qty_shipped bigint not null default 0,
  status text not null default 'open',
  constraint demand_line_pk primary key (demand_line_id),
  constraint demand_line_no_key unique (demand_id, line_no),
  constraint demand_line_item_key unique (demand_id, item_id),
  constraint demand_line_demand_fk foreign key (demand_id, warehouse_id, partner_id)
    references fulfilment.demand (demand_id, warehouse_id, partner_id),
  constraint demand_line_item_fk foreign key (item_id) references masterdata.item,
  constraint demand_line_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint demand_line_qty_positive check (qty > 0),
  constraint demand_line_min_remaining check (min_remaining_days >= 0),
  constraint demand_line_shipped_bounds check (qty_shipped >= 0 and qty_allocated >= 0 and qty_shipped + qty_allocated <= qty),
  constraint demand_line_status_known check (status in ('open', 'partly_allocated', 'allocated', 'partly_shipped', 'shipped', 'cancelled'))
) with (fillfactor = 85);
create index demand_line_live on fulfilment.demand_line (item_id, warehouse_id) where status not in ('shipped', 'cancelled');

-- One delivery note: what left for a demand on one lane at one time.
create table fulfilment.shipment (
  shipment_id bigint generated always as identity,
  delivery_note_no text not null,
  demand_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  lane_id bigint,
  movement_id bigint not null,
  shipped_at timestamptz not null default clock_timestamp(),
  shipped_by bigint,
  arrival_date date not null,
  constraint shipment_pk primary key (shipment_id),
  constraint shipment_delivery_note_no_key unique (delivery_note_no),
  constraint shipment_movement_key unique (movement_id),
  constraint shipment_demand_fk foreign key (demand_id, warehouse_id, partner_id)
    references fulfilment.demand (demand_id, warehouse_id, partner_id),
  constraint shipment_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint shipment_movement_fk foreign key (movement_id) references stock.movement
);
create index shipment_by_demand on fulfilment.shipment (demand_id);

create table fulfilment.shipment_line (
  shipment_id bigint not null,
  demand_line_id bigint not null,
  lot_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  item_id bigint not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  constraint shipment_line_pk primary key (shipment_id, demand_line_id, lot_id),
  constraint shipment_line_shipment_fk foreign key (shipment_id) references fulfilment.shipment,
  constraint shipment_line_demand_line_fk foreign key (demand_line_id) references fulfilment.demand_line,
  constraint shipment_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint shipment_line_qty_positive check (qty > 0)
);

do $$
declare t text;
begin
  foreach t in array array['demand', 'demand_line', 'shipment', 'shipment_line'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    -- Our staff sees its warehouses, a customer its own documents whichever warehouse serves them.
    execute format($p$create policy scope on fulfilment.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

-- What is still to be found for open lines, by live allocations: an allocation that was taken away counts at once.
create view fulfilment.v_open_demand with (security_invoker = true) as
  select l.demand_line_id, l.demand_id, d.document_no, l.item_id, l.warehouse_id, d.partner_id, d.department_id,
    d.priority_class::integer as priority_class, l.qty - l.qty_shipped - coalesce(a.qty, 0) as qty_open, d.needed_at,
    l.min_remaining_days, l.single_lot, d.created_at
  from fulfilment.demand_line l
  join fulfilment.demand d on d.demand_id = l.demand_id
  left join lateral (
    select sum(a.qty)::bigint as qty from stock.v_allocation a
    where a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status in ('open', 'picked')) a on true
  where l.status not in ('shipped', 'cancelled') and l.qty - l.qty_shipped - coalesce(a.qty, 0) > 0;
comment on view fulfilment.v_open_demand is 'One row for each demand line that still lacks goods.';

create view fulfilment.v_demand with (security_invoker = true) as select * from fulfilment.demand;
create view fulfilment.v_demand_line with (security_invoker = true) as select * from fulfilment.demand_line;
create view fulfilment.v_shipment with (security_invoker = true) as select * from fulfilment.shipment;
create view fulfilment.v_shipment_line with (security_invoker = true) as select * from fulfilment.shipment_line;

grant usage on schema fulfilment to tongcang_app;
grant usage on all sequences in schema fulfilment to tongcang_app;
grant select on all tables in schema fulfilment to tongcang_app;
grant insert on fulfilment.demand, fulfilment.demand_line, fulfilment.shipment, fulfilment.shipment_line to tongcang_app;
grant update on fulfilment.demand, fulfilment.demand_line to tongcang_app;
