import { getInspectionPlan as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { leadTimes, planRow, samplingOf, switchesOf, versionsOf } from './inspection-plan.read.ts';

export const getInspectionPlan = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx, actor }, { plan_id }) => {
    const [row, versions, sampling, lead_times, switches] = await Promise.all([
      planRow(tx, plan_id),
      versionsOf(tx, plan_id, actor.user_id),
      samplingOf(tx, plan_id),
      leadTimes(tx, { plan_id, warehouse_id: null }),
      switchesOf(tx, plan_id),
    ]);
    return { ...row, versions, sampling, lead_times, switches };
  },
);
