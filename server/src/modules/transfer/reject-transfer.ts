import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { follow } from './transfer.model.ts';
import { lockOrder, requireAtEnd } from './transfer.read.ts';
import { saveDecision } from './transfer.write.ts';

export const rejectTransfer = defineVerb(
  contract.rejectTransfer,
  { permission: 'transfer.approve', audit: 'transfer.reject' },
  async ({ tx, actor, audit, emit }, { transfer_id, reason }) => {
    const order = await lockOrder(tx, transfer_id);
    const { document_no, from_warehouse_id, to_warehouse_id } = order;
    requireAtEnd(actor, 'transfer.approve', from_warehouse_id);
    const status = follow(order, 'rejected');
    await saveDecision(tx, { transfer_id, status, note: reason, approved_by: null, approved_by_name: null });
    audit({
      entity: 'transfer',
      entity_id: transfer_id,
      warehouse_id: from_warehouse_id,
      reason,
      detail: { document_no, before: { status: order.status }, after: { status } },
    });
    emit('transfer.rejected', String(transfer_id), { transfer_id, from_warehouse_id, to_warehouse_id });
    return { transfer_id, status };
  },
);
