import { z } from 'zod';
import { attachment_row, attachment_upload, PAPER_BYTES_MAX, signature_row } from './attachments.ts';
import type { ErrorCatalogue } from './errors.ts';
import { id, id_param, required_text } from './primitives.ts';
import { download, verb } from './verb.ts';

/** Records of quality that are worked on step by step and closed by a second person. */
export const CASE_KINDS = ['deviation', 'capa', 'complaint', 'adverse_event', 'self_inspection'] as const;
export const case_kind = z.enum(CASE_KINDS);
export type CaseKind = z.infer<typeof case_kind>;

export const CASE_SEVERITIES = ['minor', 'major', 'critical'] as const;
export const case_severity = z.enum(CASE_SEVERITIES);
export type CaseSeverity = z.infer<typeof case_severity>;

export const quality_case_errors = {
  'quality.case_status': {
    status: 409,
    zh: '{document_no} 当前为{status},不能执行此操作',
    en: '{document_no} is {status}; this cannot be done now',
  },
  'quality.own_case': {
    status: 403,
    zh: '{document_no} 由您提出或负责,须由另一人关闭',
    en: 'You opened or own {document_no}; another person must close it',
  },
  'quality.case_owner_unknown': {
    status: 422,
    zh: '该人员在此仓库没有处理质量事件的权限',
    en: 'That person may not work on quality cases at this warehouse',
  },
  'quality.case_in_future': {
    status: 422,
    zh: '时间不能晚于现在',
    en: 'The time cannot lie ahead',
  },
} as const satisfies ErrorCatalogue;

/** What every case carries beside its own fields: nothing is edited after closing, it is added to. */
export const case_trail = {
  notes: z.array(
    z.object({ note_id: id, text: z.string(), added_by_name: z.string(), added_at: z.string() }),
  ),
  files: z.array(attachment_row),
  signatures: z.array(signature_row),
};

export const addCaseNote = verb({
  name: 'quality.add-case-note',
  method: 'POST',
  path: '/api/quality/case-note',
  summary: 'Adds a remark to a case; possible after it was closed as well',
  input: z.strictObject({ entity: case_kind, entity_id: id, text: required_text(2000) }),
  output: z.object({ note_id: id }),
  errors: ['platform.not_found'],
});

export const addCaseFile = verb({
  name: 'quality.add-case-file',
  method: 'POST',
  path: '/api/quality/case-file',
  summary: 'Adds a photograph or paper to a case',
  input: z.strictObject({ entity: case_kind, entity_id: id_param, ...attachment_upload }),
  output: z.object({ attachment_id: id }),
  errors: ['platform.not_found', 'platform.attachment_type'],
  body: 'bytes',
  body_limit: PAPER_BYTES_MAX,
});

export const getCaseFile = verb({
  name: 'quality.get-case-file',
  method: 'GET',
  path: '/api/quality/case-file/{entity}/{attachment_id}',
  summary: 'A photograph or paper of a case',
  input: z.strictObject({ entity: case_kind, attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const listCasePeople = verb({
  name: 'quality.list-case-people',
  method: 'GET',
  path: '/api/quality/case-people',
  summary: 'Who may own a case at a warehouse',
  input: z.strictObject({ warehouse_id: id_param }),
  output: z.object({ rows: z.array(z.object({ user_id: id, display_name: z.string() })) }),
  errors: ['platform.not_found'],
});
