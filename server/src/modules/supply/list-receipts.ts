import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { RECEIPT_COLUMNS, RECEIPT_TABLES } from './receipt-rows.ts';

type Row = contract.OutputOf<typeof contract.listReceipts>['rows'][number];

export const listReceipts = defineVerb(
  contract.listReceipts,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${RECEIPT_COLUMNS} from ${RECEIPT_TABLES}
       where ($1::bigint is null or r.warehouse_id = $1)
         and ($2::bigint is null or r.purchase_order_id = $2 or exists (
           select from supply.receipt_line x join supply.purchase_order_line y using (purchase_order_line_id)
           where x.receipt_id = r.receipt_id and y.purchase_order_id = $2))
         and ($3::text is null or r.status = $3)
         and (not $4::boolean or r.status in ('received', 'accepting', 'accepted'))
         and ($5::text is null or r.document_no ilike '%' || $5 || '%' or r.delivery_note_no ilike '%' || $5 || '%'
           or s.name ilike '%' || $5 || '%')
         and ($6::bigint is null or r.receipt_id < $6)
       order by r.receipt_id desc limit $7`,
      [
        input.warehouse_id ?? null,
        input.purchase_order_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'receipt_id', input.limit) };
  },
);
