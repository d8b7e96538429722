-- Receipt, acceptance, put-away and the way back to the supplier. New tables only; no row is touched.
-- Documents are never changed after posting: quantities that follow (decided on, put away) are added, and each step is a
-- document of its own with the person who did it.

create sequence supply.receipt_no;
create sequence supply.receipt_discrepancy_no;
create sequence supply.receipt_reversal_no;
create sequence supply.acceptance_no;
create sequence supply.putaway_no;
create sequence supply.supplier_return_no;

-- One delivery as it was counted at the door.
create table supply.receipt (
  receipt_id bigint generated always as identity,
  document_no text not null default 'GR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.receipt_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  supplier_id bigint not null,
  owner_id bigint not null,
  purchase_order_id bigint,
  asn_id bigint,
  delivery_note_no text not null,
  status text not null,
  arrived_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  received_by bigint,
  received_by_name text not null,
  movement_id bigint,
  note text,
  constraint receipt_pk primary key (receipt_id),
  constraint receipt_document_no_key unique (document_no),
  constraint receipt_scope_key unique (receipt_id, warehouse_id),
  constraint receipt_receiver_key unique (receipt_id, received_by),
  constraint receipt_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint receipt_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint receipt_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint receipt_order_fk foreign key (purchase_order_id) references supply.purchase_order,
  constraint receipt_asn_fk foreign key (asn_id) references supply.asn,
  constraint receipt_movement_fk foreign key (movement_id) references stock.movement,
  constraint receipt_status_known check (status in ('received', 'accepting', 'accepted', 'put_away', 'refused', 'reversed')),
  constraint receipt_refused_moves_nothing check ((status = 'refused') = (movement_id is null))
) with (fillfactor = 85);
create index receipt_by_warehouse on supply.receipt (warehouse_id, receipt_id);
create index receipt_open on supply.receipt (warehouse_id) where status in ('received', 'accepting', 'accepted');
create index receipt_by_order on supply.receipt (purchase_order_id) where purchase_order_id is not null;
create index receipt_by_asn on supply.receipt (asn_id) where asn_id is not null;

-- A lot of the delivery: what was ordered or announced, what the delivery note says, what was counted, what came of it.
create table supply.receipt_line (
  receipt_line_id bigint generated always as identity,
  receipt_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  -- Null where every piece was refused: what we never had need not be a lot of ours.
  lot_id bigint,
  lot_no text not null,
  production_date date,
  expiry_date date,
  purchase_order_line_id bigint,
  asn_line_id bigint,
  bought_by bigint,
  unit_price_fen bigint,
  sscc text,
  account_id bigint,
  qty_expected bigint,
  qty_noted bigint,
  qty_received bigint not null,
  qty_damaged bigint not null,
  qty_refused bigint not null,
  refusal_reason text,
  note text,
  serial_nos text[] not null default '{}',
  -- Of the sound pieces, those that came beyond the order and that nobody has agreed to keep.
  qty_over bigint not null default 0,
  qty_qualified bigint not null default 0,
  qty_unqualified bigint not null default 0,
  qty_put_away bigint not null default 0,
  constraint receipt_line_pk primary key (receipt_line_id),
  constraint receipt_line_no_key unique (receipt_id, line_no),
  constraint receipt_line_scope_key unique (receipt_line_id, receipt_id, warehouse_id),
  constraint receipt_line_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint receipt_line_item_fk foreign key (item_id) references masterdata.item,
  constraint receipt_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint receipt_line_order_line_fk foreign key (purchase_order_line_id) references supply.purchase_order_line,
  constraint receipt_line_asn_line_fk foreign key (asn_line_id) references supply.asn_line,
  constraint receipt_line_account_fk foreign key (account_id) references stock.account,
  constraint receipt_line_counted check (qty_received >= 0 and qty_damaged >= 0 and qty_refused >= 0
    and qty_received + qty_damaged + qty_refused > 0),
  constraint receipt_line_taken_in_somewhere check ((qty_received + qty_damaged > 0) = (lot_id is not null)
    and (lot_id is null) = (account_id is null)),
  constraint receipt_line_refused_why check ((qty_refused > 0) = (refusal_reason is not null)),
  constraint receipt_line_refusal_known check (refusal_reason in ('damaged', 'wrong_item', 'not_ordered', 'expiry_too_short',
    'no_document', 'temperature', 'label', 'other')),
  constraint receipt_line_serials check (cardinality(serial_nos) in (0, qty_received + qty_damaged)),
  constraint receipt_line_decided check (qty_over between 0 and qty_received and qty_qualified >= 0 and qty_unqualified >= 0
    and qty_qualified <= qty_received - qty_over and qty_qualified + qty_unqualified <= qty_received + qty_damaged),
  constraint receipt_line_put_away check (qty_put_away between 0 and qty_qualified)
) with (fillfactor = 85);
create index receipt_line_by_lot on supply.receipt_line (item_id, lot_id);
create index receipt_line_by_asn_line on supply.receipt_line (asn_line_id) where asn_line_id is not null;
create index receipt_line_by_order_line on supply.receipt_line (purchase_order_line_id) where purchase_order_line_id is not null;

-- How the goods travelled. Only added to; the newest counts.
create table supply.transport_record (
  transport_record_id bigint generated always as identity,
  receipt_id bigint not null,
  warehouse_id bigint not null,
  transport_mode text not null,
  carrier_name text,
  vehicle_no text,
  departed_at timestamptz,
  arrived_at timestamptz,
  departure_temp_c double precision,
  arrival_temp_c double precision,
  min_temp_c double precision,
  max_temp_c double precision,
  record_no text,
  recorded_at timestamptz not null default clock_timestamp(),
  recorded_by bigint,
  recorded_by_name text not null,
  constraint transport_record_pk primary key (transport_record_id),
  constraint transport_record_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint transport_record_mode_known check (transport_mode in ('ambient', 'cold_vehicle', 'cold_box', 'express', 'air', 'rail')),
  constraint transport_record_times check ((departed_at is null or arrived_at is null or departed_at < arrived_at)
    and (min_temp_c is null or max_temp_c is null or min_temp_c <= max_temp_c))
);
create index transport_record_by_receipt on supply.transport_record (receipt_id, transport_record_id);

-- Signature under a set of acceptance records. Who received does not accept.
create table supply.acceptance (
  acceptance_id bigint generated always as identity,
  document_no text not null default 'IA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.acceptance_no'), 'FM99999900000'),
  receipt_id bigint not null,
  warehouse_id bigint not null,
  received_by bigint,
  accepted_by bigint,
  accepted_by_name text not null,
  accepted_at timestamptz not null default clock_timestamp(),
  release_movement_id bigint,
  reject_movement_id bigint,
  constraint acceptance_pk primary key (acceptance_id),
  constraint acceptance_document_no_key unique (document_no),
  constraint acceptance_scope_key unique (acceptance_id, receipt_id, warehouse_id),
  constraint acceptance_acceptor_key unique (acceptance_id, accepted_by),
  constraint acceptance_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint acceptance_receiver_fk foreign key (receipt_id, received_by) references supply.receipt (receipt_id, received_by),
  constraint acceptance_release_fk foreign key (release_movement_id) references stock.movement,
  constraint acceptance_reject_fk foreign key (reject_movement_id) references stock.movement,
  constraint acceptance_two_persons check (accepted_by is null or received_by is null or accepted_by <> received_by),
  constraint acceptance_decides check (release_movement_id is not null or reject_movement_id is not null)
);
create index acceptance_by_receipt on supply.acceptance (receipt_id);
create index acceptance_by_warehouse on supply.acceptance (warehouse_id, acceptance_id);

-- The legal record, copied in full: it must say in ten years what it says today, whatever master data say then.
create table supply.acceptance_line (
  acceptance_line_id bigint generated always as identity,
  acceptance_id bigint not null,
  receipt_id bigint not null,
  receipt_line_id bigint not null,
  warehouse_id bigint not null,
  accepted_by bigint,
  bought_by bigint,
  item_id bigint not null,
  lot_id bigint not null,
  item_code text not null,
  item_name text not null,
  model text not null,
  unit text not null,
  registration_no text not null,
  registrant_name text not null,
  producer_name text not null,
  producer_licence_no text not null,
  lot_no text not null,
  serial_nos text[] not null,
  production_date date not null,
  -- Null only for items that have no shelf life.
  expiry_date date,
  without_expiry boolean not null,
  purchase_date date not null,
  arrival_date date not null,
  supplier_name text not null,
  supplier_address text not null,
  supplier_contact text not null,
  arrived_qty bigint not null,
  sample_qty bigint not null,
  qualified_qty bigint not null,
  unqualified_qty bigint not null,
  unqualified_reason text,
  unqualified_action text,
  result text not null,
  packaging_ok boolean not null,
  label_ok boolean not null,
  documents_ok boolean not null,
  transport_mode text,
  transit_minutes bigint,
  arrival_temp_c double precision,
  min_temp_c double precision,
  max_temp_c double precision,
  temperature_record_no text,
  -- Null: kept for ever, as the law asks for implants.
  retain_until date,
  constraint acceptance_line_pk primary key (acceptance_line_id),
  constraint acceptance_line_key unique (acceptance_id, receipt_line_id),
  constraint acceptance_line_acceptance_fk foreign key (acceptance_id, receipt_id, warehouse_id)
    references supply.acceptance (acceptance_id, receipt_id, warehouse_id),
  constraint acceptance_line_acceptor_fk foreign key (acceptance_id, accepted_by)
    references supply.acceptance (acceptance_id, accepted_by),
  constraint acceptance_line_receipt_line_fk foreign key (receipt_line_id, receipt_id, warehouse_id)
    references supply.receipt_line (receipt_line_id, receipt_id, warehouse_id),
  constraint acceptance_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint acceptance_line_not_buyer check (accepted_by is null or bought_by is null or accepted_by <> bought_by),
  constraint acceptance_line_fields check (item_name <> '' and model <> '' and registration_no <> '' and registrant_name <> ''
    and producer_name <> '' and producer_licence_no <> '' and lot_no <> '' and supplier_name <> '' and supplier_address <> ''
    and supplier_contact <> '' and (expiry_date is not null or without_expiry)),
  constraint acceptance_line_quantities check (qualified_qty >= 0 and unqualified_qty >= 0
    and qualified_qty + unqualified_qty between 1 and arrived_qty
    and sample_qty between 1 and qualified_qty + unqualified_qty),
  constraint acceptance_line_unqualified_why check ((unqualified_qty > 0) = (unqualified_reason is not null)
    and (unqualified_qty > 0) = (unqualified_action is not null)),
  constraint acceptance_line_action_known check (unqualified_action in ('return_to_supplier', 'destroy', 'await_supplier')),
  constraint acceptance_line_result_known check (result = case when unqualified_qty = 0 then 'qualified'
    when qualified_qty = 0 then 'unqualified' else 'partly' end),
  constraint acceptance_line_checked check (qualified_qty = 0 or (packaging_ok and label_ok and documents_ok))
);
create index acceptance_line_by_receipt on supply.acceptance_line (receipt_id);
create index acceptance_line_by_lot on supply.acceptance_line (item_id, lot_id);
create index acceptance_line_by_warehouse on supply.acceptance_line (warehouse_id, acceptance_line_id);

create table supply.putaway (
  putaway_id bigint generated always as identity,
  document_no text not null default 'PA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.putaway_no'), 'FM99999900000'),
  receipt_id bigint not null,
  warehouse_id bigint not null,
  put_by bigint,
  put_by_name text not null,
  put_at timestamptz not null default clock_timestamp(),
  movement_id bigint not null,
  constraint putaway_pk primary key (putaway_id),
  constraint putaway_document_no_key unique (document_no),
  constraint putaway_scope_key unique (putaway_id, receipt_id, warehouse_id),
  constraint putaway_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint putaway_movement_fk foreign key (movement_id) references stock.movement
);
create index putaway_by_receipt on supply.putaway (receipt_id);
create table supply.putaway_line (
  putaway_id bigint not null,
  line_no integer not null,
  receipt_id bigint not null,
  receipt_line_id bigint not null,
  warehouse_id bigint not null,
  account_id bigint not null,
  qty bigint not null,
  constraint putaway_line_pk primary key (putaway_id, line_no),
  constraint putaway_line_putaway_fk foreign key (putaway_id, receipt_id, warehouse_id)
    references supply.putaway (putaway_id, receipt_id, warehouse_id),
  constraint putaway_line_receipt_line_fk foreign key (receipt_line_id, receipt_id, warehouse_id)
    references supply.receipt_line (receipt_line_id, receipt_id, warehouse_id),
  constraint putaway_line_account_fk foreign key (account_id) references stock.account,
  constraint putaway_line_qty_positive check (qty > 0)
);

-- A difference between order, delivery note and goods, as a document that somebody must settle.
create table supply.receipt_discrepancy (
  receipt_discrepancy_id bigint generated always as identity,
  document_no text not null default 'RD' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.receipt_discrepancy_no'), 'FM99999900000'),
  receipt_id bigint not null,
  warehouse_id bigint not null,
  -- Null where the line did not arrive at all, or the whole delivery is meant.
  receipt_line_id bigint,
  item_id bigint,
  lot_no text,
  purchase_order_line_id bigint,
  asn_line_id bigint,
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
  resolved_by_name text,
  constraint receipt_discrepancy_pk primary key (receipt_discrepancy_id),
  constraint receipt_discrepancy_document_no_key unique (document_no),
  constraint receipt_discrepancy_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint receipt_discrepancy_line_fk foreign key (receipt_line_id, receipt_id, warehouse_id)
    references supply.receipt_line (receipt_line_id, receipt_id, warehouse_id),
  constraint receipt_discrepancy_item_fk foreign key (item_id) references masterdata.item,
  constraint receipt_discrepancy_order_line_fk foreign key (purchase_order_line_id) references supply.purchase_order_line,
  constraint receipt_discrepancy_asn_line_fk foreign key (asn_line_id) references supply.asn_line,
  constraint receipt_discrepancy_kind_known check (kind in ('short', 'over', 'damaged', 'refused', 'note', 'no_order')),
  constraint receipt_discrepancy_status_known check (status in ('open', 'resolved', 'void')),
  constraint receipt_discrepancy_resolution_known check (resolution in ('supplier_credit', 'replacement', 'accepted_over',
    'returned', 'note_corrected', 'order_added')),
  constraint receipt_discrepancy_resolution_fits check (case kind
    when 'short' then resolution in ('supplier_credit', 'replacement')
    when 'over' then resolution in ('accepted_over', 'returned')
    when 'damaged' then resolution in ('supplier_credit', 'replacement', 'returned')
    when 'refused' then resolution in ('supplier_credit', 'replacement')
    when 'note' then resolution in ('note_corrected', 'supplier_credit')
    else resolution = 'order_added' end),
  constraint receipt_discrepancy_responsible_known check (responsible in ('supplier', 'carrier', 'ourselves', 'unknown')),
  constraint receipt_discrepancy_resolved check ((status = 'resolved') = (resolution is not null)
    and (status = 'resolved') = (resolved_at is not null) and (status = 'resolved') = (reason is not null)),
  constraint receipt_discrepancy_two_persons check (resolved_by is null or opened_by is null or resolved_by <> opened_by),
  constraint receipt_discrepancy_qty_positive check (qty > 0)
) with (fillfactor = 85);
create index receipt_discrepancy_by_receipt on supply.receipt_discrepancy (receipt_id);
create index receipt_discrepancy_by_warehouse on supply.receipt_discrepancy (warehouse_id, receipt_discrepancy_id);

-- What takes a receipt back that was posted by mistake.
create table supply.receipt_reversal (
  receipt_id bigint not null,
  warehouse_id bigint not null,
  document_no text not null default 'RR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.receipt_reversal_no'), 'FM99999900000'),
  reason text not null,
  movement_id bigint not null,
  reversed_at timestamptz not null default clock_timestamp(),
  reversed_by bigint,
  reversed_by_name text not null,
  constraint receipt_reversal_pk primary key (receipt_id),
  constraint receipt_reversal_document_no_key unique (document_no),
  constraint receipt_reversal_receipt_fk foreign key (receipt_id, warehouse_id) references supply.receipt (receipt_id, warehouse_id),
  constraint receipt_reversal_movement_fk foreign key (movement_id) references stock.movement
);

-- Goods that go back to their supplier (购进退出).
create table supply.supplier_return (
  supplier_return_id bigint generated always as identity,
  document_no text not null default 'SR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.supplier_return_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  supplier_id bigint not null,
  status text not null default 'requested',
  reason_kind text not null,
  reason text not null,
  consent_no text,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  shipped_at timestamptz,
  shipped_by bigint,
  confirmed_at timestamptz,
  confirmed_by bigint,
  credit_note_no text,
  credit_fen bigint,
  confirm_note text,
  constraint supplier_return_pk primary key (supplier_return_id),
  constraint supplier_return_document_no_key unique (document_no),
  constraint supplier_return_scope_key unique (supplier_return_id, warehouse_id),
  constraint supplier_return_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint supplier_return_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint supplier_return_status_known check (status in ('requested', 'approved', 'rejected', 'cancelled', 'part_shipped',
    'shipped', 'confirmed')),
  constraint supplier_return_reason_known check (reason_kind in ('unqualified', 'near_expiry', 'recall', 'over_delivery',
    'wrong_item', 'agreement')),
  constraint supplier_return_approved check (status not in ('approved', 'part_shipped', 'shipped', 'confirmed', 'rejected')
    or decided_at is not null),
  constraint supplier_return_shipped check ((status in ('part_shipped', 'shipped', 'confirmed')) = (shipped_at is not null)),
  constraint supplier_return_confirmed check ((status = 'confirmed') = (confirmed_at is not null)
    and (status = 'confirmed') = (credit_note_no is not null)),
  constraint supplier_return_two_persons check (status = 'cancelled' or decided_by is null or requested_by is null
    or decided_by <> requested_by),
  constraint supplier_return_credit_positive check (credit_fen >= 0)
) with (fillfactor = 85);
create index supplier_return_by_warehouse on supply.supplier_return (warehouse_id, supplier_return_id);
create table supply.supplier_return_line (
  supplier_return_line_id bigint generated always as identity,
  supplier_return_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  owner_id bigint not null,
  disposition stock.disposition not null,
  qty bigint not null,
  qty_shipped bigint not null default 0,
  qty_confirmed bigint not null default 0,
  constraint supplier_return_line_pk primary key (supplier_return_line_id),
  constraint supplier_return_line_no_key unique (supplier_return_id, line_no),
  constraint supplier_return_line_stock_key unique (supplier_return_id, item_id, lot_id, account_id, owner_id, disposition),
  constraint supplier_return_line_return_fk foreign key (supplier_return_id, warehouse_id)
    references supply.supplier_return (supplier_return_id, warehouse_id),
  constraint supplier_return_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint supplier_return_line_account_fk foreign key (account_id) references stock.account,
  constraint supplier_return_line_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint supplier_return_line_quantities check (qty > 0 and qty_shipped between 0 and qty
    and qty_confirmed between 0 and qty_shipped)
) with (fillfactor = 85);

do $$
declare t text;
begin
  foreach t in array array['receipt', 'receipt_line', 'transport_record', 'acceptance', 'acceptance_line', 'putaway',
    'putaway_line', 'receipt_discrepancy', 'receipt_reversal', 'supplier_return', 'supplier_return_line'] loop
    execute format('alter table supply.%I enable row level security', t);
    execute format('alter table supply.%I force row level security', t);
    execute format($p$create policy warehouse_scope on supply.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

-- What other modules may read.
create view supply.v_receipt with (security_invoker = true) as select * from supply.receipt;
-- For cost by lot: what came in, at which price, of which order.
create view supply.v_receipt_line with (security_invoker = true) as
  select l.receipt_line_id, l.receipt_id, r.document_no, l.line_no, l.warehouse_id, r.supplier_id, r.owner_id, l.item_id,
    l.lot_id, l.lot_no, o.purchase_order_id, l.purchase_order_line_id, l.unit_price_fen,
    l.qty_received + l.qty_damaged as qty_taken_in, l.qty_received, l.qty_damaged, l.qty_refused, l.qty_qualified,
    l.qty_unqualified, l.qty_put_away, r.arrived_at, r.recorded_at, r.movement_id, r.status
  from supply.receipt_line l
  join supply.receipt r on r.receipt_id = l.receipt_id
  left join supply.purchase_order_line o on o.purchase_order_line_id = l.purchase_order_line_id;
create view supply.v_acceptance_line with (security_invoker = true) as
  select l.*, a.document_no, a.accepted_at, a.accepted_by_name from supply.acceptance_line l
  join supply.acceptance a on a.acceptance_id = l.acceptance_id;
create view supply.v_receipt_discrepancy with (security_invoker = true) as select * from supply.receipt_discrepancy;
create view supply.v_supplier_return with (security_invoker = true) as select * from supply.supplier_return;
create view supply.v_supplier_return_line with (security_invoker = true) as select * from supply.supplier_return_line;

grant usage on all sequences in schema supply to tongcang_app;
grant select on all tables in schema supply to tongcang_app;
grant insert on supply.receipt, supply.receipt_line, supply.transport_record, supply.acceptance, supply.acceptance_line,
  supply.putaway, supply.putaway_line, supply.receipt_discrepancy, supply.receipt_reversal, supply.supplier_return,
  supply.supplier_return_line to tongcang_app;
grant update on supply.receipt, supply.receipt_line, supply.receipt_discrepancy, supply.supplier_return,
  supply.supplier_return_line to tongcang_app;
