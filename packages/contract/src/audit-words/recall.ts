/** What the audit trail calls what is done here. */
export const recall_audit = {
  'quality.preview_recall': { zh: '预览召回范围', en: 'Looked at a scope of recall' },
  'quality.start_recall': { zh: '启动召回或停售', en: 'Started a recall or hold' },
  'quality.send_recall_notices': { zh: '发出召回通知', en: 'Sent recall notices' },
  'quality.answer_recall_notice': { zh: '回复召回通知', en: 'Answered a recall notice' },
  'quality.record_recall_answer': { zh: '代录召回回复', en: 'Wrote down an answer to a recall notice' },
  'quality.explain_recall_notice': { zh: '说明召回差异', en: 'Explained a difference of a recall' },
  'quality.reconcile_recall_notice': { zh: '核对召回通知', en: 'Reconciled a recall notice' },
  'quality.escalate_recall_notice': { zh: '召回通知逾期升级', en: 'Escalated an overdue recall notice' },
  'quality.lift_recall': { zh: '解除停售', en: 'Lifted a hold' },
  'quality.close_recall': { zh: '关闭召回案件', en: 'Closed a recall case' },
  'quality.set_recall_deadline': { zh: '修改召回通知期限', en: 'Changed the hours of recall notices' },
  'quality.add_recall_paper': { zh: '上传召回文件', en: 'Added a paper to a recall' },
  'quality.print_recall_notice': { zh: '打印召回通知', en: 'Printed a recall notice' },
  'quality.print_recall_report': { zh: '打印召回报告', en: 'Printed a recall report' },
} as const;
