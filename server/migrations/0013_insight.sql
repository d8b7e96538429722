-- Figures by day, so that today can be compared with yesterday. New table only.

create schema insight;

-- The last value of a figure on a day: of one warehouse, or of the company where the warehouse is null.
create table insight.kpi_day (
  day date not null,
  code text not null,
  warehouse_id bigint,
  value double precision not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint kpi_day_key unique nulls not distinct (code, day, warehouse_id),
  constraint kpi_day_warehouse_fk foreign key (warehouse_id) references masterdata.warehouse
);
alter table insight.kpi_day enable row level security;
alter table insight.kpi_day force row level security;
create policy warehouse_scope on insight.kpi_day using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null
      and warehouse_id = any ((select platform.scope_warehouses())::bigint[])));

create view insight.v_kpi_day with (security_invoker = true) as select * from insight.kpi_day;

grant usage on schema insight to tongcang_app;
grant select on all tables in schema insight to tongcang_app;
grant insert, update on insight.kpi_day to tongcang_app;
