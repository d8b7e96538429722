import { phoneAdverseEvent as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAdverseEvent } from './adverse.read.ts';
import { savePhoned } from './adverse.write.ts';
import { refuseClosed } from './deviation.model.ts';
import { refuseFuture } from './open-deviation.ts';

export const phoneAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.phone_adverse_event' },
  async ({ tx, actor, audit }, { adverse_event_id, phoned_at, phoned_to }) => {
    const event = await lockAdverseEvent(tx, adverse_event_id);
    const { warehouse_id, document_no, status } = event;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseClosed(event);
    if (!event.is_group) fail('quality.adverse_not_group', { document_no });
    if (event.phoned_at !== null) fail('quality.adverse_done', { document_no });
    if (phoned_at !== undefined) await refuseFuture(tx, phoned_at);
    await savePhoned(tx, { adverse_event_id, at: phoned_at ?? null, phoned_to }, actor);
    const detail = { document_no, phoned_at, phoned_to };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail });
    return { adverse_event_id, status };
  },
);
