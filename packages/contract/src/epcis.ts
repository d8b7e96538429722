import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { id, id_param, instant, page_of, page_query, required_text } from './primitives.ts';
import { download, verb } from './verb.ts';

/** Kinds of EPCIS events that the ledger gives; partners may send association events besides. */
export const EPCIS_EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
] as const;
/** Things and parties that a GS1 location number may be given to. */
export const GLN_KINDS = ['warehouse', 'partner', 'department'] as const;
export const EPCIS_OBJECT_STATES = ['matched', 'parked'] as const;
const DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;
const PER_PAGE_MAX = 1_000;

export const epcis_errors = {
  'integration.epcis_invalid': {
    status: 422,
    zh: 'EPCIS 文件有 {errors} 处不符合 EPCIS 2.0,未保存',
    en: 'The EPCIS document breaks EPCIS 2.0 in {errors} places; nothing was kept',
  },
  'integration.epcis_field': {
    status: 422,
    zh: '{path}:{problem}',
    en: '{path}: {problem}',
  },
  'integration.epcis_known': {
    status: 409,
    zh: '该文件已于 {captured_at} 收到(第 {capture_id} 号)',
    en: 'This document was captured on {captured_at} as number {capture_id}',
  },
  'integration.epcis_parameter': {
    status: 400,
    zh: '查询参数 {name} 的值不可识别:{value}',
    en: 'Query parameter {name} cannot be read: {value}',
  },
  'integration.epcis_too_many': {
    status: 422,
    zh: '超过 {limit} 个事件,请缩小时间范围',
    en: 'More than {limit} events; choose a shorter time',
  },
  'integration.gln_invalid': {
    status: 422,
    zh: 'GLN 校验位不正确:{gln}',
    en: 'The check digit of GLN {gln} is wrong',
  },
  'integration.gln_taken': {
    status: 409,
    zh: '该 GLN 已用于其他地点或单位',
    en: 'This GLN belongs to another place or party',
  },
} as const satisfies ErrorCatalogue;

/** Several values stand in one parameter, separated by commas, as the REST binding of EPCIS 2.0 says. */
const values = z.string().min(1).max(4_000).optional();
/** Names and meaning as in the EPCIS 2.0 query interface; all that are given must fit. */
const criteria = {
  eventType: values,
  GE_eventTime: instant.optional(),
  LT_eventTime: instant.optional(),
  GE_recordTime: instant.optional(),
  LT_recordTime: instant.optional(),
  EQ_action: values,
  EQ_bizStep: values,
  EQ_disposition: values,
  EQ_bizLocation: values,
  EQ_readPoint: values,
  EQ_eventID: values,
  MATCH_epc: values,
};

/** An event as JSON-LD; its fields are those of EPCIS 2.0. */
export const epcis_event = z.looseObject({ type: z.string(), eventTime: z.string() });

export const queryEpcis = verb({
  name: 'integration.query-epcis',
  method: 'GET',
  path: '/api/integration/epcis/event',
  summary: 'EPCIS 2.0 query: events made from the ledger when asked, as an EPCISQueryDocument, page by page',
  input: z.strictObject({
    ...criteria,
    perPage: z.coerce.number().int().min(1).max(PER_PAGE_MAX).default(30),
    nextPageToken: z.string().min(1).max(60).optional(),
  }),
  output: z.object({
    '@context': z.array(z.union([z.string(), z.record(z.string(), z.string())])),
    type: z.literal('EPCISQueryDocument'),
    schemaVersion: z.literal('2.0'),
    creationDate: z.string(),
    epcisBody: z.object({
      queryResults: z.object({
        queryName: z.string(),
        resultsBody: z.object({ eventList: z.array(epcis_event) }),
      }),
    }),
    /** Handed in again as `nextPageToken`; absent on the last page. */
    'tongcang:nextPageToken': z.string().optional(),
  }),
  errors: ['integration.epcis_parameter'],
});

export const exportEpcis = verb({
  name: 'integration.export-epcis',
  method: 'POST',
  path: '/api/integration/epcis/export',
  summary: 'Events of a time or of a lot as an EPCISDocument file with the master data that they name',
  input: z.strictObject(criteria),
  output: download,
  errors: ['integration.epcis_parameter', 'integration.epcis_too_many'],
  returns: 'file',
});

export const captureEpcis = verb({
  name: 'integration.capture-epcis',
  method: 'POST',
  path: '/api/integration/epcis/capture',
  summary:
    'Takes in an EPCISDocument of a partner: checked, kept as received, matched with known lots and serials',
  input: z.looseObject({ type: z.string() }),
  output: z.object({
    capture_id: id,
    events: z.number().int(),
    matched: z.number().int(),
    parked: z.number().int(),
  }),
  errors: ['integration.epcis_invalid', 'integration.epcis_field', 'integration.epcis_known'],
  body_limit: DOCUMENT_BYTES_MAX,
});

const capture_head = {
  capture_id: id,
  partner_name: z.string().nullable(),
  sender: z.string().nullable(),
  events: z.number().int(),
  matched: z.number().int(),
  parked: z.number().int(),
  captured_by_name: z.string(),
  captured_at: z.string(),
};

export const listCaptures = verb({
  name: 'integration.list-captures',
  method: 'GET',
  path: '/api/integration/epcis/capture',
  summary: 'EPCIS documents taken in, newest first',
  input: z.strictObject(page_query),
  output: page_of(z.object(capture_head)),
  errors: [],
});

export const partner_object = z.object({
  event_no: z.number().int(),
  event_time: z.string(),
  type: z.string(),
  action: z.string().nullable(),
  biz_step: z.string().nullable(),
  disposition: z.string().nullable(),
  role: z.string(),
  uri: z.string(),
  qty: z.number().nullable(),
  state: z.enum(EPCIS_OBJECT_STATES),
  item_id: id.nullable(),
  item_code: z.string().nullable(),
  lot_id: id.nullable(),
  lot_no: z.string().nullable(),
  serial_no: z.string().nullable(),
});

export const getCapture = verb({
  name: 'integration.get-capture',
  method: 'GET',
  path: '/api/integration/epcis/capture/{capture_id}',
  summary: 'A captured document: what its events speak of, and which of it is known here',
  input: z.strictObject({ capture_id: id_param }),
  output: z.object({
    ...capture_head,
    sha256: z.string(),
    document: z.string(),
    objects: z.array(partner_object),
  }),
  errors: ['platform.not_found'],
});

export const matchEpcis = verb({
  name: 'integration.match-epcis',
  method: 'POST',
  path: '/api/integration/epcis/match',
  summary: 'Looks again for the items, lots and serials of what is parked',
  input: z.strictObject({}),
  output: z.object({ matched: z.number().int(), parked: z.number().int() }),
  errors: [],
});

export const listPartnerEvents = verb({
  name: 'integration.list-partner-events',
  method: 'GET',
  path: '/api/integration/epcis/partner-event',
  summary: 'What partners told of a lot: events of captured documents, newest first',
  input: z.strictObject({ item_id: id_param, lot_id: id_param }),
  output: z.object({
    rows: z.array(partner_object.extend({ capture_id: id, sender: z.string().nullable() })),
  }),
  errors: [],
});

export const listGlns = verb({
  name: 'integration.list-glns',
  method: 'GET',
  path: '/api/integration/epcis/gln',
  summary: 'Warehouses, partners and departments with their GS1 location numbers',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        kind: z.enum(GLN_KINDS),
        entity_id: id,
        code: z.string(),
        name: z.string(),
        gln: z.string().nullable(),
      }),
    ),
  }),
  errors: [],
});

export const saveGln = verb({
  name: 'integration.save-gln',
  method: 'POST',
  path: '/api/integration/epcis/gln',
  summary: 'Gives a warehouse, partner or department its GS1 location number, or takes it away',
  input: z.strictObject({
    kind: z.enum(GLN_KINDS),
    entity_id: id,
    gln: z
      .string()
      .regex(/^\d{13}$/, { error: 'format' })
      .nullable(),
    reason: required_text(200),
  }),
  output: z.object({ kind: z.enum(GLN_KINDS), entity_id: id, gln: z.string().nullable() }),
  errors: ['platform.not_found', 'integration.gln_invalid', 'integration.gln_taken'],
});
