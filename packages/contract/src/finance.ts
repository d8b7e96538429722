import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, id, id_param, page_of, page_query, required_text } from './primitives.ts';
import { download, verb } from './verb.ts';

/** What a lot's cost is made of. Freight counts only where the company says so. */
export const COST_KINDS = ['receipt', 'landed', 'freight', 'entity_in', 'conversion', 'correction'] as const;
/** How goods and value cross the border of an owner's books, or move between stock and goods issued. */
export const FLOWS = [
  'opening',
  'receipt',
  'landed',
  'freight',
  'correction',
  'supplier_return',
  'issue',
  'issue_back',
  'sale',
  'sale_issued',
  'sale_return',
  'gain',
  'loss',
  'scrap',
  'convert_out',
  'convert_in',
  'entity_out',
  'entity_in',
  'variance',
] as const;
/** Each lot at its own cost, or each item at the average that moves with every receipt. */
export const COST_METHODS = ['specific', 'moving_average'] as const;
export const VOUCHER_LAYOUTS = ['yonyou', 'kingdee', 'plain'] as const;
export type Flow = (typeof FLOWS)[number];
export type CostMethod = (typeof COST_METHODS)[number];

/** `2026-11`. */
const month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, { error: 'format' });
/** Corrections may take value away. */
const signed_fen = z.number().int().min(-1_000_000_000_000_000).max(1_000_000_000_000_000);

export const finance_errors = {
  'finance.month_not_over': {
    status: 409,
    zh: '{month} 尚未结束,不能月结',
    en: '{month} is not over and cannot be closed',
  },
  'finance.month_closed': { status: 409, zh: '该月已月结', en: 'This month is closed' },
  'finance.earlier_month_open': {
    status: 409,
    zh: '请先结 {month}',
    en: 'Close {month} first',
  },
  'finance.later_month_closed': {
    status: 409,
    zh: '{month} 之后已有月结,不能重开',
    en: 'A month after {month} is closed; it stays closed',
  },
  'finance.unpriced': {
    status: 409,
    zh: '有 {lots} 个批号没有价格,按产品标准成本估价;请补价或确认按估价月结',
    en: '{lots} lots have no price and are valued at standard cost; price them, or confirm the estimate',
  },
  'finance.owner_unknown': { status: 404, zh: '经营主体不存在', en: 'Unknown legal entity' },
  'finance.nothing_corrected': {
    status: 422,
    zh: '更正金额不能为零',
    en: 'A correction of nothing corrects nothing',
  },
  'finance.cost_below_zero': {
    status: 409,
    zh: '更正后批号 {lot_no} 的成本为负',
    en: 'The cost of lot {lot_no} would be negative',
  },
} as const satisfies ErrorCatalogue;

export const listLotCosts = verb({
  name: 'finance.list-lot-costs',
  method: 'GET',
  path: '/api/finance/lot-cost',
  summary: 'What each lot has cost: its parts, its unit cost, and the average of its item',
  input: z.strictObject({
    item_id: id_param.optional(),
    owner_id: id_param.optional(),
    /** Only lots without a price, which are valued at standard cost. */
    unpriced_only: z.enum(['true', 'false']).default('false'),
    ...page_query,
  }),
  output: page_of(
    z.object({
      /** Cursor: the lot's own id. */
      lot_id: id,
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      lot_no: z.string(),
      owner_id: id,
      owner_name: z.string(),
      on_hand: z.number(),
      qty_received: z.number(),
      receipt_fen: z.number(),
      landed_fen: z.number(),
      freight_fen: z.number(),
      other_fen: z.number(),
      /** In ten-thousandths of a fen, so that a piece that costs less than a fen still costs something. */
      unit_cost_e4: z.number(),
      estimated: z.boolean(),
    }),
  ),
  errors: [],
});

export const correctCost = verb({
  name: 'finance.correct-cost',
  method: 'POST',
  path: '/api/finance/lot-cost/correct',
  summary: 'Adds to or takes from the cost of lots, with a reason; undone by the opposite correction',
  input: z.strictObject({
    owner_id: id,
    reason: required_text(200),
    lines: z
      .array(z.strictObject({ item_id: id, lot_id: id, amount_fen: signed_fen }))
      .min(1)
      .max(1000),
  }),
  output: z.object({ document_no: z.string(), lines: z.number().int() }),
  errors: [
    'finance.owner_unknown',
    'finance.nothing_corrected',
    'finance.cost_below_zero',
    'platform.not_found',
  ],
});

export const getStockValue = verb({
  name: 'finance.get-stock-value',
  method: 'GET',
  path: '/api/finance/stock-value',
  summary: 'Value of the stock at the end of a day, by owner and place, goods on the road at their owner',
  input: z.strictObject({
    on: civil_date,
    owner_id: id_param.optional(),
    item_id: id_param.optional(),
    group: z.enum(['place', 'item', 'lot']).default('place'),
  }),
  output: z.object({
    on: z.string(),
    rows: z.array(
      z.object({
        owner_id: id,
        owner_name: z.string(),
        /** `stock`, `in_transit`, `issued` (on the way to hospitals), `consigned`, `repair`. */
        place: z.string(),
        warehouse_id: id.nullable(),
        warehouse_name: z.string().nullable(),
        item_id: id.nullable(),
        item_code: z.string().nullable(),
        item_name: z.string().nullable(),
        lot_id: id.nullable(),
        lot_no: z.string().nullable(),
        qty: z.number(),
        value_fen: z.number(),
        /** Part of the value that rests on standard costs, because nobody has given a price. */
        estimated_fen: z.number(),
      }),
    ),
    total_fen: z.number(),
  }),
  errors: [],
});

const flow_row = z.object({
  flow: z.enum(FLOWS),
  qty: z.number(),
  amount_fen: z.number(),
});
const transit_row = z.object({
  document_key: z.string(),
  qty: z.number(),
  value_fen: z.number(),
});
const month_head = {
  month_id: id.nullable(),
  owner_id: id,
  owner_name: z.string(),
  month: z.string(),
  status: z.enum(['open', 'closed', 'reopened']),
  method: z.enum(COST_METHODS),
  opening_fen: z.number(),
  closing_fen: z.number(),
  closed_by_name: z.string().nullable(),
  closed_at: z.string().nullable(),
};

export const listMonths = verb({
  name: 'finance.list-months',
  method: 'GET',
  path: '/api/finance/month',
  summary:
    'Months of the books that are closed, newest first, and the next one to close of each legal entity',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(z.object(month_head)) }),
  errors: [],
});

export const getMonth = verb({
  name: 'finance.get-month',
  method: 'GET',
  path: '/api/finance/month/{month}',
  summary:
    'A month of a legal entity: opening, flows, closing, goods on the road; as kept, or as it would be closed',
  input: z.strictObject({ month, owner_id: id_param, method: z.enum(COST_METHODS).optional() }),
  output: z.object({
    ...month_head,
    flows: z.array(flow_row),
    in_transit: z.array(transit_row),
    unpriced_lots: z.number().int(),
    vouchers: z.array(
      z.object({
        voucher_no: z.number().int(),
        summary: z.string(),
        lines: z.array(
          z.object({
            account_code: z.string(),
            account_name: z.string(),
            debit_fen: z.number(),
            credit_fen: z.number(),
          }),
        ),
      }),
    ),
  }),
  errors: ['finance.owner_unknown', 'finance.month_not_over'],
});

export const closeMonth = verb({
  name: 'finance.close-month',
  method: 'POST',
  path: '/api/finance/month/{month}/close',
  summary: 'Closes a month of a legal entity: keeps its flows, its closing stock and its vouchers',
  input: z.strictObject({
    month,
    owner_id: id,
    method: z.enum(COST_METHODS).default('specific'),
    /** Said by a person who has seen how many lots have no price. */
    accept_estimates: z.boolean().default(false),
  }),
  output: z.object({ month_id: id, closing_fen: z.number(), vouchers: z.number().int() }),
  errors: [
    'finance.owner_unknown',
    'finance.month_not_over',
    'finance.month_closed',
    'finance.earlier_month_open',
    'finance.unpriced',
  ],
});

export const reopenMonth = verb({
  name: 'finance.reopen-month',
  method: 'POST',
  path: '/api/finance/month/{month}/reopen',
  summary: 'Takes the closing of the last closed month back, with a reason',
  input: z.strictObject({ month, owner_id: id, reason: required_text(200) }),
  output: z.object({ month_id: id }),
  errors: ['finance.owner_unknown', 'finance.later_month_closed', 'platform.not_found'],
});

const account_rule = {
  flow: z.enum(FLOWS),
  debit_code: required_text(30),
  debit_name: required_text(60),
  credit_code: required_text(30),
  credit_name: required_text(60),
};

export const listAccounts = verb({
  name: 'finance.list-accounts',
  method: 'GET',
  path: '/api/finance/account',
  summary: 'Which accounts each flow debits and credits, and whether freight belongs to the cost of lots',
  input: z.strictObject({}),
  output: z.object({ freight_in_cost: z.boolean(), rows: z.array(z.object(account_rule)) }),
  errors: [],
});

export const setAccounts = verb({
  name: 'finance.set-accounts',
  method: 'POST',
  path: '/api/finance/account',
  summary: 'Changes accounts of flows; closed months keep their vouchers',
  input: z.strictObject({
    freight_in_cost: z.boolean().optional(),
    lines: z.array(z.strictObject(account_rule)).max(FLOWS.length).default([]),
  }),
  output: z.object({ changed: z.number().int() }),
  errors: [],
});

export const exportVouchers = verb({
  name: 'finance.export-vouchers',
  method: 'POST',
  path: '/api/finance/month/{month}/voucher',
  summary: 'Vouchers of a closed month as a file for the accounting system',
  input: z.strictObject({
    month,
    owner_id: id,
    layout: z.enum(VOUCHER_LAYOUTS),
    format: z.enum(['csv', 'xlsx']).default('xlsx'),
  }),
  output: download,
  errors: ['finance.owner_unknown', 'platform.not_found'],
  returns: 'file',
});
