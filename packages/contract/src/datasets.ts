import { z } from 'zod';
import { civil_date, code, fen, lot_no, qty, required_text, serial_no, text } from './primitives.ts';
import { REGIONS } from './regions.ts';

/**
 * The tables a company brings with it, as rows of a spreadsheet.
 *
 * One description serves the import (validation, error messages), the downloadable templates, the generated
 * example company and the export. Values arrive as text from CSV and as numbers or dates from Excel; the
 * import converts by `kind` first and then applies `schema`.
 */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'date' | 'boolean' | 'list';
export type Column = {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: ColumnKind;
  readonly required: boolean;
  /** A value that would be accepted, printed in the template. */
  readonly example: string;
};
export type Dataset<S extends z.ZodType = z.ZodType> = {
  readonly name: DatasetName;
  readonly zh: string;
  readonly en: string;
  /** Columns whose values together must not repeat within one file. */
  readonly unique: readonly string[];
  readonly columns: readonly Column[];
  readonly schema: S;
};

export const DATASET_NAMES = [
  'partner',
  'department',
  'warehouse',
  'location',
  'item',
  'registration',
  'licence',
  'authorisation',
  'lane',
  'opening_stock',
  'demand_history',
] as const;
export type DatasetName = (typeof DATASET_NAMES)[number];

export const PARTNER_KINDS = ['legal_entity', 'supplier', 'manufacturer', 'customer', 'carrier'] as const;
export const DEVICE_CLASSES = ['I', 'II', 'III'] as const;
export const TRACKING = ['lot', 'serial'] as const;
export const STORAGE_CONDITIONS = ['ambient', 'cool', 'cold', 'frozen'] as const;
export const ZONE_KINDS = ['receiving', 'storage', 'dispatch', 'rejected', 'returns', 'sample'] as const;
export const LICENCE_KINDS = [
  'distribution_licence',
  'distribution_filing',
  'production_licence',
  'production_filing',
  'medical_institution',
] as const;
export const LANE_MODES = ['road', 'air', 'rail', 'courier'] as const;
export const OPENING_DISPOSITIONS = ['released', 'quarantine', 'held', 'rejected'] as const;

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
/** A column that a file may leave out: what is on file then stays. */
const kept = <T extends z.ZodType>(schema: T) => schema.nullish();
const column = (
  key: string,
  zh: string,
  en: string,
  kind: ColumnKind,
  required: boolean,
  example: string,
): Column => ({ key, zh, en, kind, required, example });

export const partner_row = z.object({
  partner_code: code,
  name: required_text(120),
  kind: z.enum(PARTNER_KINDS),
  uscc: optional(z.string().trim().length(18)),
  province: required_text(20),
  address: required_text(200),
  contact: optional(text(60)),
  phone: optional(text(30)),
});
export const department_row = z.object({
  partner_code: code,
  department_code: code,
  name: required_text(80),
  /** 1 emergency and intensive care, 2 operating theatre, 3 wards, 4 replenishment. */
  priority_class: z.number().int().min(1).max(4),
  min_remaining_days: z.number().int().min(0).max(3650),
});
export const warehouse_row = z.object({
  warehouse_code: code,
  name: required_text(80),
  legal_entity_code: code,
  province: required_text(20),
  city: required_text(30),
  address: required_text(200),
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
  timezone: z.string().default('Asia/Shanghai'),
  /** The authority it is notified to, where that is not the company's own. */
  regulator: kept(text(80)),
});
export const location_row = z.object({
  warehouse_code: code,
  location_code: code,
  zone_code: code,
  zone_kind: z.enum(ZONE_KINDS),
  storage_condition: z.enum(STORAGE_CONDITIONS),
  x: z.number().int().min(0).max(10_000),
  y: z.number().int().min(0).max(10_000),
  /** Room for goods; unlimited where nothing is said. An empty cell leaves what is on file. */
  capacity_ml: optional(z.number().int().min(1).max(1_000_000_000)),
  /** A place from which orders are picked. */
  pick_face: optional(z.boolean()),
  /** Where the way of a picker passes it. */
  pick_sequence: optional(z.number().int().min(0).max(1_000_000)),
});
export const item_row = z.object({
  item_code: code,
  name: required_text(120),
  name_en: optional(text(160)),
  model: required_text(80),
  device_class: z.enum(DEVICE_CLASSES),
  /** Code of the 2017 classification catalogue, two digits for the sub-catalogue, e.g. `14`. */
  category: z
    .string()
    .trim()
    .regex(/^\d{2}(-\d{2}){0,2}$/),
  unit: required_text(10),
  carton_qty: z.number().int().min(1).max(1_000_000),
  /** A GTIN, or an identifier of another issuer as its label begins: `+` HIBC, `MA.`, `MF` AHM, `=/` or `=)` ICCBBA. */
  udi_di: z
    .string()
    .trim()
    .regex(
      /^(\d{8,14}|\+[A-Z][A-Z0-9]{4,21}\d|MA\.\d{3}\.M0\.\d{6}\.[0-9A-Z]{8}|MF[0-9A-Za-z]{1,38}|=[/)][A-Z0-9]{10,16})$/,
    ),
  registration_no: required_text(60),
  manufacturer_code: code,
  tracking: z.enum(TRACKING),
  implant: z.boolean().default(false),
  sterile: z.boolean().default(false),
  storage_condition: z.enum(STORAGE_CONDITIONS),
  temp_min_c: optional(z.number().min(-200).max(100)),
  temp_max_c: optional(z.number().min(-200).max(100)),
  shelf_life_days: optional(z.number().int().min(1).max(36_500)),
  unit_cost_fen: fen,
  unit_volume_ml: z.number().int().min(0).max(100_000_000),
  unit_weight_g: z.number().int().min(0).max(100_000_000),
  /** Class II that the catalogue of exemptions names: traded without a filing. */
  exempt_filing: kept(z.boolean()),
  /** From this day of production on the label must carry a UDI. */
  udi_required_from: kept(civil_date),
  /** Imported: label and instructions must be in Chinese. */
  needs_chinese_label: kept(z.boolean()),
  catalogue_old: kept(text(20)),
  catalogue_new: kept(text(20)),
  insurance_code: kept(text(40)),
});
export const registration_row = z.object({
  registration_no: required_text(60),
  registrant_code: code,
  product_name: required_text(120),
  device_class: z.enum(DEVICE_CLASSES),
  valid_from: civil_date,
  /** Filings of class I do not end. */
  valid_to: optional(civil_date),
  models: kept(z.array(required_text(120)).max(200)),
  category_code_new: kept(text(20)),
  category_code_old: kept(text(20)),
  insurance_code: kept(text(40)),
  change_note: kept(text(300)),
});
export const licence_row = z.object({
  partner_code: code,
  kind: z.enum(LICENCE_KINDS),
  licence_no: required_text(60),
  /** Device classes in scope. */
  classes: z.array(z.enum(DEVICE_CLASSES)).min(1),
  /** Sub-catalogues in scope (two digits), or `*` for all. */
  categories: z.array(z.string().regex(/^(\*|\d{2})$/)).min(1),
  /** Warehouses whose address stands on the licence; empty for partners without warehouses of ours. */
  warehouse_codes: z.array(code).default([]),
  valid_from: civil_date,
  valid_to: optional(civil_date),
  warehouse_addresses: kept(z.array(required_text(200)).max(200)),
  scope_text: kept(text(1000)),
  legal_representative: kept(text(60)),
  person_in_charge: kept(text(60)),
  issuer: kept(text(80)),
  change_note: kept(text(300)),
});
export const authorisation_row = z.object({
  authorisation_no: required_text(60),
  /** Who gives the right, and who gets it. */
  grantor_code: code,
  grantee_code: code,
  registrant_code: code,
  /** Items it names; with neither items nor categories it is for everything of the registrant. */
  item_codes: z.array(code).max(2000).default([]),
  categories: z.array(z.string().regex(/^(\*|\d{2})$/)).default([]),
  /** Provinces, or `*` for all. */
  regions: z.array(z.enum(['*', ...REGIONS])).min(1),
  valid_from: civil_date,
  valid_to: civil_date,
});
export const lane_row = z.object({
  from_warehouse_code: code,
  /** A warehouse code, or the partner code of a customer that the warehouse delivers to. */
  to_code: code,
  mode: z.enum(LANE_MODES),
  carrier_code: code,
  transit_hours: z.number().int().min(1).max(2_000),
  distance_km: z.number().int().min(0).max(20_000),
  fixed_cost_fen: fen,
  cost_fen_per_kg: fen,
  capacity_kg: z.number().int().min(1).max(1_000_000),
  temp_min_c: optional(z.number().min(-200).max(100)),
  temp_max_c: optional(z.number().min(-200).max(100)),
});
export const opening_stock_row = z.object({
  warehouse_code: code,
  location_code: code,
  item_code: code,
  lot_no,
  serial_no: optional(serial_no),
  production_date: optional(civil_date),
  expiry_date: optional(civil_date),
  qty,
  disposition: z.enum(OPENING_DISPOSITIONS).default('released'),
  owner_code: code,
  supplier_code: code,
  unit_cost_fen: optional(fen),
});
export const demand_history_row = z.object({
  /** First day of the period: a day for daily data, the first of the month for monthly. */
  period_start: civil_date,
  bucket: z.enum(['day', 'week', 'month']).default('month'),
  warehouse_code: code,
  department_code: optional(code),
  item_code: code,
  qty: z.number().int().min(0).max(1_000_000_000_000),
});

export const datasets = {
  partner: {
    name: 'partner',
    zh: '往来单位',
    en: 'Partners',
    unique: ['partner_code'],
    schema: partner_row,
    columns: [
      column('partner_code', '单位编码', 'Partner code', 'text', true, 'H001'),
      column('name', '名称', 'Name', 'text', true, '华东示范医院'),
      column('kind', '类型', 'Kind', 'text', true, 'customer'),
      column('uscc', '统一社会信用代码', 'USCC', 'text', false, ''),
      column('province', '省份', 'Province', 'text', true, '上海'),
      column('address', '地址', 'Address', 'text', true, '示范路1号'),
      column('contact', '联系人', 'Contact', 'text', false, '王老师'),
      column('phone', '电话', 'Phone', 'text', false, '021-00000000'),
    ],
  },
  department: {
    name: 'department',
    zh: '医院科室',
    en: 'Departments',
    unique: ['partner_code', 'department_code'],
    schema: department_row,
    columns: [
      column('partner_code', '医院编码', 'Hospital code', 'text', true, 'H001'),
      column('department_code', '科室编码', 'Department code', 'text', true, 'H001-ICU'),
      column('name', '科室名称', 'Name', 'text', true, '重症医学科'),
      column('priority_class', '优先级', 'Priority class', 'integer', true, '1'),
      column(
        'min_remaining_days',
        '最低剩余效期(天)',
        'Minimum remaining life (days)',
        'integer',
        true,
        '90',
      ),
    ],
  },
  warehouse: {
    name: 'warehouse',
    zh: '仓库',
    en: 'Warehouses',
    unique: ['warehouse_code'],
    schema: warehouse_row,
    columns: [
      column('warehouse_code', '仓库编码', 'Warehouse code', 'text', true, 'SH'),
      column('name', '仓库名称', 'Name', 'text', true, '上海仓'),
      column('legal_entity_code', '经营主体编码', 'Legal entity code', 'text', true, 'LE01'),
      column('province', '省份', 'Province', 'text', true, '上海'),
      column('city', '城市', 'City', 'text', true, '上海'),
      column('address', '地址', 'Address', 'text', true, '示范路2号'),
      column('longitude', '经度', 'Longitude', 'decimal', true, '121.47'),
      column('latitude', '纬度', 'Latitude', 'decimal', true, '31.23'),
      column('timezone', '时区', 'Time zone', 'text', false, 'Asia/Shanghai'),
      column('regulator', '所在地监管部门', 'Authority', 'text', false, ''),
    ],
  },
  location: {
    name: 'location',
    zh: '库位',
    en: 'Locations',
    unique: ['warehouse_code', 'location_code'],
    schema: location_row,
    columns: [
      column('warehouse_code', '仓库编码', 'Warehouse code', 'text', true, 'SH'),
      column('location_code', '库位编码', 'Location code', 'text', true, 'A-01-1'),
      column('zone_code', '库区编码', 'Zone code', 'text', true, 'A'),
      column('zone_kind', '库区类型', 'Zone kind', 'text', true, 'storage'),
      column('storage_condition', '储存条件', 'Storage condition', 'text', true, 'ambient'),
      column('x', '横坐标', 'X', 'integer', true, '1'),
      column('y', '纵坐标', 'Y', 'integer', true, '1'),
      column('capacity_ml', '容积(毫升)', 'Capacity (ml)', 'integer', false, '120000'),
      column('pick_face', '拣货位', 'Pick face', 'boolean', false, 'Y'),
      column('pick_sequence', '拣货顺序', 'Pick sequence', 'integer', false, '10'),
    ],
  },
  item: {
    name: 'item',
    zh: '产品',
    en: 'Items',
    unique: ['item_code'],
    schema: item_row,
    columns: [
      column('item_code', '产品编码', 'Item code', 'text', true, 'I00001'),
      column('name', '名称', 'Name', 'text', true, '一次性使用静脉留置针'),
      column('name_en', '英文名称', 'English name', 'text', false, 'IV catheter'),
      column('model', '型号规格', 'Model', 'text', true, '22G×25mm'),
      column('device_class', '管理类别', 'Class', 'text', true, 'III'),
      column('category', '分类编码', 'Category', 'text', true, '14'),
      column('unit', '单位', 'Unit', 'text', true, '支'),
      column('carton_qty', '箱装数量', 'Units per carton', 'integer', true, '50'),
      column('udi_di', 'UDI-DI', 'UDI-DI', 'text', true, '06945630100017'),
      column('registration_no', '注册证号/备案号', 'Registration no.', 'text', true, '国械注准20203140001'),
      column('manufacturer_code', '注册人编码', 'Manufacturer code', 'text', true, 'M001'),
      column('tracking', '追踪方式', 'Tracking', 'text', true, 'lot'),
      column('implant', '植入', 'Implant', 'boolean', false, 'N'),
      column('sterile', '无菌', 'Sterile', 'boolean', false, 'Y'),
      column('storage_condition', '储存条件', 'Storage condition', 'text', true, 'ambient'),
      column('temp_min_c', '最低温度℃', 'Min °C', 'decimal', false, ''),
      column('temp_max_c', '最高温度℃', 'Max °C', 'decimal', false, ''),
      column('shelf_life_days', '有效期(天)', 'Shelf life (days)', 'integer', false, '1095'),
      column('unit_cost_fen', '单位成本(分)', 'Unit cost (fen)', 'integer', true, '1250'),
      column('unit_volume_ml', '单位体积(毫升)', 'Unit volume (ml)', 'integer', true, '40'),
      column('unit_weight_g', '单位重量(克)', 'Unit weight (g)', 'integer', true, '12'),
      column('exempt_filing', '免于经营备案', 'Exempt from filing', 'boolean', false, 'N'),
      column('udi_required_from', 'UDI实施起始日', 'UDI required from', 'date', false, '2022-06-01'),
      column('needs_chinese_label', '须中文标签', 'Needs a Chinese label', 'boolean', false, 'N'),
      column('catalogue_new', '分类目录编码(2017)', 'Catalogue code (2017)', 'text', false, '14-02-05'),
      column('catalogue_old', '原分类编码(68xx)', 'Catalogue code (68xx)', 'text', false, '6815'),
      column('insurance_code', '医保编码', 'Insurance code', 'text', false, ''),
    ],
  },
  registration: {
    name: 'registration',
    zh: '注册证/备案',
    en: 'Registrations',
    unique: ['registration_no', 'valid_from'],
    schema: registration_row,
    columns: [
      column('registration_no', '注册证号/备案号', 'Registration no.', 'text', true, '国械注准20203140001'),
      column('registrant_code', '注册人编码', 'Registrant code', 'text', true, 'M001'),
      column('product_name', '产品名称', 'Product name', 'text', true, '一次性使用静脉留置针'),
      column('device_class', '管理类别', 'Class', 'text', true, 'III'),
      column('valid_from', '有效期起', 'Valid from', 'date', true, '2020-01-01'),
      column('valid_to', '有效期止', 'Valid to', 'date', false, '2029-12-31'),
      column('models', '型号规格', 'Models', 'list', false, '22G×25mm;24G×19mm'),
      column('category_code_new', '分类编码(2017)', 'Category (2017)', 'text', false, '14-02-05'),
      column('category_code_old', '原分类编码(68xx)', 'Category (68xx)', 'text', false, '6815'),
      column('insurance_code', '医保编码', 'Insurance code', 'text', false, ''),
      column('change_note', '变更/延续内容', 'What changes', 'text', false, ''),
    ],
  },
  licence: {
    name: 'licence',
    zh: '许可证/备案凭证',
    en: 'Licences',
    unique: ['partner_code', 'licence_no', 'valid_from'],
    schema: licence_row,
    columns: [
      column('partner_code', '单位编码', 'Partner code', 'text', true, 'LE01'),
      column('kind', '证照类型', 'Kind', 'text', true, 'distribution_licence'),
      column('licence_no', '证照编号', 'Licence no.', 'text', true, '沪浦药监械经营许20200001号'),
      column('classes', '类别范围', 'Classes', 'list', true, 'II;III'),
      column('categories', '分类范围', 'Categories', 'list', true, '*'),
      column('warehouse_codes', '仓库', 'Warehouses', 'list', false, 'SH'),
      column('valid_from', '有效期起', 'Valid from', 'date', true, '2024-01-01'),
      column('valid_to', '有效期止', 'Valid to', 'date', false, '2028-12-31'),
      column('warehouse_addresses', '库房地址', 'Warehouse addresses', 'list', false, '示范路2号'),
      column('scope_text', '经营范围', 'Scope', 'text', false, ''),
      column('legal_representative', '法定代表人', 'Legal representative', 'text', false, ''),
      column('person_in_charge', '企业负责人', 'Person in charge', 'text', false, ''),
      column('issuer', '发证机关', 'Issued by', 'text', false, ''),
      column('change_note', '变更/延续内容', 'What changes', 'text', false, ''),
    ],
  },
  authorisation: {
    name: 'authorisation',
    zh: '授权书',
    en: 'Authorisations',
    unique: ['grantor_code', 'grantee_code', 'authorisation_no', 'valid_from'],
    schema: authorisation_row,
    columns: [
      column('authorisation_no', '授权书编号', 'Letter no.', 'text', true, 'SQ-2026-001'),
      column('grantor_code', '授权方编码', 'Given by', 'text', true, 'M001'),
      column('grantee_code', '被授权方编码', 'Given to', 'text', true, 'S001'),
      column('registrant_code', '注册人编码', 'Registrant code', 'text', true, 'M001'),
      column('item_codes', '授权产品编码', 'Item codes', 'list', false, ''),
      column('categories', '授权分类', 'Categories', 'list', false, '*'),
      column('regions', '授权区域', 'Regions', 'list', true, '上海;江苏'),
      column('valid_from', '有效期起', 'Valid from', 'date', true, '2026-01-01'),
      column('valid_to', '有效期止', 'Valid to', 'date', true, '2027-12-31'),
    ],
  },
  lane: {
    name: 'lane',
    zh: '线路',
    en: 'Lanes',
    unique: ['from_warehouse_code', 'to_code', 'mode', 'carrier_code'],
    schema: lane_row,
    columns: [
      column('from_warehouse_code', '发货仓', 'From warehouse', 'text', true, 'WH'),
      column('to_code', '到达(仓库/客户)', 'To (warehouse/customer)', 'text', true, 'SH'),
      column('mode', '方式', 'Mode', 'text', true, 'road'),
      column('carrier_code', '承运商编码', 'Carrier code', 'text', true, 'C001'),
      column('transit_hours', '在途小时', 'Transit hours', 'integer', true, '18'),
      column('distance_km', '距离公里', 'Distance km', 'integer', true, '830'),
      column('fixed_cost_fen', '固定费用(分)', 'Fixed cost (fen)', 'integer', true, '60000'),
      column('cost_fen_per_kg', '每公斤费用(分)', 'Cost per kg (fen)', 'integer', true, '180'),
      column('capacity_kg', '运力(公斤)', 'Capacity kg', 'integer', true, '5000'),
      column('temp_min_c', '最低温度℃', 'Min °C', 'decimal', false, ''),
      column('temp_max_c', '最高温度℃', 'Max °C', 'decimal', false, ''),
    ],
  },
  opening_stock: {
    name: 'opening_stock',
    zh: '期初库存',
    en: 'Opening stock',
    unique: [
      'warehouse_code',
      'location_code',
      'item_code',
      'lot_no',
      'serial_no',
      'disposition',
      'owner_code',
    ],
    schema: opening_stock_row,
    columns: [
      column('warehouse_code', '仓库编码', 'Warehouse code', 'text', true, 'SH'),
      column('location_code', '库位编码', 'Location code', 'text', true, 'A-01-1'),
      column('item_code', '产品编码', 'Item code', 'text', true, 'I00001'),
      column('lot_no', '批号', 'Lot', 'text', true, 'L240101'),
      column('serial_no', '序列号', 'Serial', 'text', false, ''),
      column('production_date', '生产日期', 'Production date', 'date', false, '2024-01-01'),
      column('expiry_date', '失效日期', 'Expiry date', 'date', false, '2026-12-31'),
      column('qty', '数量', 'Quantity', 'integer', true, '100'),
      column('disposition', '质量状态', 'Disposition', 'text', false, 'released'),
      column('owner_code', '货主编码', 'Owner code', 'text', true, 'LE01'),
      column('supplier_code', '供货者编码', 'Supplier code', 'text', true, 'S001'),
      column('unit_cost_fen', '单位成本(分)', 'Unit cost (fen)', 'integer', false, '1250'),
    ],
  },
  demand_history: {
    name: 'demand_history',
    zh: '历史需求',
    en: 'Demand history',
    unique: ['period_start', 'bucket', 'warehouse_code', 'department_code', 'item_code'],
    schema: demand_history_row,
    columns: [
      column('period_start', '期间起始日', 'Period start', 'date', true, '2026-01-01'),
      column('bucket', '粒度', 'Bucket', 'text', false, 'month'),
      column('warehouse_code', '仓库编码', 'Warehouse code', 'text', true, 'SH'),
      column('department_code', '科室编码', 'Department code', 'text', false, 'H001-ICU'),
      column('item_code', '产品编码', 'Item code', 'text', true, 'I00001'),
      column('qty', '数量', 'Quantity', 'integer', true, '320'),
    ],
  },
} as const satisfies Record<DatasetName, Dataset>;
export type DatasetRow<N extends DatasetName> = z.infer<(typeof datasets)[N]['schema']>;
