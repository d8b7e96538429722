import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { WORK_ROWS } from './work-rows.ts';

type Row = contract.OutputOf<typeof contract.listWorkOrders>['rows'][number];

export const listWorkOrders = defineVerb(
  contract.listWorkOrders,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, kind, status, after, limit }) => {
    const rows = await tx.rows<Row>(
      `${WORK_ROWS}
       where ($1::bigint is null or o.warehouse_id = $1) and ($2::text is null or o.kind = $2)
         and ($3::text is null or o.status = $3) and ($4::bigint is null or o.work_order_id < $4)
       order by o.work_order_id desc limit $5`,
      [warehouse_id ?? null, kind ?? null, status ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'work_order_id', limit) };
  },
);
