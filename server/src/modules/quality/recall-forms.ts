/** What the papers of a recall say, pure. They are kept in Chinese, as inspectors ask for them. */
import type { getRecall, OutputOf, RECALL_REPORTS } from '@tongcang/contract';
import type { PrintFact, PrintForm, PrintTable } from '../../platform/print/index.ts';
import { openOf } from './recall.model.ts';

type Recall = OutputOf<typeof getRecall>;
type Notice = Recall['notice_rows'][number];
type Which = (typeof RECALL_REPORTS)[number];

const KIND = { recall: '召回', hold: '停售', mock: '模拟召回' } as const;
const CLASS = { I: '一级', II: '二级', III: '三级' } as const;
const ORIGIN = {
  registrant: '注册人/备案人通知',
  regulator: '监督管理部门责令',
  own: '本企业自查发现',
} as const;
const HANDLING = {
  return: '立即停止销售和使用，退回我公司',
  destroy: '立即停止销售和使用，就地封存，按要求销毁并出具证明',
  correct: '立即停止使用，等待现场检查、修理或更换标签',
  stop_use: '立即停止使用，就地封存，等待进一步通知',
} as const;
const STATUS = {
  open: '未发出',
  sent: '已发出',
  confirmed: '已确认',
  reconciled: '已核对',
  explained: '已说明',
} as const;
const WAY = { portal: '平台', phone: '电话', paper: '书面', mail: '邮件' } as const;

/** A moment as people in China read it. */
export function beijing(moment: string | null): string {
  if (moment === null) return '';
  const options = { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', options).format(Date.parse(moment));
}

const percent = (basis_points: number) => `${(basis_points / 100).toFixed(2)}%`;
const kindOf = ({ kind, recall_class }: Pick<Recall, 'kind' | 'recall_class'>) =>
  recall_class === null ? KIND[kind] : `${CLASS[recall_class]}${KIND[kind]}`;

/** The notice to one consignee, with what must be in it: product, lot, registration, reason, what to do, whom to ask. */
export function noticeForm(recall: Recall, notice: Notice, issuer: string): PrintForm {
  return {
    title:
      recall.kind === 'mock' ? '医疗器械召回通知（模拟，非真实召回）' : `医疗器械${KIND[recall.kind]}通知`,
    issuer,
    document_no: `${recall.document_no}-${notice.notice_no}`,
    template: 'ZHTZ-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: '致', value: [notice.partner_name, notice.department_name].filter(Boolean).join(' ') },
      { label: '级别', value: kindOf(recall) },
      { label: '决定时间', value: beijing(recall.decided_at) },
      { label: '请于此前确认', value: beijing(notice.due_at) },
      { label: '注册人/备案人', value: recall.registrant_name ?? '' },
      { label: '来文编号', value: recall.reference_no ?? '' },
      { label: '地址', value: notice.address ?? '', wide: true },
      { label: '原因', value: recall.reason, wide: true },
      { label: '处理方式', value: HANDLING[recall.handling], wide: true },
      ...(recall.instruction === '' ? [] : [{ label: '补充说明', value: recall.instruction, wide: true }]),
      { label: '联系人', value: recall.contact_name },
      { label: '联系电话', value: recall.contact_phone },
    ],
    tables: [noticeTable(notice)],
    notes: [
      '请立即停止销售和使用上述产品，并将本通知转告本单位所有使用科室以及已向其提供上述产品的单位和个人。',
      '请清点库存，将已使用、已销毁和尚存的数量填入上表，盖章后回传；也可在平台“召回通知”中直接确认。',
    ],
    signatures: ['回执：收到人', '单位盖章'],
  };
}

function noticeTable({ lines }: Notice): PrintTable {
  return {
    columns: [
      { label: '产品名称', share: 2.4 },
      { label: '型号规格', share: 1.4 },
      { label: '注册证/备案号', share: 2 },
      { label: '批号', share: 1.4 },
      { label: '失效日期', share: 1.2 },
      { label: '序列号', share: 1.6 },
      { label: '供货数量', align: 'right' },
      { label: '已用', align: 'right' },
      { label: '已销毁', align: 'right' },
      { label: '尚存', align: 'right' },
    ],
    rows: lines.map((line) => [
      line.item_name,
      line.model,
      line.registration_no,
      line.lot_no,
      line.expiry_date ?? '',
      line.serial_nos.join(' '),
      `${line.qty} ${line.unit}`,
      '',
      '',
      '',
    ]),
    totals: ['合计', '', '', '', '', '', String(lines.reduce((sum, line) => sum + line.qty, 0)), '', '', ''],
  };
}

const TITLE: Readonly<Record<Which, string>> = {
  summary: '召回（停售）总结报告',
  registrant: '召回执行情况反馈（致注册人/供货者）',
  regulator: '医疗器械召回协助情况报告（经营企业）',
};

/** The report of a case. Patients stand in none of them; names of hospitals are not for the registrant's copy of a hold. */
export function reportForm(recall: Recall, which: Which, issuer: string): PrintForm {
  return {
    title: recall.kind === 'mock' ? `${TITLE[which]}（模拟）` : TITLE[which],
    issuer,
    document_no: recall.document_no,
    template: 'ZHBG-1',
    copy_no: 1,
    language: 'zh',
    landscape: true,
    facts: [...headFacts(recall), ...figureFacts(recall), ...timeFacts(recall)],
    tables: [
      lotTable(recall),
      noticesTable(recall),
      ...(which === 'registrant' ? [] : [placesTable(recall)]),
    ],
    notes: [
      recall.closed_at === null
        ? '本报告为进行中的阶段性报告，数字截至打印时。'
        : `结论：${recall.close_note ?? ''}`,
      ...recall.signatures.map((s) => `电子签名：${s.signed_name} ${beijing(s.signed_at)} ${s.reason}`),
    ],
    signatures: ['编制人', '质量负责人'],
  };
}

function headFacts(recall: Recall): PrintFact[] {
  return [
    { label: '类别', value: kindOf(recall) },
    { label: '来源', value: ORIGIN[recall.origin] },
    { label: '来文编号', value: recall.reference_no ?? '' },
    { label: '注册人/备案人', value: recall.registrant_name ?? '' },
    { label: '决定时间', value: beijing(recall.decided_at) },
    { label: '启动', value: `${beijing(recall.started_at)} ${recall.started_by_name}` },
    { label: '主题', value: recall.title, wide: true },
    { label: '原因', value: recall.reason, wide: true },
    { label: '处理方式', value: HANDLING[recall.handling], wide: true },
  ];
}

function figureFacts({
  figures: f,
  locked_qty,
  voided_allocations,
  roads,
  stopped_qty,
}: Recall): PrintFact[] {
  return [
    { label: '锁定数量', value: `${locked_qty}（撤销分配 ${voided_allocations} 笔，在途 ${roads} 单）` },
    { label: '尚在我处', value: String(stopped_qty) },
    { label: '通知', value: `${f.notices} 份，已确认 ${f.confirmed} 份，按时 ${f.confirmed_in_time} 份` },
    { label: '通知有效率', value: percent(f.effectiveness_bp) },
    { label: '涉及数量', value: String(f.qty) },
    { label: '去向明确率', value: percent(f.accounted_bp) },
    {
      label: '去向',
      value: `已使用 ${f.used}，已销毁 ${f.destroyed}，已退回 ${f.returned}，尚存 ${f.on_hand}，未说明 ${f.unaccounted}`,
      wide: true,
    },
  ];
}

function timeFacts({ lock_ms, list_ms, notify_ms }: Recall): PrintFact[] {
  const seconds = (ms: number | null) => (ms === null ? '未全部发出' : `${(ms / 1000).toFixed(1)} 秒`);
  return [
    { label: '锁定用时', value: seconds(lock_ms) },
    { label: '列出接收方用时', value: seconds(list_ms) },
    { label: '全部通知用时', value: seconds(notify_ms) },
  ];
}

function lotTable({ lot_rows }: Recall): PrintTable {
  return {
    title: '涉及产品',
    columns: [
      { label: '产品名称', share: 2.4 },
      { label: '型号规格', share: 1.4 },
      { label: '注册证/备案号', share: 2 },
      { label: '批号', share: 1.4 },
      { label: '生产日期', share: 1.1 },
      { label: '失效日期', share: 1.1 },
      { label: '范围', share: 1.8 },
    ],
    rows: lot_rows.map((lot) => [
      lot.item_name,
      lot.model,
      lot.registration_no,
      lot.lot_no,
      lot.production_date ?? '',
      lot.expiry_date ?? '',
      lot.whole
        ? lot.made_from === null
          ? '全批'
          : `全批（含 ${lot.made_from}）`
        : lot.serial_nos.join(' '),
    ]),
  };
}

function noticesTable({ notice_rows }: Recall): PrintTable {
  return {
    title: '接收方与核对',
    columns: [
      { label: '序号', share: 0.5, align: 'center' },
      { label: '接收方', share: 2.6 },
      { label: '应于', share: 1.4 },
      { label: '确认', share: 2.2 },
      { label: '状态', share: 0.8 },
      { label: '数量', share: 0.7, align: 'right' },
      { label: '已用', share: 0.7, align: 'right' },
      { label: '销毁', share: 0.7, align: 'right' },
      { label: '退回', share: 0.7, align: 'right' },
      { label: '尚存', share: 0.7, align: 'right' },
      { label: '未说明', share: 0.7, align: 'right' },
      { label: '说明', share: 1.8 },
    ],
    rows: notice_rows.map((notice) => noticeRow(notice)),
  };
}

function noticeRow(notice: Notice): string[] {
  const sum = (of: (line: Notice['lines'][number]) => number) =>
    String(notice.lines.reduce((total, line) => total + of(line), 0));
  return [
    String(notice.notice_no),
    [notice.partner_name, notice.department_name].filter(Boolean).join(' '),
    beijing(notice.due_at),
    notice.confirmed_at === null
      ? ''
      : `${notice.confirmed_name} ${beijing(notice.confirmed_at)} ${WAY[notice.confirmed_via!]}`,
    STATUS[notice.status],
    sum((line) => line.qty),
    sum((line) => line.used_qty),
    sum((line) => line.destroyed_qty),
    sum((line) => line.returned_qty),
    sum((line) => openOf(line).on_hand),
    sum((line) => line.unaccounted_qty),
    notice.explanation ?? '',
  ];
}

function placesTable({ places }: Recall): PrintTable {
  const kinds = {
    bin: '库存',
    in_transit: '在途',
    consigned: '寄售',
    repair: '维修',
    customer: '客户',
    destroyed: '已销毁',
    supplier: '已退供应商',
  } as const;
  return {
    title: '现在何处',
    columns: [
      { label: '类别', share: 0.8 },
      { label: '地点', share: 3 },
      { label: '质量状态', share: 1 },
      { label: '数量', share: 0.8, align: 'right' },
    ],
    rows: places
      .filter((place) => place.kind !== 'customer')
      .map((place) => [
        kinds[place.kind],
        place.name,
        DISPOSITION[place.disposition] ?? '',
        String(place.qty),
      ]),
  };
}

const DISPOSITION: Readonly<Record<string, string>> = {
  quarantine: '待验',
  released: '合格',
  held: '停售',
  rejected: '不合格',
  recalled: '召回',
  expired: '过期',
};

/** Columns of the workbook: heading in both languages, and what stands in it. */
export const EXPORT_COLUMNS = [
  { title: '通知号 Notice', kind: 'text', of: (r: Recall, n: Notice) => `${r.document_no}-${n.notice_no}` },
  { title: '接收方 Consignee', kind: 'text', of: (_: Recall, n: Notice) => n.partner_name },
  { title: '科室 Department', kind: 'text', of: (_: Recall, n: Notice) => n.department_name },
  { title: '联系人 Contact', kind: 'text', of: (_: Recall, n: Notice) => n.contact },
  { title: '电话 Phone', kind: 'text', of: (_: Recall, n: Notice) => n.phone },
  { title: '应于 Due', kind: 'text', of: (_: Recall, n: Notice) => beijing(n.due_at) },
  { title: '状态 Status', kind: 'text', of: (_: Recall, n: Notice) => STATUS[n.status] },
  { title: '发出 Sent', kind: 'text', of: (_: Recall, n: Notice) => beijing(n.sent_at) },
  { title: '确认人 Confirmed by', kind: 'text', of: (_: Recall, n: Notice) => n.confirmed_name },
  { title: '确认时间 Confirmed', kind: 'text', of: (_: Recall, n: Notice) => beijing(n.confirmed_at) },
  { title: '产品编码 Item', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.item_code },
  { title: '产品名称 Name', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.item_name },
  { title: '型号规格 Model', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.model },
  { title: '注册证号 Registration', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.registration_no },
  { title: '批号 Lot', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.lot_no },
  { title: '失效日期 Expiry', kind: 'date', of: (_: Recall, __: Notice, l: Line) => l.expiry_date },
  { title: '序列号 Serials', kind: 'text', of: (_: Recall, __: Notice, l: Line) => l.serial_nos.join(' ') },
  { title: '数量 Quantity', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.qty },
  { title: '其中寄售 Consigned', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.consigned_qty },
  { title: '已用 Used', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.used_qty },
  { title: '已销毁 Destroyed', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.destroyed_qty },
  { title: '已退回 Returned', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.returned_qty },
  { title: '尚存 On hand', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => openOf(l).on_hand },
  { title: '未说明 Unaccounted', kind: 'integer', of: (_: Recall, __: Notice, l: Line) => l.unaccounted_qty },
  { title: '说明 Explanation', kind: 'text', of: (_: Recall, n: Notice) => n.explanation },
] as const;
type Line = Notice['lines'][number];
