import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { DISCREPANCY_ROWS } from './receipt-rows.ts';

type Row = contract.OutputOf<typeof contract.listReceiptDiscrepancies>['rows'][number];

export const listReceiptDiscrepancies = defineVerb(
  contract.listReceiptDiscrepancies,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `${DISCREPANCY_ROWS}
       where ($1::bigint is null or d.warehouse_id = $1) and ($2::text is null or d.status = $2)
         and ($3::bigint is null or d.receipt_discrepancy_id < $3)
       order by d.receipt_discrepancy_id desc limit $4`,
      [input.warehouse_id ?? null, input.status ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'receipt_discrepancy_id', input.limit) };
  },
);
