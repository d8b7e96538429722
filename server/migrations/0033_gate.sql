-- The gate in full: rules with their versions and reasons, the facts behind each verdict, what people have been trained
-- for, and goods that wait for the acceptance of their document. Locks stock.movement as long as a constraint is added
-- that reads no row.

-- A version of a rule is never edited; a newer one takes over from its day. Two from one day are told apart by their
-- order, so that a switch that was thrown by mistake can be thrown back the same day.
alter table compliance.rule
  drop constraint rule_version_key,
  add column reason text,
  add column changed_by bigint,
  add column changed_by_name text,
  add column recorded_at timestamptz not null default clock_timestamp(),
  add constraint rule_changed check ((changed_by_name is null) = (reason is null));
create index rule_by_code on compliance.rule (code, effective_from desc, rule_id desc);
revoke update on compliance.rule from tongcang_app;

-- What the gate knew of an item, a company, a warehouse, a lane, or of the rules of a path when it judged: a row for each
-- change that a verdict has met. The facts of a posting are the rows that stood at its epoch. Rows are only added, and
-- carry no unique key, so that two who note the same at once do not wait for each other.
create table compliance.fact_version (
  fact_version_id bigint generated always as identity,
  kind text not null,
  key text not null,
  epoch bigint not null,
  sha256 bytea not null,
  facts jsonb not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint fact_version_pk primary key (fact_version_id),
  constraint fact_version_kind_known check (kind in ('item', 'partner', 'warehouse', 'lane', 'path', 'person')),
  constraint fact_version_sha256 check (octet_length(sha256) = 32)
);
create index fact_version_by_key on compliance.fact_version (kind, key, epoch desc, fact_version_id desc);

-- What a person may do by training; a path of the gate, or `*` for all of them.
create table compliance.training (
  training_id bigint generated always as identity,
  user_id bigint not null,
  path text not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint training_pk primary key (training_id),
  constraint training_user_fk foreign key (user_id) references identity."user",
  constraint training_key unique (user_id, path, valid_from),
  constraint training_interval check (valid_to is null or valid_to >= valid_from)
);

-- Legal bases stand where the text was at hand; customs of the trade have none, and a company makes them block, warn or
-- silent as it likes.
insert into compliance.rule (code, severity, params, legal_basis, effective_from) values
  ('compliance.registration_cancelled', 'block',
    '{"warns_on": ["opening", "release", "convert_in", "transfer_ship", "ship", "lend"]}', '医疗器械监督管理条例第五十五条',
    '2021-06-01'),
  ('compliance.model_not_registered', 'warn', '{}', '医疗器械监督管理条例第五十五条', '2021-06-01'),
  ('compliance.own_product_without_licence', 'warn', '{}', '医疗器械经营监督管理办法第二十七条', '2022-05-01'),
  ('compliance.warehouse_not_filed', 'warn', '{}', '医疗器械经营监督管理办法第十七条、第五十五条', '2022-05-01'),
  -- What is on the road already must be able to arrive.
  ('compliance.storage_agreement_ended', 'block', '{"warns_on": ["transfer_receive"]}', '医疗器械经营监督管理办法第三十四条、第三十五条', '2022-05-01'),
  ('compliance.first_supplier_not_approved', 'block', '{"warns_on": ["receive"]}', null, '2021-06-01'),
  ('compliance.first_item_not_approved', 'block', '{"warns_on": ["receive"]}', null, '2021-06-01'),
  ('compliance.first_customer_not_approved', 'off', '{}', null, '2021-06-01'),
  ('compliance.supplier_not_authorised', 'block', '{"warns_on": ["receive"]}', null, '2021-06-01'),
  ('compliance.authorisation_expired', 'block', '{"warns_on": ["receive"]}', null, '2021-06-01'),
  ('compliance.authorisation_region', 'block', '{"warns_on": ["receive"]}', null, '2021-06-01'),
  ('compliance.quality_agreement_missing', 'off', '{}', null, '2021-06-01'),
  ('compliance.outside_territory', 'warn', '{}', null, '2021-06-01'),
  ('compliance.receipt_life_too_short', 'off', '{"min_percent": 66}', null, '2021-06-01'),
  ('compliance.acceptance_pending', 'block', '{}', '医疗器械经营监督管理办法第三十二条', '2022-05-01'),
  ('compliance.udi_missing', 'block', '{}', '医疗器械唯一标识系统规则', '2021-01-01'),
  ('compliance.chinese_label_missing', 'block', '{}', '医疗器械监督管理条例第五十七条', '2021-06-01'),
  ('compliance.bin_retired', 'block', '{}', null, '2021-06-01'),
  ('compliance.person_not_trained', 'off', '{}', null, '2021-06-01');

-- A lot that is still lawful although its certificate is over goes on only when a person has seen it: from the day on
-- which the gate can ask for it.
insert into compliance.rule (code, severity, params, legal_basis, effective_from)
select code, severity, '{"must_acknowledge": ["receive", "release"]}', legal_basis, '2026-01-01' from compliance.rule where code = 'compliance.registration_expired_but_made_in_validity';

-- Goods that a document has brought and whose acceptance is not finished: nothing else may release them.
create table stock.release_lock (
  item_id bigint not null,
  lot_id bigint not null,
  warehouse_id bigint not null,
  document_key text not null,
  set_at timestamptz not null default clock_timestamp(),
  constraint release_lock_pk primary key (item_id, lot_id, warehouse_id, document_key),
  constraint release_lock_lot_fk foreign key (item_id, lot_id) references stock.lot,
  constraint release_lock_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse
);
create index release_lock_by_document on stock.release_lock (document_key);
alter table stock.release_lock enable row level security;
alter table stock.release_lock force row level security;
create policy warehouse_scope on stock.release_lock using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null
      and warehouse_id = any ((select platform.scope_warehouses())::bigint[])));

-- What the acceptor saw of the label where the item asks for it.
alter table supply.acceptance_line add column udi_ok boolean, add column chinese_label_ok boolean;

-- Every movement carries the evidence of the gate: the state of the rules it was judged under, and when.
alter table stock.movement
  add constraint movement_judged check (verdict ? 'epoch' and verdict ? 'at') not valid;

create view compliance.v_rule with (security_invoker = true) as select * from compliance.rule;
create view compliance.v_fact_version with (security_invoker = true) as select * from compliance.fact_version;
create view stock.v_release_lock with (security_invoker = true) as select * from stock.release_lock;

grant select, insert on compliance.fact_version, compliance.training to tongcang_app;
grant update (valid_to) on compliance.training to tongcang_app;
grant select on compliance.v_rule, compliance.v_fact_version to tongcang_app;
grant usage on all sequences in schema compliance to tongcang_app;
grant select, insert, delete on stock.release_lock to tongcang_app;
grant select on stock.v_release_lock to tongcang_app;
