import { z } from 'zod';
import { attachment_row, attachment_upload, PAPER_BYTES_MAX, signature_row } from './attachments.ts';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty_or_zero,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { download, verb } from './verb.ts';

/** A mock recall locks nothing: it measures how long everything would take. */
export const RECALL_KINDS = ['recall', 'hold', 'mock'] as const;
export const RECALL_CLASSES = ['I', 'II', 'III'] as const;
export const RECALL_ORIGINS = ['registrant', 'regulator', 'own'] as const;
/** What becomes of the goods that come in. */
export const RECALL_HANDLINGS = ['return', 'destroy', 'correct', 'stop_use'] as const;
export const RECALL_STATUSES = ['active', 'closed'] as const;
export const NOTICE_STATUSES = ['open', 'sent', 'confirmed', 'reconciled', 'explained'] as const;
export const NOTICE_WAYS = ['portal', 'phone', 'paper', 'mail'] as const;
export const RECALL_CRITERIA_MAX = 500;

export const recall_errors = {
  'quality.recall_empty': {
    status: 422,
    zh: '范围内没有任何批号或序列号,也没有可以预先锁定的产品',
    en: 'Nothing on file is in scope, and nothing that could be stopped on arrival',
  },
  'quality.recall_scope': {
    status: 422,
    zh: '第 {line} 行范围不完整:请至少给出产品、供应商或收货单',
    en: 'Line {line} names nothing: give an item, a supplier or a receipt at least',
  },
  'quality.recall_serial_range': {
    status: 422,
    zh: '第 {line} 行序列号范围有误:须注明产品,起止长度相同且起不大于止',
    en: 'Line {line}: a range of serials needs the item, and two ends of one length in order',
  },
  'quality.recall_dates': {
    status: 422,
    zh: '第 {line} 行日期范围的起止颠倒',
    en: 'Line {line}: the range of dates ends before it begins',
  },
  'quality.recall_scan_unknown': {
    status: 422,
    zh: '第 {line} 行无法识别:{text}',
    en: 'Line {line} is not known: {text}',
  },
  'quality.recall_class': {
    status: 422,
    zh: '召回与模拟召回须选择级别,停售不分级',
    en: 'A recall or a mock recall has a class, a hold has none',
  },
  'quality.recall_decided_later': {
    status: 422,
    zh: '决定时间不能晚于现在',
    en: 'The decision cannot lie in the future',
  },
  'quality.recall_closed': {
    status: 409,
    zh: '案件 {document_no} 已关闭',
    en: 'Case {document_no} is closed',
  },
  'quality.recall_not_hold': {
    status: 409,
    zh: '{document_no} 是召回,不能解除;只有停售可以解除',
    en: '{document_no} is a recall; only holds are lifted',
  },
  'quality.recall_lot_unknown': {
    status: 404,
    zh: '批号不在本案件范围内,或已解除',
    en: 'The lot is not in this case, or was lifted before',
  },
  'quality.recall_notice_status': {
    status: 409,
    zh: '第 {notice_no} 号通知当前为 {status},不能执行此操作',
    en: 'Notice {notice_no} is {status}; this cannot be done now',
  },
  'quality.recall_answer_more': {
    status: 422,
    zh: '批号 {lot_no}:已用、销毁、尚存与已退回合计 {told},多于供货数量 {qty}',
    en: 'Lot {lot_no}: used, destroyed, on hand and returned make {told}, more than the {qty} supplied',
  },
  'quality.recall_answer_line': {
    status: 404,
    zh: '通知没有第 {line_no} 行',
    en: 'The notice has no line {line_no}',
  },
  'quality.recall_unreconciled': {
    status: 409,
    zh: '还有 {open} 个接收方未核对完毕,请先核对或写明原因',
    en: '{open} consignees are neither reconciled nor explained',
  },
  'quality.recall_stock_left': {
    status: 409,
    zh: '还有 {qty} 件在库或在途的召回货物未销毁、未退供应商',
    en: '{qty} pieces of the recall are still in stock or on the road: destroy or return them first',
  },
  'quality.recall_deadline_past': {
    status: 422,
    zh: '新期限不能从过去的日期生效',
    en: 'New hours cannot hold from a day that is over',
  },
  'quality.recall_hold_left': {
    status: 409,
    zh: '还有 {lots} 个批号未解除停售',
    en: '{lots} lots are still held',
  },
} as const satisfies ErrorCatalogue;

/** What is meant; all that is given on one line must fit, lines are added together. */
export const recall_criterion = z.strictObject({
  item_id: id.optional(),
  supplier_id: id.optional(),
  lot_no: lot_no.optional(),
  serial_from: serial_no.optional(),
  serial_to: serial_no.optional(),
  production_from: civil_date.optional(),
  production_to: civil_date.optional(),
  expiry_from: civil_date.optional(),
  expiry_to: civil_date.optional(),
  receipt_no: required_text(60).optional(),
});
export type RecallCriterion = z.infer<typeof recall_criterion>;
const scope = {
  criteria: z.array(recall_criterion).max(RECALL_CRITERIA_MAX).default([]),
  /** Scanned or pasted: UDI codes, or `item code, lot[, serial]`; one a line. */
  scans: z.array(required_text(200)).max(RECALL_CRITERIA_MAX).default([]),
};

const found_lot = {
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  registration_no: z.string(),
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  /** Every piece of the lot is meant; else only `serial_nos`. */
  whole: z.boolean(),
  serial_nos: z.array(z.string()),
  /** Number of the lot in scope that was put into this one. */
  made_from: z.string().nullable(),
};
/** Where pieces in scope stand now. */
const place = {
  kind: z.enum(['bin', 'in_transit', 'consigned', 'repair', 'customer', 'destroyed', 'supplier']),
  item_id: id,
  lot_id: id,
  warehouse_id: id.nullable(),
  department_id: id.nullable(),
  name: z.string(),
  disposition: z.string(),
  qty: z.number(),
  /** Of it, tied to open or picked orders, transfers and surgical sets. */
  allocated: z.number(),
  in_sets: z.number(),
};
export const RECALL_DEADLINES = ['I', 'II', 'III', 'hold'] as const;
const deadline = {
  recall_class: z.enum(RECALL_DEADLINES),
  hours: z.number().int(),
  effective_from: z.string(),
  legal_basis: z.string(),
};

export const previewRecall = verb({
  name: 'quality.preview-recall',
  method: 'POST',
  path: '/api/quality/recall/preview',
  summary:
    'What a scope means before anything is locked: lots, places, consignees, and lines that mean nothing',
  input: z.strictObject(scope),
  output: z.object({
    lots: z.array(z.object(found_lot)),
    places: z.array(z.object(place)),
    consignees: z.array(
      z.object({
        partner_id: id.nullable(),
        department_id: id.nullable(),
        warehouse_id: id.nullable(),
        name: z.string(),
        qty: z.number(),
      }),
    ),
    /** Stops that stand for what has not arrived. */
    standing: z.number().int(),
    problems: z.array(
      z.object({ path: z.string(), code: z.string(), params: z.record(z.string(), z.unknown()) }),
    ),
    deadlines: z.array(z.object(deadline)),
  }),
  errors: [
    'quality.recall_scope',
    'quality.recall_serial_range',
    'quality.recall_dates',
    'quality.recall_scan_unknown',
    'stock.all_warehouses_needed',
  ],
});

export const startRecall = verb({
  name: 'quality.start-recall',
  method: 'POST',
  path: '/api/quality/recall',
  summary:
    'Opens a case and locks everything in scope in one transaction: stock, roads, open picks, consigned goods, surgical sets; a mock recall locks nothing',
  input: z.strictObject({
    ...scope,
    kind: z.enum(RECALL_KINDS),
    recall_class: z.enum(RECALL_CLASSES).optional(),
    origin: z.enum(RECALL_ORIGINS),
    title: required_text(120),
    reason: required_text(500),
    handling: z.enum(RECALL_HANDLINGS).default('return'),
    instruction: text(1000).default(''),
    reference_no: text(80).default(''),
    registrant_name: text(120).default(''),
    contact_name: text(60).default(''),
    contact_phone: text(40).default(''),
    /** The moment of the decision, from which the hours are counted; now where absent. */
    decided_at: instant.optional(),
    /** A hold is told to our own warehouses alone, unless this is set. */
    notify_customers: z.boolean().default(true),
  }),
  output: z.object({
    case_id: id,
    document_no: z.string(),
    movement_id: id.nullable(),
    locked_qty: z.number(),
    voided_allocations: z.number().int(),
    roads: z.number().int(),
    lots: z.number().int(),
    notices: z.number().int(),
    due_at: z.string(),
    lock_ms: z.number().int(),
    list_ms: z.number().int(),
  }),
  errors: [
    'quality.recall_empty',
    'quality.recall_scope',
    'quality.recall_serial_range',
    'quality.recall_dates',
    'quality.recall_scan_unknown',
    'quality.recall_class',
    'quality.recall_decided_later',
    'stock.all_warehouses_needed',
    'stock.refused',
  ],
});

const head = {
  case_id: id,
  document_no: z.string(),
  kind: z.enum(RECALL_KINDS),
  recall_class: z.enum(RECALL_CLASSES).nullable(),
  origin: z.enum(RECALL_ORIGINS),
  status: z.enum(RECALL_STATUSES),
  title: z.string(),
  reason: z.string(),
  decided_at: z.string(),
  started_at: z.string(),
  started_by_name: z.string(),
  closed_at: z.string().nullable(),
  lots: z.number().int(),
  notices: z.number().int(),
  /** Notices with an answer. */
  confirmed: z.number().int(),
  /** Notices reconciled or explained. */
  settled: z.number().int(),
  overdue: z.number().int(),
  next_due_at: z.string().nullable(),
};

export const listRecalls = verb({
  name: 'quality.list-recalls',
  method: 'GET',
  path: '/api/quality/recall',
  summary: 'Cases of recall and hold: active ones first, then the newest',
  input: z.strictObject({
    kind: z.enum(RECALL_KINDS).optional(),
    active_only: z.union([z.boolean(), z.stringbool()]).default(false),
    ...page_query,
  }),
  output: page_of(z.object(head)),
  errors: [],
});

const notice_line = {
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  registration_no: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  serial_nos: z.array(z.string()),
  unit: z.string(),
  qty: z.number(),
  consigned_qty: z.number(),
  used_qty: z.number(),
  destroyed_qty: z.number(),
  on_hand_qty: z.number(),
  /** Counted in the ledger since the case began. */
  returned_qty: z.number(),
  unaccounted_qty: z.number(),
};
const notice = {
  notice_id: id,
  notice_no: z.number().int(),
  partner_id: id.nullable(),
  partner_name: z.string(),
  department_name: z.string().nullable(),
  warehouse_id: id.nullable(),
  address: z.string().nullable(),
  contact: z.string().nullable(),
  phone: z.string().nullable(),
  status: z.enum(NOTICE_STATUSES),
  due_at: z.string(),
  overdue: z.boolean(),
  sent_at: z.string().nullable(),
  sent_via: z.enum(NOTICE_WAYS).nullable(),
  confirmed_at: z.string().nullable(),
  confirmed_name: z.string().nullable(),
  confirmed_via: z.enum(NOTICE_WAYS).nullable(),
  answer_note: z.string().nullable(),
  answered: z.boolean(),
  escalated_at: z.string().nullable(),
  explanation: z.string().nullable(),
  settled_at: z.string().nullable(),
  settled_by_name: z.string().nullable(),
  lines: z.array(z.object(notice_line)),
};
const figures = {
  notices: z.number().int(),
  confirmed: z.number().int(),
  confirmed_in_time: z.number().int(),
  /** Answered notices of all, in hundredths of a percent. */
  effectiveness_bp: z.number().int(),
  qty: z.number(),
  used: z.number(),
  destroyed: z.number(),
  returned: z.number(),
  on_hand: z.number(),
  unaccounted: z.number(),
  /** Pieces accounted for of all that consignees got, in hundredths of a percent. */
  accounted_bp: z.number().int(),
};

export const getRecall = verb({
  name: 'quality.get-recall',
  method: 'GET',
  path: '/api/quality/recall/{case_id}',
  summary: 'A case with its lots, where they stand now, the notices with what was answered, and the figures',
  input: z.strictObject({ case_id: id_param }),
  output: z.object({
    ...head,
    handling: z.enum(RECALL_HANDLINGS),
    instruction: z.string(),
    reference_no: z.string().nullable(),
    registrant_name: z.string().nullable(),
    contact_name: z.string(),
    contact_phone: z.string(),
    movement_id: id.nullable(),
    locked_qty: z.number(),
    voided_allocations: z.number().int(),
    roads: z.number().int(),
    lock_ms: z.number().int(),
    list_ms: z.number().int(),
    /** Milliseconds until the last notice had gone out; null while one has not. */
    notify_ms: z.number().int().nullable(),
    closed_by_name: z.string().nullable(),
    close_note: z.string().nullable(),
    criteria: z.array(
      z.object({
        line_no: z.number().int(),
        item_code: z.string().nullable(),
        supplier_name: z.string().nullable(),
        lot_no: z.string().nullable(),
        serial_from: z.string().nullable(),
        serial_to: z.string().nullable(),
        production_from: z.string().nullable(),
        production_to: z.string().nullable(),
        expiry_from: z.string().nullable(),
        expiry_to: z.string().nullable(),
        receipt_no: z.string().nullable(),
      }),
    ),
    lot_rows: z.array(
      z.object({ ...found_lot, lifted_at: z.string().nullable(), lifted_by_name: z.string().nullable() }),
    ),
    places: z.array(z.object(place)),
    notice_rows: z.array(z.object(notice)),
    figures: z.object(figures),
    /** Pieces in our bins, on the road, in cabinets or in repair that are still stopped. */
    stopped_qty: z.number(),
    signatures: z.array(signature_row),
    papers: z.array(attachment_row),
  }),
  errors: ['platform.not_found'],
});

const case_id = { case_id: id_param };
const notice_id = { notice_id: id_param };

export const sendRecallNotices = verb({
  name: 'quality.send-recall-notices',
  method: 'POST',
  path: '/api/quality/recall/{case_id}/send',
  summary:
    'Notes that notices have gone out, and how; those of hospitals with a portal are seen there at once',
  input: z.strictObject({
    ...case_id,
    via: z.enum(NOTICE_WAYS),
    /** All that have not gone out where absent. */
    notice_ids: z.array(id).min(1).max(2000).optional(),
  }),
  output: z.object({ case_id: id, sent: z.number().int() }),
  errors: [
    'platform.not_found',
    'quality.recall_closed',
    'quality.recall_notice_status',
    'stock.all_warehouses_needed',
  ],
});

const answer = {
  note: text(500).default(''),
  lines: z
    .array(
      z.strictObject({
        line_no: z.number().int().min(1),
        used_qty: qty_or_zero,
        destroyed_qty: qty_or_zero,
        on_hand_qty: qty_or_zero,
      }),
    )
    .max(2000)
    .default([]),
};
const answer_errors = [
  'platform.not_found',
  'quality.recall_closed',
  'quality.recall_notice_status',
  'quality.recall_answer_line',
  'quality.recall_answer_more',
];

export const listRecallNotices = verb({
  name: 'quality.list-recall-notices',
  method: 'GET',
  path: '/api/quality/recall-notice',
  summary: 'Notices to the asking person: of the own hospital, or of the warehouses in sight',
  input: z.strictObject({ open_only: z.union([z.boolean(), z.stringbool()]).default(false), ...page_query }),
  output: page_of(
    z.object({
      ...notice,
      document_no: z.string(),
      kind: z.enum(RECALL_KINDS),
      recall_class: z.enum(RECALL_CLASSES).nullable(),
      title: z.string(),
      reason: z.string(),
      handling: z.enum(RECALL_HANDLINGS),
      instruction: z.string(),
      registrant_name: z.string().nullable(),
      contact_name: z.string(),
      contact_phone: z.string(),
    }),
  ),
  errors: [],
});

export const answerRecallNotice = verb({
  name: 'quality.answer-recall-notice',
  method: 'POST',
  path: '/api/quality/recall-notice/{notice_id}/answer',
  summary: 'The consignee confirms that the notice was received, and tells what became of the goods',
  input: z.strictObject({ ...notice_id, ...answer }),
  output: z.object({ notice_id: id, status: z.enum(NOTICE_STATUSES) }),
  errors: answer_errors,
});

export const recordRecallAnswer = verb({
  name: 'quality.record-recall-answer',
  method: 'POST',
  path: '/api/quality/recall-notice/{notice_id}/record',
  summary: 'Writes down what a consignee answered by phone or on paper, with the name and the time',
  input: z.strictObject({
    ...notice_id,
    ...answer,
    via: z.enum(['phone', 'paper', 'mail']),
    confirmed_name: required_text(60),
    confirmed_at: instant.optional(),
  }),
  output: z.object({ notice_id: id, status: z.enum(NOTICE_STATUSES) }),
  errors: [...answer_errors, 'quality.recall_decided_later', 'stock.all_warehouses_needed'],
});

export const explainRecallNotice = verb({
  name: 'quality.explain-recall-notice',
  method: 'POST',
  path: '/api/quality/recall-notice/{notice_id}/explain',
  summary: 'Explains what cannot be accounted for, or why nobody answered; the notice is settled by that',
  input: z.strictObject({ ...notice_id, explanation: required_text(500) }),
  output: z.object({ notice_id: id, status: z.enum(NOTICE_STATUSES) }),
  errors: [
    'platform.not_found',
    'quality.recall_closed',
    'quality.recall_notice_status',
    'stock.all_warehouses_needed',
  ],
});

export const liftRecall = verb({
  name: 'quality.lift-recall',
  method: 'POST',
  path: '/api/quality/recall/{case_id}/lift',
  summary: 'Gives lots of a hold free again, with a signature; what no other hold stops becomes usable',
  input: z.strictObject({
    ...case_id,
    lots: z
      .array(z.strictObject({ item_id: id, lot_id: id }))
      .min(1)
      .max(2000),
    reason: required_text(300),
  }),
  output: z.object({
    case_id: id,
    movement_id: id.nullable(),
    released_qty: z.number(),
    left: z.number().int(),
  }),
  errors: [
    'platform.not_found',
    'quality.recall_closed',
    'quality.recall_not_hold',
    'quality.recall_lot_unknown',
    'stock.all_warehouses_needed',
    'stock.refused',
    'identity.reauthentication_needed',
  ],
});

export const closeRecall = verb({
  name: 'quality.close-recall',
  method: 'POST',
  path: '/api/quality/recall/{case_id}/close',
  summary:
    'Closes a case with a signature when everybody is reconciled or explained and nothing is left in stock',
  input: z.strictObject({ ...case_id, note: required_text(1000) }),
  output: z.object({ case_id: id, status: z.enum(RECALL_STATUSES) }),
  errors: [
    'platform.not_found',
    'quality.recall_closed',
    'quality.recall_unreconciled',
    'quality.recall_stock_left',
    'quality.recall_hold_left',
    'stock.all_warehouses_needed',
    'identity.reauthentication_needed',
  ],
});

export const printRecallNotice = verb({
  name: 'quality.print-recall-notice',
  method: 'POST',
  path: '/api/quality/recall-notice/{notice_id}/print',
  summary: 'A notice as PDF, with a receipt to be signed and sent back',
  input: z.strictObject(notice_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const RECALL_REPORTS = ['summary', 'registrant', 'regulator'] as const;
export const printRecallReport = verb({
  name: 'quality.print-recall-report',
  method: 'POST',
  path: '/api/quality/recall/{case_id}/report',
  summary: 'The report of a case as PDF: as a whole, to the registrant or supplier, or to the authority',
  input: z.strictObject({ ...case_id, which: z.enum(RECALL_REPORTS).default('summary') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const exportRecall = verb({
  name: 'quality.export-recall',
  method: 'GET',
  path: '/api/quality/recall/{case_id}/export',
  summary: 'Consignees with lots, quantities, due times and answers as a workbook',
  input: z.strictObject(case_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

/** The registrant's letter, an order of the authority, an answer on paper, a photograph of destroyed goods. */
export const RECALL_PAPERS = ['letter', 'order', 'answer', 'destruction', 'other'] as const;
export const addRecallPaper = verb({
  name: 'quality.add-recall-paper',
  method: 'POST',
  path: '/api/quality/recall/{case_id}/paper',
  summary: 'Keeps a paper of a case: the letter of the registrant, an order, an answer, a photograph',
  input: z.strictObject({ ...case_id, ...attachment_upload, kind: z.enum(RECALL_PAPERS) }),
  output: z.object({ attachment_id: id }),
  errors: [
    'platform.not_found',
    'platform.attachment_type',
    'quality.recall_closed',
    'stock.all_warehouses_needed',
  ],
  body: 'bytes',
  body_limit: PAPER_BYTES_MAX,
});
export const getRecallPaper = verb({
  name: 'quality.get-recall-paper',
  method: 'GET',
  path: '/api/quality/recall-paper/{attachment_id}',
  summary: 'A paper of a case as it was handed in',
  input: z.strictObject({ attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const listRecallDeadlines = verb({
  name: 'quality.list-recall-deadlines',
  method: 'GET',
  path: '/api/quality/recall-deadline',
  summary: 'Hours until notices are due by class, with the day from which they hold, the newest first',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(z.object({ ...deadline, set_by_name: z.string() })) }),
  errors: [],
});
export const setRecallDeadline = verb({
  name: 'quality.set-recall-deadline',
  method: 'POST',
  path: '/api/quality/recall-deadline',
  summary: 'New hours for a class from a day on; cases that were decided before keep theirs',
  input: z.strictObject({
    recall_class: z.enum(RECALL_DEADLINES),
    effective_from: civil_date,
    hours: z.number().int().min(1).max(8_760),
    legal_basis: required_text(200),
  }),
  output: z.object({ recall_class: z.enum(RECALL_DEADLINES), effective_from: z.string() }),
  errors: ['quality.recall_deadline_past', 'stock.all_warehouses_needed'],
});
