-- Licences and registrations with their validity. What judge() decides by; changed under the lock of rules.

create schema compliance;

create table compliance.registration (
  registration_id bigint generated always as identity,
  registration_no text not null,
  registrant_id bigint not null,
  product_name text not null,
  device_class text not null,
  valid_from date not null,
  valid_to date,
  changed_at timestamptz not null default clock_timestamp(),
  constraint registration_pk primary key (registration_id),
  constraint registration_version_key unique (registration_no, valid_from),
  constraint registration_registrant_fk foreign key (registrant_id) references masterdata.partner,
  constraint registration_class_known check (device_class in ('I', 'II', 'III')),
  constraint registration_interval check (valid_to is null or valid_to >= valid_from)
);

create table compliance.licence (
  licence_id bigint generated always as identity,
  partner_id bigint not null,
  kind text not null,
  licence_no text not null,
  classes text[] not null,
  categories text[] not null,
  warehouse_ids bigint[] not null,
  valid_from date not null,
  valid_to date,
  changed_at timestamptz not null default clock_timestamp(),
  constraint licence_pk primary key (licence_id),
  constraint licence_version_key unique (partner_id, licence_no, valid_from),
  constraint licence_partner_fk foreign key (partner_id) references masterdata.partner,
  constraint licence_kind_known check (kind in ('distribution_licence', 'distribution_filing', 'production_licence',
    'production_filing', 'medical_institution')),
  constraint licence_interval check (valid_to is null or valid_to >= valid_from)
);

-- Dated rules: what is asked, from when to when, on which legal basis, and whether it blocks or warns.
create table compliance.rule (
  rule_id bigint generated always as identity,
  code text not null,
  severity text not null,
  params jsonb not null default '{}',
  legal_basis text,
  effective_from date not null,
  effective_to date,
  constraint rule_pk primary key (rule_id),
  constraint rule_version_key unique (code, effective_from),
  constraint rule_severity_known check (severity in ('block', 'warn', 'off')),
  constraint rule_interval check (effective_to is null or effective_to >= effective_from)
);
insert into compliance.rule (code, severity, legal_basis, effective_from) values
  ('compliance.registration_missing', 'block', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.registration_expired', 'block', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.made_outside_registration', 'block', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.registration_expired_but_made_in_validity', 'warn', null, '2021-06-01'),
  ('compliance.lot_expired', 'block', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.lot_expires_before_arrival', 'block', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.remaining_life_too_short', 'block', null, '2021-06-01'),
  ('compliance.not_released', 'block', null, '2021-06-01'),
  ('compliance.lot_recalled', 'block', '医疗器械监督管理条例第六十七条', '2021-06-01'),
  ('compliance.warehouse_not_licensed', 'block', '医疗器械经营监督管理办法第十四条、第十七条', '2022-05-01'),
  ('compliance.warehouse_licence_expired', 'block', '医疗器械经营监督管理办法第六十六条', '2022-05-01'),
  ('compliance.supplier_not_licensed', 'block', '医疗器械经营监督管理办法第三十一条', '2022-05-01'),
  ('compliance.supplier_scope', 'block', '医疗器械经营监督管理办法第三十一条', '2022-05-01'),
  ('compliance.customer_not_licensed', 'block', '医疗器械监督管理条例第四十五条', '2021-06-01'),
  ('compliance.customer_scope', 'block', '医疗器械监督管理条例第四十五条', '2021-06-01'),
  ('compliance.storage_condition', 'block', '医疗器械经营监督管理办法第三十三条', '2022-05-01'),
  ('compliance.lane_temperature', 'block', '医疗器械经营监督管理办法第三十三条', '2022-05-01'),
  ('compliance.lane_missing', 'block', null, '2021-06-01'),
  ('compliance.disposition_zone', 'block', null, '2021-06-01');

create view compliance.v_registration with (security_invoker = true) as select * from compliance.registration;
create view compliance.v_licence with (security_invoker = true) as select * from compliance.licence;

grant usage on schema compliance to tongcang_app;
grant select on compliance.v_registration, compliance.v_licence to tongcang_app;
grant select, insert, update on compliance.registration, compliance.licence, compliance.rule to tongcang_app;
