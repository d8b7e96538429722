import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { REQUISITION_COLUMNS, REQUISITION_TABLES } from './requisition.read.ts';

type Output = contract.OutputOf<typeof contract.getRequisition>;

export const getRequisition = defineVerb(
  contract.getRequisition,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { requisition_id }) => {
    const [[head], line_rows] = await Promise.all([
      tx.rows<Omit<Output, 'line_rows'>>(
        `select ${REQUISITION_COLUMNS}, w.name as warehouse_name, r.decision_note from ${REQUISITION_TABLES}
         where r.requisition_id = $1`,
        [requisition_id],
      ),
      tx.rows<Output['line_rows'][number]>(
        `select l.requisition_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, l.qty, l.needed_on,
           l.note, o.purchase_order_id, o.document_no as purchase_order_no
         from supply.requisition_line l
         join masterdata.v_item i on i.item_id = l.item_id
         left join lateral (
           select max(p.purchase_order_line_id) as line_id from supply.plan_line p
           where p.requisition_line_id = l.requisition_line_id) p on true
         left join supply.purchase_order_line x on x.purchase_order_line_id = p.line_id
         left join supply.purchase_order o on o.purchase_order_id = x.purchase_order_id
         where l.requisition_id = $1 order by l.line_no`,
        [requisition_id],
      ),
    ]);
    if (head === undefined) notFound('requisition', requisition_id);
    return { ...head, line_rows };
  },
);
