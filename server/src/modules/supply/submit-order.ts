import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { judgePurchase } from './gate.ts';
import { announcePlaced } from './placed.ts';
import { advance, approvalsFor, ORDER_TRANSITIONS, type OrderStatus } from './purchase.model.ts';
import { linesOf, lockOrder, type Order } from './purchase.read.ts';
import { saveSubmission } from './purchase.write.ts';
import { CALLED } from './terms.read.ts';

/**
 * A refusal of the gate is an answer, not an error: the order stays a draft, and that somebody tried to buy what may
 * not be bought stays on record.
 */
export const submitOrder = defineVerb(
  contract.submitPurchaseOrder,
  { permission: 'supply.order', audit: 'supply.submit_order', judges: true },
  async (context, { purchase_order_id }) => {
    const { tx, actor } = context;
    const order = await lockOrder(tx, actor, purchase_order_id);
    requireAt(actor, 'supply.order', order.warehouse_id);
    advance(ORDER_TRANSITIONS, order, 'submitted');
    await refuseStaleAgreements(tx, purchase_order_id);
    const lines = await linesOf(tx, purchase_order_id);
    const judged = await judgePurchase(tx, order, lines);
    const refusals = judged
      .filter((line) => line.reasons.length > 0)
      .map(({ line_no, item_id, reasons }) => ({ line_no, item_id, reasons: [...reasons] }));
    const warnings = judged.flatMap((line) => line.warnings);
    if (refusals.length > 0) {
      note(context, order, 'draft', { refused: refusals });
      return { purchase_order_id, status: order.status, approvals_needed: 0, refusals, warnings };
    }
    const approvals_needed = await approvalsNeeded(tx, order, order.total_fen);
    const status: OrderStatus = approvals_needed === 0 ? 'approved' : 'submitted';
    await saveSubmission(tx, { purchase_order_id, status, approvals_needed });
    note(context, order, status, { approvals_needed });
    if (status === 'approved') announcePlaced(context, order, lines);
    return { purchase_order_id, status, approvals_needed, refusals, warnings };
  },
);

function note({ audit }: Context, order: Order, status: string, detail: Record<string, unknown>): void {
  audit({
    entity: 'purchase_order',
    entity_id: order.purchase_order_id,
    warehouse_id: order.warehouse_id,
    detail: {
      document_no: order.document_no,
      version: order.version,
      total_fen: order.total_fen,
      before: { status: order.status },
      after: { status },
      ...detail,
    },
  });
}

/**
 * How many people must approve. Orders of one plan to one supplier count together, so that a purchase is not made small
 * by being spread over warehouses.
 */
export async function approvalsNeeded(tx: Tx, order: Order, total_fen: number): Promise<number> {
  const [tiers, { others_fen }] = await Promise.all([
    tx.rows<{ above_fen: number; approvals: number }>(
      'select above_fen, approvals::integer as approvals from supply.approval_tier where retired_at is null',
    ),
    tx.one<{ others_fen: number }>(
      `select coalesce(sum(total_fen), 0)::bigint as others_fen from supply.purchase_order
       where plan_id = $1 and partner_id = $2 and purchase_order_id <> $3 and status not in ('cancelled', 'rejected')`,
      [order.plan_id, order.partner_id, order.purchase_order_id],
    ),
  ]);
  return approvalsFor(total_fen + others_fen, tiers);
}

/** Refuses an order that calls off an agreement that is over, or more of it than is left. */
async function refuseStaleAgreements(tx: Tx, purchase_order_id: number): Promise<void> {
  const called = await tx.rows<{ agreement_no: string; in_force: boolean; left: number | null; qty: number }>(
    `select a.document_no as agreement_no, l.qty_committed - ${CALLED} as left, p.qty - p.qty_cancelled as qty,
       a.status = 'active' and (now() at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to as in_force
     from supply.purchase_order_line p
     join supply.agreement_line l on l.agreement_line_id = p.agreement_line_id
     join supply.agreement a on a.agreement_id = l.agreement_id
     where p.purchase_order_id = $1 order by p.line_no`,
    [purchase_order_id],
  );
  for (const { agreement_no, in_force, left, qty } of called) {
    if (!in_force) fail('supply.agreement_not_in_force', { agreement_no });
    if (left !== null && left < 0)
      fail('supply.over_commitment', { agreement_no, left: left + qty, wanted: qty });
  }
}
