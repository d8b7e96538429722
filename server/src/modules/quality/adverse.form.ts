import type { getAdverseEvent, OutputOf } from '@tongcang/contract';
import { moment } from './case-print.ts';
import { category_words, origin_words, sex_words } from './case-print.words.ts';

export type AdverseWhole = OutputOf<typeof getAdverseEvent>;

/** The fields of the national report in its order, with whether a value is long. Print and sheet show the same. */
export function reportFields(e: AdverseWhole): { label: string; value: string; long: boolean }[] {
  const short = (label: string, value: string | null) => ({ label, value: value ?? '', long: false });
  const long = (label: string, value: string) => ({ label, value, long: true });
  return [
    short('报告来源', '经营企业'),
    short('境内/境外', origin_words[e.origin]),
    short('群体事件', e.is_group ? '是' : '否'),
    short('产品名称', e.product),
    short('型号规格', e.model),
    short('注册证编号/备案编号', e.registration_no),
    short('注册人/备案人', e.registrant_name),
    short('产品批号', e.lot_no),
    short('产品编号(序列号)', e.serial_no),
    short('UDI', e.udi),
    short('生产日期', e.production_date),
    short('有效期至', e.expiry_date),
    short('事件发生日期', e.happened_on),
    short('获知日期', moment(e.learned_at)),
    short('伤害程度', category_words[e.category]),
    long('事件描述', e.event),
    long('器械故障表现', e.device_failure),
    long('伤害表现及后果', e.consequence),
    long('初步处置情况', e.handling),
    long('事件原因分析', e.cause_analysis),
    short('预期用途', e.purpose),
    short('使用场所', e.place_of_use),
    short('患者代号', e.patient_ref),
    short('年龄', e.patient_age === null ? null : String(e.patient_age)),
    short('性别', sex_words[e.patient_sex]),
    short('报告人', e.reporter),
    short('报告人电话', e.reporter_phone),
    short('报告期限', e.report_due_on),
    short('提交时间', moment(e.submitted_at)),
    short('报告编号', e.submission_no),
    short('告知注册人', [e.told_to, e.told_how].filter(Boolean).join(' ')),
  ];
}
