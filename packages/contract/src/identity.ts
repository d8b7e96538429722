import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { id, id_param, instant, required_text } from './primitives.ts';
import { session_answer, verb } from './verb.ts';

/** What a person does in the company; a grant gives one of these, everywhere, at a warehouse or for a partner. */
export const roles = [
  'administrator',
  'planner',
  'purchaser',
  'warehouse_keeper',
  'warehouse_manager',
  'quality',
  'driver',
  'hospital_department',
  'supplier',
  'manager',
  'auditor',
  'accountant',
] as const;
export const role = z.enum(roles);
export type Role = (typeof roles)[number];

/** Every permission there is, `<module>.<action>`. Verbs name one of them in their gate. */
export const permissions = [
  'identity.manage_users',
  'identity.manage_keys',
  'platform.read_audit',
  'masterdata.read',
  'masterdata.write',
  'compliance.read',
  'compliance.write',
  'compliance.review',
  'compliance.approve',
  'compliance.rules',
  'stock.read',
  'stock.post',
  'stock.allocate',
  'stock.pick',
  'stock.count',
  'stock.adjust',
  'stock.hold',
  'stock.recall',
  'quality.dispose',
  'quality.destroy',
  'quality.repair',
  'quality.inspect',
  'quality.release',
  'quality.case',
  'quality.report',
  'quality.complain',
  'quality.recall',
  'coldchain.read',
  'coldchain.record',
  'coldchain.manage',
  'coldchain.decide',
  'warehouse.read',
  'warehouse.design',
  'warehouse.plan',
  'warehouse.work',
  'warehouse.approve',
  'warehouse.inspect',
  'transport.read',
  'transport.plan',
  'transport.execute',
  'transport.manage',
  'transport.settle',
  'transport.approve',
  'supply.read',
  'supply.plan',
  'supply.order',
  'supply.approve',
  'supply.confirm',
  'supply.receive',
  'supply.accept',
  'supply.return',
  'fulfilment.read',
  'fulfilment.demand',
  'fulfilment.allocate',
  'fulfilment.ship',
  'fulfilment.review',
  'fulfilment.deliver',
  'fulfilment.return',
  'fulfilment.consign',
  'fulfilment.surgery',
  'fulfilment.report_use',
  'fulfilment.settle',
  'transfer.read',
  'transfer.request',
  'transfer.approve',
  'transfer.ship',
  'transfer.receive',
  'transfer.resolve',
  'transfer.budget',
  'finance.read',
  'finance.cost',
  'finance.close',
  'finance.export',
  'planning.read',
  'planning.set_policy',
  'planning.propose',
  'planning.accept',
  'insight.read',
  'insight.retention',
  'integration.import',
  'integration.export',
  'integration.rfid',
] as const;
export type Permission = (typeof permissions)[number];

export const identity_errors = {
  'identity.wrong_credentials': {
    status: 401,
    zh: '账号或密码不正确',
    en: 'The account or the password is wrong',
  },
  'identity.totp_required': {
    status: 401,
    zh: '请输入动态验证码',
    en: 'Please enter the one-time code',
  },
  'identity.wrong_totp': { status: 401, zh: '动态验证码不正确', en: 'The one-time code is wrong' },
  'identity.locked': {
    status: 429,
    zh: '尝试次数过多,请 {retry_after_s} 秒后再试',
    en: 'Too many attempts; try again in {retry_after_s} s',
  },
  'identity.first_run_over': {
    status: 409,
    zh: '系统已完成初始化,请登录',
    en: 'This installation already has its administrator; please sign in',
  },
  'identity.password_common': {
    status: 422,
    zh: '密码过于常见或过于简单',
    en: 'The password is too common or too simple',
  },
  'identity.password_contains_account': {
    status: 422,
    zh: '密码不能包含账号',
    en: 'The password must not contain the account',
  },
  'identity.password_unchanged': {
    status: 422,
    zh: '新密码不能与当前密码相同',
    en: 'The new password must differ from the current one',
  },
  'identity.wrong_password': { status: 403, zh: '密码不正确', en: 'The password is wrong' },
  'identity.account_taken': { status: 409, zh: '账号已存在', en: 'The account exists already' },
  'identity.account_reserved': { status: 422, zh: '该账号名不可使用', en: 'This account name is reserved' },
  'identity.not_oneself': {
    status: 403,
    zh: '不能对自己的账号执行此操作',
    en: 'Nobody may do this to the own account',
  },
  'identity.is_service': {
    status: 409,
    zh: '服务账号没有密码,只能使用接口密钥',
    en: 'A service account has no password; it works through API keys',
  },
  'identity.key_for_service_only': {
    status: 403,
    zh: '接口密钥只能发给服务账号或本人',
    en: 'A key may be made for a service account or for oneself only',
  },
  'identity.role_shape': {
    status: 422,
    zh: '该角色的授权范围不正确',
    en: 'The role cannot be granted with this warehouse or partner',
  },
  'identity.mixed_partners': {
    status: 409,
    zh: '一个账号只能代表一个往来单位,且不能同时是本公司员工',
    en: 'An account acts either for our staff or for one partner',
  },
  'identity.grant_exists': { status: 409, zh: '已有此授权', en: 'This role is granted already' },
  'identity.totp_active': { status: 409, zh: '已启用动态验证码', en: 'One-time codes are active already' },
  'identity.totp_not_started': {
    status: 409,
    zh: '请先开始设置动态验证码',
    en: 'Start the set-up of one-time codes first',
  },
  'identity.reauthentication_needed': {
    status: 403,
    zh: '此操作需要重新输入密码',
    en: 'Please give your password again for this',
  },
} as const satisfies ErrorCatalogue;

/** Letters, digits and `. _ @ -`, so that nobody can imitate another account with look-alike characters. */
const account = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/, { error: 'charset' });
/** What is typed at a sign-in: any text, because a wrong one gets the same answer as an unknown one. */
const any_password = z.string().min(1).max(200);
/** Length is what makes a password strong (NIST SP 800-63B section 3.1.1.2), hence no rules on its characters. */
export const new_password = z.string().min(12).max(200);
const totp_code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, { error: 'format' });
const language = z.enum(['zh', 'en']);
const done = z.object({});
const user_path = { user_id: id_param };

export const session_user = z.object({
  user_id: id,
  account: z.string(),
  display_name: z.string(),
  language,
  /** Until it is changed nothing else is allowed, and `permissions` is empty. */
  must_change_password: z.boolean(),
  has_totp: z.boolean(),
  permissions: z.array(z.string()),
  roles: z.array(role),
  all_warehouses: z.boolean(),
  warehouses: z.array(
    z.object({ warehouse_id: id, code: z.string(), name: z.string(), timezone: z.string() }),
  ),
  partner_id: id.nullable(),
});
export type SessionUser = z.infer<typeof session_user>;

export const session = verb({
  name: 'identity.session',
  method: 'GET',
  path: '/api/identity/session',
  summary: 'Who is signed in, and whether this installation still needs its first administrator',
  input: z.strictObject({}),
  output: z.object({ first_run: z.boolean(), user: session_user.nullable() }),
  errors: [],
});

export const firstRun = verb({
  name: 'identity.first-run',
  method: 'POST',
  path: '/api/identity/first-run',
  summary: 'Makes the first administrator and signs in; possible once',
  input: z.strictObject({
    account,
    display_name: required_text(60),
    password: new_password,
    language: language.default('zh'),
  }),
  output: z.object(session_answer),
  errors: [
    'identity.first_run_over',
    'identity.password_common',
    'identity.password_contains_account',
    'identity.account_reserved',
  ],
  returns: 'session',
});

export const signIn = verb({
  name: 'identity.sign-in',
  method: 'POST',
  path: '/api/identity/sign-in',
  summary: 'Signs in with password and, where set up, a one-time code',
  input: z.strictObject({
    account: z.string().trim().min(1).max(200),
    password: any_password,
    totp: totp_code.optional(),
  }),
  output: z.object(session_answer),
  errors: ['identity.wrong_credentials', 'identity.totp_required', 'identity.wrong_totp', 'identity.locked'],
  returns: 'session',
});

export const signOut = verb({
  name: 'identity.sign-out',
  method: 'POST',
  path: '/api/identity/sign-out',
  summary: 'Ends the session',
  input: z.strictObject({}),
  output: z.object(session_answer),
  errors: [],
  returns: 'session',
});

export const reAuthenticate = verb({
  name: 'identity.re-authenticate',
  method: 'POST',
  path: '/api/identity/re-authenticate',
  summary: 'Gives the password again, as signatures and other grave steps ask for',
  input: z.strictObject({ password: any_password }),
  output: z.object({ valid_for_s: z.number().int() }),
  errors: ['identity.wrong_password', 'identity.locked'],
});

export const changePassword = verb({
  name: 'identity.change-password',
  method: 'POST',
  path: '/api/identity/change-password',
  summary: 'Changes the own password and ends all other sessions',
  input: z.strictObject({ password: any_password, new_password }),
  output: done,
  errors: [
    'identity.wrong_password',
    'identity.password_unchanged',
    'identity.password_common',
    'identity.password_contains_account',
    'identity.locked',
  ],
});

export const setLanguage = verb({
  name: 'identity.set-language',
  method: 'POST',
  path: '/api/identity/set-language',
  summary: 'Chooses the language of the screens and messages',
  input: z.strictObject({ language }),
  output: done,
  errors: [],
});

export const endOtherSessions = verb({
  name: 'identity.end-other-sessions',
  method: 'POST',
  path: '/api/identity/end-other-sessions',
  summary: 'Ends all sessions of the own account but this one',
  input: z.strictObject({}),
  output: z.object({ ended: z.number().int() }),
  errors: [],
});

export const startTotp = verb({
  name: 'identity.start-totp',
  method: 'POST',
  path: '/api/identity/start-totp',
  summary: 'Gives a fresh secret for one-time codes (RFC 6238), not yet in force',
  input: z.strictObject({ password: any_password }),
  output: z.object({ otpauth_uri: z.string(), secret: z.string() }),
  errors: ['identity.wrong_password', 'identity.totp_active', 'identity.locked'],
});

export const confirmTotp = verb({
  name: 'identity.confirm-totp',
  method: 'POST',
  path: '/api/identity/confirm-totp',
  summary: 'Puts one-time codes in force, proved by a first code',
  input: z.strictObject({ totp: totp_code }),
  output: done,
  errors: ['identity.wrong_totp', 'identity.totp_not_started', 'identity.locked'],
});

export const disableTotp = verb({
  name: 'identity.disable-totp',
  method: 'POST',
  path: '/api/identity/disable-totp',
  summary: 'Takes one-time codes out of force for the own account',
  input: z.strictObject({ password: any_password }),
  output: done,
  errors: ['identity.wrong_password', 'identity.totp_not_started', 'identity.locked'],
});

const grant_row = z.object({
  grant_id: id,
  role,
  warehouse_id: id.nullable(),
  partner_id: id.nullable(),
});
const user_row = z.object({
  user_id: id,
  account: z.string(),
  display_name: z.string(),
  is_service: z.boolean(),
  language,
  must_change_password: z.boolean(),
  has_totp: z.boolean(),
  created_at: instant,
  disabled_at: instant.nullable(),
  last_seen_at: instant.nullable(),
  grants: z.array(grant_row),
});

export const listUsers = verb({
  name: 'identity.list-users',
  method: 'GET',
  path: '/api/identity/users',
  summary: 'All accounts with their roles',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(user_row) }),
  errors: [],
});

export const createUser = verb({
  name: 'identity.create-user',
  method: 'POST',
  path: '/api/identity/users',
  summary: 'Makes an account; a person gets a first password to be changed at the first sign-in',
  input: z.strictObject({
    account,
    display_name: required_text(60),
    language: language.default('zh'),
    is_service: z.boolean().default(false),
    /** Required for a person, absent for a service account. */
    initial_password: new_password.optional(),
  }),
  output: z.object({ user_id: id }),
  errors: [
    'identity.account_taken',
    'identity.account_reserved',
    'identity.password_common',
    'identity.password_contains_account',
    'identity.is_service',
  ],
});

export const resetPassword = verb({
  name: 'identity.reset-password',
  method: 'POST',
  path: '/api/identity/users/{user_id}/reset-password',
  summary: 'Gives a person a new first password, ends the sessions, and optionally drops the one-time codes',
  input: z.strictObject({
    ...user_path,
    initial_password: new_password,
    drop_totp: z.boolean().default(false),
  }),
  output: done,
  errors: [
    'identity.not_oneself',
    'identity.is_service',
    'identity.password_common',
    'identity.password_contains_account',
  ],
});

export const grantRole = verb({
  name: 'identity.grant-role',
  method: 'POST',
  path: '/api/identity/users/{user_id}/grant-role',
  summary: 'Gives a role: everywhere, at one warehouse, or for one partner',
  input: z.strictObject({
    ...user_path,
    role,
    warehouse_id: id.nullable().default(null),
    partner_id: id.nullable().default(null),
  }),
  output: z.object({ grant_id: id }),
  errors: ['identity.not_oneself', 'identity.role_shape', 'identity.mixed_partners', 'identity.grant_exists'],
});

export const revokeRole = verb({
  name: 'identity.revoke-role',
  method: 'POST',
  path: '/api/identity/users/{user_id}/revoke-role',
  summary: 'Takes a role away; it holds for the very next request',
  input: z.strictObject({ ...user_path, grant_id: id }),
  output: done,
  errors: ['identity.not_oneself'],
});

export const disableUser = verb({
  name: 'identity.disable-user',
  method: 'POST',
  path: '/api/identity/users/{user_id}/disable',
  summary: 'Closes an account, its sessions and its keys',
  input: z.strictObject({ ...user_path, reason: required_text(200) }),
  output: done,
  errors: ['identity.not_oneself'],
});

export const enableUser = verb({
  name: 'identity.enable-user',
  method: 'POST',
  path: '/api/identity/users/{user_id}/enable',
  summary: 'Opens a closed account again; sessions and keys stay closed',
  input: z.strictObject({ ...user_path, reason: required_text(200) }),
  output: done,
  errors: ['identity.not_oneself'],
});

export const createApiKey = verb({
  name: 'identity.create-api-key',
  method: 'POST',
  path: '/api/identity/api-keys',
  summary: 'Makes a key for a service account or for oneself; the key is shown this once',
  input: z.strictObject({
    user_id: id,
    name: required_text(60),
    expires_in_days: z.number().int().min(1).max(730).default(365),
  }),
  output: z.object({ api_key_id: id, key: z.string(), expires_at: instant }),
  errors: ['identity.key_for_service_only'],
});

export const listApiKeys = verb({
  name: 'identity.list-api-keys',
  method: 'GET',
  path: '/api/identity/api-keys',
  summary: 'All keys, without the keys themselves',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        api_key_id: id,
        user_id: id,
        account: z.string(),
        name: z.string(),
        created_at: instant,
        expires_at: instant,
        revoked_at: instant.nullable(),
        last_used_at: instant.nullable(),
      }),
    ),
  }),
  errors: [],
});

export const revokeApiKey = verb({
  name: 'identity.revoke-api-key',
  method: 'POST',
  path: '/api/identity/api-keys/{api_key_id}/revoke',
  summary: 'Ends a key at once',
  input: z.strictObject({ api_key_id: id_param }),
  output: done,
  errors: [],
});

const audit_row = z.object({
  audit_id: id,
  at: instant,
  actor_id: id.nullable(),
  actor_account: z.string().nullable(),
  session_id: id.nullable(),
  action: z.string(),
  entity: z.string().nullable(),
  entity_id: z.string().nullable(),
  warehouse_id: id.nullable(),
  request_id: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** Whether the row is already in the hash chain. */
  sealed: z.boolean(),
});

export const listAudit = verb({
  name: 'identity.list-audit',
  method: 'GET',
  path: '/api/identity/audit',
  summary: 'The audit trail, newest first',
  input: z.strictObject({
    entity: z.string().trim().max(60).optional(),
    entity_id: z.string().trim().max(100).optional(),
    actor_id: id_param.optional(),
    action: z.string().trim().max(60).optional(),
    from: instant.optional(),
    to: instant.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^\d{1,19}-\d{1,19}$/, { error: 'format' })
      .optional(),
  }),
  output: z.object({ rows: z.array(audit_row), next: z.string().nullable() }),
  errors: [],
});
