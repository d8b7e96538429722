import { closeAdverseEvent as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { ADVERSE_TRANSITIONS } from './adverse.model.ts';
import { adverseBody, lockAdverseEvent } from './adverse.read.ts';
import { saveAdverseClosed } from './adverse.write.ts';
import { CLOSED } from './case-trail.ts';
import { followCase, refuseOwn } from './deviation.model.ts';
import { adverseRecord } from './get-adverse-event.ts';

export const closeAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.close_adverse_event' },
  async (context, { adverse_event_id, dismiss, conclusion }) => {
    const { tx, actor, audit } = context;
    const event = await lockAdverseEvent(tx, adverse_event_id);
    const { warehouse_id, document_no, opened_by } = event;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseOwn({ document_no, people: [opened_by] }, actor.user_id);
    const status = followCase(ADVERSE_TRANSITIONS, event, dismiss ? 'dismissed' : 'closed');
    if (!dismiss && event.told_at === null) fail('quality.adverse_registrant_untold', { document_no });
    const body = await adverseBody(tx, adverse_event_id, null);
    const record = adverseRecord(document_no, { ...body, conclusion });
    const entity = 'adverse_event';
    await sign(context, { entity, entity_id: adverse_event_id, record, meaning: CLOSED, reason: conclusion });
    await saveAdverseClosed(tx, { adverse_event_id, status, conclusion }, actor);
    const detail = { document_no, before: { status: event.status }, after: { status } };
    audit({ entity, entity_id: adverse_event_id, warehouse_id, reason: conclusion, detail });
    return { adverse_event_id, status };
  },
);
