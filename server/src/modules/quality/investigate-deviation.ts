import { investigateDeviation as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { DEVIATION_TRANSITIONS, followCase } from './deviation.model.ts';
import { lockDeviation } from './deviation.read.ts';
import { saveInvestigation } from './deviation.write.ts';

export const investigateDeviation = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.investigate_deviation' },
  async ({ tx, actor, audit }, { deviation_id, ...found }) => {
    const deviation = await lockDeviation(tx, deviation_id);
    const { warehouse_id, document_no } = deviation;
    requireAt(actor, 'quality.case', warehouse_id);
    const status = followCase(DEVIATION_TRANSITIONS, deviation, 'investigated');
    await saveInvestigation(tx, { deviation_id, status, ...found }, actor);
    const detail = { document_no, before: { status: deviation.status }, after: { status, ...found } };
    audit({ entity: 'deviation', entity_id: deviation_id, warehouse_id, detail });
    return { deviation_id, status };
  },
);
