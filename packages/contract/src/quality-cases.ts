import { adverse_event_errors } from './adverse-event.ts';
import { capa_errors } from './capa.ts';
import { complaint_errors } from './complaint.ts';
import { deviation_errors } from './deviation.ts';
import type { ErrorCatalogue } from './errors.ts';
import { quality_case_errors } from './quality-case-common.ts';
import { self_inspection_errors } from './quality-workbench.ts';

export * from './adverse-event.ts';
export * from './capa.ts';
export * from './complaint.ts';
export * from './deviation.ts';
export * from './quality-case-common.ts';
export * from './quality-workbench.ts';

export const quality_cases_errors = {
  ...quality_case_errors,
  ...deviation_errors,
  ...capa_errors,
  ...complaint_errors,
  ...adverse_event_errors,
  ...self_inspection_errors,
} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const quality_cases_audit = {
  'quality.add_case_note': { zh: '追加质量事件说明', en: 'Added a remark to a quality case' },
  'quality.add_case_file': { zh: '上传质量事件附件', en: 'Added a paper to a quality case' },
  'quality.open_deviation': { zh: '登记偏差', en: 'Opened a deviation' },
  'quality.contain_deviation': { zh: '登记偏差应急措施', en: 'Contained a deviation' },
  'quality.assign_deviation': { zh: '指派偏差', en: 'Assigned a deviation' },
  'quality.investigate_deviation': { zh: '登记偏差调查', en: 'Investigated a deviation' },
  'quality.decide_deviation': { zh: '偏差货物处置', en: 'Decided on goods of a deviation' },
  'quality.close_deviation': { zh: '关闭偏差', en: 'Closed a deviation' },
  'quality.print_deviation': { zh: '打印偏差记录', en: 'Printed a deviation' },
  'quality.open_capa': { zh: '建立 CAPA', en: 'Opened a CAPA' },
  'quality.add_capa_actions': { zh: '增加 CAPA 措施', en: 'Added actions to a CAPA' },
  'quality.finish_capa_action': { zh: '完成 CAPA 措施', en: 'Finished an action of a CAPA' },
  'quality.check_capa': { zh: 'CAPA 有效性检查', en: 'Checked whether a CAPA works' },
  'quality.reopen_capa': { zh: '重新打开 CAPA', en: 'Reopened a CAPA' },
  'quality.print_capa': { zh: '打印 CAPA 记录', en: 'Printed a CAPA' },
  'quality.file_complaint': { zh: '登记投诉', en: 'Filed a complaint' },
  'quality.triage_complaint': { zh: '投诉分级', en: 'Triaged a complaint' },
  'quality.investigate_complaint': { zh: '登记投诉调查', en: 'Investigated a complaint' },
  'quality.answer_complaint': { zh: '答复投诉', en: 'Answered a complaint' },
  'quality.close_complaint': { zh: '关闭投诉', en: 'Closed a complaint' },
  'quality.print_complaint': { zh: '打印投诉记录', en: 'Printed a complaint' },
  'quality.open_adverse_event': { zh: '登记不良事件', en: 'Opened an adverse event' },
  'quality.amend_adverse_event': { zh: '更正不良事件', en: 'Amended an adverse event' },
  'quality.tell_registrant': { zh: '告知注册人', en: 'Told the registrant' },
  'quality.phone_adverse_event': { zh: '电话报告群体事件', en: 'Reported a group event by telephone' },
  'quality.submit_adverse_event': { zh: '提交不良事件报告', en: 'Submitted the report of an adverse event' },
  'quality.follow_up_adverse_event': { zh: '提交不良事件随访报告', en: 'Submitted a follow-up report' },
  'quality.close_adverse_event': { zh: '关闭不良事件', en: 'Closed an adverse event' },
  'quality.print_adverse_event': { zh: '打印不良事件报告', en: 'Printed an adverse event' },
  'quality.export_adverse_event': { zh: '导出不良事件报告', en: 'Exported an adverse event' },
  'quality.record_self_inspection': { zh: '登记年度自查报告', en: 'Recorded the yearly self-inspection' },
} as const;
