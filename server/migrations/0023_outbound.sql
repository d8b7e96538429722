-- From the shelf to the signature and back: orders with prices, what a customer asks of lots, waves, review by a second
-- person, packages, delivery notes and their prints, proof of delivery, customer returns. New tables, and columns with
-- constant defaults, which take a lock for a moment only.

-- Who picked, so that another person reviews.
alter table stock.allocation add column picked_by bigint;
create or replace view stock.v_allocation with (security_invoker = true) as select * from stock.allocation;

create sequence fulfilment.wave_no;
create sequence fulfilment.shortage_no;
create sequence fulfilment.review_no;
create sequence fulfilment.return_no;

-- Orders are demands with a price.
alter table fulfilment.demand add column kind text not null default 'departmental';
alter table fulfilment.demand add constraint demand_kind_known check (kind in ('departmental', 'order'));
alter table fulfilment.demand_line add column unit_price_fen bigint;
alter table fulfilment.demand_line add column listing_price_fen bigint;
alter table fulfilment.demand_line add column tax_rate_bp integer;
alter table fulfilment.demand_line add constraint demand_line_price check (
  (unit_price_fen is null) = (tax_rate_bp is null) and coalesce(unit_price_fen, 0) >= 0
  and coalesce(listing_price_fen, 0) >= 0 and coalesce(tax_rate_bp, 0) between 0 and 10000);
create unique index demand_customer_order on fulfilment.demand (partner_id, customer_order_no)
  where kind = 'order' and status <> 'cancelled';
create or replace view fulfilment.v_demand with (security_invoker = true) as select * from fulfilment.demand;
create or replace view fulfilment.v_demand_line with (security_invoker = true) as select * from fulfilment.demand_line;

-- What an item costs in a province, or at one customer, from when to when. A new price is a new row.
create table fulfilment.sales_price (
  sales_price_id bigint generated always as identity,
  item_id bigint not null,
  province text not null,
  partner_id bigint,
  price_fen bigint not null,
  listing_price_fen bigint,
  tax_rate_bp integer not null,
  valid_from date not null,
  valid_to date,
  recorded_by bigint,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint sales_price_pk primary key (sales_price_id),
  constraint sales_price_key unique nulls not distinct (item_id, province, partner_id, valid_from),
  constraint sales_price_item_fk foreign key (item_id) references masterdata.item,
  constraint sales_price_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint sales_price_amounts check (price_fen >= 0 and coalesce(listing_price_fen, 0) >= 0),
  constraint sales_price_tax check (tax_rate_bp between 0 and 10000),
  constraint sales_price_interval check (valid_to is null or valid_to >= valid_from)
);

-- What a customer asks of lots: for one item, a sub-catalogue, or everything. The narrower one counts.
create table fulfilment.customer_rule (
  customer_rule_id bigint generated always as identity,
  partner_id bigint not null,
  item_id bigint,
  category text,
  min_remaining_days integer,
  min_remaining_pct integer,
  one_lot boolean not null,
  same_lot boolean not null,
  note text,
  changed_by bigint,
  changed_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  constraint customer_rule_pk primary key (customer_rule_id),
  constraint customer_rule_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint customer_rule_item_fk foreign key (item_id) references masterdata.item,
  constraint customer_rule_one_target check (item_id is null or category is null),
  constraint customer_rule_days check (min_remaining_days between 0 and 3650),
  constraint customer_rule_pct check (min_remaining_pct between 1 and 100),
  constraint customer_rule_says_something check (min_remaining_days is not null or min_remaining_pct is not null
    or one_lot or same_lot)
);
create unique index customer_rule_live on fulfilment.customer_rule (partner_id, coalesce(item_id, 0), coalesce(category, ''))
  where ended_at is null;

-- A lot kept for one customer: others are not given it, this one is given it first.
create table fulfilment.reserved_lot (
  reserved_lot_id bigint generated always as identity,
  item_id bigint not null,
  lot_id bigint not null,
  partner_id bigint not null,
  until date not null,
  reason text not null,
  reserved_by bigint,
  reserved_at timestamptz not null default clock_timestamp(),
  released_at timestamptz,
  released_by bigint,
  constraint reserved_lot_pk primary key (reserved_lot_id),
  constraint reserved_lot_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint reserved_lot_partner_fk foreign key (partner_id) references masterdata.partner
);
create unique index reserved_lot_live on fulfilment.reserved_lot (item_id, lot_id) where released_at is null;

-- Allocated goods that are picked in one walk.
create table fulfilment.wave (
  wave_id bigint generated always as identity,
  document_no text not null default 'WV' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.wave_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  to_account_id bigint not null,
  lane_id bigint,
  departs_at timestamptz,
  status text not null default 'open',
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint wave_pk primary key (wave_id),
  constraint wave_document_no_key unique (document_no),
  constraint wave_scope_key unique (wave_id, warehouse_id),
  constraint wave_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint wave_account_fk foreign key (to_account_id) references stock.account,
  constraint wave_lane_fk foreign key (lane_id) references masterdata.lane,
  constraint wave_status_known check (status in ('open', 'picking', 'picked', 'cancelled'))
) with (fillfactor = 85);
create index wave_by_warehouse on fulfilment.wave (warehouse_id, wave_id);

create table fulfilment.wave_line (
  wave_line_id bigint generated always as identity,
  wave_id bigint not null,
  warehouse_id bigint not null,
  path_no integer not null,
  allocation_id bigint not null,
  demand_line_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  qty bigint not null,
  qty_picked bigint not null default 0,
  qty_short bigint not null default 0,
  status text not null default 'open',
  -- The line whose goods were not there.
  replaces_id bigint,
  constraint wave_line_pk primary key (wave_line_id),
  constraint wave_line_wave_fk foreign key (wave_id, warehouse_id) references fulfilment.wave (wave_id, warehouse_id),
  constraint wave_line_demand_line_fk foreign key (demand_line_id) references fulfilment.demand_line,
  constraint wave_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint wave_line_account_fk foreign key (account_id) references stock.account,
  constraint wave_line_replaces_fk foreign key (replaces_id) references fulfilment.wave_line,
  constraint wave_line_bounds check (qty > 0 and qty_picked >= 0 and qty_short >= 0 and qty_picked + qty_short <= qty),
  constraint wave_line_status_known check (status in ('open', 'picked', 'short', 'voided')),
  constraint wave_line_settled check (status not in ('picked', 'short') or qty_picked + qty_short = qty)
) with (fillfactor = 80);
create index wave_line_by_wave on fulfilment.wave_line (wave_id);
-- Goods are in one walk at a time.
create unique index wave_line_open on fulfilment.wave_line (allocation_id) where status = 'open';

-- Pieces that the books have and the picker did not find: stopped where they should be, until another person has looked.
create table fulfilment.pick_shortage (
  pick_shortage_id bigint generated always as identity,
  document_no text not null default 'PS' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.shortage_no'), 'FM99999990000'),
  wave_line_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  reason text not null,
  note text,
  status text not null default 'open',
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  qty_found bigint,
  settled_by bigint,
  settled_by_name text,
  settled_at timestamptz,
  settle_reason text,
  constraint pick_shortage_pk primary key (pick_shortage_id),
  constraint pick_shortage_document_no_key unique (document_no),
  constraint pick_shortage_line_fk foreign key (wave_line_id) references fulfilment.wave_line,
  constraint pick_shortage_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint pick_shortage_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint pick_shortage_qty check (qty > 0 and coalesce(qty_found, 0) between 0 and qty),
  constraint pick_shortage_reason_known check (reason in ('not_found', 'damaged', 'wrong_lot', 'label_unreadable')),
  constraint pick_shortage_status_known check (status in ('open', 'settled')),
  constraint pick_shortage_settled check ((status = 'settled') = (settled_at is not null)
    and (settled_at is null) = (qty_found is null)),
  constraint pick_shortage_two_persons check (settled_by is null or opened_by is null or settled_by <> opened_by)
);
create index pick_shortage_by_warehouse on fulfilment.pick_shortage (warehouse_id, pick_shortage_id);

-- The second look at everything that is about to leave.
create table fulfilment.review (
  review_id bigint generated always as identity,
  document_no text not null default 'RV' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.review_no'), 'FM99999990000'),
  demand_id bigint not null,
  warehouse_id bigint not null,
  reviewed_by bigint,
  reviewed_by_name text not null,
  reviewed_at timestamptz not null default clock_timestamp(),
  constraint review_pk primary key (review_id),
  constraint review_document_no_key unique (document_no),
  constraint review_scope_key unique (review_id, warehouse_id),
  constraint review_demand_fk foreign key (demand_id) references fulfilment.demand,
  constraint review_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse
);
create index review_by_demand on fulfilment.review (demand_id);

create table fulfilment.review_line (
  review_id bigint not null,
  allocation_id bigint not null,
  warehouse_id bigint not null,
  demand_line_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty_passed bigint not null,
  qty_blocked bigint not null,
  serial_nos text[] not null default '{}',
  block_reason text,
  note text,
  picked_by bigint,
  reviewed_by bigint,
  constraint review_line_pk primary key (review_id, allocation_id),
  constraint review_line_review_fk foreign key (review_id, warehouse_id) references fulfilment.review (review_id, warehouse_id),
  constraint review_line_demand_line_fk foreign key (demand_line_id) references fulfilment.demand_line,
  constraint review_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint review_line_qty check (qty_passed >= 0 and qty_blocked >= 0 and qty_passed + qty_blocked > 0),
  constraint review_line_block_reason_known check (block_reason in ('damaged_pack', 'label_lost', 'expired', 'mismatch', 'other')),
  constraint review_line_blocked check ((qty_blocked > 0) = (block_reason is not null)),
  constraint review_line_two_persons check (picked_by is null or reviewed_by is null or picked_by <> reviewed_by)
);
create index review_line_by_allocation on fulfilment.review_line (allocation_id);

-- What left for a demand, and where it is now. What had been shipped before was posted straight to the customer.
alter table fulfilment.shipment add column status text not null default 'delivered';
alter table fulfilment.shipment alter column status set default 'in_transit';
alter table fulfilment.shipment add constraint shipment_status_known check (status in ('in_transit', 'delivered',
  'partly_delivered', 'refused'));
alter table fulfilment.shipment add column shipped_by_name text;
alter table fulfilment.shipment add constraint shipment_scope_key unique (shipment_id, warehouse_id, partner_id);
alter table fulfilment.shipment_line add column qty_delivered bigint not null default 0;
alter table fulfilment.shipment_line add column qty_refused bigint not null default 0;
alter table fulfilment.shipment_line add column refused_serial_nos text[] not null default '{}';
alter table fulfilment.shipment_line add column invoices integer;
update fulfilment.shipment_line set qty_delivered = qty;
alter table fulfilment.shipment_line add constraint shipment_line_arrived check (qty_delivered >= 0 and qty_refused >= 0
  and qty_delivered + qty_refused <= qty);
create or replace view fulfilment.v_shipment with (security_invoker = true) as select * from fulfilment.shipment;
create or replace view fulfilment.v_shipment_line with (security_invoker = true) as select * from fulfilment.shipment_line;

-- The lot of the last delivery.
create index shipment_line_last on fulfilment.shipment_line (partner_id, item_id, shipment_id);

-- Cartons with a number of their own.
create table fulfilment.package (
  package_id bigint generated always as identity,
  sscc text not null,
  demand_id bigint not null,
  warehouse_id bigint not null,
  shipment_id bigint,
  weight_g bigint not null,
  volume_ml bigint not null,
  packed_by bigint,
  packed_at timestamptz not null default clock_timestamp(),
  unpacked_at timestamptz,
  constraint package_pk primary key (package_id),
  constraint package_sscc_key unique (sscc),
  constraint package_scope_key unique (package_id, warehouse_id),
  constraint package_demand_fk foreign key (demand_id) references fulfilment.demand,
  constraint package_shipment_fk foreign key (shipment_id) references fulfilment.shipment,
  constraint package_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint package_measures check (weight_g >= 0 and volume_ml >= 0),
  constraint package_left_packed check (shipment_id is null or unpacked_at is null)
);
create index package_by_demand on fulfilment.package (demand_id);
create table fulfilment.package_line (
  package_id bigint not null,
  allocation_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  constraint package_line_pk primary key (package_id, allocation_id),
  constraint package_line_package_fk foreign key (package_id, warehouse_id) references fulfilment.package (package_id, warehouse_id),
  constraint package_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint package_line_qty_positive check (qty > 0)
);
create index package_line_by_allocation on fulfilment.package_line (allocation_id);

-- Every sheet of a delivery note that was printed.
create table fulfilment.note_print (
  shipment_id bigint not null,
  copy_no integer not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  template_version text not null,
  reason text,
  printed_by bigint,
  printed_by_name text not null,
  printed_at timestamptz not null default clock_timestamp(),
  constraint note_print_pk primary key (shipment_id, copy_no),
  constraint note_print_shipment_fk foreign key (shipment_id, warehouse_id, partner_id)
    references fulfilment.shipment (shipment_id, warehouse_id, partner_id),
  constraint note_print_reprint_has_reason check (copy_no > 0 and (copy_no = 1 or reason is not null))
);

-- The signature.
create table fulfilment.delivery (
  shipment_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  signed_by text not null,
  delivered_at timestamptz not null,
  note text,
  source text not null,
  movement_id bigint,
  undelivered_movement_id bigint,
  recorded_by bigint,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint delivery_pk primary key (shipment_id),
  constraint delivery_shipment_fk foreign key (shipment_id, warehouse_id, partner_id)
    references fulfilment.shipment (shipment_id, warehouse_id, partner_id),
  constraint delivery_movement_fk foreign key (movement_id) references stock.movement,
  constraint delivery_undelivered_movement_fk foreign key (undelivered_movement_id) references stock.movement,
  constraint delivery_posted check (movement_id is not null or undelivered_movement_id is not null),
  constraint delivery_source_known check (source in ('desk', 'transport'))
);
create table fulfilment.delivery_refusal (
  shipment_id bigint not null,
  demand_line_id bigint not null,
  lot_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  qty bigint not null,
  reason text not null,
  note text,
  constraint delivery_refusal_pk primary key (shipment_id, demand_line_id, lot_id),
  constraint delivery_refusal_line_fk foreign key (shipment_id, demand_line_id, lot_id)
    references fulfilment.shipment_line (shipment_id, demand_line_id, lot_id),
  constraint delivery_refusal_qty_positive check (qty > 0),
  constraint delivery_refusal_reason_known check (reason in ('damaged', 'wrong_goods', 'too_many', 'short_life',
    'temperature', 'stopped', 'other'))
);
create table fulfilment.delivery_proof (
  delivery_proof_id bigint generated always as identity,
  shipment_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  file_name text not null,
  media_type text not null,
  bytes bytea not null,
  added_by bigint,
  added_at timestamptz not null default clock_timestamp(),
  constraint delivery_proof_pk primary key (delivery_proof_id),
  constraint delivery_proof_shipment_fk foreign key (shipment_id, warehouse_id, partner_id)
    references fulfilment.shipment (shipment_id, warehouse_id, partner_id),
  constraint delivery_proof_type_known check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  constraint delivery_proof_size check (octet_length(bytes) between 1 and 5242880)
);
create index delivery_proof_by_shipment on fulfilment.delivery_proof (shipment_id);

-- The invoice with which a lot came to us; a hospital asks for it beside ours.
create table fulfilment.upstream_invoice (
  upstream_invoice_id bigint generated always as identity,
  item_id bigint not null,
  lot_id bigint not null,
  invoice_no text not null,
  invoice_date date not null,
  recorded_by bigint,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint upstream_invoice_pk primary key (upstream_invoice_id),
  constraint upstream_invoice_key unique (item_id, lot_id, invoice_no),
  constraint upstream_invoice_lot_fk foreign key (item_id, lot_id) references stock.lot
);

-- Goods that come back from a customer: only what it was given, into quarantine, decided by a third person.
create table fulfilment.customer_return (
  return_id bigint generated always as identity,
  document_no text not null default 'CR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.return_no'), 'FM99999990000'),
  shipment_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  status text not null default 'requested',
  reason text not null,
  note text,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  received_by bigint,
  received_by_name text,
  received_at timestamptz,
  -- What the customer shows about where the goods were kept, and whether the cold chain held.
  storage_proof text,
  chain_unbroken boolean,
  movement_id bigint,
  accepted_by bigint,
  accepted_by_name text,
  accepted_at timestamptz,
  constraint customer_return_pk primary key (return_id),
  constraint customer_return_document_no_key unique (document_no),
  constraint customer_return_scope_key unique (return_id, warehouse_id, partner_id),
  constraint customer_return_shipment_fk foreign key (shipment_id, warehouse_id, partner_id)
    references fulfilment.shipment (shipment_id, warehouse_id, partner_id),
  constraint customer_return_movement_fk foreign key (movement_id) references stock.movement,
  constraint customer_return_reason_known check (reason in ('not_needed', 'wrong_goods', 'damaged', 'near_expiry', 'quality',
    'recall', 'other')),
  constraint customer_return_status_known check (status in ('requested', 'approved', 'declined', 'received', 'closed')),
  constraint customer_return_decided check ((status = 'requested') = (decided_at is null)),
  constraint customer_return_received check ((status in ('received', 'closed')) = (received_at is not null)),
  constraint customer_return_closed check ((status = 'closed') = (accepted_at is not null)),
  constraint customer_return_two_persons check (requested_by is null or decided_by is null or requested_by <> decided_by),
  constraint customer_return_acceptor_apart check (received_by is null or accepted_by is null or received_by <> accepted_by)
) with (fillfactor = 80);
create index customer_return_by_shipment on fulfilment.customer_return (shipment_id);
create index customer_return_by_warehouse on fulfilment.customer_return (warehouse_id, return_id);

create table fulfilment.customer_return_line (
  return_line_id bigint generated always as identity,
  return_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  shipment_id bigint not null,
  demand_line_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  qty_received bigint not null default 0,
  received_serial_nos text[] not null default '{}',
  account_id bigint,
  qty_accepted bigint not null default 0,
  qty_rejected bigint not null default 0,
  result_reason text,
  constraint customer_return_line_pk primary key (return_line_id),
  constraint customer_return_line_lot_key unique (return_id, demand_line_id, lot_id),
  constraint customer_return_line_return_fk foreign key (return_id, warehouse_id, partner_id)
    references fulfilment.customer_return (return_id, warehouse_id, partner_id),
  constraint customer_return_line_shipped_fk foreign key (shipment_id, demand_line_id, lot_id)
    references fulfilment.shipment_line (shipment_id, demand_line_id, lot_id),
  constraint customer_return_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint customer_return_line_account_fk foreign key (account_id) references stock.account,
  constraint customer_return_line_bounds check (qty > 0 and qty_received >= 0 and qty_received <= qty
    and qty_accepted >= 0 and qty_rejected >= 0 and qty_accepted + qty_rejected <= qty_received),
  constraint customer_return_line_rejected_with_reason check (qty_rejected = 0 or result_reason is not null)
) with (fillfactor = 80);
create index customer_return_line_by_shipment on fulfilment.customer_return_line (shipment_id, demand_line_id, lot_id);

do $$
declare t text;
begin
  -- Work inside a warehouse: seen where it is done.
  foreach t in array array['wave', 'wave_line', 'pick_shortage', 'review', 'review_line', 'package', 'package_line'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    execute format($p$create policy warehouse_scope on fulfilment.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  -- Documents that the customer is shown as well.
  foreach t in array array['note_print', 'delivery', 'delivery_refusal', 'delivery_proof', 'customer_return',
      'customer_return_line'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    execute format($p$create policy scope on fulfilment.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  -- Terms of trade: the staff's, and those of its own to a customer.
  foreach t in array array['sales_price', 'customer_rule', 'reserved_lot'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    execute format($p$create policy scope on fulfilment.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or (partner_id is null and (select platform.scope_partner()) is not null)
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null)) $p$, t);
  end loop;
end $$;

-- What finance bills: one row for each lot that was delivered, and one with a minus for each that came back.
create view fulfilment.v_invoice_line with (security_invoker = true) as
  select s.shipment_id, null::bigint as return_id, s.delivery_note_no as document_no, v.delivered_at as billed_at,
    s.warehouse_id, w.legal_entity_id, s.partner_id, d.department_id, d.document_no as order_no, d.customer_order_no,
    l.item_id, l.lot_id, l.qty_delivered as qty, n.unit_price_fen, n.tax_rate_bp, l.invoices
  from fulfilment.shipment_line l
  join fulfilment.shipment s on s.shipment_id = l.shipment_id
  join fulfilment.delivery v on v.shipment_id = l.shipment_id
  join fulfilment.demand_line n on n.demand_line_id = l.demand_line_id
  join fulfilment.demand d on d.demand_id = s.demand_id
  join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
  where l.qty_delivered > 0
  union all
  select s.shipment_id, r.return_id, r.document_no, r.received_at, s.warehouse_id, w.legal_entity_id, s.partner_id,
    d.department_id, d.document_no, d.customer_order_no, k.item_id, k.lot_id, -k.qty_received, n.unit_price_fen,
    n.tax_rate_bp, l.invoices
  from fulfilment.customer_return_line k
  join fulfilment.customer_return r on r.return_id = k.return_id
  join fulfilment.shipment s on s.shipment_id = r.shipment_id
  join fulfilment.shipment_line l on l.shipment_id = k.shipment_id and l.demand_line_id = k.demand_line_id and l.lot_id = k.lot_id
  join fulfilment.demand_line n on n.demand_line_id = k.demand_line_id
  join fulfilment.demand d on d.demand_id = s.demand_id
  join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
  where k.qty_received > 0;
create view fulfilment.v_delivery with (security_invoker = true) as select * from fulfilment.delivery;
create view fulfilment.v_customer_return with (security_invoker = true) as select * from fulfilment.customer_return;
create view fulfilment.v_customer_return_line with (security_invoker = true) as select * from fulfilment.customer_return_line;
create view fulfilment.v_pick_shortage with (security_invoker = true) as select * from fulfilment.pick_shortage;

-- Customs of the trade, without a legal text at hand: they warn, and a company makes them block or takes them away.
insert into compliance.rule (code, severity, legal_basis, effective_from) values
  ('fulfilment.above_listing_price', 'warn', null, '2021-06-01'),
  ('fulfilment.not_listed', 'warn', null, '2021-06-01'),
  ('fulfilment.third_invoice', 'warn', null, '2021-06-01');

grant usage on all sequences in schema fulfilment to tongcang_app;
grant select on all tables in schema fulfilment to tongcang_app;
grant insert on fulfilment.sales_price, fulfilment.customer_rule, fulfilment.reserved_lot, fulfilment.wave,
  fulfilment.wave_line, fulfilment.pick_shortage, fulfilment.review, fulfilment.review_line, fulfilment.package,
  fulfilment.package_line, fulfilment.note_print, fulfilment.delivery, fulfilment.delivery_refusal,
  fulfilment.delivery_proof, fulfilment.upstream_invoice, fulfilment.customer_return, fulfilment.customer_return_line
  to tongcang_app;
grant update (ended_at) on fulfilment.customer_rule to tongcang_app;
grant update (valid_to) on fulfilment.sales_price to tongcang_app;
grant update (released_at, released_by) on fulfilment.reserved_lot to tongcang_app;
grant update on fulfilment.wave, fulfilment.wave_line, fulfilment.pick_shortage, fulfilment.customer_return,
  fulfilment.customer_return_line to tongcang_app;
grant update (shipment_id, unpacked_at) on fulfilment.package to tongcang_app;
grant update (status) on fulfilment.shipment to tongcang_app;
grant update (qty_delivered, qty_refused, refused_serial_nos) on fulfilment.shipment_line to tongcang_app;
