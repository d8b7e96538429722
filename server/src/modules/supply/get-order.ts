import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ASN_COLUMNS, ASN_TABLES, ORDER_COLUMNS, ORDER_TABLES } from './order-rows.ts';
import { isOutsider } from './purchase.read.ts';

type Output = contract.OutputOf<typeof contract.getPurchaseOrder>;
type Head = Omit<Output, 'line_rows' | 'approvals' | 'versions' | 'asns'>;

export const getOrder = defineVerb(
  contract.getPurchaseOrder,
  { permission: 'supply.read', audit: null },
  ({ tx, actor }, { purchase_order_id }) => orderOf(tx, actor, purchase_order_id),
);

/** An order as this person sees it; a supplier does not see drafts, nor why we bought. */
export async function orderOf(tx: Tx, actor: Actor, purchase_order_id: number): Promise<Output> {
  const [[head], line_rows, approvals, versions, asns] = await Promise.all([
    headOf(tx, purchase_order_id),
    linesOf(tx, purchase_order_id),
    approvalsOf(tx, purchase_order_id),
    versionsOf(tx, purchase_order_id),
    asnsOf(tx, purchase_order_id),
  ]);
  if (head === undefined || (isOutsider(actor) && head.approved_at === null)) {
    notFound('purchase_order', purchase_order_id);
  }
  if (!isOutsider(actor)) return { ...head, line_rows, approvals, versions, asns };
  // Why we bought, and who of ours decided, is no business of the supplier's.
  const ours = { reason: '', decision_note: null, plan_id: null, plan_no: null, approvals_needed: null };
  return { ...head, ...ours, line_rows, approvals: [], versions, asns };
}

function headOf(tx: Tx, purchase_order_id: number): Promise<Head[]> {
  return tx.rows(
    `select ${ORDER_COLUMNS}, w.name as warehouse_name, w.address as warehouse_address, e.name as owner_name, o.reason,
       o.decision_note, o.plan_id, n.document_no as plan_no, o.rfq_id, r.document_no as rfq_no, o.submitted_at,
       o.approved_at, o.approvals_needed::integer as approvals_needed, o.confirmed_by_name, o.confirmed_by_supplier,
       o.supplier_reference
     from ${ORDER_TABLES}
     join masterdata.v_partner e on e.partner_id = o.owner_id
     left join supply.purchase_plan n on n.plan_id = o.plan_id
     left join supply.rfq r on r.rfq_id = o.rfq_id
     where o.purchase_order_id = $1`,
    [purchase_order_id],
  );
}

function linesOf(tx: Tx, purchase_order_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.purchase_order_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.model, i.unit, i.tracking,
       i.storage_condition, l.qty, l.unit_price_fen, l.price_source, a.agreement_id, a.document_no as agreement_no,
       l.needed_on, l.qty_confirmed, l.confirmed_on, l.confirm_note, l.qty_announced, l.qty_received, l.qty_cancelled,
       l.qty_open, l.note
     from supply.v_purchase_order_line l
     join masterdata.v_item i on i.item_id = l.item_id
     left join supply.agreement_line g on g.agreement_line_id = l.agreement_line_id
     left join supply.agreement a on a.agreement_id = g.agreement_id
     where l.purchase_order_id = $1 order by l.line_no`,
    [purchase_order_id],
  );
}

function approvalsOf(tx: Tx, purchase_order_id: number): Promise<Output['approvals']> {
  return tx.rows(
    `select version, approver_name, note, approved_at from supply.purchase_approval
     where purchase_order_id = $1 order by version, approved_at`,
    [purchase_order_id],
  );
}

function versionsOf(tx: Tx, purchase_order_id: number): Promise<Output['versions']> {
  return tx.rows(
    `select version, total_fen, lines, replaced_reason, replaced_by_name, replaced_at from supply.purchase_order_version
     where purchase_order_id = $1 order by version desc`,
    [purchase_order_id],
  );
}

function asnsOf(tx: Tx, purchase_order_id: number): Promise<Output['asns']> {
  return tx.rows(
    `select ${ASN_COLUMNS} from ${ASN_TABLES}
     where exists (select from supply.asn_line x
       join supply.purchase_order_line l on l.purchase_order_line_id = x.purchase_order_line_id
       where x.asn_id = n.asn_id and l.purchase_order_id = $1)
     order by n.asn_id desc`,
    [purchase_order_id],
  );
}
