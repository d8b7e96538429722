import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, id, id_param, page_of, page_query, required_text, text } from './primitives.ts';
import { download, verb } from './verb.ts';

/** Records of goods: their last day is calculated, and nothing of them is ever deleted. */
export const GOODS_RECORDS = ['purchase', 'acceptance', 'sale', 'recall'] as const;
/** What may be deleted once its day has passed, by two persons. */
export const PURGEABLE_RECORDS = ['attachment', 'temperature', 'session'] as const;
export const RECORD_KINDS = [...GOODS_RECORDS, ...PURGEABLE_RECORDS] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** From which day the years count. */
export const RETENTION_BASES = ['expiry', 'certificate_end', 'recorded'] as const;
export const RETENTION_REGIONS = ['CN', 'EU'] as const;
export const PURGE_STATUSES = ['requested', 'approved', 'rejected', 'cancelled', 'done'] as const;
export const SEAL_BREAKS = [
  'altered',
  'deleted',
  'inserted',
  'chain_broken',
  'truncated',
  'anchor_mismatch',
] as const;
const YEARS_MAX = 100;

export const retention_errors = {
  'insight.retention_permanent': {
    status: 422,
    zh: '植入类器械的记录永久保存,不可清除({record_kind},涉及 {implants} 个批号)',
    en: 'Records of implants are kept for ever; nothing is deleted ({record_kind}, {implants} lots)',
  },
  'insight.retention_kept': {
    status: 422,
    zh: '购进、验收、销售与召回记录只计算保存期限,不予清除({record_kind})',
    en: 'Records of purchases, acceptances, sales and recalls are never deleted ({record_kind})',
  },
  'insight.retention_rule_weaker': {
    status: 422,
    zh: '法定最低为 {years} 年,不能改短',
    en: 'The law asks for {years} years at least',
  },
  'insight.retention_rule_order': {
    status: 409,
    zh: '生效日期须晚于现行规则的 {effective_from}',
    en: 'The rule in force begins on {effective_from}; a new one must begin later',
  },
  'insight.purge_empty': {
    status: 422,
    zh: '没有已过保存期限的内容可清除',
    en: 'Nothing is past its date',
  },
  'insight.purge_status': {
    status: 409,
    zh: '清除单 {document_no} 当前为 {status},不能执行此操作',
    en: 'Purge {document_no} is {status}; this cannot be done now',
  },
  'insight.purge_open': {
    status: 409,
    zh: '已有待审批或执行中的清除单',
    en: 'Another purge waits for approval or runs',
  },
  'insight.own_purge': {
    status: 403,
    zh: '申请人不能批准自己的清除申请',
    en: 'Nobody approves the own purge',
  },
  'insight.own_legal_hold': {
    status: 403,
    zh: '保全须由发起人以外的人解除',
    en: 'Another person than the one who placed it lifts a legal hold',
  },
  'insight.legal_hold_lifted': {
    status: 409,
    zh: '该保全已解除',
    en: 'This legal hold was lifted before',
  },
} as const satisfies ErrorCatalogue;

const record_kind = z.enum(RECORD_KINDS);
const rule = {
  record_kind,
  region: z.enum(RETENTION_REGIONS),
  effective_from: civil_date,
  basis: z.enum(RETENTION_BASES),
  /** Null: for ever. */
  years: z.number().int().min(0).max(YEARS_MAX).nullable(),
  /** Where the basis is the expiry and a lot has none. */
  years_without_expiry: z.number().int().min(0).max(YEARS_MAX).nullable(),
  years_implant: z.number().int().min(0).max(YEARS_MAX).nullable(),
  legal_basis: z.string(),
};

export const listRetentionRules = verb({
  name: 'insight.list-retention-rules',
  method: 'GET',
  path: '/api/insight/retention/rule',
  summary: 'How long which records are kept, with the legal basis; rules of the past and of the future too',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        rule_id: id,
        ...rule,
        effective_to: z.string().nullable(),
        in_force: z.boolean(),
        made_by_name: z.string(),
        made_at: z.string(),
      }),
    ),
  }),
  errors: [],
});

export const setRetentionRule = verb({
  name: 'insight.set-retention-rule',
  method: 'POST',
  path: '/api/insight/retention/rule',
  summary: 'A rule from a day on; the rule before it ends the day before. Never below what the law asks',
  input: z.strictObject({
    record_kind,
    region: z.enum(RETENTION_REGIONS),
    effective_from: civil_date,
    years: rule.years,
    years_without_expiry: rule.years_without_expiry,
    years_implant: rule.years_implant,
    legal_basis: required_text(200),
    reason: required_text(300),
  }),
  output: z.object({ rule_id: id }),
  errors: [
    'insight.retention_permanent',
    'insight.retention_rule_weaker',
    'insight.retention_rule_order',
    'platform.not_found',
  ],
});

export const listRetention = verb({
  name: 'insight.list-retention',
  method: 'GET',
  path: '/api/insight/retention/lot',
  summary: 'Until when the records of each lot are kept, and why',
  input: z.strictObject({ search: text(60).optional(), ...page_query }),
  output: page_of(
    z.object({
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      lot_id: id,
      lot_no: z.string(),
      implant: z.boolean(),
      expiry_date: z.string().nullable(),
      first_seen_on: z.string().nullable(),
      /** Last sale to a customer in the European Union. */
      sold_in_eu_on: z.string().nullable(),
      /** Null: for ever. */
      retain_until: z.string().nullable(),
      region: z.enum(RETENTION_REGIONS),
      legal_basis: z.string(),
      on_legal_hold: z.boolean(),
    }),
  ),
  errors: [],
});

export const listMarkets = verb({
  name: 'insight.list-markets',
  method: 'GET',
  path: '/api/insight/retention/market',
  summary: 'Customers in the European Union, whose purchases are kept on record longer',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(z.object({ customer_id: id, code: z.string(), name: z.string(), region: z.string() })),
  }),
  errors: [],
});

export const setMarket = verb({
  name: 'insight.set-market',
  method: 'POST',
  path: '/api/insight/retention/market',
  summary: 'Says that a customer is in the European Union, or is not',
  input: z.strictObject({ customer_id: id, region: z.enum(RETENTION_REGIONS), reason: required_text(200) }),
  output: z.object({ customer_id: id, region: z.enum(RETENTION_REGIONS) }),
  errors: ['platform.not_found'],
});

/** What goes and what stays of one kind. */
export const purge_part = z.object({
  record_kind,
  /** Records from before this day may go, where nothing else keeps them; null where each has its own day. */
  before: z.string().nullable(),
  total: z.number().int(),
  going: z.number().int(),
  kept: z.array(
    z.object({
      why: z.enum(['not_yet', 'implant', 'legal_hold', 'not_tied', 'in_use', 'permanent']),
      count: z.number().int(),
    }),
  ),
  oldest_on: z.string().nullable(),
});
export type PurgePart = z.infer<typeof purge_part>;

export const previewPurge = verb({
  name: 'insight.preview-purge',
  method: 'GET',
  path: '/api/insight/retention/purge/preview',
  summary: 'What is past its date and would go, and why the rest stays',
  input: z.strictObject({}),
  output: z.object({ on: z.string(), parts: z.array(purge_part) }),
  errors: [],
});

const purge_head = {
  purge_id: id,
  document_no: z.string(),
  status: z.enum(PURGE_STATUSES),
  record_kinds: z.array(record_kind),
  reason: z.string(),
  requested_by_name: z.string(),
  requested_at: z.string(),
  requested_by_me: z.boolean(),
  decided_by_name: z.string().nullable(),
  decided_at: z.string().nullable(),
  decision_note: z.string().nullable(),
  done_at: z.string().nullable(),
};

export const requestPurge = verb({
  name: 'insight.request-purge',
  method: 'POST',
  path: '/api/insight/retention/purge',
  summary: 'Asks for records past their date to be deleted; another person decides',
  input: z.strictObject({
    record_kinds: z.array(record_kind).min(1).max(RECORD_KINDS.length),
    reason: required_text(300),
  }),
  output: z.object({ purge_id: id, document_no: z.string() }),
  errors: [
    'insight.retention_permanent',
    'insight.retention_kept',
    'insight.purge_empty',
    'insight.purge_open',
  ],
});

export const listPurges = verb({
  name: 'insight.list-purges',
  method: 'GET',
  path: '/api/insight/retention/purge',
  summary: 'Purges, newest first',
  input: z.strictObject(page_query),
  output: page_of(
    z.object({
      ...purge_head,
      /** As it was shown to those who decided. */
      preview: z.array(purge_part),
      /** What was deleted, by kind; null until it is done. */
      deleted: z.record(z.string(), z.number()).nullable(),
    }),
  ),
  errors: [],
});

export const decidePurge = verb({
  name: 'insight.decide-purge',
  method: 'POST',
  path: '/api/insight/retention/purge/{purge_id}/decision',
  summary:
    'Approves or rejects a purge; another person than the one who asked. Approved, it runs within a minute',
  input: z.strictObject({ purge_id: id_param, approve: z.boolean(), note: text(300).default('') }),
  output: z.object({ purge_id: id, status: z.enum(PURGE_STATUSES) }),
  errors: ['platform.not_found', 'insight.purge_status', 'insight.own_purge'],
});

export const cancelPurge = verb({
  name: 'insight.cancel-purge',
  method: 'POST',
  path: '/api/insight/retention/purge/{purge_id}/cancel',
  summary: 'Takes a purge back before it is decided',
  input: z.strictObject({ purge_id: id_param, reason: required_text(300) }),
  output: z.object({ purge_id: id, status: z.enum(PURGE_STATUSES) }),
  errors: ['platform.not_found', 'insight.purge_status'],
});

export const listLegalHolds = verb({
  name: 'insight.list-legal-holds',
  method: 'GET',
  path: '/api/insight/retention/legal-hold',
  summary: 'Records that must not be deleted while a matter is open',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        legal_hold_id: id,
        /** Null: all kinds. */
        record_kind: record_kind.nullable(),
        item_code: z.string().nullable(),
        lot_no: z.string().nullable(),
        reason: z.string(),
        placed_by_name: z.string(),
        placed_at: z.string(),
        placed_by_me: z.boolean(),
        lifted_by_name: z.string().nullable(),
        lifted_at: z.string().nullable(),
        lift_reason: z.string().nullable(),
      }),
    ),
  }),
  errors: [],
});

export const placeLegalHold = verb({
  name: 'insight.place-legal-hold',
  method: 'POST',
  path: '/api/insight/retention/legal-hold',
  summary: 'Stops every purge of a kind of records, or of what belongs to a lot or an item',
  input: z.strictObject({
    record_kind: record_kind.optional(),
    item_id: id.optional(),
    lot_id: id.optional(),
    reason: required_text(300),
  }),
  output: z.object({ legal_hold_id: id }),
  errors: ['platform.not_found'],
});

export const liftLegalHold = verb({
  name: 'insight.lift-legal-hold',
  method: 'POST',
  path: '/api/insight/retention/legal-hold/{legal_hold_id}/lift',
  summary: 'Ends a legal hold; another person than the one who placed it',
  input: z.strictObject({ legal_hold_id: id_param, reason: required_text(300) }),
  output: z.object({ legal_hold_id: id }),
  errors: ['platform.not_found', 'insight.own_legal_hold', 'insight.legal_hold_lifted'],
});

const seal_check = z.object({
  checked_at: z.string(),
  checked_by_name: z.string(),
  /** Rows of the trail, sealed or not. */
  records: z.number().int(),
  sealed: z.number().int(),
  unsealed: z.number().int(),
  head_seq: z.number().int().nullable(),
  head_hash: z.string().nullable(),
  /** Anchors outside the database that the chain was held against. */
  anchors: z.number().int(),
  duration_ms: z.number().int(),
  /** Null: nothing is wrong. */
  broken: z
    .object({ kind: z.enum(SEAL_BREAKS), seq: z.number().nullable(), audit_id: z.number().nullable() })
    .nullable(),
});

export const getSeals = verb({
  name: 'insight.get-seals',
  method: 'GET',
  path: '/api/insight/seal',
  summary:
    'The chain of the audit trail: its head, the last anchor outside the database, and the last verifications',
  input: z.strictObject({}),
  output: z.object({
    head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
    anchors: z.number().int(),
    last_anchor: z.object({ seq: z.number().int(), hash: z.string(), at: z.string() }).nullable(),
    checks: z.array(seal_check),
  }),
  errors: [],
});

export const verifySeals = verb({
  name: 'insight.verify-seals',
  method: 'POST',
  path: '/api/insight/seal/verify',
  summary: 'Walks the whole chain now and holds it against the anchors',
  input: z.strictObject({}),
  output: seal_check,
  errors: [],
});

export const downloadAnchors = verb({
  name: 'insight.download-anchors',
  method: 'GET',
  path: '/api/insight/seal/anchors',
  summary: 'The anchors as they lie outside the database, one JSON object a line',
  input: z.strictObject({}),
  output: download,
  errors: [],
  returns: 'file',
});
