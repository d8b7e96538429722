import * as contract from '@tongcang/contract';
import { type FieldError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ORDER_TRANSITIONS, PLACED, stay } from './purchase.model.ts';
import {
  isOutsider,
  linesOf,
  lockOrder,
  type Order,
  type OrderLine,
  refuseRepeated,
  requireFor,
} from './purchase.read.ts';
import { saveConfirmation } from './purchase.write.ts';

type Input = contract.InputOf<typeof contract.confirmPurchaseOrder>;

export const confirmOrder = defineVerb(
  contract.confirmPurchaseOrder,
  { permission: 'supply.confirm', audit: 'supply.confirm_order' },
  async (context, input) => {
    const { tx, actor } = context;
    const { purchase_order_id } = input;
    const order = await lockOrder(tx, actor, purchase_order_id);
    requireFor(actor, 'supply.confirm', order.warehouse_id);
    if (!PLACED.has(order.status)) {
      const { document_no, status } = order;
      fail('supply.wrong_status', { document_no, status, action: 'confirmed' });
    }
    const answered = answer(await linesOf(tx, purchase_order_id), input.lines);
    const complete = answered.unanswered === 0;
    const status =
      complete && order.status !== 'partly_received'
        ? stay(ORDER_TRANSITIONS, order, 'confirmed')
        : order.status;
    await saveConfirmation(tx, {
      purchase_order_id,
      status,
      complete,
      by_name: actor.display_name,
      by_supplier: isOutsider(actor),
      supplier_reference: input.supplier_reference ?? null,
      lines: input.lines.map((line) => ({ ...line, note: line.note ?? null })),
    });
    report(context, order, status, answered);
    const { unanswered, short_qty, late_lines } = answered;
    return { purchase_order_id, status, unanswered, short_qty, late_lines };
  },
);

type Answered = {
  readonly unanswered: number;
  readonly short_qty: number;
  readonly late_lines: number;
  readonly item_ids: readonly number[];
};

/** Holds the answer against the order: what is short, what is late, what is still without an answer. */
function answer(lines: readonly OrderLine[], given: Input['lines']): Answered {
  refuseRepeated(
    given.map((line) => line.purchase_order_line_id),
    'lines',
    'purchase_order_line_id',
  );
  const known = new Map(lines.map((line) => [line.purchase_order_line_id, line]));
  const errors: FieldError[] = [];
  given.forEach((line, index) => {
    const ordered = known.get(line.purchase_order_line_id);
    if (ordered === undefined) fail('supply.line_unknown', { line_id: line.purchase_order_line_id });
    const allowed = ordered.qty - ordered.qty_cancelled;
    if (line.qty_confirmed <= allowed) return;
    const params = { given: line.qty_confirmed, allowed };
    errors.push({ path: `lines.${index}.qty_confirmed`, code: 'supply.more_than_ordered', params });
  });
  if (errors.length > 0) fail('supply.more_than_ordered', errors[0]!.params, errors);
  const answers = new Map(given.map((line) => [line.purchase_order_line_id, line]));
  const live = lines.filter((line) => line.qty > line.qty_cancelled);
  return {
    unanswered: live.filter((l) => !answers.has(l.purchase_order_line_id) && l.qty_confirmed === null).length,
    short_qty: given.reduce((sum, line) => {
      const { qty, qty_cancelled } = known.get(line.purchase_order_line_id)!;
      return sum + qty - qty_cancelled - line.qty_confirmed;
    }, 0),
    late_lines: given.filter((line) => line.confirmed_on > known.get(line.purchase_order_line_id)!.needed_on)
      .length,
    item_ids: given.map((line) => known.get(line.purchase_order_line_id)!.item_id),
  };
}

/** Planning follows: what is promised late or short is a risk before it is a shortage. */
function report({ audit, emit, actor }: Context, order: Order, status: string, answered: Answered): void {
  const { purchase_order_id, document_no, partner_id, warehouse_id } = order;
  audit({
    entity: 'purchase_order',
    entity_id: purchase_order_id,
    warehouse_id,
    detail: {
      document_no,
      by_supplier: isOutsider(actor),
      unanswered: answered.unanswered,
      short_qty: answered.short_qty,
      late_lines: answered.late_lines,
      before: { status: order.status },
      after: { status },
    },
  });
  emit('supply.order_confirmed', String(purchase_order_id), {
    purchase_order_id,
    document_no,
    partner_id,
    warehouse_id,
    ...answered,
  });
}
