import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  fen,
  id,
  id_param,
  instant,
  page_of,
  page_query,
  qty,
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';

/** Where a demand, or one line of it, stands. */
export const DEMAND_STATUSES = [
  'open',
  'partly_allocated',
  'allocated',
  'partly_shipped',
  'shipped',
  'cancelled',
] as const;
export const demand_status = z.enum(DEMAND_STATUSES);
/** What a department asks for, or an order with prices. */
export const ORDER_KINDS = ['departmental', 'order'] as const;
export const order_kind = z.enum(ORDER_KINDS);

export const fulfilment_errors = {
  'fulfilment.demand_closed': {
    status: 409,
    zh: '需求单 {document_no} 已{status},不能再操作',
    en: 'Demand {document_no} is {status}; nothing more can be done with it',
  },
  'fulfilment.already_shipped': {
    status: 409,
    zh: '需求单 {document_no} 已有发货,不能取消;请走退货',
    en: 'Part of demand {document_no} has been shipped; it cannot be cancelled, use a return',
  },
  'fulfilment.in_work': {
    status: 409,
    zh: '需求单 {document_no} 已开始备货,请联系仓库取消',
    en: 'Work on demand {document_no} has begun; ask the warehouse to cancel it',
  },
  'fulfilment.reason_needed': {
    status: 422,
    zh: '提高优先级须说明原因',
    en: 'Raising the priority needs a reason',
  },
  'fulfilment.no_serving_warehouse': {
    status: 422,
    zh: '没有仓库有到该客户的线路,请指定仓库',
    en: 'No warehouse has a lane to this customer; name the warehouse',
  },
  'fulfilment.lane_mismatch': {
    status: 422,
    zh: '线路 {lane_id} 不是从该仓库到该客户',
    en: 'Lane {lane_id} does not lead from this warehouse to this customer',
  },
  'fulfilment.line_unknown': {
    status: 404,
    zh: '需求行 {demand_line_id} 不属于该需求单',
    en: 'Line {demand_line_id} does not belong to this demand',
  },
  'fulfilment.item_repeated': {
    status: 422,
    zh: '同一产品在需求单中重复',
    en: 'An item appears twice in the demand',
  },
  'fulfilment.serials_to_name': {
    status: 422,
    zh: '请为分配 {allocation_id} 指明 {qty} 个序列号,该处共有 {present} 个',
    en: 'Name {qty} serials for allocation {allocation_id}; {present} stand there',
  },
} as const satisfies ErrorCatalogue;

const demand_line_input = z.strictObject({
  item_id: id,
  qty,
  /** All pieces from one lot. */
  single_lot: z.boolean().default(false),
  /** Days of life that must remain on arrival; the department's rule where nothing is said. */
  min_remaining_days: z.number().int().min(0).max(3650).optional(),
  /** Of an order: the price agreed; that of the price list where nothing is said. */
  unit_price_fen: fen.optional(),
  /** Hundredths of a percent; beside a price of its own. */
  tax_rate_bp: z.number().int().min(0).max(10_000).optional(),
});
/** A rule that a line of a document touches without being stopped by it. */
export const line_warning = reason.extend({ line_no: z.number().int() });

export const createDemand = verb({
  name: 'fulfilment.create-demand',
  method: 'POST',
  path: '/api/fulfilment/demand',
  summary: 'What a department needs or a hospital orders, by when. The number is given by the system',
  input: z.strictObject({
    kind: order_kind.optional(),
    department_id: id,
    /** The warehouse that serves it; the one with the shortest way where nothing is said. */
    warehouse_id: id.optional(),
    needed_at: instant,
    /** 1 (most urgent) to 4; the department's own class where nothing is said. More urgent needs a reason. */
    priority_class: z.number().int().min(1).max(4).optional(),
    reason: required_text(200).optional(),
    /** Number on the customer's paper. */
    customer_order_no: text(60).optional(),
    lines: z.array(demand_line_input).min(1).max(1000),
  }),
  output: z.object({
    demand_id: id,
    document_no: z.string(),
    warehouse_id: id,
    warnings: z.array(line_warning),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.reason_needed',
    'fulfilment.no_serving_warehouse',
    'fulfilment.item_repeated',
    'fulfilment.order_no_taken',
    'fulfilment.price_missing',
    'fulfilment.terms_refused',
    'fulfilment.above_listing_price',
    'fulfilment.not_listed',
  ],
});

export const demand_row = z.object({
  demand_id: id,
  document_no: z.string(),
  kind: order_kind,
  customer_order_no: z.string().nullable(),
  partner_id: id,
  partner_name: z.string(),
  department_id: id,
  department_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  needed_at: z.string(),
  priority_class: z.number().int(),
  status: demand_status,
  created_at: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  qty_allocated: z.number(),
  qty_shipped: z.number(),
});
export const listDemands = verb({
  name: 'fulfilment.list-demands',
  method: 'GET',
  path: '/api/fulfilment/demand',
  summary: 'Demands in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    department_id: id_param.optional(),
    item_id: id_param.optional(),
    kind: order_kind.optional(),
    status: demand_status.optional(),
    /** Only what still needs work. */
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(demand_row),
  errors: [],
});

export const demand_line_row = z.object({
  demand_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  qty: z.number(),
  qty_allocated: z.number(),
  qty_picked: z.number(),
  qty_shipped: z.number(),
  single_lot: z.boolean(),
  min_remaining_days: z.number().int(),
  lane_id: id.nullable(),
  status: demand_status,
  unit_price_fen: z.number().nullable(),
  listing_price_fen: z.number().nullable(),
  tax_rate_bp: z.number().int().nullable(),
});
export const demand_allocation = z.object({
  demand_line_id: id,
  allocation_id: id,
  item_id: id,
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  location_code: z.string().nullable(),
  tracking: z.enum(['lot', 'serial']),
  qty: z.number(),
  status: z.string(),
});
export const shipment_row = z.object({
  shipment_id: id,
  delivery_note_no: z.string(),
  movement_id: id,
  shipped_at: z.string(),
  arrival_date: z.string(),
  lane_id: id.nullable(),
  qty: z.number(),
  status: z.string(),
});
export const getDemand = verb({
  name: 'fulfilment.get-demand',
  method: 'GET',
  path: '/api/fulfilment/demand/{demand_id}',
  summary: 'One demand with its lines, what is allocated for them and what has left',
  input: z.strictObject({ demand_id: id_param }),
  output: demand_row.extend({
    department_priority_class: z.number().int(),
    reason: z.string().nullable(),
    requested_by: z.number().int().nullable(),
    requested_by_name: z.string().nullable(),
    line_rows: z.array(demand_line_row),
    allocations: z.array(demand_allocation),
    shipments: z.array(shipment_row),
  }),
  errors: ['platform.not_found'],
});

/** What allocating found for one line: what it got, what is missing, and why lots were passed over. */
export const allocated_line = z.object({
  demand_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  wanted: z.number(),
  allocated: z.number(),
  short_by: z.number(),
  lane_id: id.nullable(),
  arrival_date: z.string(),
  lots: z.array(z.object({ allocation_id: id, lot_id: id, account_id: id, qty: z.number() })),
  /** Refused rules, most telling first; empty when all was found. */
  reasons: z.array(reason),
});
export const allocateDemand = verb({
  name: 'fulfilment.allocate-demand',
  method: 'POST',
  path: '/api/fulfilment/demand/{demand_id}/allocate',
  summary:
    'Allocates what is still missing by first expiry and the gate; lines get what there is, the rest says why not',
  input: z.strictObject({
    demand_id: id_param,
    /** Only these lines; all where nothing is said. */
    demand_line_ids: z.array(id).min(1).max(1000).optional(),
    /** A lane for all lines instead of the best one for each. */
    lane_id: id.optional(),
  }),
  output: z.object({ demand_id: id, status: demand_status, lines: z.array(allocated_line) }),
  errors: [
    'platform.not_found',
    'fulfilment.demand_closed',
    'fulfilment.line_unknown',
    'fulfilment.lane_mismatch',
  ],
});

export const shipDemand = verb({
  name: 'fulfilment.ship-demand',
  method: 'POST',
  path: '/api/fulfilment/demand/{demand_id}/ship',
  summary:
    'Puts what was reviewed on the road, one delivery note for each lane; the gate judges every lot again',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    demand_id: id_param,
    /** Only these lines, each of which must be picked; every picked one where nothing is said. */
    demand_line_ids: z.array(id).min(1).max(1000).optional(),
    /** Needed only where more serials stand at the dispatch place than leave. */
    serials: z
      .array(z.strictObject({ allocation_id: id, serial_nos: z.array(serial_no).min(1).max(20_000) }))
      .max(1000)
      .optional(),
    reason: text(200).optional(),
  }),
  output: z.object({
    demand_id: id,
    status: demand_status,
    shipments: z.array(
      z.object({ shipment_id: id, delivery_note_no: z.string(), movement_id: id, qty: z.number() }),
    ),
    /** By the number of the line of the demand. */
    warnings: z.array(line_warning),
  }),
  errors: [
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'fulfilment.demand_closed',
    'fulfilment.line_unknown',
    'fulfilment.serials_to_name',
    'fulfilment.not_reviewed',
    'fulfilment.split_package',
    'fulfilment.terms_refused',
    'fulfilment.third_invoice',
    ...Object.keys(stock_errors),
  ],
});

export const cancelDemand = verb({
  name: 'fulfilment.cancel-demand',
  method: 'POST',
  path: '/api/fulfilment/demand/{demand_id}/cancel',
  summary: 'Cancels a demand of which nothing has left and gives its allocations back',
  input: z.strictObject({ demand_id: id_param, reason: required_text(200) }),
  output: z.object({ demand_id: id, released: z.number().int() }),
  errors: [
    'platform.not_found',
    'fulfilment.demand_closed',
    'fulfilment.already_shipped',
    'fulfilment.in_work',
  ],
});

export const getDeliveryNote = verb({
  name: 'fulfilment.get-delivery-note',
  method: 'GET',
  path: '/api/fulfilment/shipment/{shipment_id}',
  summary: 'What the delivery note (随货同行单) prints: supplier, receiver, lots, registrations, storage',
  input: z.strictObject({ shipment_id: id_param }),
  output: z.object({
    shipment_id: id,
    delivery_note_no: z.string(),
    demand_id: id,
    document_no: z.string(),
    customer_order_no: z.string().nullable(),
    shipped_at: z.string(),
    shipped_by_name: z.string().nullable(),
    arrival_date: z.string(),
    /** Prints made so far and the version of the form; see print-delivery-note. */
    copies: z.number().int(),
    template_version: z.string(),
    supplier_name: z.string(),
    supplier_licence_nos: z.array(z.string()),
    carrier_name: z.string().nullable(),
    packages: z.number().int(),
    warehouse_name: z.string(),
    warehouse_address: z.string(),
    customer_name: z.string(),
    customer_address: z.string(),
    department_name: z.string(),
    lines: z.array(
      z.object({
        item_code: z.string(),
        item_name: z.string(),
        model: z.string(),
        unit: z.string(),
        registration_no: z.string(),
        /** 注册人/备案人. */
        registrant_name: z.string(),
        /** 受托生产企业, with the numbers of its production licences. */
        manufacturer_name: z.string(),
        production_licence_nos: z.array(z.string()),
        lot_no: z.string(),
        production_date: z.string().nullable(),
        expiry_date: z.string().nullable(),
        storage_condition: z.string(),
        qty: z.number(),
        serial_nos: z.array(z.string()),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
