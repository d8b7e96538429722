import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  fen,
  id,
  id_param,
  instant,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { disposition, stock_errors } from './stock.ts';
import { download, upload_bytes, verb } from './verb.ts';

export const DESTRUCTION_STATUSES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  /** Done, as the one says who did it; the goods are in the books until the other confirms. */
  'executed',
  'destroyed',
  /** The certificate is there as well. */
  'closed',
] as const;
export const EVIDENCE_KINDS = ['photo', 'certificate'] as const;
export const EVIDENCE_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export const EVIDENCE_BYTES_MAX = 5_242_880;

export const destruction_errors = {
  'quality.destruction_status': {
    status: 409,
    zh: '销毁单 {document_no} 当前为 {status},不能执行此操作',
    en: 'Destruction {document_no} is {status}; this cannot be done now',
  },
  'quality.destroy_released': {
    status: 422,
    zh: '合格品不能直接销毁,请先判不合格',
    en: 'Released goods are not destroyed; reject them first',
  },
  'quality.own_request': {
    status: 403,
    zh: '申请人不能批准自己的销毁申请',
    en: 'Nobody approves the own request',
  },
  'quality.own_witness': {
    status: 403,
    zh: '监销人必须是执行人以外的人',
    en: 'Who destroyed the goods is not their witness',
  },
  'quality.evidence_missing': {
    status: 409,
    zh: '请先上传销毁照片',
    en: 'Add a photograph of the destruction first',
  },
  'quality.evidence_unreadable': {
    status: 422,
    zh: '文件不是 {media_type}',
    en: 'The file is no {media_type}',
  },
  'quality.difference_reason': {
    status: 422,
    zh: '第 {line_no} 行实际销毁数量不同,请写原因',
    en: 'Line {line_no}: less was destroyed than asked for; say why',
  },
  'quality.destruction_line_unknown': {
    status: 404,
    zh: '销毁单没有第 {line_no} 行',
    en: 'The destruction has no line {line_no}',
  },
} as const satisfies ErrorCatalogue;

const destruction_id = { destruction_id: id_param };

export const requestDestruction = verb({
  name: 'quality.request-destruction',
  method: 'POST',
  path: '/api/quality/destruction',
  summary: 'Asks for goods that may not be used to be destroyed',
  input: z.strictObject({
    warehouse_id: id,
    reason: required_text(300),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition,
          qty,
          /** Needed where only a part of numbered pieces is meant. */
          serial_nos: z.array(serial_no).max(20_000).default([]),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ destruction_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'quality.destroy_released',
    'stock.place_or_lot_unknown',
    'stock.short',
    'stock.serial_unknown',
    'stock.serial_count',
  ],
});

export const decideDestruction = verb({
  name: 'quality.decide-destruction',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/decision',
  summary: 'Approves or rejects a destruction; another person than the one who asked',
  input: z.strictObject({ ...destruction_id, approve: z.boolean(), note: text(300).default('') }),
  output: z.object({ destruction_id: id, status: z.enum(DESTRUCTION_STATUSES) }),
  errors: ['platform.not_found', 'quality.destruction_status', 'quality.own_request'],
});

export const cancelDestruction = verb({
  name: 'quality.cancel-destruction',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/cancel',
  summary: 'Takes a destruction back before anything is destroyed',
  input: z.strictObject({ ...destruction_id, reason: required_text(300) }),
  output: z.object({ destruction_id: id, status: z.enum(DESTRUCTION_STATUSES) }),
  errors: ['platform.not_found', 'quality.destruction_status'],
});

export const executeDestruction = verb({
  name: 'quality.execute-destruction',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/execute',
  summary: 'Records how, where and how much was destroyed; the goods leave the books with the witness',
  input: z.strictObject({
    ...destruction_id,
    method: required_text(100),
    place: required_text(200),
    /** The licensed company that did it. */
    handler_id: id.optional(),
    occurred_at: instant.optional(),
    /** Lines that are not named were destroyed as asked for. */
    lines: z
      .array(
        z.strictObject({
          line_no: z.number().int().min(1),
          qty_destroyed: qty_or_zero,
          reason: text(200).default(''),
          /** Which pieces, where fewer than asked for were destroyed of an item with serial numbers. */
          serial_nos: z.array(serial_no).max(20_000).default([]),
        }),
      )
      .max(500)
      .default([]),
  }),
  output: z.object({ destruction_id: id, status: z.enum(DESTRUCTION_STATUSES) }),
  errors: [
    'platform.not_found',
    'quality.destruction_status',
    'quality.difference_reason',
    'quality.destruction_line_unknown',
    'stock.serial_unknown',
    'stock.serial_count',
    'stock.occurred_in_future',
  ],
});

export const witnessDestruction = verb({
  name: 'quality.witness-destruction',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/witness',
  summary: 'A second person confirms what was destroyed; the goods leave the books',
  input: z.strictObject(destruction_id),
  output: z.object({ destruction_id: id, status: z.enum(DESTRUCTION_STATUSES), movement_id: id }),
  errors: [
    'platform.not_found',
    'quality.destruction_status',
    'quality.own_witness',
    'quality.evidence_missing',
    ...Object.keys(stock_errors),
  ],
});

export const addEvidence = verb({
  name: 'quality.add-evidence',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/evidence',
  summary: 'A photograph or the certificate of a destruction; the certificate closes it',
  input: z.strictObject({
    ...destruction_id,
    kind: z.enum(EVIDENCE_KINDS),
    file_name: required_text(120),
    media_type: z.enum(EVIDENCE_TYPES),
    /** Number on the certificate; needed for one. */
    certificate_no: text(60).optional(),
    bytes: upload_bytes,
  }),
  output: z.object({ evidence_id: id, status: z.enum(DESTRUCTION_STATUSES) }),
  errors: ['platform.not_found', 'quality.destruction_status', 'quality.evidence_unreadable'],
  body: 'bytes',
  body_limit: EVIDENCE_BYTES_MAX,
});

export const getEvidence = verb({
  name: 'quality.get-evidence',
  method: 'GET',
  path: '/api/quality/evidence/{evidence_id}',
  summary: 'A photograph or certificate',
  input: z.strictObject({ evidence_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

const head = {
  destruction_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  status: z.enum(DESTRUCTION_STATUSES),
  reason: z.string(),
  requested_by_name: z.string(),
  requested_at: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  value_fen: fen,
};

export const listDestructions = verb({
  name: 'quality.list-destructions',
  method: 'GET',
  path: '/api/quality/destruction',
  summary: 'Destructions, newest first',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getDestruction = verb({
  name: 'quality.get-destruction',
  method: 'GET',
  path: '/api/quality/destruction/{destruction_id}',
  summary: 'A destruction with its lines and evidence, and what the asking person may do next',
  input: z.strictObject(destruction_id),
  output: z.object({
    ...head,
    decided_by_name: z.string().nullable(),
    decided_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    method: z.string().nullable(),
    place: z.string().nullable(),
    handler_name: z.string().nullable(),
    executed_by_name: z.string().nullable(),
    executed_at: z.string().nullable(),
    witnessed_by_name: z.string().nullable(),
    witnessed_at: z.string().nullable(),
    certificate_no: z.string().nullable(),
    requested_by_me: z.boolean(),
    executed_by_me: z.boolean(),
    rows: z.array(
      z.object({
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        location_code: z.string().nullable(),
        disposition,
        qty: z.number(),
        qty_destroyed: z.number().nullable(),
        difference_reason: z.string().nullable(),
        serial_nos: z.array(z.string()),
      }),
    ),
    evidence: z.array(
      z.object({
        evidence_id: id,
        kind: z.enum(EVIDENCE_KINDS),
        file_name: z.string(),
        media_type: z.string(),
        added_by_name: z.string(),
        added_at: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const printDestruction = verb({
  name: 'quality.print-destruction',
  method: 'POST',
  path: '/api/quality/destruction/{destruction_id}/print',
  summary: 'The record of destruction as PDF, with lines for the signatures of both persons',
  input: z.strictObject(destruction_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
