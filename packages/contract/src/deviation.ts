import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  id,
  id_param,
  instant,
  page_of,
  page_query,
  qty,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { case_severity, case_trail } from './quality-case-common.ts';
import { acknowledged } from './rules.ts';
import { disposition, stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

/** What went another way than it should have. */
export const DEVIATION_KINDS = [
  'temperature_excursion',
  'inspection',
  'receiving',
  'storage',
  'document',
  'process',
  'other',
] as const;
export const DEVIATION_STATUSES = ['opened', 'investigated', 'closed'] as const;
export const ROOT_CAUSES = [
  'people',
  'equipment',
  'material',
  'method',
  'environment',
  'measurement',
  'supplier',
  'carrier',
  'unknown',
] as const;
/** What becomes of goods of a deviation. `return` and `destroy` reject them first; their own documents follow. */
export const DEVIATION_DECISIONS = ['release', 'reject', 'return', 'destroy'] as const;
export const WHYS_MAX = 5;

export const deviation_errors = {
  'quality.investigation_missing': {
    status: 409,
    zh: '{document_no} 尚未完成调查,不能关闭',
    en: '{document_no} has not been investigated yet',
  },
  'quality.lots_undecided': {
    status: 409,
    zh: '{document_no} 还有 {lots} 个批号没有处置完毕',
    en: '{document_no}: {lots} lots are not decided yet',
  },
  'quality.not_of_deviation': {
    status: 422,
    zh: '批号 {lot_no} 不在偏差 {document_no} 的受影响范围内',
    en: 'Lot {lot_no} is not affected by {document_no}',
  },
  'quality.no_rejected_place': {
    status: 422,
    zh: '该仓库没有不合格品库位',
    en: 'This warehouse has no place for rejected goods',
  },
} as const satisfies ErrorCatalogue;

const deviation_id = { deviation_id: id_param };
const of_deviation = z.object({ deviation_id: id, status: z.enum(DEVIATION_STATUSES) });
const affected = z.array(z.strictObject({ item_id: id, lot_id: id, qty })).max(500);

export const openDeviation = verb({
  name: 'quality.open-deviation',
  method: 'POST',
  path: '/api/quality/deviation',
  summary: 'Reports what went another way than it should have, and the lots concerned',
  input: z.strictObject({
    warehouse_id: id,
    kind: z.enum(DEVIATION_KINDS),
    severity: case_severity.default('minor'),
    title: required_text(100),
    description: required_text(2000),
    place: text(200).default(''),
    happened_at: instant.optional(),
    found_at: instant.optional(),
    lots: affected.default([]),
    /** Holds the lots at this warehouse at once. */
    hold: z.boolean().default(false),
  }),
  output: z.object({ deviation_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'quality.case_in_future', 'stock.place_or_lot_unknown', 'stock.refused'],
});

export const containDeviation = verb({
  name: 'quality.contain-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/containment',
  summary: 'What was done at once; adds affected lots and holds them where asked',
  input: z.strictObject({
    ...deviation_id,
    containment: required_text(2000),
    lots: affected.default([]),
    hold: z.boolean().default(false),
  }),
  output: of_deviation,
  errors: ['platform.not_found', 'quality.case_status', 'stock.place_or_lot_unknown', 'stock.refused'],
});

export const assignDeviation = verb({
  name: 'quality.assign-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/assignment',
  summary: 'Names owner, severity and due date',
  input: z.strictObject({
    ...deviation_id,
    owner_id: id,
    severity: case_severity,
    /** By the severity where nothing is said. */
    due_on: civil_date.optional(),
    reason: required_text(300),
  }),
  output: of_deviation,
  errors: ['platform.not_found', 'quality.case_status', 'quality.case_owner_unknown'],
});

export const investigateDeviation = verb({
  name: 'quality.investigate-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/investigation',
  summary: 'Root cause, impact and corrections; may be corrected until it is closed',
  input: z.strictObject({
    ...deviation_id,
    root_cause: z.enum(ROOT_CAUSES),
    whys: z.array(required_text(300)).min(1).max(WHYS_MAX),
    impact: required_text(2000),
    corrections: text(2000).default(''),
  }),
  output: of_deviation,
  errors: ['platform.not_found', 'quality.case_status'],
});

export const decideDeviation = verb({
  name: 'quality.decide-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/disposition',
  summary: 'Quality decides, with a signature, what becomes of goods of a deviation',
  input: z.strictObject({
    ...deviation_id,
    decision: z.enum(DEVIATION_DECISIONS),
    reason: required_text(300),
    /** Warnings that the signer has read; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition: z.enum(['held', 'quarantine']),
          qty,
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({
    deviation_id: id,
    signature_id: id,
    movement_ids: z.array(id),
    /** The request for destruction that was made; null for the other decisions. */
    destruction_id: id.nullable(),
    /** Lots that stay held, because something else holds them as well. */
    still_held: z.array(z.object({ lot_id: id, lot_no: z.string() })),
  }),
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'compliance.acknowledgement_needed',
    'quality.case_status',
    'quality.same_person',
    'quality.inspection_open',
    'quality.not_of_deviation',
    'quality.no_rejected_place',
    ...Object.keys(stock_errors),
  ],
});

export const closeDeviation = verb({
  name: 'quality.close-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/close',
  summary: 'Closes it with a signature; neither who opened it nor who owns it',
  input: z.strictObject({ ...deviation_id, conclusion: required_text(2000) }),
  output: of_deviation,
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'quality.case_status',
    'quality.own_case',
    'quality.investigation_missing',
    'quality.lots_undecided',
  ],
});

const head = {
  deviation_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  kind: z.enum(DEVIATION_KINDS),
  severity: case_severity,
  status: z.enum(DEVIATION_STATUSES),
  title: z.string(),
  found_at: z.string(),
  due_on: z.string(),
  overdue: z.boolean(),
  owner_name: z.string().nullable(),
  opened_by_name: z.string(),
  lots: z.number().int(),
};

export const listDeviations = verb({
  name: 'quality.list-deviations',
  method: 'GET',
  path: '/api/quality/deviation',
  summary: 'Deviations, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    open_only: z.enum(['true', 'false']).optional(),
    ...page_query,
  }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getDeviation = verb({
  name: 'quality.get-deviation',
  method: 'GET',
  path: '/api/quality/deviation/{deviation_id}',
  summary: 'A deviation with its lots as they stand now, decisions, CAPA, papers and signatures',
  input: z.strictObject(deviation_id),
  output: z.object({
    ...head,
    description: z.string(),
    place: z.string(),
    happened_at: z.string().nullable(),
    opened_at: z.string(),
    source_entity: z.string().nullable(),
    source_id: id.nullable(),
    containment: z.string().nullable(),
    contained_by_name: z.string().nullable(),
    contained_at: z.string().nullable(),
    root_cause: z.enum(ROOT_CAUSES).nullable(),
    whys: z.array(z.string()),
    impact: z.string().nullable(),
    corrections: z.string().nullable(),
    investigated_by_name: z.string().nullable(),
    investigated_at: z.string().nullable(),
    conclusion: z.string().nullable(),
    closed_by_name: z.string().nullable(),
    closed_at: z.string().nullable(),
    /** Whether the asking person opened or owns it, and so may not close it. */
    mine: z.boolean(),
    affected: z.array(
      z.object({
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        tracking: z.enum(['lot', 'serial']),
        unit: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        qty: z.number(),
        decided: z.number(),
        hold_open: z.boolean(),
        undecided: z.boolean(),
        standing: z.array(
          z.object({
            account_id: id,
            location_code: z.string(),
            owner_id: id,
            owner_name: z.string(),
            disposition,
            qty: z.number(),
          }),
        ),
      }),
    ),
    decisions: z.array(
      z.object({
        decision_id: id,
        lot_no: z.string(),
        item_code: z.string(),
        decision: z.enum(DEVIATION_DECISIONS),
        qty: z.number(),
        reason: z.string(),
        movement_id: id.nullable(),
        destruction_id: id.nullable(),
        decided_by_name: z.string(),
        decided_at: z.string(),
      }),
    ),
    capas: z.array(z.object({ capa_id: id, document_no: z.string(), title: z.string(), status: z.string() })),
    ...case_trail,
  }),
  errors: ['platform.not_found'],
});

export const printDeviation = verb({
  name: 'quality.print-deviation',
  method: 'POST',
  path: '/api/quality/deviation/{deviation_id}/print',
  summary: 'The record of a deviation as PDF',
  input: z.strictObject(deviation_id),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
