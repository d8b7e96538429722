import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
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
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const RECEIPT_STATUSES = [
  /** In quarantine; nobody has decided on anything of it. */
  'received',
  /** A part is decided on. */
  'accepting',
  'accepted',
  'put_away',
  /** Nothing of the delivery was taken in. */
  'refused',
  'reversed',
] as const;
export const receipt_status = z.enum(RECEIPT_STATUSES);

/** `note`: the delivery note says something else than the goods; `no_order`: nothing was ordered, the paper follows. */
export const RECEIPT_DISCREPANCY_KINDS = ['short', 'over', 'damaged', 'refused', 'note', 'no_order'] as const;
export const RECEIPT_DISCREPANCY_STATUSES = ['open', 'resolved', 'void'] as const;
export const RECEIPT_RESOLUTIONS = [
  'supplier_credit',
  'replacement',
  'accepted_over',
  'returned',
  'note_corrected',
  'order_added',
] as const;
export const RECEIPT_RESPONSIBLES = ['supplier', 'carrier', 'ourselves', 'unknown'] as const;
export const REFUSAL_REASONS = [
  'damaged',
  'wrong_item',
  'not_ordered',
  'expiry_too_short',
  'no_document',
  'temperature',
  'label',
  'other',
] as const;
export const TRANSPORT_MODES = ['ambient', 'cold_vehicle', 'cold_box', 'express', 'air', 'rail'] as const;

export const UNQUALIFIED_ACTIONS = ['return_to_supplier', 'destroy', 'await_supplier'] as const;
export const ACCEPTANCE_RESULTS = ['qualified', 'unqualified', 'partly'] as const;

export const SUPPLIER_RETURN_STATUSES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'part_shipped',
  'shipped',
  'confirmed',
] as const;
export const supplier_return_status = z.enum(SUPPLIER_RETURN_STATUSES);
export const SUPPLIER_RETURN_REASONS = [
  'unqualified',
  'near_expiry',
  'recall',
  'over_delivery',
  'wrong_item',
  'agreement',
] as const;

export const receiving_errors = {
  'supply.supplier_missing': {
    status: 422,
    zh: '没有到货通知或采购订单时，请指明供应商',
    en: 'Name the supplier where there is neither an order nor an arrival notice',
  },
  'supply.not_expected_here': {
    status: 422,
    zh: '{document_no} 不是发往此仓库的',
    en: '{document_no} is not addressed to this warehouse',
  },
  'supply.other_order': {
    status: 422,
    zh: '到货通知 {document_no} 不属于该采购订单',
    en: 'Arrival notice {document_no} does not belong to this order',
  },
  'supply.not_receivable': {
    status: 409,
    zh: '{document_no} 当前为 {status}，不能收货',
    en: '{document_no} is {status}; nothing can be received against it',
  },
  'supply.item_not_ordered': {
    status: 422,
    zh: '产品 {item_code} 不在该单据中，请拒收',
    en: 'Item {item_code} is not part of this document; refuse it',
  },
  'supply.expected_line_unknown': {
    status: 422,
    zh: '所指的订单行或到货行不属于该单据，或不是此产品',
    en: 'The line named does not belong to this document or is of another item',
  },
  'supply.sscc_invalid': {
    status: 422,
    zh: '物流单元号 {sscc} 校验位不正确',
    en: 'The check digit of SSCC {sscc} is wrong',
  },
  'supply.sscc_not_announced': {
    status: 404,
    zh: '物流单元 {sscc} 不在到货通知中',
    en: 'Handling unit {sscc} is not announced',
  },
  'supply.sscc_received': {
    status: 409,
    zh: '物流单元 {sscc} 已经收货',
    en: 'Handling unit {sscc} was received before',
  },
  'supply.nothing_counted': { status: 422, zh: '没有任何到货数量', en: 'Nothing was counted' },
  'supply.line_repeated': {
    status: 422,
    zh: '产品 {item_code} 批号 {lot_no} 在同一收货单中重复',
    en: 'Item {item_code} lot {lot_no} appears twice in this receipt',
  },
  'supply.refusal_reason_missing': {
    status: 422,
    zh: '拒收 {qty} 件，请选择拒收原因',
    en: '{qty} pieces are refused; say why',
  },
  'supply.expiry_missing': {
    status: 422,
    zh: '产品 {item_code} 批号 {lot_no} 缺少失效日期',
    en: 'Item {item_code} lot {lot_no} needs its expiry date',
  },
  'supply.serials_to_name': {
    status: 422,
    zh: '批号 {lot_no} 需要 {qty} 个不重复的序列号，已给 {given} 个',
    en: 'Lot {lot_no} needs {qty} different serials, {given} given',
  },
  'supply.serial_not_expected': {
    status: 409,
    zh: '{count} 个序列号不在到货通知中，例如 {serial_no}',
    en: '{count} serials are not announced, for example {serial_no}',
  },
  'supply.transport_missing': {
    status: 422,
    zh: '冷藏、冷冻产品 {item_code} 必须登记运输方式',
    en: 'Cold goods ({item_code}) need the mode of transport',
  },
  'supply.transport_times': {
    status: 422,
    zh: '到达时间必须晚于启运时间，最低温度不能高于最高温度',
    en: 'Arrival follows departure, and the lowest temperature is not above the highest',
  },
  'supply.no_receiving_place': {
    status: 422,
    zh: '仓库没有收货区库位',
    en: 'The warehouse has no place in a receiving zone',
  },
  'supply.place_elsewhere': {
    status: 422,
    zh: '库位不属于此仓库的相应区域',
    en: 'This place is not in the right zone of the warehouse',
  },
  'supply.no_rejected_place': {
    status: 422,
    zh: '仓库没有不合格品区库位，不能判定不合格',
    en: 'The warehouse has no place in a rejected zone',
  },
  'supply.receipt_wrong_status': {
    status: 409,
    zh: '收货单 {document_no} 当前为 {status}，不能{action}',
    en: 'Receipt {document_no} is {status}; it cannot be changed to {action}',
  },
  'supply.receipt_decided': {
    status: 409,
    zh: '收货单 {document_no} 已有验收或上架，不能冲销',
    en: 'Goods of receipt {document_no} were decided on already; it cannot be reversed',
  },
  'supply.receipt_line_unknown': {
    status: 404,
    zh: '收货行 {receipt_line_id} 不属于该收货单',
    en: 'Line {receipt_line_id} does not belong to this receipt',
  },
  'supply.receipt_line_repeated': {
    status: 422,
    zh: '收货行 {receipt_line_id} 重复',
    en: 'Line {receipt_line_id} is named twice',
  },
  'supply.acceptor_received': {
    status: 403,
    zh: '收货人不能验收自己收的货',
    en: 'Who received the goods does not accept them',
  },
  'supply.acceptor_bought': {
    status: 403,
    zh: '采购人不能验收自己采购的货',
    en: 'Who bought the goods does not accept them',
  },
  'supply.acceptance_field_missing': {
    status: 422,
    zh: '验收记录缺少：{missing}',
    en: 'The acceptance record lacks: {missing}',
  },
  'supply.more_than_waiting': {
    status: 409,
    zh: '判定 {given} 件，待验只有 {waiting} 件',
    en: '{given} decided on, only {waiting} are waiting',
  },
  'supply.not_qualifiable': {
    status: 409,
    zh: '最多 {limit} 件可判合格（破损 {damaged}，超收未处理 {over}）',
    en: 'At most {limit} can be qualified ({damaged} damaged, {over} over and not settled)',
  },
  'supply.nothing_decided': { status: 422, zh: '没有任何判定数量', en: 'Nothing was decided' },
  'supply.sample_exceeds': {
    status: 422,
    zh: '抽样 {sample} 件不能超过判定的 {given} 件',
    en: 'A sample of {sample} is more than the {given} decided on',
  },
  'supply.sample_missing': {
    status: 422,
    zh: '请填写抽样数量',
    en: 'Say how many were sampled',
  },
  'supply.check_failed': {
    status: 422,
    zh: '外观、标签或合格证明未通过的，不能判合格',
    en: 'Goods that failed a check cannot be qualified',
  },
  'supply.unqualified_reason_missing': {
    status: 422,
    zh: '不合格 {qty} 件，请填写原因和处置措施',
    en: '{qty} are unqualified; give the reason and what is done with them',
  },
  'supply.cold_record_missing': {
    status: 409,
    zh: '产品 {item_code} 需冷藏或冷冻，缺少运输温度记录，不能判合格',
    en: 'Item {item_code} is cold; without its temperature record it cannot be qualified',
  },
  'supply.cold_out_of_range': {
    status: 409,
    zh: '产品 {item_code} 要求 {needs}℃，运输温度 {has}℃，不能判合格',
    en: 'Item {item_code} needs {needs} °C and travelled at {has} °C; it cannot be qualified',
  },
  'supply.more_than_accepted': {
    status: 409,
    zh: '上架 {given} 件，合格待上架只有 {waiting} 件',
    en: '{given} to put away, only {waiting} are accepted and waiting',
  },
  'supply.own_receipt': {
    status: 403,
    zh: '收货人不能处理自己收货的差异',
    en: 'Who received the goods does not settle the difference',
  },
  'supply.discrepancy_settled': {
    status: 409,
    zh: '差异单 {document_no} 已处理',
    en: 'Discrepancy {document_no} was settled before',
  },
  'supply.resolution_does_not_fit': {
    status: 422,
    zh: '处理方式 {resolution} 不适用于 {kind} 差异',
    en: 'A difference of kind {kind} cannot end as {resolution}',
  },
  'supply.return_wrong_status': {
    status: 409,
    zh: '退货单 {document_no} 当前为 {status}，不能{action}',
    en: 'Return {document_no} is {status}; it cannot be changed to {action}',
  },
  'supply.own_return': {
    status: 403,
    zh: '不能批准自己申请的退货',
    en: 'Nobody approves the own return',
  },
  'supply.other_supplier': {
    status: 422,
    zh: '批号 {lot_no} 不是该供应商供货',
    en: 'Lot {lot_no} did not come from this supplier',
  },
  'supply.return_line_repeated': {
    status: 422,
    zh: '同一库存在退货单中重复',
    en: 'The same stock appears twice in the return',
  },
  'supply.return_not_there': {
    status: 409,
    zh: '批号 {lot_no} 在该库位只有 {available} 件，申请退 {wanted} 件',
    en: 'Only {available} of lot {lot_no} stand there, {wanted} asked',
  },
  'supply.return_not_allocatable': {
    status: 409,
    zh: '{refused} 行不能分配，退货单未批准',
    en: '{refused} lines cannot be allocated; the return stays as it is',
  },
  'supply.return_line_unknown': {
    status: 404,
    zh: '退货行 {supplier_return_line_id} 不属于该退货单',
    en: 'Line {supplier_return_line_id} does not belong to this return',
  },
  'supply.nothing_to_ship': {
    status: 409,
    zh: '没有已拣货或可发出的退货',
    en: 'Nothing of this return is picked or ready to leave',
  },
  'supply.not_all_picked': {
    status: 409,
    zh: '还有 {open} 件未拣货；可选择部分发出',
    en: '{open} pieces are not picked; ship in part',
  },
  'supply.confirmed_exceeds': {
    status: 409,
    zh: '确认 {given} 件，发出只有 {shipped} 件',
    en: '{given} confirmed, only {shipped} left',
  },
} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const receiving_audit = {
  'supply.receive': { zh: '收货', en: 'Received goods' },
  'supply.record_transport': { zh: '登记运输温度记录', en: 'Recorded how goods travelled' },
  'supply.accept': { zh: '验收', en: 'Accepted goods' },
  'supply.put_away': { zh: '上架', en: 'Put goods away' },
  'supply.reverse_receipt': { zh: '冲销收货', en: 'Reversed a receipt' },
  'supply.resolve_discrepancy': { zh: '处理收货差异', en: 'Settled a receipt difference' },
  'supply.request_return': { zh: '申请退供应商', en: 'Asked for a supplier return' },
  'supply.approve_return': { zh: '批准退供应商', en: 'Approved a supplier return' },
  'supply.reject_return': { zh: '驳回退供应商', en: 'Declined a supplier return' },
  'supply.cancel_return': { zh: '取消退供应商', en: 'Cancelled a supplier return' },
  'supply.ship_return': { zh: '退货发出', en: 'Sent goods back to the supplier' },
  'supply.confirm_return': { zh: '供应商确认退货', en: 'Noted the supplier’s confirmation' },
} as const;

const transport_fields = {
  transport_mode: z.enum(TRANSPORT_MODES),
  carrier_name: text(100).optional(),
  /** Plate of the vehicle or number of the box. */
  vehicle_no: text(40).optional(),
  departed_at: instant.optional(),
  arrived_at: instant.optional(),
  departure_temp_c: z.number().min(-100).max(100).optional(),
  arrival_temp_c: z.number().min(-100).max(100).optional(),
  min_temp_c: z.number().min(-100).max(100).optional(),
  max_temp_c: z.number().min(-100).max(100).optional(),
  /** Number of the logger's file or printed record. */
  record_no: text(80).optional(),
};
export const transport_given = z.strictObject(transport_fields);

const serial_list = z.array(serial_no).max(20_000);

export const receiveGoods = verb({
  name: 'supply.receive-goods',
  method: 'POST',
  path: '/api/supply/receipt',
  summary:
    'Takes in a delivery: counted against order, arrival notice and delivery note; what is taken in stands in quarantine, every difference becomes a document',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    warehouse_id: id,
    /** Needed where there is neither an order nor an arrival notice. */
    supplier_id: id.optional(),
    purchase_order_id: id.optional(),
    asn_id: id.optional(),
    /** Number of the delivery note 随货同行单. */
    delivery_note_no: required_text(60),
    arrived_at: instant.optional(),
    /** Whether this was everything, so that what is missing is missing; true for an arrival notice where nothing is said. */
    complete: z.boolean().optional(),
    /** The receiving place; the one that fits the storage condition best where nothing is said. */
    to_account_id: id.optional(),
    /** Whose the goods are: the warehouse's legal entity where nothing is said. */
    owner_id: id.optional(),
    transport: transport_given.optional(),
    note: text(200).optional(),
    /** Handling units taken in whole; their content is what the arrival notice says. */
    units: z
      .array(z.strictObject({ sscc: z.string().trim().max(40) }))
      .max(500)
      .default([]),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_no,
          production_date: civil_date.optional(),
          expiry_date: civil_date.optional(),
          purchase_order_line_id: id.optional(),
          asn_line_id: id.optional(),
          /** What the delivery note says. */
          noted: qty_or_zero.optional(),
          /** Sound pieces taken in. */
          received: qty_or_zero,
          /** Damaged pieces taken in; they stand in quarantine and cannot be qualified. */
          damaged: qty_or_zero.default(0),
          /** Pieces that the driver takes back. */
          refused: qty_or_zero.default(0),
          refusal_reason: z.enum(REFUSAL_REASONS).optional(),
          serial_nos: serial_list.optional(),
          /** Takes in serials that the arrival notice does not name; the difference becomes a document. */
          accept_unlisted: z.boolean().default(false),
          note: text(200).optional(),
        }),
      )
      .max(2000)
      .default([]),
  }),
  output: z.object({
    receipt_id: id,
    document_no: z.string(),
    status: receipt_status,
    movement_id: id.nullable(),
    taken_in: z.number(),
    refused: z.number(),
    discrepancies: z.array(
      z.object({
        receipt_discrepancy_id: id,
        document_no: z.string(),
        kind: z.enum(RECEIPT_DISCREPANCY_KINDS),
        qty: z.number(),
      }),
    ),
    warnings: z.array(z.object({ line_no: z.number().int(), code: z.string() }).loose()),
  }),
  errors: [
    'platform.not_found',
    'supply.supplier_missing',
    'supply.not_expected_here',
    'supply.other_order',
    'supply.not_receivable',
    'supply.item_not_ordered',
    'supply.expected_line_unknown',
    'supply.sscc_invalid',
    'supply.sscc_not_announced',
    'supply.sscc_received',
    'supply.nothing_counted',
    'supply.line_repeated',
    'supply.refusal_reason_missing',
    'supply.expiry_missing',
    'supply.serials_to_name',
    'supply.serial_not_expected',
    'supply.transport_missing',
    'supply.transport_times',
    'supply.no_receiving_place',
    'supply.place_elsewhere',
    ...Object.keys(stock_errors),
  ],
});

export const receipt_row = z.object({
  receipt_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  purchase_order_id: z.number().int().nullable(),
  purchase_order_no: z.string().nullable(),
  asn_id: z.number().int().nullable(),
  asn_no: z.string().nullable(),
  delivery_note_no: z.string(),
  status: receipt_status,
  arrived_at: z.string(),
  received_by: z.number().int().nullable(),
  received_by_name: z.string().nullable(),
  lines: z.number().int(),
  taken_in: z.number(),
  refused: z.number(),
  qualified: z.number(),
  unqualified: z.number(),
  put_away: z.number(),
  cold: z.boolean(),
  open_discrepancies: z.number().int(),
});
export const listReceipts = verb({
  name: 'supply.list-receipts',
  method: 'GET',
  path: '/api/supply/receipt',
  summary: 'Receipts of the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    purchase_order_id: id_param.optional(),
    status: receipt_status.optional(),
    /** What waits for acceptance or put-away. */
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(receipt_row),
  errors: [],
});

export const receipt_discrepancy_row = z.object({
  receipt_discrepancy_id: id,
  document_no: z.string(),
  receipt_id: id,
  receipt_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_name: z.string(),
  item_id: z.number().int().nullable(),
  item_code: z.string().nullable(),
  item_name: z.string().nullable(),
  lot_no: z.string().nullable(),
  kind: z.enum(RECEIPT_DISCREPANCY_KINDS),
  qty: z.number(),
  note: z.string().nullable(),
  status: z.enum(RECEIPT_DISCREPANCY_STATUSES),
  resolution: z.enum(RECEIPT_RESOLUTIONS).nullable(),
  responsible: z.enum(RECEIPT_RESPONSIBLES).nullable(),
  reason: z.string().nullable(),
  opened_at: z.string(),
  resolved_at: z.string().nullable(),
  resolved_by_name: z.string().nullable(),
});

export const receipt_line_row = z.object({
  receipt_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  tracking: z.enum(['lot', 'serial']),
  registration_no: z.string(),
  lot_id: z.number().int().nullable(),
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  sscc: z.string().nullable(),
  purchase_order_line_id: z.number().int().nullable(),
  asn_line_id: z.number().int().nullable(),
  expected: z.number().nullable(),
  noted: z.number().nullable(),
  received: z.number(),
  damaged: z.number(),
  refused: z.number(),
  refusal_reason: z.enum(REFUSAL_REASONS).nullable(),
  qualified: z.number(),
  unqualified: z.number(),
  put_away: z.number(),
  /** Taken in and not decided on. */
  waiting: z.number(),
  /** How many of those may be qualified: neither damaged nor over without a decision. */
  qualifiable: z.number(),
  account_id: z.number().int().nullable(),
  location_code: z.string().nullable(),
  serial_count: z.number().int(),
  /** The first serials; all of them are in the ledger. */
  serial_nos: z.array(z.string()),
  note: z.string().nullable(),
});
export const transport_record_row = z.object({
  transport_record_id: id,
  transport_mode: z.enum(TRANSPORT_MODES),
  carrier_name: z.string().nullable(),
  vehicle_no: z.string().nullable(),
  departed_at: z.string().nullable(),
  arrived_at: z.string().nullable(),
  transit_minutes: z.number().int().nullable(),
  departure_temp_c: z.number().nullable(),
  arrival_temp_c: z.number().nullable(),
  min_temp_c: z.number().nullable(),
  max_temp_c: z.number().nullable(),
  record_no: z.string().nullable(),
  recorded_at: z.string(),
  recorded_by_name: z.string().nullable(),
});

/** The legal acceptance record, as it was when it was signed. */
export const acceptance_row = z.object({
  acceptance_line_id: id,
  acceptance_id: id,
  document_no: z.string(),
  receipt_id: id,
  receipt_no: z.string(),
  receipt_line_id: id,
  warehouse_id: id,
  warehouse_code: z.string(),
  item_id: id,
  lot_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  registration_no: z.string(),
  registrant_name: z.string(),
  producer_name: z.string(),
  producer_licence_no: z.string(),
  lot_no: z.string(),
  serial_nos: z.array(z.string()),
  production_date: z.string(),
  expiry_date: z.string().nullable(),
  purchase_date: z.string(),
  arrival_date: z.string(),
  supplier_name: z.string(),
  supplier_address: z.string(),
  supplier_contact: z.string(),
  arrived_qty: z.number(),
  sample_qty: z.number(),
  qualified_qty: z.number(),
  unqualified_qty: z.number(),
  unqualified_reason: z.string().nullable(),
  unqualified_action: z.enum(UNQUALIFIED_ACTIONS).nullable(),
  result: z.enum(ACCEPTANCE_RESULTS),
  transport_mode: z.string().nullable(),
  transit_minutes: z.number().int().nullable(),
  arrival_temp_c: z.number().nullable(),
  temperature_record_no: z.string().nullable(),
  accepted_by_name: z.string(),
  accepted_at: z.string(),
  /** Null: for ever. */
  retain_until: z.string().nullable(),
});

export const getReceipt = verb({
  name: 'supply.get-receipt',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}',
  summary: 'One receipt with its lines, how it travelled, its acceptances, put-aways and differences',
  input: z.strictObject({ receipt_id: id_param }),
  output: receipt_row.extend({
    warehouse_name: z.string(),
    owner_name: z.string(),
    movement_id: z.number().int().nullable(),
    note: z.string().nullable(),
    recorded_at: z.string(),
    /** Whether the asking person received or bought these goods, and so may not accept them. */
    received_by_me: z.boolean(),
    bought_by_me: z.boolean(),
    purchase_date: z.string().nullable(),
    line_rows: z.array(receipt_line_row),
    transport: z.array(transport_record_row),
    acceptances: z.array(acceptance_row),
    putaways: z.array(
      z.object({
        document_no: z.string(),
        receipt_line_id: id,
        location_code: z.string(),
        qty: z.number(),
        put_at: z.string(),
        put_by_name: z.string().nullable(),
      }),
    ),
    discrepancies: z.array(receipt_discrepancy_row),
    reversal: z
      .object({
        document_no: z.string(),
        reason: z.string(),
        reversed_at: z.string(),
        reversed_by_name: z.string().nullable(),
      })
      .nullable(),
  }),
  errors: ['platform.not_found'],
});

export const expected_row = z.object({
  /** `asn:7` or `order:3`. */
  key: z.string(),
  kind: z.enum(['asn', 'order']),
  document_no: z.string(),
  purchase_order_id: z.number().int().nullable(),
  asn_id: z.number().int().nullable(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  expected_on: z.string().nullable(),
  lines: z.number().int(),
  open_qty: z.number(),
});
export const listExpected = verb({
  name: 'supply.list-expected',
  method: 'GET',
  path: '/api/supply/expected',
  summary: 'Orders and arrival notices of which something is still to come, soonest first',
  input: z.strictObject({ warehouse_id: id_param.optional(), search: text(60).optional() }),
  output: z.object({ rows: z.array(expected_row) }),
  errors: [],
});

export const expected_line_row = z.object({
  purchase_order_line_id: z.number().int().nullable(),
  asn_line_id: z.number().int().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  tracking: z.enum(['lot', 'serial']),
  sscc: z.string().nullable(),
  lot_no: z.string().nullable(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  open_qty: z.number(),
  serial_nos: z.array(z.string()),
});
export const getExpected = verb({
  name: 'supply.get-expected',
  method: 'GET',
  path: '/api/supply/expected-line',
  summary: 'What is still to come of one order or arrival notice: the list to count against',
  input: z.strictObject({ purchase_order_id: id_param.optional(), asn_id: id_param.optional() }),
  output: expected_row
    .omit({ lines: true, open_qty: true })
    .extend({ line_rows: z.array(expected_line_row) }),
  errors: ['platform.not_found', 'supply.supplier_missing'],
});

export const scanGoods = verb({
  name: 'supply.scan-goods',
  method: 'GET',
  path: '/api/supply/scan',
  summary: 'What a code on arriving goods says: an announced handling unit, or item, lot, dates and serial',
  input: z.strictObject({
    code: z.string().min(1).max(1000),
    warehouse_id: id_param,
    asn_id: id_param.optional(),
  }),
  output: z.object({
    kind: z.enum(['unit', 'goods']),
    sscc: z.string().nullable(),
    asn_id: z.number().int().nullable(),
    /** Content of the unit as announced. */
    content: z.array(expected_line_row),
    item_id: z.number().int().nullable(),
    item_code: z.string().nullable(),
    item_name: z.string().nullable(),
    unit: z.string().nullable(),
    tracking: z.enum(['lot', 'serial']).nullable(),
    lot_no: z.string().nullable(),
    production_date: z.string().nullable(),
    expiry_date: z.string().nullable(),
    serial_no: z.string().nullable(),
  }),
  errors: [
    'platform.not_found',
    'stock.scan_invalid',
    'stock.scan_unknown',
    'supply.sscc_not_announced',
    'supply.sscc_received',
  ],
});

export const recordTransport = verb({
  name: 'supply.record-transport',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/transport',
  summary: 'Adds how the goods travelled and their temperature record; the newest counts, earlier ones stay',
  input: transport_given.extend({ receipt_id: id_param }),
  output: z.object({ receipt_id: id, transport_record_id: id }),
  errors: ['platform.not_found', 'supply.receipt_wrong_status', 'supply.transport_times'],
});

export const acceptGoods = verb({
  name: 'supply.accept-goods',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/accept',
  summary:
    'Writes the acceptance record: qualified goods are released, unqualified ones go to the rejected zone; every legal field must be there',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    receipt_id: id_param,
    lines: z
      .array(
        z.strictObject({
          receipt_line_id: id,
          sample: qty_or_zero,
          qualified: qty_or_zero,
          unqualified: qty_or_zero.default(0),
          unqualified_reason: text(200).optional(),
          unqualified_action: z.enum(UNQUALIFIED_ACTIONS).optional(),
          /** Pack sound and clean. */
          packaging_ok: z.boolean(),
          /** Label readable, right, in Chinese, UDI agrees with the register. */
          label_ok: z.boolean(),
          /** Certificate of conformity, import papers. */
          documents_ok: z.boolean(),
          /** Serials that are unqualified; the others are qualified where everything is decided at once. */
          unqualified_serial_nos: serial_list.optional(),
          qualified_serial_nos: serial_list.optional(),
          /** For the record, where the system does not know it. */
          production_date: civil_date.optional(),
          purchase_date: civil_date.optional(),
          registrant_name: text(100).optional(),
          producer_name: text(100).optional(),
          producer_licence_no: text(100).optional(),
          supplier_contact: text(100).optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({
    acceptance_id: id,
    document_no: z.string(),
    status: receipt_status,
    release_movement_id: id.nullable(),
    reject_movement_id: id.nullable(),
    qualified: z.number(),
    unqualified: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_line_unknown',
    'supply.receipt_line_repeated',
    'supply.acceptor_received',
    'supply.acceptor_bought',
    'supply.acceptance_field_missing',
    'supply.more_than_waiting',
    'supply.not_qualifiable',
    'supply.nothing_decided',
    'supply.sample_exceeds',
    'supply.sample_missing',
    'supply.check_failed',
    'supply.unqualified_reason_missing',
    'supply.cold_record_missing',
    'supply.cold_out_of_range',
    'supply.no_rejected_place',
    'supply.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const listAcceptances = verb({
  name: 'supply.list-acceptances',
  method: 'GET',
  path: '/api/supply/acceptance',
  summary: 'Acceptance records with all their legal fields, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    lot_id: id_param.optional(),
    result: z.enum(ACCEPTANCE_RESULTS).optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(acceptance_row),
  errors: [],
});

export const suggestPutaway = verb({
  name: 'supply.suggest-putaway',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}/putaway',
  summary:
    'Where accepted goods of a receipt should be put: storage condition, zone, capacity, same lot first',
  input: z.strictObject({ receipt_id: id_param }),
  output: z.object({
    rows: z.array(
      z.object({
        receipt_line_id: id,
        item_id: id,
        lot_id: id,
        from_account_id: id,
        waiting: z.number(),
        bins: z.array(
          z.object({
            account_id: id,
            location_code: z.string(),
            qty: z.number(),
            /** Why this bin comes first: it holds the lot, holds the item, is empty, is shared. */
            why: z.enum(['same_lot', 'same_item', 'empty', 'shared']),
          }),
        ),
        /** What no bin takes. */
        unplaced: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const putAway = verb({
  name: 'supply.put-away',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/putaway',
  summary: 'Moves accepted goods from the receiving place into bins; in part where it is so',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    receipt_id: id_param,
    lines: z
      .array(
        z.strictObject({
          receipt_line_id: id,
          to_account_id: id,
          qty,
          serial_nos: serial_list.optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({
    putaway_id: id,
    document_no: z.string(),
    movement_id: id,
    status: receipt_status,
    qty: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_line_unknown',
    'supply.more_than_accepted',
    'supply.place_elsewhere',
    'supply.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const reverseReceipt = verb({
  name: 'supply.reverse-receipt',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/reverse',
  summary: 'Takes a receipt back that was posted by mistake, while all of it is still in quarantine',
  input: z.strictObject({ receipt_id: id_param, reason: required_text(200) }),
  output: z.object({ receipt_id: id, document_no: z.string(), movement_id: id.nullable() }),
  errors: [
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_decided',
    ...Object.keys(stock_errors),
  ],
});

export const listReceiptDiscrepancies = verb({
  name: 'supply.list-receipt-discrepancies',
  method: 'GET',
  path: '/api/supply/receipt-discrepancy',
  summary: 'Differences between order, delivery note and goods; open ones first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(RECEIPT_DISCREPANCY_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(receipt_discrepancy_row),
  errors: [],
});

export const resolveReceiptDiscrepancy = verb({
  name: 'supply.resolve-receipt-discrepancy',
  method: 'POST',
  path: '/api/supply/receipt-discrepancy/{receipt_discrepancy_id}/resolve',
  summary: 'Settles a difference: credit, replacement, accepted, returned, paper corrected',
  input: z.strictObject({
    receipt_discrepancy_id: id_param,
    resolution: z.enum(RECEIPT_RESOLUTIONS),
    responsible: z.enum(RECEIPT_RESPONSIBLES).default('unknown'),
    reason: required_text(200),
  }),
  output: z.object({ receipt_discrepancy_id: id, receipt_id: id }),
  errors: [
    'platform.not_found',
    'supply.own_receipt',
    'supply.discrepancy_settled',
    'supply.resolution_does_not_fit',
  ],
});

export const requestSupplierReturn = verb({
  name: 'supply.request-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return',
  summary: 'Asks for goods to go back to their supplier',
  input: z.strictObject({
    warehouse_id: id,
    supplier_id: id,
    reason_kind: z.enum(SUPPLIER_RETURN_REASONS),
    reason: required_text(200),
    /** Number of the supplier's consent. */
    consent_no: text(60).optional(),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition: z.enum(['quarantine', 'released', 'held', 'rejected', 'recalled', 'expired']),
          qty,
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ supplier_return_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'supply.other_supplier',
    'supply.return_line_repeated',
    'supply.return_not_there',
    'supply.place_elsewhere',
  ],
});

export const approveSupplierReturn = verb({
  name: 'supply.approve-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/approve',
  summary:
    'Approves a return and allocates what of it is released; one refused line leaves everything as it was',
  input: z.strictObject({ supplier_return_id: id_param, note: text(200).optional() }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    allocated: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.own_return',
    'supply.return_not_allocatable',
    'stock.short',
  ],
});

export const rejectSupplierReturn = verb({
  name: 'supply.reject-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/reject',
  summary: 'Declines a return',
  input: z.strictObject({ supplier_return_id: id_param, reason: required_text(200) }),
  output: z.object({ supplier_return_id: id, status: supplier_return_status }),
  errors: ['platform.not_found', 'supply.return_wrong_status', 'supply.own_return'],
});

export const cancelSupplierReturn = verb({
  name: 'supply.cancel-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/cancel',
  summary: 'Takes back a return of which nothing has left and gives its allocations back',
  input: z.strictObject({ supplier_return_id: id_param, reason: required_text(200) }),
  output: z.object({ supplier_return_id: id, status: supplier_return_status }),
  errors: ['platform.not_found', 'supply.return_wrong_status'],
});

export const shipSupplierReturn = verb({
  name: 'supply.ship-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/ship',
  summary:
    'Hands the goods to the carrier: picked ones and those that are not released, from where they stand',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    supplier_return_id: id_param,
    /** Send what is picked and leave the rest for later. */
    partial: z.boolean().default(false),
    /** Serials where a line does not take all that stand at its place. */
    serials: z
      .array(z.strictObject({ supplier_return_line_id: id, serial_nos: serial_list }))
      .max(500)
      .optional(),
  }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    movement_id: id,
    qty: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.nothing_to_ship',
    'supply.not_all_picked',
    'supply.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const confirmSupplierReturn = verb({
  name: 'supply.confirm-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/confirm',
  summary: 'Notes what the supplier says to have received, and the credit note',
  input: z.strictObject({
    supplier_return_id: id_param,
    credit_note_no: required_text(60),
    credit_fen: fen,
    note: text(200).optional(),
    lines: z
      .array(z.strictObject({ supplier_return_line_id: id, confirmed: qty_or_zero }))
      .min(1)
      .max(500),
  }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    /** Pieces that left and that the supplier has not seen. */
    short: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.return_line_unknown',
    'supply.confirmed_exceeds',
  ],
});

export const supplier_return_row = z.object({
  supplier_return_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  status: supplier_return_status,
  reason_kind: z.enum(SUPPLIER_RETURN_REASONS),
  reason: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  qty_shipped: z.number(),
  qty_confirmed: z.number(),
  requested_by: z.number().int().nullable(),
  requested_by_name: z.string().nullable(),
  requested_at: z.string(),
  credit_note_no: z.string().nullable(),
});
export const listSupplierReturns = verb({
  name: 'supply.list-supplier-returns',
  method: 'GET',
  path: '/api/supply/supplier-return',
  summary: 'Returns to suppliers from the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: supplier_return_status.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(supplier_return_row),
  errors: [],
});

export const getSupplierReturn = verb({
  name: 'supply.get-supplier-return',
  method: 'GET',
  path: '/api/supply/supplier-return/{supplier_return_id}',
  summary: 'One return with its lines and allocations',
  input: z.strictObject({ supplier_return_id: id_param }),
  output: supplier_return_row.extend({
    warehouse_name: z.string(),
    consent_no: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    approved_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    shipped_at: z.string().nullable(),
    confirmed_at: z.string().nullable(),
    credit_fen: z.number().nullable(),
    line_rows: z.array(
      z.object({
        supplier_return_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        account_id: id,
        location_code: z.string(),
        disposition: z.string(),
        qty: z.number(),
        qty_picked: z.number(),
        qty_shipped: z.number(),
        qty_confirmed: z.number(),
      }),
    ),
    allocations: z.array(
      z.object({
        allocation_id: id,
        supplier_return_line_id: id,
        item_id: id,
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        account_id: id,
        location_code: z.string().nullable(),
        qty: z.number(),
        status: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const RECEIPT_FORMS = ['receipt', 'acceptance'] as const;
export const printReceipt = verb({
  name: 'supply.print-receipt',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}/print',
  summary: 'The receipt (收货单) or its acceptance records (验收记录) as PDF',
  input: z.strictObject({
    receipt_id: id_param,
    form: z.enum(RECEIPT_FORMS).default('receipt'),
    language: z.enum(['zh', 'en']).default('zh'),
  }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const printSupplierReturn = verb({
  name: 'supply.print-supplier-return',
  method: 'GET',
  path: '/api/supply/supplier-return/{supplier_return_id}/print',
  summary: 'The return to the supplier (购进退出单) as PDF',
  input: z.strictObject({ supplier_return_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
