-- Row-level security fails closed for places without a warehouse too: roads, cabinets, customers, company-wide holds and
-- planning runs. Until now a transaction that had set no scope at all counted as staff and saw those rows. Policies
-- only; no row is touched.
do $$
declare t text;
begin
  foreach t in array array['balance', 'allocation', 'handling_unit', 'period_balance', 'hold'] loop
    execute format($p$alter policy warehouse_scope on stock.%I using (
      (select platform.scope_all())
      or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
          and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[])))) $p$, t);
  end loop;
end $$;
alter policy warehouse_scope on stock.posting using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null and (
    (from_warehouse_id is null and to_warehouse_id is null)
    or from_warehouse_id = any ((select platform.scope_warehouses())::bigint[])
    or to_warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));
alter policy warehouse_scope on planning.planning_run using (
  (select platform.scope_all())
  or ((select platform.scope_partner()) is null and (select platform.scope_warehouses()) is not null
      and (warehouse_id is null or warehouse_id = any ((select platform.scope_warehouses())::bigint[]))));
