import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { PLAN_COLUMNS, PLAN_TABLES } from './plan.read.ts';

type Row = contract.OutputOf<typeof contract.listPurchasePlans>['rows'][number];

/** A plan is in sight where one of its lines is; figures are of those lines. */
export const listPlans = defineVerb(
  contract.listPurchasePlans,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${PLAN_COLUMNS} from ${PLAN_TABLES}
       where s.lines > 0 and ($1::text is null or n.status = $1)
         and ($2::bigint is null or exists (
           select from supply.plan_line l where l.plan_id = n.plan_id and l.warehouse_id = $2))
         and ($3::bigint is null or n.plan_id < $3)
       order by n.plan_id desc limit $4`,
      [input.status ?? null, input.warehouse_id ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'plan_id', input.limit) };
  },
);
