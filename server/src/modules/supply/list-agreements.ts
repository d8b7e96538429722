import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { AGREEMENT_COLUMNS, AGREEMENT_TABLES } from './agreement-rows.ts';

type Row = contract.OutputOf<typeof contract.listAgreements>['rows'][number];

export const listAgreements = defineVerb(
  contract.listAgreements,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${AGREEMENT_COLUMNS} from ${AGREEMENT_TABLES}
       where ($1::bigint is null or a.partner_id = $1) and ($2::text is null or a.kind = $2)
         and (not $3::boolean or (a.status = 'active'
           and (now() at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to))
         and ($4::bigint is null or a.agreement_id < $4)
       order by a.agreement_id desc limit $5`,
      [
        input.partner_id ?? null,
        input.kind ?? null,
        input.in_force === 'true',
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'agreement_id', input.limit) };
  },
);
