export const destruction_audit = {
  'quality.request_destruction': { zh: '申请销毁', en: 'Asked for goods to be destroyed' },
  'quality.decide_destruction': { zh: '审批销毁', en: 'Decided on a destruction' },
  'quality.cancel_destruction': { zh: '取消销毁', en: 'Cancelled a destruction' },
  'quality.execute_destruction': { zh: '执行销毁', en: 'Destroyed goods' },
  'quality.witness_destruction': { zh: '监销确认', en: 'Witnessed a destruction' },
  'quality.add_evidence': { zh: '上传销毁证据', en: 'Added evidence of a destruction' },
  'quality.print_destruction': { zh: '打印销毁记录', en: 'Printed a record of destruction' },
} as const;
