/** Decides what a change makes of an order: pure. */
import type { changePurchaseOrder, InputOf } from '@tongcang/contract';
import { type FieldError, fail } from '../../platform/errors.ts';
import { type OrderStatus, PLACED } from './purchase.model.ts';
import type { Order, OrderLine } from './purchase.read.ts';
import { type ChangedLine, type NewOrderLine, totalOf } from './purchase.write.ts';

type Input = InputOf<typeof changePurchaseOrder>;

export type Change = {
  readonly changed: readonly ChangedLine[];
  readonly total_fen: number;
  /** It costs more, or something new is bought: those who approve are asked again. */
  readonly grown: boolean;
  /** Pieces more than before, by line of an agreement. */
  readonly called_more: ReadonlyMap<number, number>;
};

/** Holds the change against the order; every line that cannot be changed so is named. */
export function decideChange(
  order: Order,
  lines: readonly OrderLine[],
  input: Input,
  added: readonly NewOrderLine[],
): Change {
  const known = new Map(lines.map((line) => [line.purchase_order_line_id, line]));
  const errors: FieldError[] = [];
  const changed = input.lines.flatMap<ChangedLine>((given, index) => {
    const line = known.get(given.purchase_order_line_id);
    if (line === undefined) fail('supply.line_unknown', { line_id: given.purchase_order_line_id });
    const next = changedLine(line, given);
    const committed = line.qty_received + line.qty_cancelled + line.qty_announced;
    if (next.qty < committed) {
      const params = { committed, given: next.qty };
      errors.push({ path: `lines.${index}.qty`, code: 'supply.below_received', params });
    }
    return differs(line, next) ? next : [];
  });
  if (errors.length > 0) fail('supply.below_received', errors[0]!.params, errors);
  if (changed.length === 0 && added.length === 0) fail('supply.nothing_changed');
  const byId = new Map(changed.map((line) => [line.purchase_order_line_id, line]));
  const after = lines.map((line) => ({ ...line, ...byId.get(line.purchase_order_line_id) }));
  const total_fen = totalOf([...after, ...added]);
  return {
    changed,
    total_fen,
    grown:
      total_fen > order.total_fen ||
      added.length > 0 ||
      changed.some((l) => l.unit_price_fen > known.get(l.purchase_order_line_id)!.unit_price_fen),
    called_more: calledMore(known, changed),
  };
}

function changedLine(line: OrderLine, given: Input['lines'][number]): ChangedLine {
  const unit_price_fen = given.unit_price_fen ?? line.unit_price_fen;
  return {
    purchase_order_line_id: line.purchase_order_line_id,
    qty: given.qty ?? line.qty,
    unit_price_fen,
    price_source: unit_price_fen === line.unit_price_fen ? null : 'entered',
    needed_on: given.needed_on ?? line.needed_on,
  };
}

function differs(line: OrderLine, next: ChangedLine): boolean {
  return (
    line.qty !== next.qty || line.unit_price_fen !== next.unit_price_fen || line.needed_on !== next.needed_on
  );
}

function calledMore(
  known: ReadonlyMap<number, OrderLine>,
  changed: readonly ChangedLine[],
): Map<number, number> {
  const more = new Map<number, number>();
  for (const next of changed) {
    const { agreement_line_id, qty } = known.get(next.purchase_order_line_id)!;
    if (agreement_line_id === null || next.qty <= qty) continue;
    more.set(agreement_line_id, (more.get(agreement_line_id) ?? 0) + next.qty - qty);
  }
  return more;
}

/**
 * Where the order stands then. One that nobody has approved goes back to its draft; one that the supplier has waits for
 * approval where it has grown, and for the supplier's word on what differs.
 */
export function statusAfter(order: Order, grown: boolean): OrderStatus {
  if (!PLACED.has(order.status)) return 'draft';
  if (grown) return 'submitted';
  return order.status === 'confirmed' ? 'approved' : order.status;
}
