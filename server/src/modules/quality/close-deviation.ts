import { closeDeviation as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { endHolds } from '../stock/index.ts';
import { CLOSED } from './case-trail.ts';
import { DEVIATION_TRANSITIONS, followCase, refuseClosed, refuseOwn } from './deviation.model.ts';
import { affectedOf, deviationBody, lockDeviation } from './deviation.read.ts';
import { saveDeviationClosed } from './deviation.write.ts';
import { closingRecord } from './get-deviation.ts';

export const closeDeviation = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.close_deviation' },
  async (context, { deviation_id, conclusion }) => {
    const { tx, actor, audit } = context;
    const deviation = await lockDeviation(tx, deviation_id);
    const { warehouse_id, document_no, owner_id, opened_by } = deviation;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseClosed(deviation);
    refuseOwn({ document_no, people: [opened_by, owner_id] }, actor.user_id);
    if (deviation.status === 'opened') fail('quality.investigation_missing', { document_no });
    const status = followCase(DEVIATION_TRANSITIONS, deviation, 'closed');
    const lots = await affectedOf(tx, deviation_id);
    const undecided = lots.filter((lot) => lot.undecided).length;
    if (undecided > 0) fail('quality.lots_undecided', { document_no, lots: undecided });
    const body = await deviationBody(tx, deviation_id, actor.user_id);
    await sign(context, {
      entity: 'deviation',
      entity_id: deviation_id,
      record: closingRecord(document_no, { ...body, conclusion }),
      meaning: CLOSED,
      reason: conclusion,
    });
    // A hold of which nothing stands any more ends with the case.
    const over = lots.filter((lot) => lot.hold_open).map((lot) => lot.hold_id!);
    await endHolds(context, { hold_ids: over, reason: conclusion });
    await saveDeviationClosed(tx, { deviation_id, status, conclusion }, actor);
    audit({
      entity: 'deviation',
      entity_id: deviation_id,
      warehouse_id,
      reason: conclusion,
      detail: { document_no, before: { status: deviation.status }, after: { status } },
    });
    return { deviation_id, status };
  },
);
