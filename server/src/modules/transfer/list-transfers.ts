import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { ORDER_COLUMNS, ORDER_TABLES } from './transfer-rows.ts';

type Row = contract.OutputOf<typeof contract.listTransfers>['rows'][number];

export const listTransfers = defineVerb(
  contract.listTransfers,
  { permission: 'transfer.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${ORDER_COLUMNS} from ${ORDER_TABLES}
       where ($1::bigint is null or o.from_warehouse_id = $1 or o.to_warehouse_id = $1)
         and ($2::bigint is null or o.from_warehouse_id = $2) and ($3::bigint is null or o.to_warehouse_id = $3)
         and ($4::bigint is null or exists (
           select from transfer.transfer_line l where l.transfer_id = o.transfer_id and l.item_id = $4))
         and ($5::text is null or o.status = $5)
         and (not $6::boolean or o.status in ('requested', 'approved', 'in_transit', 'received'))
         and ($7::text is null or o.document_no ilike '%' || $7 || '%' or o.reason ilike '%' || $7 || '%')
         and ($8::bigint is null or o.transfer_id < $8)
       order by o.transfer_id desc limit $9`,
      [
        input.warehouse_id ?? null,
        input.from_warehouse_id ?? null,
        input.to_warehouse_id ?? null,
        input.item_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'transfer_id', input.limit) };
  },
);
