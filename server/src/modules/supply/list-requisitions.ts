import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { REQUISITION_COLUMNS, REQUISITION_TABLES } from './requisition.read.ts';

type Row = contract.OutputOf<typeof contract.listRequisitions>['rows'][number];

export const listRequisitions = defineVerb(
  contract.listRequisitions,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${REQUISITION_COLUMNS} from ${REQUISITION_TABLES}
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::text is null or r.status = $2)
         and ($3::text is null or r.document_no ilike '%' || $3 || '%' or r.reason ilike '%' || $3 || '%')
         and ($4::bigint is null or r.requisition_id < $4)
       order by r.requisition_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.status ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'requisition_id', input.limit) };
  },
);
