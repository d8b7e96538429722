import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { reportCost } from './allocate-landed-cost.ts';
import { type CostLine, insertLandedCost } from './terms.write.ts';

type Cost = {
  readonly landed_cost_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly purchase_order_id: number;
  readonly kind: string;
  readonly basis: string;
  readonly amount_fen: number;
  readonly invoice_no: string | null;
  readonly reverses_id: number | null;
  readonly reversed: boolean;
};

export const reverseLandedCost = defineVerb(
  contract.reverseLandedCost,
  { permission: 'supply.order', audit: 'supply.reverse_landed_cost' },
  async (context, { landed_cost_id, reason }) => {
    const { tx, actor } = context;
    const [cost] = await tx.rows<Cost>(
      `select c.landed_cost_id, c.document_no, c.warehouse_id, c.purchase_order_id, c.kind, c.basis, c.amount_fen,
         c.invoice_no, c.reverses_id,
         exists (select from supply.landed_cost r where r.reverses_id = c.landed_cost_id) as reversed
       from supply.landed_cost c where c.landed_cost_id = $1`,
      [landed_cost_id],
    );
    if (cost === undefined) notFound('landed_cost', landed_cost_id);
    requireAt(actor, 'supply.order', cost.warehouse_id);
    const { document_no } = cost;
    if (cost.reversed || cost.reverses_id !== null) fail('supply.reversed_before', { document_no });
    const old = await tx.rows<CostLine>(
      `select item_id, lot_id, qty, amount_fen from supply.landed_cost_line where landed_cost_id = $1 order by line_no`,
      [landed_cost_id],
    );
    const lines = old.map((line) => ({ ...line, amount_fen: -line.amount_fen }));
    const made = await insertLandedCost(tx, {
      ...cost,
      amount_fen: -cost.amount_fen,
      note: reason,
      reverses_id: landed_cost_id,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      lines,
    });
    const { warehouse_id, purchase_order_id, kind } = cost;
    const back = { warehouse_id, purchase_order_id, kind, amount_fen: -cost.amount_fen, lines };
    reportCost(context, { ...made, ...back, reverses: document_no, reason });
    return made;
  },
);
