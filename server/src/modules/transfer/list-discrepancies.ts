import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { DISCREPANCY_ROWS } from './transfer-rows.ts';

type Row = contract.OutputOf<typeof contract.listDiscrepancies>['rows'][number];

export const listDiscrepancies = defineVerb(
  contract.listDiscrepancies,
  { permission: 'transfer.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `${DISCREPANCY_ROWS}
       where ($1::bigint is null or d.from_warehouse_id = $1 or d.to_warehouse_id = $1)
         and ($2::bigint is null or d.transfer_id = $2) and ($3::text is null or d.status = $3)
         and ($4::bigint is null or d.discrepancy_id < $4)
       order by d.discrepancy_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.transfer_id ?? null,
        input.status ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'discrepancy_id', input.limit) };
  },
);
