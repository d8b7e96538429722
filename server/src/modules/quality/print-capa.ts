import { printCapa as contract, type getCapa, type OutputOf } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { caseForm, done, fact, wide } from './case-print.ts';
import { action_words } from './case-print.words.ts';
import { capaWhole } from './get-capa.ts';

type Capa = OutputOf<typeof getCapa>;

export const printCapa = definePreparedVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.print_capa' },
  async ({ db, actor }, { capa_id }) => {
    const whole = await db.tx(actor.scope, (tx) => capaWhole(tx, capa_id, actor.user_id));
    return { whole, bytes: await printPdf(formOf(whole)) };
  },
  async ({ audit }, { capa_id }, { whole: { document_no, warehouse_id }, bytes }) => {
    audit({ entity: 'capa', entity_id: capa_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

function formOf(c: Capa): PrintForm {
  const { warehouse_name: issuer, document_no } = c;
  return caseForm(
    { title: '纠正和预防措施(CAPA)记录', issuer, document_no, template: 'CAPA-1' },
    [
      fact('来源单据', c.source_no),
      fact('提出人', done(c.opened_by_name, c.opened_at)),
      fact('负责人', c.owner_name),
      wide('标题', c.title),
      wide('问题', c.problem),
      wide('根本原因', c.root_cause),
      wide('有效性判定标准', c.criterion),
      fact('有效性检查日期', c.check_on),
    ],
    [
      {
        title: '措施',
        columns: [
          { label: '序号', share: 0.5, align: 'center' },
          { label: '类型' },
          { label: '措施', share: 3 },
          { label: '负责人' },
          { label: '期限' },
          { label: '完成', share: 1.8 },
          { label: '结果', share: 2.5 },
        ],
        rows: c.action_rows.map((a) => [
          String(a.action_no),
          action_words[a.kind],
          a.description,
          a.owner_name,
          a.due_on,
          done(a.done_by_name, a.done_at),
          a.result ?? '',
        ]),
      },
      {
        title: '有效性检查',
        columns: [{ label: '检查', share: 2 }, { label: '结论' }, { label: '说明', share: 4 }],
        rows: c.checks.map((k) => [
          done(k.checked_by_name, k.checked_at),
          k.effective ? '有效' : '无效',
          k.finding,
        ]),
      },
    ],
    c,
  );
}
