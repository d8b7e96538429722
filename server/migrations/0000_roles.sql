-- The application's role and the schema of the platform. Locks nothing that is in use.
--
-- The role that requests run under owns no table and may not bypass row-level security, so a forgotten condition
-- in a statement still sees only the rows of its scope. The embedded database has made it already, as a login;
-- elsewhere it is made here without login, and the migrating login may take it on (`set role`).
do $$
begin
  if not exists (select from pg_roles where rolname = 'tongcang_app') then
    create role tongcang_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
exception
  -- Roles belong to the whole server: another database of it may have made the role at this very moment.
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the login "%" may not create roles', current_user
      using hint = format('ask the administrator to run: create role tongcang_app nologin; grant tongcang_app to %I', current_user);
end
$$;

do $$
begin
  if current_user = 'tongcang_app' then
    raise exception 'the migrating login must not be tongcang_app, which may own nothing';
  end if;
  if exists (select from pg_roles where rolname = 'tongcang_app' and (rolsuper or rolbypassrls or rolcreaterole)) then
    raise exception 'role tongcang_app is a superuser, bypasses row-level security or creates roles; it must not';
  end if;
  -- A superuser may take on any role; any other login must be a member.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant tongcang_app to %I', current_user);
  end if;
exception
  when insufficient_privilege then
    -- The administrator may have granted it already; then there is nothing to do.
    if not pg_has_role(current_user, 'tongcang_app', 'member') then
      raise exception 'the login "%" may not take on the role tongcang_app', current_user
        using hint = format('ask the administrator to run: grant tongcang_app to %I', current_user);
    end if;
end
$$;

-- Nobody makes tables beside ours. Since PostgreSQL 15 that is the default, but not in a database that was upgraded.
revoke create on schema public from public;

create schema if not exists platform;
grant usage on schema platform to tongcang_app;
-- Readiness compares what is applied with what the program knows.
grant select on platform.migration to tongcang_app;
