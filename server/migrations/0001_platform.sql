-- What every verb gets: idempotency, audit, outbox, heartbeat, the lock of rules. Nothing here locks for long.

create table platform.idempotency (
  actor_key text not null,
  idempotency_key text not null,
  verb text not null,
  request_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamptz not null default clock_timestamp(),
  constraint idempotency_pk primary key (actor_key, idempotency_key)
) with (fillfactor = 85);
comment on table platform.idempotency is
  'One row for each command with its stored answer; claimed first in the transaction of the command itself.';

create table platform.audit (
  audit_id bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  actor_id bigint,
  session_id bigint,
  action text not null,
  entity text,
  entity_id text,
  warehouse_id bigint,
  request_id text,
  reason text,
  detail jsonb not null default '{}',
  constraint audit_pk primary key (txid, audit_id)
);
create index audit_entity on platform.audit (entity, entity_id);
comment on table platform.audit is
  'Append-only by privilege. Who did what, when, to which record. Sealed into platform.audit_seal in the background.';

-- The chain: one row for each audit row, in the order (txid, audit_id). hash covers prev_hash and the row as text, so
-- that a change, a removal, an insertion or a swap breaks it from there on.
create table platform.audit_seal (
  seq bigint not null,
  txid xid8 not null,
  audit_id bigint not null,
  prev_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  constraint audit_seal_pk primary key (seq),
  constraint audit_seal_audit_id_key unique (audit_id)
);

create table platform.outbox (
  outbox_id bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  topic text not null,
  entity_key text not null,
  payload jsonb not null,
  at timestamptz not null default clock_timestamp(),
  constraint outbox_pk primary key (txid, outbox_id)
);
comment on table platform.outbox is
  'Events for readers outside the hot path. A reader takes (txid, outbox_id) beyond its cursor and below pg_snapshot_xmin, so that no event is passed over.';

create table platform.outbox_cursor (
  consumer text not null,
  txid xid8 not null,
  outbox_id bigint not null,
  moved_at timestamptz not null default clock_timestamp(),
  constraint outbox_cursor_pk primary key (consumer)
);

create table platform.heartbeat (
  process_id text not null,
  beat_at timestamptz not null,
  constraint heartbeat_pk primary key (process_id)
);

-- Facts that the gate judges by (items, licences, registrations, zones ...) change under the exclusive advisory lock
-- 7001 and raise this number; judging transactions hold the lock shared until they commit. Processes keep facts in
-- memory for as long as the number stands.
create table platform.rules_epoch (
  only_row boolean not null default true,
  epoch bigint not null,
  constraint rules_epoch_pk primary key (only_row),
  constraint rules_epoch_only_row check (only_row)
);
-- From a sequence, because what a rolled-back change has shown to its own process must never carry a later number.
create sequence platform.rules_epoch_seq;
insert into platform.rules_epoch (epoch) values (nextval('platform.rules_epoch_seq'));

create table platform.setting (
  name text not null,
  value jsonb not null,
  constraint setting_pk primary key (name)
);

-- The condition that row-level security repeats on every table with a warehouse or a partner. Values come from
-- `set local`, which is why an absent setting and an empty one must both mean "nothing".
create function platform.scope_warehouses() returns bigint[] language sql stable parallel safe as
  $$ select string_to_array(nullif(current_setting('app.warehouses', true), ''), ',')::bigint[] $$;
create function platform.scope_all() returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('app.all_warehouses', true), '') = 'on' $$;
create function platform.scope_partner() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('app.partner_id', true), '')::bigint $$;

-- Ends a transaction whose statement touched another number of rows than its program had decided.
create function platform.expect_rows(actual bigint, expected bigint, what text) returns boolean language plpgsql as $$
begin
  if actual <> expected then
    raise exception '% % expected, % written', expected, what, actual using errcode = 'internal_error';
  end if;
  return true;
end $$;

grant usage on schema platform to tongcang_app;
grant select, insert, update on platform.idempotency to tongcang_app;
grant delete on platform.idempotency to tongcang_app;
grant select, insert on platform.audit, platform.audit_seal to tongcang_app;
grant select, insert, delete on platform.outbox to tongcang_app;
grant select, insert, update on platform.outbox_cursor to tongcang_app;
grant select, insert, update, delete on platform.heartbeat to tongcang_app;
grant select, update on platform.rules_epoch to tongcang_app;
grant usage on sequence platform.rules_epoch_seq to tongcang_app;
grant select, insert, update on platform.setting to tongcang_app;
