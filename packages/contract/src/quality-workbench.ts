import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, id, required_text } from './primitives.ts';
import { case_trail } from './quality-case-common.ts';
import { verb } from './verb.ts';

/** What waits for quality; what may harm patients first. */
export const QUALITY_TASKS = [
  'adverse_event',
  'recall',
  'complaint',
  'deviation',
  'inspection',
  'quarantine',
  'capa',
  'destruction',
  'certificate',
  'self_inspection',
] as const;
export type QualityTask = (typeof QUALITY_TASKS)[number];
export const URGENCIES = ['overdue', 'today', 'week', 'later'] as const;

export const self_inspection_errors = {
  'quality.self_inspection_recorded': {
    status: 409,
    zh: '{year} 年度自查报告已登记',
    en: 'The self-inspection of {year} is recorded already',
  },
} as const satisfies ErrorCatalogue;

export const getWorkbench = verb({
  name: 'quality.get-workbench',
  method: 'GET',
  path: '/api/quality/workbench',
  summary: 'What waits for quality, the most urgent first',
  input: z.strictObject({ warehouse_id: z.coerce.number().int().positive().optional() }),
  output: z.object({
    counts: z.array(
      z.object({ task: z.enum(QUALITY_TASKS), open: z.number().int(), overdue: z.number().int() }),
    ),
    rows: z.array(
      z.object({
        task: z.enum(QUALITY_TASKS),
        /** What is to be done, where a case has several things: `report`, `tell_registrant`, `check`. */
        step: z.string(),
        entity_id: id.nullable(),
        document_no: z.string(),
        title: z.string(),
        warehouse_name: z.string().nullable(),
        owner_name: z.string().nullable(),
        due_at: z.string().nullable(),
        urgency: z.enum(URGENCIES),
      }),
    ),
  }),
  errors: [],
});

export const listSelfInspections = verb({
  name: 'quality.list-self-inspections',
  method: 'GET',
  path: '/api/quality/self-inspection',
  summary: 'The yearly self-inspection reports, due on 31 March for the year before',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        self_inspection_id: id.nullable(),
        year: z.number().int(),
        due_on: z.string(),
        overdue: z.boolean(),
        submitted_on: z.string().nullable(),
        summary: z.string().nullable(),
        findings: z.string().nullable(),
        receipt_no: z.string().nullable(),
        recorded_by_name: z.string().nullable(),
        recorded_at: z.string().nullable(),
        files: case_trail.files,
      }),
    ),
  }),
  errors: [],
});

export const recordSelfInspection = verb({
  name: 'quality.record-self-inspection',
  method: 'POST',
  path: '/api/quality/self-inspection',
  summary: 'Records the yearly self-inspection report that was handed in',
  input: z.strictObject({
    year: z.number().int().min(2020).max(2100),
    submitted_on: civil_date,
    receipt_no: required_text(60),
    summary: required_text(2000),
    findings: required_text(2000),
  }),
  output: z.object({ self_inspection_id: id }),
  errors: ['quality.self_inspection_recorded', 'quality.case_in_future'],
});
