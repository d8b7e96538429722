import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { readyGoodsOf } from '../fulfilment/index.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { follow } from './transfer.model.ts';
import { linesOf, lockOrder, requireAtEitherEnd, requireAtEnd } from './transfer.read.ts';
import { saveDecision } from './transfer.write.ts';

export const cancelTransfer = defineVerb(
  contract.cancelTransfer,
  { permission: 'transfer.request', audit: 'transfer.cancel' },
  async (context, { transfer_id, reason }) => {
    const { tx, actor } = context;
    const order = await lockOrder(tx, transfer_id);
    const { document_no, from_warehouse_id, to_warehouse_id } = order;
    // Allocations stand at the sender; who asked from the other end takes back what is not allocated yet. A transfer
    // that is past being cancelled says so to both.
    if (order.status === 'approved') requireAtEnd(actor, 'transfer.request', from_warehouse_id);
    else requireAtEitherEnd(actor, 'transfer.request', order);
    const status = follow(order, 'cancelled');
    const lines = await linesOf(tx, transfer_id);
    const goods = await readyGoodsOf(
      tx,
      'transfer_line',
      lines.map((line) => line.transfer_line_id),
    );
    const voided = await releaseAllocations(
      tx,
      goods.map((g) => g.allocation_id),
      { status: 'released' },
    );
    await saveDecision(tx, { transfer_id, status, note: reason, approved_by: null, approved_by_name: null });
    context.audit({
      entity: 'transfer',
      entity_id: transfer_id,
      warehouse_id: from_warehouse_id,
      reason,
      detail: { document_no, before: { status: order.status }, after: { status }, released: voided.length },
    });
    reportVoided(context, voided, 'released');
    context.emit('transfer.cancelled', String(transfer_id), {
      transfer_id,
      from_warehouse_id,
      to_warehouse_id,
    });
    return { transfer_id, status, released: voided.length };
  },
);
