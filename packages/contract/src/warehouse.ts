import { z } from 'zod';
import { STORAGE_CONDITIONS, ZONE_KINDS } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';
import {
  code,
  fen,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
} from './primitives.ts';
import { disposition, stock_errors } from './stock.ts';
import { verb } from './verb.ts';

export const warehouse_errors = {
  'warehouse.waits_for_release': {
    status: 409,
    zh: '加工单 {document_no} 处理的是待验货物，不用分配，直接开工',
    en: 'Order {document_no} works on goods that wait for release; nothing is allocated, start it',
  },
  'warehouse.wrong_status': {
    status: 409,
    zh: '{document_no} 当前为 {status},不能{action}',
    en: '{document_no} is {status}; it cannot be changed to {action}',
  },
  'warehouse.line_repeated': {
    status: 422,
    zh: '第 {line} 行与第 {first} 行重复',
    en: 'Line {line} repeats line {first}',
  },
  'warehouse.line_unknown': {
    status: 404,
    zh: '第 {line} 行不属于该单据',
    en: 'Line {line} does not belong to this document',
  },
  'warehouse.place_elsewhere': {
    status: 422,
    zh: '库位不属于该仓库',
    en: 'The place does not belong to this warehouse',
  },
  'warehouse.nothing_to_count': {
    status: 422,
    zh: '所选范围内没有需要盘点的库存',
    en: 'Nothing that fits stands there to be counted',
  },
  'warehouse.criteria_missing': {
    status: 422,
    zh: '盘点方式 {method} 需要指定 {field}',
    en: 'A count by {method} needs {field}',
  },
  'warehouse.line_settled': {
    status: 409,
    zh: '该行已有结论,不需要再盘',
    en: 'This line is settled and need not be counted again',
  },
  'warehouse.no_difference': {
    status: 409,
    zh: '{count} 行没有待批准的差异',
    en: '{count} lines have no difference that waits for approval',
  },
  'warehouse.same_counter': {
    status: 403,
    zh: '复盘必须由另一人进行',
    en: 'A line in doubt is counted again by another person',
  },
  'warehouse.own_count': {
    status: 403,
    zh: '盘点人不能批准自己盘点的差异',
    en: 'Who has counted a line does not approve its difference',
  },
  'warehouse.count_not_finished': {
    status: 409,
    zh: '还有 {open} 行未盘完',
    en: '{open} lines are still to be counted',
  },
  'warehouse.over_limit': {
    status: 403,
    zh: '金额 {value_fen} 分超过审批限额 {limit_fen} 分,需由可审批全部仓库的人员批准',
    en: 'Worth {value_fen} fen, above the limit of {limit_fen}; somebody who approves for all warehouses decides',
  },
  'warehouse.own_request': {
    status: 403,
    zh: '不能审批自己提出的申请',
    en: 'Nobody decides the own request',
  },
  'warehouse.not_own_request': {
    status: 409,
    zh: '只能撤回自己的申请',
    en: 'Only who asked takes a request back',
  },
  'warehouse.map_changed': {
    status: 409,
    zh: '平面图已被他人修改,请重新载入',
    en: 'Somebody else has changed the map; load it again',
  },
  'warehouse.map_invalid': {
    status: 422,
    zh: '平面图有 {count} 处错误',
    en: 'The map has {count} faults',
  },
  'warehouse.bin_code_taken': {
    status: 422,
    zh: '库位编码 {location_code} 重复',
    en: 'The code {location_code} is given twice',
  },
  'warehouse.bins_overlap': {
    status: 422,
    zh: '库位 {location_code} 与 {other} 重叠',
    en: 'Place {location_code} lies on {other}',
  },
  'warehouse.bin_in_use': {
    status: 409,
    zh: '库位 {location_code} 有 {qty} 件库存,不能停用或改变库区类型、储存条件',
    en: 'Place {location_code} holds {qty}; it cannot be retired or change its zone kind or condition',
  },
  'warehouse.zone_mixed': {
    status: 422,
    zh: '库区 {zone_code} 同时有 {kind} 和 {other} 两种类型',
    en: 'Zone {zone_code} has two kinds: {kind} and {other}',
  },
  'warehouse.not_a_pick_face': {
    status: 422,
    zh: '库位 {location_code} 不是拣货位',
    en: 'Place {location_code} is no pick face',
  },
  'warehouse.condition_mismatch': {
    status: 422,
    zh: '产品 {item_code} 需要 {needs},库位为 {has}',
    en: 'Item {item_code} needs {needs}, the place is {has}',
  },
  'warehouse.wrong_place_scanned': {
    status: 422,
    zh: '扫描的库位不是 {expected}',
    en: 'The place scanned is not {expected}',
  },
  'warehouse.wrong_lot_scanned': {
    status: 422,
    zh: '扫描的批号 {lot_no} 不是 {expected}',
    en: 'The lot scanned, {lot_no}, is not {expected}',
  },
  'warehouse.kit_contains_itself': {
    status: 422,
    zh: '组件中不能包含套件本身',
    en: 'A kit does not contain itself',
  },
  'warehouse.bom_missing': {
    status: 422,
    zh: '产品 {item_code} 没有有效的组套清单',
    en: 'Item {item_code} has no bill of material in force',
  },
  'warehouse.origin_unknown': {
    status: 422,
    zh: '批号 {lot_no} 不是在本系统组套的,不能拆套',
    en: 'Lot {lot_no} was not assembled here, so it cannot be taken apart',
  },
  'warehouse.not_allocatable': {
    status: 409,
    zh: '{refused} 行组件不能分配',
    en: '{refused} components cannot be allocated',
  },
  'warehouse.more_than_ordered': {
    status: 409,
    zh: '数量 {given} 超过剩余 {left}',
    en: '{given} given, only {left} are left',
  },
  'warehouse.components_do_not_fit': {
    status: 422,
    zh: '第 {line} 行应为 {expected},实际 {given}',
    en: 'Line {line} takes {expected}, {given} were given',
  },
  'warehouse.lot_not_allocated': {
    status: 409,
    zh: '批号 {lot_no} 没有为该行分配足够数量(已分配 {allocated})',
    en: 'Of lot {lot_no} only {allocated} are allocated to this line',
  },
  'warehouse.two_owners': {
    status: 422,
    zh: '组件属于不同货主,不能组成一套',
    en: 'Components of different owners do not make one kit',
  },
  'warehouse.work_under_way': {
    status: 409,
    zh: '还有 {open} 次作业未完工',
    en: '{open} runs are still under way',
  },
  'warehouse.own_work': {
    status: 403,
    zh: '作业人不能复核自己的作业',
    en: 'Who did the work does not release it',
  },
  'warehouse.serials_to_name': {
    status: 422,
    zh: '请指明第 {line} 行的 {qty} 个序列号',
    en: 'Name the {qty} serials of line {line}',
  },
  'warehouse.not_on_hand': {
    status: 409,
    zh: '该批号在本仓没有库存',
    en: 'Nothing of this lot stands at the warehouse',
  },
  'warehouse.action_not_due': {
    status: 409,
    zh: '批号 {lot_no} 未到该档近效期措施',
    en: 'This measure is not due for lot {lot_no}',
  },
  'warehouse.not_a_sample_place': {
    status: 422,
    zh: '第 {line} 行的库位不是样品区',
    en: 'The place of line {line} is not in a sample zone',
  },
  'warehouse.more_than_out': {
    status: 409,
    zh: '第 {line} 行未归还数量只有 {left}',
    en: 'Only {left} of line {line} are still out',
  },
  'warehouse.department_missing': {
    status: 422,
    zh: '赠送样品需要在领用单上指明科室',
    en: 'Samples are given to the department that the issue names; this one names none',
  },
  'warehouse.not_third_party': {
    status: 422,
    zh: '{name} 是本公司经营主体,不需要保管合同',
    en: '{name} is a company of ours and needs no contract',
  },
} as const satisfies ErrorCatalogue;

const bin_share = z.object({ account_id: id, location_code: z.string(), qty, why: z.string() });
export const suggestBins = verb({
  name: 'warehouse.suggest-bins',
  method: 'GET',
  path: '/api/warehouse/suggestion',
  summary: 'Where goods of a lot are best put away, and why there',
  input: z.strictObject({
    warehouse_id: id_param,
    item_id: id_param,
    lot_id: id_param,
    qty: z.coerce.number().int().min(1).max(1_000_000_000_000),
    disposition: disposition.default('released'),
  }),
  output: z.object({ shares: z.array(bin_share), unplaced: z.number() }),
  errors: ['platform.not_found'],
});

export const map_bin = z.object({
  location_id: id,
  account_id: id.nullable(),
  location_code: z.string(),
  zone_code: z.string(),
  zone_kind: z.enum(ZONE_KINDS),
  storage_condition: z.enum(STORAGE_CONDITIONS),
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  capacity_ml: z.number().nullable(),
  pick_face: z.boolean(),
  pick_sequence: z.number().int().nullable(),
  pick_order: z.number().int().nullable(),
  qty: z.number(),
  lots: z.number().int(),
  used_ml: z.number(),
  nearest_expiry: z.string().nullable(),
  /** Everything that stands there, by what may be done with it. */
  dispositions: z.record(z.string(), z.number()),
  /** Of the area that watches it, as its devices say now; null where none does. */
  temperature: z
    .object({
      area_id: id,
      lowest_c: z.number(),
      highest_c: z.number(),
      temp_min_c: z.number(),
      temp_max_c: z.number(),
      at: z.string(),
    })
    .nullable(),
});
export const getMap = verb({
  name: 'warehouse.get-map',
  method: 'GET',
  path: '/api/warehouse/map',
  summary: 'The bins of a warehouse where they stand, with fill, nearest expiry, dispositions and pick route',
  input: z.strictObject({ warehouse_id: id_param }),
  output: z.object({ warehouse_id: id, revision: z.string(), today: z.string(), bins: z.array(map_bin) }),
  errors: ['platform.not_found'],
});
export const saveMap = verb({
  name: 'warehouse.save-map',
  method: 'POST',
  path: '/api/warehouse/map',
  summary: 'Saves the map as one document: bins that are left out are retired; all faults are named at once',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    warehouse_id: id,
    revision: z.string().max(60),
    bins: z
      .array(
        z.strictObject({
          location_code: code,
          zone_code: code,
          zone_kind: z.enum(ZONE_KINDS),
          storage_condition: z.enum(STORAGE_CONDITIONS),
          x: z.number().int().min(0).max(10_000),
          y: z.number().int().min(0).max(10_000),
          width: z.number().int().min(1).max(100).default(1),
          height: z.number().int().min(1).max(100).default(1),
          capacity_ml: z.number().int().min(1).max(1_000_000_000_000).nullable().default(null),
          pick_face: z.boolean().default(false),
          pick_sequence: z.number().int().min(0).max(1_000_000).nullable().default(null),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  output: z.object({ saved: z.number().int(), retired: z.number().int(), revision: z.string() }),
  errors: ['platform.not_found', 'warehouse.map_changed', 'warehouse.map_invalid'],
});

export const pick_face_row = z.object({
  location_id: id,
  account_id: id.nullable(),
  location_code: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  min_qty: z.number(),
  max_qty: z.number(),
  /** Standing there and not promised to anybody. */
  free: z.number(),
  coming: z.number(),
  reserve: z.number(),
});
export const listPickFaces = verb({
  name: 'warehouse.list-pick-faces',
  method: 'GET',
  path: '/api/warehouse/pick-face',
  summary: 'Pick faces with their limits, what stands there, what is on its way and what the reserve holds',
  input: z.strictObject({ warehouse_id: id_param }),
  output: z.object({ rows: z.array(pick_face_row) }),
  errors: ['platform.not_found'],
});
export const savePickFaces = verb({
  name: 'warehouse.save-pick-faces',
  method: 'POST',
  path: '/api/warehouse/pick-face',
  summary: 'Sets the limits of pick faces; a line with null limits takes the item off the place',
  input: z.strictObject({
    warehouse_id: id,
    lines: z
      .array(
        z.strictObject({
          location_id: id,
          item_id: id,
          min_qty: qty_or_zero.nullable(),
          max_qty: qty.nullable(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({ saved: z.number().int(), removed: z.number().int() }),
  errors: [
    'platform.not_found',
    'warehouse.line_repeated',
    'warehouse.place_elsewhere',
    'warehouse.not_a_pick_face',
    'warehouse.condition_mismatch',
    'platform.invalid_input',
  ],
});
export const planReplenishment = verb({
  name: 'warehouse.plan-replenishment',
  method: 'POST',
  path: '/api/warehouse/replenishment/plan',
  summary: 'Makes tasks for every pick face below its minimum, first expiry first from the reserve',
  input: z.strictObject({ warehouse_id: id }),
  output: z.object({
    tasks: z.number().int(),
    qty: z.number(),
    /** Faces that the reserve could not fill. */
    short: z.array(z.object({ location_code: z.string(), item_code: z.string(), short_by: z.number() })),
  }),
  errors: ['platform.not_found'],
});
export const REPLENISHMENT_STATUSES = ['open', 'done', 'cancelled'] as const;
export const replenishment_row = z.object({
  replenishment_id: id,
  warehouse_id: id,
  warehouse_code: z.string(),
  status: z.enum(REPLENISHMENT_STATUSES),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  from_account_id: id,
  from_code: z.string(),
  to_account_id: id,
  to_code: z.string(),
  qty: z.number(),
  qty_done: z.number(),
  note: z.string().nullable(),
  created_at: z.string(),
  done_at: z.string().nullable(),
  done_by_name: z.string().nullable(),
});
export const listReplenishments = verb({
  name: 'warehouse.list-replenishments',
  method: 'GET',
  path: '/api/warehouse/replenishment',
  summary: 'Tasks of replenishment, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(REPLENISHMENT_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(replenishment_row),
  errors: [],
});
export const confirmReplenishment = verb({
  name: 'warehouse.confirm-replenishment',
  method: 'POST',
  path: '/api/warehouse/replenishment/{replenishment_id}/confirm',
  summary:
    'Moves the goods of a task after lot and place were scanned; less than asked closes it with a note',
  input: z.strictObject({
    replenishment_id: id_param,
    qty,
    lot_no: required_text(40),
    /** As scanned. */
    to_account_id: id,
    note: required_text(200).optional(),
    serial_nos: z.array(required_text(40)).max(20_000).optional(),
  }),
  output: z.object({ replenishment_id: id, movement_id: id, qty_done: z.number() }),
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.wrong_place_scanned',
    'warehouse.wrong_lot_scanned',
    'warehouse.more_than_ordered',
    'platform.invalid_input',
    ...Object.keys(stock_errors),
  ],
});
export const cancelReplenishment = verb({
  name: 'warehouse.cancel-replenishment',
  method: 'POST',
  path: '/api/warehouse/replenishment/{replenishment_id}/cancel',
  summary: 'Takes a task back',
  input: z.strictObject({ replenishment_id: id_param, reason: required_text(200) }),
  output: z.object({ replenishment_id: id }),
  errors: ['platform.not_found', 'warehouse.wrong_status'],
});

export const handling_unit_row = z.object({
  handling_unit_id: id,
  sscc: z.string(),
  status: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  account_id: id,
  location_code: z.string().nullable(),
  lines: z.number().int(),
  qty: z.number(),
  created_at: z.string(),
});
export const listHandlingUnits = verb({
  name: 'warehouse.list-handling-units',
  method: 'GET',
  path: '/api/warehouse/handling-unit',
  summary: 'Handling units with where they stand and how much is in them, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    search: z.string().trim().max(40).optional(),
    ...page_query,
  }),
  output: page_of(handling_unit_row),
  errors: [],
});

export const EXPIRY_ACTIONS = ['watch', 'redistribute', 'return_supplier', 'stop_sale'] as const;
const upkeep_rule = z.strictObject({
  device_class: z.enum(['I', 'II', 'III']).nullable(),
  storage_condition: z.enum(STORAGE_CONDITIONS).nullable(),
  near_expiry_days: z.number().int().min(1).max(3650).nullable(),
  interval_days: z.number().int().min(1).max(3650),
});
const expiry_tier = z
  .strictObject({
    life_from_days: z.number().int().min(0).max(36_500),
    life_to_days: z.number().int().min(1).max(36_500).nullable(),
    within_days: z.number().int().min(1).max(3650).nullable(),
    within_percent: z.number().int().min(1).max(100).nullable(),
    action: z.enum(EXPIRY_ACTIONS),
  })
  .refine((tier) => (tier.within_days === null) !== (tier.within_percent === null), {
    path: ['within_days'],
    params: { code: 'one_of_two' },
    error: 'one_of_two',
  })
  .refine((tier) => tier.life_to_days === null || tier.life_to_days > tier.life_from_days, {
    path: ['life_to_days'],
    params: { code: 'order' },
    error: 'order',
  });
const work_settings = {
  approval_limit_fen: fen,
  upkeep_rules: z.array(upkeep_rule).min(1).max(100),
  expiry_tiers: z.array(expiry_tier).min(1).max(100),
};
export const getWarehouseSettings = verb({
  name: 'warehouse.get-settings',
  method: 'GET',
  path: '/api/warehouse/settings',
  summary: 'Limit of approval, rules of periodic inspection, tiers of near expiry',
  input: z.strictObject({}),
  output: z.object(work_settings),
  errors: [],
});
export const saveWarehouseSettings = verb({
  name: 'warehouse.save-settings',
  method: 'POST',
  path: '/api/warehouse/settings',
  summary: 'Changes them as one document, with a reason',
  input: z.strictObject({ ...work_settings, reason: required_text(200) }),
  output: z.object({ changed_at: z.string() }),
  errors: [],
});
