import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { SET_COLUMNS, SET_TABLES } from './set-rows.ts';

type Row = contract.OutputOf<typeof contract.listSets>['rows'][number];

export const listSets = defineVerb(
  contract.listSets,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${SET_COLUMNS} from ${SET_TABLES}
       where ($2::bigint is null or s.warehouse_id = $2) and ($3::bigint is null or s.template_id = $3)
         and ($4::text is null or s.state = $4)
         and ($5::text is null or s.set_no ilike '%' || $5 || '%' or t.name ilike '%' || $5 || '%')
         and ($6::bigint is null or s.set_id < $6)
       order by s.set_id desc limit $7`,
      [
        input.from ?? null,
        input.warehouse_id ?? null,
        input.template_id ?? null,
        input.state ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'set_id', input.limit) };
  },
);
