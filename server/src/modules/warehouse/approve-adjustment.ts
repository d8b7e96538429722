import * as contract from '@tongcang/contract';
import { canEverywhere, requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { emitPosted, ensureAccounts, postOrFail } from '../stock/index.ts';
import { followAdjustment, postLineOf } from './adjustment.model.ts';
import { adjustmentLines, lockAdjustment, saveDecision } from './adjustment.write.ts';
import { approvalLimit } from './count.read.ts';

export const approveAdjustment = defineVerb(
  contract.approveAdjustment,
  { permission: 'warehouse.approve', audit: 'warehouse.approve_adjustment', judges: true },
  async (context, { adjustment_id, note }) => {
    const { tx, actor, audit, emit } = context;
    const adjustment = await lockAdjustment(tx, adjustment_id);
    const { document_no, warehouse_id, reason, value_fen } = adjustment;
    requireAt(actor, 'warehouse.approve', warehouse_id);
    const status = followAdjustment(adjustment, 'posted');
    if (adjustment.requested_by !== null && adjustment.requested_by === actor.user_id)
      fail('warehouse.own_request');
    const [limit_fen, given] = await Promise.all([approvalLimit(tx), adjustmentLines(tx, adjustment_id)]);
    if (value_fen > limit_fen && !canEverywhere(actor, 'warehouse.approve')) {
      fail('warehouse.over_limit', { value_fen, limit_fen });
    }
    const [account_id] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id }]);
    const lines = given.map((line) => postLineOf(line, account_id!));
    const document_key = `adjustment:${adjustment_id}`;
    const movement_id = await postOrFail(tx, {
      purpose: 'adjust',
      actor,
      lines,
      document_no,
      document_key,
      reason,
    });
    await saveDecision(tx, {
      adjustment_id,
      status,
      decided_by: actor.user_id,
      decided_by_name: actor.display_name,
      note: note ?? null,
      movement_id,
    });
    const detail = {
      document_no,
      movement_id,
      value_fen,
      before: { status: adjustment.status },
      after: { status },
    };
    audit({ entity: 'adjustment', entity_id: adjustment_id, warehouse_id, reason: note ?? reason, detail });
    emitPosted(context, { movement_id, purpose: 'adjust', lines });
    emit('warehouse.adjusted', String(adjustment_id), {
      adjustment_id,
      document_no,
      warehouse_id,
      movement_id,
    });
    return { adjustment_id, status, movement_id };
  },
);
