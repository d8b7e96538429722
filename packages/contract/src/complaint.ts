import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  id,
  id_param,
  lot_no,
  page_of,
  page_query,
  qty,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { case_severity, case_trail } from './quality-case-common.ts';
import { download, verb } from './verb.ts';

export const COMPLAINT_STATUSES = ['received', 'triaged', 'investigated', 'answered', 'closed'] as const;
/** What happened to the patient, as the reporter says. All but `none` raise the question of an adverse event. */
export const PATIENT_HARMS = ['none', 'possible', 'injury', 'serious_injury', 'death'] as const;
export const COMPLAINT_CAUSES = [
  'product',
  'packaging',
  'labelling',
  'storage',
  'transport',
  'use',
  'wrong_goods',
  'service',
  'unknown',
] as const;
export const SAMPLE_STATES = ['not_needed', 'requested', 'received', 'unavailable'] as const;

export const complaint_errors = {
  'quality.device_not_found': {
    status: 404,
    zh: '没有找到这个条码对应的产品',
    en: 'No product is known by this code',
  },
  'quality.complaint_product_missing': {
    status: 422,
    zh: '请扫描或填写产品',
    en: 'Scan or name the product',
  },
  'quality.complaint_customer_missing': {
    status: 422,
    zh: '请选择客户',
    en: 'Choose the customer',
  },
  'quality.adverse_undecided': {
    status: 409,
    zh: '{document_no} 涉及患者伤害,须登记不良事件或写明不报告的理由',
    en: '{document_no} speaks of harm to a patient: open an adverse event or say why it is none',
  },
  'quality.sample_return_missing': {
    status: 422,
    zh: '已收到样品,请填写客户退货单号',
    en: 'Give the number of the customer return that brought the sample',
  },
} as const satisfies ErrorCatalogue;

const complaint_id = { complaint_id: id_param };
const of_complaint = z.object({ complaint_id: id, status: z.enum(COMPLAINT_STATUSES) });

export const findDevice = verb({
  name: 'quality.find-device',
  method: 'GET',
  path: '/api/quality/device',
  summary: 'Product, lot and serial of a scanned or typed code, for whoever complains about it',
  input: z.strictObject({ code: z.string().trim().min(1).max(200) }),
  output: z.object({
    item_id: id,
    item_code: z.string(),
    item_name: z.string(),
    lot_id: id.nullable(),
    lot_no: z.string().nullable(),
    serial_no: z.string().nullable(),
  }),
  errors: ['quality.device_not_found'],
});

export const fileComplaint = verb({
  name: 'quality.file-complaint',
  method: 'POST',
  path: '/api/quality/complaint',
  summary: 'A complaint of a customer about a product or service; a hospital files its own',
  input: z.strictObject({
    /** The customer, where staff files for it. */
    partner_id: id.optional(),
    department_id: id.optional(),
    warehouse_id: id.optional(),
    item_id: id.optional(),
    /** As on the label, where the product could not be found. */
    product: text(200).default(''),
    lot_no: lot_no.optional(),
    serial_no: serial_no.optional(),
    qty: qty.optional(),
    happened_on: civil_date.optional(),
    description: required_text(2000),
    harm: z.enum(PATIENT_HARMS),
    harm_description: text(1000).default(''),
    contact: required_text(100),
    sample_available: z.boolean().default(false),
  }),
  output: z.object({ complaint_id: id, document_no: z.string(), adverse_proposed: z.boolean() }),
  errors: [
    'platform.not_found',
    'quality.case_in_future',
    'quality.complaint_product_missing',
    'quality.complaint_customer_missing',
  ],
});

export const triageComplaint = verb({
  name: 'quality.triage-complaint',
  method: 'POST',
  path: '/api/quality/complaint/{complaint_id}/triage',
  summary:
    'How grave it is, who works on it, which warehouse it belongs to, and whether it is an adverse event',
  input: z.strictObject({
    ...complaint_id,
    warehouse_id: id,
    severity: case_severity,
    owner_id: id,
    item_id: id.optional(),
    lot_no: lot_no.optional(),
    harm: z.enum(PATIENT_HARMS),
    /** Why harm is no adverse event that must be reported; empty while it may be one. */
    no_adverse_reason: text(500).default(''),
    due_on: civil_date.optional(),
  }),
  output: of_complaint,
  errors: ['platform.not_found', 'quality.case_status', 'quality.case_owner_unknown'],
});

export const investigateComplaint = verb({
  name: 'quality.investigate-complaint',
  method: 'POST',
  path: '/api/quality/complaint/{complaint_id}/investigation',
  summary: 'What was found, and where the sample is',
  input: z.strictObject({
    ...complaint_id,
    cause: z.enum(COMPLAINT_CAUSES),
    finding: required_text(2000),
    justified: z.boolean(),
    sample: z.enum(SAMPLE_STATES),
    sample_return_no: text(40).default(''),
  }),
  output: of_complaint,
  errors: ['platform.not_found', 'quality.case_status', 'quality.sample_return_missing'],
});

export const answerComplaint = verb({
  name: 'quality.answer-complaint',
  method: 'POST',
  path: '/api/quality/complaint/{complaint_id}/answer',
  summary: 'The answer to the customer',
  input: z.strictObject({ ...complaint_id, answer: required_text(2000), answered_to: required_text(100) }),
  output: of_complaint,
  errors: ['platform.not_found', 'quality.case_status'],
});

export const closeComplaint = verb({
  name: 'quality.close-complaint',
  method: 'POST',
  path: '/api/quality/complaint/{complaint_id}/close',
  summary: 'Closes it with a signature; neither who filed it nor who owns it',
  input: z.strictObject({ ...complaint_id, conclusion: required_text(1000) }),
  output: of_complaint,
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'quality.case_status',
    'quality.own_case',
    'quality.adverse_undecided',
  ],
});

const head = {
  complaint_id: id,
  document_no: z.string(),
  status: z.enum(COMPLAINT_STATUSES),
  severity: case_severity.nullable(),
  warehouse_id: id.nullable(),
  warehouse_name: z.string().nullable(),
  partner_name: z.string(),
  department_name: z.string().nullable(),
  product: z.string(),
  lot_no: z.string().nullable(),
  harm: z.enum(PATIENT_HARMS),
  filed_by_name: z.string(),
  filed_at: z.string(),
  due_on: z.string(),
  overdue: z.boolean(),
  owner_name: z.string().nullable(),
  /** Harm that nobody has decided on yet. */
  adverse_proposed: z.boolean(),
};

export const listComplaints = verb({
  name: 'quality.list-complaints',
  method: 'GET',
  path: '/api/quality/complaint',
  summary: 'Complaints, newest first; a hospital sees its own',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getComplaint = verb({
  name: 'quality.get-complaint',
  method: 'GET',
  path: '/api/quality/complaint/{complaint_id}',
  summary: 'A complaint with its investigation and answer; a hospital sees the answer only',
  input: z.strictObject(complaint_id),
  output: z.object({
    ...head,
    partner_id: id,
    item_id: id.nullable(),
    item_code: z.string().nullable(),
    lot_id: id.nullable(),
    serial_no: z.string().nullable(),
    qty: z.number().nullable(),
    happened_on: z.string().nullable(),
    description: z.string(),
    harm_description: z.string(),
    contact: z.string(),
    sample_available: z.boolean(),
    no_adverse_reason: z.string().nullable(),
    triaged_by_name: z.string().nullable(),
    triaged_at: z.string().nullable(),
    cause: z.enum(COMPLAINT_CAUSES).nullable(),
    finding: z.string().nullable(),
    justified: z.boolean().nullable(),
    sample: z.enum(SAMPLE_STATES).nullable(),
    sample_return_no: z.string().nullable(),
    investigated_by_name: z.string().nullable(),
    investigated_at: z.string().nullable(),
    answer: z.string().nullable(),
    answered_to: z.string().nullable(),
    answered_by_name: z.string().nullable(),
    answered_at: z.string().nullable(),
    conclusion: z.string().nullable(),
    closed_by_name: z.string().nullable(),
    closed_at: z.string().nullable(),
    mine: z.boolean(),
    adverse_events: z.array(z.object({ adverse_event_id: id, document_no: z.string(), status: z.string() })),
    capas: z.array(z.object({ capa_id: id, document_no: z.string(), title: z.string(), status: z.string() })),
    ...case_trail,
  }),
  errors: ['platform.not_found'],
});

export const printComplaint = verb({
  name: 'quality.print-complaint',
  method: 'POST',
  path: '/api/quality/complaint/{complaint_id}/print',
  summary: 'The record of a complaint as PDF',
  input: z.strictObject(complaint_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
