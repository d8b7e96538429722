import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { readyGoodsOf } from './ready-goods.ts';
import { followCase } from './surgery.model.ts';
import { lockCase, surgicalLinesOf } from './surgery.read.ts';
import { endReservations, saveCaseStatus } from './surgery.write.ts';

/** Loose pieces are given back; sets keep what is in them. */
export const cancelCase = defineVerb(
  contract.cancelCase,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.cancel_case' },
  async (context, { case_id, reason }) => {
    const { tx, actor, audit, emit } = context;
    const surgery = await lockCase(tx, case_id);
    const { document_no, warehouse_id } = surgery;
    requireAt(actor, 'fulfilment.surgery', warehouse_id);
    const status = followCase(surgery, 'cancelled');
    const lines = await surgicalLinesOf(tx, case_id, []);
    const goods = await readyGoodsOf(
      tx,
      'case_line',
      lines.map((line) => line.line_id),
    );
    const voided = await releaseAllocations(
      tx,
      goods.map((g) => g.allocation_id),
      { status: 'released' },
    );
    await saveCaseStatus(tx, case_id, status, reason);
    await endReservations(tx, case_id);
    reportVoided(context, voided, 'released');
    const detail = {
      document_no,
      before: { status: surgery.status },
      after: { status },
      released: voided.length,
    };
    audit({ entity: 'surgical_case', entity_id: case_id, warehouse_id, reason, detail });
    emit('fulfilment.case_cancelled', String(case_id), { case_id, warehouse_id });
    return { case_id, released: voided.length };
  },
);
