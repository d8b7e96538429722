import { printInspection as contract, type getInspection, type OutputOf } from '@tongcang/contract';
import { type PrintForm, type PrintTable, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { inspectionOf } from './get-inspection.ts';

type Inspection = OutputOf<typeof getInspection>;

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const printInspection = definePreparedVerb(
  contract,
  { permission: 'stock.read', audit: 'quality.print_inspection' },
  async ({ db, actor }, { inspection_id }) => {
    const inspection = await db.tx(actor.scope, (tx) => inspectionOf(tx, inspection_id, actor.user_id));
    return { inspection, bytes: await printPdf(formOf(inspection)) };
  },
  async ({ audit }, { inspection_id }, { inspection: { document_no, warehouse_id, version }, bytes }) => {
    const detail = { document_no, version };
    audit({ entity: 'inspection', entity_id: inspection_id, warehouse_id, detail });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

const SEVERITY = { normal: '正常', tightened: '加严', reduced: '放宽', discontinued: '暂停' } as const;
const CLASS = { critical: '致命', major: '严重', minor: '轻微' } as const;
const VERDICT = { accepted: '接收', not_accepted: '不接收', open: '未完成' } as const;
const MEANING: Readonly<Record<string, string>> = {
  released: '放行',
  rejected: '拒收',
  released_in_part: '部分放行、部分拒收',
};

/** Instants as inspectors read them; the record is kept in Chinese and in Chinese time. */
const moment = (instant: string | null) =>
  instant === null
    ? ''
    : new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Asia/Shanghai',
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(new Date(instant));

function formOf(inspection: Inspection): PrintForm {
  const { conclusion, skipped, severity, level } = inspection;
  const drawn = skipped ? '跳批,仅核对资料' : `GB/T 2828.1 ${SEVERITY[severity]}检验,水平 ${level}`;
  return {
    title: '医疗器械检验记录',
    issuer: inspection.warehouse_name,
    document_no: inspection.document_no,
    template: 'JYJL-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: '产品', value: `${inspection.item_code} ${inspection.item_name}`, wide: true },
      { label: '注册证号', value: inspection.registration_no },
      { label: '批号', value: inspection.lot_no },
      { label: '生产日期', value: inspection.production_date ?? '' },
      { label: '失效日期', value: inspection.expiry_date ?? '' },
      { label: '供货者', value: inspection.supplier_name ?? '' },
      { label: '来源单据', value: inspection.source_no ?? '' },
      { label: '到货数量', value: `${inspection.qty} ${inspection.unit}` },
      { label: '到货时间', value: moment(inspection.arrived_at) },
      { label: '检验方案', value: `${inspection.plan_no} 第 ${inspection.plan_version} 版` },
      { label: '抽样', value: `${drawn},样本 ${inspection.sample}`, wide: true },
      { label: '记录版本', value: String(inspection.version) },
      { label: '检验结论', value: conclusion === null ? '' : VERDICT[conclusion] },
    ],
    tables: [classes(inspection), checks(inspection), results(inspection), decisions(inspection)].filter(
      (table) => table.rows.length > 0,
    ),
    signatures: [
      `检验人 ${inspection.concluded_by_name ?? ''} ${moment(inspection.concluded_at)}`,
      ...inspection.decisions.flatMap(({ signatures }) =>
        signatures.map((s) => `${MEANING[s.meaning] ?? s.meaning} ${s.signed_name} ${moment(s.signed_at)}`),
      ),
    ],
  };
}

const classes = (inspection: Inspection): PrintTable => ({
  columns: [
    { label: '不合格类别', share: 1.5 },
    { label: 'AQL', align: 'right' },
    { label: '字码', align: 'center' },
    { label: '样本量', align: 'right' },
    { label: 'Ac', align: 'right' },
    { label: 'Re', align: 'right' },
    { label: '不合格数', align: 'right' },
    { label: '判定', share: 1.2 },
  ],
  rows: inspection.classes.map((c) => [
    CLASS[c.defect_class],
    c.aql === null ? '' : String(c.aql),
    c.letter ?? '',
    String(c.sample),
    String(c.ac),
    String(c.re),
    String(c.nonconforming),
    VERDICT[c.verdict],
  ]),
});

const checks = (inspection: Inspection): PrintTable => ({
  columns: [
    { label: '序号', share: 0.5, align: 'center' },
    { label: '检验项目', share: 3 },
    { label: '类别' },
    { label: '要求', share: 2 },
    { label: '应检', align: 'right' },
    { label: '已检', align: 'right' },
    { label: '不合格', align: 'right' },
  ],
  rows: inspection.checks.map((c) => [
    String(c.line_no),
    c.name,
    CLASS[c.defect_class],
    c.kind === 'measured'
      ? `${c.lower_limit ?? ''}~${c.upper_limit ?? ''} ${c.unit ?? ''}`
      : (c.method ?? ''),
    String(c.needed),
    String(c.checked),
    String(c.nonconforming),
  ]),
});

/** Every entry with who made it and when; what was voided stays, with its reason. */
const results = (inspection: Inspection): PrintTable => ({
  columns: [
    { label: '轮次', share: 0.6, align: 'center' },
    { label: '检验项目', share: 2 },
    { label: '检验', share: 0.7, align: 'right' },
    { label: '不合格', share: 0.8, align: 'right' },
    { label: '测量值/序列号/说明', share: 3 },
    { label: '检验人', share: 1.2 },
    { label: '时间', share: 2 },
  ],
  rows: inspection.results.map((r) => [
    String(r.round),
    r.name,
    String(r.checked),
    String(r.nonconforming),
    [
      r.readings.join(' '),
      r.serial_nos.join(' '),
      r.note ?? '',
      r.void_reason === null ? '' : `作废:${r.void_reason}(${r.voided_by_name})`,
    ]
      .filter(Boolean)
      .join(' '),
    r.recorded_by_name,
    moment(r.recorded_at),
  ]),
});

/** Printed name, time and meaning of each signature. */
const decisions = (inspection: Inspection): PrintTable => ({
  columns: [
    { label: '签名含义', share: 1.6 },
    { label: '放行', align: 'right' },
    { label: '拒收', align: 'right' },
    { label: '签名人', share: 1.4 },
    { label: '签名时间', share: 2 },
    { label: '理由', share: 2.5 },
    { label: '与记录一致', share: 1.2, align: 'center' },
  ],
  rows: inspection.decisions.flatMap((d) =>
    d.signatures.map((s) => [
      MEANING[s.meaning] ?? s.meaning,
      String(d.released),
      String(d.rejected),
      s.signed_name,
      moment(s.signed_at),
      d.reason,
      s.fits === false ? '否' : '是',
    ]),
  ),
});
