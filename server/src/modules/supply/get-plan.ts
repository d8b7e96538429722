import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { PLAN_COLUMNS, PLAN_TABLES } from './plan.read.ts';

type Output = contract.OutputOf<typeof contract.getPurchasePlan>;

export const getPlan = defineVerb(
  contract.getPurchasePlan,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { plan_id }) => {
    const [[head], line_rows, orders] = await Promise.all([
      tx.rows<Omit<Output, 'line_rows' | 'orders'>>(
        `select ${PLAN_COLUMNS} from ${PLAN_TABLES} where n.plan_id = $1 and s.lines > 0`,
        [plan_id],
      ),
      tx.rows<Output['line_rows'][number]>(
        `select l.plan_line_id, l.warehouse_id, w.warehouse_code, l.item_id, i.item_code, i.name as item_name, i.unit,
           l.needed_on, l.qty_needed, l.qty_on_hand, l.qty_on_order, l.qty_net, l.qty_order, l.supplier_id,
           p.name as supplier_name, l.unit_price_fen, l.qty_order * l.unit_price_fen as amount_fen, l.price_source,
           r.document_no as requisition_no, o.purchase_order_id, o.document_no as purchase_order_no, l.explanation
         from supply.plan_line l
         join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id
         join masterdata.v_item i on i.item_id = l.item_id
         left join masterdata.v_partner p on p.partner_id = l.supplier_id
         left join supply.requisition_line q on q.requisition_line_id = l.requisition_line_id
         left join supply.requisition r on r.requisition_id = q.requisition_id
         left join supply.purchase_order_line x on x.purchase_order_line_id = l.purchase_order_line_id
         left join supply.purchase_order o on o.purchase_order_id = x.purchase_order_id
         where l.plan_id = $1 order by i.item_code, w.warehouse_code, l.plan_line_id`,
        [plan_id],
      ),
      tx.rows<Output['orders'][number]>(
        `select o.purchase_order_id, o.document_no, p.name as partner_name, w.warehouse_code, o.status, o.total_fen
         from supply.purchase_order o
         join masterdata.v_partner p on p.partner_id = o.partner_id
         join masterdata.v_warehouse w on w.warehouse_id = o.warehouse_id
         where o.plan_id = $1 order by o.purchase_order_id`,
        [plan_id],
      ),
    ]);
    if (head === undefined) notFound('purchase_plan', plan_id);
    return { ...head, line_rows, orders };
  },
);
