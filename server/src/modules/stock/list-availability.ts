import { listAvailability as contract, type OutputOf } from '@tongcang/contract';
import { can } from '../../platform/actor.ts';
import { defineBatchVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number] & { item_id: number };

// Sums by item and warehouse: of the accounts with a warehouse only the bins are bounded. What has expired is not
// available from the first minute of the next day in the warehouse's zone, whether or not the job has relabelled it;
// goods of others are shown but not promised. Lots are read by item, once for all their balances; the days of the
// warehouses and the companies that own goods stand in arrays, because joins of so many rows would cost more than the
// rows themselves.
const AVAILABILITY = `with lots as materialized (
    select item_id, lot_id, coalesce(expiry_date, 'infinity') as expiry_date from stock.lot where item_id = any($1::bigint[])
  ), known as materialized (
    select array(select (now() at time zone w.timezone)::date
        from generate_series(1, (select max(warehouse_id) from masterdata.v_warehouse)) n
        left join masterdata.v_warehouse w on w.warehouse_id = n order by n) as today,
      array(select partner_id from masterdata.v_partner where kind = 'legal_entity') as owners
  )
  select b.item_id, b.warehouse_id, sum(b.qty)::bigint as on_hand, sum(b.allocated)::bigint as allocated,
    coalesce(sum(b.qty - b.allocated) filter (where b.disposition = 'released'
      and l.expiry_date >= ((select today from known))[b.warehouse_id]
      and b.owner_id = any ((select owners from known)::bigint[])), 0)::bigint as available,
    coalesce(sum(b.qty) filter (where b.disposition = 'quarantine'), 0)::bigint as quarantine,
    coalesce(sum(b.qty) filter (where b.disposition <> 'quarantine' and (b.disposition <> 'released'
      or l.expiry_date < ((select today from known))[b.warehouse_id])), 0)::bigint as blocked,
    nullif(min(l.expiry_date) filter (where b.disposition = 'released'
      and l.expiry_date >= ((select today from known))[b.warehouse_id]), 'infinity') as next_expiry
  from stock.balance b
  join lots l on l.item_id = b.item_id and l.lot_id = b.lot_id
  where b.item_id = any($1::bigint[]) and b.qty > 0 and b.warehouse_id is not null and not b.unbounded
  group by b.item_id, b.warehouse_id
  order by b.item_id, b.warehouse_id`;

export const listAvailability = defineBatchVerb(
  contract,
  { permission: 'stock.read', audit: null, generic_plans: true },
  async (requests, tx) => {
    const rows = await tx.rows<Row>(AVAILABILITY, [[...new Set(requests.map((r) => r.input.item_id))]]);
    const byItem = Map.groupBy(rows, (row) => row.item_id);
    return requests.map(({ actor, input }) => ({
      value: {
        rows: (byItem.get(input.item_id) ?? [])
          .filter((row) => can(actor, 'stock.read', row.warehouse_id))
          .map(({ item_id: _, ...row }) => row),
      },
    }));
  },
);
