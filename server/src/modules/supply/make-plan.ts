import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type PlanNeed, proposePurchases } from './plan.ts';
import { saveRequisitionStatuses } from './planning.write.ts';
import { advance, REQUISITION_TRANSITIONS } from './purchase.model.ts';
import { knownItems } from './purchase.read.ts';
import { lockRequisitions } from './requisition.read.ts';

export const makePlan = defineVerb(
  contract.makePurchasePlan,
  { permission: 'supply.plan', audit: 'supply.make_plan', statement_timeout_ms: 20_000 },
  async (context, { lines, requisition_ids, note }) => {
    const { tx, actor } = context;
    for (const warehouse_id of new Set(lines.map((line) => line.warehouse_id))) {
      requireAt(actor, 'supply.plan', warehouse_id);
    }
    await knownItems(
      tx,
      lines.map((line) => line.item_id),
    );
    const requisitions = await lockRequisitions(tx, requisition_ids);
    const found = new Map(requisitions.map((asked) => [asked.requisition_id, asked]));
    for (const requisition_id of requisition_ids) {
      const asked = found.get(requisition_id);
      if (asked === undefined) notFound('requisition', requisition_id);
      requireAt(actor, 'supply.plan', asked.warehouse_id);
      advance(REQUISITION_TRANSITIONS, asked, 'planned');
    }
    const needs = [...lines, ...(await needsOf(tx, requisition_ids))];
    const source = requisition_ids.length > 0 ? 'requisitions' : 'entered';
    const made = await proposePurchases(context, needs, { source, note: note || null });
    await saveRequisitionStatuses(tx, requisition_ids, 'planned');
    return made;
  },
);

/** A requisition asks for so many pieces: somebody has looked at the shelf already. */
async function needsOf(tx: Tx, requisition_ids: readonly number[]): Promise<PlanNeed[]> {
  const rows = await tx.rows<Omit<PlanNeed, 'basis'>>(
    `select warehouse_id, item_id, qty, needed_on, requisition_line_id from supply.requisition_line
     where requisition_id = any($1::bigint[]) order by requisition_id, line_no`,
    [requisition_ids],
  );
  return rows.map((row) => ({ ...row, basis: 'quantity' }));
}
