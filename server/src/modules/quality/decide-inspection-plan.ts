import { decideInspectionPlan as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockPlan } from './inspection-plan.read.ts';
import { savePlanDecision } from './inspection-plan.write.ts';

export const decideInspectionPlan = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.decide_inspection_plan' },
  async ({ tx, actor, audit }, { plan_id, version, approve, note }) => {
    const { document_no } = await lockPlan(tx, plan_id);
    const draft = await versionNamed(tx, plan_id, version);
    if (draft.status !== 'draft') fail('quality.plan_status', { document_no, version, status: draft.status });
    if (actor.user_id !== null && draft.written_by === actor.user_id) fail('quality.own_plan');
    await savePlanDecision(tx, { plan_id, version, approve, note }, actor);
    const status = approve ? ('approved' as const) : ('rejected' as const);
    audit({
      entity: 'inspection_plan',
      entity_id: plan_id,
      reason: note || null,
      detail: { document_no, version, before: { status: 'draft' }, after: { status } },
    });
    return { plan_id, version, status };
  },
);

async function versionNamed(tx: Tx, plan_id: number, version: number) {
  const [found] = await tx.rows<{ status: string; written_by: number | null }>(
    `select status, written_by from quality.inspection_plan_version where plan_id = $1 and version = $2`,
    [plan_id, version],
  );
  return found ?? notFound('inspection_plan', plan_id);
}
