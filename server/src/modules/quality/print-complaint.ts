import { printComplaint as contract, type getComplaint, type OutputOf } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { caseForm, done, fact, wide } from './case-print.ts';
import { cause_words, harm_words, severity_words } from './case-print.words.ts';
import { complaintWhole } from './get-complaint.ts';

type Complaint = OutputOf<typeof getComplaint>;

export const printComplaint = definePreparedVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.print_complaint' },
  async ({ db, actor }, { complaint_id }) => {
    const whole = await db.tx(actor.scope, (tx) => complaintWhole(tx, complaint_id, actor.user_id));
    return { whole, bytes: await printPdf(formOf(whole)) };
  },
  async ({ audit }, { complaint_id }, { whole: { document_no, warehouse_id }, bytes }) => {
    audit({ entity: 'complaint', entity_id: complaint_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

function formOf(c: Complaint): PrintForm {
  return caseForm(
    {
      title: '质量投诉处理记录',
      issuer: c.warehouse_name ?? '',
      document_no: c.document_no,
      template: 'TSJL-1',
    },
    [
      fact('投诉单位', c.partner_name),
      fact('科室', c.department_name),
      fact('联系人', c.contact),
      fact('产品', c.product),
      fact('批号', c.lot_no),
      fact('序列号', c.serial_no),
      fact('数量', c.qty === null ? null : String(c.qty)),
      fact('发生日期', c.happened_on),
      fact('登记', done(c.filed_by_name, c.filed_at)),
      fact('患者伤害', harm_words[c.harm]),
      fact('严重程度', c.severity && severity_words[c.severity]),
      fact('答复期限', c.due_on),
      wide('投诉内容', c.description),
      wide('伤害描述', c.harm_description),
      wide('不良事件', c.adverse_events.map((event) => event.document_no).join(' ') || c.no_adverse_reason),
      wide('原因', c.cause && cause_words[c.cause]),
      wide('调查结果', c.finding),
      fact('投诉是否成立', c.justified === null ? null : c.justified ? '成立' : '不成立'),
      fact('样品退货单', c.sample_return_no),
      fact('调查人', done(c.investigated_by_name, c.investigated_at)),
      wide('答复', c.answer),
      fact('答复对象', c.answered_to),
      fact('答复人', done(c.answered_by_name, c.answered_at)),
      fact('关闭人', done(c.closed_by_name, c.closed_at)),
      wide('结论', c.conclusion),
    ],
    [],
    c,
  );
}
