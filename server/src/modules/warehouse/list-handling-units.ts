import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listHandlingUnits>['rows'][number];

export const listHandlingUnits = defineVerb(
  contract.listHandlingUnits,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, search, after, limit }) => {
    const rows = await tx.rows<Row>(
      `select u.handling_unit_id, u.sscc, u.status, u.warehouse_id, w.warehouse_code, u.account_id, p.location_code,
         u.created_at, c.lines, c.qty
       from stock.v_handling_unit u
       join masterdata.v_warehouse w on w.warehouse_id = u.warehouse_id
       join stock.v_account a on a.account_id = u.account_id
       left join masterdata.v_location p on p.location_id = a.location_id
       cross join lateral (select count(*)::integer as lines, coalesce(sum(l.qty), 0)::bigint as qty
         from stock.v_handling_unit_line l where l.handling_unit_id = u.handling_unit_id) c
       where ($1::bigint is null or u.warehouse_id = $1) and ($2::text is null or u.sscc like '%' || $2 || '%')
         and ($3::bigint is null or u.handling_unit_id < $3) and u.status <> 'dissolved'
       order by u.handling_unit_id desc limit $4`,
      [warehouse_id ?? null, likeText(search), after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'handling_unit_id', limit) };
  },
);
