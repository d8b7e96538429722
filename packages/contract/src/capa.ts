import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, id, id_param, page_of, page_query, required_text } from './primitives.ts';
import { case_trail } from './quality-case-common.ts';
import { download, verb } from './verb.ts';

export const CAPA_STATUSES = ['opened', 'implemented', 'closed'] as const;
export const CAPA_ACTION_KINDS = ['corrective', 'preventive'] as const;
export const CAPA_SOURCES = ['deviation', 'complaint', 'adverse_event', 'audit', 'other'] as const;

export const capa_errors = {
  'quality.capa_too_early': {
    status: 409,
    zh: '有效性检查须在 {check_on} 或之后进行',
    en: 'Whether it works is checked on {check_on} at the earliest',
  },
  'quality.capa_own_check': {
    status: 403,
    zh: '有效性须由提出人、负责人和措施执行人以外的人检查',
    en: 'Who opened or owns it or carried it out does not check whether it works',
  },
  'quality.capa_action_unknown': {
    status: 404,
    zh: '{document_no} 没有第 {action_no} 项措施',
    en: '{document_no} has no action {action_no}',
  },
  'quality.capa_action_done': {
    status: 409,
    zh: '第 {action_no} 项措施已完成',
    en: 'Action {action_no} is done already',
  },
  'quality.capa_evidence_missing': {
    status: 409,
    zh: '请先上传第 {action_no} 项措施的完成证据',
    en: 'Add evidence of action {action_no} first',
  },
  'quality.case_source_unknown': {
    status: 422,
    zh: '来源单据不存在',
    en: 'The case that it comes from does not exist',
  },
} as const satisfies ErrorCatalogue;

const capa_id = { capa_id: id_param };
const of_capa = z.object({ capa_id: id, status: z.enum(CAPA_STATUSES) });
const action = z.strictObject({
  kind: z.enum(CAPA_ACTION_KINDS),
  description: required_text(1000),
  owner_id: id,
  due_on: civil_date,
});

export const openCapa = verb({
  name: 'quality.open-capa',
  method: 'POST',
  path: '/api/quality/capa',
  summary: 'Opens corrective and preventive actions with owners and due dates',
  input: z.strictObject({
    warehouse_id: id,
    source_entity: z.enum(CAPA_SOURCES),
    source_id: id.optional(),
    title: required_text(100),
    problem: required_text(2000),
    root_cause: required_text(2000),
    owner_id: id,
    /** How and from which day on somebody else looks whether it works. */
    criterion: required_text(500),
    check_on: civil_date,
    actions: z.array(action).min(1).max(50),
  }),
  output: z.object({ capa_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'quality.case_owner_unknown', 'quality.case_source_unknown'],
});

export const addCapaActions = verb({
  name: 'quality.add-capa-actions',
  method: 'POST',
  path: '/api/quality/capa/{capa_id}/action',
  summary: 'Adds actions to an open CAPA',
  input: z.strictObject({ ...capa_id, actions: z.array(action).min(1).max(50) }),
  output: of_capa,
  errors: ['platform.not_found', 'quality.case_status', 'quality.case_owner_unknown'],
});

export const finishCapaAction = verb({
  name: 'quality.finish-capa-action',
  method: 'POST',
  path: '/api/quality/capa/{capa_id}/action/{action_no}/finish',
  summary:
    'Says that an action is done; its evidence has been added before. The last one makes it implemented',
  input: z.strictObject({
    ...capa_id,
    action_no: z.coerce.number().int().min(1),
    result: required_text(1000),
  }),
  output: of_capa,
  errors: [
    'platform.not_found',
    'quality.case_status',
    'quality.capa_action_unknown',
    'quality.capa_action_done',
    'quality.capa_evidence_missing',
  ],
});

export const checkCapa = verb({
  name: 'quality.check-capa',
  method: 'POST',
  path: '/api/quality/capa/{capa_id}/check',
  summary: 'Another person signs whether it works: effective closes it, otherwise it is open again',
  input: z.strictObject({ ...capa_id, effective: z.boolean(), finding: required_text(2000) }),
  output: of_capa,
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'quality.case_status',
    'quality.capa_too_early',
    'quality.capa_own_check',
  ],
});

export const reopenCapa = verb({
  name: 'quality.reopen-capa',
  method: 'POST',
  path: '/api/quality/capa/{capa_id}/reopen',
  summary: 'Opens a closed CAPA again, with a new date of the check',
  input: z.strictObject({ ...capa_id, reason: required_text(500), check_on: civil_date }),
  output: of_capa,
  errors: ['platform.not_found', 'quality.case_status'],
});

const head = {
  capa_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  status: z.enum(CAPA_STATUSES),
  source_entity: z.enum(CAPA_SOURCES),
  source_id: id.nullable(),
  title: z.string(),
  owner_name: z.string(),
  opened_by_name: z.string(),
  opened_at: z.string(),
  check_on: z.string(),
  actions: z.number().int(),
  actions_done: z.number().int(),
  /** The next date of an open action, or of the check. */
  due_on: z.string().nullable(),
  overdue: z.boolean(),
};

export const listCapas = verb({
  name: 'quality.list-capas',
  method: 'GET',
  path: '/api/quality/capa',
  summary: 'CAPA, newest first',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getCapa = verb({
  name: 'quality.get-capa',
  method: 'GET',
  path: '/api/quality/capa/{capa_id}',
  summary: 'A CAPA with its actions, evidence and checks',
  input: z.strictObject(capa_id),
  output: z.object({
    ...head,
    problem: z.string(),
    root_cause: z.string(),
    criterion: z.string(),
    source_no: z.string().nullable(),
    /** Whether the asking person opened, owns or carried it out, and so may not check it. */
    mine: z.boolean(),
    action_rows: z.array(
      z.object({
        action_no: z.number().int(),
        kind: z.enum(CAPA_ACTION_KINDS),
        description: z.string(),
        owner_name: z.string(),
        due_on: z.string(),
        overdue: z.boolean(),
        done_at: z.string().nullable(),
        done_by_name: z.string().nullable(),
        result: z.string().nullable(),
      }),
    ),
    checks: z.array(
      z.object({
        check_no: z.number().int(),
        effective: z.boolean(),
        finding: z.string(),
        checked_by_name: z.string(),
        checked_at: z.string(),
      }),
    ),
    ...case_trail,
  }),
  errors: ['platform.not_found'],
});

export const printCapa = verb({
  name: 'quality.print-capa',
  method: 'POST',
  path: '/api/quality/capa/{capa_id}/print',
  summary: 'The record of a CAPA as PDF',
  input: z.strictObject(capa_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
