import { listAvailability as contract, type OutputOf } from '@tongcang/contract';
import { can } from '../../platform/actor.ts';
import { defineBatchVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number] & { item_id: number };

// Sums of bins by item and warehouse. What has expired is not available from the first minute of the next day in the
// warehouse's zone, whether or not the nightly job has relabelled it; goods of others are shown but not promised.
const AVAILABILITY = `select b.item_id, b.warehouse_id, sum(b.qty)::bigint as on_hand, sum(b.allocated)::bigint as allocated,
    coalesce(sum(b.qty - b.allocated) filter (where u.usable and o.kind = 'legal_entity'), 0)::bigint as available,
    coalesce(sum(b.qty) filter (where b.disposition = 'quarantine'), 0)::bigint as quarantine,
    coalesce(sum(b.qty) filter (where b.disposition <> 'quarantine' and not u.usable), 0)::bigint as blocked,
    min(l.expiry_date) filter (where u.usable) as next_expiry
  from stock.balance b
  join stock.account a on a.account_id = b.account_id and a.kind = 'bin'
  join stock.lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
  join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
  join masterdata.v_partner o on o.partner_id = b.owner_id
  cross join lateral (select b.disposition = 'released'
    and (l.expiry_date is null or l.expiry_date >= (now() at time zone w.timezone)::date) as usable) u
  where b.item_id = any($1::bigint[]) and b.qty > 0
  group by b.item_id, b.warehouse_id
  order by b.item_id, b.warehouse_id`;

export const listAvailability = defineBatchVerb(
  contract,
  { permission: 'stock.read', audit: null },
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
