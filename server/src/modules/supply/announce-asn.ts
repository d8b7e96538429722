import * as contract from '@tongcang/contract';
import { isValidSscc } from '@tongcang/udi';
import { type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertAsn } from './asn.write.ts';
import { openOf, PLACED } from './purchase.model.ts';
import {
  isOutsider,
  linesById,
  lockOrders,
  type Order,
  type OrderLine,
  requireFor,
} from './purchase.read.ts';

type Input = contract.InputOf<typeof contract.announceAsn>;

export const announceAsn = defineVerb(
  contract.announceAsn,
  { permission: 'supply.confirm', audit: 'supply.announce_asn' },
  async ({ tx, actor, audit, emit }, input) => {
    const line_ids = [...new Set(input.lines.map((line) => line.purchase_order_line_id))];
    const orders = await lockOrders(tx, { line_ids });
    const lines = await linesById(tx, line_ids);
    const order = destinationOf(orders, lines, line_ids);
    requireFor(actor, 'supply.confirm', order.warehouse_id);
    refuseNotPlaced(orders);
    refuseWrong(input, new Map(lines.map((line) => [line.purchase_order_line_id, line])));
    const { partner_id, warehouse_id } = order;
    const item_of = new Map(lines.map((line) => [line.purchase_order_line_id, line.item_id]));
    const made = await insertAsn(tx, {
      partner_id,
      warehouse_id,
      delivery_note_no: input.delivery_note_no,
      carrier_name: input.carrier_name || null,
      tracking_no: input.tracking_no || null,
      transport_mode: input.transport_mode,
      logger_no: input.logger_no || null,
      shipped_at: input.shipped_at ?? null,
      expected_at: input.expected_at,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      created_by_supplier: isOutsider(actor),
      lines: input.lines.map((line) => ({
        ...line,
        item_id: item_of.get(line.purchase_order_line_id)!,
        production_date: line.production_date ?? null,
        expiry_date: line.expiry_date ?? null,
        sscc: line.sscc ?? null,
      })),
    });
    const qty = input.lines.reduce((sum, line) => sum + line.qty, 0);
    audit({
      entity: 'asn',
      entity_id: made.asn_id,
      warehouse_id,
      detail: {
        document_no: made.document_no,
        orders: orders.map((one) => one.document_no),
        lines: input.lines.length,
        qty,
        by_supplier: isOutsider(actor),
        before: null,
        after: { status: 'announced' },
      },
    });
    emit('supply.asn_announced', String(made.asn_id), {
      ...made,
      partner_id,
      warehouse_id,
      expected_at: input.expected_at,
      item_ids: [...new Set(item_of.values())],
    });
    return { ...made, warehouse_id, qty };
  },
);

/** The one supplier and warehouse that all lines are of; a line out of sight does not exist. */
function destinationOf(
  orders: readonly Order[],
  lines: readonly OrderLine[],
  line_ids: readonly number[],
): Order {
  const known = new Set(lines.map((line) => line.purchase_order_line_id));
  const missing = line_ids.find((line_id) => !known.has(line_id));
  const [first] = orders;
  if (missing !== undefined || first === undefined) fail('supply.line_unknown', { line_id: line_ids[0]! });
  const stray = orders.find(
    (order) => order.partner_id !== first.partner_id || order.warehouse_id !== first.warehouse_id,
  );
  if (stray !== undefined) {
    const line = lines.find((one) => one.purchase_order_id === stray.purchase_order_id)!;
    fail('supply.line_unknown', { line_id: line.purchase_order_line_id });
  }
  return first;
}

function refuseNotPlaced(orders: readonly Order[]): void {
  for (const { document_no, status } of orders) {
    if (!PLACED.has(status)) fail('supply.wrong_status', { document_no, status, action: 'announced' });
  }
}

/** Names every line that is wrong, under the code of the first. */
function refuseWrong(input: Input, ordered: ReadonlyMap<number, OrderLine>): void {
  const left = new Map([...ordered].map(([id, line]) => [id, openOf(line) - line.qty_announced]));
  const seen = new Set<string>();
  const errors = input.lines.flatMap<FieldError>((line, index) => {
    const key = `${line.purchase_order_line_id}|${line.lot_no}|${line.sscc ?? ''}`;
    if (seen.has(key)) return { path: `lines.${index}`, code: 'supply.item_repeated', params: {} };
    seen.add(key);
    const allowed = left.get(line.purchase_order_line_id)!;
    left.set(line.purchase_order_line_id, allowed - line.qty);
    const wrong = wrongLine(input, line, ordered.get(line.purchase_order_line_id)!, Math.max(0, allowed));
    return wrong === null
      ? []
      : { path: `lines.${index}.${wrong.field}`, code: wrong.code, params: wrong.params };
  });
  if (errors.length > 0) fail(errors[0]!.code, errors[0]!.params, errors);
}

type Wrong = { field: string; code: string; params: FieldError['params'] } | null;

function wrongLine(input: Input, line: Input['lines'][number], ordered: OrderLine, allowed: number): Wrong {
  const { qty, serial_nos, sscc } = line;
  if (qty > allowed)
    return { field: 'qty', code: 'supply.more_than_ordered', params: { given: qty, allowed } };
  if (sscc !== undefined && !isValidSscc(sscc))
    return { field: 'sscc', code: 'supply.sscc_wrong', params: {} };
  if (serial_nos.length > 0) {
    if (ordered.tracking !== 'serial') {
      return { field: 'serial_nos', code: 'supply.serials_not_tracked', params: {} };
    }
    if (new Set(serial_nos).size !== qty) {
      const params = { given: new Set(serial_nos).size, qty };
      return { field: 'serial_nos', code: 'supply.serials_do_not_match', params };
    }
  }
  if (
    line.production_date !== undefined &&
    line.expiry_date !== undefined &&
    line.expiry_date <= line.production_date
  ) {
    return { field: 'expiry_date', code: 'supply.lot_dates', params: {} };
  }
  const cold = ordered.storage_condition === 'cold' || ordered.storage_condition === 'frozen';
  return cold && input.transport_mode === 'ambient'
    ? { field: 'purchase_order_line_id', code: 'supply.cold_needs_logger', params: {} }
    : null;
}
