import type { InputOf, saveInspectionPlan } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

type By = { readonly user_id: number | null; readonly display_name: string };
export type PlanInput = InputOf<typeof saveInspectionPlan>;

export function insertPlan(tx: Tx, plan: PlanInput): Promise<{ plan_id: number; document_no: string }> {
  return tx.one(
    `insert into quality.inspection_plan (name, item_id, device_class, supplier_id, storage_condition)
     values ($1, $2, $3, $4, $5) returning plan_id, document_no`,
    [plan.name, plan.item_id, plan.device_class, plan.supplier_id, plan.storage_condition],
  );
}

/** Writes the draft anew, or the next version where none is being written. */
export async function saveDraft(tx: Tx, plan_id: number, plan: PlanInput, by: By): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `insert into quality.inspection_plan_version (plan_id, version, level, aql_critical, aql_major, aql_minor, purposes,
       allow_reduced, skip_after, skip_every, target_hours, coa_required, note, written_by, written_by_name)
     select $1, coalesce(max(version) filter (where status = 'draft'), max(version) + 1, 1), $2, $3, $4, $5, $6, $7, $8, $9,
       $10, $11, $12, $13, $14
     from quality.inspection_plan_version where plan_id = $1
     on conflict (plan_id, version) do update set level = excluded.level, aql_critical = excluded.aql_critical,
       aql_major = excluded.aql_major, aql_minor = excluded.aql_minor, purposes = excluded.purposes,
       allow_reduced = excluded.allow_reduced, skip_after = excluded.skip_after, skip_every = excluded.skip_every,
       target_hours = excluded.target_hours, coa_required = excluded.coa_required, note = excluded.note,
       written_by = excluded.written_by, written_by_name = excluded.written_by_name, written_at = clock_timestamp()
     returning version`,
    [
      plan_id,
      plan.level,
      plan.aql_critical,
      plan.aql_major,
      plan.aql_minor,
      [...new Set(plan.purposes)],
      plan.allow_reduced,
      plan.skip_after,
      plan.skip_every,
      plan.target_hours,
      plan.coa_required,
      plan.note,
      by.user_id,
      by.display_name,
    ],
  );
  await tx.run(`delete from quality.inspection_check where plan_id = $1 and version = $2`, [
    plan_id,
    version,
  ]);
  await tx.run(
    `insert into quality.inspection_check (plan_id, version, line_no, name, kind, defect_class, extent, sample_qty, method,
       unit, lower_limit, upper_limit)
     select $1, $2, row_number() over (), k.name, k.kind, k.defect_class, k.extent, k.sample_qty, k.method, k.unit,
       k.lower_limit, k.upper_limit
     from jsonb_to_recordset($3::jsonb) as k(name text, kind text, defect_class text, extent text, sample_qty integer,
       method text, unit text, lower_limit double precision, upper_limit double precision)`,
    [plan_id, version, JSON.stringify(plan.checks)],
  );
  return version;
}

export async function renamePlan(tx: Tx, plan_id: number, name: string): Promise<void> {
  await tx.run(`update quality.inspection_plan set name = $2 where plan_id = $1`, [plan_id, name]);
}

/** An approved version takes the place of the one before it. */
export async function savePlanDecision(
  tx: Tx,
  { plan_id, version, approve, note }: { plan_id: number; version: number; approve: boolean; note: string },
  by: By,
): Promise<void> {
  if (approve) {
    await tx.run(
      `update quality.inspection_plan_version set status = 'superseded' where plan_id = $1 and status = 'approved'`,
      [plan_id],
    );
  }
  await tx.run(
    `update quality.inspection_plan_version set status = $3, decided_by = $4, decided_by_name = $5,
       decided_at = clock_timestamp(), decision_note = nullif($6, '')
     where plan_id = $1 and version = $2`,
    [plan_id, version, approve ? 'approved' : 'rejected', by.user_id, by.display_name, note],
  );
}

export async function saveRetired(tx: Tx, plan_id: number, reason: string, by: By): Promise<void> {
  await tx.run(
    `update quality.inspection_plan set retired_at = clock_timestamp(), retired_by_name = $3, retired_reason = $2
     where plan_id = $1`,
    [plan_id, reason, by.display_name],
  );
}
