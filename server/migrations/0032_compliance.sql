-- Papers of compliance in full: versions, scope, addresses, authorisations, agreements, filings of warehouses in other
-- cities, and the review before the first deal. Columns are added with constants, which rewrites nothing; the tables are
-- small. All of it are facts of the gate, which keeps them in memory for everybody: no row-level security hides them.

alter table compliance.registration
  add column version_no integer not null default 1,
  -- Models and specifications it names; none means that it is not told apart by model.
  add column models text[] not null default '{}',
  add column specification text,
  add column category_code_old text,
  add column category_code_new text,
  add column insurance_code text,
  -- What a change document changed; null on the first version.
  add column change_note text,
  add column status text not null default 'active',
  add column ended_on date,
  add column end_reason text,
  -- Applied for in time and not decided in time counts as renewed, but only as far as the paper in hand shows it.
  add column deemed_renewed_until date,
  add column deemed_renewed_evidence text,
  add column deemed_applied_on date,
  -- The last day it is in force: cancelled it is over on the day itself. Null where it does not end.
  add column in_force_to date generated always as (least(ended_on - 1, greatest(valid_to, deemed_renewed_until))) stored,
  add constraint registration_status_known check (status in ('active', 'cancelled')),
  add constraint registration_ended check ((status = 'cancelled') = (ended_on is not null)),
  add constraint registration_deemed check (num_nulls(deemed_renewed_until, deemed_renewed_evidence, deemed_applied_on) in (0, 3)
    and (deemed_renewed_until is null or (valid_to is not null and deemed_renewed_until > valid_to))),
  add constraint registration_version_positive check (version_no > 0);

alter table compliance.licence
  add column version_no integer not null default 1,
  add column warehouse_addresses text[] not null default '{}',
  add column scope_text text,
  add column legal_representative text,
  add column person_in_charge text,
  add column domicile text,
  add column premises text,
  add column mode text,
  add column issuer text,
  add column change_note text,
  add column status text not null default 'active',
  add column ended_on date,
  add column end_reason text,
  add column deemed_renewed_until date,
  add column deemed_renewed_evidence text,
  add column deemed_applied_on date,
  -- The last day it is in force: cancelled it is over on the day itself. Null where it does not end.
  add column in_force_to date generated always as (least(ended_on - 1, greatest(valid_to, deemed_renewed_until))) stored,
  add constraint licence_mode_known check (mode in ('wholesale', 'retail', 'wholesale_and_retail')),
  add constraint licence_status_known check (status in ('active', 'cancelled')),
  add constraint licence_ended check ((status = 'cancelled') = (ended_on is not null)),
  add constraint licence_deemed check (num_nulls(deemed_renewed_until, deemed_renewed_evidence, deemed_applied_on) in (0, 3)
    and (deemed_renewed_until is null or (valid_to is not null and deemed_renewed_until > valid_to))),
  add constraint licence_version_positive check (version_no > 0);

-- The right to trade products of a registrant: by product, region and period.
create table compliance.authorisation (
  authorisation_id bigint generated always as identity,
  authorisation_no text not null,
  grantor_id bigint not null,
  grantee_id bigint not null,
  registrant_id bigint not null,
  item_ids bigint[] not null default '{}',
  -- Sub-catalogues of two digits, or `*` for everything of the registrant.
  categories text[] not null default '{}',
  -- Short names of provinces as partners and warehouses have them, or `*`.
  regions text[] not null,
  valid_from date not null,
  valid_to date not null,
  note text,
  status text not null default 'active',
  ended_on date,
  end_reason text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint authorisation_pk primary key (authorisation_id),
  constraint authorisation_key unique (grantor_id, grantee_id, authorisation_no, valid_from),
  constraint authorisation_grantor_fk foreign key (grantor_id) references masterdata.partner,
  constraint authorisation_grantee_fk foreign key (grantee_id) references masterdata.partner,
  constraint authorisation_registrant_fk foreign key (registrant_id) references masterdata.partner,
  constraint authorisation_two_parties check (grantor_id <> grantee_id),
  constraint authorisation_of_something check (cardinality(item_ids) > 0 or cardinality(categories) > 0),
  constraint authorisation_somewhere check (cardinality(regions) > 0),
  constraint authorisation_interval check (valid_to >= valid_from),
  constraint authorisation_status_known check (status in ('active', 'cancelled')),
  constraint authorisation_ended check ((status = 'cancelled') = (ended_on is not null))
);
create index authorisation_by_grantee on compliance.authorisation (grantee_id);

create table compliance.agreement (
  agreement_id bigint generated always as identity,
  agreement_no text not null,
  partner_id bigint not null,
  kind text not null,
  -- Warehouses that the other side runs for us; third-party logistics only.
  warehouse_ids bigint[] not null default '{}',
  valid_from date not null,
  valid_to date not null,
  -- When the quality of a logistics company was last assessed.
  assessed_on date,
  note text,
  status text not null default 'active',
  ended_on date,
  end_reason text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint agreement_pk primary key (agreement_id),
  constraint agreement_key unique (partner_id, kind, agreement_no, valid_from),
  constraint agreement_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint agreement_kind_known check (kind in ('quality', 'third_party_logistics', 'purchase')),
  constraint agreement_assessed check (kind <> 'third_party_logistics' or assessed_on is not null),
  constraint agreement_interval check (valid_to >= valid_from),
  constraint agreement_status_known check (status in ('active', 'cancelled')),
  constraint agreement_ended check ((status = 'cancelled') = (ended_on is not null))
);

-- A warehouse in another city is notified to the authority there.
create table compliance.warehouse_filing (
  warehouse_filing_id bigint generated always as identity,
  warehouse_id bigint not null,
  regulator text not null,
  filing_no text not null,
  valid_from date not null,
  valid_to date,
  note text,
  status text not null default 'active',
  ended_on date,
  end_reason text,
  recorded_by bigint,
  recorded_by_name text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint warehouse_filing_pk primary key (warehouse_filing_id),
  constraint warehouse_filing_key unique (warehouse_id, filing_no, valid_from),
  constraint warehouse_filing_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse,
  constraint warehouse_filing_interval check (valid_to is null or valid_to >= valid_from),
  constraint warehouse_filing_status_known check (status in ('active', 'cancelled')),
  constraint warehouse_filing_ended check ((status = 'cancelled') = (ended_on is not null))
);

create sequence compliance.review_no;

-- The review before the first deal with a company (首营企业) or of a product (首营品种).
create table compliance.review (
  review_id bigint generated always as identity,
  document_no text not null default 'SY' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
    || to_char(nextval('compliance.review_no'), 'FM99999900000'),
  kind text not null,
  partner_id bigint,
  item_id bigint,
  status text not null default 'draft',
  -- Dealt with before this system: taken over as a whole, by somebody who signed for it.
  taken_over boolean not null default false,
  -- The review whose papers this one renews.
  renews_id bigint,
  reason text not null,
  requested_by bigint,
  requested_by_name text not null,
  requested_at timestamptz not null default clock_timestamp(),
  purchase_opinion text,
  submitted_at timestamptz,
  reviewed_by bigint,
  reviewed_by_name text,
  reviewed_at timestamptz,
  quality_opinion text,
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  -- The first of its papers runs out on this day; null where none does.
  valid_to date,
  ended_at timestamptz,
  ended_by bigint,
  ended_by_name text,
  end_reason text,
  constraint review_pk primary key (review_id),
  constraint review_document_no_key unique (document_no),
  constraint review_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint review_item_fk foreign key (item_id) references masterdata.item,
  constraint review_renews_fk foreign key (renews_id) references compliance.review,
  constraint review_kind_known check (kind in ('partner', 'item')),
  constraint review_subject check ((kind = 'partner') = (partner_id is not null) and (kind = 'item') = (item_id is not null)),
  constraint review_status_known check (status in ('draft', 'submitted', 'reviewed', 'approved', 'rejected', 'withdrawn',
    'revoked')),
  constraint review_other_reviewer check (reviewed_by is null or requested_by is null or reviewed_by <> requested_by),
  constraint review_other_decider check (decided_by is null or requested_by is null or decided_by <> requested_by),
  constraint review_submitted check (status in ('draft', 'withdrawn') or submitted_at is not null),
  constraint review_decided check (status not in ('approved', 'rejected', 'revoked') or decided_at is not null),
  constraint review_ended check (status not in ('withdrawn', 'revoked') or (ended_at is not null and end_reason is not null))
);
-- One review of a subject at a time.
create unique index review_one_open_partner on compliance.review (partner_id)
  where kind = 'partner' and status in ('draft', 'submitted', 'reviewed');
create unique index review_one_open_item on compliance.review (item_id)
  where kind = 'item' and status in ('draft', 'submitted', 'reviewed');
create index review_approved_partner on compliance.review (partner_id) where status = 'approved' and kind = 'partner';
create index review_approved_item on compliance.review (item_id) where status = 'approved' and kind = 'item';

create table compliance.review_paper (
  review_id bigint not null,
  line_no integer not null,
  kind text not null,
  paper_no text not null,
  valid_from date,
  valid_to date,
  note text,
  constraint review_paper_pk primary key (review_id, line_no),
  constraint review_paper_review_fk foreign key (review_id) references compliance.review,
  constraint review_paper_kind_known check (kind in ('business_licence', 'operating_licence', 'medical_institution_licence',
    'authorisation', 'sales_person', 'delivery_note_sample', 'quality_agreement', 'bank_details', 'registration', 'ifu',
    'label', 'conformity', 'udi', 'other')),
  constraint review_paper_interval check (valid_to is null or valid_from is null or valid_to >= valid_from)
);

-- Days that differ from Monday to Friday: statutory days off and weekends that are worked instead. Terms of the law
-- count in working days; what the State Council announces for a year is added by a verb.
create table compliance.calendar_day (
  day date not null,
  working boolean not null,
  name text not null,
  constraint calendar_day_pk primary key (day)
);
insert into compliance.calendar_day (day, working, name)
select d::date, false, p.name
from (values
  ('元旦', '2024-01-01', '2024-01-01'), ('春节', '2024-02-10', '2024-02-17'), ('清明节', '2024-04-04', '2024-04-06'),
  ('劳动节', '2024-05-01', '2024-05-05'), ('端午节', '2024-06-10', '2024-06-10'), ('中秋节', '2024-09-15', '2024-09-17'),
  ('国庆节', '2024-10-01', '2024-10-07'),
  ('元旦', '2025-01-01', '2025-01-01'), ('春节', '2025-01-28', '2025-02-04'), ('清明节', '2025-04-04', '2025-04-06'),
  ('劳动节', '2025-05-01', '2025-05-05'), ('端午节', '2025-05-31', '2025-06-02'), ('国庆节、中秋节', '2025-10-01', '2025-10-08'),
  ('元旦', '2026-01-01', '2026-01-03'), ('春节', '2026-02-15', '2026-02-23'), ('清明节', '2026-04-04', '2026-04-06'),
  ('劳动节', '2026-05-01', '2026-05-05'), ('端午节', '2026-06-19', '2026-06-21'), ('中秋节', '2026-09-25', '2026-09-27'),
  ('国庆节', '2026-10-01', '2026-10-07')
) as p(name, first_day, last_day), generate_series(p.first_day::date, p.last_day::date, interval '1 day') as d;
insert into compliance.calendar_day (day, working, name)
select d::date, true, '调休上班'
from unnest(array['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29',
  '2024-10-12', '2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14',
  '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']) as d;

-- What masterdata must know for the gate and for completing items from the national database.
alter table masterdata.item
  add column exempt_filing boolean not null default false,
  add column udi_required_from date,
  add column needs_chinese_label boolean not null default false,
  add column catalogue_old text,
  add column catalogue_new text,
  add column insurance_code text;
alter table masterdata.warehouse add column regulator text;

create or replace view masterdata.v_item with (security_invoker = true) as select * from masterdata.item;
create or replace view masterdata.v_warehouse with (security_invoker = true) as select * from masterdata.warehouse;
create or replace view compliance.v_registration with (security_invoker = true) as select * from compliance.registration;
create or replace view compliance.v_licence with (security_invoker = true) as select * from compliance.licence;
create view compliance.v_authorisation with (security_invoker = true) as select * from compliance.authorisation;
create view compliance.v_agreement with (security_invoker = true) as select * from compliance.agreement;
create view compliance.v_warehouse_filing with (security_invoker = true) as select * from compliance.warehouse_filing;
-- Reviews that open the way to buying; a subject may have several, the latest end counts.
create view compliance.v_approved_review with (security_invoker = true) as
  select review_id, kind, partner_id, item_id, valid_to, taken_over, decided_at
  from compliance.review where status = 'approved';

grant select on compliance.v_authorisation, compliance.v_agreement, compliance.v_warehouse_filing,
  compliance.v_approved_review to tongcang_app;
grant select, insert, update on compliance.authorisation, compliance.agreement, compliance.warehouse_filing,
  compliance.review to tongcang_app;
grant select, insert, delete on compliance.review_paper to tongcang_app;
grant select, insert, update, delete on compliance.calendar_day to tongcang_app;
grant usage on all sequences in schema compliance to tongcang_app;
