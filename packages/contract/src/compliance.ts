import { z } from 'zod';
import { DEVICE_CLASSES, LICENCE_KINDS } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';
import { id, id_param, page_of, page_query, text } from './primitives.ts';
import { verb } from './verb.ts';

/** Reasons of the gate. They arrive as refusals of lines; the status stands for a verb that refuses as a whole. */
export const compliance_errors = {
  'compliance.registration_missing': {
    status: 409,
    zh: '{item_code} 的注册证/备案 {registration_no} 未登记',
    en: 'Registration {registration_no} of {item_code} is not on file',
  },
  'compliance.registration_expired': {
    status: 409,
    zh: '注册证 {registration_no} 已于 {valid_to} 到期',
    en: 'Registration {registration_no} expired on {valid_to}',
  },
  'compliance.made_outside_registration': {
    status: 409,
    zh: '批号 {lot_no} 生产于 {production_date},不在注册证 {registration_no} 有效期内(至 {valid_to})',
    en: 'Lot {lot_no} was made on {production_date}, outside the validity of {registration_no} (to {valid_to})',
  },
  'compliance.registration_expired_but_made_in_validity': {
    status: 409,
    zh: '注册证 {registration_no} 已到期({valid_to}),批号 {lot_no} 生产于有效期内',
    en: 'Registration {registration_no} has expired ({valid_to}); lot {lot_no} was made in its validity',
  },
  'compliance.lot_expired': {
    status: 409,
    zh: '批号 {lot_no} 已于 {expiry_date} 失效',
    en: 'Lot {lot_no} expired on {expiry_date}',
  },
  'compliance.lot_expires_before_arrival': {
    status: 409,
    zh: '批号 {lot_no} {expiry_date} 失效,早于到达日 {arrival_date}',
    en: 'Lot {lot_no} expires on {expiry_date}, before arrival on {arrival_date}',
  },
  'compliance.remaining_life_too_short': {
    status: 409,
    zh: '批号 {lot_no} 到达时剩余效期不足 {min_remaining_days} 天({expiry_date} 失效)',
    en: 'Lot {lot_no} has less than {min_remaining_days} days left on arrival (expires {expiry_date})',
  },
  'compliance.not_released': {
    status: 409,
    zh: '批号 {lot_no} 未放行({disposition})',
    en: 'Lot {lot_no} is not released ({disposition})',
  },
  'compliance.lot_recalled': { status: 409, zh: '批号 {lot_no} 已召回', en: 'Lot {lot_no} is recalled' },
  'compliance.warehouse_not_licensed': {
    status: 409,
    zh: '仓库 {warehouse_code} 未列入 {device_class} 类({category})经营许可',
    en: 'Warehouse {warehouse_code} is on no licence for class {device_class} ({category})',
  },
  'compliance.warehouse_licence_expired': {
    status: 409,
    zh: '仓库 {warehouse_code} 的经营许可已过期',
    en: 'The licence of warehouse {warehouse_code} has expired',
  },
  'compliance.supplier_not_licensed': {
    status: 409,
    zh: '供货者 {partner_code} 没有有效资质',
    en: 'Supplier {partner_code} has no valid licence',
  },
  'compliance.supplier_scope': {
    status: 409,
    zh: '供货者 {partner_code} 的资质不含 {device_class} 类 {category}',
    en: 'The licence of supplier {partner_code} does not cover class {device_class}, {category}',
  },
  'compliance.customer_not_licensed': {
    status: 409,
    zh: '客户 {partner_code} 没有有效资质',
    en: 'Customer {partner_code} has no valid licence',
  },
  'compliance.customer_scope': {
    status: 409,
    zh: '客户 {partner_code} 的资质不含 {device_class} 类 {category}',
    en: 'The licence of customer {partner_code} does not cover class {device_class}, {category}',
  },
  'compliance.storage_condition': {
    status: 409,
    zh: '{item_code} 需 {needs} 储存,该库位为 {has}',
    en: '{item_code} needs {needs} storage, the place is {has}',
  },
  'compliance.lane_temperature': {
    status: 409,
    zh: '{item_code} 需 {needs}℃,线路为 {has}',
    en: '{item_code} needs {needs} °C, the lane offers {has}',
  },
  'compliance.lane_missing': {
    status: 409,
    zh: '{item_code} 为冷链产品,必须指定合格线路',
    en: '{item_code} is a cold item and needs a qualified lane',
  },
  'compliance.disposition_zone': {
    status: 409,
    zh: '{disposition} 的货物不能放入 {zone_kind} 区',
    en: 'Goods that are {disposition} may not stand in a {zone_kind} zone',
  },
} as const satisfies ErrorCatalogue;

/**
 * Where a document stands in its validity today: it ends within the warning time, has ended, has ended but is
 * followed by one that is valid, or has not begun.
 */
export const VALIDITY_STATES = ['valid', 'expiring', 'expired', 'renewed', 'future'] as const;
const validity = {
  valid_from: z.string(),
  /** Null where it does not end. */
  valid_to: z.string().nullable(),
  /** The last day in force: earlier where cancelled, later where deemed renewed. */
  in_force_to: z.string().nullable(),
  version_no: z.number().int(),
  status: z.enum(['active', 'cancelled']),
  state: z.enum(VALIDITY_STATES),
  /** Whole days until its last day; negative once it is over, null where it does not end. */
  days_left: z.number().nullable(),
};
const validity_query = {
  search: text(60).optional(),
  state: z.enum(VALIDITY_STATES).optional(),
  /** From so many days before its end a document counts as expiring. */
  warn_days: z.coerce.number().int().min(1).max(730).default(90),
  ...page_query,
};

export const registration_view = z.object({
  registration_id: id,
  registration_no: z.string(),
  registrant_id: id,
  registrant_code: z.string(),
  registrant_name: z.string(),
  product_name: z.string(),
  device_class: z.enum(DEVICE_CLASSES),
  ...validity,
  /** Items of ours that stand under this number. */
  items: z.number().int(),
});
export const listRegistrations = verb({
  name: 'compliance.list-registrations',
  method: 'GET',
  path: '/api/compliance/registration',
  summary: 'Registrations and filings of devices with their validity today',
  input: z.strictObject(validity_query),
  output: page_of(registration_view),
  errors: [],
});

export const licence_view = z.object({
  licence_id: id,
  partner_id: id,
  partner_code: z.string(),
  partner_name: z.string(),
  kind: z.enum(LICENCE_KINDS),
  licence_no: z.string(),
  classes: z.array(z.string()),
  categories: z.array(z.string()),
  warehouse_codes: z.array(z.string()),
  issuer: z.string().nullable(),
  ...validity,
});
export const listLicences = verb({
  name: 'compliance.list-licences',
  method: 'GET',
  path: '/api/compliance/licence',
  summary: 'Licences and filings of companies with their scope and their validity today',
  input: z.strictObject({ partner_id: id_param.optional(), ...validity_query }),
  output: page_of(licence_view),
  errors: [],
});
