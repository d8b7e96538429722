-- Names of people for the records that other modules show. A view; no row is touched.
create view identity.v_user with (security_invoker = true) as select user_id, account, display_name from identity."user";
grant select on identity.v_user to tongcang_app;
