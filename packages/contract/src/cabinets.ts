import { z } from 'zod';
import {
  civil_date,
  fen,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { line_allocation, patient_ref, scanned_pieces, set_no } from './surgery.ts';
import { download, verb } from './verb.ts';

export const REFILL_STATUSES = ['open', 'delivered', 'cancelled'] as const;
export const USE_REPORT_STATUSES = ['reported', 'posted', 'rejected'] as const;
export const DIFFERENCE_KINDS = ['missing', 'contaminated', 'surplus'] as const;
export const DIFFERENCE_RESOLUTIONS = ['lost', 'found', 'charged', 'scrapped', 'booked'] as const;
export const DIFFERENCE_LIABLE = ['hospital', 'us', 'carrier', 'unknown'] as const;
export const refill_status = z.enum(REFILL_STATUSES);
export const use_report_status = z.enum(USE_REPORT_STATUSES);
export const difference_kind = z.enum(DIFFERENCE_KINDS);
export const difference_resolution = z.enum(DIFFERENCE_RESOLUTIONS);

export const saveConsignAgreement = verb({
  name: 'fulfilment.save-consign-agreement',
  method: 'POST',
  path: '/api/fulfilment/agreement',
  summary:
    'What we keep on consignment at a department: items, par levels, prices. One living agreement for each',
  input: z.strictObject({
    department_id: id,
    warehouse_id: id,
    valid_from: civil_date,
    valid_to: civil_date.optional(),
    counted_by: z.enum(['hospital', 'us']).default('us'),
    count_every_days: z.number().int().min(1).max(366).default(30),
    /** Pieces with fewer days left are proposed for a swap. */
    swap_days: z.number().int().min(0).max(3650).default(180),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          par_qty: qty_or_zero,
          min_remaining_days: z.number().int().min(0).max(3650).default(0),
          unit_price_fen: fen,
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ agreement_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'fulfilment.item_repeated', 'fulfilment.other_warehouse_serves'],
});
export const endConsignAgreement = verb({
  name: 'fulfilment.end-consign-agreement',
  method: 'POST',
  path: '/api/fulfilment/agreement/{agreement_id}/end',
  summary: 'Ends an agreement whose cabinet is empty',
  input: z.strictObject({ agreement_id: id_param, reason: required_text(200) }),
  output: z.object({ agreement_id: id }),
  errors: ['platform.not_found', 'fulfilment.agreement_ended', 'fulfilment.cabinet_not_empty'],
});
export const consign_agreement_row = z.object({
  agreement_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  partner_id: id,
  partner_name: z.string(),
  department_id: id,
  department_name: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  counted_by: z.enum(['hospital', 'us']),
  count_every_days: z.number().int(),
  swap_days: z.number().int(),
  status: z.enum(['active', 'ended']),
  items: z.number().int(),
  qty_par: z.number(),
  qty_on_hand: z.number(),
  qty_expiring: z.number(),
  last_count: z.string().nullable(),
  count_due: z.string(),
});
export const listConsignAgreements = verb({
  name: 'fulfilment.list-consign-agreements',
  method: 'GET',
  path: '/api/fulfilment/agreement',
  summary:
    'Consignment agreements in sight with what stands there, what expires soon and when a count is due',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    department_id: id_param.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(consign_agreement_row),
  errors: [],
});
export const cabinet_lot = z.object({
  item_id: id,
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  owner_id: id,
  disposition: z.string(),
  qty: z.number(),
  serial_nos: z.array(z.string()),
  days_left: z.number().int().nullable(),
  /** Below the days of the agreement: to be swapped before it expires. */
  swap: z.boolean(),
});
export const getConsignAgreement = verb({
  name: 'fulfilment.get-consign-agreement',
  method: 'GET',
  path: '/api/fulfilment/agreement/{agreement_id}',
  summary: 'One cabinet: par, on hand, on the way, what to refill, what to swap',
  input: z.strictObject({ agreement_id: id_param }),
  output: consign_agreement_row.extend({
    line_rows: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        udi_di: z.string(),
        par_qty: z.number(),
        qty_on_hand: z.number(),
        qty_on_way: z.number(),
        /** Par less what is there and coming. */
        qty_refill: z.number(),
        qty_available: z.number(),
        min_remaining_days: z.number().int(),
        unit_price_fen: z.number(),
      }),
    ),
    lots: z.array(cabinet_lot),
    counts: z.array(
      z.object({
        count_id: id,
        document_no: z.string(),
        counted_at: z.string(),
        counted_by_name: z.string(),
        expected: z.number(),
        counted: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

const refilled_line = z.object({
  refill_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  wanted: z.number(),
  allocated: z.number(),
  short_by: z.number(),
  reasons: z.array(reason),
});
export const createRefill = verb({
  name: 'fulfilment.create-refill',
  method: 'POST',
  path: '/api/fulfilment/refill',
  summary: 'Goods for a cabinet, allocated at once; a swap names the lot that comes back for them',
  input: z.strictObject({
    agreement_id: id,
    lines: z
      .array(z.strictObject({ item_id: id, qty, swap_lot_id: id.optional() }))
      .min(1)
      .max(500),
  }),
  output: z.object({ refill_id: id, document_no: z.string(), lines: z.array(refilled_line) }),
  errors: [
    'platform.not_found',
    'fulfilment.agreement_ended',
    'fulfilment.item_repeated',
    'fulfilment.not_agreed',
    'fulfilment.not_in_cabinet',
  ],
});
export const refill_row = z.object({
  refill_id: id,
  document_no: z.string(),
  agreement_id: id,
  kind: z.enum(['refill', 'swap']),
  status: refill_status,
  warehouse_id: id,
  warehouse_code: z.string(),
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string(),
  created_by_name: z.string(),
  created_at: z.string(),
  delivered_at: z.string().nullable(),
  qty: z.number(),
  qty_allocated: z.number(),
  qty_shipped: z.number(),
  qty_to_take_back: z.number(),
});
export const listRefills = verb({
  name: 'fulfilment.list-refills',
  method: 'GET',
  path: '/api/fulfilment/refill',
  summary: 'Refills and swaps in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    agreement_id: id_param.optional(),
    status: refill_status.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(refill_row),
  errors: [],
});
export const getRefill = verb({
  name: 'fulfilment.get-refill',
  method: 'GET',
  path: '/api/fulfilment/refill/{refill_id}',
  summary: 'One refill with its lines, what is allocated and what comes back',
  input: z.strictObject({ refill_id: id_param }),
  output: refill_row.extend({
    reviewed_by_name: z.string().nullable(),
    cancel_reason: z.string().nullable(),
    line_rows: z.array(
      z.object({
        refill_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        udi_di: z.string(),
        qty: z.number(),
        qty_allocated: z.number(),
        qty_shipped: z.number(),
        swap_lot_no: z.string().nullable(),
        qty_taken_back: z.number(),
      }),
    ),
    allocations: z.array(line_allocation.omit({ surgical_line_id: true }).extend({ refill_line_id: id })),
  }),
  errors: ['platform.not_found'],
});
export const printRefill = verb({
  name: 'fulfilment.print-refill',
  method: 'GET',
  path: '/api/fulfilment/refill/{refill_id}/print',
  summary: 'The refill of a cabinet (补货单) as PDF: what comes and what is taken back',
  input: z.strictObject({ refill_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
export const deliverRefill = verb({
  name: 'fulfilment.deliver-refill',
  method: 'POST',
  path: '/api/fulfilment/refill/{refill_id}/deliver',
  summary: 'A second person scans what was picked and brings it into the cabinet; the rest is given back',
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    refill_id: id_param,
    lines: z.array(scanned_pieces).min(1).max(2000),
  }),
  output: z.object({ refill_id: id, movement_id: id, qty: z.number() }),
  errors: [
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'fulfilment.refill_closed',
    'fulfilment.same_person',
    'fulfilment.scan_differs',
    ...Object.keys(stock_errors),
  ],
});
export const cancelRefill = verb({
  name: 'fulfilment.cancel-refill',
  method: 'POST',
  path: '/api/fulfilment/refill/{refill_id}/cancel',
  summary: 'Cancels a refill that has not left and gives its goods back',
  input: z.strictObject({ refill_id: id_param, reason: required_text(200) }),
  output: z.object({ refill_id: id, released: z.number().int() }),
  errors: ['platform.not_found', 'fulfilment.refill_closed'],
});
export const takeBack = verb({
  name: 'fulfilment.take-back',
  method: 'POST',
  path: '/api/fulfilment/agreement/{agreement_id}/take-back',
  summary: 'Pieces that leave a cabinet for the returns zone: near expiry, recalled, no longer wanted',
  input: z.strictObject({
    agreement_id: id_param,
    /** The swap that they come back for. */
    refill_id: id.optional(),
    reason: required_text(200),
    lines: z.array(scanned_pieces).min(1).max(500),
  }),
  output: z.object({ agreement_id: id, movement_id: id, qty: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.not_out',
    'fulfilment.more_than_out',
    'fulfilment.no_place',
    ...Object.keys(stock_errors),
  ],
});

export const reportUse = verb({
  name: 'fulfilment.report-use',
  method: 'POST',
  path: '/api/fulfilment/use-report',
  summary: 'What a department has used from its cabinet: scanned pieces, or the labels of opened packs',
  input: z.strictObject({
    department_id: id,
    used_at: instant.optional(),
    patient_ref: patient_ref.optional(),
    lines: z.array(scanned_pieces).max(500).default([]),
    labels: z.array(required_text(40)).max(200).default([]),
  }),
  output: z.object({ report_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'fulfilment.nothing_named',
    'fulfilment.patient_named',
    'fulfilment.label_unknown',
    'fulfilment.label_opened',
  ],
});
export const use_report_row = z.object({
  report_id: id,
  document_no: z.string(),
  agreement_id: id,
  warehouse_id: id,
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string(),
  status: use_report_status,
  used_at: z.string(),
  patient_ref: z.string().nullable(),
  reported_by_name: z.string(),
  reported_at: z.string(),
  decided_by_name: z.string().nullable(),
  reject_reason: z.string().nullable(),
  qty: z.number(),
  lines: z.array(
    z.object({
      line_no: z.number().int(),
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      lot_no: z.string(),
      serial_nos: z.array(z.string()),
      qty: z.number(),
      label_no: z.string().nullable(),
    }),
  ),
});
export const listUseReports = verb({
  name: 'fulfilment.list-use-reports',
  method: 'GET',
  path: '/api/fulfilment/use-report',
  summary: 'Reports of use in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    agreement_id: id_param.optional(),
    status: use_report_status.optional(),
    ...page_query,
  }),
  output: page_of(use_report_row),
  errors: [],
});
export const decideUseReport = verb({
  name: 'fulfilment.decide-use-report',
  method: 'POST',
  path: '/api/fulfilment/use-report/{report_id}/decide',
  summary: 'One of ours confirms a report, so that the pieces are sold, or rejects it with a reason',
  input: z.strictObject({
    report_id: id_param,
    decision: z.enum(['post', 'reject']),
    reason: text(200).optional(),
  }),
  output: z.object({ report_id: id, status: use_report_status, movement_id: id.nullable() }),
  errors: [
    'platform.not_found',
    'fulfilment.report_closed',
    'fulfilment.same_person',
    'fulfilment.reason_missing',
    'fulfilment.not_out',
    'fulfilment.more_than_out',
    ...Object.keys(stock_errors),
  ],
});

export const countCabinet = verb({
  name: 'fulfilment.count-cabinet',
  method: 'POST',
  path: '/api/fulfilment/agreement/{agreement_id}/count',
  summary:
    'A count on site: everything that was scanned, in any order; what differs becomes an open difference',
  input: z.strictObject({
    agreement_id: id_param,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_no,
          counted: qty_or_zero,
          serial_nos: z.array(serial_no).max(1000).optional(),
        }),
      )
      .max(2000),
  }),
  output: z.object({
    count_id: id,
    document_no: z.string(),
    expected: z.number(),
    counted: z.number(),
    differences: z.array(
      z.object({
        difference_id: id,
        document_no: z.string(),
        kind: z.string(),
        item_id: id,
        lot_id: id,
        qty: z.number(),
      }),
    ),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.agreement_ended',
    'fulfilment.lot_unknown',
    'fulfilment.line_repeated',
  ],
});

export const difference_row = z.object({
  difference_id: id,
  document_no: z.string(),
  warehouse_id: id,
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string(),
  case_id: id.nullable(),
  agreement_id: id.nullable(),
  source_no: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  serial_nos: z.array(z.string()),
  kind: difference_kind,
  qty: z.number(),
  note: z.string().nullable(),
  status: z.enum(['open', 'resolved']),
  opened_by_name: z.string(),
  opened_at: z.string(),
  resolution: difference_resolution.nullable(),
  responsible: z.string().nullable(),
  reason: z.string().nullable(),
  resolved_by_name: z.string().nullable(),
});
export const listDifferences = verb({
  name: 'fulfilment.list-differences',
  method: 'GET',
  path: '/api/fulfilment/difference',
  summary: 'Pieces at hospitals that are missing, spoilt or too many',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    case_id: id_param.optional(),
    agreement_id: id_param.optional(),
    status: z.enum(['open', 'resolved']).optional(),
    ...page_query,
  }),
  output: page_of(difference_row),
  errors: [],
});
export const resolveDifference = verb({
  name: 'fulfilment.resolve-difference',
  method: 'POST',
  path: '/api/fulfilment/difference/{difference_id}/resolve',
  summary:
    'Settles a difference: lost, found, charged to the hospital, scrapped, booked; by another person than found it',
  input: z.strictObject({
    difference_id: id_param,
    resolution: difference_resolution,
    responsible: z.enum(DIFFERENCE_LIABLE),
    reason: required_text(200),
  }),
  output: z.object({ difference_id: id, movement_id: id.nullable() }),
  errors: [
    'platform.not_found',
    'fulfilment.difference_resolved',
    'fulfilment.same_person',
    'fulfilment.resolution_does_not_fit',
    'fulfilment.no_place',
    'fulfilment.more_than_out',
    ...Object.keys(stock_errors),
  ],
});

export const saveFixedPack = verb({
  name: 'fulfilment.save-fixed-pack',
  method: 'POST',
  path: '/api/fulfilment/fixed-pack',
  summary: 'A pack of a fixed quantity of one item, by its code',
  input: z.strictObject({ pack_code: set_no, name: required_text(100), item_id: id, qty }),
  output: z.object({ pack_id: id }),
  errors: ['platform.not_found', 'fulfilment.pack_code_taken'],
});
export const listFixedPacks = verb({
  name: 'fulfilment.list-fixed-packs',
  method: 'GET',
  path: '/api/fulfilment/fixed-pack',
  summary: 'Packs of a fixed quantity',
  input: z.strictObject({ search: text(60).optional(), ...page_query }),
  output: page_of(
    z.object({
      pack_id: id,
      pack_code: z.string(),
      name: z.string(),
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      unit: z.string(),
      qty: z.number(),
    }),
  ),
  errors: [],
});
export const label_row = z.object({
  label_no: z.string(),
  pack_code: z.string(),
  pack_name: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  qty: z.number(),
  status: z.enum(['closed', 'opened', 'void']),
  made_at: z.string(),
});
export const makePackLabels = verb({
  name: 'fulfilment.make-pack-labels',
  method: 'POST',
  path: '/api/fulfilment/pack-label',
  summary: 'Labels for packs of a lot that stands in a cabinet, not more than there is',
  input: z.strictObject({
    agreement_id: id,
    pack_id: id,
    lot_id: id,
    count: z.number().int().min(1).max(500),
  }),
  output: z.object({ label_nos: z.array(z.string()) }),
  errors: ['platform.not_found', 'fulfilment.agreement_ended', 'fulfilment.more_than_out'],
});
export const listPackLabels = verb({
  name: 'fulfilment.list-pack-labels',
  method: 'GET',
  path: '/api/fulfilment/agreement/{agreement_id}/pack-label',
  summary: 'Labels of a cabinet, newest first',
  input: z.strictObject({
    agreement_id: id_param,
    status: z.enum(['closed', 'opened', 'void']).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  }),
  output: z.object({ rows: z.array(label_row) }),
  errors: [],
});
export const printPackLabels = verb({
  name: 'fulfilment.print-pack-labels',
  method: 'GET',
  path: '/api/fulfilment/agreement/{agreement_id}/pack-label/print',
  summary: 'Labels of closed packs, as PDF or for a label printer (ZPL)',
  input: z.strictObject({ agreement_id: id_param, format: z.enum(['pdf', 'zpl']).default('pdf') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
