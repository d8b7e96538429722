import { z } from 'zod';
import {
  AQLS,
  CHECK_EXTENTS,
  CHECK_KINDS,
  DEFECT_CLASSES,
  INSPECTED_PURPOSES,
  INSPECTION_LEVELS,
  PLAN_STATUSES,
  SEVERITIES,
  SWITCH_RULES,
} from './inspection-words.ts';
import { id, id_param, required_text, text } from './primitives.ts';
import { verb } from './verb.ts';

const aql = z.number().refine((value) => (AQLS as readonly number[]).includes(value));
export const measured_value = z.number().min(-1e9).max(1e9);

export const inspection_check = z.object({
  name: required_text(120),
  kind: z.enum(CHECK_KINDS),
  defect_class: z.enum(DEFECT_CLASSES),
  extent: z.enum(CHECK_EXTENTS),
  /** Pieces of a fixed sample. */
  sample_qty: z.number().int().min(1).max(100_000).nullable().default(null),
  method: text(300).nullable().default(null),
  unit: text(20).nullable().default(null),
  lower_limit: measured_value.nullable().default(null),
  upper_limit: measured_value.nullable().default(null),
});
const plan_body = {
  level: z.enum(INSPECTION_LEVELS),
  aql_critical: aql.nullable(),
  aql_major: aql.nullable(),
  aql_minor: aql.nullable(),
  purposes: z.array(z.enum(INSPECTED_PURPOSES)).min(1),
  allow_reduced: z.boolean(),
  skip_after: z.number().int().min(5).max(100).nullable(),
  skip_every: z.number().int().min(2).max(10).nullable(),
  target_hours: z.number().int().min(1).max(2160),
  /** Without the manufacturer's certificate of analysis nothing is concluded. */
  coa_required: z.boolean(),
  note: text(500).nullable(),
};
const scope = {
  item_id: id.nullable(),
  device_class: z.enum(['I', 'II', 'III']).nullable(),
  supplier_id: id.nullable(),
  storage_condition: z.enum(['ambient', 'cool', 'cold', 'frozen']).nullable(),
};

export const saveInspectionPlan = verb({
  name: 'quality.save-inspection-plan',
  method: 'POST',
  path: '/api/quality/inspection-plan',
  summary:
    'Writes a plan or the next version of one as a draft; it applies once another person has approved it',
  input: z.strictObject({
    /** Where missing, a new plan is made for the scope. */
    plan_id: id.optional(),
    name: required_text(120),
    ...scope,
    ...plan_body,
    checks: z.array(inspection_check).min(1).max(60),
  }),
  output: z.object({ plan_id: id, document_no: z.string(), version: z.number().int() }),
  errors: [
    'platform.not_found',
    'quality.plan_retired',
    'quality.plan_scope_taken',
    'quality.plan_aql_missing',
    'quality.plan_check_limits',
    'quality.plan_check_extent',
    'quality.plan_skip',
  ],
});

const plan_id = { plan_id: id_param };
export const decideInspectionPlan = verb({
  name: 'quality.decide-inspection-plan',
  method: 'POST',
  path: '/api/quality/inspection-plan/{plan_id}/decision',
  summary: 'Approves or rejects the draft of a plan; another person than its author',
  input: z.strictObject({
    ...plan_id,
    version: z.number().int().min(1),
    approve: z.boolean(),
    note: text(300).default(''),
  }),
  output: z.object({ plan_id: id, version: z.number().int(), status: z.enum(PLAN_STATUSES) }),
  errors: ['platform.not_found', 'quality.plan_retired', 'quality.plan_status', 'quality.own_plan'],
});

export const retireInspectionPlan = verb({
  name: 'quality.retire-inspection-plan',
  method: 'POST',
  path: '/api/quality/inspection-plan/{plan_id}/retire',
  summary: 'Takes a plan out of use; inspections that are open go on',
  input: z.strictObject({ ...plan_id, reason: required_text(300) }),
  output: z.object({ plan_id: id }),
  errors: ['platform.not_found', 'quality.plan_retired'],
});

const plan_row = {
  plan_id: id,
  document_no: z.string(),
  name: z.string(),
  ...scope,
  item_code: z.string().nullable(),
  item_name: z.string().nullable(),
  supplier_name: z.string().nullable(),
  retired_at: z.string().nullable(),
  /** The version in force, and the one that waits for approval. */
  version: z.number().int().nullable(),
  draft_version: z.number().int().nullable(),
  level: z.enum(INSPECTION_LEVELS).nullable(),
  target_hours: z.number().int().nullable(),
  checks: z.number().int(),
};
export const listInspectionPlans = verb({
  name: 'quality.list-inspection-plans',
  method: 'GET',
  path: '/api/quality/inspection-plan',
  summary: 'Inspection plans with the version in force',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(z.object(plan_row)) }),
  errors: [],
});

export const lead_time = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  supplier_id: id.nullable(),
  supplier_name: z.string().nullable(),
  inspections: z.number().int(),
  mean_days: z.number(),
  p90_days: z.number(),
  late: z.number().int(),
});
const sampling_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  severity: z.enum(SEVERITIES),
  score: z.number().int(),
  recent: z.string(),
  accepted_in_row: z.number().int(),
  refused_tightened: z.number().int(),
  lots: z.number().int(),
});

export const getInspectionPlan = verb({
  name: 'quality.get-inspection-plan',
  method: 'GET',
  path: '/api/quality/inspection-plan/{plan_id}',
  summary: 'A plan with its versions, how strictly each supplier is drawn now, and how long inspections took',
  input: z.strictObject(plan_id),
  output: z.object({
    ...plan_row,
    versions: z.array(
      z.object({
        version: z.number().int(),
        status: z.enum(PLAN_STATUSES),
        ...plan_body,
        written_by_name: z.string(),
        written_at: z.string(),
        written_by_me: z.boolean(),
        decided_by_name: z.string().nullable(),
        decided_at: z.string().nullable(),
        decision_note: z.string().nullable(),
        checks: z.array(inspection_check.extend({ line_no: z.number().int() })),
      }),
    ),
    sampling: z.array(sampling_row),
    lead_times: z.array(lead_time),
    switches: z.array(
      z.object({
        item_code: z.string(),
        supplier_name: z.string(),
        from_severity: z.enum(SEVERITIES),
        to_severity: z.enum(SEVERITIES),
        rule: z.enum(SWITCH_RULES),
        reason: z.string().nullable(),
        switched_by_name: z.string(),
        switched_at: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

const numbers = z.object({
  letter: z.string(),
  sample: z.number().int(),
  ac: z.number().int(),
  re: z.number().int(),
  whole_lot: z.boolean(),
});
export const calculateSample = verb({
  name: 'quality.calculate-sample',
  method: 'GET',
  path: '/api/quality/sample',
  summary: 'Code letter, sample size and acceptance numbers of GB/T 2828.1 for a lot, at each severity',
  input: z.strictObject({
    lot_size: z.coerce.number().int().min(1).max(1_000_000_000),
    level: z.enum(INSPECTION_LEVELS),
    aql: z.coerce.number().pipe(aql),
  }),
  output: z.object({ code_letter: z.string(), normal: numbers, tightened: numbers, reduced: numbers }),
  errors: [],
});

export const resumeSampling = verb({
  name: 'quality.resume-sampling',
  method: 'POST',
  path: '/api/quality/sampling/resume',
  summary: 'Resumes discontinued sampling of an item from a supplier, tightened, once the supplier has acted',
  input: z.strictObject({ item_id: id, supplier_id: id, reason: required_text(300) }),
  output: z.object({ severity: z.enum(SEVERITIES) }),
  errors: ['quality.sampling_not_discontinued'],
});

export const listLeadTimes = verb({
  name: 'quality.list-lead-times',
  method: 'GET',
  path: '/api/quality/lead-time',
  summary: 'Days from arrival in quarantine to release by item and supplier, over the last year',
  input: z.strictObject({ warehouse_id: id_param.optional() }),
  output: z.object({ rows: z.array(lead_time) }),
  errors: [],
});
