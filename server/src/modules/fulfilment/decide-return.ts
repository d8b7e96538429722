import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { RETURN_TRANSITIONS, step } from './outbound.model.ts';
import { lockReturn, mayBecome } from './returns.read.ts';
import { saveDecision } from './returns.write.ts';

export const decideReturn = defineVerb(
  contract.decideReturn,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.decide_return' },
  async ({ tx, actor, audit, emit }, { return_id, approve, note }) => {
    const asked = await lockReturn(tx, return_id);
    const { warehouse_id, document_no } = asked;
    requireAt(actor, 'fulfilment.allocate', warehouse_id);
    const wanted = approve ? 'approved' : 'declined';
    mayBecome(asked, wanted);
    if (actor.user_id !== null && asked.requested_by === actor.user_id) fail('fulfilment.own_return');
    const status = step(RETURN_TRANSITIONS, asked.status, wanted, 'return');
    const decided_by_name = actor.display_name;
    await saveDecision(tx, { return_id, status, decided_by: actor.user_id, decided_by_name, note });
    const detail = { document_no, before: { status: asked.status }, after: { status } };
    audit({ entity: 'return', entity_id: return_id, warehouse_id, reason: note, detail });
    emit('fulfilment.return_decided', String(return_id), { return_id, warehouse_id, status });
    return { return_id, status };
  },
);
