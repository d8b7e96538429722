import { amendAdverseEvent as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { adverseBody, lockAdverseEvent } from './adverse.read.ts';
import { saveAdverseForm } from './adverse.write.ts';
import { completed } from './open-adverse-event.ts';

export const amendAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.amend_adverse_event' },
  async ({ tx, actor, audit }, { adverse_event_id, reason, ...form }) => {
    const event = await lockAdverseEvent(tx, adverse_event_id);
    const { warehouse_id, document_no, status } = event;
    requireAt(actor, 'quality.case', warehouse_id);
    if (status !== 'opened') fail('quality.case_status', { document_no, status });
    const before = await adverseBody(tx, adverse_event_id, null);
    await saveAdverseForm(tx, adverse_event_id, await completed(tx, form, event.learned_at));
    const detail = { document_no, before, after: form };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, reason, detail });
    return { adverse_event_id, status };
  },
);
