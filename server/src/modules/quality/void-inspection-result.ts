import { voidInspectionResult as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refuseConcluded } from './inspection.model.ts';
import { countedIn, lockInspection, resultsOf } from './inspection.read.ts';
import { insertVoid, saveStep } from './inspection.write.ts';

export const voidInspectionResult = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.void_inspection_result' },
  async ({ tx, actor, audit }, { inspection_id, result_id, reason }) => {
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, round } = inspection;
    requireAt(actor, 'quality.inspect', warehouse_id);
    const status = refuseConcluded(inspection);
    const counted = countedIn(await resultsOf(tx, inspection_id), round);
    const wrong = counted.find((result) => result.result_id === result_id);
    if (wrong === undefined) fail('quality.result_unknown');
    await insertVoid(tx, { result_id, inspection_id, warehouse_id, reason }, actor);
    const version = await saveStep(tx, inspection_id, status);
    const { line_no, checked, nonconforming } = wrong;
    const detail = { document_no, line_no, before: { checked, nonconforming }, version };
    audit({ entity: 'inspection', entity_id: inspection_id, warehouse_id, reason, detail });
    return { inspection_id, status, version };
  },
);
