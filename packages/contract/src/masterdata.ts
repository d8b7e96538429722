import { z } from 'zod';
import { DATASET_NAMES } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';
import { IDENTIFIER_ISSUERS } from './identifiers.ts';
import { id, id_param, page_of, page_query, text } from './primitives.ts';
import { verb } from './verb.ts';

export const masterdata_errors = {
  'masterdata.code_unknown': {
    status: 422,
    zh: '{dataset} 中有 {count} 行引用了不存在的编码',
    en: '{count} rows of {dataset} refer to codes that do not exist',
  },
  'masterdata.udi_di_taken': {
    status: 409,
    zh: 'UDI-DI 已属于另一产品',
    en: 'The UDI-DI belongs to another item',
  },
  'masterdata.tracking_fixed': {
    status: 409,
    zh: '已有库存的产品不能更改追踪方式({item_codes})',
    en: 'Items with stock keep their tracking ({item_codes})',
  },
} as const satisfies ErrorCatalogue;

export const item_view = z.object({
  item_id: id,
  item_code: z.string(),
  name: z.string(),
  name_en: z.string().nullable(),
  model: z.string(),
  device_class: z.string(),
  category: z.string(),
  unit: z.string(),
  carton_qty: z.number(),
  udi_issuer: z.enum(IDENTIFIER_ISSUERS),
  udi_di: z.string(),
  registration_no: z.string(),
  manufacturer_code: z.string(),
  manufacturer_name: z.string(),
  tracking: z.string(),
  implant: z.boolean(),
  sterile: z.boolean(),
  storage_condition: z.string(),
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  shelf_life_days: z.number().nullable(),
  unit_cost_fen: z.number(),
  unit_volume_ml: z.number(),
  unit_weight_g: z.number(),
  exempt_filing: z.boolean(),
  udi_required_from: z.string().nullable(),
  needs_chinese_label: z.boolean(),
  catalogue_old: z.string().nullable(),
  catalogue_new: z.string().nullable(),
  insurance_code: z.string().nullable(),
});
export const listItems = verb({
  name: 'masterdata.list-items',
  method: 'GET',
  path: '/api/masterdata/item',
  summary: 'Items by code, name, pinyin initials, model, UDI-DI or registration number',
  input: z.strictObject({ search: text(60).optional(), item_id: id_param.optional(), ...page_query }),
  output: page_of(item_view),
  errors: [],
});

export const warehouse_view = z.object({
  warehouse_id: id,
  warehouse_code: z.string(),
  name: z.string(),
  legal_entity_code: z.string(),
  legal_entity_name: z.string(),
  province: z.string(),
  city: z.string(),
  address: z.string(),
  longitude: z.number(),
  latitude: z.number(),
  timezone: z.string(),
  regulator: z.string().nullable(),
});
export const listWarehouses = verb({
  name: 'masterdata.list-warehouses',
  method: 'GET',
  path: '/api/masterdata/warehouse',
  summary: 'All warehouses of the company',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(warehouse_view) }),
  errors: [],
});

export const partner_view = z.object({
  partner_id: id,
  partner_code: z.string(),
  name: z.string(),
  kind: z.string(),
  uscc: z.string().nullable(),
  province: z.string(),
  address: z.string(),
  contact: z.string().nullable(),
  phone: z.string().nullable(),
});
export const listPartners = verb({
  name: 'masterdata.list-partners',
  method: 'GET',
  path: '/api/masterdata/partner',
  summary: 'Partners by kind, code or name',
  input: z.strictObject({
    kind: z.enum(['legal_entity', 'supplier', 'manufacturer', 'customer', 'carrier']).optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(partner_view),
  errors: [],
});

export const department_view = z.object({
  department_id: id,
  department_code: z.string(),
  name: z.string(),
  partner_id: id,
  partner_code: z.string(),
  partner_name: z.string(),
  priority_class: z.number(),
  min_remaining_days: z.number(),
});
export const listDepartments = verb({
  name: 'masterdata.list-departments',
  method: 'GET',
  path: '/api/masterdata/department',
  summary: 'Departments of hospitals',
  input: z.strictObject({ partner_id: id_param.optional(), search: text(60).optional(), ...page_query }),
  output: page_of(department_view),
  errors: [],
});

export const lane_view = z.object({
  lane_id: id,
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  to_warehouse_id: id.nullable(),
  to_partner_id: id.nullable(),
  to_code: z.string(),
  to_name: z.string(),
  mode: z.string(),
  carrier_code: z.string(),
  carrier_name: z.string(),
  transit_hours: z.number(),
  distance_km: z.number(),
  fixed_cost_fen: z.number(),
  cost_fen_per_kg: z.number(),
  capacity_kg: z.number(),
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
});
export const listLanes = verb({
  name: 'masterdata.list-lanes',
  method: 'GET',
  path: '/api/masterdata/lane',
  summary: 'Lanes from a warehouse, or to a warehouse or customer',
  input: z.strictObject({
    from_warehouse_id: id_param.optional(),
    to_warehouse_id: id_param.optional(),
    to_partner_id: id_param.optional(),
    ...page_query,
  }),
  output: page_of(lane_view),
  errors: [],
});

export const saveRecord = verb({
  name: 'masterdata.save-record',
  method: 'POST',
  path: '/api/masterdata/record',
  summary: 'Creates or changes one record, with the same columns and checks as the import',
  input: z.strictObject({
    dataset: z.enum(DATASET_NAMES.filter((name) => name !== 'opening_stock' && name !== 'demand_history')),
    row: z.record(z.string(), z.unknown()),
  }),
  output: z.object({ written: z.number().int() }),
  errors: Object.keys(masterdata_errors),
});
