-- The way into the job queue for the application, whose role owns nothing of the queue. Locks nothing.
--
-- The queue's own schema is made by the queue at the start of a process, hence plpgsql, which looks names up when it
-- runs. The function does one thing with values only, so it lends the application no other right of the owner.
create function platform.add_job(name text, payload json, job_key text, attempts_max integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(name, payload := payload, job_key := job_key, max_attempts := attempts_max);
end
$$;
revoke execute on function platform.add_job(text, json, text, integer) from public;
grant execute on function platform.add_job(text, json, text, integer) to tongcang_app;
