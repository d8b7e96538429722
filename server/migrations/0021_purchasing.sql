-- What is bought: requisition, plan, inquiry, order, confirmation, arrival notice, agreements, prices, landed cost. New
-- tables only; locks nothing that is in use.
--
-- `partner_id` is always the supplier whose document it is: the supplier's own people see those rows. Documents that no
-- supplier may see (requisition, plan, inquiry, landed cost) name it `supplier_id` or not at all.

create schema supply;

create sequence supply.requisition_no;
create sequence supply.plan_no;
create sequence supply.rfq_no;
create sequence supply.agreement_no;
create sequence supply.order_no;
create sequence supply.asn_no;
create sequence supply.landed_cost_no;

-- How large an order needs how many people besides the one who asked. The row with the largest `above_fen` below the
-- amount counts.
create table supply.approval_tier (
  above_fen bigint not null,
  approvals smallint not null,
  changed_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz,
  constraint approval_tier_pk primary key (above_fen),
  constraint approval_tier_not_negative check (above_fen >= 0),
  constraint approval_tier_approvals check (approvals between 0 and 3)
);
insert into supply.approval_tier (above_fen, approvals) values (0, 1), (50000000, 2);

-- What a supplier sells us and how it must be ordered.
create table supply.supplier_item (
  partner_id bigint not null,
  item_id bigint not null,
  supplier_item_code text,
  min_order_qty bigint not null default 1,
  order_multiple bigint not null default 1,
  lead_time_days integer not null default 7,
  preferred boolean not null default false,
  active boolean not null default true,
  changed_at timestamptz not null default clock_timestamp(),
  constraint supplier_item_pk primary key (partner_id, item_id),
  constraint supplier_item_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint supplier_item_item_fk foreign key (item_id) references masterdata.item,
  constraint supplier_item_terms check (min_order_qty > 0 and order_multiple > 0 and lead_time_days >= 0)
);
create index supplier_item_by_item on supply.supplier_item (item_id);

-- Purchase prices by period, with breaks: from `min_qty` pieces on each costs `unit_price_fen`. Of several in force the
-- one that began last counts. A province narrows it; null holds everywhere.
create table supply.purchase_price (
  price_id bigint generated always as identity,
  partner_id bigint not null,
  item_id bigint not null,
  province text,
  min_qty bigint not null default 1,
  unit_price_fen bigint not null,
  valid_from date not null,
  valid_to date,
  note text,
  recorded_by bigint,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint purchase_price_pk primary key (price_id),
  constraint purchase_price_version_key unique nulls not distinct (partner_id, item_id, province, min_qty, valid_from),
  constraint purchase_price_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint purchase_price_item_fk foreign key (item_id) references masterdata.item,
  constraint purchase_price_interval check (valid_to is null or valid_to >= valid_from),
  constraint purchase_price_positive check (unit_price_fen >= 0 and min_qty > 0)
);
create index purchase_price_by_item on supply.purchase_price (item_id, partner_id);

-- The price at which an item is listed (挂网价) in a province: what a hospital there may be charged at most.
create table supply.listed_price (
  price_id bigint generated always as identity,
  item_id bigint not null,
  province text not null,
  listing_no text,
  unit_price_fen bigint not null,
  valid_from date not null,
  valid_to date,
  recorded_by bigint,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint listed_price_pk primary key (price_id),
  constraint listed_price_version_key unique (item_id, province, valid_from),
  constraint listed_price_item_fk foreign key (item_id) references masterdata.item,
  constraint listed_price_interval check (valid_to is null or valid_to >= valid_from),
  constraint listed_price_positive check (unit_price_fen >= 0)
);

-- Framework agreements with call-off, and volume agreements (带量采购) whose quantity is owed.
create table supply.agreement (
  agreement_id bigint generated always as identity,
  document_no text not null default 'AG' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.agreement_no'), 'FM99999900000'),
  partner_id bigint not null,
  kind text not null,
  contract_no text,
  title text not null,
  valid_from date not null,
  valid_to date not null,
  status text not null default 'active',
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_by bigint,
  ended_at timestamptz,
  end_reason text,
  constraint agreement_pk primary key (agreement_id),
  constraint agreement_document_no_key unique (document_no),
  constraint agreement_scope_key unique (agreement_id, partner_id),
  constraint agreement_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint agreement_kind_known check (kind in ('framework', 'volume')),
  constraint agreement_status_known check (status in ('active', 'ended')),
  constraint agreement_interval check (valid_to >= valid_from),
  constraint agreement_ended check ((status = 'ended') = (ended_at is not null) and (status = 'ended') = (end_reason is not null))
);
create index agreement_by_partner on supply.agreement (partner_id);

create table supply.agreement_line (
  agreement_line_id bigint generated always as identity,
  agreement_id bigint not null,
  partner_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  unit_price_fen bigint not null,
  -- Null where nothing is promised: then calling off has no end but the period's.
  qty_committed bigint,
  constraint agreement_line_pk primary key (agreement_line_id),
  constraint agreement_line_no_key unique (agreement_id, line_no),
  constraint agreement_line_item_key unique (agreement_id, item_id),
  constraint agreement_line_agreement_fk foreign key (agreement_id, partner_id)
    references supply.agreement (agreement_id, partner_id),
  constraint agreement_line_item_fk foreign key (item_id) references masterdata.item,
  constraint agreement_line_positive check (unit_price_fen >= 0 and (qty_committed is null or qty_committed > 0))
);
create index agreement_line_by_item on supply.agreement_line (item_id);

-- What each hospital has promised to take under a volume agreement.
create table supply.agreement_quota (
  agreement_line_id bigint not null,
  customer_id bigint not null,
  qty bigint not null,
  constraint agreement_quota_pk primary key (agreement_line_id, customer_id),
  constraint agreement_quota_line_fk foreign key (agreement_line_id) references supply.agreement_line,
  constraint agreement_quota_customer_fk foreign key (customer_id) references masterdata.partner,
  constraint agreement_quota_positive check (qty > 0)
);

create table supply.requisition (
  requisition_id bigint generated always as identity,
  document_no text not null default 'PR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.requisition_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  status text not null default 'submitted',
  reason text not null,
  urgent boolean not null default false,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  constraint requisition_pk primary key (requisition_id),
  constraint requisition_document_no_key unique (document_no),
  constraint requisition_scope_key unique (requisition_id, warehouse_id),
  constraint requisition_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint requisition_status_known check (status in ('submitted', 'approved', 'rejected', 'cancelled', 'planned')),
  constraint requisition_decided check (status in ('submitted', 'cancelled') or decided_at is not null),
  constraint requisition_two_persons check (status = 'cancelled' or decided_by is null or requested_by is null or decided_by <> requested_by)
) with (fillfactor = 85);
create index requisition_by_warehouse on supply.requisition (warehouse_id, requisition_id);

create table supply.requisition_line (
  requisition_line_id bigint generated always as identity,
  requisition_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  needed_on date not null,
  note text,
  constraint requisition_line_pk primary key (requisition_line_id),
  constraint requisition_line_no_key unique (requisition_id, line_no),
  constraint requisition_line_item_key unique (requisition_id, item_id),
  constraint requisition_line_requisition_fk foreign key (requisition_id, warehouse_id)
    references supply.requisition (requisition_id, warehouse_id),
  constraint requisition_line_item_fk foreign key (item_id) references masterdata.item,
  constraint requisition_line_qty_positive check (qty > 0)
);

-- The consolidated plan: needs of all warehouses, bought together. Who may see it is said by its lines; `line_count` tells
-- a person who sees some of them that there are more.
create table supply.purchase_plan (
  plan_id bigint generated always as identity,
  document_no text not null default 'PP' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.plan_no'), 'FM99999900000'),
  status text not null default 'draft',
  source text not null,
  line_count integer not null,
  note text,
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint purchase_plan_pk primary key (plan_id),
  constraint purchase_plan_document_no_key unique (document_no),
  constraint purchase_plan_status_known check (status in ('draft', 'ordered', 'discarded')),
  constraint purchase_plan_source_known check (source in ('entered', 'requisitions', 'planning'))
);

create table supply.plan_line (
  plan_line_id bigint generated always as identity,
  plan_id bigint not null,
  warehouse_id bigint not null,
  item_id bigint not null,
  requisition_line_id bigint,
  needed_on date not null,
  -- What is needed, what of it stands there or is on its way, what is to be bought, and what rounding adds.
  qty_needed bigint not null,
  qty_on_hand bigint not null,
  qty_on_order bigint not null,
  qty_net bigint not null,
  qty_order bigint not null,
  supplier_id bigint,
  unit_price_fen bigint,
  price_source text,
  agreement_line_id bigint,
  explanation jsonb not null default '{}',
  constraint plan_line_pk primary key (plan_line_id),
  constraint plan_line_plan_fk foreign key (plan_id) references supply.purchase_plan,
  constraint plan_line_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint plan_line_item_fk foreign key (item_id) references masterdata.item,
  constraint plan_line_supplier_fk foreign key (supplier_id) references masterdata.partner,
  constraint plan_line_requisition_fk foreign key (requisition_line_id) references supply.requisition_line,
  constraint plan_line_agreement_fk foreign key (agreement_line_id) references supply.agreement_line,
  constraint plan_line_price_source_known check (price_source in ('volume', 'framework', 'quote', 'price_list', 'item_cost')),
  constraint plan_line_quantities check (qty_needed > 0 and qty_on_hand >= 0 and qty_on_order >= 0 and qty_net >= 0
    and qty_order >= 0)
);
create index plan_line_by_plan on supply.plan_line (plan_id);
create index plan_line_by_requisition on supply.plan_line (requisition_line_id) where requisition_line_id is not null;

-- An inquiry (询价) to several suppliers for one warehouse. Who may see it is said by its invitations.
create table supply.rfq (
  rfq_id bigint generated always as identity,
  document_no text not null default 'RFQ' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.rfq_no'), 'FM99999900000'),
  status text not null default 'open',
  closes_on date not null,
  note text,
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  closed_by bigint,
  closed_at timestamptz,
  close_reason text,
  constraint rfq_pk primary key (rfq_id),
  constraint rfq_document_no_key unique (document_no),
  constraint rfq_status_known check (status in ('open', 'awarded', 'cancelled')),
  constraint rfq_closed check ((status = 'open') = (closed_at is null))
);

-- One row for each supplier that is asked; it sees nothing of the others.
create table supply.rfq_invitation (
  rfq_id bigint not null,
  partner_id bigint not null,
  warehouse_id bigint not null,
  status text not null default 'invited',
  quoted_at timestamptz,
  quoted_by_name text,
  note text,
  constraint rfq_invitation_pk primary key (rfq_id, partner_id),
  constraint rfq_invitation_rfq_fk foreign key (rfq_id) references supply.rfq,
  constraint rfq_invitation_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint rfq_invitation_scope_key unique (rfq_id, partner_id, warehouse_id),
  constraint rfq_invitation_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint rfq_invitation_status_known check (status in ('invited', 'quoted', 'declined')),
  constraint rfq_invitation_quoted check ((status = 'invited') = (quoted_at is null))
);
create index rfq_invitation_by_partner on supply.rfq_invitation (partner_id);
create index rfq_invitation_by_warehouse on supply.rfq_invitation (warehouse_id);

-- What one supplier is asked for and answers, line by line.
create table supply.rfq_offer (
  rfq_offer_id bigint generated always as identity,
  rfq_id bigint not null,
  partner_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  needed_on date not null,
  unit_price_fen bigint,
  qty_offered bigint,
  lead_time_days integer,
  valid_to date,
  note text,
  qty_awarded bigint not null default 0,
  award_reason text,
  constraint rfq_offer_pk primary key (rfq_offer_id),
  constraint rfq_offer_line_key unique (rfq_id, partner_id, line_no),
  constraint rfq_offer_item_key unique (rfq_id, partner_id, item_id),
  constraint rfq_offer_invitation_fk foreign key (rfq_id, partner_id, warehouse_id)
    references supply.rfq_invitation (rfq_id, partner_id, warehouse_id),
  constraint rfq_offer_item_fk foreign key (item_id) references masterdata.item,
  constraint rfq_offer_quantities check (qty > 0 and (qty_offered is null or qty_offered > 0)
    and qty_awarded between 0 and coalesce(qty_offered, 0)),
  constraint rfq_offer_quoted check ((unit_price_fen is null) = (qty_offered is null)
    and (unit_price_fen is null or unit_price_fen >= 0) and (lead_time_days is null or lead_time_days >= 0))
);

-- An order to one supplier for one warehouse. Orders of one plan to one supplier count together for the approval.
create table supply.purchase_order (
  purchase_order_id bigint generated always as identity,
  document_no text not null default 'PO' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.order_no'), 'FM99999900000'),
  partner_id bigint not null,
  warehouse_id bigint not null,
  -- The legal entity that buys and owns the goods.
  owner_id bigint not null,
  status text not null default 'draft',
  -- Rises with every change after the order has been submitted; approvals and confirmations are of one version.
  version integer not null default 1,
  total_fen bigint not null,
  reason text not null,
  urgent boolean not null default false,
  plan_id bigint,
  rfq_id bigint,
  requested_by bigint,
  requested_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  submitted_at timestamptz,
  -- Approvals that this version needs, fixed when it was submitted.
  approvals_needed smallint,
  approved_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by_name text,
  confirmed_by_supplier boolean,
  supplier_reference text,
  decision_note text,
  closed_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  constraint purchase_order_pk primary key (purchase_order_id),
  constraint purchase_order_document_no_key unique (document_no),
  constraint purchase_order_scope_key unique (purchase_order_id, partner_id, warehouse_id),
  constraint purchase_order_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint purchase_order_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint purchase_order_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint purchase_order_plan_fk foreign key (plan_id) references supply.purchase_plan,
  constraint purchase_order_rfq_fk foreign key (rfq_id) references supply.rfq,
  constraint purchase_order_status_known check (status in ('draft', 'submitted', 'rejected', 'approved', 'confirmed',
    'partly_received', 'received', 'closed', 'cancelled')),
  constraint purchase_order_submitted check (status in ('draft', 'cancelled') or submitted_at is not null),
  constraint purchase_order_approved check (status not in ('approved', 'confirmed', 'partly_received', 'received')
    or approved_at is not null),
  constraint purchase_order_confirmed check ((confirmed_at is null) = (confirmed_by_name is null)
    and (status <> 'confirmed' or confirmed_at is not null)),
  constraint purchase_order_total check (total_fen >= 0 and version > 0)
) with (fillfactor = 85);
create index purchase_order_by_warehouse on supply.purchase_order (warehouse_id, purchase_order_id);
create index purchase_order_by_partner on supply.purchase_order (partner_id, purchase_order_id);
create index purchase_order_by_plan on supply.purchase_order (plan_id) where plan_id is not null;

-- What was ordered and how far it has come. `qty_received` is added by the receipt (`noteReceived`); pieces beyond the
-- order are the receipt's to refuse or to park.
create table supply.purchase_order_line (
  purchase_order_line_id bigint generated always as identity,
  purchase_order_id bigint not null,
  partner_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  unit_price_fen bigint not null,
  price_source text not null,
  needed_on date not null,
  -- The supplier's answer to this version; null until there is one.
  qty_confirmed bigint,
  confirmed_on date,
  confirm_note text,
  qty_received bigint not null default 0,
  qty_cancelled bigint not null default 0,
  agreement_line_id bigint,
  rfq_offer_id bigint,
  note text,
  constraint purchase_order_line_pk primary key (purchase_order_line_id),
  constraint purchase_order_line_no_key unique (purchase_order_id, line_no),
  constraint purchase_order_line_item_key unique (purchase_order_id, item_id),
  constraint purchase_order_line_scope_key unique (purchase_order_line_id, partner_id, warehouse_id, item_id),
  constraint purchase_order_line_order_fk foreign key (purchase_order_id, partner_id, warehouse_id)
    references supply.purchase_order (purchase_order_id, partner_id, warehouse_id),
  constraint purchase_order_line_item_fk foreign key (item_id) references masterdata.item,
  constraint purchase_order_line_agreement_fk foreign key (agreement_line_id) references supply.agreement_line,
  constraint purchase_order_line_offer_fk foreign key (rfq_offer_id) references supply.rfq_offer,
  constraint purchase_order_line_price_source_known check (price_source in ('volume', 'framework', 'quote', 'price_list',
    'item_cost', 'entered')),
  constraint purchase_order_line_quantities check (qty > 0 and unit_price_fen >= 0 and qty_received >= 0
    and qty_cancelled between 0 and qty),
  constraint purchase_order_line_confirmed check (qty_confirmed is null or qty_confirmed between 0 and qty)
) with (fillfactor = 85);
create index purchase_order_line_open on supply.purchase_order_line (item_id, warehouse_id)
  where qty_received + qty_cancelled < qty;
create index purchase_order_line_by_agreement on supply.purchase_order_line (agreement_line_id)
  where agreement_line_id is not null;

-- Where a planned need was ordered; several needs of one item may be one line of an order.
alter table supply.plan_line add column purchase_order_line_id bigint;
alter table supply.plan_line add constraint plan_line_order_line_fk foreign key (purchase_order_line_id)
  references supply.purchase_order_line;
create index plan_line_by_order_line on supply.plan_line (purchase_order_line_id) where purchase_order_line_id is not null;

-- Who approved which version. Never the one who asked, and nobody twice.
create table supply.purchase_approval (
  purchase_order_id bigint not null,
  version integer not null,
  approver_id bigint not null,
  approver_name text not null,
  requested_by bigint,
  note text,
  approved_at timestamptz not null default clock_timestamp(),
  constraint purchase_approval_pk primary key (purchase_order_id, version, approver_id),
  constraint purchase_approval_order_fk foreign key (purchase_order_id) references supply.purchase_order,
  constraint purchase_approval_two_persons check (requested_by is null or approver_id <> requested_by)
);

-- What an order said before a change, kept as it was.
create table supply.purchase_order_version (
  purchase_order_id bigint not null,
  version integer not null,
  total_fen bigint not null,
  lines jsonb not null,
  replaced_reason text not null,
  replaced_by bigint,
  replaced_by_name text not null,
  replaced_at timestamptz not null default clock_timestamp(),
  constraint purchase_order_version_pk primary key (purchase_order_id, version),
  constraint purchase_order_version_order_fk foreign key (purchase_order_id) references supply.purchase_order
);

-- An arrival notice (到货通知): what the supplier has sent, lot by lot and box by box.
create table supply.asn (
  asn_id bigint generated always as identity,
  document_no text not null default 'ASN' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.asn_no'), 'FM99999900000'),
  partner_id bigint not null,
  warehouse_id bigint not null,
  status text not null default 'announced',
  -- Number of the supplier's own delivery note (随货同行单).
  delivery_note_no text not null,
  carrier_name text,
  tracking_no text,
  -- How the goods travel: ambient, or cold by a vehicle or box with its logger.
  transport_mode text not null default 'ambient',
  logger_no text,
  shipped_at timestamptz,
  expected_at timestamptz not null,
  created_by bigint,
  created_by_name text not null,
  created_by_supplier boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  cancel_reason text,
  changed_at timestamptz not null default clock_timestamp(),
  constraint asn_pk primary key (asn_id),
  constraint asn_document_no_key unique (document_no),
  constraint asn_scope_key unique (asn_id, partner_id, warehouse_id),
  constraint asn_delivery_note_key unique (partner_id, delivery_note_no),
  constraint asn_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint asn_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint asn_status_known check (status in ('announced', 'partly_received', 'received', 'cancelled')),
  constraint asn_transport_known check (transport_mode in ('ambient', 'cold_vehicle', 'cold_box')),
  constraint asn_cancelled check ((status = 'cancelled') = (cancel_reason is not null)),
  constraint asn_times check (shipped_at is null or shipped_at <= expected_at)
) with (fillfactor = 85);
create index asn_by_warehouse on supply.asn (warehouse_id, asn_id);
create index asn_by_partner on supply.asn (partner_id, asn_id);

create table supply.asn_line (
  asn_line_id bigint generated always as identity,
  asn_id bigint not null,
  partner_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  purchase_order_line_id bigint not null,
  item_id bigint not null,
  -- As the manufacturer prints it; our lot is made when the goods are received.
  lot_no text not null,
  production_date date,
  expiry_date date,
  qty bigint not null,
  qty_received bigint not null default 0,
  -- The box it stands in, and the pieces by number, where the supplier says so.
  sscc text,
  serial_nos text[] not null default '{}',
  constraint asn_line_pk primary key (asn_line_id),
  constraint asn_line_no_key unique (asn_id, line_no),
  constraint asn_line_lot_key unique nulls not distinct (asn_id, purchase_order_line_id, lot_no, sscc),
  constraint asn_line_asn_fk foreign key (asn_id, partner_id, warehouse_id)
    references supply.asn (asn_id, partner_id, warehouse_id),
  constraint asn_line_order_line_fk foreign key (purchase_order_line_id, partner_id, warehouse_id, item_id)
    references supply.purchase_order_line (purchase_order_line_id, partner_id, warehouse_id, item_id),
  constraint asn_line_dates check (production_date is null or expiry_date is null or production_date <= expiry_date),
  constraint asn_line_sscc_shape check (sscc is null or sscc ~ '^[0-9]{18}$'),
  constraint asn_line_serials check (cardinality(serial_nos) = 0 or cardinality(serial_nos) = qty),
  constraint asn_line_quantities check (qty > 0 and qty_received >= 0)
) with (fillfactor = 85);
create index asn_line_by_order_line on supply.asn_line (purchase_order_line_id);
create index asn_line_by_sscc on supply.asn_line (sscc) where sscc is not null;

-- Freight, duty and the like on goods that were bought, laid on the lots. Taken back by a document of its own.
create table supply.landed_cost (
  landed_cost_id bigint generated always as identity,
  document_no text not null default 'LC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('supply.landed_cost_no'), 'FM99999900000'),
  warehouse_id bigint not null,
  purchase_order_id bigint not null,
  kind text not null,
  basis text not null,
  amount_fen bigint not null,
  invoice_no text,
  note text,
  reverses_id bigint,
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint landed_cost_pk primary key (landed_cost_id),
  constraint landed_cost_document_no_key unique (document_no),
  constraint landed_cost_reverses_key unique (reverses_id),
  constraint landed_cost_scope_key unique (landed_cost_id, warehouse_id),
  constraint landed_cost_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint landed_cost_order_fk foreign key (purchase_order_id) references supply.purchase_order,
  constraint landed_cost_reverses_fk foreign key (reverses_id) references supply.landed_cost,
  constraint landed_cost_kind_known check (kind in ('freight', 'duty', 'insurance', 'clearance', 'handling', 'other')),
  constraint landed_cost_basis_known check (basis in ('value', 'weight', 'volume', 'qty')),
  constraint landed_cost_amount check (amount_fen <> 0 and (amount_fen < 0) = (reverses_id is not null))
);
create index landed_cost_by_order on supply.landed_cost (purchase_order_id);
create index landed_cost_by_warehouse on supply.landed_cost (warehouse_id, landed_cost_id);

create table supply.landed_cost_line (
  landed_cost_id bigint not null,
  warehouse_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  amount_fen bigint not null,
  constraint landed_cost_line_pk primary key (landed_cost_id, line_no),
  constraint landed_cost_line_cost_fk foreign key (landed_cost_id, warehouse_id)
    references supply.landed_cost (landed_cost_id, warehouse_id),
  constraint landed_cost_line_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint landed_cost_line_qty_positive check (qty > 0)
);

do $$
declare t text;
begin
  -- Our staff sees its warehouses, a supplier its own documents whichever warehouse they are for.
  foreach t in array array['purchase_order', 'purchase_order_line', 'asn', 'asn_line', 'rfq_invitation', 'rfq_offer'] loop
    execute format('alter table supply.%I enable row level security', t);
    execute format('alter table supply.%I force row level security', t);
    execute format($p$create policy scope on supply.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  -- No supplier sees these.
  foreach t in array array['requisition', 'requisition_line', 'plan_line', 'landed_cost', 'landed_cost_line'] loop
    execute format('alter table supply.%I enable row level security', t);
    execute format('alter table supply.%I force row level security', t);
    execute format($p$create policy warehouse_scope on supply.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  -- Terms with a supplier hold for all our warehouses.
  foreach t in array array['supplier_item', 'purchase_price', 'agreement', 'agreement_line'] loop
    execute format('alter table supply.%I enable row level security', t);
    execute format('alter table supply.%I force row level security', t);
    execute format($p$create policy partner_scope on supply.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null)) $p$, t);
  end loop;
end $$;

grant insert on all tables in schema supply to tongcang_app;

create view supply.v_purchase_order with (security_invoker = true) as select * from supply.purchase_order;
-- `qty_open`: still to come. `qty_announced`: of that, what arrival notices say is on its way.
create view supply.v_purchase_order_line with (security_invoker = true) as
  select l.*, greatest(0, l.qty - l.qty_cancelled - l.qty_received) as qty_open,
    coalesce(a.qty, 0) as qty_announced
  from supply.purchase_order_line l
  left join lateral (
    select sum(greatest(0, x.qty - x.qty_received))::bigint as qty
    from supply.asn_line x join supply.asn n on n.asn_id = x.asn_id
    where x.purchase_order_line_id = l.purchase_order_line_id and n.status in ('announced', 'partly_received')) a on true;
create view supply.v_asn with (security_invoker = true) as select * from supply.asn;
create view supply.v_asn_line with (security_invoker = true) as
  select l.*, greatest(0, l.qty - l.qty_received) as qty_open from supply.asn_line l;
create view supply.v_supplier_item with (security_invoker = true) as select * from supply.supplier_item;
create view supply.v_purchase_price with (security_invoker = true) as select * from supply.purchase_price;
create view supply.v_listed_price with (security_invoker = true) as select * from supply.listed_price;
create view supply.v_agreement with (security_invoker = true) as select * from supply.agreement;
create view supply.v_agreement_line with (security_invoker = true) as select * from supply.agreement_line;
create view supply.v_agreement_quota with (security_invoker = true) as select * from supply.agreement_quota;
create view supply.v_landed_cost with (security_invoker = true) as select * from supply.landed_cost;
create view supply.v_landed_cost_line with (security_invoker = true) as select * from supply.landed_cost_line;

-- Ordered and still to come, with the best date known: of the arrival notice, else as confirmed, else as asked for. What
-- the supplier has confirmed short is not counted on.
create view supply.v_on_order with (security_invoker = true) as
  select l.item_id, l.warehouse_id, l.partner_id, o.owner_id, o.purchase_order_id, l.purchase_order_line_id, o.document_no,
    o.status, x.qty - x.qty_received as qty, (n.expected_at at time zone w.timezone)::date as expected_on,
    x.lot_no, x.expiry_date, n.asn_id
  from supply.asn_line x
  join supply.asn n on n.asn_id = x.asn_id
  join supply.purchase_order_line l on l.purchase_order_line_id = x.purchase_order_line_id
  join supply.purchase_order o on o.purchase_order_id = l.purchase_order_id
  join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id
  where n.status in ('announced', 'partly_received') and x.qty_received < x.qty
    and o.status in ('approved', 'confirmed', 'partly_received')
  union all
  select l.item_id, l.warehouse_id, l.partner_id, o.owner_id, o.purchase_order_id, l.purchase_order_line_id, o.document_no,
    o.status, least(l.qty_open, coalesce(l.qty_confirmed, l.qty) - l.qty_received) - l.qty_announced as qty,
    coalesce(l.confirmed_on, l.needed_on) as expected_on, null as lot_no, null as expiry_date, null as asn_id
  from supply.v_purchase_order_line l
  join supply.purchase_order o on o.purchase_order_id = l.purchase_order_id
  where o.status in ('approved', 'confirmed', 'partly_received')
    and least(l.qty_open, coalesce(l.qty_confirmed, l.qty) - l.qty_received) > l.qty_announced;

grant usage on schema supply to tongcang_app;
grant usage on all sequences in schema supply to tongcang_app;
grant select on all tables in schema supply to tongcang_app;
-- Lines of agreements are locked, not changed.
grant update on supply.approval_tier, supply.supplier_item, supply.agreement, supply.agreement_line, supply.requisition, supply.purchase_plan,
  supply.plan_line, supply.rfq, supply.rfq_invitation, supply.rfq_offer, supply.purchase_order, supply.purchase_order_line,
  supply.asn, supply.asn_line to tongcang_app;
