import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { lockRefill, refillLinesOf, stillOpen } from './cabinet.read.ts';
import { saveRefillCancelled } from './cabinet.write.ts';
import { readyGoodsOf } from './ready-goods.ts';

export const cancelRefill = defineVerb(
  contract.cancelRefill,
  { permission: 'fulfilment.consign', audit: 'fulfilment.cancel_refill' },
  async (context, { refill_id, reason }) => {
    const { tx, actor, audit } = context;
    const refill = await lockRefill(tx, refill_id);
    const { document_no, warehouse_id } = refill;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    stillOpen(refill);
    const lines = await refillLinesOf(tx, refill_id);
    const goods = await readyGoodsOf(
      tx,
      'cabinet_line',
      lines.map((line) => line.line_id),
    );
    const ids = goods.map((g) => g.allocation_id);
    const voided = await releaseAllocations(tx, ids, { status: 'released' });
    await saveRefillCancelled(tx, refill_id, reason);
    reportVoided(context, voided, 'released');
    const detail = {
      document_no,
      released: voided.length,
      before: { status: 'open' },
      after: { status: 'cancelled' },
    };
    audit({ entity: 'refill', entity_id: refill_id, warehouse_id, reason, detail });
    return { refill_id, released: voided.length };
  },
);
