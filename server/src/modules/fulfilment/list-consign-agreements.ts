import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { AGREEMENT_COLUMNS, AGREEMENT_TABLES } from './agreement-rows.ts';

type Row = contract.OutputOf<typeof contract.listConsignAgreements>['rows'][number];

export const listConsignAgreements = defineVerb(
  contract.listConsignAgreements,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${AGREEMENT_COLUMNS} from ${AGREEMENT_TABLES}
       where ($1::bigint is null or a.warehouse_id = $1) and ($2::bigint is null or a.department_id = $2)
         and ($3::text is null or a.document_no ilike '%' || $3 || '%' or p.name ilike '%' || $3 || '%' or d.name ilike '%' || $3 || '%')
         and ($4::bigint is null or a.agreement_id < $4)
       order by a.agreement_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.department_id ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'agreement_id', input.limit) };
  },
);
