/** Words of printed case records. The records are kept in Chinese, as the inspectors read them. */
import type {
  ADVERSE_CATEGORIES,
  ADVERSE_ORIGINS,
  CAPA_ACTION_KINDS,
  CASE_SEVERITIES,
  COMPLAINT_CAUSES,
  DEVIATION_DECISIONS,
  DEVIATION_KINDS,
  PATIENT_HARMS,
  PATIENT_SEXES,
  ROOT_CAUSES,
} from '@tongcang/contract';

type Words<T extends readonly string[]> = Readonly<Record<T[number], string>>;

export const severity_words: Words<typeof CASE_SEVERITIES> = {
  minor: '一般',
  major: '重大',
  critical: '严重',
};
export const deviation_kind_words: Words<typeof DEVIATION_KINDS> = {
  temperature_excursion: '温度超限',
  inspection: '验收不合格',
  receiving: '收货异常',
  storage: '储存异常',
  document: '单据异常',
  process: '操作不符',
  other: '其他',
};
export const root_cause_words: Words<typeof ROOT_CAUSES> = {
  people: '人员',
  equipment: '设备',
  material: '物料',
  method: '方法',
  environment: '环境',
  measurement: '测量',
  supplier: '供应商',
  carrier: '承运商',
  unknown: '原因不明',
};
export const decision_words: Words<typeof DEVIATION_DECISIONS> = {
  release: '放行',
  reject: '判不合格',
  return: '退供应商',
  destroy: '销毁',
};
export const action_words: Words<typeof CAPA_ACTION_KINDS> = {
  corrective: '纠正措施',
  preventive: '预防措施',
};
export const harm_words: Words<typeof PATIENT_HARMS> = {
  none: '无',
  possible: '可能有',
  injury: '一般伤害',
  serious_injury: '严重伤害',
  death: '死亡',
};
export const cause_words: Words<typeof COMPLAINT_CAUSES> = {
  product: '产品质量',
  packaging: '包装',
  labelling: '标签说明书',
  storage: '储存',
  transport: '运输',
  use: '使用',
  wrong_goods: '发错货',
  service: '服务',
  unknown: '原因不明',
};
export const category_words: Words<typeof ADVERSE_CATEGORIES> = {
  death: '死亡',
  serious_injury: '严重伤害',
  possible_serious: '可能导致死亡或严重伤害',
  other: '其他',
};
export const origin_words: Words<typeof ADVERSE_ORIGINS> = { domestic: '境内', overseas: '境外' };
export const sex_words: Words<typeof PATIENT_SEXES> = { male: '男', female: '女', unknown: '不详' };
