import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { allocateOrder } from './allocation.ts';
import { lockOrder, requireAtEnd } from './transfer.read.ts';

export const allocateTransfer = defineVerb(
  contract.allocateTransfer,
  { permission: 'stock.allocate', audit: 'transfer.allocate', judges: true },
  async ({ tx, actor, audit }, { transfer_id }) => {
    const order = await lockOrder(tx, transfer_id);
    requireAtEnd(actor, 'stock.allocate', order.from_warehouse_id);
    const { document_no, status, from_warehouse_id: warehouse_id } = order;
    if (status !== 'approved') fail('transfer.wrong_status', { document_no, status, action: 'allocated' });
    const allocated = await allocateOrder(tx, order, actor.user_id);
    audit({ entity: 'transfer', entity_id: transfer_id, warehouse_id, detail: { document_no, allocated } });
    return { transfer_id, allocated };
  },
);
