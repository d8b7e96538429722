import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { ORDER_COLUMNS, ORDER_TABLES } from './order-rows.ts';
import { isOutsider } from './purchase.read.ts';

type Row = contract.OutputOf<typeof contract.listPurchaseOrders>['rows'][number];

/** Drafts and what waits for its first approval are our own affair: a supplier sees what was approved once. */
export const listOrders = defineVerb(
  contract.listPurchaseOrders,
  { permission: 'supply.read', audit: null },
  async ({ tx, actor }, input) => {
    const rows = await tx.rows<Row>(
      `select ${ORDER_COLUMNS} from ${ORDER_TABLES}
       where ($1::bigint is null or o.warehouse_id = $1) and ($2::bigint is null or o.partner_id = $2)
         and ($3::bigint is null or exists (
           select from supply.purchase_order_line l where l.purchase_order_id = o.purchase_order_id and l.item_id = $3))
         and ($4::bigint is null or o.plan_id = $4) and ($5::text is null or o.status = $5)
         and (not $6::boolean or o.status not in ('received', 'closed', 'cancelled'))
         and ($7::text is null or o.document_no ilike '%' || $7 || '%' or p.name ilike '%' || $7 || '%')
         and (not $8::boolean or o.approved_at is not null)
         and ($9::bigint is null or o.purchase_order_id < $9)
       order by o.purchase_order_id desc limit $10`,
      [
        input.warehouse_id ?? null,
        input.partner_id ?? null,
        input.item_id ?? null,
        input.plan_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        likeText(input.search),
        isOutsider(actor),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'purchase_order_id', input.limit) };
  },
);
