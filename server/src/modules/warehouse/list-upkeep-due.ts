import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { STANDING } from './upkeep.read.ts';

type Row = contract.OutputOf<typeof contract.listUpkeepDue>['rows'][number];

export const listUpkeepDue = defineVerb(
  contract.listUpkeepDue,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, within_days, limit }) => ({
    rows: await tx.rows<Row>(
      `select d.warehouse_id, w.warehouse_code, d.item_id, i.item_code, i.name as item_name, i.unit, d.lot_id, t.lot_no,
         t.expiry_date, d.qty, i.device_class, i.storage_condition, d.places, c.last_checked_on, r.interval_days,
         coalesce(c.last_checked_on, (t.created_at at time zone w.timezone)::date) + r.interval_days as due_on,
         d.today - (coalesce(c.last_checked_on, (t.created_at at time zone w.timezone)::date) + r.interval_days)
           as overdue_days
       from (${STANDING}) d
       join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
       join masterdata.v_item i on i.item_id = d.item_id
       join stock.v_lot t on t.item_id = d.item_id and t.lot_id = d.lot_id
       cross join lateral (select min(u.interval_days) as interval_days from warehouse.upkeep_rule u
         where (u.device_class is null or u.device_class = i.device_class)
           and (u.storage_condition is null or u.storage_condition = i.storage_condition)
           and (u.near_expiry_days is null or t.expiry_date <= d.today + u.near_expiry_days)) r
       cross join lateral (select max((k.checked_at at time zone w.timezone)::date) as last_checked_on
         from warehouse.upkeep_check k
         where k.warehouse_id = d.warehouse_id and k.item_id = d.item_id and k.lot_id = d.lot_id) c
       where r.interval_days is not null
         and coalesce(c.last_checked_on, (t.created_at at time zone w.timezone)::date) + r.interval_days <= d.today + $2::integer
       order by due_on, w.warehouse_code, i.item_code, t.lot_no limit $3`,
      [warehouse_id ?? null, within_days, limit],
    ),
  }),
);
