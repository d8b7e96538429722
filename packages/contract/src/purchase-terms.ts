import { z } from 'zod';
import {
  civil_date,
  fen,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  required_text,
  text,
} from './primitives.ts';
import { verb } from './verb.ts';

export const saveTerms = verb({
  name: 'supply.save-terms',
  method: 'POST',
  path: '/api/supply/terms',
  summary:
    'Says what a supplier sells us and how it is ordered: least quantity, multiple, lead time, preference',
  input: z.strictObject({
    partner_id: id,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          supplier_item_code: text(40).optional(),
          min_order_qty: qty.default(1),
          order_multiple: qty.default(1),
          lead_time_days: z.number().int().min(0).max(730).default(7),
          preferred: z.boolean().default(false),
          active: z.boolean().default(true),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({ saved: z.number().int() }),
  errors: ['platform.not_found', 'supply.not_a_supplier', 'supply.item_repeated'],
});

export const terms_row = z.object({
  partner_id: id,
  partner_code: z.string(),
  partner_name: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  supplier_item_code: z.string().nullable(),
  min_order_qty: z.number(),
  order_multiple: z.number(),
  lead_time_days: z.number().int(),
  preferred: z.boolean(),
  active: z.boolean(),
  /** The price of a single piece today, and the one of the largest quantity. */
  price_fen: z.number().nullable(),
  best_price_fen: z.number().nullable(),
});
export const listTerms = verb({
  name: 'supply.list-terms',
  method: 'GET',
  path: '/api/supply/terms',
  summary: 'Terms of supply by supplier and item, with the prices of today',
  input: z.strictObject({
    partner_id: id_param.optional(),
    item_id: id_param.optional(),
    search: text(60).optional(),
    limit: page_query.limit,
  }),
  output: z.object({ rows: z.array(terms_row), next: z.null() }),
  errors: [],
});

export const savePrices = verb({
  name: 'supply.save-prices',
  method: 'POST',
  path: '/api/supply/price',
  summary: 'Adds purchase prices by period, quantity and province; a later one takes the place of an earlier',
  input: z.strictObject({
    partner_id: id,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          province: text(20).optional(),
          min_qty: qty.default(1),
          unit_price_fen: fen,
          valid_from: civil_date,
          valid_to: civil_date.optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({ saved: z.number().int() }),
  errors: ['platform.not_found', 'supply.not_a_supplier', 'supply.price_taken'],
});

export const price_row = z.object({
  price_id: id,
  partner_id: id,
  partner_name: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  province: z.string().nullable(),
  min_qty: z.number(),
  unit_price_fen: z.number(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  in_force: z.boolean(),
  note: z.string().nullable(),
});
export const listPrices = verb({
  name: 'supply.list-prices',
  method: 'GET',
  path: '/api/supply/price',
  summary: 'Purchase prices, newest period first',
  input: z.strictObject({
    partner_id: id_param.optional(),
    item_id: id_param.optional(),
    on_date: civil_date.optional(),
    ...page_query,
  }),
  output: page_of(price_row),
  errors: [],
});

export const saveListedPrices = verb({
  name: 'supply.save-listed-prices',
  method: 'POST',
  path: '/api/supply/listed-price',
  summary: 'Adds prices at which items are listed in a province (挂网价)',
  input: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          province: required_text(20),
          listing_no: text(60).optional(),
          unit_price_fen: fen,
          valid_from: civil_date,
          valid_to: civil_date.optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({ saved: z.number().int() }),
  errors: ['platform.not_found', 'supply.price_taken'],
});

export const listed_price_row = z.object({
  price_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  province: z.string(),
  listing_no: z.string().nullable(),
  unit_price_fen: z.number(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  in_force: z.boolean(),
});
export const listListedPrices = verb({
  name: 'supply.list-listed-prices',
  method: 'GET',
  path: '/api/supply/listed-price',
  summary: 'Listed prices by item and province, newest period first',
  input: z.strictObject({
    item_id: id_param.optional(),
    province: text(20).optional(),
    on_date: civil_date.optional(),
    ...page_query,
  }),
  output: page_of(listed_price_row),
  errors: [],
});

export const AGREEMENT_KINDS = ['framework', 'volume'] as const;
export const AGREEMENT_STATUSES = ['active', 'ended'] as const;

export const createAgreement = verb({
  name: 'supply.create-agreement',
  method: 'POST',
  path: '/api/supply/agreement',
  summary:
    'Makes a framework agreement, or a volume agreement (带量采购) with what each hospital has promised to take',
  input: z.strictObject({
    partner_id: id,
    kind: z.enum(AGREEMENT_KINDS),
    title: required_text(100),
    contract_no: text(60).optional(),
    valid_from: civil_date,
    valid_to: civil_date,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          unit_price_fen: fen,
          qty_committed: qty.optional(),
          quotas: z
            .array(z.strictObject({ customer_id: id, qty }))
            .max(500)
            .default([]),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ agreement_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'supply.not_a_supplier', 'supply.item_repeated'],
});

export const endAgreement = verb({
  name: 'supply.end-agreement',
  method: 'POST',
  path: '/api/supply/agreement/{agreement_id}/end',
  summary: 'Ends an agreement before its time; what was called off stands',
  input: z.strictObject({ agreement_id: id_param, reason: required_text(200) }),
  output: z.object({ agreement_id: id, status: z.enum(AGREEMENT_STATUSES) }),
  errors: ['platform.not_found', 'supply.wrong_status'],
});

export const agreement_row = z.object({
  agreement_id: id,
  document_no: z.string(),
  partner_id: id,
  partner_name: z.string(),
  kind: z.enum(AGREEMENT_KINDS),
  title: z.string(),
  contract_no: z.string().nullable(),
  valid_from: z.string(),
  valid_to: z.string(),
  status: z.enum(AGREEMENT_STATUSES),
  in_force: z.boolean(),
  lines: z.number().int(),
  qty_committed: z.number().nullable(),
  qty_called: z.number(),
  created_by_name: z.string(),
  created_at: z.string(),
});
export const listAgreements = verb({
  name: 'supply.list-agreements',
  method: 'GET',
  path: '/api/supply/agreement',
  summary: 'Agreements with suppliers and how much of them is used',
  input: z.strictObject({
    partner_id: id_param.optional(),
    kind: z.enum(AGREEMENT_KINDS).optional(),
    in_force: z.enum(['true', 'false']).default('false'),
    ...page_query,
  }),
  output: page_of(agreement_row),
  errors: [],
});

/** How fast something is used up, and where that leads by the end of the period. */
export const burn_down = z.object({
  committed: z.number().nullable(),
  used: z.number(),
  left: z.number().nullable(),
  /** Where the period stands, 0 to 1, and how much would be used by now at an even pace. */
  elapsed: z.number(),
  expected_by_now: z.number().nullable(),
  /** At the pace so far, by the last day. */
  projected: z.number().nullable(),
  /** The day on which nothing is left at this pace; null where it lasts. */
  runs_out_on: z.string().nullable(),
  state: z.enum(['not_started', 'behind', 'on_track', 'ahead', 'used_up', 'over']),
});
export const getAgreement = verb({
  name: 'supply.get-agreement',
  method: 'GET',
  path: '/api/supply/agreement/{agreement_id}',
  summary:
    'One agreement: what was called off, received and delivered to each hospital, and when it runs out',
  input: z.strictObject({ agreement_id: id_param }),
  output: agreement_row.extend({
    end_reason: z.string().nullable(),
    line_rows: z.array(
      z.object({
        agreement_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        unit_price_fen: z.number(),
        qty_received: z.number(),
        /** Ordered under the agreement. */
        called: burn_down,
        quotas: z.array(
          z.object({
            customer_id: id,
            customer_name: z.string(),
            /** Delivered to the hospital in the period. */
            delivered: burn_down,
          }),
        ),
      }),
    ),
    orders: z.array(
      z.object({
        purchase_order_id: id,
        document_no: z.string(),
        warehouse_code: z.string(),
        status: z.string(),
        qty: z.number(),
        created_at: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const approval_tier = z.object({
  /** Above this amount. */
  above_fen: z.number(),
  /** So many people besides the one who asked. */
  approvals: z.number().int(),
});
export const getApprovalTiers = verb({
  name: 'supply.get-approval-tiers',
  method: 'GET',
  path: '/api/supply/approval-tier',
  summary: 'How large an order needs how many approvals',
  input: z.strictObject({}),
  output: z.object({ tiers: z.array(approval_tier) }),
  errors: [],
});

export const setApprovalTiers = verb({
  name: 'supply.set-approval-tiers',
  method: 'POST',
  path: '/api/supply/approval-tier',
  summary: 'Sets how large an order needs how many approvals; orders submitted before keep theirs',
  input: z.strictObject({
    reason: required_text(200),
    tiers: z
      .array(z.strictObject({ above_fen: fen, approvals: z.number().int().min(0).max(3) }))
      .min(1)
      .max(10),
  }),
  output: z.object({ tiers: z.array(approval_tier) }),
  errors: ['platform.forbidden', 'supply.tiers_start_at_zero'],
});

export const LANDED_COST_KINDS = ['freight', 'duty', 'insurance', 'clearance', 'handling', 'other'] as const;
export const LANDED_COST_BASES = ['value', 'weight', 'volume', 'qty'] as const;

export const allocateLandedCost = verb({
  name: 'supply.allocate-landed-cost',
  method: 'POST',
  path: '/api/supply/landed-cost',
  summary: 'Lays freight, duty and the like of an order on the lots that were received for it',
  input: z.strictObject({
    purchase_order_id: id,
    kind: z.enum(LANDED_COST_KINDS),
    basis: z.enum(LANDED_COST_BASES).default('value'),
    amount_fen: fen.min(1),
    invoice_no: text(60).optional(),
    note: text(200).optional(),
  }),
  output: z.object({
    landed_cost_id: id,
    document_no: z.string(),
    lines: z.array(z.object({ item_id: id, lot_id: id, qty: z.number(), amount_fen: z.number() })),
  }),
  errors: ['platform.not_found', 'supply.nothing_received'],
});

export const reverseLandedCost = verb({
  name: 'supply.reverse-landed-cost',
  method: 'POST',
  path: '/api/supply/landed-cost/{landed_cost_id}/reverse',
  summary: 'Takes a cost back by a document of its own',
  input: z.strictObject({ landed_cost_id: id_param, reason: required_text(200) }),
  output: z.object({ landed_cost_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'supply.reversed_before'],
});

export const landed_cost_row = z.object({
  landed_cost_id: id,
  document_no: z.string(),
  purchase_order_id: id,
  purchase_order_no: z.string(),
  partner_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  kind: z.enum(LANDED_COST_KINDS),
  basis: z.enum(LANDED_COST_BASES),
  amount_fen: z.number(),
  invoice_no: z.string().nullable(),
  note: z.string().nullable(),
  reverses_id: z.number().int().nullable(),
  reversed: z.boolean(),
  lines: z.number().int(),
  created_by_name: z.string(),
  created_at: z.string(),
});
export const listLandedCosts = verb({
  name: 'supply.list-landed-costs',
  method: 'GET',
  path: '/api/supply/landed-cost',
  summary: 'Cost laid on goods received, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    purchase_order_id: id_param.optional(),
    ...page_query,
  }),
  output: page_of(landed_cost_row),
  errors: [],
});
