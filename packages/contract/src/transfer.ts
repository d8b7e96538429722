import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';

export const TRANSFER_STATUSES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'in_transit',
  /** The goods are in, a difference is still open. */
  'received',
  'closed',
] as const;
export const transfer_status = z.enum(TRANSFER_STATUSES);

export const DISCREPANCY_KINDS = ['short', 'damaged'] as const;
export const DISCREPANCY_STATUSES = ['open', 'resolved'] as const;
/**
 * How a difference ends. A short piece is lost, found at the receiver or returned to the sender; a damaged one is in
 * the receiver's quarantine or rejected place already, so its document is only accepted.
 */
export const DISCREPANCY_RESOLUTIONS = ['lost', 'found', 'returned', 'accepted'] as const;

export const transfer_errors = {
  'transfer.same_warehouse': {
    status: 422,
    zh: '调出仓与调入仓不能相同',
    en: 'A transfer leads from one warehouse to another',
  },
  'transfer.own_request': {
    status: 403,
    zh: '不能批准自己提出的调拨',
    en: 'Nobody approves the own request',
  },
  'transfer.wrong_status': {
    status: 409,
    zh: '调拨单 {document_no} 当前为 {status},不能{action}',
    en: 'Transfer {document_no} is {status}; it cannot be changed to {action}',
  },
  'transfer.not_allocatable': {
    status: 409,
    zh: '{refused} 行不能分配,调拨单未批准',
    en: '{refused} lines cannot be allocated; the transfer stays as it is',
  },
  'transfer.lane_mismatch': {
    status: 422,
    zh: '线路 {lane_id} 不是从调出仓到调入仓',
    en: 'Lane {lane_id} does not lead from the sender to the receiver',
  },
  'transfer.line_repeated': {
    status: 422,
    zh: '同一产品与批号在调拨单中重复',
    en: 'The same item and lot appear twice in the transfer',
  },
  'transfer.line_unknown': {
    status: 404,
    zh: '调拨行 {transfer_line_id} 不属于该调拨单',
    en: 'Line {transfer_line_id} does not belong to this transfer',
  },
  'transfer.lot_not_sent': {
    status: 409,
    zh: '批号 {lot_no} 不在此行的在途货物中',
    en: 'Lot {lot_no} was not sent with this line',
  },
  'transfer.more_than_sent': {
    status: 409,
    zh: '收货 {given} 超过在途 {on_the_road}(批号 {lot_no})',
    en: '{given} given, only {on_the_road} of lot {lot_no} are on the road',
  },
  'transfer.nothing_received': {
    status: 422,
    zh: '没有任何收货数量',
    en: 'Nothing was received',
  },
  'transfer.no_receiving_place': {
    status: 422,
    zh: '仓库没有可用的收货库位,请指定库位',
    en: 'The warehouse has no place for these goods; name one',
  },
  'transfer.place_elsewhere': {
    status: 422,
    zh: '该库位不属于此仓库',
    en: 'This place does not belong to the warehouse',
  },
  'transfer.serials_to_name': {
    status: 422,
    zh: '请指明批号 {lot_no} 的 {qty} 个序列号',
    en: 'Name the {qty} serials of lot {lot_no}',
  },
  'transfer.own_receipt': {
    status: 403,
    zh: '收货人不能处理自己收货的差异',
    en: 'The person who received may not settle the difference',
  },
  'transfer.discrepancy_resolved': {
    status: 409,
    zh: '差异单 {document_no} 已处理',
    en: 'Discrepancy {document_no} was settled before',
  },
  'transfer.resolution_does_not_fit': {
    status: 422,
    zh: '处理方式 {resolution} 不适用于 {kind} 差异',
    en: 'A difference of kind {kind} cannot end as {resolution}',
  },
} as const satisfies ErrorCatalogue;

export const requestTransfer = verb({
  name: 'transfer.request-transfer',
  method: 'POST',
  path: '/api/transfer',
  summary: 'Asks for goods to be moved from one warehouse to another',
  input: z.strictObject({
    from_warehouse_id: id,
    to_warehouse_id: id,
    /** The fastest lane that fits every item where nothing is said. */
    lane_id: id.optional(),
    needed_at: instant.optional(),
    reason: required_text(200),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          /** A named lot; first expiry first where nothing is said. */
          lot_id: id.optional(),
          qty,
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    transfer_id: id,
    document_no: z.string(),
    lane_id: id.nullable(),
    cost_fen: z.number(),
    expected_arrival: z.string().nullable(),
  }),
  errors: [
    'platform.not_found',
    'transfer.same_warehouse',
    'transfer.lane_mismatch',
    'transfer.line_repeated',
  ],
});

export const approveTransfer = verb({
  name: 'transfer.approve-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/approve',
  summary: 'Approves a request and allocates its lines; one refused line leaves everything as it was',
  input: z.strictObject({ transfer_id: id_param, note: text(200).optional() }),
  output: z.object({ transfer_id: id, status: transfer_status, allocated: z.number() }),
  errors: [
    'platform.not_found',
    'transfer.wrong_status',
    'transfer.own_request',
    'transfer.not_allocatable',
    'stock.short',
  ],
});

export const allocateTransfer = verb({
  name: 'transfer.allocate-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/allocate',
  summary: 'Allocates anew what an approved transfer has lost to a hold, a recall or a release',
  input: z.strictObject({ transfer_id: id_param }),
  output: z.object({ transfer_id: id, allocated: z.number() }),
  errors: ['platform.not_found', 'transfer.wrong_status', 'transfer.not_allocatable'],
});

export const rejectTransfer = verb({
  name: 'transfer.reject-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/reject',
  summary: 'Declines a request',
  input: z.strictObject({ transfer_id: id_param, reason: required_text(200) }),
  output: z.object({ transfer_id: id, status: transfer_status }),
  errors: ['platform.not_found', 'transfer.wrong_status'],
});

export const cancelTransfer = verb({
  name: 'transfer.cancel-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/cancel',
  summary: 'Takes back a transfer that has not left and gives its allocations back',
  input: z.strictObject({ transfer_id: id_param, reason: required_text(200) }),
  output: z.object({ transfer_id: id, status: transfer_status, released: z.number().int() }),
  errors: ['platform.not_found', 'transfer.wrong_status'],
});

export const shipTransfer = verb({
  name: 'transfer.ship-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/ship',
  summary: 'Puts the picked goods on the road; the gate judges every lot again',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    transfer_id: id_param,
    /** Send what is picked and give back the rest; otherwise everything allocated must be picked. */
    partial: z.boolean().default(false),
    /** Needed only where more serials stand at the dispatch place than leave. */
    serials: z
      .array(z.strictObject({ allocation_id: id, serial_nos: z.array(serial_no).min(1).max(20_000) }))
      .max(1000)
      .optional(),
  }),
  output: z.object({
    transfer_id: id,
    status: transfer_status,
    movement_id: id,
    qty: z.number(),
    expected_arrival: z.string(),
  }),
  errors: [
    'platform.not_found',
    'transfer.wrong_status',
    'transfer.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const receiveTransfer = verb({
  name: 'transfer.receive-transfer',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/receive',
  summary:
    'Receives what arrived, lot by lot. What is missing becomes a discrepancy and stays on the road until settled',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    transfer_id: id_param,
    /** False where more of this transfer is still to come: then nothing counts as missing yet. */
    complete: z.boolean().default(true),
    /** Place for sound goods, unless a line says otherwise; a receiving place where nothing is said. */
    to_account_id: id.optional(),
    /** Place for damaged goods; in a rejected zone they arrive rejected, elsewhere in quarantine. */
    damaged_account_id: id.optional(),
    lines: z
      .array(
        z.strictObject({
          transfer_line_id: id,
          /** As scanned. */
          lot_no,
          /** Sound pieces. */
          received: qty_or_zero,
          damaged: qty_or_zero.default(0),
          to_account_id: id.optional(),
          serial_nos: z.array(serial_no).max(20_000).optional(),
          damaged_serial_nos: z.array(serial_no).max(20_000).optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({
    transfer_id: id,
    status: transfer_status,
    movement_id: id.nullable(),
    received: z.number(),
    damaged: z.number(),
    discrepancies: z.array(
      z.object({
        discrepancy_id: id,
        document_no: z.string(),
        kind: z.enum(DISCREPANCY_KINDS),
        lot_id: id,
        qty: z.number(),
      }),
    ),
  }),
  errors: [
    'platform.not_found',
    'transfer.wrong_status',
    'transfer.line_unknown',
    'transfer.line_repeated',
    'transfer.lot_not_sent',
    'transfer.more_than_sent',
    'transfer.nothing_received',
    'transfer.no_receiving_place',
    'transfer.place_elsewhere',
    'transfer.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const resolveDiscrepancy = verb({
  name: 'transfer.resolve-discrepancy',
  method: 'POST',
  path: '/api/transfer/discrepancy/{discrepancy_id}/resolve',
  summary: 'Settles a difference: lost, found late, returned to the sender, or accepted as damaged',
  input: z.strictObject({
    discrepancy_id: id_param,
    resolution: z.enum(DISCREPANCY_RESOLUTIONS),
    /** Who answers for it: the sender, the carrier, the receiver. */
    responsible: z.enum(['sender', 'carrier', 'receiver', 'unknown']).default('unknown'),
    reason: required_text(200),
    /** Where found or returned pieces are put; a receiving place where nothing is said. */
    to_account_id: id.optional(),
    serial_nos: z.array(serial_no).max(20_000).optional(),
  }),
  output: z.object({
    discrepancy_id: id,
    movement_id: id.nullable(),
    transfer_id: id,
    transfer_status: transfer_status,
  }),
  errors: [
    'platform.not_found',
    'transfer.own_receipt',
    'transfer.discrepancy_resolved',
    'transfer.resolution_does_not_fit',
    'transfer.no_receiving_place',
    'transfer.place_elsewhere',
    'transfer.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const transfer_row = z.object({
  transfer_id: id,
  document_no: z.string(),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  to_warehouse_id: id,
  to_warehouse_code: z.string(),
  status: transfer_status,
  lane_id: id.nullable(),
  mode: z.string().nullable(),
  carrier_name: z.string().nullable(),
  needed_at: z.string().nullable(),
  expected_arrival: z.string().nullable(),
  cost_fen: z.number(),
  requested_by: z.number().int().nullable(),
  approved_by: z.number().int().nullable(),
  proposal_id: z.number().int().nullable(),
  requested_at: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  qty_shipped: z.number(),
  qty_received: z.number(),
  open_discrepancies: z.number().int(),
});
export const listTransfers = verb({
  name: 'transfer.list-transfers',
  method: 'GET',
  path: '/api/transfer',
  summary: 'Transfers from or to the warehouses in sight, newest first',
  input: z.strictObject({
    /** Either end. */
    warehouse_id: id_param.optional(),
    from_warehouse_id: id_param.optional(),
    to_warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    status: transfer_status.optional(),
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(transfer_row),
  errors: [],
});

export const discrepancy_row = z.object({
  discrepancy_id: id,
  document_no: z.string(),
  transfer_id: id,
  transfer_no: z.string(),
  transfer_line_id: id,
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  to_warehouse_id: id,
  to_warehouse_code: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  kind: z.enum(DISCREPANCY_KINDS),
  qty: z.number(),
  note: z.string().nullable(),
  status: z.enum(DISCREPANCY_STATUSES),
  resolution: z.enum(DISCREPANCY_RESOLUTIONS).nullable(),
  responsible: z.string().nullable(),
  reason: z.string().nullable(),
  opened_at: z.string(),
  opened_by: z.number().int().nullable(),
  resolved_at: z.string().nullable(),
  resolved_by: z.number().int().nullable(),
  movement_id: z.number().int().nullable(),
});

export const transfer_line_row = z.object({
  transfer_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  tracking: z.enum(['lot', 'serial']),
  /** The lot that was asked for by name. */
  lot_id: id.nullable(),
  lot_no: z.string().nullable(),
  qty: z.number(),
  qty_allocated: z.number(),
  qty_picked: z.number(),
  qty_shipped: z.number(),
  qty_received: z.number(),
  qty_damaged: z.number(),
  qty_lost: z.number(),
  qty_returned: z.number(),
});
/** What travels, lot by lot: the list that the receiver scans against. */
export const sent_lot_row = z.object({
  transfer_line_id: id,
  item_id: id,
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  qty_shipped: z.number(),
  qty_received: z.number(),
  qty_damaged: z.number(),
  qty_lost: z.number(),
  qty_returned: z.number(),
  on_the_road: z.number(),
  serial_nos: z.array(z.string()),
});
export const transfer_allocation = z.object({
  transfer_line_id: id,
  allocation_id: id,
  item_id: id,
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  location_code: z.string().nullable(),
  qty: z.number(),
  status: z.string(),
});
export const getTransfer = verb({
  name: 'transfer.get-transfer',
  method: 'GET',
  path: '/api/transfer/{transfer_id}',
  summary: 'One transfer with its lines, allocations, what travels, and its differences',
  input: z.strictObject({ transfer_id: id_param }),
  output: transfer_row.extend({
    from_warehouse_name: z.string(),
    to_warehouse_name: z.string(),
    reason: z.string(),
    requested_by_name: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    approved_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    shipped_at: z.string().nullable(),
    received_at: z.string().nullable(),
    received_by: z.number().int().nullable(),
    /** The proposal's own explanation, as planning wrote it. */
    explanation: z.unknown(),
    line_rows: z.array(transfer_line_row),
    allocations: z.array(transfer_allocation),
    sent_lots: z.array(sent_lot_row),
    discrepancies: z.array(discrepancy_row),
    movements: z.array(
      z.object({ movement_id: id, purpose: z.string(), occurred_at: z.string(), recorded_at: z.string() }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const getTransferNote = verb({
  name: 'transfer.get-delivery-note',
  method: 'GET',
  path: '/api/transfer/{transfer_id}/delivery-note',
  summary: 'What the note that travels with the goods (随货同行单) prints; not found before they have left',
  input: z.strictObject({ transfer_id: id_param }),
  output: z.object({
    transfer_id: id,
    document_no: z.string(),
    shipped_at: z.string(),
    expected_arrival: z.string().nullable(),
    supplier_name: z.string(),
    from_warehouse_name: z.string(),
    from_warehouse_address: z.string(),
    receiver_name: z.string(),
    to_warehouse_name: z.string(),
    to_warehouse_address: z.string(),
    carrier_name: z.string().nullable(),
    lines: z.array(
      z.object({
        item_code: z.string(),
        item_name: z.string(),
        model: z.string(),
        unit: z.string(),
        registration_no: z.string(),
        manufacturer_name: z.string(),
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

export const listDiscrepancies = verb({
  name: 'transfer.list-discrepancies',
  method: 'GET',
  path: '/api/transfer/discrepancy',
  summary: 'Differences between what was sent and what arrived, open ones first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    transfer_id: id_param.optional(),
    status: z.enum(DISCREPANCY_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(discrepancy_row),
  errors: [],
});
