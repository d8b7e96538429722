import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockPlan, requisitionsOf } from './plan.read.ts';
import { savePlanStatus, saveRequisitionStatuses } from './planning.write.ts';
import { advance, PLAN_TRANSITIONS } from './purchase.model.ts';

export const discardPlan = defineVerb(
  contract.discardPurchasePlan,
  { permission: 'supply.plan', audit: 'supply.discard_plan' },
  async ({ tx, actor, audit }, { plan_id, reason }) => {
    const { plan, lines } = await lockPlan(tx, plan_id);
    for (const warehouse_id of new Set(lines.map((line) => line.warehouse_id))) {
      requireAt(actor, 'supply.plan', warehouse_id);
    }
    const status = advance(PLAN_TRANSITIONS, plan, 'discarded');
    await savePlanStatus(tx, plan_id, status);
    await saveRequisitionStatuses(tx, await requisitionsOf(tx, plan_id), 'approved');
    audit({
      entity: 'purchase_plan',
      entity_id: plan_id,
      reason,
      detail: { document_no: plan.document_no, before: { status: plan.status }, after: { status } },
    });
    return { plan_id, status };
  },
);
