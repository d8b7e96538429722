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
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { download, upload_bytes, verb } from './verb.ts';

export const WAVE_STATUSES = ['open', 'picking', 'picked', 'cancelled'] as const;
export const WAVE_LINE_STATUSES = ['open', 'picked', 'short', 'voided'] as const;
export const SHORT_REASONS = ['not_found', 'damaged', 'wrong_lot', 'label_unreadable'] as const;
export const SHORTAGE_STATUSES = ['open', 'settled'] as const;
/** What stops goods at the outbound review (出库复核). */
export const BLOCK_REASONS = ['damaged_pack', 'label_lost', 'expired', 'mismatch', 'other'] as const;
export const DELIVERY_STATUSES = ['in_transit', 'delivered', 'partly_delivered', 'refused'] as const;
export const DOOR_REASONS = [
  'damaged',
  'wrong_goods',
  'too_many',
  'short_life',
  'temperature',
  'stopped',
  'other',
] as const;
export const RETURN_STATUSES = ['requested', 'approved', 'declined', 'received', 'closed'] as const;
export const RETURN_REASONS = [
  'not_needed',
  'wrong_goods',
  'damaged',
  'near_expiry',
  'quality',
  'recall',
  'other',
] as const;
/** Where a demand stands between the shelf and the door. */
export const OUTBOUND_STAGES = ['to_pick', 'to_review', 'to_ship'] as const;

export const outbound_errors = {
  'fulfilment.order_no_taken': {
    status: 409,
    zh: '该客户的订单号已存在',
    en: 'This customer has an order with this number already',
  },
  'fulfilment.price_missing': {
    status: 422,
    zh: '产品 {item_code} 在 {province} 没有有效价格,请填写单价',
    en: 'Item {item_code} has no valid price in {province}; give one',
  },
  'fulfilment.above_listing_price': {
    status: 422,
    zh: '产品 {item_code} 单价 {price_fen} 分高于挂网价 {listing_price_fen} 分',
    en: 'Item {item_code}: price {price_fen} fen is above the listing price of {listing_price_fen} fen',
  },
  'fulfilment.not_listed': {
    status: 422,
    zh: '产品 {item_code} 在 {province} 没有挂网价',
    en: 'Item {item_code} has no listing price in {province}',
  },
  'fulfilment.third_invoice': {
    status: 422,
    zh: '批号 {lot_no} 到医院将是第 {invoices} 张发票(两票制)',
    en: 'Lot {lot_no} would reach the hospital with invoice number {invoices} (two-invoice rule)',
  },
  'fulfilment.terms_refused': {
    status: 422,
    zh: '{refused} 行不符合销售规则',
    en: '{refused} lines break a rule of sale',
  },
  'fulfilment.price_interval': {
    status: 422,
    zh: '失效日期不能早于生效日期',
    en: 'A price cannot end before it begins',
  },
  'fulfilment.price_taken': {
    status: 409,
    zh: '该产品在此范围和生效日期已有价格',
    en: 'There is a price for this item, place and day already',
  },
  'fulfilment.rule_says_nothing': {
    status: 422,
    zh: '请至少填写一项要求',
    en: 'Ask for at least one thing',
  },
  'fulfilment.rule_exists': {
    status: 409,
    zh: '同一客户与范围已有规则,请先停用',
    en: 'There is a rule for this customer and scope; end it first',
  },
  'fulfilment.lot_reserved': {
    status: 409,
    zh: '批号 {lot_no} 已为 {partner_name} 预留至 {until}',
    en: 'Lot {lot_no} is reserved for {partner_name} until {until}',
  },
  'fulfilment.reservation_over': {
    status: 409,
    zh: '预留已解除',
    en: 'The reservation has ended before',
  },
  'fulfilment.nothing_to_pick': {
    status: 409,
    zh: '没有可加入波次的已分配货物',
    en: 'Nothing that is allocated waits to be picked',
  },
  'fulfilment.no_dispatch_place': {
    status: 422,
    zh: '仓库没有发货库位,请指定',
    en: 'The warehouse has no dispatch place; name one',
  },
  'fulfilment.wave_closed': {
    status: 409,
    zh: '波次 {document_no} 当前为 {status},不能再操作',
    en: 'Wave {document_no} is {status}; nothing more can be done with it',
  },
  'fulfilment.wave_line_unknown': {
    status: 404,
    zh: '波次行 {wave_line_id} 不属于该波次',
    en: 'Line {wave_line_id} does not belong to this wave',
  },
  'fulfilment.wave_line_closed': {
    status: 409,
    zh: '波次行 {wave_line_id} 已{status}',
    en: 'Line {wave_line_id} is {status}',
  },
  'fulfilment.wave_line_repeated': {
    status: 422,
    zh: '同一波次行重复',
    en: 'A line is named twice',
  },
  'fulfilment.pick_nothing': {
    status: 422,
    zh: '数量为 0 时须说明短拣原因',
    en: 'A line of which nothing is picked needs a reason',
  },
  'fulfilment.short_serials': {
    status: 422,
    zh: '请指明短拣的 {qty} 个序列号',
    en: 'Name the {qty} serials that were not found',
  },
  'fulfilment.shortage_settled': {
    status: 409,
    zh: '短拣单 {document_no} 已处理',
    en: 'Shortage {document_no} was settled before',
  },
  'fulfilment.own_shortage': {
    status: 403,
    zh: '报告短拣的人不能处理自己的短拣单',
    en: 'Who reported a shortage does not settle it',
  },
  'fulfilment.found_more': {
    status: 422,
    zh: '找到数量 {found} 超过短拣数量 {qty}',
    en: '{found} found of {qty} that were missing',
  },
  'fulfilment.own_pick': {
    status: 403,
    zh: '拣货人不能复核自己拣的货(批号 {lot_no})',
    en: 'Nobody reviews the own picks (lot {lot_no})',
  },
  'fulfilment.not_to_review': {
    status: 409,
    zh: '分配 {allocation_id} 不在待复核的已拣货物中',
    en: 'Allocation {allocation_id} is not among the picked goods of this demand',
  },
  'fulfilment.review_lot_differs': {
    status: 409,
    zh: '扫描批号 {scanned} 与应发批号 {expected} 不符',
    en: 'Lot {scanned} was scanned, {expected} is to leave',
  },
  'fulfilment.review_counts_differ': {
    status: 409,
    zh: '复核数量 {given} 与拣货数量 {picked} 不符',
    en: '{given} pieces reviewed, {picked} were picked',
  },
  'fulfilment.review_serials': {
    status: 422,
    zh: '请扫描 {qty} 个序列号,已扫 {given} 个',
    en: 'Scan {qty} serials; {given} were given',
  },
  'fulfilment.not_reviewed': {
    status: 409,
    zh: '批号 {lot_no} 的 {qty} 件尚未复核,不能发货',
    en: '{qty} pieces of lot {lot_no} have not been reviewed; they cannot leave',
  },
  'fulfilment.package_exceeded': {
    status: 409,
    zh: '装箱数量 {wanted} 超过可装 {left}(分配 {allocation_id})',
    en: '{wanted} to pack, {left} of allocation {allocation_id} are left',
  },
  'fulfilment.package_gone': {
    status: 409,
    zh: '箱 {sscc} 已发运或已拆箱',
    en: 'Package {sscc} has left or was unpacked',
  },
  'fulfilment.split_package': {
    status: 409,
    zh: '箱 {sscc} 中有不在本次发货中的货物,请先拆箱',
    en: 'Package {sscc} holds goods that do not leave now; unpack it first',
  },
  'fulfilment.reprint_reason': {
    status: 422,
    zh: '补打须说明原因(已打印 {copies} 次)',
    en: 'A reprint needs a reason ({copies} printed before)',
  },
  'fulfilment.shipment_arrived': {
    status: 409,
    zh: '随货同行单 {document_no} 已签收或拒收',
    en: 'Delivery {document_no} was signed for or refused before',
  },
  'fulfilment.not_on_shipment': {
    status: 404,
    zh: '该行批号不在此次发货中',
    en: 'This line and lot were not shipped here',
  },
  'fulfilment.refused_more': {
    status: 422,
    zh: '拒收 {refused} 超过发货 {shipped}(批号 {lot_no})',
    en: '{refused} refused of {shipped} shipped (lot {lot_no})',
  },
  'fulfilment.refused_serials': {
    status: 422,
    zh: '请指明批号 {lot_no} 拒收的 {qty} 个序列号',
    en: 'Name the {qty} refused serials of lot {lot_no}',
  },
  'fulfilment.stopped_goods': {
    status: 409,
    zh: '批号 {lot_no} 已停止使用,不能交付,须按拒收退回',
    en: 'Lot {lot_no} has been stopped; it cannot be handed over and must come back',
  },
  'fulfilment.delivered_before_shipped': {
    status: 422,
    zh: '签收时间不能早于发货时间或晚于现在',
    en: 'Delivered between leaving and now',
  },
  'fulfilment.no_returns_place': {
    status: 422,
    zh: '仓库没有退货区库位',
    en: 'The warehouse has no place in a returns zone',
  },
  'fulfilment.proof_type': {
    status: 415,
    zh: '只接受 JPEG、PNG、WebP 或 PDF',
    en: 'Only JPEG, PNG, WebP or PDF',
  },
  'fulfilment.returned_more': {
    status: 409,
    zh: '退货 {wanted} 超过可退 {left}(批号 {lot_no},已交付减已退)',
    en: '{wanted} to return, {left} of lot {lot_no} can be (delivered less returned before)',
  },
  'fulfilment.return_serials': {
    status: 422,
    zh: '请指明批号 {lot_no} 的 {qty} 个已交付序列号',
    en: 'Name {qty} delivered serials of lot {lot_no}',
  },
  'fulfilment.return_status': {
    status: 409,
    zh: '退货单 {document_no} 当前为 {status},不能{action}',
    en: 'Return {document_no} is {status}; it cannot be {action}',
  },
  'fulfilment.own_return': {
    status: 403,
    zh: '不能批准自己提出的退货',
    en: 'Nobody approves the own return',
  },
  'fulfilment.own_return_receipt': {
    status: 403,
    zh: '收货人不能验收自己收的退货',
    en: 'Who received a return does not accept it',
  },
  'fulfilment.return_line_unknown': {
    status: 404,
    zh: '退货行 {return_line_id} 不属于该退货单',
    en: 'Line {return_line_id} does not belong to this return',
  },
  'fulfilment.received_more_than_approved': {
    status: 409,
    zh: '收到 {received} 超过批准 {approved}(批号 {lot_no})',
    en: '{received} received, {approved} of lot {lot_no} approved',
  },
  'fulfilment.result_incomplete': {
    status: 422,
    zh: '批号 {lot_no}:合格 {accepted} 加不合格 {rejected} 应等于收到 {received}',
    en: 'Lot {lot_no}: {accepted} accepted and {rejected} rejected must be the {received} received',
  },
  'fulfilment.result_reason': {
    status: 422,
    zh: '判不合格须说明原因',
    en: 'Rejecting needs a reason',
  },
  'fulfilment.chain_not_proven': {
    status: 409,
    zh: '批号 {lot_no} 为冷链产品,无完整温度证明,只能判不合格',
    en: 'Lot {lot_no} is a cold item without proof of an unbroken chain; it can only be rejected',
  },
} as const satisfies ErrorCatalogue;

// Terms of sale.

export const sales_price_row = z.object({
  sales_price_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  province: z.string(),
  partner_id: id.nullable(),
  partner_name: z.string().nullable(),
  price_fen: z.number(),
  listing_price_fen: z.number().nullable(),
  tax_rate_bp: z.number().int(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
});
export const listSalesPrices = verb({
  name: 'fulfilment.list-sales-prices',
  method: 'GET',
  path: '/api/fulfilment/price',
  summary: 'Sales and listing prices by item and province or customer, newest first',
  input: z.strictObject({
    item_id: id_param.optional(),
    partner_id: id_param.optional(),
    province: text(20).optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(sales_price_row),
  errors: [],
});

export const setSalesPrice = verb({
  name: 'fulfilment.set-sales-price',
  method: 'POST',
  path: '/api/fulfilment/price',
  summary: 'A price from a day on, for a province or one customer; earlier ones end the day before',
  input: z.strictObject({
    item_id: id,
    province: required_text(20),
    partner_id: id.optional(),
    price_fen: fen,
    listing_price_fen: fen.optional(),
    /** Hundredths of a percent. */
    tax_rate_bp: z.number().int().min(0).max(10_000).default(1300),
    valid_from: civil_date,
    valid_to: civil_date.optional(),
  }),
  output: z.object({ sales_price_id: id }),
  errors: ['platform.not_found', 'fulfilment.price_interval', 'fulfilment.price_taken'],
});

export const customer_rule_row = z.object({
  customer_rule_id: id,
  partner_id: id,
  partner_name: z.string(),
  item_id: id.nullable(),
  item_code: z.string().nullable(),
  item_name: z.string().nullable(),
  category: z.string().nullable(),
  min_remaining_days: z.number().int().nullable(),
  min_remaining_pct: z.number().int().nullable(),
  one_lot: z.boolean(),
  same_lot: z.boolean(),
  note: z.string().nullable(),
  changed_at: z.string(),
});
export const listCustomerRules = verb({
  name: 'fulfilment.list-customer-rules',
  method: 'GET',
  path: '/api/fulfilment/customer-rule',
  summary: 'What customers ask of lots, live rules only',
  input: z.strictObject({ partner_id: id_param.optional(), ...page_query }),
  output: page_of(customer_rule_row),
  errors: [],
});

export const setCustomerRule = verb({
  name: 'fulfilment.set-customer-rule',
  method: 'POST',
  path: '/api/fulfilment/customer-rule',
  summary: 'What a customer asks of lots: remaining life on arrival, one lot, the same lot as last time',
  input: z.strictObject({
    partner_id: id,
    /** One item, or a sub-catalogue; everything where neither is named. */
    item_id: id.optional(),
    category: text(20).optional(),
    min_remaining_days: z.number().int().min(0).max(3650).optional(),
    /** Percent of the item's shelf life. */
    min_remaining_pct: z.number().int().min(1).max(100).optional(),
    /** All pieces of an item in one delivery from one lot. */
    one_lot: z.boolean().default(false),
    /** The lot of the last delivery first, while there is enough of it. */
    same_lot: z.boolean().default(false),
    note: text(200).optional(),
  }),
  output: z.object({ customer_rule_id: id }),
  errors: ['platform.not_found', 'fulfilment.rule_says_nothing', 'fulfilment.rule_exists'],
});

export const endCustomerRule = verb({
  name: 'fulfilment.end-customer-rule',
  method: 'POST',
  path: '/api/fulfilment/customer-rule/{customer_rule_id}/end',
  summary: 'Takes a rule out of use; demands made under it keep what they ask',
  input: z.strictObject({ customer_rule_id: id_param }),
  output: z.object({ customer_rule_id: id }),
  errors: ['platform.not_found'],
});

export const reserved_lot_row = z.object({
  reserved_lot_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  partner_id: id,
  partner_name: z.string(),
  until: z.string(),
  reason: z.string(),
  reserved_at: z.string(),
});
export const listReservedLots = verb({
  name: 'fulfilment.list-reserved-lots',
  method: 'GET',
  path: '/api/fulfilment/reserved-lot',
  summary: 'Lots kept for one customer',
  input: z.strictObject({ partner_id: id_param.optional(), ...page_query }),
  output: page_of(reserved_lot_row),
  errors: [],
});

export const reserveLot = verb({
  name: 'fulfilment.reserve-lot',
  method: 'POST',
  path: '/api/fulfilment/reserved-lot',
  summary: 'Keeps a lot for one customer until a day; demands of others are not given it',
  input: z.strictObject({
    item_id: id,
    lot_id: id,
    partner_id: id,
    until: civil_date,
    reason: required_text(200),
  }),
  output: z.object({ reserved_lot_id: id }),
  errors: ['platform.not_found', 'fulfilment.lot_reserved'],
});

export const releaseReservedLot = verb({
  name: 'fulfilment.release-reserved-lot',
  method: 'POST',
  path: '/api/fulfilment/reserved-lot/{reserved_lot_id}/release',
  summary: 'Ends the reservation of a lot',
  input: z.strictObject({ reserved_lot_id: id_param, reason: required_text(200) }),
  output: z.object({ reserved_lot_id: id }),
  errors: ['platform.not_found', 'fulfilment.reservation_over'],
});

// Waves.

const wave_status = z.enum(WAVE_STATUSES);
export const createWave = verb({
  name: 'fulfilment.create-wave',
  method: 'POST',
  path: '/api/fulfilment/wave',
  summary: 'Collects allocated goods of many demands into one walk, in the order of the path',
  input: z.strictObject({
    warehouse_id: id,
    /** Only what travels on this lane. */
    lane_id: id.optional(),
    /** Only bins of this zone. */
    zone_code: text(20).optional(),
    /** Only demands needed before this moment. */
    needed_before: instant.optional(),
    demand_ids: z.array(id).min(1).max(500).optional(),
    departs_at: instant.optional(),
    /** The dispatch place; the first of the warehouse where nothing is said. */
    to_account_id: id.optional(),
    lines_max: z.number().int().min(1).max(2000).default(500),
  }),
  output: z.object({ wave_id: id, document_no: z.string(), lines: z.number().int(), qty: z.number() }),
  errors: ['platform.not_found', 'fulfilment.nothing_to_pick', 'fulfilment.no_dispatch_place'],
});

export const wave_row = z.object({
  wave_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  lane_id: id.nullable(),
  departs_at: z.string().nullable(),
  status: wave_status,
  created_by_name: z.string(),
  created_at: z.string(),
  lines: z.number().int(),
  lines_open: z.number().int(),
  qty: z.number(),
  qty_picked: z.number(),
  qty_short: z.number(),
});
export const listWaves = verb({
  name: 'fulfilment.list-waves',
  method: 'GET',
  path: '/api/fulfilment/wave',
  summary: 'Waves of the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: wave_status.optional(),
    open_only: z.enum(['true', 'false']).default('false'),
    ...page_query,
  }),
  output: page_of(wave_row),
  errors: [],
});

export const wave_line_row = z.object({
  wave_line_id: id,
  path_no: z.number().int(),
  allocation_id: id,
  demand_id: id,
  demand_no: z.string(),
  partner_name: z.string(),
  department_name: z.string(),
  priority_class: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  tracking: z.enum(['lot', 'serial']),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  location_code: z.string().nullable(),
  zone_code: z.string().nullable(),
  qty: z.number(),
  qty_picked: z.number(),
  qty_short: z.number(),
  status: z.enum(WAVE_LINE_STATUSES),
  replaces_id: id.nullable(),
});
export const getWave = verb({
  name: 'fulfilment.get-wave',
  method: 'GET',
  path: '/api/fulfilment/wave/{wave_id}',
  summary: 'One wave with its lines in the order of the path',
  input: z.strictObject({ wave_id: id_param }),
  output: wave_row.extend({
    to_account_id: id,
    to_location_code: z.string().nullable(),
    line_rows: z.array(wave_line_row),
  }),
  errors: ['platform.not_found'],
});
export const printWave = verb({
  name: 'fulfilment.print-wave',
  method: 'GET',
  path: '/api/fulfilment/wave/{wave_id}/print',
  summary: 'The list to pick by (拣货单), in the order of the path, as PDF',
  input: z.strictObject({ wave_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

/** What became of pieces that were not there: found elsewhere at once, or missing. */
export const replanned_line = z.object({
  wave_line_id: id,
  pick_shortage_id: id,
  document_no: z.string(),
  qty_short: z.number(),
  replanned: z.number(),
  short_by: z.number(),
  lots: z.array(z.object({ wave_line_id: id, lot_id: id, account_id: id, qty: z.number() })),
  reasons: z.array(reason),
});
export const pickWave = verb({
  name: 'fulfilment.pick-wave',
  method: 'POST',
  path: '/api/fulfilment/wave/{wave_id}/pick',
  summary:
    'Confirms picks by scan. What is not there is stopped until somebody has looked, and allocated elsewhere at once',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    wave_id: id_param,
    lines: z
      .array(
        z.strictObject({
          wave_line_id: id,
          /** As scanned. */
          lot_no,
          qty: qty_or_zero,
          serial_nos: z.array(serial_no).max(20_000).optional(),
          /** Set where the rest is not there; without it the rest is picked later. */
          short_reason: z.enum(SHORT_REASONS).optional(),
          /** Serials that are not there; needed where more stand at the place than were picked and missed. */
          short_serial_nos: z.array(serial_no).max(20_000).optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    wave_id: id,
    status: wave_status,
    movement_id: id.nullable(),
    picked: z.number(),
    short: z.array(replanned_line),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.wave_closed',
    'fulfilment.wave_line_unknown',
    'fulfilment.wave_line_closed',
    'fulfilment.wave_line_repeated',
    'fulfilment.pick_nothing',
    'fulfilment.short_serials',
    ...Object.keys(stock_errors),
  ],
});

export const cancelWave = verb({
  name: 'fulfilment.cancel-wave',
  method: 'POST',
  path: '/api/fulfilment/wave/{wave_id}/cancel',
  summary: 'Takes back what of a wave was not picked; the goods stay allocated',
  input: z.strictObject({ wave_id: id_param, reason: required_text(200) }),
  output: z.object({ wave_id: id, status: wave_status, lines: z.number().int() }),
  errors: ['platform.not_found', 'fulfilment.wave_closed'],
});

export const pick_shortage_row = z.object({
  pick_shortage_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  wave_no: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  location_code: z.string().nullable(),
  qty: z.number(),
  qty_found: z.number().nullable(),
  reason: z.enum(SHORT_REASONS),
  note: z.string().nullable(),
  status: z.enum(SHORTAGE_STATUSES),
  opened_by_name: z.string(),
  opened_at: z.string(),
  settled_by_name: z.string().nullable(),
  settled_at: z.string().nullable(),
  settle_reason: z.string().nullable(),
});
export const listShortages = verb({
  name: 'fulfilment.list-shortages',
  method: 'GET',
  path: '/api/fulfilment/shortage',
  summary: 'Pieces that pickers did not find, open ones first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(SHORTAGE_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(pick_shortage_row),
  errors: [],
});

export const settleShortage = verb({
  name: 'fulfilment.settle-shortage',
  method: 'POST',
  path: '/api/fulfilment/shortage/{pick_shortage_id}/settle',
  summary:
    'Says how many of the missing pieces a second person found; the rest leaves the books as a difference',
  input: z.strictObject({
    pick_shortage_id: id_param,
    found: qty_or_zero,
    found_serial_nos: z.array(serial_no).max(20_000).optional(),
    reason: required_text(200),
  }),
  output: z.object({ pick_shortage_id: id, found: z.number(), lost: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.shortage_settled',
    'fulfilment.own_shortage',
    'fulfilment.found_more',
    'fulfilment.short_serials',
    ...Object.keys(stock_errors),
  ],
});

// Review, packing, what leaves.

export const outbound_row = z.object({
  demand_id: id,
  document_no: z.string(),
  kind: z.enum(['departmental', 'order']),
  customer_order_no: z.string().nullable(),
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  needed_at: z.string(),
  priority_class: z.number().int(),
  stage: z.enum(OUTBOUND_STAGES),
  qty_open: z.number(),
  qty_picked: z.number(),
  qty_reviewed: z.number(),
  packages: z.number().int(),
});
export const listOutbound = verb({
  name: 'fulfilment.list-outbound',
  method: 'GET',
  path: '/api/fulfilment/outbound',
  summary: 'Demands with goods between the shelf and the door: what is to be picked, reviewed, shipped',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    stage: z.enum(OUTBOUND_STAGES).optional(),
    ...page_query,
  }),
  output: page_of(outbound_row),
  errors: [],
});

const outbound_good = z.object({
  allocation_id: id,
  demand_line_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  tracking: z.enum(['lot', 'serial']),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  location_code: z.string().nullable(),
  qty: z.number(),
  picked_by: z.number().int().nullable(),
  picked_by_name: z.string().nullable(),
  reviewed: z.boolean(),
  qty_packed: z.number(),
});
export const package_row = z.object({
  package_id: id,
  sscc: z.string(),
  weight_g: z.number(),
  volume_ml: z.number(),
  shipment_id: id.nullable(),
  packed_at: z.string(),
  lines: z.array(
    z.object({ item_code: z.string(), item_name: z.string(), lot_no: z.string(), qty: z.number() }),
  ),
});
export const review_record = z.object({
  review_id: id,
  document_no: z.string(),
  reviewed_by_name: z.string(),
  reviewed_at: z.string(),
  passed: z.number(),
  blocked: z.number(),
});
export const getOutbound = verb({
  name: 'fulfilment.get-outbound',
  method: 'GET',
  path: '/api/fulfilment/outbound/{demand_id}',
  summary: 'The picked goods of one demand with their review, and its packages',
  input: z.strictObject({ demand_id: id_param }),
  output: z.object({
    demand_id: id,
    document_no: z.string(),
    status: z.string(),
    warehouse_id: id,
    warehouse_code: z.string(),
    partner_name: z.string(),
    department_name: z.string(),
    needed_at: z.string(),
    qty_open: z.number(),
    goods: z.array(outbound_good),
    packages: z.array(package_row),
    reviews: z.array(review_record),
  }),
  errors: ['platform.not_found'],
});

export const reviewDemand = verb({
  name: 'fulfilment.review-demand',
  method: 'POST',
  path: '/api/fulfilment/demand/{demand_id}/review',
  summary:
    'A second person scans what was picked (出库复核). Blocked pieces go to quarantine and are allocated anew',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    demand_id: id_param,
    lines: z
      .array(
        z.strictObject({
          allocation_id: id,
          /** As scanned. */
          lot_no,
          passed: qty_or_zero,
          serial_nos: z.array(serial_no).max(20_000).optional(),
          blocked: qty_or_zero.default(0),
          blocked_serial_nos: z.array(serial_no).max(20_000).optional(),
          block_reason: z.enum(BLOCK_REASONS).optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    demand_id: id,
    review_id: id,
    document_no: z.string(),
    passed: z.number(),
    blocked: z.number(),
    /** Of the blocked pieces: allocated anew from elsewhere. */
    replanned: z.number(),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.demand_closed',
    'fulfilment.own_pick',
    'fulfilment.not_to_review',
    'fulfilment.review_lot_differs',
    'fulfilment.review_counts_differ',
    'fulfilment.review_serials',
    ...Object.keys(stock_errors),
  ],
});

export const packDemand = verb({
  name: 'fulfilment.pack-demand',
  method: 'POST',
  path: '/api/fulfilment/demand/{demand_id}/pack',
  summary:
    'Puts reviewed goods into packages with an SSCC; weight and volume follow from the items unless given',
  input: z.strictObject({
    demand_id: id_param,
    packages: z
      .array(
        z.strictObject({
          /** As scanned from a label that is there already; the system gives a number where nothing is said. */
          sscc: z
            .string()
            .trim()
            .regex(/^\d{18}$/, { error: 'format' })
            .optional(),
          weight_g: z.number().int().min(0).max(1_000_000_000).optional(),
          volume_ml: z.number().int().min(0).max(1_000_000_000).optional(),
          lines: z
            .array(z.strictObject({ allocation_id: id, qty }))
            .min(1)
            .max(1000),
        }),
      )
      .min(1)
      .max(200),
  }),
  output: z.object({ demand_id: id, packages: z.array(z.object({ package_id: id, sscc: z.string() })) }),
  errors: [
    'platform.not_found',
    'fulfilment.demand_closed',
    'fulfilment.not_reviewed',
    'fulfilment.not_to_review',
    'fulfilment.package_exceeded',
    'stock.sscc_prefix_missing',
    'stock.sscc_invalid',
    'stock.sscc_taken',
  ],
});

export const unpackPackage = verb({
  name: 'fulfilment.unpack-package',
  method: 'POST',
  path: '/api/fulfilment/package/{package_id}/unpack',
  summary: 'Opens a package that has not left',
  input: z.strictObject({ package_id: id_param }),
  output: z.object({ package_id: id }),
  errors: ['platform.not_found', 'fulfilment.package_gone'],
});

const delivery_status = z.enum(DELIVERY_STATUSES);
export const shipment_list_row = z.object({
  shipment_id: id,
  delivery_note_no: z.string(),
  demand_id: id,
  document_no: z.string(),
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: delivery_status,
  shipped_at: z.string(),
  arrival_date: z.string(),
  delivered_at: z.string().nullable(),
  signed_by: z.string().nullable(),
  qty: z.number(),
  qty_delivered: z.number(),
  qty_refused: z.number(),
});
export const listShipments = verb({
  name: 'fulfilment.list-shipments',
  method: 'GET',
  path: '/api/fulfilment/shipment',
  summary: 'Deliveries in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    status: delivery_status.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(shipment_list_row),
  errors: [],
});

export const getShipment = verb({
  name: 'fulfilment.get-shipment',
  method: 'GET',
  path: '/api/fulfilment/shipment/{shipment_id}/detail',
  summary: 'One delivery: lots, packages, prints of its note, signature, refusals, returns',
  input: z.strictObject({ shipment_id: id_param }),
  output: shipment_list_row.extend({
    note: z.string().nullable(),
    line_rows: z.array(
      z.object({
        demand_line_id: id,
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        storage_condition: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        qty: z.number(),
        qty_delivered: z.number(),
        qty_refused: z.number(),
        qty_returned: z.number(),
        refusal_reason: z.enum(DOOR_REASONS).nullable(),
        serial_nos: z.array(z.string()),
      }),
    ),
    packages: z.array(package_row),
    prints: z.array(
      z.object({
        copy_no: z.number().int(),
        template_version: z.string(),
        reason: z.string().nullable(),
        printed_by_name: z.string(),
        printed_at: z.string(),
      }),
    ),
    proofs: z.array(
      z.object({
        delivery_proof_id: id,
        file_name: z.string(),
        media_type: z.string(),
        added_at: z.string(),
      }),
    ),
    returns: z.array(z.object({ return_id: id, document_no: z.string(), status: z.enum(RETURN_STATUSES) })),
  }),
  errors: ['platform.not_found'],
});

export const printDeliveryNote = verb({
  name: 'fulfilment.print-delivery-note',
  method: 'POST',
  path: '/api/fulfilment/shipment/{shipment_id}/print',
  summary:
    'Notes a print of the delivery note: its copy number, template version and, from the second on, why',
  input: z.strictObject({ shipment_id: id_param, reason: required_text(200).optional() }),
  output: z.object({ shipment_id: id, copy_no: z.number().int(), template_version: z.string() }),
  errors: ['platform.not_found', 'fulfilment.reprint_reason'],
});

export const getNotePdf = verb({
  name: 'fulfilment.get-note-pdf',
  method: 'GET',
  path: '/api/fulfilment/shipment/{shipment_id}/note',
  summary: 'The delivery note (随货同行单) as PDF: a copy whose print was noted before',
  input: z.strictObject({
    shipment_id: id_param,
    copy_no: id_param,
    language: z.enum(['zh', 'en']).default('zh'),
  }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const getPackageLabels = verb({
  name: 'fulfilment.get-package-labels',
  method: 'GET',
  path: '/api/fulfilment/outbound/{demand_id}/labels',
  summary: 'Labels of the packages of a demand that have not left, as PDF or for a label printer (ZPL)',
  input: z.strictObject({ demand_id: id_param, format: z.enum(['pdf', 'zpl']).default('pdf') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

export const deliverShipment = verb({
  name: 'fulfilment.deliver-shipment',
  method: 'POST',
  path: '/api/fulfilment/shipment/{shipment_id}/deliver',
  summary: 'Proof of delivery: who signed and when. What was refused at the door comes back into quarantine',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    shipment_id: id_param,
    signed_by: required_text(60),
    delivered_at: instant.optional(),
    note: text(200).optional(),
    /** Nothing here: all was taken. */
    refused: z
      .array(
        z.strictObject({
          demand_line_id: id,
          lot_no,
          qty,
          serial_nos: z.array(serial_no).max(20_000).optional(),
          reason: z.enum(DOOR_REASONS),
          note: text(200).optional(),
        }),
      )
      .max(2000)
      .default([]),
  }),
  output: z.object({
    shipment_id: id,
    status: delivery_status,
    delivered: z.number(),
    refused: z.number(),
    movement_id: id.nullable(),
    undelivered_movement_id: id.nullable(),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.shipment_arrived',
    'fulfilment.not_on_shipment',
    'fulfilment.refused_more',
    'fulfilment.refused_serials',
    'fulfilment.stopped_goods',
    'fulfilment.delivered_before_shipped',
    'fulfilment.no_returns_place',
    ...Object.keys(stock_errors),
  ],
});

export const addProof = verb({
  name: 'fulfilment.add-proof',
  method: 'POST',
  path: '/api/fulfilment/shipment/{shipment_id}/proof',
  summary: 'A photo or scan of the signed note, up to 5 MB',
  body: 'bytes',
  body_limit: 5 * 1024 * 1024,
  input: z.strictObject({ shipment_id: id_param, file_name: required_text(120), bytes: upload_bytes }),
  output: z.object({ delivery_proof_id: id }),
  errors: ['platform.not_found', 'fulfilment.proof_type'],
});

export const getProof = verb({
  name: 'fulfilment.get-proof',
  method: 'GET',
  path: '/api/fulfilment/proof/{delivery_proof_id}',
  summary: 'The file of a proof of delivery',
  input: z.strictObject({ delivery_proof_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

// What finance bills.

export const invoice_line_row = z.object({
  document_no: z.string(),
  billed_at: z.string(),
  legal_entity_name: z.string(),
  partner_code: z.string(),
  partner_name: z.string(),
  department_name: z.string(),
  order_no: z.string(),
  customer_order_no: z.string().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  qty: z.number(),
  unit_price_fen: z.number().nullable(),
  tax_rate_bp: z.number().int().nullable(),
  amount_fen: z.number().nullable(),
  tax_fen: z.number().nullable(),
  /** Invoices from the maker to the hospital, as far as the goods show it. */
  invoices: z.number().int().nullable(),
  upstream_invoice_nos: z.array(z.string()),
});
const invoice_filter = {
  warehouse_id: id_param.optional(),
  partner_id: id_param.optional(),
  from: civil_date.optional(),
  to: civil_date.optional(),
};
export const listInvoiceLines = verb({
  name: 'fulfilment.list-invoice-lines',
  method: 'GET',
  path: '/api/fulfilment/invoice-line',
  summary: 'What was delivered and what came back, with price, tax and the invoice it came to us with',
  input: z.strictObject({ ...invoice_filter, ...page_query }),
  output: page_of(invoice_line_row),
  errors: [],
});
export const exportInvoiceLines = verb({
  name: 'fulfilment.export-invoice-lines',
  method: 'GET',
  path: '/api/fulfilment/invoice-line/export',
  summary: 'The same as an Excel or CSV file, up to 100,000 lines',
  input: z.strictObject({ ...invoice_filter, format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  output: download,
  errors: [],
  returns: 'file',
});
export const recordUpstreamInvoice = verb({
  name: 'fulfilment.record-upstream-invoice',
  method: 'POST',
  path: '/api/fulfilment/upstream-invoice',
  summary: 'The number of the invoice with which a lot came to us',
  input: z.strictObject({ item_id: id, lot_id: id, invoice_no: required_text(40), invoice_date: civil_date }),
  output: z.object({ upstream_invoice_id: id }),
  errors: ['platform.not_found'],
});

// Customer returns.

const return_status = z.enum(RETURN_STATUSES);
export const requestReturn = verb({
  name: 'fulfilment.request-return',
  method: 'POST',
  path: '/api/fulfilment/return',
  summary:
    'Asks to send back what was delivered (销售退回): never more than was delivered and not returned before',
  input: z.strictObject({
    shipment_id: id,
    reason: z.enum(RETURN_REASONS),
    note: text(200).optional(),
    lines: z
      .array(
        z.strictObject({
          demand_line_id: id,
          lot_no,
          qty,
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ return_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'fulfilment.not_on_shipment',
    'fulfilment.returned_more',
    'fulfilment.return_serials',
  ],
});

export const decideReturn = verb({
  name: 'fulfilment.decide-return',
  method: 'POST',
  path: '/api/fulfilment/return/{return_id}/decide',
  summary: 'Approves or declines a return; another person than asked',
  input: z.strictObject({ return_id: id_param, approve: z.boolean(), note: required_text(200) }),
  output: z.object({ return_id: id, status: return_status }),
  errors: ['platform.not_found', 'fulfilment.return_status', 'fulfilment.own_return'],
});

export const receiveReturn = verb({
  name: 'fulfilment.receive-return',
  method: 'POST',
  path: '/api/fulfilment/return/{return_id}/receive',
  summary: 'What came back, into the returns zone and quarantine, with what the customer shows about storage',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    return_id: id_param,
    /** Temperature record number, statement of the customer. */
    storage_proof: text(200).optional(),
    chain_unbroken: z.boolean().default(false),
    lines: z
      .array(
        z.strictObject({
          return_line_id: id,
          /** As scanned. */
          lot_no,
          received: qty_or_zero,
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    return_id: id,
    status: return_status,
    movement_id: id.nullable(),
    received: z.number(),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.return_status',
    'fulfilment.return_line_unknown',
    'fulfilment.received_more_than_approved',
    'fulfilment.return_serials',
    'fulfilment.no_returns_place',
    ...Object.keys(stock_errors),
  ],
});

export const acceptReturn = verb({
  name: 'fulfilment.accept-return',
  method: 'POST',
  path: '/api/fulfilment/return/{return_id}/accept',
  summary:
    'Own acceptance of returned goods: back into stock or rejected; cold goods only with an unbroken chain',
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    return_id: id_param,
    lines: z
      .array(
        z.strictObject({
          return_line_id: id,
          accepted: qty_or_zero,
          rejected: qty_or_zero,
          accepted_serial_nos: z.array(serial_no).max(20_000).optional(),
          reason: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ return_id: id, status: return_status, accepted: z.number(), rejected: z.number() }),
  errors: [
    'quality.inspection_open',
    'quality.inspection_otherwise',
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'fulfilment.return_status',
    'compliance.lot_recalled',
    'fulfilment.own_return_receipt',
    'fulfilment.return_line_unknown',
    'fulfilment.result_incomplete',
    'fulfilment.result_reason',
    'fulfilment.return_serials',
    'fulfilment.chain_not_proven',
    ...Object.keys(stock_errors),
  ],
});

export const return_row = z.object({
  return_id: id,
  document_no: z.string(),
  status: return_status,
  reason: z.enum(RETURN_REASONS),
  shipment_id: id,
  delivery_note_no: z.string(),
  partner_id: id,
  partner_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  requested_at: z.string(),
  requested_by_name: z.string(),
  qty: z.number(),
  qty_received: z.number(),
  qty_accepted: z.number(),
  qty_rejected: z.number(),
});
export const listReturns = verb({
  name: 'fulfilment.list-returns',
  method: 'GET',
  path: '/api/fulfilment/return',
  summary: 'Customer returns in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    status: return_status.optional(),
    ...page_query,
  }),
  output: page_of(return_row),
  errors: [],
});
export const getReturn = verb({
  name: 'fulfilment.get-return',
  method: 'GET',
  path: '/api/fulfilment/return/{return_id}',
  summary: 'One customer return with its lines and the credit that follows from it',
  input: z.strictObject({ return_id: id_param }),
  output: return_row.extend({
    note: z.string().nullable(),
    requested_by: z.number().int().nullable(),
    decided_by_name: z.string().nullable(),
    decided_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    received_by: z.number().int().nullable(),
    received_by_name: z.string().nullable(),
    received_at: z.string().nullable(),
    storage_proof: z.string().nullable(),
    chain_unbroken: z.boolean().nullable(),
    accepted_by_name: z.string().nullable(),
    accepted_at: z.string().nullable(),
    credit_fen: z.number().nullable(),
    line_rows: z.array(
      z.object({
        return_line_id: id,
        demand_line_id: id,
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        storage_condition: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        qty: z.number(),
        serial_nos: z.array(z.string()),
        qty_received: z.number(),
        qty_accepted: z.number(),
        qty_rejected: z.number(),
        result_reason: z.string().nullable(),
        unit_price_fen: z.number().nullable(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const printReturn = verb({
  name: 'fulfilment.print-return',
  method: 'GET',
  path: '/api/fulfilment/return/{return_id}/print',
  summary: 'The customer return (销售退回单) with what was found, as PDF',
  input: z.strictObject({ return_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
