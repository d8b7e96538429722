import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { IDENTIFIER_ISSUERS, PACKING_LEVELS } from './identifiers.ts';
import {
  civil_date,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty,
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { acknowledged } from './rules.ts';
import { verb } from './verb.ts';

export const DISPOSITIONS = ['quarantine', 'released', 'held', 'rejected', 'recalled', 'expired'] as const;
export const disposition = z.enum(DISPOSITIONS);

export const stock_errors = {
  'stock.refused': {
    status: 409,
    zh: '被拒绝:{refused} 行不符合要求,未做任何更改',
    en: 'Refused: {refused} lines fail; nothing was changed',
  },
  'stock.short': {
    status: 409,
    zh: '库存不足:需要 {wanted},可用 {available},缺 {short_by}',
    en: 'Short: {wanted} wanted, {available} available, {short_by} missing',
  },
  'stock.place_or_lot_unknown': {
    status: 404,
    zh: '库位、货主或批号不存在',
    en: 'Unknown place, owner or lot',
  },
  'stock.nothing_changes': { status: 422, zh: '来源与去向相同', en: 'Source and destination are the same' },
  'stock.allocation_unknown': {
    status: 404,
    zh: '分配 {allocation_id} 不存在',
    en: 'Allocation {allocation_id} does not exist',
  },
  'stock.allocation_closed': {
    status: 409,
    zh: '分配 {allocation_id} 已结束({status})',
    en: 'Allocation {allocation_id} is closed ({status})',
  },
  'stock.allocation_elsewhere': {
    status: 409,
    zh: '分配 {allocation_id} 不在此库位或批号',
    en: 'Allocation {allocation_id} stands at another place or lot',
  },
  'stock.allocation_exceeded': {
    status: 409,
    zh: '数量 {qty} 超过分配 {allocated}',
    en: 'Quantity {qty} exceeds the {allocated} allocated',
  },
  'stock.allocation_repeated': {
    status: 422,
    zh: '分配 {allocation_id} 重复出现',
    en: 'Allocation {allocation_id} appears twice',
  },
  'stock.allocation_not_picked': { status: 409, zh: '尚未拣货,不能发运', en: 'Not picked yet; cannot ship' },
  'stock.packed_in_handling_unit': {
    status: 409,
    zh: '散件仅 {loose},其余已装入物流单元',
    en: 'Only {loose} are loose; the rest is packed in handling units',
  },
  'stock.serials_not_expected': {
    status: 422,
    zh: '该产品不按序列号管理',
    en: 'This item is not tracked by serial',
  },
  'stock.serial_count': {
    status: 422,
    zh: '数量 {qty} 需要同样多的序列号,给出 {given} 个',
    en: '{qty} pieces need as many serials, {given} given',
  },
  'stock.serial_repeated': {
    status: 422,
    zh: '序列号 {serial_no} 重复',
    en: 'Serial {serial_no} is repeated',
  },
  'stock.serial_unknown': {
    status: 404,
    zh: '序列号 {serial_no} 不存在',
    en: 'Serial {serial_no} does not exist',
  },
  'stock.serial_elsewhere': {
    status: 409,
    zh: '序列号 {serial_no} 在别处',
    en: 'Serial {serial_no} stands elsewhere',
  },
  'stock.purpose_places': {
    status: 422,
    zh: '用途 {purpose} 不能从 {from} 到 {to}',
    en: 'Purpose {purpose} does not lead from {from} to {to}',
  },
  'stock.purpose_warehouses': {
    status: 422,
    zh: '用途 {purpose} 只能在同一仓库内',
    en: 'Purpose {purpose} stays within one warehouse',
  },
  'stock.purpose_owner': {
    status: 422,
    zh: '用途 {purpose} 不能改变货主',
    en: 'Purpose {purpose} does not change the owner',
  },
  'stock.purpose_disposition': {
    status: 422,
    zh: '用途 {purpose} 不能把质量状态从 {from} 改为 {to}',
    en: 'Purpose {purpose} does not turn {from} into {to}',
  },
  'stock.document_no_taken': {
    status: 409,
    zh: '该单号已过账',
    en: 'This document number was posted before',
  },
  'stock.lot_conflict': {
    status: 409,
    zh: '批号 {lot_no} 已有不同的日期,请质量部门核对',
    en: 'Lot {lot_no} is known with other dates; quality must check',
  },
  'stock.lot_near_double': {
    status: 409,
    zh: '批号 {lot_no} 与已有批号 {other} 只有大小写不同',
    en: 'Lot {lot_no} differs from {other} by case alone',
  },
  'stock.lot_dates': {
    status: 422,
    zh: '失效日期必须晚于生产日期',
    en: 'The expiry date must follow the production date',
  },
  'stock.period_closed': {
    status: 409,
    zh: '期间已关账({closed_until} 之前)',
    en: 'The period before {closed_until} is closed',
  },
  'stock.occurred_in_future': {
    status: 422,
    zh: '发生时间不能在未来',
    en: 'The time of occurrence lies in the future',
  },
  'stock.history_below_zero': {
    status: 409,
    zh: '补录会使 {at} 的结存为负',
    en: 'The back-dated posting would make the balance negative at {at}',
  },
  'stock.hold_unknown': { status: 404, zh: '冻结记录不存在', en: 'No such hold' },
  'stock.hold_lifted': { status: 409, zh: '该冻结已解除', en: 'This hold was lifted before' },
  'stock.hold_of_case': {
    status: 409,
    zh: '该冻结属于召回、停售、超温或偏差案件,请在案件中解除',
    en: 'This hold belongs to a case; lift it there',
  },
  'stock.serial_stopped': {
    status: 409,
    zh: '序列号 {serial_no} 已召回或停售,不得转为合格',
    en: 'Serial {serial_no} is recalled or held; it may not become usable',
  },
  'stock.count_changed': {
    status: 409,
    zh: '盘点期间账面已变动:当时 {expected},现在 {on_hand}',
    en: 'The book quantity changed during the count: {expected} then, {on_hand} now',
  },
  'stock.line_repeated': {
    status: 422,
    zh: '与第 {first} 行重复',
    en: 'The same as line {first}',
  },
  'stock.count_elsewhere': {
    status: 422,
    zh: '该库位不属于所盘点的仓库',
    en: 'This place is not a bin of the warehouse that is counted',
  },
  'stock.count_below_allocated': {
    status: 409,
    zh: '盘点数 {counted} 低于已分配 {allocated},请先释放分配',
    en: '{counted} counted is less than the {allocated} allocated; release allocations first',
  },
  'stock.pick_lot_differs': {
    status: 409,
    zh: '应拣批号 {expected},扫描到 {scanned}',
    en: 'Lot {expected} is to be picked, {scanned} was scanned',
  },
  'stock.pick_not_to_dispatch': {
    status: 422,
    zh: '拣货只能送到本仓的发货区',
    en: 'Picks go to a dispatch place of the same warehouse',
  },
  'stock.hold_overlaps': {
    status: 409,
    zh: '该批号还有 {others} 条未解除的冻结或召回',
    en: '{others} other holds or recalls of this lot are open',
  },
  'stock.already_reversed': {
    status: 409,
    zh: '该库存移动已被冲销',
    en: 'This movement was reversed before',
  },
  'stock.not_reversible': {
    status: 409,
    zh: '用途 {purpose} 不能冲销,请使用 {instead}',
    en: 'Purpose {purpose} cannot be reversed; use {instead}',
  },
  'stock.handling_unit_dissolved': {
    status: 409,
    zh: '物流单元 {sscc} 已拆散',
    en: 'Handling unit {sscc} was dissolved',
  },
  'stock.sscc_prefix_missing': {
    status: 409,
    zh: '未设置 GS1 厂商识别代码,请扫描或输入 SSCC',
    en: 'No GS1 company prefix is set; scan or enter an SSCC',
  },
  'stock.handling_unit_content': {
    status: 409,
    zh: '物流单元内容与库存不符',
    en: 'Content of the handling unit does not match the stock',
  },
  'stock.sscc_invalid': { status: 422, zh: 'SSCC 校验位错误', en: 'The SSCC has a wrong check digit' },
  'stock.sscc_taken': { status: 409, zh: 'SSCC 已存在', en: 'This SSCC exists already' },
  'stock.scan_invalid': {
    status: 422,
    zh: '条码无法识别:{problem}',
    en: 'The code cannot be read: {problem}',
  },
  'stock.scan_unknown': {
    status: 404,
    zh: '系统中没有此条码:{code}',
    en: 'Nothing on file bears the code {code}',
  },
  'stock.identifier_retired': {
    status: 409,
    zh: '标识 {di} 已于 {valid_to} 停用,请核对标签',
    en: 'The identifier {di} was retired on {valid_to}; check the label',
  },
  'stock.check_character': {
    status: 409,
    zh: '标签校验字符为“{found}”,应为“{expected}”,请核对实物',
    en: 'The label has check character “{found}” instead of “{expected}”; check the goods',
  },
  'stock.all_warehouses_needed': {
    status: 403,
    zh: '召回需要全部仓库的权限',
    en: 'A recall needs rights for all warehouses',
  },
  'compliance.item_unknown': { status: 404, zh: '产品不存在', en: 'Unknown item' },
} as const satisfies ErrorCatalogue;

/** Purposes that may be posted directly; the others belong to the documents that own them. */
export const DIRECT_PURPOSES = [
  'putaway',
  'relocate',
  'ship',
  'quarantine',
  'reject',
  'destroy',
  'adjust',
  'supplier_return',
] as const;

const movement_line = z.strictObject({
  item_id: id,
  lot_id: id,
  qty,
  from_account_id: id,
  to_account_id: id,
  owner_id: id,
  to_owner_id: id.optional(),
  from_disposition: disposition.default('released'),
  to_disposition: disposition.optional(),
  serial_nos: z.array(serial_no).max(20_000).optional(),
});

export const postMovement = verb({
  name: 'stock.post-movement',
  method: 'POST',
  path: '/api/stock/movement',
  summary: 'Posts a document: every line from one balance to another, all or none, judged by the gate',
  body_limit: 8 * 1024 * 1024,
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    purpose: z.enum(DIRECT_PURPOSES),
    document_no: required_text(60).optional(),
    occurred_at: instant.optional(),
    reason: text(200).optional(),
    lane_id: id.optional(),
    arrival_date: civil_date.optional(),
    lines: z.array(movement_line).min(1).max(10_000),
  }),
  output: z.object({ movement_id: id, warnings: z.array(reason.extend({ line_no: z.number().int() })) }),
  errors: ['compliance.acknowledgement_needed', ...Object.keys(stock_errors)],
});

export const listAvailability = verb({
  name: 'stock.list-availability',
  method: 'GET',
  path: '/api/stock/availability',
  summary: 'On hand, allocated, available and in quarantine of one item for each warehouse in sight',
  input: z.strictObject({ item_id: id_param }),
  output: z.object({
    rows: z.array(
      z.object({
        warehouse_id: id,
        on_hand: z.number(),
        allocated: z.number(),
        available: z.number(),
        quarantine: z.number(),
        blocked: z.number(),
        next_expiry: z.string().nullable(),
      }),
    ),
  }),
  errors: [],
});

export const balance_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  warehouse_id: id.nullable(),
  warehouse_code: z.string().nullable(),
  account_id: id,
  account_kind: z.string(),
  location_code: z.string().nullable(),
  zone_kind: z.string().nullable(),
  owner_id: id,
  owner_name: z.string(),
  disposition,
  qty: z.number(),
  allocated: z.number(),
  available: z.number(),
});
export const listBalances = verb({
  name: 'stock.list-balances',
  method: 'GET',
  path: '/api/stock/balance',
  summary: 'Balances that are not zero, by filters',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    lot_id: id_param.optional(),
    disposition: disposition.optional(),
    search: text(60).optional(),
    expires_before: civil_date.optional(),
    /** Opaque key of the last row seen: item|lot|account|owner|disposition. */
    after: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  /** `total` is exact up to 10,000; one more stands for "more than that". */
  output: z.object({ rows: z.array(balance_row), next: z.string().nullable(), total: z.number() }),
  errors: [],
});

export const listAsOf = verb({
  name: 'stock.list-as-of',
  method: 'GET',
  path: '/api/stock/as-of',
  summary: 'Stock of the company as it stood at a moment, by the time things happened',
  input: z.strictObject({
    at: instant,
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    group: z.enum(['item', 'item_warehouse', 'lot']).default('item_warehouse'),
  }),
  output: z.object({
    at: z.string(),
    rows: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        warehouse_id: id.nullable(),
        lot_id: id.nullable(),
        lot_no: z.string().nullable(),
        disposition: disposition.nullable(),
        qty: z.number(),
      }),
    ),
  }),
  errors: [],
});

export const traceLot = verb({
  name: 'stock.trace-lot',
  method: 'GET',
  path: '/api/stock/trace',
  summary: 'The whole path of a lot or serial, forward and backward: places, quantities, times, documents',
  input: z.strictObject({ item_id: id_param, lot_id: id_param, serial_no: serial_no.optional() }),
  output: z.object({
    lot: z.object({
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      lot_id: id,
      lot_no: z.string(),
      production_date: z.string().nullable(),
      expiry_date: z.string().nullable(),
      recalled: z.boolean(),
    }),
    /** Places the lot has been at; `qty` is what stands there now. */
    nodes: z.array(
      z.object({
        account_id: id,
        kind: z.string(),
        label: z.string(),
        warehouse_id: id.nullable(),
        warehouse_code: z.string().nullable(),
        qty: z.number(),
      }),
    ),
    /** Flows between places, summed, with first and last time. */
    edges: z.array(
      z.object({
        from_account_id: id,
        to_account_id: id,
        purpose: z.string(),
        qty: z.number(),
        postings: z.number(),
        first_at: z.string(),
        last_at: z.string(),
      }),
    ),
    /** The steps recorded last in full, at most 500, the newest to have happened first. */
    steps: z.array(
      z.object({
        posting_id: id,
        movement_id: id,
        purpose: z.string(),
        document_no: z.string().nullable(),
        document_key: z.string().nullable(),
        occurred_at: z.string(),
        recorded_at: z.string(),
        actor_id: id.nullable(),
        /** Null for what the system did itself. */
        actor_name: z.string().nullable(),
        qty: z.number(),
        from_account_id: id,
        to_account_id: id,
        from_disposition: disposition,
        to_disposition: disposition,
      }),
    ),
    postings: z.number(),
    /** received + adjusted = on hand + in transit + in repair + converted + consigned + delivered + destroyed + returned. */
    totals: z.object({
      received: z.number(),
      on_hand: z.number(),
      in_transit: z.number(),
      in_repair: z.number(),
      converted: z.number(),
      consigned: z.number(),
      delivered: z.number(),
      destroyed: z.number(),
      returned: z.number(),
      adjusted: z.number(),
    }),
  }),
  errors: ['platform.not_found'],
});

export const lot_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  recalled: z.boolean(),
  held: z.boolean(),
  on_hand: z.number(),
});
export const listLots = verb({
  name: 'stock.list-lots',
  method: 'GET',
  path: '/api/stock/lot',
  summary: 'Lots by number, item or expiry',
  input: z.strictObject({ search: text(60).optional(), item_id: id_param.optional(), ...page_query }),
  output: page_of(lot_row),
  errors: [],
});

export const resolveScan = verb({
  name: 'stock.resolve-scan',
  method: 'GET',
  path: '/api/stock/scan',
  summary: 'What a scanned code means here: item, lot, serial, place or handling unit',
  input: z.strictObject({
    code: z.string().min(1).max(1000),
    warehouse_id: id_param.optional(),
    /** The item that a lot or serial number is of, where several have the same. */
    item_id: id_param.optional(),
  }),
  output: z.object({
    kind: z.enum(['item', 'lot', 'serial', 'location', 'handling_unit']),
    item_id: id.nullable(),
    item_code: z.string().nullable(),
    item_name: z.string().nullable(),
    lot_id: id.nullable(),
    lot_no: z.string().nullable(),
    expiry_date: z.string().nullable(),
    serial_no: z.string().nullable(),
    account_id: id.nullable(),
    handling_unit_id: id.nullable(),
    /** Who issued the identifier on the label, and which pack it names; null where the label is no device's. */
    issuer: z.enum(IDENTIFIER_ISSUERS).nullable(),
    di: z.string().nullable(),
    packing_level: z.enum(PACKING_LEVELS).nullable(),
    units_per_pack: z.number().int().nullable(),
    /** Base units that this scan counts: a carton its content, a label with a quantity that many; null where nothing. */
    units: z.number().int().nullable(),
    production_date: z.string().nullable(),
    warnings: z.array(reason),
  }),
  /**
   * Where a label can be read in several ways, `scan_invalid` has problem AMBIGUOUS and one error for each way, whose
   * params `code` and `item_id` mean it and nothing else: the screen asks, and sends them.
   */
  errors: ['stock.scan_invalid', 'stock.scan_unknown'],
});

export const listLocations = verb({
  name: 'stock.list-locations',
  method: 'GET',
  path: '/api/stock/location',
  summary: 'Bins of a warehouse with their accounts and fill',
  input: z.strictObject({ warehouse_id: id_param }),
  output: z.object({
    rows: z.array(
      z.object({
        location_id: id,
        account_id: id.nullable(),
        location_code: z.string(),
        zone_code: z.string(),
        zone_kind: z.string(),
        storage_condition: z.string(),
        x: z.number(),
        y: z.number(),
        qty: z.number(),
        lots: z.number(),
      }),
    ),
  }),
  errors: [],
});

export const releaseAllocation = verb({
  name: 'stock.release-allocation',
  method: 'POST',
  path: '/api/stock/allocation/release',
  summary: 'Gives allocations back',
  input: z.strictObject({ allocation_ids: z.array(id).min(1).max(1000), reason: required_text(200) }),
  output: z.object({ released: z.number().int() }),
  errors: ['stock.allocation_unknown', 'stock.allocation_closed'],
});

/** What stock may be allocated for. */
export const DEMAND_KINDS = [
  'demand_line',
  'transfer_line',
  'case_line',
  'cabinet_line',
  'supplier_return_line',
  'work_order_line',
] as const;
export const demand_kind = z.enum(DEMAND_KINDS);

export const allocation_row = z.object({
  allocation_id: id,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  location_code: z.string().nullable(),
  warehouse_id: id,
  qty: z.number(),
  status: z.string(),
  demand_kind,
  demand_id: id,
});
export const listAllocations = verb({
  name: 'stock.list-allocations',
  method: 'GET',
  path: '/api/stock/allocation',
  summary: 'Allocations by demand or warehouse',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    demand_kind: demand_kind.optional(),
    demand_id: id_param.optional(),
    status: z.enum(['open', 'picked', 'shipped', 'released', 'expired']).optional(),
    ...page_query,
  }),
  output: page_of(allocation_row),
  errors: [],
});

export const pickAllocations = verb({
  name: 'stock.pick-allocations',
  method: 'POST',
  path: '/api/stock/pick',
  summary:
    'Confirms picks by scan: allocated goods move to the dispatch place; less than allocated leaves the rest open',
  input: z.strictObject({
    to_account_id: id,
    lines: z
      .array(
        z.strictObject({
          allocation_id: id,
          qty,
          lot_no,
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(2_000),
  }),
  /** Null where everything stood at the dispatch place already. */
  output: z.object({ movement_id: id.nullable(), picked: z.number() }),
  errors: Object.keys(stock_errors),
});

export const holdLots = verb({
  name: 'stock.hold-lots',
  method: 'POST',
  path: '/api/stock/hold',
  summary: 'Holds lots: released stock becomes held at once, allocations of it are given back',
  input: z.strictObject({
    lots: z
      .array(z.strictObject({ item_id: id, lot_id: id }))
      .min(1)
      .max(500),
    warehouse_id: id.optional(),
    reason: required_text(200),
  }),
  output: z.object({
    hold_ids: z.array(id),
    movement_id: id.nullable(),
    qty: z.number(),
    voided_allocations: z.number(),
  }),
  errors: ['stock.place_or_lot_unknown', 'stock.all_warehouses_needed'],
});
export const liftHold = verb({
  name: 'stock.lift-hold',
  method: 'POST',
  path: '/api/stock/hold/{hold_id}/lift',
  summary: 'Lifts a hold: held stock of the lot becomes released again, if the gate agrees',
  input: z.strictObject({ hold_id: id_param, reason: required_text(200) }),
  output: z.object({ movement_id: id.nullable() }),
  errors: [
    'stock.hold_unknown',
    'stock.hold_lifted',
    'stock.hold_of_case',
    'stock.hold_overlaps',
    'stock.all_warehouses_needed',
    'stock.refused',
  ],
});
export const recallLots = verb({
  name: 'stock.recall-lots',
  method: 'POST',
  path: '/api/stock/recall',
  summary:
    'Recalls lots everywhere: warehouses, roads and consigned stock in one transaction; allocations are voided',
  input: z.strictObject({
    lots: z
      .array(z.strictObject({ item_id: id, lot_id: id }))
      .min(1)
      .max(500),
    reason: required_text(200),
  }),
  output: z.object({
    hold_ids: z.array(id),
    movement_id: id.nullable(),
    qty: z.number(),
    voided_allocations: z.number(),
  }),
  errors: ['stock.all_warehouses_needed', 'stock.place_or_lot_unknown'],
});
export const listHolds = verb({
  name: 'stock.list-holds',
  method: 'GET',
  path: '/api/stock/hold',
  summary: 'Holds and recalls, open ones first',
  input: z.strictObject({ open_only: z.union([z.boolean(), z.stringbool()]).default(true), ...page_query }),
  output: page_of(
    z.object({
      hold_id: id,
      kind: z.string(),
      item_code: z.string(),
      item_name: z.string(),
      lot_id: id,
      lot_no: z.string(),
      warehouse_id: id.nullable(),
      /** The single piece that is meant; null where the whole lot is. */
      serial_no: z.string().nullable(),
      /** The case of recall or hold it belongs to; it is lifted there. */
      document_key: z.string().nullable(),
      reason: z.string(),
      held_at: z.string(),
      lifted_at: z.string().nullable(),
      lift_reason: z.string().nullable(),
    }),
  ),
  errors: [],
});

export const postCount = verb({
  name: 'stock.post-count',
  method: 'POST',
  path: '/api/stock/count',
  summary: 'Posts a count: differences go to the adjustment account; every wrong line is named at once',
  body_limit: 8 * 1024 * 1024,
  input: z.strictObject({
    warehouse_id: id,
    document_no: required_text(60),
    reason: required_text(200),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition: disposition.default('released'),
          counted: z.number().int().min(0).max(1_000_000_000_000),
          /** Book quantity when the counter looked; the line is refused if it changed since. */
          expected: z.number().int().min(0).optional(),
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  output: z.object({
    movement_id: id.nullable(),
    counted: z.number(),
    differing: z.number(),
    gained: z.number(),
    lost: z.number(),
  }),
  errors: Object.keys(stock_errors),
});

export const reverseMovement = verb({
  name: 'stock.reverse-movement',
  method: 'POST',
  path: '/api/stock/movement/{movement_id}/reverse',
  summary:
    'Posts the mirror of a movement, once; movements that belong to a document are undone by that document',
  input: z.strictObject({ movement_id: id_param, reason: required_text(200) }),
  output: z.object({ movement_id: id }),
  errors: ['platform.not_found', 'stock.already_reversed', 'stock.not_reversible', 'stock.refused'],
});

const sscc = z
  .string()
  .trim()
  .regex(/^\d{18}$/, { error: 'format' });
const unit_line = z.strictObject({
  item_id: id,
  lot_id: id,
  owner_id: id,
  disposition: disposition.default('released'),
  qty,
  serial_nos: z.array(serial_no).max(20_000).optional(),
});

export const createHandlingUnit = verb({
  name: 'stock.create-handling-unit',
  method: 'POST',
  path: '/api/stock/handling-unit',
  summary: 'Opens an empty handling unit at a bin, under a scanned SSCC or a new one of the company',
  input: z.strictObject({ account_id: id, sscc: sscc.optional() }),
  output: z.object({ handling_unit_id: id, sscc: z.string() }),
  errors: [
    'stock.place_or_lot_unknown',
    'stock.sscc_invalid',
    'stock.sscc_taken',
    'stock.sscc_prefix_missing',
  ],
});

export const pack = verb({
  name: 'stock.pack',
  method: 'POST',
  path: '/api/stock/handling-unit/{handling_unit_id}/pack',
  summary: 'Packs loose goods of the same place into a handling unit',
  input: z.strictObject({ handling_unit_id: id_param, lines: z.array(unit_line).min(1).max(1_000) }),
  output: z.object({ handling_unit_id: id, packed: z.number() }),
  errors: Object.keys(stock_errors),
});

export const unpack = verb({
  name: 'stock.unpack',
  method: 'POST',
  path: '/api/stock/handling-unit/{handling_unit_id}/unpack',
  summary: 'Takes goods out of a handling unit; without lines all of them, which dissolves it',
  input: z.strictObject({
    handling_unit_id: id_param,
    lines: z.array(unit_line).min(1).max(1_000).optional(),
  }),
  output: z.object({ handling_unit_id: id, unpacked: z.number() }),
  errors: Object.keys(stock_errors),
});

export const moveHandlingUnit = verb({
  name: 'stock.move-handling-unit',
  method: 'POST',
  path: '/api/stock/handling-unit/{handling_unit_id}/move',
  summary: 'Moves a handling unit with all its content to another bin of the warehouse',
  input: z.strictObject({ handling_unit_id: id_param, to_account_id: id }),
  output: z.object({ handling_unit_id: id, movement_id: id.nullable() }),
  errors: Object.keys(stock_errors),
});

export const getHandlingUnit = verb({
  name: 'stock.get-handling-unit',
  method: 'GET',
  path: '/api/stock/handling-unit/{handling_unit_id}',
  summary: 'A handling unit with its place and content',
  input: z.strictObject({ handling_unit_id: id_param }),
  output: z.object({
    handling_unit_id: id,
    sscc: z.string(),
    status: z.string(),
    account_id: id,
    location_code: z.string().nullable(),
    warehouse_id: id.nullable(),
    lines: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        owner_id: id,
        disposition,
        qty: z.number(),
        serial_nos: z.array(z.string()),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
