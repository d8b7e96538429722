import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { allocate, type Want } from '../stock/index.ts';
import { followReturn, sum } from './receiving.model.ts';
import { lockReturn, type ReturnLine, returnLines, type SupplierReturn } from './returns.read.ts';
import { saveReturnDecision } from './returns.write.ts';

export const approveSupplierReturn = defineVerb(
  contract.approveSupplierReturn,
  { permission: 'supply.approve', audit: 'supply.approve_return', judges: true },
  async ({ tx, actor, audit }, { supplier_return_id, note }) => {
    const order = await lockReturn(tx, actor, 'supply.approve', supplier_return_id);
    const status = followReturn(order, 'approved');
    if (actor.user_id !== null && order.requested_by === actor.user_id) fail('supply.own_return');
    const lines = await returnLines(tx, supplier_return_id);
    const allocated = await allocateReleased(tx, order, lines, actor.user_id);
    await saveReturnDecision(tx, actor, { supplier_return_id, status, note: note || null });
    const { warehouse_id, document_no } = order;
    const detail = { document_no, allocated, before: { status: order.status }, after: { status } };
    audit({ entity: 'supplier_return', entity_id: supplier_return_id, warehouse_id, detail });
    return { supplier_return_id, status, allocated };
  },
);

/** Released goods are tied to their line, all or nothing; the others nobody can promise to anybody anyway. */
async function allocateReleased(
  tx: Tx,
  order: SupplierReturn,
  lines: readonly ReturnLine[],
  actor_id: number | null,
): Promise<number> {
  const released = lines.filter((line) => line.disposition === 'released');
  if (released.length === 0) return 0;
  const outcomes = await allocate(
    tx,
    released.map((line) => wantOf(line, order, actor_id)),
  );
  const errors = outcomes.flatMap((outcome, index) =>
    'refusal' in outcome
      ? [{ path: `lines.${released[index]!.line_no - 1}`, ...outcome.refusal, legal_basis: undefined }]
      : [],
  );
  if (errors.length > 0) {
    const params = { document_no: order.document_no, refused: errors.length };
    throw new AppError('supply.return_not_allocatable', params, {
      errors: errors.map(({ path, code, params }) => ({ path, code, params })),
    });
  }
  return sum(released.map((line) => line.qty));
}

function wantOf(line: ReturnLine, order: SupplierReturn, actor_id: number | null): Want {
  return {
    demand_kind: 'supplier_return_line',
    demand_id: line.supplier_return_line_id,
    item_id: line.item_id,
    warehouse_id: order.warehouse_id,
    qty: line.qty,
    lot_id: line.lot_id,
    override_reason: order.reason,
    purpose: 'supplier_return',
    to: { kind: 'supplier', warehouse_id: null, partner_id: order.supplier_id },
    expires_in_minutes: null,
    actor_id,
  };
}
