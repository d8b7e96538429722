import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { REFILL_COLUMNS, REFILL_TABLES } from './refill-rows.ts';

type Row = contract.OutputOf<typeof contract.listRefills>['rows'][number];

export const listRefills = defineVerb(
  contract.listRefills,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${REFILL_COLUMNS} from ${REFILL_TABLES}
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.agreement_id = $2)
         and ($3::text is null or r.status = $3)
         and ($4::text is null or r.document_no ilike '%' || $4 || '%' or p.name ilike '%' || $4 || '%')
         and ($5::bigint is null or r.refill_id < $5)
       order by r.refill_id desc limit $6`,
      [
        input.warehouse_id ?? null,
        input.agreement_id ?? null,
        input.status ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'refill_id', input.limit) };
  },
);
