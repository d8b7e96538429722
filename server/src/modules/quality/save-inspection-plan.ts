import { saveInspectionPlan as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockPlan } from './inspection-plan.read.ts';
import { insertPlan, type PlanInput, renamePlan, saveDraft } from './inspection-plan.write.ts';

export const saveInspectionPlan = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.save_inspection_plan' },
  async ({ tx, actor, audit }, input) => {
    refuseUnsound(input);
    const { plan_id, document_no } = await planFor(tx, input);
    const version = await saveDraft(tx, plan_id, input, actor);
    audit({
      entity: 'inspection_plan',
      entity_id: plan_id,
      detail: { document_no, version, name: input.name },
    });
    return { plan_id, document_no, version };
  },
);

/** The plan itself: a new one for its scope, or the one that gets another version. Its scope never changes. */
async function planFor(tx: Tx, input: PlanInput): Promise<{ plan_id: number; document_no: string }> {
  if (input.plan_id !== undefined) {
    const plan = await lockPlan(tx, input.plan_id);
    await renamePlan(tx, plan.plan_id, input.name);
    return plan;
  }
  await refuseUnknown(tx, input);
  return insertPlan(tx, input);
}

/** Item and supplier must exist, and nobody else may have a plan for the same goods. */
async function refuseUnknown(tx: Tx, input: PlanInput): Promise<void> {
  const { item_id, device_class, supplier_id, storage_condition } = input;
  const { item, supplier, taken } = await tx.one<{ item: boolean; supplier: boolean; taken: boolean }>(
    `select $1::bigint is null or exists (select 1 from masterdata.v_item where item_id = $1) as item,
       $3::bigint is null or exists (select 1 from masterdata.v_partner where partner_id = $3) as supplier,
       exists (select 1 from quality.inspection_plan where retired_at is null and item_id is not distinct from $1
         and device_class is not distinct from $2 and supplier_id is not distinct from $3
         and storage_condition is not distinct from $4) as taken`,
    [item_id, device_class, supplier_id, storage_condition],
  );
  if (!item) notFound('item', item_id!);
  if (!supplier) notFound('partner', supplier_id!);
  if (taken) fail('quality.plan_scope_taken');
}

/** Every check that asks for something it cannot have is named with its line. */
function refuseUnsound(input: PlanInput): void {
  if ((input.skip_after === null) !== (input.skip_every === null)) fail('quality.plan_skip');
  const errors = input.checks.flatMap((check, index): FieldError[] => {
    const line_no = index + 1;
    const path = `checks.${index}`;
    const limited = check.lower_limit !== null || check.upper_limit !== null;
    const ordered = (check.lower_limit ?? Number.NEGATIVE_INFINITY) <= (check.upper_limit ?? Infinity);
    if ((check.kind === 'measured') !== limited || !ordered)
      return [{ path, code: 'quality.plan_check_limits', params: { line_no } }];
    const once = (check.kind === 'document') === (check.extent === 'once');
    const numbered = (check.extent === 'fixed') === (check.sample_qty !== null);
    if (!once || !numbered) return [{ path, code: 'quality.plan_check_extent', params: { line_no } }];
    const { defect_class } = check;
    return check.extent === 'sample' && input[`aql_${defect_class}`] === null
      ? [{ path, code: 'quality.plan_aql_missing', params: { line_no, defect_class } }]
      : [];
  });
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
}
