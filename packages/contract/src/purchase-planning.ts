import { z } from 'zod';
import {
  civil_date,
  fen,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  text,
} from './primitives.ts';
import { price_source } from './purchase-orders.ts';
import { verb } from './verb.ts';

export const REQUISITION_STATUSES = ['submitted', 'approved', 'rejected', 'cancelled', 'planned'] as const;
export const requisition_status = z.enum(REQUISITION_STATUSES);

export const requestPurchase = verb({
  name: 'supply.request-purchase',
  method: 'POST',
  path: '/api/supply/requisition',
  summary: 'Asks for goods to be bought for a warehouse (请购)',
  input: z.strictObject({
    warehouse_id: id,
    reason: required_text(200),
    urgent: z.boolean().default(false),
    lines: z
      .array(z.strictObject({ item_id: id, qty, needed_on: civil_date, note: text(200).optional() }))
      .min(1)
      .max(1000),
  }),
  output: z.object({ requisition_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'supply.item_repeated'],
});

export const decideRequisition = verb({
  name: 'supply.decide-requisition',
  method: 'POST',
  path: '/api/supply/requisition/{requisition_id}/decide',
  summary: 'Approves or declines a requisition; never who asked',
  input: z.strictObject({
    requisition_id: id_param,
    decision: z.enum(['approved', 'rejected']),
    note: text(200).optional(),
  }),
  output: z.object({ requisition_id: id, status: requisition_status }),
  errors: ['platform.not_found', 'supply.wrong_status', 'supply.own_request'],
});

export const cancelRequisition = verb({
  name: 'supply.cancel-requisition',
  method: 'POST',
  path: '/api/supply/requisition/{requisition_id}/cancel',
  summary: 'Takes back a requisition that is not planned yet',
  input: z.strictObject({ requisition_id: id_param, reason: required_text(200) }),
  output: z.object({ requisition_id: id, status: requisition_status }),
  errors: ['platform.not_found', 'supply.wrong_status'],
});

export const requisition_row = z.object({
  requisition_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: requisition_status,
  urgent: z.boolean(),
  reason: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  first_needed_on: z.string(),
  requested_by: z.number().int().nullable(),
  requested_by_name: z.string(),
  requested_at: z.string(),
  decided_by_name: z.string().nullable(),
  decided_at: z.string().nullable(),
});
export const listRequisitions = verb({
  name: 'supply.list-requisitions',
  method: 'GET',
  path: '/api/supply/requisition',
  summary: 'Requisitions of the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: requisition_status.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(requisition_row),
  errors: [],
});

export const getRequisition = verb({
  name: 'supply.get-requisition',
  method: 'GET',
  path: '/api/supply/requisition/{requisition_id}',
  summary: 'One requisition with its lines and the orders that serve them',
  input: z.strictObject({ requisition_id: id_param }),
  output: requisition_row.extend({
    warehouse_name: z.string(),
    decision_note: z.string().nullable(),
    line_rows: z.array(
      z.object({
        requisition_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        qty: z.number(),
        needed_on: z.string(),
        note: z.string().nullable(),
        purchase_order_id: z.number().int().nullable(),
        purchase_order_no: z.string().nullable(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const PURCHASE_PLAN_STATUSES = ['draft', 'ordered', 'discarded'] as const;
export const purchase_plan_status = z.enum(PURCHASE_PLAN_STATUSES);
export const PURCHASE_PLAN_SOURCES = ['entered', 'requisitions', 'planning'] as const;

export const makePurchasePlan = verb({
  name: 'supply.make-plan',
  method: 'POST',
  path: '/api/supply/plan',
  summary:
    'Consolidates the needs of several warehouses: takes off what stands there and is on order, chooses suppliers, rounds to their terms and finds the price of the whole quantity',
  input: z.strictObject({
    note: text(200).optional(),
    /** Needs entered by hand. */
    lines: z
      .array(
        z.strictObject({
          warehouse_id: id,
          item_id: id,
          qty,
          needed_on: civil_date,
          /** `level`: up to this much; stock and open orders are taken off. `quantity`: so much is bought. */
          basis: z.enum(['level', 'quantity']).default('level'),
          supplier_id: id.optional(),
        }),
      )
      .max(2000)
      .default([]),
    /** Approved requisitions that the plan takes up. */
    requisition_ids: z.array(id).max(200).default([]),
  }),
  output: z.object({
    plan_id: id,
    document_no: z.string(),
    lines: z.number().int(),
    to_buy: z.number().int(),
    total_fen: z.number(),
    without_supplier: z.number().int(),
  }),
  errors: ['platform.not_found', 'supply.wrong_status', 'supply.nothing_to_buy'],
});

export const orderPurchasePlan = verb({
  name: 'supply.order-plan',
  method: 'POST',
  path: '/api/supply/plan/{plan_id}/order',
  summary: 'Drafts one order for each supplier and warehouse of the plan',
  input: z.strictObject({
    plan_id: id_param,
    reason: required_text(200),
    /** Another supplier or quantity for some lines. */
    changes: z
      .array(z.strictObject({ plan_line_id: id, qty: qty_or_zero.optional(), supplier_id: id.optional() }))
      .max(2000)
      .default([]),
  }),
  output: z.object({
    plan_id: id,
    orders: z.array(
      z.object({
        purchase_order_id: id,
        document_no: z.string(),
        partner_id: id,
        warehouse_id: id,
        total_fen: z.number(),
      }),
    ),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.no_supplier',
    'supply.not_a_supplier',
    'supply.nothing_to_buy',
    'supply.over_commitment',
  ],
});

export const discardPurchasePlan = verb({
  name: 'supply.discard-plan',
  method: 'POST',
  path: '/api/supply/plan/{plan_id}/discard',
  summary: 'Gives a plan up; its requisitions wait for another one',
  input: z.strictObject({ plan_id: id_param, reason: required_text(200) }),
  output: z.object({ plan_id: id, status: purchase_plan_status }),
  errors: ['platform.not_found', 'supply.wrong_status'],
});

export const purchase_plan_row = z.object({
  plan_id: id,
  document_no: z.string(),
  status: purchase_plan_status,
  source: z.enum(PURCHASE_PLAN_SOURCES),
  note: z.string().nullable(),
  lines: z.number().int(),
  warehouses: z.number().int(),
  suppliers: z.number().int(),
  qty_order: z.number(),
  total_fen: z.number(),
  created_by_name: z.string(),
  created_at: z.string(),
});
export const listPurchasePlans = verb({
  name: 'supply.list-plans',
  method: 'GET',
  path: '/api/supply/plan',
  summary: 'Purchase plans with something for the warehouses in sight, newest first',
  input: z.strictObject({
    status: purchase_plan_status.optional(),
    warehouse_id: id_param.optional(),
    ...page_query,
  }),
  output: page_of(purchase_plan_row),
  errors: [],
});

/** Why a line is as it is: what was rounded, which price break was met, what a larger quantity would save. */
export const purchase_plan_explanation = z.object({
  min_order_qty: z.number().optional(),
  order_multiple: z.number().optional(),
  /** Quantity of the item for all warehouses of the plan, before and after rounding. */
  group_net: z.number().optional(),
  group_order: z.number().optional(),
  break_qty: z.number().optional(),
  /** Buying up to the next break costs less than the smaller quantity at its price. */
  raised_to_break: z.boolean().optional(),
  next_break: z.object({ min_qty: z.number(), unit_price_fen: z.number() }).nullable().optional(),
  agreement_no: z.string().nullable().optional(),
  lead_time_days: z.number().optional(),
  /** With the usual lead time it comes after the day it is needed. */
  late: z.boolean().optional(),
});
export const getPurchasePlan = verb({
  name: 'supply.get-plan',
  method: 'GET',
  path: '/api/supply/plan/{plan_id}',
  summary: 'One plan with its lines, their suppliers, rounding and prices, and the orders made of it',
  input: z.strictObject({ plan_id: id_param }),
  output: purchase_plan_row.extend({
    line_rows: z.array(
      z.object({
        plan_line_id: id,
        warehouse_id: id,
        warehouse_code: z.string(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        needed_on: z.string(),
        qty_needed: z.number(),
        qty_on_hand: z.number(),
        qty_on_order: z.number(),
        qty_net: z.number(),
        qty_order: z.number(),
        supplier_id: z.number().int().nullable(),
        supplier_name: z.string().nullable(),
        unit_price_fen: z.number().nullable(),
        amount_fen: z.number().nullable(),
        price_source: price_source.nullable(),
        requisition_no: z.string().nullable(),
        purchase_order_id: z.number().int().nullable(),
        purchase_order_no: z.string().nullable(),
        explanation: purchase_plan_explanation,
      }),
    ),
    orders: z.array(
      z.object({
        purchase_order_id: id,
        document_no: z.string(),
        partner_name: z.string(),
        warehouse_code: z.string(),
        status: z.string(),
        total_fen: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const RFQ_STATUSES = ['open', 'awarded', 'cancelled'] as const;
export const rfq_status = z.enum(RFQ_STATUSES);
export const INVITATION_STATUSES = ['invited', 'quoted', 'declined'] as const;

export const openRfq = verb({
  name: 'supply.open-rfq',
  method: 'POST',
  path: '/api/supply/rfq',
  summary: 'Asks several suppliers for their price and date (询价)',
  input: z.strictObject({
    warehouse_id: id,
    closes_on: civil_date,
    note: text(200).optional(),
    partner_ids: z.array(id).min(1).max(20),
    lines: z
      .array(z.strictObject({ item_id: id, qty, needed_on: civil_date }))
      .min(1)
      .max(300),
  }),
  output: z.object({ rfq_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'supply.not_a_supplier', 'supply.item_repeated'],
});

export const submitQuote = verb({
  name: 'supply.submit-quote',
  method: 'POST',
  path: '/api/supply/rfq/{rfq_id}/quote',
  summary:
    'A supplier offers price, quantity and lead time line by line, or declines; the last answer counts',
  input: z.strictObject({
    rfq_id: id_param,
    /** Whose offer it is, where the purchaser enters it; a supplier enters its own. */
    partner_id: id.optional(),
    declined: z.boolean().default(false),
    note: text(200).optional(),
    lines: z
      .array(
        z.strictObject({
          line_no: z.number().int().min(1),
          unit_price_fen: fen,
          /** As many as asked for where nothing is said. */
          qty_offered: qty.optional(),
          lead_time_days: z.number().int().min(0).max(730).optional(),
          valid_to: civil_date.optional(),
          note: text(200).optional(),
        }),
      )
      .max(300)
      .default([]),
  }),
  output: z.object({ rfq_id: id, partner_id: id, lines: z.number().int() }),
  errors: [
    'platform.not_found',
    'supply.not_invited',
    'supply.rfq_over',
    'supply.line_unknown',
    'supply.item_repeated',
    'supply.wrong_status',
  ],
});

export const awardRfq = verb({
  name: 'supply.award-rfq',
  method: 'POST',
  path: '/api/supply/rfq/{rfq_id}/award',
  summary: 'Awards lines to suppliers and drafts their orders; a dearer offer needs a reason',
  input: z.strictObject({
    rfq_id: id_param,
    reason: required_text(200),
    awards: z
      .array(
        z.strictObject({
          line_no: z.number().int().min(1),
          partner_id: id,
          /** All that was offered where nothing is said. */
          qty: qty.optional(),
          /** Why not the cheapest. */
          reason: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    rfq_id: id,
    orders: z.array(z.object({ purchase_order_id: id, document_no: z.string(), partner_id: id })),
  }),
  errors: [
    'platform.not_found',
    'supply.wrong_status',
    'supply.line_unknown',
    'supply.item_repeated',
    'supply.not_offered',
    'supply.more_than_ordered',
    'supply.award_needs_reason',
  ],
});

export const cancelRfq = verb({
  name: 'supply.cancel-rfq',
  method: 'POST',
  path: '/api/supply/rfq/{rfq_id}/cancel',
  summary: 'Closes an inquiry without an award',
  input: z.strictObject({ rfq_id: id_param, reason: required_text(200) }),
  output: z.object({ rfq_id: id, status: rfq_status }),
  errors: ['platform.not_found', 'supply.wrong_status'],
});

export const rfq_row = z.object({
  rfq_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: rfq_status,
  closes_on: z.string(),
  note: z.string().nullable(),
  lines: z.number().int(),
  invited: z.number().int(),
  quoted: z.number().int(),
  created_by_name: z.string(),
  created_at: z.string(),
});
export const listRfqs = verb({
  name: 'supply.list-rfqs',
  method: 'GET',
  path: '/api/supply/rfq',
  summary: 'Inquiries of the warehouses in sight; a supplier sees those it was asked in',
  input: z.strictObject({ warehouse_id: id_param.optional(), status: rfq_status.optional(), ...page_query }),
  output: page_of(rfq_row),
  errors: [],
});

export const getRfq = verb({
  name: 'supply.get-rfq',
  method: 'GET',
  path: '/api/supply/rfq/{rfq_id}',
  summary: 'One inquiry with the offers side by side; a supplier sees its own only',
  input: z.strictObject({ rfq_id: id_param }),
  output: rfq_row.extend({
    invitations: z.array(
      z.object({
        partner_id: id,
        partner_code: z.string(),
        partner_name: z.string(),
        status: z.enum(INVITATION_STATUSES),
        quoted_at: z.string().nullable(),
        quoted_by_name: z.string().nullable(),
        note: z.string().nullable(),
        total_fen: z.number().nullable(),
      }),
    ),
    line_rows: z.array(
      z.object({
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        model: z.string(),
        unit: z.string(),
        qty: z.number(),
        needed_on: z.string(),
        /** The price list of today, to compare; null where there is none or it is not yours to see. */
        list_price_fen: z.number().nullable(),
        offers: z.array(
          z.object({
            rfq_offer_id: id,
            partner_id: id,
            unit_price_fen: z.number().nullable(),
            qty_offered: z.number().nullable(),
            lead_time_days: z.number().int().nullable(),
            valid_to: z.string().nullable(),
            note: z.string().nullable(),
            qty_awarded: z.number(),
            award_reason: z.string().nullable(),
            /** The lowest price of those that offer the whole quantity. */
            cheapest: z.boolean(),
          }),
        ),
      }),
    ),
    orders: z.array(z.object({ purchase_order_id: id, document_no: z.string(), partner_name: z.string() })),
  }),
  errors: ['platform.not_found'],
});
