import { cancelInspection as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followInspection } from './inspection.model.ts';
import { lockInspection } from './inspection.read.ts';
import { saveCancelledInspections } from './inspection.write.ts';
import { unlockLot } from './post-decision.ts';

export const cancelInspection = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.cancel_inspection' },
  async ({ tx, actor, audit }, { inspection_id, reason }) => {
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, version } = inspection;
    requireAt(actor, 'quality.release', warehouse_id);
    const status = followInspection(inspection, 'cancelled');
    await saveCancelledInspections(tx, [inspection_id], reason);
    await unlockLot({ tx }, inspection);
    const detail = { document_no, before: { status: inspection.status }, after: { status } };
    audit({ entity: 'inspection', entity_id: inspection_id, warehouse_id, reason, detail });
    return { inspection_id, status, version: version + 1 };
  },
);
