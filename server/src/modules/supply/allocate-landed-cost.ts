import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { lockOrder } from './purchase.read.ts';
import { splitAmount } from './split-cost.ts';
import { type CostLine, insertLandedCost } from './terms.write.ts';

type Input = contract.InputOf<typeof contract.allocateLandedCost>;

export const allocateLandedCost = defineVerb(
  contract.allocateLandedCost,
  { permission: 'supply.order', audit: 'supply.allocate_landed_cost' },
  async (context, input) => {
    const { tx, actor } = context;
    const { purchase_order_id, kind, basis, amount_fen } = input;
    const { document_no: order_no, warehouse_id } = await lockOrder(tx, actor, purchase_order_id);
    requireAt(actor, 'supply.order', warehouse_id);
    const lots = await lotsReceived(tx, purchase_order_id);
    if (lots.length === 0) fail('supply.nothing_received', { document_no: order_no });
    const amounts = splitAmount(
      amount_fen,
      lots.map((lot) => weightOf(lot, basis)),
    );
    // A lot so light that nothing falls on it needs no line.
    const lines = lots
      .map(({ item_id, lot_id, qty }, index) => ({ item_id, lot_id, qty, amount_fen: amounts[index]! }))
      .filter((line) => line.amount_fen > 0);
    const made = await insertLandedCost(tx, {
      ...input,
      warehouse_id,
      invoice_no: input.invoice_no || null,
      note: input.note || null,
      reverses_id: null,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      lines,
    });
    reportCost(context, { ...made, warehouse_id, purchase_order_id, kind, amount_fen, lines });
    return { ...made, lines };
  },
);

/** The record, and the event by which finance adds the cost to its lots. */
export function reportCost(
  { audit, emit }: Pick<Context, 'audit' | 'emit'>,
  cost: {
    readonly landed_cost_id: number;
    readonly document_no: string;
    readonly warehouse_id: number;
    readonly purchase_order_id: number;
    readonly kind: string;
    readonly amount_fen: number;
    readonly lines: readonly CostLine[];
    readonly reverses?: string;
    readonly reason?: string;
  },
): void {
  const { lines, reason, ...head } = cost;
  audit({
    entity: 'landed_cost',
    entity_id: cost.landed_cost_id,
    warehouse_id: cost.warehouse_id,
    reason: reason ?? null,
    detail: { ...head, lots: lines.length },
  });
  emit('supply.landed_cost_allocated', String(cost.landed_cost_id), { ...head, lines });
}

type Lot = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly value_fen: number;
  readonly weight_g: number;
  readonly volume_ml: number;
};

/** What was taken in for an order, lot by lot. */
function lotsReceived(tx: Tx, purchase_order_id: number): Promise<Lot[]> {
  return tx.rows<Lot>(
    `select r.item_id, r.lot_id, sum(r.qty_taken_in)::bigint as qty,
       sum(r.qty_taken_in * l.unit_price_fen)::bigint as value_fen,
       sum(r.qty_taken_in * i.unit_weight_g)::bigint as weight_g, sum(r.qty_taken_in * i.unit_volume_ml)::bigint as volume_ml
     from supply.v_receipt_line r
     join supply.purchase_order_line l on l.purchase_order_line_id = r.purchase_order_line_id
     join masterdata.v_item i on i.item_id = r.item_id
     where r.purchase_order_id = $1 and r.qty_taken_in > 0 and r.lot_id is not null
     group by r.item_id, r.lot_id order by r.item_id, r.lot_id`,
    [purchase_order_id],
  );
}

function weightOf(lot: Lot, basis: Input['basis']): number {
  switch (basis) {
    case 'value':
      return lot.value_fen;
    case 'weight':
      return lot.weight_g;
    case 'volume':
      return lot.volume_ml;
    case 'qty':
      return lot.qty;
  }
}
