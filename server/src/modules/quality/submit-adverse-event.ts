import { submitAdverseEvent as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ADVERSE_TRANSITIONS } from './adverse.model.ts';
import { lockAdverseEvent } from './adverse.read.ts';
import { saveSubmitted } from './adverse.write.ts';
import { followCase } from './deviation.model.ts';
import { refuseFuture } from './open-deviation.ts';

export const submitAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.submit_adverse_event' },
  async ({ tx, actor, audit }, { adverse_event_id, submitted_at, submission_no }) => {
    const event = await lockAdverseEvent(tx, adverse_event_id);
    const { warehouse_id, document_no } = event;
    requireAt(actor, 'quality.case', warehouse_id);
    const status = followCase(ADVERSE_TRANSITIONS, event, 'reported');
    if (submitted_at !== undefined) await refuseFuture(tx, submitted_at);
    await saveSubmitted(tx, { adverse_event_id, at: submitted_at ?? null, status, submission_no }, actor);
    const detail = {
      document_no,
      submitted_at,
      submission_no,
      before: { status: event.status },
      after: { status },
    };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail });
    return { adverse_event_id, status };
  },
);
