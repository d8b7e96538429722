import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, code, id, id_param, reason, required_text, text } from './primitives.ts';
import { verb } from './verb.ts';

/** Further reasons of the gate, and what changing its rules may answer. */
export const rules_errors = {
  'compliance.registration_cancelled': {
    status: 409,
    zh: '注册证/备案 {registration_no} 已于 {ended_on} 注销({item_code})',
    en: 'Registration {registration_no} was cancelled on {ended_on} ({item_code})',
  },
  'compliance.model_not_registered': {
    status: 409,
    zh: '{item_code} 的规格型号 {model} 不在注册证 {registration_no} 所列型号内',
    en: 'Model {model} of {item_code} is not among those of registration {registration_no}',
  },
  'compliance.own_product_without_licence': {
    status: 409,
    zh: '供货者 {partner_code} 销售本企业注册产品,未登记经营许可({device_class} 类 {category});须自住所或生产地址发货',
    en: 'Supplier {partner_code} sells its own product without a licence (class {device_class}, {category}); it ships from its own address',
  },
  'compliance.warehouse_not_filed': {
    status: 409,
    zh: '异地仓库 {warehouse_code} 未向 {regulator} 办理备案',
    en: 'Warehouse {warehouse_code} has not been notified to {regulator}',
  },
  'compliance.storage_agreement_ended': {
    status: 409,
    zh: '仓库 {warehouse_code} 的委托储运协议已于 {valid_to} 到期',
    en: 'The logistics agreement of warehouse {warehouse_code} ended on {valid_to}',
  },
  'compliance.first_customer_not_approved': {
    status: 409,
    zh: '购货者 {partner_code} 未通过首营审核',
    en: 'Customer {partner_code} has not passed the review before the first deal',
  },
  'compliance.supplier_not_authorised': {
    status: 409,
    zh: '供货者 {partner_code} 没有 {item_code} 的授权书({province})',
    en: 'Supplier {partner_code} holds no authorisation for {item_code} ({province})',
  },
  'compliance.authorisation_expired': {
    status: 409,
    zh: '供货者 {partner_code} 对 {item_code} 的授权已过期({province})',
    en: 'The authorisation of supplier {partner_code} for {item_code} has ended ({province})',
  },
  'compliance.authorisation_region': {
    status: 409,
    zh: '供货者 {partner_code} 对 {item_code} 的授权不含 {province}',
    en: 'The authorisation of supplier {partner_code} for {item_code} does not reach {province}',
  },
  'compliance.quality_agreement_missing': {
    status: 409,
    zh: '与供货者 {partner_code} 没有有效的质量保证协议',
    en: 'No quality agreement with supplier {partner_code} is in force',
  },
  'compliance.outside_territory': {
    status: 409,
    zh: '{item_code} 的销售授权不含 {province}',
    en: 'The authorisation to sell {item_code} does not reach {province}',
  },
  'compliance.receipt_life_too_short': {
    status: 409,
    zh: '批号 {lot_no} 剩余效期仅 {percent}%,低于要求的 {min_percent}%({expiry_date} 失效)',
    en: 'Lot {lot_no} has {percent}% of its life left, less than {min_percent}% (expires {expiry_date})',
  },
  'compliance.acceptance_pending': {
    status: 409,
    zh: '批号 {lot_no} 所属单据({document_key})尚未验收完成,请在验收中放行',
    en: 'Lot {lot_no} waits for the acceptance of its document ({document_key}); release it there',
  },
  'compliance.udi_missing': {
    status: 409,
    zh: '批号 {lot_no} 生产于 {production_date},自 {udi_required_from} 起必须带有 UDI',
    en: 'Lot {lot_no} was made on {production_date}; a UDI is required from {udi_required_from}',
  },
  'compliance.chinese_label_missing': {
    status: 409,
    zh: '进口产品 {item_code} 批号 {lot_no} 缺少中文标签或说明书',
    en: 'Lot {lot_no} of the import {item_code} lacks a label or instructions in Chinese',
  },
  'compliance.bin_retired': {
    status: 409,
    zh: '该库位已停用,不能放入货物({zone_kind})',
    en: 'This bin is out of use; nothing is put into it ({zone_kind})',
  },
  'compliance.person_not_trained': {
    status: 409,
    zh: '操作人未通过该岗位培训({purpose},人员 {user_id})',
    en: 'The person has no valid training for this work ({purpose}, person {user_id})',
  },
  'compliance.acknowledgement_needed': {
    status: 409,
    zh: '有 {count} 条提示须确认并说明原因后才能继续',
    en: '{count} warnings must be acknowledged with a reason before this goes on',
  },
  'compliance.rule_unknown': {
    status: 404,
    zh: '没有规则 {code}',
    en: 'There is no rule {code}',
  },
  'compliance.rule_in_past': {
    status: 422,
    zh: '新版本不能早于今天({today})生效,已经发生的判定不改变',
    en: 'A version begins today ({today}) or later; what was judged stays judged',
  },
  'compliance.rule_unchanged': {
    status: 409,
    zh: '与 {effective_from} 起的版本相同,没有变化',
    en: 'It says the same as the version of {effective_from}',
  },
  'compliance.rule_path': {
    status: 422,
    zh: '规则 {code} 不在环节 {path} 上判定',
    en: 'Rule {code} is not asked on path {path}',
  },
} as const satisfies ErrorCatalogue;

/** Where a person can be asked to acknowledge a warning: the steps at which somebody stands before the goods. */
export const ACKNOWLEDGE_PATHS = ['receive', 'release', 'ship'] as const;

/** What a version of a rule says besides its severity. */
export const rule_params = z.strictObject({
  /** Only on these paths of the gate; on every path that asks it where absent. */
  paths: z.array(code).max(40).optional(),
  /** Here it only warns, although it blocks elsewhere. */
  warns_on: z.array(code).max(40).optional(),
  /** Here a person must acknowledge its warning and say why. */
  must_acknowledge: z.array(z.enum(ACKNOWLEDGE_PATHS)).max(3).optional(),
  /** Share of the shelf life, for the rule that asks for one. */
  min_percent: z.number().int().min(1).max(100).optional(),
});
export type RuleParams = z.infer<typeof rule_params>;

/** Warnings that a person has read, and why the goods go on all the same; one reason for each rule. */
export const acknowledgement = z.strictObject({ code: required_text(80), reason: required_text(200) });
export const acknowledged = z.array(acknowledgement).max(20).optional();
export type Acknowledgement = z.infer<typeof acknowledgement>;

export const RULE_SEVERITIES = ['block', 'warn', 'off'] as const;
const severity = z.enum(RULE_SEVERITIES);

export const rule_version = z.object({
  rule_id: id,
  severity,
  params: rule_params,
  legal_basis: z.string().nullable(),
  effective_from: z.string(),
  effective_to: z.string().nullable(),
  reason: z.string().nullable(),
  changed_by_name: z.string().nullable(),
  recorded_at: z.string(),
  /** In force today, not begun yet, or over: its interval has ended or a newer version has taken over. */
  state: z.enum(['current', 'planned', 'past']),
});
export const rule_row = z.object({
  code: z.string(),
  /** Paths of the gate that ask for it; empty for rules that another step weighs by itself. */
  paths: z.array(z.string()),
  /** What holds today; off where no version does. */
  severity,
  params: rule_params,
  legal_basis: z.string().nullable(),
  since: z.string().nullable(),
  /** The newest version first. */
  versions: z.array(rule_version),
});

export const listRules = verb({
  name: 'compliance.list-rules',
  method: 'GET',
  path: '/api/compliance/rule',
  summary: 'Rules of the gate with all their versions, what holds today, and the paths that ask for them',
  input: z.strictObject({}),
  output: z.object({ today: z.string(), rows: z.array(rule_row) }),
  errors: [],
});

export const changeRule = verb({
  name: 'compliance.change-rule',
  method: 'POST',
  path: '/api/compliance/rule/{code}/version',
  summary: 'Adds a version of a rule from a day on, with the reason; earlier versions stay as they are',
  input: z.strictObject({
    code: required_text(80),
    severity,
    params: rule_params.default({}),
    legal_basis: text(200).optional(),
    effective_from: civil_date,
    effective_to: civil_date.optional(),
    reason: required_text(200),
  }),
  output: z.object({ rule_id: id, epoch: z.number() }),
  errors: [
    'compliance.rule_unknown',
    'compliance.rule_in_past',
    'compliance.rule_unchanged',
    'compliance.rule_path',
    'compliance.interval',
  ],
});

const spoken = reason.extend({ rule_id: id, severity: z.enum(['block', 'warn']), acknowledge: z.boolean() });
const fact = z.object({
  kind: z.string(),
  key: z.string(),
  /** Null where the gate has noted nothing of it. */
  facts: z.record(z.string(), z.unknown()).nullable(),
});
export const verdict_line = z.object({
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  qty: z.number(),
  from_label: z.string(),
  to_label: z.string(),
  from_disposition: z.string(),
  to_disposition: z.string(),
  /** Day on which it was judged, where the deciding warehouse is. */
  on_date: z.string(),
  /** Rules that spoke; all others that were asked were silent. */
  spoken: z.array(spoken),
  acknowledged: z.array(acknowledgement.extend({ by_name: z.string(), at: z.string() })),
  /** What the gate knew of the ends and the item. */
  facts: z.array(fact),
});
/** The evidence of one movement, as an inspector reads it. */
export const getVerdict = verb({
  name: 'stock.get-verdict',
  method: 'GET',
  path: '/api/stock/movement/{movement_id}/verdict',
  summary: 'How the gate judged a movement: rules and their versions, facts, legal basis, acknowledgements',
  input: z.strictObject({ movement_id: id_param, after: z.coerce.number().int().min(0).default(0) }),
  output: z.object({
    movement_id: id,
    purpose: z.string(),
    path: z.string(),
    document_no: z.string().nullable(),
    document_key: z.string().nullable(),
    actor_name: z.string().nullable(),
    epoch: z.number(),
    judged_at: z.string().nullable(),
    occurred_at: z.string(),
    recorded_at: z.string(),
    line_count: z.number().int(),
    /** Rules that the path asked, in the version that held. */
    asked: z.array(
      z.object({
        code: z.string(),
        rule_id: id,
        severity,
        legal_basis: z.string().nullable(),
        effective_from: z.string(),
      }),
    ),
    /** At most 100 after the line given. */
    lines: z.array(verdict_line),
    next: z.number().int().nullable(),
  }),
  errors: ['platform.not_found'],
});
