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
import { download, verb } from './verb.ts';

export const PURCHASE_ORDER_STATUSES = [
  'draft',
  'submitted',
  'rejected',
  'approved',
  'confirmed',
  'partly_received',
  'received',
  /** What was still to come after a first receipt will not come any more. */
  'closed',
  'cancelled',
] as const;
export const purchase_order_status = z.enum(PURCHASE_ORDER_STATUSES);

/** Where the price of a line comes from; `entered` where a person typed it. */
export const PRICE_SOURCES = ['volume', 'framework', 'quote', 'price_list', 'item_cost', 'entered'] as const;
export const price_source = z.enum(PRICE_SOURCES);

export const ASN_STATUSES = ['announced', 'partly_received', 'received', 'cancelled'] as const;
export const ASN_TRANSPORT_MODES = ['ambient', 'cold_vehicle', 'cold_box'] as const;

const purchase_line_input = z.strictObject({
  item_id: id,
  qty,
  needed_on: civil_date,
  /** Found in agreements, offers and price lists where nothing is said. */
  unit_price_fen: fen.optional(),
  note: text(200).optional(),
});

export const createPurchaseOrder = verb({
  name: 'supply.create-order',
  method: 'POST',
  path: '/api/supply/order',
  summary: 'Drafts an order to one supplier for one warehouse; prices are found where none are given',
  body_limit: 1024 * 1024,
  input: z.strictObject({
    partner_id: id,
    warehouse_id: id,
    reason: required_text(200),
    /** Marked as bought at once, paper to follow. */
    urgent: z.boolean().default(false),
    lines: z.array(purchase_line_input).min(1).max(1000),
  }),
  output: z.object({ purchase_order_id: id, document_no: z.string(), total_fen: z.number() }),
  errors: [
    'platform.not_found',
    'supply.not_a_supplier',
    'supply.item_repeated',
    'supply.terms_not_met',
    'supply.over_commitment',
  ],
});

export const submitPurchaseOrder = verb({
  name: 'supply.submit-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/submit',
  summary:
    'Hands a draft to those who approve; the gate judges supplier, items and warehouse for a new purchase',
  input: z.strictObject({ purchase_order_id: id_param }),
  output: z.object({
    purchase_order_id: id,
    status: purchase_order_status,
    approvals_needed: z.number().int(),
    /** Lines that may not be bought, with every reason; the order then stays a draft. */
    refusals: z.array(z.object({ line_no: z.number().int(), item_id: id, reasons: z.array(reason) })),
    /** What the gate warns of. */
    warnings: z.array(reason),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.over_commitment',
    'supply.agreement_not_in_force',
  ],
});

export const approvePurchaseOrder = verb({
  name: 'supply.approve-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/approve',
  summary: 'Approves an order; large ones need several people, and never the one who asked',
  input: z.strictObject({ purchase_order_id: id_param, note: text(200).optional() }),
  output: z.object({
    purchase_order_id: id,
    status: purchase_order_status,
    approvals: z.number().int(),
    approvals_needed: z.number().int(),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.own_request',
    'supply.approved_before',
    'supply.refused',
  ],
});

export const rejectPurchaseOrder = verb({
  name: 'supply.reject-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/reject',
  summary: 'Declines an order with a reason; it may be changed and submitted again',
  input: z.strictObject({ purchase_order_id: id_param, reason: required_text(200) }),
  output: z.object({ purchase_order_id: id, status: purchase_order_status }),
  errors: ['platform.not_found', 'supply.wrong_status', 'supply.own_request'],
});

export const confirmPurchaseOrder = verb({
  name: 'supply.confirm-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/confirm',
  summary: 'The supplier says how much of each line comes when; lines may be answered one after another',
  input: z.strictObject({
    purchase_order_id: id_param,
    supplier_reference: text(60).optional(),
    lines: z
      .array(
        z.strictObject({
          purchase_order_line_id: id,
          /** 0: it will not come. */
          qty_confirmed: qty_or_zero,
          confirmed_on: civil_date,
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    purchase_order_id: id,
    status: purchase_order_status,
    /** Lines that the supplier has not answered yet. */
    unanswered: z.number().int(),
    short_qty: z.number(),
    late_lines: z.number().int(),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.item_repeated',
    'supply.more_than_ordered',
  ],
});

export const changePurchaseOrder = verb({
  name: 'supply.change-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/change',
  summary:
    'Makes a new version of an order. The supplier confirms again; an order that grew dearer is approved again',
  input: z.strictObject({
    purchase_order_id: id_param,
    reason: required_text(200),
    /** Lines to be changed; what is not named stays. */
    lines: z
      .array(
        z.strictObject({
          purchase_order_line_id: id,
          qty: qty.optional(),
          unit_price_fen: fen.optional(),
          needed_on: civil_date.optional(),
        }),
      )
      .max(1000)
      .default([]),
    add_lines: z.array(purchase_line_input).max(1000).default([]),
  }),
  output: z.object({
    purchase_order_id: id,
    status: purchase_order_status,
    version: z.number().int(),
    total_fen: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.item_repeated',
    'supply.below_received',
    'supply.nothing_changed',
    'supply.terms_not_met',
    'supply.over_commitment',
  ],
});

export const cancelPurchaseOrder = verb({
  name: 'supply.cancel-order',
  method: 'POST',
  path: '/api/supply/order/{purchase_order_id}/cancel',
  summary: 'Gives up what is still to come, of the whole order or of some lines',
  input: z.strictObject({
    purchase_order_id: id_param,
    reason: required_text(200),
    /** All lines where none are named. */
    purchase_order_line_ids: z.array(id).min(1).max(1000).optional(),
  }),
  output: z.object({ purchase_order_id: id, status: purchase_order_status, qty_cancelled: z.number() }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.nothing_open',
    'supply.announced',
  ],
});

export const purchase_order_row = z.object({
  purchase_order_id: id,
  document_no: z.string(),
  partner_id: id,
  partner_code: z.string(),
  partner_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: purchase_order_status,
  version: z.number().int(),
  urgent: z.boolean(),
  total_fen: z.number(),
  lines: z.number().int(),
  qty: z.number(),
  qty_received: z.number(),
  qty_open: z.number(),
  /** The first day on which something that is still to come is promised, or asked for. */
  next_on: z.string().nullable(),
  /** Still to come though its day is over. */
  overdue: z.boolean(),
  requested_by: z.number().int().nullable(),
  requested_by_name: z.string(),
  created_at: z.string(),
  confirmed_at: z.string().nullable(),
});
export const listPurchaseOrders = verb({
  name: 'supply.list-orders',
  method: 'GET',
  path: '/api/supply/order',
  summary:
    'Purchase orders of the warehouses in sight, newest first; a supplier sees its own that were approved',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    item_id: id_param.optional(),
    plan_id: id_param.optional(),
    status: purchase_order_status.optional(),
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(purchase_order_row),
  errors: [],
});

export const purchase_order_line_row = z.object({
  purchase_order_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  tracking: z.enum(['lot', 'serial']),
  storage_condition: z.string(),
  qty: z.number(),
  unit_price_fen: z.number(),
  price_source: price_source,
  agreement_id: z.number().int().nullable(),
  agreement_no: z.string().nullable(),
  needed_on: z.string(),
  qty_confirmed: z.number().nullable(),
  confirmed_on: z.string().nullable(),
  confirm_note: z.string().nullable(),
  qty_announced: z.number(),
  qty_received: z.number(),
  qty_cancelled: z.number(),
  qty_open: z.number(),
  note: z.string().nullable(),
});
export const asn_row = z.object({
  asn_id: id,
  document_no: z.string(),
  partner_id: id,
  partner_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: z.enum(ASN_STATUSES),
  delivery_note_no: z.string(),
  carrier_name: z.string().nullable(),
  tracking_no: z.string().nullable(),
  transport_mode: z.enum(ASN_TRANSPORT_MODES),
  expected_at: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  qty_received: z.number(),
  boxes: z.number().int(),
  created_by_name: z.string(),
  created_by_supplier: z.boolean(),
  created_at: z.string(),
});
export const getPurchaseOrder = verb({
  name: 'supply.get-order',
  method: 'GET',
  path: '/api/supply/order/{purchase_order_id}',
  summary: 'One order with its lines, approvals, earlier versions and arrival notices',
  input: z.strictObject({ purchase_order_id: id_param }),
  output: purchase_order_row.extend({
    warehouse_name: z.string(),
    warehouse_address: z.string(),
    owner_name: z.string(),
    reason: z.string(),
    decision_note: z.string().nullable(),
    plan_id: z.number().int().nullable(),
    plan_no: z.string().nullable(),
    rfq_id: z.number().int().nullable(),
    rfq_no: z.string().nullable(),
    submitted_at: z.string().nullable(),
    approved_at: z.string().nullable(),
    approvals_needed: z.number().int().nullable(),
    confirmed_by_name: z.string().nullable(),
    confirmed_by_supplier: z.boolean().nullable(),
    supplier_reference: z.string().nullable(),
    line_rows: z.array(purchase_order_line_row),
    approvals: z.array(
      z.object({
        version: z.number().int(),
        approver_name: z.string(),
        note: z.string().nullable(),
        approved_at: z.string(),
      }),
    ),
    versions: z.array(
      z.object({
        version: z.number().int(),
        total_fen: z.number(),
        replaced_reason: z.string(),
        replaced_by_name: z.string(),
        replaced_at: z.string(),
        lines: z.array(
          z.object({
            line_no: z.number().int(),
            item_id: id,
            qty: z.number(),
            unit_price_fen: z.number(),
            needed_on: z.string(),
          }),
        ),
      }),
    ),
    asns: z.array(asn_row),
  }),
  errors: ['platform.not_found'],
});

export const printPurchaseOrder = verb({
  name: 'supply.print-order',
  method: 'GET',
  path: '/api/supply/order/{purchase_order_id}/print',
  summary: 'The order (采购订单) as PDF, as it goes to the supplier',
  input: z.strictObject({ purchase_order_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

const sscc = z.string().regex(/^\d{18}$/, { error: 'format' });

export const announceAsn = verb({
  name: 'supply.announce-asn',
  method: 'POST',
  path: '/api/supply/asn',
  summary:
    'Announces goods on their way, lot by lot and box by box; the supplier does, or the purchaser for it',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    delivery_note_no: required_text(40),
    carrier_name: text(100).optional(),
    tracking_no: text(60).optional(),
    transport_mode: z.enum(ASN_TRANSPORT_MODES).default('ambient'),
    logger_no: text(40).optional(),
    shipped_at: instant.optional(),
    expected_at: instant,
    lines: z
      .array(
        z.strictObject({
          purchase_order_line_id: id,
          lot_no,
          production_date: civil_date.optional(),
          expiry_date: civil_date.optional(),
          qty,
          sscc: sscc.optional(),
          serial_nos: z.array(serial_no).max(20_000).default([]),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({ asn_id: id, document_no: z.string(), warehouse_id: id, qty: z.number() }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.item_repeated',
    'supply.more_than_ordered',
    'supply.serials_do_not_match',
    'supply.serials_not_tracked',
    'supply.sscc_wrong',
    'supply.lot_dates',
    'supply.cold_needs_logger',
    'supply.delivery_note_taken',
  ],
});

export const cancelAsn = verb({
  name: 'supply.cancel-asn',
  method: 'POST',
  path: '/api/supply/asn/{asn_id}/cancel',
  summary: 'Withdraws an arrival notice, or what never came of one',
  input: z.strictObject({ asn_id: id_param, reason: required_text(200) }),
  output: z.object({ asn_id: id, status: z.enum(ASN_STATUSES) }),
  errors: ['platform.not_found', 'supply.wrong_status'],
});

export const listAsns = verb({
  name: 'supply.list-asns',
  method: 'GET',
  path: '/api/supply/asn',
  summary: 'Arrival notices of the warehouses in sight; a supplier sees its own',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    status: z.enum(ASN_STATUSES).optional(),
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(asn_row),
  errors: [],
});

export const getAsn = verb({
  name: 'supply.get-asn',
  method: 'GET',
  path: '/api/supply/asn/{asn_id}',
  summary: 'One arrival notice with its lots, boxes and serials',
  input: z.strictObject({ asn_id: id_param }),
  output: asn_row.extend({
    warehouse_name: z.string(),
    logger_no: z.string().nullable(),
    shipped_at: z.string().nullable(),
    cancel_reason: z.string().nullable(),
    line_rows: z.array(
      z.object({
        asn_line_id: id,
        line_no: z.number().int(),
        purchase_order_id: id,
        purchase_order_no: z.string(),
        purchase_order_line_id: id,
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        lot_no: z.string(),
        production_date: z.string().nullable(),
        expiry_date: z.string().nullable(),
        qty: z.number(),
        qty_received: z.number(),
        sscc: z.string().nullable(),
        serial_nos: z.array(z.string()),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
