import { printDeviation as contract, type getDeviation, type OutputOf } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { caseForm, done, fact, moment, wide } from './case-print.ts';
import {
  decision_words,
  deviation_kind_words,
  root_cause_words,
  severity_words,
} from './case-print.words.ts';
import { deviationWhole } from './get-deviation.ts';

type Deviation = OutputOf<typeof getDeviation>;

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const printDeviation = definePreparedVerb(
  contract,
  { permission: 'quality.report', audit: 'quality.print_deviation' },
  async ({ db, actor }, { deviation_id }) => {
    const whole = await db.tx(actor.scope, (tx) => deviationWhole(tx, deviation_id, actor.user_id));
    return { whole, bytes: await printPdf(formOf(whole)) };
  },
  async ({ audit }, { deviation_id }, { whole: { document_no, warehouse_id }, bytes }) => {
    audit({ entity: 'deviation', entity_id: deviation_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

function formOf(d: Deviation): PrintForm {
  const { warehouse_name: issuer, document_no } = d;
  return caseForm(
    { title: '偏差处理记录', issuer, document_no, template: 'PCJL-1' },
    [
      fact('类别', deviation_kind_words[d.kind]),
      fact('严重程度', severity_words[d.severity]),
      fact('完成期限', d.due_on),
      fact('发生时间', moment(d.happened_at)),
      fact('发现时间', moment(d.found_at)),
      fact('地点', d.place),
      fact('提出人', done(d.opened_by_name, d.opened_at)),
      fact('负责人', d.owner_name),
      fact('关闭人', done(d.closed_by_name, d.closed_at)),
      wide('标题', d.title),
      wide('情况描述', d.description),
      wide('应急措施', d.containment),
      wide('原因类别', d.root_cause && root_cause_words[d.root_cause]),
      wide('原因分析(五问)', d.whys.map((why, at) => `${at + 1}. ${why}`).join('  ')),
      wide('影响评估', d.impact),
      wide('纠正', d.corrections),
      wide('CAPA', d.capas.map((capa) => `${capa.document_no} ${capa.title}`).join('; ')),
      wide('结论', d.conclusion),
    ],
    [
      {
        title: '受影响批号',
        columns: [
          { label: '产品编码' },
          { label: '产品名称', share: 2.5 },
          { label: '批号', share: 1.5 },
          { label: '失效日期' },
          { label: '数量', align: 'right' },
          { label: '已处置', align: 'right' },
        ],
        rows: d.affected.map((lot) => [
          lot.item_code,
          lot.item_name,
          lot.lot_no,
          lot.expiry_date ?? '',
          String(lot.qty),
          String(lot.decided),
        ]),
      },
      {
        title: '处置',
        columns: [
          { label: '批号', share: 1.5 },
          { label: '处置' },
          { label: '数量', align: 'right' },
          { label: '理由', share: 2.5 },
          { label: '决定人', share: 2 },
        ],
        rows: d.decisions.map((one) => [
          one.lot_no,
          decision_words[one.decision],
          String(one.qty),
          one.reason,
          done(one.decided_by_name, one.decided_at),
        ]),
      },
    ],
    d,
  );
}
