import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { SETTLEMENT_COLUMNS, SETTLEMENT_TABLES } from './usage-rows.ts';

type Row = contract.OutputOf<typeof contract.listSettlements>['rows'][number];

export const listSettlements = defineVerb(
  contract.listSettlements,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${SETTLEMENT_COLUMNS} from ${SETTLEMENT_TABLES}
       where ($1::bigint is null or s.warehouse_id = $1) and ($2::text is null or s.direction = $2)
         and ($3::text is null or s.document_no ilike '%' || $3 || '%' or p.name ilike '%' || $3 || '%')
         and ($4::bigint is null or s.settlement_id < $4)
       order by s.settlement_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.direction ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'settlement_id', input.limit) };
  },
);
