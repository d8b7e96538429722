import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { case_trail } from './quality-case-common.ts';
import { download, verb } from './verb.ts';

export const ADVERSE_STATUSES = ['opened', 'reported', 'dismissed', 'closed'] as const;
/** How grave: the report is due by this. */
export const ADVERSE_CATEGORIES = ['death', 'serious_injury', 'possible_serious', 'other'] as const;
export const ADVERSE_ORIGINS = ['domestic', 'overseas'] as const;
export const PATIENT_SEXES = ['male', 'female', 'unknown'] as const;
export const ADVERSE_TASKS = ['tell_registrant', 'group_phone', 'group_case', 'report'] as const;
export type AdverseTask = (typeof ADVERSE_TASKS)[number];

export const adverse_event_errors = {
  'quality.patient_identifiable': {
    status: 422,
    zh: '患者代号不能是身份证号、电话或姓名',
    en: 'The reference of a patient must not be an identity number, a telephone number or a name',
  },
  'quality.adverse_not_group': {
    status: 409,
    zh: '{document_no} 不是群体不良事件',
    en: '{document_no} is no group event',
  },
  'quality.adverse_registrant_untold': {
    status: 409,
    zh: '{document_no} 尚未告知注册人/备案人',
    en: 'The registrant has not been told of {document_no}',
  },
  'quality.adverse_done': {
    status: 409,
    zh: '{document_no} 的此项任务已登记',
    en: 'This task of {document_no} is recorded already',
  },
} as const satisfies ErrorCatalogue;

const adverse_event_id = { adverse_event_id: id_param };
const of_event = z.object({ adverse_event_id: id, status: z.enum(ADVERSE_STATUSES) });
/** What the national form asks; the patient by pseudonym, age and sex only. */
const form = {
  category: z.enum(ADVERSE_CATEGORIES),
  origin: z.enum(ADVERSE_ORIGINS),
  /** The same product harmed several people at about the same time. */
  is_group: z.boolean(),
  happened_on: civil_date.optional(),
  item_id: id,
  lot_no: lot_no.optional(),
  serial_no: serial_no.optional(),
  udi: text(120).default(''),
  event: required_text(2000),
  device_failure: text(1000).default(''),
  consequence: required_text(1000),
  handling: text(1000).default(''),
  cause_analysis: text(1000).default(''),
  purpose: text(200).default(''),
  place_of_use: text(100).default(''),
  patient_ref: text(20).default(''),
  patient_age: z.number().int().min(0).max(130).optional(),
  patient_sex: z.enum(PATIENT_SEXES),
  reporter: required_text(100),
  reporter_phone: text(40).default(''),
};

export const openAdverseEvent = verb({
  name: 'quality.open-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event',
  summary:
    'Opens an adverse event; what is due until when follows from how grave it is and when it was learned',
  input: z.strictObject({
    warehouse_id: id,
    complaint_id: id.optional(),
    learned_at: instant,
    ...form,
  }),
  output: z.object({ adverse_event_id: id, document_no: z.string(), report_due_on: z.string() }),
  errors: [
    'platform.not_found',
    'quality.case_in_future',
    'quality.patient_identifiable',
    'quality.case_source_unknown',
  ],
});

export const amendAdverseEvent = verb({
  name: 'quality.amend-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/amendment',
  summary:
    'Corrects the form before it was submitted; what is due is counted anew from the day it was learned',
  input: z.strictObject({ ...adverse_event_id, reason: required_text(300), ...form }),
  output: of_event,
  errors: ['platform.not_found', 'quality.case_status', 'quality.patient_identifiable'],
});

export const tellRegistrant = verb({
  name: 'quality.tell-registrant',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/registrant',
  summary: 'Records that the registrant was told: the duty of a distributor, at once',
  input: z.strictObject({
    ...adverse_event_id,
    told_at: instant.optional(),
    how: required_text(200),
    told_to: required_text(100),
  }),
  output: of_event,
  errors: ['platform.not_found', 'quality.case_status', 'quality.adverse_done', 'quality.case_in_future'],
});

export const phoneAdverseEvent = verb({
  name: 'quality.phone-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/phone',
  summary: 'Records the call about a group event',
  input: z.strictObject({
    ...adverse_event_id,
    phoned_at: instant.optional(),
    phoned_to: required_text(200),
  }),
  output: of_event,
  errors: [
    'platform.not_found',
    'quality.case_status',
    'quality.adverse_not_group',
    'quality.adverse_done',
    'quality.case_in_future',
  ],
});

export const submitAdverseEvent = verb({
  name: 'quality.submit-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/submission',
  summary: 'Records that the report was handed in, with the number it got; the form is fixed from now on',
  input: z.strictObject({
    ...adverse_event_id,
    submitted_at: instant.optional(),
    submission_no: required_text(60),
  }),
  output: of_event,
  errors: ['platform.not_found', 'quality.case_status', 'quality.case_in_future'],
});

export const followUpAdverseEvent = verb({
  name: 'quality.follow-up-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/follow-up',
  summary: 'A follow-up report after the first one',
  input: z.strictObject({
    ...adverse_event_id,
    text: required_text(2000),
    submission_no: text(60).default(''),
    submitted_at: instant.optional(),
  }),
  output: of_event,
  errors: ['platform.not_found', 'quality.case_status', 'quality.case_in_future'],
});

export const closeAdverseEvent = verb({
  name: 'quality.close-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/close',
  summary:
    'Closes it with a signature of another person: reported and told, or dismissed as none with the reason',
  input: z.strictObject({ ...adverse_event_id, dismiss: z.boolean(), conclusion: required_text(1000) }),
  output: of_event,
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'quality.case_status',
    'quality.own_case',
    'quality.adverse_registrant_untold',
  ],
});

export const adverse_task_row = z.object({
  task: z.enum(ADVERSE_TASKS),
  /** A moment, or a day that is meant to its end. */
  due_at: z.string().nullable(),
  due_on: z.string().nullable(),
  done_at: z.string().nullable(),
  overdue: z.boolean(),
});

const head = {
  adverse_event_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  status: z.enum(ADVERSE_STATUSES),
  category: z.enum(ADVERSE_CATEGORIES),
  origin: z.enum(ADVERSE_ORIGINS),
  is_group: z.boolean(),
  item_code: z.string(),
  product: z.string(),
  lot_no: z.string().nullable(),
  learned_at: z.string(),
  opened_by_name: z.string(),
  report_due_on: z.string(),
  submitted_at: z.string().nullable(),
  tasks: z.array(adverse_task_row),
  overdue: z.boolean(),
};

export const listAdverseEvents = verb({
  name: 'quality.list-adverse-events',
  method: 'GET',
  path: '/api/quality/adverse-event',
  summary: 'Adverse events, newest first, with what is due',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getAdverseEvent = verb({
  name: 'quality.get-adverse-event',
  method: 'GET',
  path: '/api/quality/adverse-event/{adverse_event_id}',
  summary: 'An adverse event with its form, tasks, evidence and follow-up reports',
  input: z.strictObject(adverse_event_id),
  output: z.object({
    ...head,
    complaint_id: id.nullable(),
    complaint_no: z.string().nullable(),
    happened_on: z.string().nullable(),
    item_id: id,
    model: z.string(),
    registration_no: z.string().nullable(),
    registrant_name: z.string().nullable(),
    serial_no: z.string().nullable(),
    udi: z.string(),
    production_date: z.string().nullable(),
    expiry_date: z.string().nullable(),
    event: z.string(),
    device_failure: z.string(),
    consequence: z.string(),
    handling: z.string(),
    cause_analysis: z.string(),
    purpose: z.string(),
    place_of_use: z.string(),
    patient_ref: z.string(),
    patient_age: z.number().int().nullable(),
    patient_sex: z.enum(PATIENT_SEXES),
    reporter: z.string(),
    reporter_phone: z.string(),
    told_to: z.string().nullable(),
    told_how: z.string().nullable(),
    told_by_name: z.string().nullable(),
    phoned_to: z.string().nullable(),
    phoned_by_name: z.string().nullable(),
    submission_no: z.string().nullable(),
    submitted_by_name: z.string().nullable(),
    conclusion: z.string().nullable(),
    closed_by_name: z.string().nullable(),
    closed_at: z.string().nullable(),
    opened_at: z.string(),
    mine: z.boolean(),
    follow_ups: z.array(
      z.object({
        follow_up_no: z.number().int(),
        text: z.string(),
        submission_no: z.string(),
        submitted_at: z.string(),
        submitted_by_name: z.string(),
      }),
    ),
    capas: z.array(z.object({ capa_id: id, document_no: z.string(), title: z.string(), status: z.string() })),
    ...case_trail,
  }),
  errors: ['platform.not_found'],
});

export const printAdverseEvent = verb({
  name: 'quality.print-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/print',
  summary: 'The report of an adverse event as PDF',
  input: z.strictObject(adverse_event_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const exportAdverseEvent = verb({
  name: 'quality.export-adverse-event',
  method: 'POST',
  path: '/api/quality/adverse-event/{adverse_event_id}/export',
  summary: 'The fields of the report as an Excel sheet, to be copied into the national system',
  input: z.strictObject(adverse_event_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
