import { z } from 'zod';
import {
  id,
  id_param,
  lot_no,
  page_of,
  page_query,
  qty,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { disposition, stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const WORK_KINDS = ['assemble', 'disassemble', 'relabel'] as const;
export const WORK_STATUSES = ['open', 'done', 'cancelled'] as const;
export const WORK_RUN_STATUSES = ['started', 'finished', 'undone'] as const;

export const saveBom = verb({
  name: 'warehouse.save-bom',
  method: 'POST',
  path: '/api/warehouse/bom',
  summary: 'Says what a kit is made of; a new version takes the place of the one in force',
  input: z.strictObject({
    item_id: id,
    note: text(200).optional(),
    lines: z
      .array(z.strictObject({ item_id: id, qty }))
      .min(1)
      .max(200),
  }),
  output: z.object({ bom_id: id, version: z.number().int() }),
  errors: ['platform.invalid_input', 'warehouse.line_repeated', 'warehouse.kit_contains_itself'],
});
export const bom_row = z.object({
  bom_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  version: z.number().int(),
  active: z.boolean(),
  note: z.string().nullable(),
  created_at: z.string(),
  lines: z.array(
    z.object({
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      unit: z.string(),
      qty: z.number(),
    }),
  ),
});
export const listBoms = verb({
  name: 'warehouse.list-boms',
  method: 'GET',
  path: '/api/warehouse/bom',
  summary: 'What kits are made of; only what is in force unless all versions are asked for',
  input: z.strictObject({ item_id: id_param.optional(), all: z.enum(['true', 'false']).default('false') }),
  output: z.object({ rows: z.array(bom_row) }),
  errors: [],
});

export const createWorkOrder = verb({
  name: 'warehouse.create-work-order',
  method: 'POST',
  path: '/api/warehouse/work-order',
  summary: 'Orders kits to be made or taken apart, or a lot to be given another label',
  input: z.strictObject({
    warehouse_id: id,
    kind: z.enum(WORK_KINDS),
    item_id: id,
    /** The lot to take apart or relabel. */
    lot_id: id.optional(),
    qty,
    label_version: required_text(40).optional(),
    /** Relabelling of goods that wait for their release, such as imports without a Chinese label. */
    disposition: z.enum(['released', 'quarantine']).default('released'),
    reason: required_text(200),
  }),
  output: z.object({ work_order_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'platform.invalid_input',
    'warehouse.bom_missing',
    'warehouse.origin_unknown',
  ],
});

export const work_order_row = z.object({
  work_order_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  kind: z.enum(WORK_KINDS),
  status: z.enum(WORK_STATUSES),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id.nullable(),
  lot_no: z.string().nullable(),
  qty: z.number(),
  qty_started: z.number(),
  qty_finished: z.number(),
  disposition: z.enum(['released', 'quarantine']),
  label_version: z.string().nullable(),
  reason: z.string(),
  created_by_name: z.string().nullable(),
  created_at: z.string(),
  closed_at: z.string().nullable(),
});
export const listWorkOrders = verb({
  name: 'warehouse.list-work-orders',
  method: 'GET',
  path: '/api/warehouse/work-order',
  summary: 'Work orders, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    kind: z.enum(WORK_KINDS).optional(),
    status: z.enum(WORK_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(work_order_row),
  errors: [],
});
export const work_piece_row = z.object({
  work_run_id: id,
  side: z.enum(['taken', 'made']),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  location_code: z.string().nullable(),
  disposition,
  qty: z.number(),
  serial_nos: z.array(z.string()),
});
export const getWorkOrder = verb({
  name: 'warehouse.get-work-order',
  method: 'GET',
  path: '/api/warehouse/work-order/{work_order_id}',
  summary: 'One work order with what it takes, what is allocated, and its runs with every lot used and made',
  input: z.strictObject({ work_order_id: id_param }),
  output: work_order_row.extend({
    note: z.string().nullable(),
    line_rows: z.array(
      z.object({
        work_order_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        per_unit: z.number(),
        qty: z.number(),
        qty_allocated: z.number(),
        qty_used: z.number(),
      }),
    ),
    /** When kits are taken apart: the lots that went into them and are still in there. */
    origins: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        tracking: z.enum(['lot', 'serial']),
        lot_id: id,
        lot_no: z.string(),
        qty: z.number(),
        per_unit: z.number(),
      }),
    ),
    allocations: z.array(
      z.object({
        work_order_line_id: id,
        /** Null for goods that wait for release: nobody can promise them, they are taken as they stand. */
        allocation_id: id.nullable(),
        item_id: id,
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        account_id: id,
        location_code: z.string().nullable(),
        qty: z.number(),
      }),
    ),
    runs: z.array(
      z.object({
        work_run_id: id,
        run_no: z.number().int(),
        status: z.enum(WORK_RUN_STATUSES),
        qty: z.number(),
        started_by: z.number().int().nullable(),
        started_by_name: z.string().nullable(),
        started_at: z.string(),
        finished_by_name: z.string().nullable(),
        finished_at: z.string().nullable(),
        label_version: z.string().nullable(),
        note: z.string().nullable(),
        out_movement_id: id,
        in_movement_id: z.number().int().nullable(),
        pieces: z.array(work_piece_row),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const printWorkOrder = verb({
  name: 'warehouse.print-work-order',
  method: 'GET',
  path: '/api/warehouse/work-order/{work_order_id}/print',
  summary: 'The work order (加工单) as PDF: what to fetch from where, and what every run took and made',
  input: z.strictObject({ work_order_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
export const allocateWorkOrder = verb({
  name: 'warehouse.allocate-work-order',
  method: 'POST',
  path: '/api/warehouse/work-order/{work_order_id}/allocate',
  summary: 'Ties the goods that are still needed to the order, first expiry first, all lines or none',
  input: z.strictObject({ work_order_id: id_param }),
  output: z.object({ work_order_id: id, allocated: z.number() }),
  errors: [
    'platform.not_found',
    'warehouse.waits_for_release',
    'warehouse.wrong_status',
    'warehouse.not_allocatable',
    'stock.short',
  ],
});
export const startRun = verb({
  name: 'warehouse.start-run',
  method: 'POST',
  path: '/api/warehouse/work-order/{work_order_id}/start',
  summary: 'Takes the scanned goods for so many pieces to the bench',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    work_order_id: id_param,
    qty,
    used: z
      .array(
        z.strictObject({
          work_order_line_id: id,
          lot_no,
          qty,
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ work_order_id: id, work_run_id: id, run_no: z.number().int(), movement_id: id }),
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.line_unknown',
    'warehouse.more_than_ordered',
    'warehouse.components_do_not_fit',
    'warehouse.lot_not_allocated',
    'warehouse.two_owners',
    ...Object.keys(stock_errors),
  ],
});
const to_places = {
  /** Where it goes; goods that wait for release go back to where they were taken from. */
  to_account_id: id.optional(),
  /** Numbers of the pieces that were made, where the item is tracked by them. */
  serial_nos: z.array(serial_no).max(20_000).optional(),
};
export const finishRun = verb({
  name: 'warehouse.finish-run',
  method: 'POST',
  path: '/api/warehouse/work-run/{work_run_id}/finish',
  summary:
    'Another person looks at what was made and puts it away: a kit gets a lot that expires with the first of its components',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    work_run_id: id_param,
    ...to_places,
    /** Lot of the kit as printed; made from the number of the order where nothing is said. */
    lot_no: lot_no.optional(),
    /** What comes out when a kit is taken apart; where nothing is said, what went in. */
    components: z
      .array(
        z.strictObject({ item_id: id, lot_no, qty, serial_nos: z.array(serial_no).max(20_000).optional() }),
      )
      .max(500)
      .optional(),
    note: text(200).optional(),
  }),
  output: z.object({
    work_order_id: id,
    status: z.enum(WORK_STATUSES),
    movement_id: id,
    made: z.array(z.object({ item_id: id, lot_id: id, lot_no: z.string(), qty: z.number() })),
  }),
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.own_work',
    'warehouse.place_elsewhere',
    'warehouse.serials_to_name',
    'warehouse.components_do_not_fit',
    ...Object.keys(stock_errors),
  ],
});
export const undoRun = verb({
  name: 'warehouse.undo-run',
  method: 'POST',
  path: '/api/warehouse/work-run/{work_run_id}/undo',
  summary: 'Brings what was taken to the bench back to its bins as it was',
  input: z.strictObject({ work_run_id: id_param, reason: required_text(200) }),
  output: z.object({ work_order_id: id, movement_id: id }),
  errors: ['platform.not_found', 'warehouse.wrong_status', ...Object.keys(stock_errors)],
});
export const cancelWorkOrder = verb({
  name: 'warehouse.cancel-work-order',
  method: 'POST',
  path: '/api/warehouse/work-order/{work_order_id}/cancel',
  summary: 'Ends an order with what is finished, and gives its allocations back',
  input: z.strictObject({ work_order_id: id_param, reason: required_text(200) }),
  output: z.object({ work_order_id: id, status: z.enum(WORK_STATUSES), released: z.number().int() }),
  errors: ['platform.not_found', 'warehouse.wrong_status', 'warehouse.work_under_way'],
});
