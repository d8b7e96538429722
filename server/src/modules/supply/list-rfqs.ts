import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { isOutsider } from './purchase.read.ts';
import { RFQ_COLUMNS, RFQ_TABLES } from './rfq.read.ts';

type Row = contract.OutputOf<typeof contract.listRfqs>['rows'][number];

export const listRfqs = defineVerb(
  contract.listRfqs,
  { permission: 'supply.read', audit: null },
  async ({ tx, actor }, input) => {
    const rows = await tx.rows<Row>(
      `select ${RFQ_COLUMNS} from ${RFQ_TABLES}
       where ($1::bigint is null or v.warehouse_id = $1) and ($2::text is null or r.status = $2)
         and ($3::bigint is null or r.rfq_id < $3)
       order by r.rfq_id desc limit $4`,
      [input.warehouse_id ?? null, input.status ?? null, input.after ?? null, input.limit],
    );
    const shown = isOutsider(actor) ? rows.map((row) => ({ ...row, created_by_name: '' })) : rows;
    return { rows: shown, next: nextOf(rows, 'rfq_id', input.limit) };
  },
);
