import { listAllocations as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listAllocations = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { warehouse_id, demand_kind, demand_id, status, limit, after }) => {
    const rows = await tx.rows<Row>(
      `select a.allocation_id, a.item_id, i.item_code, i.name as item_name, a.lot_id, l.lot_no, l.expiry_date,
         a.account_id, p.location_code, a.warehouse_id, a.qty, a.status, a.demand_kind, a.demand_id
       from stock.allocation a
       join masterdata.v_item i on i.item_id = a.item_id
       join stock.lot l on l.item_id = a.item_id and l.lot_id = a.lot_id
       join stock.account c on c.account_id = a.account_id
       left join masterdata.v_location p on p.location_id = c.location_id
       where ($1::bigint is null or a.warehouse_id = $1) and ($2::text is null or a.demand_kind = $2)
         and ($3::bigint is null or a.demand_id = $3) and ($4::text is null or a.status = $4)
         and a.allocation_id > $5
       order by a.allocation_id limit $6 + 1`,
      [warehouse_id ?? null, demand_kind ?? null, demand_id ?? null, status ?? null, after ?? 0, limit],
    );
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? page.at(-1)!.allocation_id : null };
  },
);
