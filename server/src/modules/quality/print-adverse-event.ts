import { printAdverseEvent as contract } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { type AdverseWhole, reportFields } from './adverse.form.ts';
import { caseForm, moment, wide } from './case-print.ts';
import { adverseWhole } from './get-adverse-event.ts';

export const printAdverseEvent = definePreparedVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.print_adverse_event' },
  async ({ db, actor }, { adverse_event_id }) => {
    const whole = await db.tx(actor.scope, (tx) => adverseWhole(tx, adverse_event_id, actor.user_id));
    return { whole, bytes: await printPdf(formOf(whole)) };
  },
  async ({ audit }, { adverse_event_id }, { whole: { document_no, warehouse_id }, bytes }) => {
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

function formOf(event: AdverseWhole): PrintForm {
  const { warehouse_name: issuer, document_no } = event;
  return caseForm(
    { title: '医疗器械不良事件报告表', issuer, document_no, template: 'BLSJ-1' },
    [
      ...reportFields(event).map(({ label, value, long }) => ({ label, value, wide: long })),
      wide('结论', event.conclusion),
    ],
    event.follow_ups.length === 0
      ? []
      : [
          {
            title: '随访报告',
            columns: [
              { label: '序号', share: 0.5, align: 'center' },
              { label: '提交时间', share: 1.2 },
              { label: '报告编号' },
              { label: '内容', share: 4 },
            ],
            rows: event.follow_ups.map((report) => [
              String(report.follow_up_no),
              moment(report.submitted_at),
              report.submission_no,
              report.text,
            ]),
          },
        ],
    event,
  );
}
