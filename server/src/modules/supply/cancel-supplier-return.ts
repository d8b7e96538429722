import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { followReturn } from './receiving.model.ts';
import { allocatedGoods, lockReturn, returnLines } from './returns.read.ts';
import { saveReturnDecision } from './returns.write.ts';

export const cancelSupplierReturn = defineVerb(
  contract.cancelSupplierReturn,
  { permission: 'supply.return', audit: 'supply.cancel_return' },
  async (context, { supplier_return_id, reason }) => {
    const { tx, actor } = context;
    const order = await lockReturn(tx, actor, 'supply.return', supplier_return_id);
    const status = followReturn(order, 'cancelled');
    const goods = await allocatedGoods(tx, await returnLines(tx, supplier_return_id));
    const ids = goods.map((g) => g.allocation_id);
    reportVoided(context, await releaseAllocations(tx, ids, { status: 'released' }), 'released');
    await saveReturnDecision(tx, actor, { supplier_return_id, status, note: reason });
    const { warehouse_id, document_no } = order;
    const detail = { document_no, before: { status: order.status }, after: { status } };
    context.audit({ entity: 'supplier_return', entity_id: supplier_return_id, warehouse_id, reason, detail });
    return { supplier_return_id, status };
  },
);
