import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { ACCEPTANCE_ROWS } from './receipt-rows.ts';

type Row = contract.OutputOf<typeof contract.listAcceptances>['rows'][number];

export const listAcceptances = defineVerb(
  contract.listAcceptances,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `${ACCEPTANCE_ROWS}
       where ($1::bigint is null or l.warehouse_id = $1) and ($2::bigint is null or l.item_id = $2)
         and ($3::bigint is null or l.lot_id = $3) and ($4::text is null or l.result = $4)
         and ($5::text is null or l.item_name ilike '%' || $5 || '%' or l.item_code ilike '%' || $5 || '%'
           or l.lot_no ilike '%' || $5 || '%' or l.supplier_name ilike '%' || $5 || '%' or a.document_no ilike '%' || $5 || '%')
         and ($6::bigint is null or l.acceptance_line_id < $6)
       order by l.acceptance_line_id desc limit $7`,
      [
        input.warehouse_id ?? null,
        input.item_id ?? null,
        input.lot_id ?? null,
        input.result ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'acceptance_line_id', input.limit) };
  },
);
