import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type Change, decideChange, statusAfter } from './change.ts';
import { priceLines, refuseOffTerms } from './draft.ts';
import { judgePurchase, refuseJudged } from './gate.ts';
import { announcePlaced } from './placed.ts';
import { ORDER_TRANSITIONS, type OrderStatus, PLACED, statusByProgress, stay } from './purchase.model.ts';
import {
  linesOf,
  lockOrder,
  type Order,
  type OrderLine,
  refuseRepeated,
  sitesOf,
  today,
} from './purchase.read.ts';
import { insertOrderLines, keepVersion, saveChange } from './purchase.write.ts';
import { approvalsNeeded } from './submit-order.ts';
import { CALLED, lockAgreementLines, termsOf } from './terms.read.ts';

type Input = contract.InputOf<typeof contract.changePurchaseOrder>;

export const changeOrder = defineVerb(
  contract.changePurchaseOrder,
  { permission: 'supply.order', audit: 'supply.change_order', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const { purchase_order_id } = input;
    const order = await lockOrder(tx, actor, purchase_order_id);
    requireAt(actor, 'supply.order', order.warehouse_id);
    refuseOver(order);
    const lines = await linesOf(tx, purchase_order_id);
    refuseRepeatedLines(lines, input);
    const added = await pricedLines(tx, order, input);
    const change = decideChange(order, lines, input, added);
    await refuseOffTermsOf(tx, order, lines, change, input);
    await refuseOverCommitment(tx, change);
    if (PLACED.has(order.status) && change.grown) {
      const all = [...lines, ...added.map((line, i) => ({ ...line, line_no: lines.length + i + 1 }))];
      refuseJudged(await judgePurchase(tx, order, all));
    }
    const next = await nextState(tx, order, lines, change);
    if (next.version > order.version) await keepOld(context, order, lines, input.reason);
    await saveChange(tx, { ...next, purchase_order_id, total_fen: change.total_fen, lines: change.changed });
    const { partner_id, warehouse_id } = order;
    await insertOrderLines(
      tx,
      added.map((line, index) => ({
        ...line,
        purchase_order_id,
        partner_id,
        warehouse_id,
        line_no: lines.at(-1)!.line_no + index + 1,
      })),
    );
    await report(context, order, change, next, input.reason);
    return { purchase_order_id, status: next.status, version: next.version, total_fen: change.total_fen };
  },
);

const OVER: ReadonlySet<OrderStatus> = new Set(['received', 'closed', 'cancelled']);
function refuseOver({ document_no, status }: Order): void {
  if (OVER.has(status)) fail('supply.wrong_status', { document_no, status, action: 'changed' });
}

function refuseRepeatedLines(lines: readonly OrderLine[], input: Input): void {
  const ids = input.lines.map((line) => line.purchase_order_line_id);
  refuseRepeated(ids, 'lines', 'purchase_order_line_id');
  const there = new Set(lines.map((line) => line.item_id));
  const repeated = input.add_lines.flatMap(({ item_id }, index) =>
    there.has(item_id) ? [{ path: `add_lines.${index}.item_id`, code: 'duplicate', params: {} }] : [],
  );
  if (repeated.length > 0) fail('supply.item_repeated', {}, repeated);
  refuseRepeated(
    input.add_lines.map((line) => line.item_id),
    'add_lines',
  );
}

async function pricedLines(tx: Tx, order: Order, input: Input) {
  if (input.add_lines.length === 0) return [];
  const site = (await sitesOf(tx, [order.warehouse_id])).get(order.warehouse_id)!;
  return priceLines(tx, { partner_id: order.partner_id, site }, input.add_lines, 'add_lines');
}

/** What is still to come of a changed line must fit the supplier's terms as well. */
async function refuseOffTermsOf(
  tx: Tx,
  order: Order,
  lines: readonly OrderLine[],
  { changed }: Change,
  input: Input,
): Promise<void> {
  const known = new Map(lines.map((line) => [line.purchase_order_line_id, line]));
  const resized = changed.filter((line) => line.qty !== known.get(line.purchase_order_line_id)!.qty);
  if (resized.length === 0) return;
  const item_ids = resized.map((line) => known.get(line.purchase_order_line_id)!.item_id);
  const terms_of = await termsOf(tx, item_ids, [order.partner_id], await today(tx));
  const byLine = new Map(resized.map((line, index) => [line.purchase_order_line_id, item_ids[index]!]));
  refuseOffTerms(
    input.lines.map((given) => {
      const item_id = byLine.get(given.purchase_order_line_id);
      const terms = item_id === undefined ? null : (terms_of.get(item_id)?.[0] ?? null);
      return { line: { qty: given.qty ?? 0 }, terms };
    }),
  );
}

async function refuseOverCommitment(tx: Tx, { called_more }: Change): Promise<void> {
  if (called_more.size === 0) return;
  const rows = await tx.rows<{ agreement_line_id: number; item_id: number; partner_id: number }>(
    `select agreement_line_id, item_id, partner_id from supply.agreement_line
     where agreement_line_id = any($1::bigint[])`,
    [[...called_more.keys()]],
  );
  await lockAgreementLines(
    tx,
    rows.map((row) => row.item_id),
    rows.map((row) => row.partner_id),
  );
  const lefts = await tx.rows<{ agreement_line_id: number; agreement_no: string; left: number | null }>(
    `select l.agreement_line_id, a.document_no as agreement_no, l.qty_committed - ${CALLED} as left
     from supply.agreement_line l join supply.agreement a on a.agreement_id = l.agreement_id
     where l.agreement_line_id = any($1::bigint[])`,
    [[...called_more.keys()]],
  );
  for (const { agreement_line_id, agreement_no, left } of lefts) {
    const wanted = called_more.get(agreement_line_id)!;
    if (left !== null && left < wanted) fail('supply.over_commitment', { agreement_no, left, wanted });
  }
}

type Next = {
  readonly status: OrderStatus;
  readonly version: number;
  readonly approvals_needed: number | null;
  readonly approved: boolean;
  readonly unconfirmed: boolean;
};

async function nextState(tx: Tx, order: Order, lines: readonly OrderLine[], change: Change): Promise<Next> {
  const status = statusAfter(order, change.grown);
  const version = order.status === 'draft' ? order.version : order.version + 1;
  if (status !== 'submitted') {
    const moved = stay(ORDER_TRANSITIONS, order, status);
    return { status: moved, version, approvals_needed: null, approved: false, unconfirmed: true };
  }
  const approvals_needed = await approvalsNeeded(tx, order, change.total_fen);
  // Nobody needs to approve so small an order: the supplier is asked at once.
  const placed = approvals_needed === 0 ? statusByProgress(lines, 'approved') : status;
  return {
    status: stay(ORDER_TRANSITIONS, order, placed),
    version,
    approvals_needed,
    approved: approvals_needed === 0,
    unconfirmed: true,
  };
}

async function keepOld(
  { tx, actor }: Context,
  order: Order,
  lines: readonly OrderLine[],
  reason: string,
): Promise<void> {
  await keepVersion(tx, {
    purchase_order_id: order.purchase_order_id,
    version: order.version,
    total_fen: order.total_fen,
    lines: lines.map(({ line_no, item_id, qty, unit_price_fen, needed_on }) => ({
      line_no,
      item_id,
      qty,
      unit_price_fen,
      needed_on,
    })),
    reason,
    by: actor.user_id,
    by_name: actor.display_name,
  });
}

async function report(
  context: Context,
  order: Order,
  change: Change,
  next: Next,
  reason: string,
): Promise<void> {
  const { purchase_order_id, document_no, warehouse_id } = order;
  context.audit({
    entity: 'purchase_order',
    entity_id: purchase_order_id,
    warehouse_id,
    reason,
    detail: {
      document_no,
      changed: change.changed.length,
      approvals_needed: next.approvals_needed,
      before: { status: order.status, version: order.version, total_fen: order.total_fen },
      after: { status: next.status, version: next.version, total_fen: change.total_fen },
    },
  });
  if (PLACED.has(next.status)) {
    announcePlaced(
      context,
      { ...order, version: next.version },
      await linesOf(context.tx, purchase_order_id),
    );
  }
}
