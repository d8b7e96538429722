import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { CASE_COLUMNS, CASE_TABLES } from './case-rows.ts';

type Row = contract.OutputOf<typeof contract.listCases>['rows'][number];

export const listCases = defineVerb(
  contract.listCases,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${CASE_COLUMNS} from ${CASE_TABLES}
       where ($1::bigint is null or c.warehouse_id = $1) and ($2::bigint is null or c.department_id = $2)
         and ($3::text is null or c.status = $3)
         and (not $4::boolean or (c.status = 'out' and c.due_back_at < now()))
         and ($5::text is null or c.document_no ilike '%' || $5 || '%' or c.procedure_name ilike '%' || $5 || '%'
           or c.surgeon ilike '%' || $5 || '%' or c.patient_ref ilike '%' || $5 || '%')
         and ($6::bigint is null or c.case_id < $6)
       order by c.case_id desc limit $7`,
      [
        input.warehouse_id ?? null,
        input.department_id ?? null,
        input.status ?? null,
        input.late_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'case_id', input.limit) };
  },
);
