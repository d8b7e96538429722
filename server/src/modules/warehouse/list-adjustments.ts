import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { ADJUSTMENT_ROWS } from './adjustment-rows.ts';

type Row = contract.OutputOf<typeof contract.listAdjustments>['rows'][number];

export const listAdjustments = defineVerb(
  contract.listAdjustments,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, status, after, limit }) => {
    const rows = await tx.rows<Row>(
      `${ADJUSTMENT_ROWS}
       where ($1::bigint is null or j.warehouse_id = $1) and ($2::text is null or j.status = $2)
         and ($3::bigint is null or j.adjustment_id < $3)
       order by j.adjustment_id desc limit $4`,
      [warehouse_id ?? null, status ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'adjustment_id', limit) };
  },
);
