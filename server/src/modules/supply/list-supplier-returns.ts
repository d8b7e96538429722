import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { RETURN_COLUMNS, RETURN_TABLES } from './return-rows.ts';

type Row = contract.OutputOf<typeof contract.listSupplierReturns>['rows'][number];

export const listSupplierReturns = defineVerb(
  contract.listSupplierReturns,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${RETURN_COLUMNS} from ${RETURN_TABLES}
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::text is null or r.status = $2)
         and ($3::text is null or r.document_no ilike '%' || $3 || '%' or s.name ilike '%' || $3 || '%')
         and ($4::bigint is null or r.supplier_return_id < $4)
       order by r.supplier_return_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.status ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'supplier_return_id', input.limit) };
  },
);
