import * as contract from '@tongcang/contract';
import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { noteReceived } from './order-progress.ts';
import {
  type DiscrepancyKind,
  type DiscrepancyStatus,
  RESOLUTIONS_OF,
  type Resolution,
  receivedOf,
} from './receiving.model.ts';
import { lockSources } from './receiving.read.ts';
import { saveDiscrepancyResolution } from './receiving.write.ts';

type Difference = {
  readonly document_no: string;
  readonly receipt_id: number;
  readonly warehouse_id: number;
  readonly kind: DiscrepancyKind;
  readonly item_id: number | null;
  readonly status: DiscrepancyStatus;
  readonly opened_by: number | null;
  readonly purchase_order_line_id: number | null;
  readonly asn_line_id: number | null;
  readonly qty: number;
};

export const resolveReceiptDiscrepancy = defineVerb(
  contract.resolveReceiptDiscrepancy,
  { permission: 'supply.return', audit: 'supply.resolve_discrepancy' },
  async ({ tx, actor, audit, emit }, input) => {
    const { receipt_discrepancy_id, resolution, responsible, reason } = input;
    const found = await lockDifference(tx, actor, receipt_discrepancy_id);
    const { receipt_id, warehouse_id, document_no, kind } = found;
    if (found.status !== 'open') fail('supply.discrepancy_settled', { document_no });
    if (actor.user_id !== null && found.opened_by === actor.user_id) fail('supply.own_receipt');
    if (!RESOLUTIONS_OF[kind].includes(resolution)) {
      fail('supply.resolution_does_not_fit', { resolution, kind });
    }
    await saveDiscrepancyResolution(tx, actor, { receipt_discrepancy_id, resolution, responsible, reason });
    await noteReceived(tx, receivedOf([{ ...found, qty: effectOf(found, resolution) }]));
    const detail = { document_no, receipt_id, kind, resolution, responsible };
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, reason, detail });
    emit('supply.discrepancy_resolved', String(receipt_id), {
      receipt_discrepancy_id,
      warehouse_id,
      item_ids: found.item_id === null ? [] : [found.item_id],
      ...detail,
    });
    return { receipt_discrepancy_id, receipt_id };
  },
);

/** What a settlement means for the order: kept pieces have come, damaged ones that are replaced have not. */
function effectOf({ kind, qty }: Difference, resolution: Resolution): number {
  if (kind === 'over') return resolution === 'accepted_over' ? qty : 0;
  return kind === 'damaged' && resolution === 'replacement' ? -qty : 0;
}

/** Locks the receipt before its difference, as everything does that changes a receipt. */
async function lockDifference(tx: Tx, actor: Actor, id: number): Promise<Difference> {
  const [receipt] = await tx.rows<{ asn_id: number | null }>(
    `select asn_id from supply.receipt where receipt_id = (
       select receipt_id from supply.receipt_discrepancy where receipt_discrepancy_id = $1) for update`,
    [id],
  );
  const [found] = await tx.rows<Difference>(
    `select document_no, receipt_id, warehouse_id, item_id, kind, status, opened_by, purchase_order_line_id, asn_line_id, qty
     from supply.receipt_discrepancy where receipt_discrepancy_id = $1 for update`,
    [id],
  );
  if (found === undefined) notFound('receipt_discrepancy', id);
  requireAt(actor, 'supply.return', found.warehouse_id);
  await lockSources(tx, receipt?.asn_id ?? null, [found]);
  return found;
}
