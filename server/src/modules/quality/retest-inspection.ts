import { retestInspection as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { drawOf } from './inspection.model.ts';
import { checksOf, lockInspection } from './inspection.read.ts';
import { insertRound } from './inspection.write.ts';

export const retestInspection = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.retest_inspection' },
  async ({ tx, actor, audit }, { inspection_id, reason }) => {
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, status } = inspection;
    requireAt(actor, 'quality.inspect', warehouse_id);
    if (status !== 'concluded') fail('quality.inspection_status', { document_no, status });
    const round = inspection.round + 1;
    const draw = drawOf(inspection.qty, inspection, await checksOf(tx, inspection), 'tightened');
    const version = await insertRound(tx, { inspection_id, warehouse_id, round, reason, draw }, actor);
    const { sample } = draw;
    const detail = { document_no, round, sample, before: { conclusion: inspection.conclusion } };
    audit({ entity: 'inspection', entity_id: inspection_id, warehouse_id, reason, detail });
    return { inspection_id, status: 'recording' as const, version, round, sample };
  },
);
