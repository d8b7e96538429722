import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { COUNT_ROWS } from './count-rows.ts';

type Row = contract.OutputOf<typeof contract.listCounts>['rows'][number];

export const listCounts = defineVerb(
  contract.listCounts,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, status, after, limit }) => {
    const rows = await tx.rows<Row>(
      `${COUNT_ROWS}
       where ($1::bigint is null or c.warehouse_id = $1) and ($2::text is null or c.status = $2)
         and ($3::bigint is null or c.count_id < $3)
       order by c.count_id desc limit $4`,
      [warehouse_id ?? null, status ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'count_id', limit) };
  },
);
