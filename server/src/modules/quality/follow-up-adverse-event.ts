import { followUpAdverseEvent as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAdverseEvent } from './adverse.read.ts';
import { insertFollowUp } from './adverse.write.ts';
import { refuseFuture } from './open-deviation.ts';

/** A follow-up adds to a report, so there must be one; it may come after the event was closed as well. */
export const followUpAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.follow_up_adverse_event' },
  async ({ tx, actor, audit }, { adverse_event_id, text, submission_no, submitted_at }) => {
    const { warehouse_id, document_no, status } = await lockAdverseEvent(tx, adverse_event_id);
    requireAt(actor, 'quality.case', warehouse_id);
    if (status !== 'reported' && status !== 'closed') fail('quality.case_status', { document_no, status });
    if (submitted_at !== undefined) await refuseFuture(tx, submitted_at);
    const report = { adverse_event_id, warehouse_id, at: submitted_at ?? null, text, submission_no };
    await insertFollowUp(tx, report, actor);
    const detail = { document_no, text, submission_no, submitted_at };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail });
    return { adverse_event_id, status };
  },
);
