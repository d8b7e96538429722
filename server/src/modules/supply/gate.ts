import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { factsOf, judge, knowItems } from '../compliance/index.ts';
import { momentOf, todayAt } from '../stock/index.ts';

export type Bought = { readonly line_no: number; readonly item_id: number };
/** What the gate says of one line. */
export type Judged = Bought & { readonly reasons: readonly Reason[]; readonly warnings: readonly Reason[] };

/**
 * Asks the gate whether these items may be bought now from this supplier for this warehouse: of goods that are not
 * made yet, so that a certificate that is over blocks, whatever stock of earlier production may still be sold.
 * The calling verb is declared with `judges: true`.
 */
export async function judgePurchase(
  tx: Tx,
  order: { readonly partner_id: number; readonly warehouse_id: number },
  lines: readonly Bought[],
): Promise<Judged[]> {
  const moment = await momentOf(tx);
  const facts = await factsOf(tx, moment.epoch);
  await knowItems(tx, facts, new Set(lines.map((line) => line.item_id)));
  const on_date = todayAt(facts, moment, order.warehouse_id);
  const nowhere = { warehouse_id: null, zone_kind: null, storage_condition: null, partner_id: null };
  return lines.map(({ line_no, item_id }) => {
    const { reasons, warnings } = judge(facts, {
      purpose: 'purchase',
      item_id,
      lot: { lot_id: 0, lot_no: '', production_date: null, expiry_date: null, recalled: false },
      from: { ...nowhere, kind: 'supplier', partner_id: order.partner_id },
      to: {
        kind: 'bin',
        warehouse_id: order.warehouse_id,
        zone_kind: 'receiving',
        storage_condition: facts.items.get(item_id)?.storage_condition ?? null,
        partner_id: null,
      },
      from_disposition: 'quarantine',
      to_disposition: 'quarantine',
      on_date,
      arrival_date: on_date,
      min_remaining_days: 0,
      lane_id: null,
    });
    return { line_no, item_id, reasons, warnings };
  });
}

/** Fails with every reason, by line, where the gate refuses any. */
export function refuseJudged(judged: readonly Judged[]): void {
  const refused = judged.filter((line) => line.reasons.length > 0);
  if (refused.length === 0) return;
  throw new AppError(
    'supply.refused',
    { refused: refused.length },
    {
      errors: refused.flatMap((line) =>
        line.reasons.map(({ code, params }) => ({ path: `lines.${line.line_no - 1}`, code, params })),
      ),
      reasons: refused.flatMap((line) => line.reasons),
    },
  );
}
