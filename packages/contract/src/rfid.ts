import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { code, id, id_param, instant, page_of, page_query, required_text, text } from './primitives.ts';
import { verb } from './verb.ts';

export const RFID_PASS_STATUSES = ['open', 'confirmed', 'discarded'] as const;
/** Ours: of an item or unit on file. Foreign: a sound code of somebody else. Unknown: no code that is known. */
export const RFID_OUTCOMES = ['ours', 'foreign', 'unknown'] as const;
/** What a pass is held against: an arrival notice, a transfer, an order that leaves. */
export const RFID_EXPECTED = ['asn', 'transfer', 'demand'] as const;
export const RFID_PARKED_STATUSES = ['open', 'ignored', 'settled'] as const;
export const RFID_READS_MAX = 5_000;

export const rfid_errors = {
  'integration.rfid_key_wrong': {
    status: 401,
    zh: '读写器编号或密钥不正确',
    en: 'The number or the key of the reader is wrong',
  },
  'integration.rfid_reader_taken': {
    status: 409,
    zh: '读写器编号已存在',
    en: 'A reader has this number already',
  },
  'integration.rfid_reader_retired': {
    status: 409,
    zh: '读写器 {reader_no} 已停用',
    en: 'Reader {reader_no} is retired',
  },
  'integration.rfid_pass_status': {
    status: 409,
    zh: '通过记录 {document_no} 当前为 {status},不能执行此操作',
    en: 'Pass {document_no} is {status}; this cannot be done now',
  },
  'integration.rfid_pass_moving': {
    status: 409,
    zh: '门口还在读标签,请等 {quiet_seconds} 秒后再确认',
    en: 'Tags are still being read; wait {quiet_seconds} seconds',
  },
  'integration.rfid_not_compared': {
    status: 409,
    zh: '请先选择要核对的单据',
    en: 'Choose the document to compare with first',
  },
  'integration.rfid_difference_note': {
    status: 422,
    zh: '与应有数量不符(少 {missing}、多 {extra}),请写明原因',
    en: 'It differs from what is expected ({missing} missing, {extra} too many); say why',
  },
  'integration.rfid_expected_unknown': {
    status: 422,
    zh: '没有这张单据,或它不在本仓',
    en: 'There is no such document at this warehouse',
  },
} as const satisfies ErrorCatalogue;

const reader = {
  reader_id: id,
  reader_no: z.string(),
  name: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  quiet_seconds: z.number().int(),
  llrp_host: z.string().nullable(),
  llrp_port: z.number().int().nullable(),
  has_key: z.boolean(),
  last_read_at: z.string().nullable(),
  retired_at: z.string().nullable(),
};

export const listRfidReaders = verb({
  name: 'integration.list-rfid-readers',
  method: 'GET',
  path: '/api/integration/rfid/reader',
  summary: 'RFID readers of the warehouses in sight, with what was read last',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(reader)),
  errors: [],
});

export const saveRfidReader = verb({
  name: 'integration.save-rfid-reader',
  method: 'POST',
  path: '/api/integration/rfid/reader',
  summary: 'Registers a reader at a warehouse or changes it; retired ones are read no longer',
  input: z.strictObject({
    reader_id: id.optional(),
    reader_no: code,
    name: required_text(80),
    warehouse_id: id,
    quiet_seconds: z.number().int().min(1).max(300).default(5),
    llrp_host: text(200).default(''),
    llrp_port: z.number().int().min(1).max(65_535).default(5084),
    retired: z.boolean().default(false),
  }),
  output: z.object({ reader_id: id }),
  errors: ['platform.not_found', 'integration.rfid_reader_taken'],
});

export const makeRfidKey = verb({
  name: 'integration.make-rfid-key',
  method: 'POST',
  path: '/api/integration/rfid/reader/{reader_id}/key',
  summary: 'A new key for a reader, shown once; the old one ends',
  input: z.strictObject({ reader_id: id_param }),
  output: z.object({ reader_no: z.string(), reader_key: z.string(), topic: z.string() }),
  errors: ['platform.not_found', 'integration.rfid_reader_retired'],
});

const epc_hex = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-F]{8,128}$/, { error: 'format' });
export const rfid_read = z.strictObject({
  epc_hex,
  antenna: z.number().int().min(0).max(65_535).optional(),
  rssi: z.number().min(-128).max(127).optional(),
  seen_at: instant.optional(),
});
const taken = z.object({ reads: z.number().int(), tags: z.number().int(), passes: z.number().int() });

export const sendRfidReads = verb({
  name: 'integration.send-rfid-reads',
  method: 'POST',
  path: '/api/integration/rfid/read',
  summary: 'A reader sends what it has read, with its key; it needs no account, and nothing moves by it',
  input: z.strictObject({
    reader_no: code,
    reader_key: z.string().min(20).max(200),
    reads: z.array(rfid_read).min(1).max(RFID_READS_MAX),
  }),
  output: taken,
  errors: ['integration.rfid_key_wrong'],
  body_limit: 2_097_152,
});

const pass = {
  pass_id: id,
  document_no: z.string(),
  reader_no: z.string(),
  reader_name: z.string(),
  warehouse_id: id,
  status: z.enum(RFID_PASS_STATUSES),
  /** Nothing more is coming: the quiet time is over. */
  quiet: z.boolean(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  reads: z.number().int(),
  /** Tags of ours, each once. */
  units: z.number().int(),
  foreign: z.number().int(),
  unknown: z.number().int(),
  expected_kind: z.enum(RFID_EXPECTED).nullable(),
  expected_id: id.nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: z.string().nullable(),
  note: z.string().nullable(),
};

export const listRfidPasses = verb({
  name: 'integration.list-rfid-passes',
  method: 'GET',
  path: '/api/integration/rfid/pass',
  summary: 'Passes through portals, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(RFID_PASS_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(z.object(pass)),
  errors: [],
});

export const getRfidPass = verb({
  name: 'integration.get-rfid-pass',
  method: 'GET',
  path: '/api/integration/rfid/pass/{pass_id}',
  summary: 'A pass with its tags, and how they compare with what is expected',
  input: z.strictObject({ pass_id: id_param }),
  output: z.object({
    ...pass,
    expected_no: z.string().nullable(),
    tags: z.array(
      z.object({
        epc_hex: z.string(),
        outcome: z.enum(RFID_OUTCOMES),
        reads: z.number().int(),
        antenna: z.number().int().nullable(),
        rssi: z.number().nullable(),
        gtin: z.string().nullable(),
        serial_no: z.string().nullable(),
        sscc: z.string().nullable(),
        item_id: id.nullable(),
        item_code: z.string().nullable(),
        item_name: z.string().nullable(),
        lot_no: z.string().nullable(),
        /** What stands on a label with the same content, as a scanner would send it. */
        scan: z.string().nullable(),
      }),
    ),
    /** Pieces of each item: expected by the document and counted in the pass. */
    items: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        expected: z.number(),
        counted: z.number(),
      }),
    ),
    missing: z.number(),
    extra: z.number(),
  }),
  errors: ['platform.not_found'],
});

const pass_id = { pass_id: id_param };

export const compareRfidPass = verb({
  name: 'integration.compare-rfid-pass',
  method: 'POST',
  path: '/api/integration/rfid/pass/{pass_id}/compare',
  summary: 'Says which arrival notice, transfer or order a pass is held against',
  input: z.strictObject({ ...pass_id, expected_kind: z.enum(RFID_EXPECTED), expected_no: required_text(60) }),
  output: z.object({ pass_id: id, missing: z.number(), extra: z.number() }),
  errors: ['platform.not_found', 'integration.rfid_pass_status', 'integration.rfid_expected_unknown'],
});

export const confirmRfidPass = verb({
  name: 'integration.confirm-rfid-pass',
  method: 'POST',
  path: '/api/integration/rfid/pass/{pass_id}/confirm',
  summary:
    'A person vouches for a pass; its codes are the scan list of the receipt or shipment, which is posted there',
  input: z.strictObject({ ...pass_id, note: text(300).default('') }),
  output: z.object({ pass_id: id, status: z.enum(RFID_PASS_STATUSES), scans: z.array(z.string()) }),
  errors: [
    'platform.not_found',
    'integration.rfid_pass_status',
    'integration.rfid_pass_moving',
    'integration.rfid_not_compared',
    'integration.rfid_difference_note',
  ],
});

export const discardRfidPass = verb({
  name: 'integration.discard-rfid-pass',
  method: 'POST',
  path: '/api/integration/rfid/pass/{pass_id}/discard',
  summary: 'Puts a pass aside that meant nothing, with a reason',
  input: z.strictObject({ ...pass_id, reason: required_text(300) }),
  output: z.object({ pass_id: id, status: z.enum(RFID_PASS_STATUSES) }),
  errors: ['platform.not_found', 'integration.rfid_pass_status'],
});

export const listRfidParked = verb({
  name: 'integration.list-rfid-parked',
  method: 'GET',
  path: '/api/integration/rfid/parked',
  summary: 'Tags that nobody knows and tags of others, the last seen first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    open_only: z.union([z.boolean(), z.stringbool()]).default(true),
    ...page_query,
  }),
  output: page_of(
    z.object({
      warehouse_id: id,
      epc_hex: z.string(),
      outcome: z.enum(RFID_OUTCOMES),
      status: z.enum(RFID_PARKED_STATUSES),
      first_seen_at: z.string(),
      last_seen_at: z.string(),
      last_pass_id: id,
      document_no: z.string(),
      passes: z.number().int(),
      note: z.string().nullable(),
      decided_by_name: z.string().nullable(),
    }),
  ),
  errors: [],
});

export const settleRfidTag = verb({
  name: 'integration.settle-rfid-tag',
  method: 'POST',
  path: '/api/integration/rfid/parked/settle',
  summary: 'Ends the work on an unknown tag: ignored from now on, or settled with a note',
  input: z.strictObject({
    warehouse_id: id,
    epc_hex,
    status: z.enum(['ignored', 'settled']),
    note: required_text(300),
  }),
  output: z.object({ epc_hex: z.string(), status: z.enum(RFID_PARKED_STATUSES) }),
  errors: ['platform.not_found'],
});
