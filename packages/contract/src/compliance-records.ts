import type { ErrorCatalogue } from './errors.ts';

export * from './compliance-paper-views.ts';
export * from './compliance-papers.ts';
export * from './compliance-reviews.ts';
export * from './compliance-udid.ts';
export * from './regions.ts';

/** Papers of compliance, the review before the first deal, and completing items from the national UDI database. */
export const compliance_records_errors = {
  'compliance.first_supplier_not_approved': {
    status: 409,
    zh: '供货者 {partner_code} 未通过首营企业审核',
    en: 'Supplier {partner_code} has not passed the review before the first deal',
  },
  'compliance.first_item_not_approved': {
    status: 409,
    zh: '产品 {item_code} 未通过首营品种审核',
    en: 'Item {item_code} has not passed the review before the first deal',
  },
  'compliance.own_review': {
    status: 403,
    zh: '申请人不能审核或批准自己的首营申请',
    en: 'Nobody assesses or approves the own review',
  },
  'compliance.review_status': {
    status: 409,
    zh: '首营审批表 {document_no} 当前为 {status},不能执行此操作',
    en: 'Review {document_no} is {status}; this cannot be done now',
  },
  'compliance.review_open': {
    status: 409,
    zh: '该单位或产品已有未办结的首营申请',
    en: 'A review of this company or item is open already',
  },
  'compliance.review_subject': {
    status: 422,
    zh: '首营企业须选一家往来单位,首营品种须选一个产品;本公司不需要首营审核',
    en: 'Choose one partner or one item; the own company needs no review',
  },
  'compliance.review_paper_missing': {
    status: 422,
    zh: '缺少资料:{papers}',
    en: 'Papers are missing: {papers}',
  },
  'compliance.review_paper_expired': {
    status: 422,
    zh: '资料 {paper_no} 已于 {valid_to} 到期',
    en: 'Paper {paper_no} expired on {valid_to}',
  },
  'compliance.nothing_to_take_over': {
    status: 409,
    zh: '没有需要接管的供货者或产品',
    en: 'There is no supplier or item to take over',
  },
  'compliance.paper_exists': {
    status: 409,
    zh: '同一编号、同一生效日期的证照已登记',
    en: 'A paper of this number and first day is on file already',
  },
  'compliance.paper_ended': { status: 409, zh: '该证照已注销', en: 'This paper has been cancelled' },
  'compliance.paper_endless': {
    status: 409,
    zh: '长期有效的证照无需延续',
    en: 'A paper without an end needs no renewal',
  },
  'compliance.version_order': {
    status: 422,
    zh: '新版本的生效日期须晚于现有版本({latest})',
    en: 'A new version begins later than the one on file ({latest})',
  },
  'compliance.change_note_needed': {
    status: 422,
    zh: '该编号已登记,请写明变更或延续内容',
    en: 'This number is on file; say what the new version changes',
  },
  'compliance.registration_class': {
    status: 422,
    zh: '注册证号 {registration_no} 表示 {expected} 类,与所填 {device_class} 类不符',
    en: 'Number {registration_no} stands for class {expected}, not {device_class}',
  },
  'compliance.interval': {
    status: 422,
    zh: '有效期止不能早于有效期起',
    en: 'The last day lies before the first',
  },
  'compliance.applied_too_late': {
    status: 422,
    zh: '申请日 {applied_on} 不在规定的受理期内({window_from} 至 {window_to}),不能视为延续',
    en: 'Applied on {applied_on}, outside the window ({window_from} to {window_to}); it does not count as renewed',
  },
  'compliance.deemed_until': {
    status: 422,
    zh: '视为延续的截止日须晚于原有效期 {valid_to}',
    en: 'The day until which it counts as renewed lies after {valid_to}',
  },
  'compliance.own_partner_twice': {
    status: 422,
    zh: '授权方与被授权方不能相同',
    en: 'Nobody authorises himself',
  },
  'compliance.scope_empty': {
    status: 422,
    zh: '请指定授权的产品或分类',
    en: 'Name the items or categories that are authorised',
  },
  'compliance.assessment_missing': {
    status: 422,
    zh: '委托储运须填写质量评估日期',
    en: 'A logistics agreement needs the day of its assessment',
  },
  'compliance.udid_unreadable': {
    status: 422,
    zh: '文件不是可识别的 UDID 数据(JSON 或 XML)',
    en: 'The file holds no readable UDID data (JSON or XML)',
  },
  'compliance.udid_other_device': {
    status: 422,
    zh: '第 {line_no} 条数据与所选产品不符',
    en: 'Device {line_no} is not that of the item chosen',
  },
} as const satisfies ErrorCatalogue;
