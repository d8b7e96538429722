import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listLandedCosts>['rows'][number];

export const listLandedCosts = defineVerb(
  contract.listLandedCosts,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select c.landed_cost_id, c.document_no, c.purchase_order_id, o.document_no as purchase_order_no,
         p.name as partner_name, c.warehouse_id, w.warehouse_code, c.kind, c.basis, c.amount_fen, c.invoice_no, c.note,
         c.reverses_id, exists (select from supply.landed_cost r where r.reverses_id = c.landed_cost_id) as reversed,
         (select count(*)::integer from supply.landed_cost_line l where l.landed_cost_id = c.landed_cost_id) as lines,
         c.created_by_name, c.created_at
       from supply.landed_cost c
       join supply.purchase_order o on o.purchase_order_id = c.purchase_order_id
       join masterdata.v_partner p on p.partner_id = o.partner_id
       join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
       where ($1::bigint is null or c.warehouse_id = $1) and ($2::bigint is null or c.purchase_order_id = $2)
         and ($3::bigint is null or c.landed_cost_id < $3)
       order by c.landed_cost_id desc limit $4`,
      [input.warehouse_id ?? null, input.purchase_order_id ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'landed_cost_id', input.limit) };
  },
);
