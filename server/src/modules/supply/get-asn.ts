import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ASN_COLUMNS, ASN_TABLES } from './order-rows.ts';

type Output = contract.OutputOf<typeof contract.getAsn>;

export const getAsn = defineVerb(
  contract.getAsn,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { asn_id }) => {
    const [[head], line_rows] = await Promise.all([
      tx.rows<Omit<Output, 'line_rows'>>(
        `select ${ASN_COLUMNS}, w.name as warehouse_name, n.logger_no, n.shipped_at, n.cancel_reason from ${ASN_TABLES}
         where n.asn_id = $1`,
        [asn_id],
      ),
      tx.rows<Output['line_rows'][number]>(
        `select x.asn_line_id, x.line_no, l.purchase_order_id, o.document_no as purchase_order_no,
           x.purchase_order_line_id, x.item_id, i.item_code, i.name as item_name, i.unit, x.lot_no, x.production_date,
           x.expiry_date, x.qty, x.qty_received, x.sscc, x.serial_nos
         from supply.asn_line x
         join supply.purchase_order_line l on l.purchase_order_line_id = x.purchase_order_line_id
         join supply.purchase_order o on o.purchase_order_id = l.purchase_order_id
         join masterdata.v_item i on i.item_id = x.item_id
         where x.asn_id = $1 order by x.line_no`,
        [asn_id],
      ),
    ]);
    if (head === undefined) notFound('asn', asn_id);
    return { ...head, line_rows };
  },
);
