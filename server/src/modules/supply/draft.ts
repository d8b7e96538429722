import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import type { Terms } from './consolidate.ts';
import { findPrice } from './price.ts';
import { type Goods, knownItems, type Site, today } from './purchase.read.ts';
import { insertOrders, type MadeOrder, type NewOrder, type NewOrderLine } from './purchase.write.ts';
import { lockAgreementLines, termsOf } from './terms.read.ts';

/** A line as a person enters it. */
export type EnteredLine = {
  readonly item_id: number;
  readonly qty: number;
  readonly needed_on: string;
  readonly unit_price_fen?: number;
  readonly note?: string;
};

/**
 * Prices lines for one supplier and warehouse and holds them against its terms; every line that does not fit is named.
 * Locks the agreements that they might call off.
 */
export async function priceLines(
  tx: Tx,
  { partner_id, site }: { readonly partner_id: number; readonly site: Site },
  lines: readonly EnteredLine[],
  path = 'lines',
): Promise<NewOrderLine[]> {
  const item_ids = lines.map((line) => line.item_id);
  const goods = await knownItems(tx, item_ids, path);
  await lockAgreementLines(tx, item_ids, [partner_id]);
  const terms_of = await termsOf(tx, item_ids, [partner_id], await today(tx));
  const offered = (line: EnteredLine) => terms_of.get(line.item_id)?.[0] ?? null;
  refuseOffTerms(
    lines.map((line) => ({ line, terms: offered(line) })),
    path,
  );
  return lines.map((line) => priceLine(line, goods.get(line.item_id)!, offered(line), site.province));
}

function priceLine(line: EnteredLine, item: Goods, terms: Terms | null, province: string): NewOrderLine {
  const found = terms === null ? null : findPrice(terms, { qty: line.qty, province });
  const entered = line.unit_price_fen;
  // A price typed in that equals the agreed one still calls off the agreement.
  const follows = entered === undefined || entered === found?.unit_price_fen;
  return {
    item_id: line.item_id,
    qty: line.qty,
    needed_on: line.needed_on,
    note: line.note ?? null,
    unit_price_fen: entered ?? found?.unit_price_fen ?? item.unit_cost_fen,
    price_source: follows ? (found?.price_source ?? 'item_cost') : 'entered',
    agreement_line_id: follows ? (found?.agreement?.agreement_line_id ?? null) : null,
    rfq_offer_id: follows ? (found?.rfq_offer_id ?? null) : null,
  };
}

/** Refuses quantities below the least order or off its multiple, each with the number that would fit. */
export function refuseOffTerms(
  lines: readonly {
    readonly line: { readonly qty: number };
    readonly terms: Pick<Terms, 'min_order_qty' | 'order_multiple'> | null;
  }[],
  path = 'lines',
): void {
  const errors = lines.flatMap(({ line, terms }, index): FieldError[] => {
    if (terms === null) return [];
    const { min_order_qty, order_multiple } = terms;
    const at = `${path}.${index}.qty`;
    if (line.qty < min_order_qty) {
      return [{ path: at, code: 'supply.below_minimum', params: { min_order_qty } }];
    }
    return line.qty % order_multiple === 0
      ? []
      : [{ path: at, code: 'supply.not_a_multiple', params: { order_multiple } }];
  });
  if (errors.length > 0) fail('supply.terms_not_met', { refused: errors.length }, errors);
}

/** Writes drafts with their records. The caller has priced the lines and asked what the actor may. */
export async function draftOrders(
  { tx, audit, emit }: Pick<Context, 'tx' | 'audit' | 'emit'>,
  orders: readonly NewOrder[],
): Promise<MadeOrder[]> {
  const made = await insertOrders(tx, orders);
  made.forEach((order, index) => {
    const { reason, lines, plan_id, rfq_id } = orders[index]!;
    audit({
      action: 'supply.create_order',
      entity: 'purchase_order',
      entity_id: order.purchase_order_id,
      warehouse_id: order.warehouse_id,
      reason,
      detail: {
        document_no: order.document_no,
        partner_id: order.partner_id,
        total_fen: order.total_fen,
        lines: lines.length,
        plan_id,
        rfq_id,
        before: null,
        after: { status: 'draft' },
      },
    });
    emit('supply.order_drafted', String(order.purchase_order_id), order);
  });
  return made;
}
