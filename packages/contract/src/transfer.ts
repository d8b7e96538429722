import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { role } from './identity.ts';
import {
  fen,
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
import { download, verb } from './verb.ts';

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

export const CLAIM_STATUSES = ['open', 'agreed', 'settled', 'withdrawn'] as const;
export const CLAIM_AGAINST = ['carrier', 'sender', 'receiver'] as const;

export const transfer_errors = {
  'transfer.above_limit': {
    status: 403,
    zh: '超出审批限额:{what} {amount_yuan} 元 > {limit_yuan} 元,请由限额更高者审批',
    en: 'Above the limit of approval: {what} CNY {amount_yuan}, limit CNY {limit_yuan}; somebody with a higher limit approves',
  },
  'transfer.over_budget': {
    status: 409,
    zh: '{month} 调拨预算不足:预算 {budget_yuan} 元,已占用 {committed_yuan} 元,本单 {cost_yuan} 元',
    en: 'The transfer budget of {month} does not suffice: CNY {budget_yuan}, {committed_yuan} taken, this one {cost_yuan}',
  },
  'transfer.claim_without_debtor': {
    status: 422,
    zh: '调拨单 {document_no} 没有可索赔的承运商',
    en: 'Transfer {document_no} has no carrier to claim from',
  },
  'transfer.claimed_before': {
    status: 409,
    zh: '该差异已有索赔单 {claim_no}',
    en: 'There is claim {claim_no} for this difference already',
  },
  'transfer.claim_status': {
    status: 409,
    zh: '索赔单 {document_no} 当前为 {status},不能{action}',
    en: 'Claim {document_no} is {status}; it cannot become {action}',
  },
  'transfer.own_claim': {
    status: 403,
    zh: '不能处理自己提出的索赔',
    en: 'Nobody decides on a claim of the own hand',
  },
  'transfer.agreed_above_claim': {
    status: 422,
    zh: '认可金额 {agreed_yuan} 元超过索赔金额 {amount_yuan} 元',
    en: 'CNY {agreed_yuan} agreed, {amount_yuan} claimed',
  },
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

/** A hint that stops nothing: a code with its numbers, worded by the reader's language. */
export const transfer_warning = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const transfer_warnings = {
  'transfer.entity_change': {
    zh: '跨经营主体调拨:收货后货主由 {from} 变为 {to},需按调拨价开具发票',
    en: 'Between two legal entities: {to} owns the goods of {from} on receipt, and an invoice at the transfer price is due',
  },
  'transfer.third_invoice': {
    zh: '两票制提示:{items} 个 II/III 类产品再经一次开票,可能超过两票',
    en: 'Two-invoice rule: {items} items of class II or III are invoiced once more and may exceed two invoices',
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

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
          /** Price between two legal entities; the cost of the item where nothing is said. Unheeded within one. */
          unit_price_fen: fen.optional(),
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
    /** What somebody should know before approving, such as an invoice more between manufacturer and hospital. */
    warnings: z.array(transfer_warning),
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
  input: z.strictObject({
    transfer_id: id_param,
    note: text(200).optional(),
    /** Whoever answers for the budget approves beyond it, with a note. */
    exceed_budget: z.boolean().default(false),
  }),
  output: z.object({ transfer_id: id, status: transfer_status, allocated: z.number() }),
  errors: [
    'platform.not_found',
    'transfer.wrong_status',
    'transfer.own_request',
    'transfer.above_limit',
    'transfer.over_budget',
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
    /** Claims this from whoever answers for lost or damaged pieces. */
    claim_fen: fen.min(1).optional(),
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
    claim_no: z.string().nullable(),
  }),
  errors: [
    'platform.not_found',
    'transfer.claim_without_debtor',
    'transfer.claimed_before',
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
  /** Two legal entities: the goods change owner. */
  intercompany: z.boolean(),
  value_fen: z.number(),
  /** Freight of approved bills; null before any. */
  actual_cost_fen: z.number().nullable(),
  over_budget: z.boolean(),
  delayed_minutes: z.number().int(),
  /** Handed over at the door, which is not yet received. */
  delivered_at: z.string().nullable(),
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
  /** The claim that stands for it, if there is one. */
  claim_no: z.string().nullable(),
});

export const claim_row = z.object({
  claim_id: id,
  document_no: z.string(),
  discrepancy_id: id,
  discrepancy_no: z.string(),
  transfer_id: id,
  transfer_no: z.string(),
  from_warehouse_id: id,
  to_warehouse_id: id,
  against: z.enum(CLAIM_AGAINST),
  debtor_id: id,
  debtor_name: z.string(),
  item_code: z.string(),
  item_name: z.string(),
  lot_no: z.string(),
  qty: z.number(),
  amount_fen: z.number(),
  agreed_fen: z.number().nullable(),
  status: z.enum(CLAIM_STATUSES),
  reason: z.string(),
  outcome: z.string().nullable(),
  opened_by: id.nullable(),
  opened_at: z.string(),
  decided_at: z.string().nullable(),
  settled_at: z.string().nullable(),
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
  unit_price_fen: z.number().nullable(),
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
  tracking: z.enum(['lot', 'serial']),
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
    from_entity_name: z.string(),
    to_entity_name: z.string(),
    signed_by: z.string().nullable(),
    delay_reason: z.string().nullable(),
    warnings: z.array(transfer_warning),
    /** The journey that carries it, where transport has planned one. */
    shipment_id: id.nullable(),
    shipment_no: z.string().nullable(),
    shipment_status: z.string().nullable(),
    /** The proposal's own explanation, as planning wrote it. */
    explanation: z.unknown(),
    line_rows: z.array(transfer_line_row),
    allocations: z.array(transfer_allocation),
    sent_lots: z.array(sent_lot_row),
    discrepancies: z.array(discrepancy_row),
    claims: z.array(claim_row),
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
    /** Prices stand on the paper where one legal entity sells to another. */
    intercompany: z.boolean(),
    supplier_licences: z.array(z.string()),
    receiver_licences: z.array(z.string()),
    lines: z.array(
      z.object({
        /** Whose the goods are; a third party's are not sold with the others. */
        owner_name: z.string(),
        unit_price_fen: z.number().nullable(),
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

export const printTransferNote = verb({
  name: 'transfer.print-note',
  method: 'POST',
  path: '/api/transfer/{transfer_id}/print-note',
  summary: 'Notes a print of the note that travels with the goods; every copy has its number',
  input: z.strictObject({ transfer_id: id_param }),
  output: z.object({ transfer_id: id, copy_no: z.number().int() }),
  errors: ['platform.not_found'],
});
export const getTransferNotePdf = verb({
  name: 'transfer.get-note-pdf',
  method: 'GET',
  path: '/api/transfer/{transfer_id}/note-pdf',
  summary: 'A noted copy of the note that travels with the goods, as PDF',
  returns: 'file',
  input: z.strictObject({ transfer_id: id_param, copy_no: z.coerce.number().int().min(1) }),
  output: download,
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

// Budgets, limits and claims.

/** A month as `YYYY-MM`. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'format' });
const budget_row = z.object({
  warehouse_id: id,
  warehouse_code: z.string(),
  month: z.string(),
  amount_fen: z.number(),
  /** Estimates of transfers that no bill has come for. */
  committed_fen: z.number(),
  /** Freight of approved bills. */
  actual_fen: z.number(),
  left_fen: z.number(),
  transfers: z.number().int(),
});
export const listBudgets = verb({
  name: 'transfer.list-budgets',
  method: 'GET',
  path: '/api/transfer/budget',
  summary: 'What warehouses may spend on sending goods to others, and what is taken of it',
  input: z.strictObject({ warehouse_id: id_param.optional(), month: month.optional() }),
  output: z.object({ rows: z.array(budget_row) }),
  errors: [],
});
export const setBudget = verb({
  name: 'transfer.set-budget',
  method: 'POST',
  path: '/api/transfer/budget',
  summary: 'Sets the transfer budget of a warehouse for a month',
  input: z.strictObject({ warehouse_id: id, month, amount_fen: fen, reason: required_text(200) }),
  output: z.object({ warehouse_id: id, month: z.string(), amount_fen: z.number() }),
  errors: ['platform.not_found'],
});
const limit_row = z.object({
  role,
  max_value_fen: z.number().nullable(),
  max_cost_fen: z.number().nullable(),
  reason: z.string(),
  set_at: z.string(),
});
export const listApprovalLimits = verb({
  name: 'transfer.list-approval-limits',
  method: 'GET',
  path: '/api/transfer/approval-limit',
  summary: 'Up to which value and freight each role approves; a role without a row has no limit',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(limit_row) }),
  errors: [],
});
export const setApprovalLimit = verb({
  name: 'transfer.set-approval-limit',
  method: 'POST',
  path: '/api/transfer/approval-limit',
  summary: 'Sets up to which value and freight a role approves transfers',
  input: z.strictObject({
    role,
    max_value_fen: fen.nullable(),
    max_cost_fen: fen.nullable(),
    reason: required_text(200),
  }),
  output: z.object({ role }),
  errors: [],
});
export const openClaim = verb({
  name: 'transfer.open-claim',
  method: 'POST',
  path: '/api/transfer/discrepancy/{discrepancy_id}/claim',
  summary: 'Claims the loss of a difference from the carrier, the sender or the receiver',
  input: z.strictObject({
    discrepancy_id: id_param,
    against: z.enum(CLAIM_AGAINST),
    amount_fen: fen.min(1),
    reason: required_text(200),
  }),
  output: z.object({ claim_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'transfer.claim_without_debtor', 'transfer.claimed_before'],
});
export const decideClaim = verb({
  name: 'transfer.decide-claim',
  method: 'POST',
  path: '/api/transfer/claim/{claim_id}/decide',
  summary: 'Notes what the other side agreed to, that it has paid, or that the claim is withdrawn',
  input: z.strictObject({
    claim_id: id_param,
    action: z.enum(['agreed', 'settled', 'withdrawn']),
    /** With `agreed`: what the other side accepts. */
    agreed_fen: fen.optional(),
    outcome: required_text(200),
  }),
  output: z.object({ claim_id: id, status: z.enum(CLAIM_STATUSES) }),
  errors: [
    'platform.not_found',
    'transfer.claim_status',
    'transfer.own_claim',
    'transfer.agreed_above_claim',
  ],
});
export const listClaims = verb({
  name: 'transfer.list-claims',
  method: 'GET',
  path: '/api/transfer/claim',
  summary: 'Claims for goods that were lost or damaged on the way, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(CLAIM_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(claim_row),
  errors: [],
});
