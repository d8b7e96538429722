/** What the audit trail calls what is done here. */
export const inspection_audit = {
  'quality.save_inspection_plan': { zh: '编制检验方案', en: 'Wrote an inspection plan' },
  'quality.decide_inspection_plan': { zh: '审批检验方案', en: 'Decided on an inspection plan' },
  'quality.retire_inspection_plan': { zh: '停用检验方案', en: 'Retired an inspection plan' },
  'quality.resume_sampling': { zh: '恢复抽样检验', en: 'Resumed sampling' },
  'quality.open_inspection': { zh: '产生检验单', en: 'Opened an inspection' },
  'quality.record_inspection': { zh: '录入检验结果', en: 'Recorded results of an inspection' },
  'quality.void_inspection_result': { zh: '作废检验记录', en: 'Voided a result of an inspection' },
  'quality.conclude_inspection': { zh: '作出检验结论', en: 'Concluded an inspection' },
  'quality.retest_inspection': { zh: '复检', en: 'Tested a lot again' },
  'quality.release_inspection': { zh: '签名放行或拒收', en: 'Signed the decision on a lot' },
  'quality.cancel_inspection': { zh: '取消检验', en: 'Cancelled an inspection' },
  'quality.add_inspection_paper': { zh: '上传检验资料', en: 'Added a paper to an inspection' },
  'quality.print_inspection': { zh: '打印检验记录', en: 'Printed an inspection record' },
} as const;
