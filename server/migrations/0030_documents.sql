-- Papers and photographs of any record, and electronic signatures bound to the version of the record that was signed.

create table platform.attachment (
  attachment_id bigint generated always as identity,
  entity text not null,
  entity_id bigint not null,
  -- Whose sight it needs: a warehouse, a partner, or nobody's in particular (masters of the company).
  warehouse_id bigint,
  partner_id bigint,
  kind text not null,
  file_name text not null,
  media_type text not null,
  bytes bytea not null,
  sha256 bytea not null,
  note text,
  added_by bigint,
  added_by_name text not null,
  added_at timestamptz not null default clock_timestamp(),
  constraint attachment_pk primary key (attachment_id),
  constraint attachment_size check (octet_length(bytes) between 1 and 10485760),
  constraint attachment_sha256 check (octet_length(sha256) = 32)
);
create index attachment_by_entity on platform.attachment (entity, entity_id);
create index attachment_by_age on platform.attachment (added_at);

create table identity.signature (
  signature_id bigint generated always as identity,
  entity text not null,
  entity_id bigint not null,
  -- SHA-256 of the canonical record as it was shown to the signer: a changed record no longer fits it.
  record_sha256 bytea not null,
  meaning text not null,
  reason text not null,
  -- Null where a company is set up by the system itself.
  signed_by bigint,
  signed_name text not null,
  signed_at timestamptz not null default clock_timestamp(),
  constraint signature_pk primary key (signature_id),
  constraint signature_user_fk foreign key (signed_by) references identity."user",
  constraint signature_sha256 check (octet_length(record_sha256) = 32),
  constraint signature_reason check (length(reason) > 0)
);
create index signature_by_entity on identity.signature (entity, entity_id);

alter table platform.attachment enable row level security;
alter table platform.attachment force row level security;
create policy attachment_scope on platform.attachment using (
  (select platform.scope_all())
  or (partner_id is not null and partner_id = (select platform.scope_partner()))
  or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
      and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));

grant select, insert on platform.attachment to tongcang_app;
grant delete on platform.attachment to tongcang_app;
grant usage on all sequences in schema platform to tongcang_app;
grant select, insert on identity.signature to tongcang_app;
grant usage on all sequences in schema identity to tongcang_app;
