import { retireInspectionPlan as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { lockPlan } from './inspection-plan.read.ts';
import { saveRetired } from './inspection-plan.write.ts';

export const retireInspectionPlan = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.retire_inspection_plan' },
  async ({ tx, actor, audit }, { plan_id, reason }) => {
    const { document_no } = await lockPlan(tx, plan_id);
    await saveRetired(tx, plan_id, reason, actor);
    audit({ entity: 'inspection_plan', entity_id: plan_id, reason, detail: { document_no } });
    return { plan_id };
  },
);
