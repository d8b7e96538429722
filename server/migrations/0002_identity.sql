-- Who may do what, where: users, sessions, grants, keys. Nothing here locks anything that is in use.
--
-- These tables carry no row-level security: they belong to no warehouse, and a request reads them before it has a
-- scope. What guards them is that only module identity writes them and that no verb answers with a hash or secret.

create schema identity;

create table identity.user (
  user_id bigint generated always as identity,
  account text not null,
  display_name text not null,
  -- A machine that works through API keys only. It has no password and cannot sign in.
  is_service boolean not null default false,
  password_hash text,
  must_change_password boolean not null default false,
  totp_secret text,
  totp_pending_secret text,
  -- The last 30-second step whose code was used, so that a code seen over the shoulder is worth nothing.
  totp_last_step bigint,
  language text not null default 'zh',
  created_at timestamptz not null default clock_timestamp(),
  created_by bigint,
  disabled_at timestamptz,
  constraint user_pk primary key (user_id),
  constraint user_created_by_fk foreign key (created_by) references identity.user,
  constraint user_language_known check (language in ('zh', 'en')),
  constraint user_account_reserved check (lower(account) not in ('system', 'anonymous')),
  constraint user_password_shape check (is_service = (password_hash is null))
);
create unique index user_account_key on identity.user (lower(account));

-- The installation's first person. Two browsers that finish the first-run screen at once meet in this primary key.
create table identity.first_run (
  only_row boolean not null default true,
  user_id bigint not null,
  at timestamptz not null default clock_timestamp(),
  constraint first_run_pk primary key (only_row),
  constraint first_run_only_row check (only_row),
  constraint first_run_user_fk foreign key (user_id) references identity.user
);

create table identity.session (
  session_id bigint generated always as identity,
  user_id bigint not null,
  -- SHA-256 of the token, which itself is stored nowhere.
  token_hash bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  reauthenticated_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ip text,
  constraint session_pk primary key (session_id),
  constraint session_token_hash_key unique (token_hash),
  constraint session_user_fk foreign key (user_id) references identity.user
) with (fillfactor = 80);
create index session_by_user on identity.session (user_id) where ended_at is null;

-- A role of a user, everywhere (warehouse_id null), at one warehouse, or on behalf of one partner. The ids of
-- warehouses and partners are checked by the verb: their tables belong to a module to the right.
create table identity.grant (
  grant_id bigint generated always as identity,
  user_id bigint not null,
  role text not null,
  warehouse_id bigint,
  partner_id bigint,
  granted_at timestamptz not null default clock_timestamp(),
  granted_by bigint,
  constraint grant_pk primary key (grant_id),
  constraint grant_key unique nulls not distinct (user_id, role, warehouse_id, partner_id),
  constraint grant_user_fk foreign key (user_id) references identity.user,
  constraint grant_granted_by_fk foreign key (granted_by) references identity.user,
  constraint grant_role_known check (role in ('administrator', 'planner', 'purchaser', 'warehouse_keeper',
    'warehouse_manager', 'quality', 'driver', 'hospital_department', 'supplier', 'manager', 'auditor')),
  -- People of a hospital or supplier act for their house alone; our own staff acts for none. A driver may be either.
  constraint grant_partner_shape check (case
    when role in ('hospital_department', 'supplier') then partner_id is not null and warehouse_id is null
    when role = 'driver' then partner_id is null or warehouse_id is null
    else partner_id is null end),
  constraint grant_administrator_everywhere check (role <> 'administrator' or warehouse_id is null)
);

create table identity.api_key (
  api_key_id bigint generated always as identity,
  user_id bigint not null,
  name text not null,
  key_hash bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  created_by bigint not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint api_key_pk primary key (api_key_id),
  constraint api_key_hash_key unique (key_hash),
  constraint api_key_user_fk foreign key (user_id) references identity.user,
  constraint api_key_created_by_fk foreign key (created_by) references identity.user
);
create index api_key_by_user on identity.api_key (user_id);

-- Failed sign-ins of an account or an address, whether that account exists or not. `subject` is a SHA-256, because
-- people type passwords into the account field.
create table identity.login_attempt (
  kind text not null,
  subject bytea not null,
  failures integer not null default 0,
  locks integer not null default 0,
  last_at timestamptz not null default clock_timestamp(),
  locked_until timestamptz,
  constraint login_attempt_pk primary key (kind, subject),
  constraint login_attempt_kind_known check (kind in ('account', 'ip')),
  constraint login_attempt_counts check (failures >= 0 and locks >= 0)
);

grant usage on schema identity to tongcang_app;
grant select, insert, update on identity.user, identity.session, identity.api_key to tongcang_app;
grant select, insert on identity.first_run to tongcang_app;
grant select, insert, delete on identity.grant to tongcang_app;
grant select, insert, update, delete on identity.login_attempt to tongcang_app;
