import { z } from 'zod';
import { attachment_row, attachment_upload, PAPER_BYTES_MAX, signature_row } from './attachments.ts';
import type { ErrorCatalogue } from './errors.ts';
import { inspection_check, measured_value } from './inspection-plans.ts';
import {
  CONCLUSIONS,
  DEFECT_CLASSES,
  INSPECTED_PURPOSES,
  INSPECTION_LEVELS,
  INSPECTION_PAPER_KINDS,
  INSPECTION_STATUSES,
  SEVERITIES,
} from './inspection-words.ts';
import { id, id_param, qty, qty_or_zero, required_text, serial_no, text } from './primitives.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export * from './inspection-plans.ts';
export * from './inspection-words.ts';

export const inspection_errors = {
  'quality.plan_scope_taken': {
    status: 409,
    zh: '同一适用范围已有检验方案',
    en: 'There is a plan for the same goods already',
  },
  'quality.plan_status': {
    status: 409,
    zh: '检验方案 {document_no} 第 {version} 版当前为 {status},不能执行此操作',
    en: 'Version {version} of plan {document_no} is {status}; this cannot be done now',
  },
  'quality.plan_retired': {
    status: 409,
    zh: '检验方案 {document_no} 已停用',
    en: 'Plan {document_no} is retired',
  },
  'quality.own_plan': {
    status: 403,
    zh: '编制人不能批准自己编制的检验方案',
    en: 'Nobody approves a plan of the own hand',
  },
  'quality.plan_aql_missing': {
    status: 422,
    zh: '第 {line_no} 项按样本检验,但 {defect_class} 类没有规定 AQL',
    en: 'Check {line_no} looks at the sample, but class {defect_class} has no AQL',
  },
  'quality.plan_check_limits': {
    status: 422,
    zh: '第 {line_no} 项:计量项目须有上限或下限,其他项目不设限值',
    en: 'Check {line_no}: what is measured needs a limit, other checks have none',
  },
  'quality.plan_check_extent': {
    status: 422,
    zh: '第 {line_no} 项:资料核对每批一次,固定抽样须写件数',
    en: 'Check {line_no}: papers are looked at once for a lot, and a fixed sample needs its number',
  },
  'quality.plan_skip': {
    status: 422,
    zh: '跳批须同时规定连续接收批数与跳批间隔',
    en: 'Skipping lots needs both numbers: after how many, and one of how many',
  },
  'quality.inspection_status': {
    status: 409,
    zh: '检验单 {document_no} 当前为 {status},不能执行此操作',
    en: 'Inspection {document_no} is {status}; this cannot be done now',
  },
  'quality.check_unknown': {
    status: 422,
    zh: '检验单没有第 {line_no} 项',
    en: 'The inspection has no check {line_no}',
  },
  'quality.too_many_nonconforming': {
    status: 422,
    zh: '第 {line_no} 项:不合格 {nonconforming} 件多于检验 {checked} 件',
    en: 'Check {line_no}: {nonconforming} nonconforming of {checked} checked',
  },
  'quality.more_checked_than_there': {
    status: 422,
    zh: '第 {line_no} 项:累计检验 {checked} 件,多于到货 {qty} 件',
    en: 'Check {line_no}: {checked} checked, but only {qty} arrived',
  },
  'quality.readings_missing': {
    status: 422,
    zh: '第 {line_no} 项为计量项目,请逐件录入测量值',
    en: 'Check {line_no} is measured; enter a reading for each piece',
  },
  'quality.readings_unexpected': {
    status: 422,
    zh: '第 {line_no} 项不是计量项目,不录入测量值',
    en: 'Check {line_no} is not measured; it takes no readings',
  },
  'quality.result_unknown': {
    status: 409,
    zh: '没有这条检验记录,或已作废',
    en: 'There is no such result, or it is void',
  },
  'quality.inspection_incomplete': {
    status: 409,
    zh: '检验未完成:{missing}',
    en: 'The inspection is not complete: {missing}',
  },
  'quality.coa_missing': {
    status: 409,
    zh: '请先上传厂家检验报告(COA)',
    en: "Add the manufacturer's certificate first",
  },
  'quality.record_changed': {
    status: 409,
    zh: '检验记录已更新为第 {version} 版,请核对后重新签名',
    en: 'The record is at version {version} now; look at it again before signing',
  },
  'quality.own_inspection': {
    status: 403,
    zh: '检验人不能放行自己检验的货物',
    en: 'Who inspected goods does not release them',
  },
  'quality.own_arrival': {
    status: 403,
    zh: '收货人不能放行自己收的货物',
    en: 'Who took goods in does not release them',
  },
  'quality.nothing_to_decide': {
    status: 422,
    zh: '放行与拒收数量不能都为 0',
    en: 'Neither released nor rejected: there is nothing to sign',
  },
  'quality.more_than_undecided': {
    status: 409,
    zh: '待判定 {undecided} 件,给出 {given} 件',
    en: '{undecided} pieces wait for a decision, {given} given',
  },
  'quality.not_accepted_lot': {
    status: 409,
    zh: '检验结论为不接收,不能放行;可复检或拒收',
    en: 'The lot was not accepted: it may be tested again or rejected, not released',
  },
  'quality.nonconforming_released': {
    status: 409,
    zh: '已发现 {nonconforming} 件不合格,合计最多放行 {limit} 件',
    en: '{nonconforming} pieces were found nonconforming, so at most {limit} may be released',
  },
  'quality.sampling_discontinued': {
    status: 409,
    zh: '该产品与供应商的抽样检验已暂停,质量负责人恢复前不能放行',
    en: 'Sampling of this item from this supplier is discontinued; nothing is released before it is resumed',
  },
  'quality.sampling_not_discontinued': {
    status: 409,
    zh: '抽样检验没有暂停',
    en: 'Sampling is not discontinued',
  },
  'quality.inspection_open': {
    status: 409,
    zh: '批号 {lot_no} 的检验单 {document_no} 尚未签名放行',
    en: 'Inspection {document_no} of lot {lot_no} has not been signed yet',
  },
  'quality.inspection_otherwise': {
    status: 409,
    zh: '批号 {lot_no} 检验签名放行尚余 {released} 件、拒收尚余 {rejected} 件,与验收数量不符',
    en: 'Lot {lot_no}: the signed decision leaves {released} to release and {rejected} to reject',
  },
  'quality.decided_by_document': {
    status: 409,
    zh: '序列号由验收单逐件判定,此处不填',
    en: 'The acceptance of the document names the serial numbers',
  },
} as const satisfies ErrorCatalogue;

const inspection_head = {
  inspection_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  purpose: z.enum(INSPECTED_PURPOSES),
  source_no: z.string().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  supplier_name: z.string().nullable(),
  qty: z.number(),
  qty_released: z.number(),
  qty_rejected: z.number(),
  sample: z.number(),
  severity: z.enum(SEVERITIES),
  skipped: z.boolean(),
  status: z.enum(INSPECTION_STATUSES),
  conclusion: z.enum(CONCLUSIONS).nullable(),
  arrived_at: z.string(),
  target_at: z.string(),
  closed_at: z.string().nullable(),
  /** Hours since arrival, or until it was closed. */
  waiting_hours: z.number(),
  overdue: z.boolean(),
};
export const listInspections = verb({
  name: 'quality.list-inspections',
  method: 'GET',
  path: '/api/quality/inspection',
  summary: 'Inspections: those that wait, most urgent first, or those that are done, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    state: z.enum(['waiting', 'done', 'all']).default('waiting'),
    search: text(60).optional(),
    /** Those of one document, such as `receipt:7`. */
    document_key: text(60).optional(),
    item_id: id_param.optional(),
    lot_id: id_param.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(300),
  }),
  output: z.object({ rows: z.array(z.object(inspection_head)), total: z.number().int() }),
  errors: [],
});

const inspection_id = { inspection_id: id_param };
const class_numbers = z.object({
  defect_class: z.enum(DEFECT_CLASSES),
  aql: z.number().nullable(),
  letter: z.string().nullable(),
  sample: z.number(),
  ac: z.number().int(),
  re: z.number().int(),
  nonconforming: z.number(),
  verdict: z.enum(['accepted', 'not_accepted', 'open']),
});
export const getInspection = verb({
  name: 'quality.get-inspection',
  method: 'GET',
  path: '/api/quality/inspection/{inspection_id}',
  summary:
    'An inspection with its checks, results, decisions and signatures, and what the asking person may do next',
  input: z.strictObject(inspection_id),
  output: z.object({
    ...inspection_head,
    version: z.number().int(),
    round: z.number().int(),
    plan_id: id,
    plan_no: z.string(),
    plan_version: z.number().int(),
    level: z.enum(INSPECTION_LEVELS),
    coa_required: z.boolean(),
    tracking: z.enum(['lot', 'serial']),
    production_date: z.string().nullable(),
    registration_no: z.string(),
    settled_by: z.enum(['inspection', 'document']),
    document_key: z.string().nullable(),
    /** Of what was signed, what the acceptance of the document has still to post. */
    to_settle: z.number(),
    conclusion_note: z.string().nullable(),
    concluded_by_name: z.string().nullable(),
    concluded_at: z.string().nullable(),
    cancel_reason: z.string().nullable(),
    inspected_by_me: z.boolean(),
    arrived_by_me: z.boolean(),
    discontinued: z.boolean(),
    /** Mean days from arrival to release of this item, where it was measured. */
    mean_days: z.number().nullable(),
    classes: z.array(class_numbers),
    checks: z.array(
      inspection_check.extend({
        line_no: z.number().int(),
        /** Pieces that must be looked at in this round, and that have been. */
        needed: z.number(),
        checked: z.number(),
        nonconforming: z.number(),
      }),
    ),
    results: z.array(
      z.object({
        result_id: id,
        round: z.number().int(),
        line_no: z.number().int(),
        name: z.string(),
        checked: z.number(),
        nonconforming: z.number(),
        readings: z.array(z.number()),
        serial_nos: z.array(z.string()),
        note: z.string().nullable(),
        recorded_by_name: z.string(),
        recorded_at: z.string(),
        void_reason: z.string().nullable(),
        voided_by_name: z.string().nullable(),
      }),
    ),
    rounds: z.array(
      z.object({
        round: z.number().int(),
        severity: z.enum(SEVERITIES),
        sample: z.number(),
        reason: z.string().nullable(),
        opened_by_name: z.string(),
        opened_at: z.string(),
      }),
    ),
    decisions: z.array(
      z.object({
        decision_no: z.number().int(),
        released: z.number(),
        rejected: z.number(),
        reason: z.string(),
        signatures: z.array(signature_row),
      }),
    ),
    papers: z.array(attachment_row),
  }),
  errors: ['platform.not_found'],
});

const result_line = z.strictObject({
  line_no: z.number().int().min(1),
  checked: qty,
  nonconforming: qty_or_zero.default(0),
  /** One for each piece of a measured check; nonconforming ones are counted by the limits. */
  readings: z.array(measured_value).max(3150).default([]),
  /** Of the pieces that do not conform. */
  serial_nos: z.array(serial_no).max(1000).default([]),
  note: text(300).default(''),
});
const inspection_moved = z.object({
  inspection_id: id,
  status: z.enum(INSPECTION_STATUSES),
  version: z.number().int(),
});
export const recordInspection = verb({
  name: 'quality.record-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/result',
  summary: 'Adds what was seen of some checks; it may be done in as many parts as needed',
  input: z.strictObject({ ...inspection_id, lines: z.array(result_line).min(1).max(100) }),
  output: inspection_moved,
  errors: [
    'platform.not_found',
    'quality.inspection_status',
    'quality.check_unknown',
    'quality.too_many_nonconforming',
    'quality.more_checked_than_there',
    'quality.readings_missing',
    'quality.readings_unexpected',
  ],
});

export const voidInspectionResult = verb({
  name: 'quality.void-inspection-result',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/result/{result_id}/void',
  summary: 'Voids a result that was entered wrongly; it stays in the record',
  input: z.strictObject({ ...inspection_id, result_id: id_param, reason: required_text(200) }),
  output: inspection_moved,
  errors: ['platform.not_found', 'quality.inspection_status', 'quality.result_unknown'],
});

export const concludeInspection = verb({
  name: 'quality.conclude-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/conclusion',
  summary: 'Concludes by the acceptance numbers of the plan, once every check is complete',
  input: z.strictObject({ ...inspection_id, note: text(300).default('') }),
  output: inspection_moved.extend({ conclusion: z.enum(CONCLUSIONS), severity: z.enum(SEVERITIES) }),
  errors: [
    'platform.not_found',
    'quality.inspection_status',
    'quality.inspection_incomplete',
    'quality.coa_missing',
  ],
});

export const retestInspection = verb({
  name: 'quality.retest-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/retest',
  summary: 'Draws another sample, tightened, for a reason; the earlier results stay',
  input: z.strictObject({ ...inspection_id, reason: required_text(300) }),
  output: inspection_moved.extend({ round: z.number().int(), sample: z.number() }),
  errors: ['platform.not_found', 'quality.inspection_status'],
});

export const releaseInspection = verb({
  name: 'quality.release-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/release',
  summary:
    'Releases or rejects a part of the lot with an electronic signature, bound to the version of the record that was seen',
  input: z.strictObject({
    ...inspection_id,
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    version: z.number().int().min(1),
    released: qty_or_zero,
    rejected: qty_or_zero,
    reason: required_text(300),
    /** Which pieces are rejected, where numbered ones are decided on and the inspection itself posts them. */
    rejected_serial_nos: z.array(serial_no).max(20_000).default([]),
    released_serial_nos: z.array(serial_no).max(20_000).default([]),
  }),
  output: inspection_moved.extend({
    decision_no: z.number().int(),
    release_movement_id: id.nullable(),
    reject_movement_id: id.nullable(),
  }),
  errors: [
    'platform.not_found',
    'quality.inspection_status',
    'quality.record_changed',
    'quality.own_inspection',
    'quality.own_arrival',
    'quality.nothing_to_decide',
    'quality.more_than_undecided',
    'quality.not_accepted_lot',
    'quality.nonconforming_released',
    'quality.sampling_discontinued',
    'quality.decided_by_document',
    'compliance.acknowledgement_needed',
    'identity.reauthentication_needed',
    ...Object.keys(stock_errors),
  ],
});

export const cancelInspection = verb({
  name: 'quality.cancel-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/cancel',
  summary: 'Gives an inspection up, for instance because the goods have gone back to the supplier',
  input: z.strictObject({ ...inspection_id, reason: required_text(300) }),
  output: inspection_moved,
  errors: ['platform.not_found', 'quality.inspection_status'],
});

export const addInspectionPaper = verb({
  name: 'quality.add-inspection-paper',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/paper',
  summary: "A photograph or the manufacturer's certificate of analysis; part of the signed record",
  input: z.strictObject({ ...inspection_id, ...attachment_upload, kind: z.enum(INSPECTION_PAPER_KINDS) }),
  output: z.object({ attachment_id: id }),
  errors: ['platform.not_found', 'quality.inspection_status', 'platform.attachment_type'],
  body: 'bytes',
  body_limit: PAPER_BYTES_MAX,
});

export const getInspectionPaper = verb({
  name: 'quality.get-inspection-paper',
  method: 'GET',
  path: '/api/quality/inspection-paper/{attachment_id}',
  summary: 'A paper of an inspection',
  input: z.strictObject({ attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const printInspection = verb({
  name: 'quality.print-inspection',
  method: 'POST',
  path: '/api/quality/inspection/{inspection_id}/print',
  summary: 'The inspection record as PDF, with printed name, time and meaning of each signature',
  input: z.strictObject(inspection_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
