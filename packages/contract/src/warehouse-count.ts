import { z } from 'zod';
import {
  code,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { disposition, stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const COUNT_STATUSES = ['counting', 'review', 'closed', 'cancelled'] as const;
export const COUNT_METHODS = ['all', 'abc', 'due', 'zone', 'item'] as const;
/** A difference is certain when two people have seen the same, or the book turned out right. */
export const COUNT_LINE_STATUSES = ['open', 'recount', 'matched', 'differs', 'posted'] as const;

export const planCount = verb({
  name: 'warehouse.plan-count',
  method: 'POST',
  path: '/api/warehouse/count',
  summary: 'Plans a count of what stands at a warehouse: all, by ABC class, by due date, zones or items',
  input: z.strictObject({
    warehouse_id: id,
    method: z.enum(COUNT_METHODS),
    /** A: most valuable 80 %, B: the next 15 %, C: the rest. For method `abc`. */
    classes: z
      .array(z.enum(['A', 'B', 'C']))
      .max(3)
      .default([]),
    zone_codes: z.array(code).max(100).default([]),
    item_ids: z.array(id).max(500).default([]),
    /** At most so many places; those counted longest ago come first. */
    max_lines: z.number().int().min(1).max(5000).default(500),
    blind: z.boolean().default(true),
    reason: required_text(200),
  }),
  output: z.object({ count_id: id, document_no: z.string(), lines: z.number().int() }),
  errors: ['platform.not_found', 'warehouse.nothing_to_count', 'warehouse.criteria_missing'],
});

export const count_row = z.object({
  count_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: z.enum(COUNT_STATUSES),
  method: z.enum(COUNT_METHODS),
  blind: z.boolean(),
  reason: z.string(),
  created_by_name: z.string().nullable(),
  created_at: z.string(),
  closed_at: z.string().nullable(),
  lines: z.number().int(),
  settled: z.number().int(),
  recount: z.number().int(),
  differing: z.number().int(),
  /** Gains minus losses, and both taken without sign, of certain differences. */
  net_fen: z.number(),
  gross_fen: z.number(),
});
export const listCounts = verb({
  name: 'warehouse.list-counts',
  method: 'GET',
  path: '/api/warehouse/count',
  summary: 'Counts, newest first, with how far they are and what they found',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(COUNT_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(count_row),
  errors: [],
});

export const count_entry = z.object({
  round: z.number().int(),
  book_qty: z.number().nullable(),
  counted: z.number().nullable(),
  missing: z.array(z.string()),
  surplus: z.array(z.string()),
  note: z.string().nullable(),
  counted_by_name: z.string().nullable(),
  counted_at: z.string(),
});
export const count_line_row = z.object({
  count_line_id: id,
  line_no: z.number().int(),
  location_code: z.string().nullable(),
  zone_code: z.string().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  tracking: z.enum(['lot', 'serial']),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  owner_id: id,
  owner_name: z.string(),
  disposition,
  found: z.boolean(),
  status: z.enum(COUNT_LINE_STATUSES),
  /** Null while the count is blind and the line is not settled. */
  book_now: z.number().nullable(),
  difference: z.number().nullable(),
  value_fen: z.number().nullable(),
  entries: z.array(count_entry),
  /** Whether the asker has counted this line, and so neither counts it next nor approves it. */
  mine: z.boolean(),
  approved_by_name: z.string().nullable(),
  movement_id: z.number().int().nullable(),
});
export const getCount = verb({
  name: 'warehouse.get-count',
  method: 'GET',
  path: '/api/warehouse/count/{count_id}',
  summary: 'One count with its lines, what was seen and the report of differences; blind while it is counted',
  input: z.strictObject({ count_id: id_param }),
  output: count_row.extend({
    note: z.string().nullable(),
    over_limit: z.boolean(),
    lines_rows: z.array(count_line_row),
  }),
  errors: ['platform.not_found'],
});

export const printCount = verb({
  name: 'warehouse.print-count',
  method: 'GET',
  path: '/api/warehouse/count/{count_id}/print',
  summary:
    'The sheet to count by (盘点表), blind where the count is; with what was seen once it is settled, as PDF',
  input: z.strictObject({ count_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const listCountTasks = verb({
  name: 'warehouse.list-count-tasks',
  method: 'GET',
  path: '/api/warehouse/count-task',
  summary: 'What a counter goes to next, in the order of the pick route; never with the book quantity',
  input: z.strictObject({ warehouse_id: id_param, count_id: id_param.optional() }),
  output: z.object({
    rows: z.array(
      z.object({
        count_line_id: id,
        count_id: id,
        document_no: z.string(),
        account_id: id,
        location_code: z.string(),
        zone_code: z.string(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        disposition,
        owner_name: z.string(),
        recount: z.boolean(),
      }),
    ),
    /** Lines that wait for another person than the asker. */
    for_others: z.number().int(),
  }),
  errors: ['platform.not_found'],
});

export const enterCounts = verb({
  name: 'warehouse.enter-counts',
  method: 'POST',
  path: '/api/warehouse/count/{count_id}/enter',
  summary:
    'Takes what a person has counted, line by line; the book of that moment is noted, work may go on meanwhile',
  body_limit: 8 * 1024 * 1024,
  input: z.strictObject({
    count_id: id_param,
    lines: z
      .array(
        z.strictObject({
          count_line_id: id,
          counted: qty_or_zero,
          serial_nos: z.array(serial_no).max(20_000).optional(),
          note: text(200).optional(),
        }),
      )
      .max(5000)
      .default([]),
    /** Goods that stand there and are not on the plan. */
    found: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id.optional(),
          disposition: disposition.default('released'),
          counted: qty,
          serial_nos: z.array(serial_no).max(20_000).optional(),
          note: text(200).optional(),
        }),
      )
      .max(500)
      .default([]),
  }),
  output: z.object({
    count_id: id,
    status: z.enum(COUNT_STATUSES),
    /** What became of each line; a blind counter is told nothing of the book. */
    lines: z.array(z.object({ count_line_id: id, status: z.enum(COUNT_LINE_STATUSES) })),
    open: z.number().int(),
  }),
  errors: [
    'platform.not_found',
    'platform.invalid_input',
    'warehouse.wrong_status',
    'warehouse.line_unknown',
    'warehouse.line_repeated',
    'warehouse.line_settled',
    'warehouse.same_counter',
    'warehouse.place_elsewhere',
    'warehouse.serials_to_name',
    'stock.serials_not_expected',
    'stock.serial_repeated',
    'stock.place_or_lot_unknown',
  ],
});

export const recountLines = verb({
  name: 'warehouse.recount-lines',
  method: 'POST',
  path: '/api/warehouse/count/{count_id}/recount',
  summary: 'Sends differences back to be counted once more',
  input: z.strictObject({
    count_id: id_param,
    count_line_ids: z.array(id).min(1).max(5000),
    reason: required_text(200),
  }),
  output: z.object({ count_id: id, recount: z.number().int() }),
  errors: ['platform.not_found', 'warehouse.wrong_status', 'warehouse.no_difference'],
});

export const approveCount = verb({
  name: 'warehouse.approve-count',
  method: 'POST',
  path: '/api/warehouse/count/{count_id}/approve',
  summary:
    'Posts the differences that are certain; lines that can no longer be posted stay with their reasons and numbers',
  input: z.strictObject({ count_id: id_param, note: text(200).optional() }),
  output: z.object({
    count_id: id,
    status: z.enum(COUNT_STATUSES),
    movement_id: id.nullable(),
    posted: z.number().int(),
    refused: z.array(z.object({ count_line_id: id, line_no: z.number().int(), reasons: z.array(reason) })),
    /** Lines whose book has moved since they were counted; the difference was posted on the book of now. */
    moved: z.array(z.object({ count_line_id: id, book_then: z.number(), book_now: z.number() })),
  }),
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.count_not_finished',
    'warehouse.own_count',
    'warehouse.over_limit',
    ...Object.keys(stock_errors),
  ],
});

export const cancelCount = verb({
  name: 'warehouse.cancel-count',
  method: 'POST',
  path: '/api/warehouse/count/{count_id}/cancel',
  summary: 'Ends a count without posting what is not posted yet',
  input: z.strictObject({ count_id: id_param, reason: required_text(200) }),
  output: z.object({ count_id: id, status: z.enum(COUNT_STATUSES) }),
  errors: ['platform.not_found', 'warehouse.wrong_status'],
});

export const ADJUSTMENT_STATUSES = ['requested', 'posted', 'rejected', 'withdrawn'] as const;
export const ADJUSTMENT_CAUSES = ['damaged', 'lost', 'found', 'sampling', 'book_error', 'other'] as const;

export const requestAdjustment = verb({
  name: 'warehouse.request-adjustment',
  method: 'POST',
  path: '/api/warehouse/adjustment',
  summary:
    'Asks for the books to be corrected, with cause and reason; nothing moves before another person agrees',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    warehouse_id: id,
    cause: z.enum(ADJUSTMENT_CAUSES),
    reason: required_text(200),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition: disposition.default('released'),
          /** Pieces to be added, or taken away where it is negative. */
          change: z
            .number()
            .int()
            .min(-1_000_000_000_000)
            .max(1_000_000_000_000)
            .refine((n) => n !== 0, { params: { code: 'zero' }, error: 'zero' }),
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ adjustment_id: id, document_no: z.string(), value_fen: z.number() }),
  errors: [
    'platform.not_found',
    'warehouse.line_repeated',
    'warehouse.place_elsewhere',
    'warehouse.serials_to_name',
    'stock.place_or_lot_unknown',
  ],
});

export const adjustment_row = z.object({
  adjustment_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: z.enum(ADJUSTMENT_STATUSES),
  cause: z.enum(ADJUSTMENT_CAUSES),
  reason: z.string(),
  value_fen: z.number(),
  lines: z.number().int(),
  gained: z.number(),
  lost: z.number(),
  requested_by_name: z.string().nullable(),
  requested_at: z.string(),
  decided_by_name: z.string().nullable(),
  decided_at: z.string().nullable(),
});
export const listAdjustments = verb({
  name: 'warehouse.list-adjustments',
  method: 'GET',
  path: '/api/warehouse/adjustment',
  summary: 'Corrections of the books, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(ADJUSTMENT_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(adjustment_row),
  errors: [],
});
export const getAdjustment = verb({
  name: 'warehouse.get-adjustment',
  method: 'GET',
  path: '/api/warehouse/adjustment/{adjustment_id}',
  summary: 'One correction with its lines and what stands on the books now',
  input: z.strictObject({ adjustment_id: id_param }),
  output: adjustment_row.extend({
    decision_note: z.string().nullable(),
    movement_id: z.number().int().nullable(),
    over_limit: z.boolean(),
    line_rows: z.array(
      z.object({
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        lot_id: id,
        lot_no: z.string(),
        account_id: id,
        location_code: z.string().nullable(),
        disposition,
        change: z.number(),
        book_now: z.number(),
        serial_nos: z.array(z.string()),
        value_fen: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const printAdjustment = verb({
  name: 'warehouse.print-adjustment',
  method: 'GET',
  path: '/api/warehouse/adjustment/{adjustment_id}/print',
  summary: 'The correction (库存调整单) as PDF, with who asked and who decided',
  input: z.strictObject({ adjustment_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
const decision = z.strictObject({ adjustment_id: id_param, note: required_text(200) });
const decided = z.object({
  adjustment_id: id,
  status: z.enum(ADJUSTMENT_STATUSES),
  movement_id: id.nullable(),
});
export const approveAdjustment = verb({
  name: 'warehouse.approve-adjustment',
  method: 'POST',
  path: '/api/warehouse/adjustment/{adjustment_id}/approve',
  summary: 'Agrees and posts; above the limit only who approves for all warehouses',
  input: z.strictObject({ adjustment_id: id_param, note: text(200).optional() }),
  output: decided,
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.own_request',
    'warehouse.over_limit',
    ...Object.keys(stock_errors),
  ],
});
export const rejectAdjustment = verb({
  name: 'warehouse.reject-adjustment',
  method: 'POST',
  path: '/api/warehouse/adjustment/{adjustment_id}/reject',
  summary: 'Declines a correction',
  input: decision,
  output: decided,
  errors: ['platform.not_found', 'warehouse.wrong_status', 'warehouse.own_request'],
});
export const withdrawAdjustment = verb({
  name: 'warehouse.withdraw-adjustment',
  method: 'POST',
  path: '/api/warehouse/adjustment/{adjustment_id}/withdraw',
  summary: 'Takes the own request back',
  input: decision,
  output: decided,
  errors: ['platform.not_found', 'warehouse.wrong_status', 'warehouse.not_own_request'],
});
