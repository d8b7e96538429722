import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

export type InvoiceLine = contract.OutputOf<typeof contract.listInvoiceLines>['rows'][number];
type Filter = Pick<
  contract.InputOf<typeof contract.listInvoiceLines>,
  'warehouse_id' | 'partner_id' | 'from' | 'to'
>;

export const listInvoiceLines = defineVerb(
  contract.listInvoiceLines,
  { permission: 'finance.read', audit: null },
  async ({ tx }, input) => {
    const skip = input.after ?? 0;
    const rows = await invoiceLines(tx, input, { skip, limit: input.limit });
    return { rows, next: rows.length === input.limit ? skip + rows.length : null };
  },
);

/**
 * What was delivered and what came back, newest first. Prices include tax, as they stand in price lists here; the tax
 * is taken out of the amount.
 */
export function invoiceLines(
  tx: Tx,
  filter: Filter,
  { skip, limit }: { skip: number; limit: number },
): Promise<InvoiceLine[]> {
  return tx.rows<InvoiceLine>(
    `select v.document_no, v.billed_at, o.name as legal_entity_name, p.partner_code, p.name as partner_name,
       e.name as department_name, v.order_no, v.customer_order_no, v.item_id, i.item_code, i.name as item_name, i.model,
       i.unit, v.lot_id, t.lot_no,
       v.qty, v.unit_price_fen, v.tax_rate_bp, v.qty * v.unit_price_fen as amount_fen,
       v.qty * v.unit_price_fen - round(v.qty * v.unit_price_fen * 10000.0 / (10000 + v.tax_rate_bp))::bigint as tax_fen,
       v.invoices,
       array(select u.invoice_no from fulfilment.upstream_invoice u
         where u.item_id = v.item_id and u.lot_id = v.lot_id order by u.invoice_date, u.invoice_no) as upstream_invoice_nos
     from fulfilment.v_invoice_line v
     join masterdata.v_partner o on o.partner_id = v.legal_entity_id
     join masterdata.v_partner p on p.partner_id = v.partner_id
     join masterdata.v_department e on e.department_id = v.department_id
     join masterdata.v_item i on i.item_id = v.item_id
     join stock.v_lot t on t.item_id = v.item_id and t.lot_id = v.lot_id
     where ($1::bigint is null or v.warehouse_id = $1) and ($2::bigint is null or v.partner_id = $2)
       and ($3::date is null or v.billed_at >= $3::date::timestamp at time zone 'Asia/Shanghai')
       and ($4::date is null or v.billed_at < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai')
     order by v.billed_at desc, v.document_no desc, i.item_code, t.lot_no offset $5 limit $6`,
    [
      filter.warehouse_id ?? null,
      filter.partner_id ?? null,
      filter.from ?? null,
      filter.to ?? null,
      skip,
      limit,
    ],
  );
}
