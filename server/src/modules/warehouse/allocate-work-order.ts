import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { AppError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { allocate, type Want, type WantOutcome } from '../stock/index.ts';
import { followWork } from './work.model.ts';
import { linesOf, lockWorkOrder, progressOf, type WorkLine, type WorkOrder } from './work.read.ts';

export const allocateWorkOrder = defineVerb(
  contract.allocateWorkOrder,
  { permission: 'warehouse.plan', audit: 'warehouse.allocate_work_order', judges: true },
  async ({ tx, actor, audit }, { work_order_id }) => {
    const order = await lockWorkOrder(tx, work_order_id);
    const { warehouse_id, document_no } = order;
    requireAt(actor, 'warehouse.plan', warehouse_id);
    followWork(order, 'open');
    if (order.disposition === 'quarantine') fail('warehouse.waits_for_release', { document_no });
    const [lines, { started }] = await Promise.all([
      linesOf(tx, work_order_id),
      progressOf(tx, work_order_id),
    ]);
    const lacking = lines
      .map((line) => ({ line, qty: (order.qty - started) * line.per_unit - line.qty_tied }))
      .filter(({ qty }) => qty > 0);
    const wants = lacking.map(({ line, qty }) => wantOf(order, line, qty, actor.user_id));
    const outcomes = await allocate(tx, wants);
    refuseShort(
      lacking.map(({ line }) => line),
      outcomes,
    );
    const allocated = wants.reduce((sum, want) => sum + want.qty, 0);
    const detail = { document_no, allocated };
    audit({ entity: 'work_order', entity_id: work_order_id, warehouse_id, detail });
    return { work_order_id, allocated };
  },
);

function wantOf(order: WorkOrder, line: WorkLine, qty: number, actor_id: number | null): Want {
  return {
    demand_kind: 'work_order_line',
    demand_id: line.work_order_line_id,
    item_id: line.item_id,
    warehouse_id: order.warehouse_id,
    qty,
    lot_id: line.lot_id,
    override_reason: line.lot_id === null ? null : order.reason,
    purpose: 'convert_out',
    to: { kind: 'conversion', warehouse_id: null, partner_id: null },
    expires_in_minutes: null,
    actor_id,
  };
}

/** One line that cannot be had leaves everything as it was, and all such lines are named. */
function refuseShort(lines: readonly WorkLine[], outcomes: readonly WantOutcome[]): void {
  const errors = outcomes.flatMap((outcome, index) => {
    if (!('refusal' in outcome)) return [];
    const path = `lines.${lines[index]!.line_no - 1}`;
    const reasons = [outcome.refusal, ...outcome.passed_over.flatMap((lot) => lot.reasons)];
    return reasons.map(({ code, params }) => ({ path, code, params }));
  });
  if (errors.length === 0) return;
  const refused = new Set(errors.map((error) => error.path)).size;
  throw new AppError('warehouse.not_allocatable', { refused }, { errors });
}
