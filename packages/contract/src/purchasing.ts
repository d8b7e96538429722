import type { ErrorCatalogue } from './errors.ts';

export * from './purchase-orders.ts';
export * from './purchase-planning.ts';
export * from './purchase-terms.ts';

export const purchasing_errors = {
  'supply.wrong_status': {
    status: 409,
    zh: '单据 {document_no} 当前为 {status},不能变为 {action}',
    en: 'Document {document_no} is {status}; it cannot become {action}',
  },
  'supply.own_request': {
    status: 403,
    zh: '不能审批自己提出的单据',
    en: 'Nobody approves the own document',
  },
  'supply.approved_before': {
    status: 409,
    zh: '您已批准过 {document_no} 的当前版本',
    en: 'You have approved this version of {document_no} before',
  },
  'supply.item_repeated': {
    status: 422,
    zh: '同一产品在单据中重复',
    en: 'An item appears twice in the document',
  },
  'supply.not_a_supplier': {
    status: 422,
    zh: '往来单位 {partner_code} 不是供应商',
    en: 'Partner {partner_code} is not a supplier',
  },
  'supply.refused': {
    status: 409,
    zh: '{refused} 行不能采购,单据未提交',
    en: '{refused} lines may not be bought; the document stays as it is',
  },
  'supply.terms_not_met': {
    status: 422,
    zh: '{refused} 行不符合供应商的订货条件',
    en: '{refused} lines do not fit the terms of the supplier',
  },
  'supply.below_minimum': {
    status: 422,
    zh: '低于最小订货量 {min_order_qty}',
    en: 'below the least order of {min_order_qty}',
  },
  'supply.not_a_multiple': {
    status: 422,
    zh: '不是订货倍数 {order_multiple} 的整数倍',
    en: 'not a multiple of {order_multiple}',
  },
  'supply.over_commitment': {
    status: 409,
    zh: '协议 {agreement_no} 仅余 {left} 可调用,需要 {wanted}',
    en: 'Agreement {agreement_no} has {left} left to call off, {wanted} wanted',
  },
  'supply.agreement_not_in_force': {
    status: 409,
    zh: '协议 {agreement_no} 已不在有效期内',
    en: 'Agreement {agreement_no} is not in force',
  },
  'supply.line_unknown': {
    status: 404,
    zh: '行 {line_id} 不属于该单据',
    en: 'Line {line_id} does not belong to this document',
  },
  'supply.below_received': {
    status: 409,
    zh: '不能低于已收与已通知发货的 {committed}(给出 {given})',
    en: 'cannot be below the {committed} received or announced ({given} given)',
  },
  'supply.nothing_open': {
    status: 409,
    zh: '单据 {document_no} 没有未到货数量',
    en: 'Nothing of {document_no} is still to come',
  },
  'supply.announced': {
    status: 409,
    zh: '{qty} 件已在到货通知 {asn_no} 中,请先撤销该通知',
    en: '{qty} pieces stand in arrival notice {asn_no}; withdraw it first',
  },
  'supply.nothing_changed': {
    status: 422,
    zh: '与当前订单相同,没有变更',
    en: 'Nothing differs from the order as it stands',
  },
  'supply.more_than_ordered': {
    status: 409,
    zh: '数量 {given} 超过 {allowed}',
    en: '{given} given, {allowed} possible',
  },
  'supply.delivery_note_taken': {
    status: 409,
    zh: '该供应商的随货同行单号已登记',
    en: 'This delivery note of the supplier was announced before',
  },
  'supply.serials_do_not_match': {
    status: 422,
    zh: '序列号 {given} 个,数量 {qty}',
    en: '{given} serials given for {qty} pieces',
  },
  'supply.serials_not_tracked': {
    status: 422,
    zh: '该产品不按序列号管理',
    en: 'This item is not tracked by serial number',
  },
  'supply.sscc_wrong': {
    status: 422,
    zh: 'SSCC 校验位不正确',
    en: 'The check digit of the SSCC is wrong',
  },
  'supply.lot_dates': {
    status: 422,
    zh: '失效日期早于生产日期',
    en: 'The lot expires before it was made',
  },
  'supply.cold_needs_logger': {
    status: 422,
    zh: '冷链产品须以冷藏车或冷藏箱运输',
    en: 'Cold goods travel in a cold vehicle or a cold box',
  },
  'supply.no_supplier': {
    status: 409,
    zh: '{lines} 行没有供应商,请先维护订货条件或指定供应商',
    en: '{lines} lines have no supplier; enter terms or name one',
  },
  'supply.nothing_to_buy': {
    status: 409,
    zh: '没有需要采购的数量',
    en: 'Nothing has to be bought',
  },
  'supply.not_invited': {
    status: 422,
    zh: '该供应商未被询价',
    en: 'This supplier was not asked',
  },
  'supply.rfq_over': {
    status: 409,
    zh: '询价 {document_no} 已截止',
    en: 'Inquiry {document_no} is over',
  },
  'supply.not_offered': {
    status: 409,
    zh: '供应商没有对此行报价',
    en: 'The supplier has made no offer for this line',
  },
  'supply.award_needs_reason': {
    status: 422,
    zh: '未选最低价,请说明理由',
    en: 'A dearer offer is awarded only with a reason',
  },
  'supply.nothing_received': {
    status: 409,
    zh: '订单 {document_no} 还没有收货,不能分摊费用',
    en: 'Nothing of {document_no} was received; cost cannot be laid on it',
  },
  'supply.reversed_before': {
    status: 409,
    zh: '费用单 {document_no} 已冲销',
    en: 'Cost document {document_no} was taken back before',
  },
  'supply.price_taken': {
    status: 409,
    zh: '同一起始日期与起订量的价格已存在',
    en: 'A price of the same first day and quantity exists',
  },
  'supply.tiers_start_at_zero': {
    status: 422,
    zh: '审批档位须从 0 开始且金额不重复',
    en: 'Approval tiers begin at 0 and no amount appears twice',
  },
} as const satisfies ErrorCatalogue;
