import { tellRegistrant as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAdverseEvent } from './adverse.read.ts';
import { saveTold } from './adverse.write.ts';
import { refuseClosed } from './deviation.model.ts';
import { refuseFuture } from './open-deviation.ts';

export const tellRegistrant = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.tell_registrant' },
  async ({ tx, actor, audit }, { adverse_event_id, told_at, how, told_to }) => {
    const event = await lockAdverseEvent(tx, adverse_event_id);
    const { warehouse_id, document_no, status } = event;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseClosed(event);
    if (event.told_at !== null) fail('quality.adverse_done', { document_no });
    if (told_at !== undefined) await refuseFuture(tx, told_at);
    await saveTold(tx, { adverse_event_id, at: told_at ?? null, told_to, how }, actor);
    const detail = { document_no, told_at, told_to, how };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail });
    return { adverse_event_id, status };
  },
);
