/** What the audit trail calls what is done here. */
export const retention_audit = {
  'insight.set_retention_rule': { zh: '修改保存期限', en: 'Changed a rule of retention' },
  'insight.set_market': { zh: '登记销售地区', en: 'Said where a customer is' },
  'insight.request_purge': { zh: '申请清除记录', en: 'Asked for records to be deleted' },
  'insight.decide_purge': { zh: '审批清除', en: 'Decided on a purge' },
  'insight.cancel_purge': { zh: '撤回清除申请', en: 'Took a purge back' },
  'insight.purge': { zh: '清除过期记录', en: 'Deleted records past their date' },
  'insight.place_legal_hold': { zh: '发起保全', en: 'Placed a legal hold' },
  'insight.lift_legal_hold': { zh: '解除保全', en: 'Lifted a legal hold' },
  'insight.verify_seals': { zh: '验证审计链', en: 'Verified the audit trail' },
} as const;
