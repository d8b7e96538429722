import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { postOrFail } from '../stock/index.ts';
import { lockAgreement, lockRefill, openInCabinet } from './cabinet.read.ts';
import { addTakenBack } from './cabinet.write.ts';
import { byLot, move, placeOfZone, takeOrFail } from './consigned.ts';
import { waiting } from './resolve-difference.ts';

/** How they were kept at the hospital nobody of ours has seen, so everything waits in the returns zone for quality. */
export const takeBack = defineVerb(
  contract.takeBack,
  { permission: 'fulfilment.consign', audit: 'fulfilment.take_back', judges: true },
  async ({ tx, actor, audit, emit }, { agreement_id, refill_id, reason, lines }) => {
    const agreement = await lockAgreement(tx, agreement_id);
    const { document_no, warehouse_id } = agreement;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    if (refill_id !== undefined) {
      const refill = await lockRefill(tx, refill_id);
      if (refill.agreement_id !== agreement_id) notFound('refill', refill_id);
    }
    const { standing } = await openInCabinet(tx, agreement);
    const taken = takeOrFail(standing, lines);
    const account_id = await placeOfZone(tx, warehouse_id, 'returns');
    const movement_id = await postOrFail(tx, {
      purpose: 'customer_return',
      actor,
      reason,
      document_key: `agreement:${agreement_id}`,
      lines: taken.map((share) => move(share, { account_id, disposition: waiting(share) })),
    });
    if (refill_id !== undefined) await addTakenBack(tx, refill_id, byLot(taken));
    const qty = taken.reduce((sum, share) => sum + share.qty, 0);
    const detail = { document_no, movement_id, qty, refill_id: refill_id ?? null };
    audit({ entity: 'consign_agreement', entity_id: agreement_id, warehouse_id, reason, detail });
    emit('fulfilment.taken_back', String(agreement_id), { agreement_id, warehouse_id, movement_id, qty });
    return { agreement_id, movement_id, qty };
  },
);
