/**
 * The error catalogue: code -> HTTP status and the sentence in both languages. `{name}` stands for a parameter.
 * The server answers with code and parameters; the sentence is filled in at the edge and in the web from here.
 */
export type ErrorText = { readonly status: number; readonly zh: string; readonly en: string };
export type ErrorCatalogue = Readonly<Record<string, ErrorText>>;

export const platform_errors = {
  'platform.invalid_input': {
    status: 422,
    zh: '输入有误,请按标注修改',
    en: 'The input has errors; see the marked fields',
  },
  'platform.malformed_input': { status: 400, zh: '请求格式不正确', en: 'The request is malformed' },
  'platform.malformed_json': {
    status: 400,
    zh: 'JSON 不正确:{problem}',
    en: 'The JSON is malformed: {problem}',
  },
  'platform.too_large': {
    status: 413,
    zh: '内容过大,上限 {limit} 字节',
    en: 'The content is larger than {limit} bytes',
  },
  'platform.unsupported_media_type': { status: 415, zh: '不支持的内容类型', en: 'Unsupported content type' },
  'platform.not_signed_in': { status: 401, zh: '请先登录', en: 'Please sign in' },
  'platform.forbidden': {
    status: 403,
    zh: '没有此操作的权限({permission})',
    en: 'You lack the permission {permission}',
  },
  'platform.foreign_origin': {
    status: 403,
    zh: '请求来源不被允许',
    en: 'The request comes from a foreign origin',
  },
  'platform.not_found': { status: 404, zh: '未找到', en: 'Not found' },
  'platform.method_not_allowed': { status: 405, zh: '不支持的请求方法', en: 'Method not allowed' },
  'platform.idempotency_key_missing': {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头',
    en: 'The Idempotency-Key header is missing',
  },
  'platform.idempotency_key_reused': {
    status: 422,
    zh: '该 Idempotency-Key 已用于另一个请求',
    en: 'This Idempotency-Key was used for another request',
  },
  'platform.try_again': { status: 503, zh: '系统繁忙,请稍后重试', en: 'Busy; please try again' },
  'platform.overloaded': {
    status: 503,
    zh: '请求过多,请稍后重试',
    en: 'Too many requests in work; please try again',
  },
  'platform.rate_limited': {
    status: 429,
    zh: '操作过于频繁,请 {retry_after_s} 秒后再试',
    en: 'Too many attempts; try again in {retry_after_s} s',
  },
  'platform.unavailable': {
    status: 503,
    zh: '数据库暂不可用,请稍后重试',
    en: 'The database is not reachable; please try again',
  },
  'platform.internal': {
    status: 500,
    zh: '系统内部错误,编号 {request_id}',
    en: 'Internal error, reference {request_id}',
  },
  'platform.conflict': {
    status: 409,
    zh: '数据已被他人修改,请刷新后重试',
    en: 'The record was changed meanwhile; reload and try again',
  },
} as const satisfies ErrorCatalogue;

/** Codes of single wrong fields (`errors[].code`). */
export const field_errors = {
  required: { zh: '必填', en: 'required' },
  unknown_field: { zh: '未知字段', en: 'unknown field' },
  type: { zh: '类型不正确,应为 {expected}', en: 'must be {expected}' },
  whole: { zh: '应为整数', en: 'must be a whole number' },
  too_small: { zh: '不能小于 {minimum}', en: 'must be at least {minimum}' },
  too_big: { zh: '不能大于 {maximum}', en: 'must be at most {maximum}' },
  charset: { zh: '含有不允许的字符', en: 'contains characters that are not allowed' },
  format: { zh: '格式不正确', en: 'has the wrong format' },
  date: { zh: '日期不存在,应为 YYYY-MM-DD', en: 'is not an existing date (YYYY-MM-DD)' },
  option: { zh: '应为下列之一:{options}', en: 'must be one of {options}' },
  invalid: { zh: '不正确', en: 'is invalid' },
  duplicate: { zh: '重复', en: 'is repeated' },
  unknown: { zh: '不存在', en: 'does not exist' },
} as const;

/** Fills `{name}` with the parameters; a missing one stays visible. */
export function fillText(template: string, params: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
}
