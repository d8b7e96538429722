import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { USAGE_COLUMNS, USAGE_TABLES } from './usage-rows.ts';

type Row = contract.OutputOf<typeof contract.listUsages>['rows'][number];

export const listUsages = defineVerb(
  contract.listUsages,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${USAGE_COLUMNS}, u.direction, u.warehouse_id, u.partner_id, p.name as partner_name
       from ${USAGE_TABLES} join masterdata.v_partner p on p.partner_id = u.partner_id
       where u.settlement_id is null and u.reversed_at is null and ($1::bigint is null or u.warehouse_id = $1)
         and ($2::bigint is null or u.partner_id = $2) and ($3::bigint is null or u.case_id = $3)
         and ($4::text is null or u.direction = $4) and ($5::bigint is null or u.usage_id < $5)
       order by u.usage_id desc limit $6`,
      [
        input.warehouse_id ?? null,
        input.partner_id ?? null,
        input.case_id ?? null,
        input.direction ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'usage_id', input.limit) };
  },
);
