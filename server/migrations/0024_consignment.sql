-- Our goods at hospitals: surgical sets and cases, consignment, cabinets with fixed packs, what was used of them and its
-- settlement. New tables only; locks nothing that is in use.
--
-- Rows repeat warehouse and partner of their document, tied by composite foreign keys, so that row-level security needs
-- no look at another table. What stands where is the ledger's: a case has the place consigned:<department>:case:<id>, a
-- cabinet the place consigned:<department>.

create sequence fulfilment.surgical_case_no;
create sequence fulfilment.agreement_no;
create sequence fulfilment.refill_no;
create sequence fulfilment.use_report_no;
create sequence fulfilment.cabinet_count_no;
create sequence fulfilment.difference_no;
create sequence fulfilment.settlement_no;
create sequence fulfilment.pack_label_no;

-- What belongs into a set, in which sizes and how many.
create table fulfilment.set_template (
  template_id bigint generated always as identity,
  template_code text not null,
  name text not null,
  procedure_name text not null,
  return_hours integer not null,
  min_remaining_days integer not null,
  changed_at timestamptz not null default clock_timestamp(),
  constraint set_template_pk primary key (template_id),
  constraint set_template_code_key unique (template_code),
  constraint set_template_return_hours check (return_hours between 1 and 720),
  constraint set_template_min_remaining check (min_remaining_days >= 0)
);
create table fulfilment.set_template_line (
  template_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  role text not null,
  constraint set_template_line_pk primary key (template_id, item_id),
  constraint set_template_line_template_fk foreign key (template_id) references fulfilment.set_template,
  constraint set_template_line_item_fk foreign key (item_id) references masterdata.item,
  constraint set_template_line_role_known check (role in ('implant', 'instrument', 'consumable')),
  constraint set_template_line_qty_positive check (qty > 0)
);

-- A tray with a number. Its content are the live allocations of its lines.
create table fulfilment.surgical_set (
  set_id bigint generated always as identity,
  set_no text not null,
  template_id bigint not null,
  warehouse_id bigint not null,
  state text not null default 'clean',
  cycles integer not null default 0,
  sterile_until date,
  packed_by bigint,
  packed_by_name text,
  changed_at timestamptz not null default clock_timestamp(),
  constraint surgical_set_pk primary key (set_id),
  constraint surgical_set_no_key unique (set_no),
  constraint surgical_set_scope_key unique (set_id, warehouse_id),
  constraint surgical_set_template_fk foreign key (template_id) references fulfilment.set_template,
  constraint surgical_set_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint surgical_set_state_known check (state in ('clean', 'packed', 'out', 'used', 'reprocessing', 'repair', 'retired')),
  constraint surgical_set_cycles check (cycles >= 0)
) with (fillfactor = 85);
create index surgical_set_by_warehouse on fulfilment.surgical_set (warehouse_id, set_id);

create table fulfilment.surgical_case (
  case_id bigint generated always as identity,
  document_no text not null default 'SC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.surgical_case_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint not null,
  surgery_at timestamptz not null,
  surgery_date date not null,
  procedure_name text not null,
  surgeon text not null,
  -- A pseudonym that only the hospital can lead back to a person.
  patient_ref text not null,
  status text not null default 'planned',
  due_back_at timestamptz not null,
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  prepared_by bigint,
  prepared_by_name text,
  reviewed_by bigint,
  reviewed_by_name text,
  reviewed_at timestamptz,
  -- The allocations, with their serials, that the reviewer has scanned: exactly these leave.
  reviewed jsonb not null default '[]',
  dispatched_by_name text,
  dispatched_at timestamptz,
  movement_id bigint,
  returned_by bigint,
  returned_by_name text,
  returned_at timestamptz,
  cancel_reason text,
  constraint surgical_case_pk primary key (case_id),
  constraint surgical_case_document_no_key unique (document_no),
  constraint surgical_case_scope_key unique (case_id, warehouse_id, partner_id),
  constraint surgical_case_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint surgical_case_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint surgical_case_department_fk foreign key (department_id) references masterdata.department,
  constraint surgical_case_movement_fk foreign key (movement_id) references stock.movement,
  constraint surgical_case_status_known check (status in ('planned', 'reviewed', 'out', 'differing', 'returned', 'settled', 'cancelled')),
  constraint surgical_case_two_persons check (reviewed_by is null or prepared_by is null or reviewed_by <> prepared_by),
  constraint surgical_case_dispatched check ((status in ('out', 'differing', 'returned', 'settled')) = (dispatched_at is not null)),
  constraint surgical_case_due check (due_back_at > surgery_at),
  constraint surgical_case_pseudonym check (patient_ref ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{3,31}$' and patient_ref ~ '[0-9]'
    and patient_ref !~ '[0-9]{15}' and patient_ref !~ '^1[3-9][0-9]{9}$'),
  constraint surgical_case_cancelled check ((status = 'cancelled') = (cancel_reason is not null))
) with (fillfactor = 85);
create index surgical_case_by_warehouse on fulfilment.surgical_case (warehouse_id, case_id);
create index surgical_case_by_partner on fulfilment.surgical_case (partner_id, case_id);

-- What is allocated by kind case_line: the content of a set, or loose pieces for one case.
create table fulfilment.surgical_line (
  surgical_line_id bigint generated always as identity,
  set_id bigint,
  case_id bigint,
  warehouse_id bigint not null,
  partner_id bigint,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  role text not null,
  constraint surgical_line_pk primary key (surgical_line_id),
  constraint surgical_line_set_item_key unique (set_id, item_id),
  constraint surgical_line_case_item_key unique (case_id, item_id),
  constraint surgical_line_set_fk foreign key (set_id, warehouse_id) references fulfilment.surgical_set (set_id, warehouse_id),
  constraint surgical_line_case_fk foreign key (case_id, warehouse_id, partner_id)
    references fulfilment.surgical_case (case_id, warehouse_id, partner_id),
  constraint surgical_line_item_fk foreign key (item_id) references masterdata.item,
  constraint surgical_line_of_one check ((set_id is null) <> (case_id is null) and (case_id is null) = (partner_id is null)),
  constraint surgical_line_role_known check (role in ('implant', 'instrument', 'consumable')),
  constraint surgical_line_qty_positive check (qty > 0)
);

-- A set is promised to one case on a day. Ranges of one number overlap where the number is the same.
create table fulfilment.set_reservation (
  case_id bigint not null,
  set_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  days daterange not null,
  status text not null default 'held',
  constraint set_reservation_pk primary key (case_id, set_id),
  constraint set_reservation_case_fk foreign key (case_id, warehouse_id, partner_id)
    references fulfilment.surgical_case (case_id, warehouse_id, partner_id),
  constraint set_reservation_set_fk foreign key (set_id, warehouse_id) references fulfilment.surgical_set (set_id, warehouse_id),
  constraint set_reservation_status_known check (status in ('held', 'over')),
  constraint set_reservation_days check (not isempty(days) and not lower_inf(days) and not upper_inf(days)),
  constraint set_reservation_once exclude using gist (int8range(set_id, set_id, '[]') with &&, days with &&) where (status = 'held')
);

create table fulfilment.set_event (
  set_event_id bigint generated always as identity,
  set_id bigint not null,
  warehouse_id bigint not null,
  from_state text not null,
  to_state text not null,
  case_id bigint,
  note text,
  happened_at timestamptz not null default clock_timestamp(),
  happened_by_name text not null,
  constraint set_event_pk primary key (set_event_id),
  constraint set_event_set_fk foreign key (set_id, warehouse_id) references fulfilment.surgical_set (set_id, warehouse_id),
  constraint set_event_case_fk foreign key (case_id) references fulfilment.surgical_case,
  constraint set_event_state_known check (to_state in ('clean', 'packed', 'out', 'used', 'reprocessing', 'repair', 'retired'))
);
create index set_event_by_set on fulfilment.set_event (set_id, set_event_id);

-- What went out with a case, lot by lot, and what became of it. The rest stands at the place of the case.
create table fulfilment.case_piece (
  case_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  role text not null,
  qty_sent bigint not null,
  qty_used bigint not null default 0,
  qty_returned bigint not null default 0,
  qty_written_off bigint not null default 0,
  serial_nos text[] not null default '{}',
  constraint case_piece_pk primary key (case_id, lot_id, owner_id),
  constraint case_piece_case_fk foreign key (case_id, warehouse_id, partner_id)
    references fulfilment.surgical_case (case_id, warehouse_id, partner_id),
  constraint case_piece_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint case_piece_owner_fk foreign key (owner_id) references masterdata.partner,
  constraint case_piece_role_known check (role in ('implant', 'instrument', 'consumable')),
  constraint case_piece_not_more_than_sent check (qty_sent > 0 and qty_used >= 0 and qty_returned >= 0 and qty_written_off >= 0
    and qty_used + qty_returned + qty_written_off <= qty_sent)
) with (fillfactor = 85);

-- Consignment: what we keep at a department, up to which quantity, at which price, and who counts it.
create table fulfilment.consign_agreement (
  agreement_id bigint generated always as identity,
  document_no text not null default 'CA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.agreement_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint not null,
  valid_from date not null,
  valid_to date,
  counted_by text not null,
  count_every_days integer not null,
  swap_days integer not null,
  status text not null default 'active',
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  end_reason text,
  constraint consign_agreement_pk primary key (agreement_id),
  constraint consign_agreement_document_no_key unique (document_no),
  constraint consign_agreement_scope_key unique (agreement_id, warehouse_id, partner_id),
  constraint consign_agreement_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint consign_agreement_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint consign_agreement_department_fk foreign key (department_id) references masterdata.department,
  constraint consign_agreement_status_known check (status in ('active', 'ended')),
  constraint consign_agreement_counted_by_known check (counted_by in ('hospital', 'us')),
  constraint consign_agreement_validity check (valid_to is null or valid_to >= valid_from),
  constraint consign_agreement_days check (count_every_days between 1 and 366 and swap_days between 0 and 3650),
  constraint consign_agreement_ended check ((status = 'ended') = (end_reason is not null))
);
create unique index consign_agreement_one_active on fulfilment.consign_agreement (department_id) where status = 'active';
create table fulfilment.consign_line (
  agreement_id bigint not null,
  item_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  par_qty bigint not null,
  min_remaining_days integer not null,
  unit_price_fen bigint not null,
  constraint consign_line_pk primary key (agreement_id, item_id),
  constraint consign_line_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint consign_line_item_fk foreign key (item_id) references masterdata.item,
  constraint consign_line_par check (par_qty >= 0),
  constraint consign_line_min_remaining check (min_remaining_days >= 0),
  constraint consign_line_price check (unit_price_fen >= 0)
);

-- What goes into a cabinet; of a swap also what comes back for it.
create table fulfilment.refill (
  refill_id bigint generated always as identity,
  document_no text not null default 'RF' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.refill_no'), 'FM99999990000'),
  agreement_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint not null,
  kind text not null,
  status text not null default 'open',
  created_by bigint,
  created_by_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  reviewed_by bigint,
  reviewed_by_name text,
  delivered_at timestamptz,
  movement_id bigint,
  cancel_reason text,
  constraint refill_pk primary key (refill_id),
  constraint refill_document_no_key unique (document_no),
  constraint refill_scope_key unique (refill_id, warehouse_id, partner_id),
  constraint refill_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint refill_movement_fk foreign key (movement_id) references stock.movement,
  constraint refill_kind_known check (kind in ('refill', 'swap')),
  constraint refill_status_known check (status in ('open', 'delivered', 'cancelled')),
  constraint refill_two_persons check (reviewed_by is null or created_by is null or reviewed_by <> created_by),
  constraint refill_delivered check ((status = 'delivered') = (delivered_at is not null)),
  constraint refill_cancelled check ((status = 'cancelled') = (cancel_reason is not null))
) with (fillfactor = 85);
create index refill_by_agreement on fulfilment.refill (agreement_id);
create table fulfilment.refill_line (
  refill_line_id bigint generated always as identity,
  refill_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  line_no integer not null,
  item_id bigint not null,
  qty bigint not null,
  min_remaining_days integer not null,
  swap_lot_id bigint,
  qty_shipped bigint not null default 0,
  qty_taken_back bigint not null default 0,
  constraint refill_line_pk primary key (refill_line_id),
  constraint refill_line_no_key unique (refill_id, line_no),
  constraint refill_line_item_key unique nulls not distinct (refill_id, item_id, swap_lot_id),
  constraint refill_line_refill_fk foreign key (refill_id, warehouse_id, partner_id)
    references fulfilment.refill (refill_id, warehouse_id, partner_id),
  constraint refill_line_item_fk foreign key (item_id) references masterdata.item,
  constraint refill_line_swap_fk foreign key (item_id, swap_lot_id) references stock.lot,
  constraint refill_line_bounds check (qty > 0 and qty_shipped between 0 and qty and qty_taken_back between 0 and qty)
) with (fillfactor = 85);

-- A pack of a fixed quantity with a label of its own: opening it is using it.
create table fulfilment.fixed_pack (
  pack_id bigint generated always as identity,
  pack_code text not null,
  name text not null,
  item_id bigint not null,
  qty bigint not null,
  constraint fixed_pack_pk primary key (pack_id),
  constraint fixed_pack_code_key unique (pack_code),
  constraint fixed_pack_item_fk foreign key (item_id) references masterdata.item,
  constraint fixed_pack_qty_positive check (qty > 0)
);
create table fulfilment.pack_label (
  label_no text not null default 'DSB' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD')
    || to_char(nextval('fulfilment.pack_label_no'), 'FM99999990000'),
  pack_id bigint not null,
  agreement_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  status text not null default 'closed',
  made_at timestamptz not null default clock_timestamp(),
  constraint pack_label_pk primary key (label_no),
  constraint pack_label_pack_fk foreign key (pack_id) references fulfilment.fixed_pack,
  constraint pack_label_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint pack_label_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint pack_label_status_known check (status in ('closed', 'opened', 'void')),
  constraint pack_label_qty_positive check (qty > 0)
) with (fillfactor = 85);
create index pack_label_by_agreement on fulfilment.pack_label (agreement_id);

-- What a department says it has used; posted when one of ours has confirmed it.
create table fulfilment.use_report (
  report_id bigint generated always as identity,
  document_no text not null default 'UR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.use_report_no'), 'FM99999990000'),
  agreement_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint not null,
  status text not null default 'reported',
  used_at timestamptz not null,
  patient_ref text,
  reported_by bigint,
  reported_by_name text not null,
  reported_at timestamptz not null default clock_timestamp(),
  decided_by_name text,
  decided_at timestamptz,
  movement_id bigint,
  reject_reason text,
  constraint use_report_pk primary key (report_id),
  constraint use_report_document_no_key unique (document_no),
  constraint use_report_scope_key unique (report_id, warehouse_id, partner_id),
  constraint use_report_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint use_report_movement_fk foreign key (movement_id) references stock.movement,
  constraint use_report_status_known check (status in ('reported', 'posted', 'rejected')),
  constraint use_report_pseudonym check (patient_ref ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{3,31}$' and patient_ref ~ '[0-9]'
    and patient_ref !~ '[0-9]{15}' and patient_ref !~ '^1[3-9][0-9]{9}$'),
  constraint use_report_posted check ((status = 'posted') = (movement_id is not null)),
  constraint use_report_rejected check ((status = 'rejected') = (reject_reason is not null))
) with (fillfactor = 85);
create index use_report_by_agreement on fulfilment.use_report (agreement_id);
create table fulfilment.use_report_line (
  report_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  item_id bigint not null,
  lot_no text not null,
  serial_nos text[] not null default '{}',
  qty bigint not null,
  label_no text,
  constraint use_report_line_pk primary key (report_id, line_no),
  constraint use_report_line_report_fk foreign key (report_id, warehouse_id, partner_id)
    references fulfilment.use_report (report_id, warehouse_id, partner_id),
  constraint use_report_line_item_fk foreign key (item_id) references masterdata.item,
  constraint use_report_line_label_fk foreign key (label_no) references fulfilment.pack_label,
  constraint use_report_line_qty_positive check (qty > 0)
);

create table fulfilment.cabinet_count (
  count_id bigint generated always as identity,
  document_no text not null default 'CC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.cabinet_count_no'), 'FM99999990000'),
  agreement_id bigint not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  counted_by bigint,
  counted_by_name text not null,
  counted_at timestamptz not null default clock_timestamp(),
  lots integer not null,
  expected bigint not null,
  counted bigint not null,
  constraint cabinet_count_pk primary key (count_id),
  constraint cabinet_count_document_no_key unique (document_no),
  constraint cabinet_count_scope_key unique (count_id, warehouse_id, partner_id),
  constraint cabinet_count_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id)
);
create index cabinet_count_by_agreement on fulfilment.cabinet_count (agreement_id, count_id);

-- A piece that is neither used nor back, or back and spoilt, or found where none should be: somebody must settle it.
create table fulfilment.consign_difference (
  difference_id bigint generated always as identity,
  document_no text not null default 'CD' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.difference_no'), 'FM99999990000'),
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint not null,
  case_id bigint,
  count_id bigint,
  agreement_id bigint,
  item_id bigint not null,
  lot_id bigint not null,
  owner_id bigint not null,
  kind text not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  note text,
  status text not null default 'open',
  opened_by bigint,
  opened_by_name text not null,
  opened_at timestamptz not null default clock_timestamp(),
  resolution text,
  responsible text,
  reason text,
  resolved_by bigint,
  resolved_by_name text,
  resolved_at timestamptz,
  movement_id bigint,
  constraint consign_difference_pk primary key (difference_id),
  constraint consign_difference_document_no_key unique (document_no),
  constraint consign_difference_case_fk foreign key (case_id, warehouse_id, partner_id)
    references fulfilment.surgical_case (case_id, warehouse_id, partner_id),
  constraint consign_difference_count_fk foreign key (count_id, warehouse_id, partner_id)
    references fulfilment.cabinet_count (count_id, warehouse_id, partner_id),
  constraint consign_difference_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint consign_difference_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint consign_difference_movement_fk foreign key (movement_id) references stock.movement,
  constraint consign_difference_of_one check ((case_id is null) <> (count_id is null)),
  constraint consign_difference_kind_known check (kind in ('missing', 'contaminated', 'surplus')),
  constraint consign_difference_status_known check (status in ('open', 'resolved')),
  constraint consign_difference_resolution_known check (resolution in ('lost', 'found', 'charged', 'scrapped', 'booked')),
  constraint consign_difference_resolution_fits check (resolution is null or case kind
    when 'missing' then resolution in ('lost', 'found', 'charged')
    when 'contaminated' then resolution in ('scrapped', 'charged')
    else resolution = 'booked' end),
  constraint consign_difference_responsible_known check (responsible in ('hospital', 'us', 'carrier', 'unknown')),
  constraint consign_difference_resolved check ((status = 'resolved') = (resolution is not null)
    and (status = 'resolved') = (reason is not null) and (status = 'resolved') = (resolved_at is not null)),
  constraint consign_difference_two_persons check (resolved_by is null or opened_by is null or resolved_by <> opened_by),
  constraint consign_difference_qty_positive check (qty > 0)
) with (fillfactor = 85);
create index consign_difference_by_case on fulfilment.consign_difference (case_id);
create index consign_difference_open on fulfilment.consign_difference (warehouse_id) where status = 'open';

-- A settlement tells a partner what was used, and asks or owes the price. It is reversed, never changed.
create table fulfilment.settlement (
  settlement_id bigint generated always as identity,
  document_no text not null default 'ST' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('fulfilment.settlement_no'), 'FM99999990000'),
  direction text not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  status text not null default 'issued',
  amount_fen bigint not null,
  issued_by bigint,
  issued_by_name text not null,
  issued_at timestamptz not null default clock_timestamp(),
  reversed_by_name text,
  reversed_at timestamptz,
  reverse_reason text,
  constraint settlement_pk primary key (settlement_id),
  constraint settlement_document_no_key unique (document_no),
  constraint settlement_scope_key unique (settlement_id, warehouse_id, partner_id),
  constraint settlement_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint settlement_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint settlement_direction_known check (direction in ('customer', 'supplier')),
  constraint settlement_status_known check (status in ('issued', 'reversed')),
  constraint settlement_amount check (amount_fen >= 0),
  constraint settlement_reversed check ((status = 'reversed') = (reverse_reason is not null) and (status = 'reversed') = (reversed_at is not null))
) with (fillfactor = 85);
create index settlement_by_partner on fulfilment.settlement (partner_id, settlement_id);

-- What was used, piece by piece: the bridge from the ledger to money.
create table fulfilment.usage (
  usage_id bigint generated always as identity,
  source text not null,
  direction text not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  department_id bigint,
  case_id bigint,
  agreement_id bigint,
  item_id bigint not null,
  lot_id bigint not null,
  qty bigint not null,
  serial_nos text[] not null default '{}',
  patient_ref text,
  unit_price_fen bigint,
  used_at timestamptz not null,
  movement_id bigint not null,
  recorded_by_name text not null,
  settlement_id bigint,
  reversed_by_name text,
  reversed_at timestamptz,
  reverse_reason text,
  reverse_movement_id bigint,
  constraint usage_pk primary key (usage_id),
  constraint usage_source_known check (source in ('case', 'cabinet', 'vmi')),
  constraint usage_direction_known check (direction in ('customer', 'supplier') and (direction = 'supplier') = (source = 'vmi')),
  constraint usage_case_fk foreign key (case_id, warehouse_id, partner_id)
    references fulfilment.surgical_case (case_id, warehouse_id, partner_id),
  constraint usage_agreement_fk foreign key (agreement_id, warehouse_id, partner_id)
    references fulfilment.consign_agreement (agreement_id, warehouse_id, partner_id),
  constraint usage_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint usage_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint usage_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint usage_movement_fk foreign key (movement_id) references stock.movement,
  constraint usage_settlement_fk foreign key (settlement_id, warehouse_id, partner_id)
    references fulfilment.settlement (settlement_id, warehouse_id, partner_id),
  constraint usage_reversal_fk foreign key (reverse_movement_id) references stock.movement,
  constraint usage_reversed check ((reversed_at is null) = (reverse_reason is null)
    and (reversed_at is null) = (reverse_movement_id is null) and (reversed_at is null or settlement_id is null)),
  constraint usage_qty_positive check (qty > 0),
  constraint usage_price check (unit_price_fen >= 0)
) with (fillfactor = 85);
create index usage_open on fulfilment.usage (partner_id, warehouse_id) where settlement_id is null and reversed_at is null;
create index usage_by_case on fulfilment.usage (case_id) where case_id is not null;
create table fulfilment.settlement_line (
  settlement_id bigint not null,
  line_no integer not null,
  warehouse_id bigint not null,
  partner_id bigint not null,
  usage_id bigint not null,
  qty bigint not null,
  unit_price_fen bigint not null,
  amount_fen bigint not null,
  constraint settlement_line_pk primary key (settlement_id, line_no),
  constraint settlement_line_settlement_fk foreign key (settlement_id, warehouse_id, partner_id)
    references fulfilment.settlement (settlement_id, warehouse_id, partner_id),
  constraint settlement_line_usage_fk foreign key (usage_id) references fulfilment.usage,
  constraint settlement_line_amount check (qty > 0 and unit_price_fen >= 0 and amount_fen = qty * unit_price_fen)
);
create index settlement_line_by_usage on fulfilment.settlement_line (usage_id);

do $$
declare t text;
begin
  foreach t in array array['surgical_case', 'surgical_line', 'set_reservation', 'case_piece', 'consign_agreement', 'consign_line',
    'refill', 'refill_line', 'pack_label', 'use_report', 'use_report_line', 'cabinet_count', 'consign_difference', 'settlement',
    'settlement_line', 'usage'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    -- Our staff sees its warehouses, a partner its own documents whichever warehouse serves them.
    execute format($p$create policy scope on fulfilment.%I using (
      (select platform.scope_all())
      or partner_id = (select platform.scope_partner())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
  foreach t in array array['surgical_set', 'set_event'] loop
    execute format('alter table fulfilment.%I enable row level security', t);
    execute format('alter table fulfilment.%I force row level security', t);
    execute format($p$create policy scope on fulfilment.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null
          and warehouse_id = any ((select platform.scope_warehouses())::bigint[]))) $p$, t);
  end loop;
end $$;

create view fulfilment.v_surgical_case with (security_invoker = true) as select * from fulfilment.surgical_case;
create view fulfilment.v_surgical_line with (security_invoker = true) as select * from fulfilment.surgical_line;
create view fulfilment.v_consign_agreement with (security_invoker = true) as select * from fulfilment.consign_agreement;
create view fulfilment.v_refill with (security_invoker = true) as select * from fulfilment.refill;
create view fulfilment.v_refill_line with (security_invoker = true) as select * from fulfilment.refill_line;
create view fulfilment.v_usage with (security_invoker = true) as select * from fulfilment.usage;
create view fulfilment.v_settlement with (security_invoker = true) as select * from fulfilment.settlement;
create view fulfilment.v_settlement_line with (security_invoker = true) as select * from fulfilment.settlement_line;

-- What sets and open refills still lack: to be replenished by whoever supplies the warehouse.
create view fulfilment.v_set_shortage with (security_invoker = true) as
  select l.surgical_line_id, l.set_id, s.set_no, l.warehouse_id, l.item_id, l.qty - coalesce(a.qty, 0) as qty_open
  from fulfilment.surgical_line l
  join fulfilment.surgical_set s on s.set_id = l.set_id and s.state not in ('out', 'retired')
  left join lateral (
    select sum(a.qty)::bigint as qty from stock.v_allocation a
    where a.demand_kind = 'case_line' and a.demand_id = l.surgical_line_id and a.status in ('open', 'picked')) a on true
  where l.qty > coalesce(a.qty, 0);
comment on view fulfilment.v_set_shortage is 'One row for each line of a set at home that still lacks pieces.';

grant usage on all sequences in schema fulfilment to tongcang_app;
grant select on all tables in schema fulfilment to tongcang_app;
grant insert on fulfilment.set_template, fulfilment.set_template_line, fulfilment.surgical_set, fulfilment.surgical_case,
  fulfilment.surgical_line, fulfilment.set_reservation, fulfilment.set_event, fulfilment.case_piece,
  fulfilment.consign_agreement, fulfilment.consign_line, fulfilment.refill, fulfilment.refill_line, fulfilment.fixed_pack,
  fulfilment.pack_label, fulfilment.use_report, fulfilment.use_report_line, fulfilment.cabinet_count,
  fulfilment.consign_difference, fulfilment.settlement, fulfilment.settlement_line, fulfilment.usage to tongcang_app;
grant update on fulfilment.set_template, fulfilment.fixed_pack, fulfilment.surgical_set, fulfilment.surgical_case, fulfilment.set_reservation,
  fulfilment.case_piece, fulfilment.consign_agreement, fulfilment.consign_line, fulfilment.refill, fulfilment.refill_line,
  fulfilment.pack_label, fulfilment.use_report, fulfilment.consign_difference, fulfilment.settlement to tongcang_app;
grant update (settlement_id, reversed_by_name, reversed_at, reverse_reason, reverse_movement_id) on fulfilment.usage to tongcang_app;
grant delete on fulfilment.set_template_line, fulfilment.consign_line to tongcang_app;
