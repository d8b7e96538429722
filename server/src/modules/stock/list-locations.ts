import { listLocations as contract, type OutputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listLocations = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx, actor }, { warehouse_id }) => {
    requireAt(actor, 'stock.read', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const rows = await tx.rows<Row>(
      `with filled as (
         select account_id, sum(qty)::bigint as qty, count(distinct lot_id) as lots
         from stock.balance where warehouse_id = $1 and qty > 0 and not unbounded group by account_id
       )
       select p.location_id, a.account_id, p.location_code, p.zone_code, p.zone_kind, p.storage_condition, p.x, p.y,
         coalesce(f.qty, 0) as qty, coalesce(f.lots, 0) as lots
       from masterdata.v_location p
       left join stock.account a on a.location_id = p.location_id and a.kind = 'bin'
       left join filled f on f.account_id = a.account_id
       where p.warehouse_id = $1
       order by p.location_code`,
      [warehouse_id],
    );
    return { rows };
  },
);
