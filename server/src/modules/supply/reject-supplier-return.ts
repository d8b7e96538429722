import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followReturn } from './receiving.model.ts';
import { lockReturn } from './returns.read.ts';
import { saveReturnDecision } from './returns.write.ts';

export const rejectSupplierReturn = defineVerb(
  contract.rejectSupplierReturn,
  { permission: 'supply.approve', audit: 'supply.reject_return' },
  async ({ tx, actor, audit }, { supplier_return_id, reason }) => {
    const order = await lockReturn(tx, actor, 'supply.approve', supplier_return_id);
    const status = followReturn(order, 'rejected');
    if (actor.user_id !== null && order.requested_by === actor.user_id) fail('supply.own_return');
    await saveReturnDecision(tx, actor, { supplier_return_id, status, note: reason });
    const { warehouse_id, document_no } = order;
    const detail = { document_no, before: { status: order.status }, after: { status } };
    audit({ entity: 'supplier_return', entity_id: supplier_return_id, warehouse_id, reason, detail });
    return { supplier_return_id, status };
  },
);
