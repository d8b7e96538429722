/** The trace of a lot as tables for an inspector, pure: records are kept in Chinese. */
import type { OutputOf, trace } from '@tongcang/contract';
import type { LedgerTrace } from '../stock/index.ts';

type Trace = OutputOf<typeof trace>;
type Cell = string | number | null;
export type TraceTable = {
  readonly title: string;
  readonly columns: readonly { readonly label: string; readonly share?: number; readonly number?: true }[];
  readonly rows: readonly (readonly Cell[])[];
};

const PURPOSES: Readonly<Record<string, string>> = {
  opening: '期初',
  receive: '收货',
  putaway: '上架',
  relocate: '移位',
  pick: '拣货',
  release: '放行',
  hold: '冻结',
  lift_hold: '解冻',
  reject: '判不合格',
  recall: '召回',
  expire: '过期',
  quarantine: '转待验',
  transfer_ship: '调拨发运',
  transfer_receive: '调拨收货',
  ship: '发货',
  customer_return: '客户退货',
  supplier_return: '退供应商',
  adjust: '调整',
  count: '盘点',
  destroy: '销毁',
  deliver: '送达',
  undelivered: '未送达退回',
  consume: '使用',
  convert_out: '加工领用',
  convert_in: '加工完成',
  repair_send: '送修',
  repair_return: '修复返回',
};
const KINDS: Readonly<Record<string, string>> = {
  bin: '库位',
  in_transit: '在途',
  supplier: '供应商',
  customer: '客户',
  consigned: '寄售',
  destroyed: '销毁',
  adjustment: '调整',
  conversion: '加工',
  repair: '维修',
};
const DISPOSITIONS: Readonly<Record<string, string>> = {
  quarantine: '待验',
  released: '合格',
  held: '冻结',
  rejected: '不合格',
  recalled: '召回',
  expired: '过期',
};
const TOTALS: readonly (readonly [keyof LedgerTrace['totals'], string])[] = [
  ['received', '收入'],
  ['adjusted', '调整'],
  ['on_hand', '现存'],
  ['in_transit', '在途'],
  ['in_repair', '送修'],
  ['converted', '加工'],
  ['consigned', '寄售'],
  ['delivered', '已送达'],
  ['destroyed', '已销毁'],
  ['returned', '已退供应商'],
];

/** An instant as it is read in China, to the minute. */
export const local = (instant: string | null): string =>
  instant === null
    ? ''
    : new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const range = (low: number | null, high: number | null) =>
  low === null && high === null ? '' : `${low ?? '–'} ~ ${high ?? '–'} ℃`;

/** What the lot became, as label and number. */
export const totalsOf = ({ totals }: LedgerTrace): [string, number][] =>
  TOTALS.map(([key, label]) => [label, totals[key]]);

/** The tables of a trace, in the order in which an inspector asks; empty ones are left out. */
export function tablesOf(ledger: LedgerTrace, trace: Trace): TraceTable[] {
  return [...backward(trace), ...forward(trace), steps(ledger, trace)].filter(({ rows }) => rows.length > 0);
}

function backward(trace: Trace): TraceTable[] {
  return [
    {
      title: '来源：收货与验收',
      columns: [
        { label: '收货单', share: 1.4 },
        { label: '供应商', share: 2 },
        { label: '随货同行单号', share: 1.4 },
        { label: '到货时间', share: 1.3 },
        { label: '收货数量', number: true },
        { label: '拒收数量', number: true },
        { label: '收货人' },
        { label: '运输温度', share: 1.2 },
        { label: '温度记录', share: 1.2 },
      ],
      rows: trace.receipts.map((r) => [
        r.document_no,
        r.supplier_name,
        r.delivery_note_no,
        local(r.arrived_at),
        r.qty,
        r.qty_refused,
        r.received_by_name,
        r.transport === null ? '' : range(r.transport.min_temp_c, r.transport.max_temp_c),
        r.transport?.record_no ?? '',
      ]),
    },
    {
      title: '验收记录',
      columns: [
        { label: '验收单', share: 1.3 },
        { label: '验收时间', share: 1.2 },
        { label: '验收人' },
        { label: '注册证号', share: 1.6 },
        { label: '合格数量', number: true },
        { label: '不合格数量', number: true },
        { label: '保存至' },
      ],
      rows: trace.acceptances.map((a) => [
        a.document_no,
        local(a.accepted_at),
        a.accepted_by_name,
        a.registration_no,
        a.qualified_qty,
        a.unqualified_qty,
        a.retain_until ?? '永久',
      ]),
    },
    {
      title: '温度超限',
      columns: [
        { label: '单号', share: 1.3 },
        { label: '开始', share: 1.2 },
        { label: '结束', share: 1.2 },
        { label: '超限分钟', number: true },
        { label: '最低 ℃' },
        { label: '最高 ℃' },
      ],
      rows: trace.excursions.map((e) => [
        e.document_no,
        local(e.from_at),
        local(e.to_at),
        e.minutes_out,
        String(e.lowest_c),
        String(e.highest_c),
      ]),
    },
    {
      title: '组套与加工',
      columns: [
        { label: '关系' },
        { label: '加工单', share: 1.3 },
        { label: '完成时间', share: 1.2 },
        { label: '产品', share: 2.4 },
        { label: '批号', share: 1.4 },
        { label: '数量', number: true },
      ],
      rows: trace.lineage.map((l) => [
        `${l.direction === 'made_of' ? '来自' : '制成'}${l.depth > 1 ? `（第 ${l.depth} 层）` : ''}`,
        l.document_no,
        local(l.at),
        `${l.item_code} ${l.item_name}`,
        l.lot_no,
        l.qty,
      ]),
    },
  ];
}

function forward(trace: Trace): TraceTable[] {
  return [
    {
      title: '去向：收货单位',
      columns: [
        { label: '单位', share: 2.4 },
        { label: '科室', share: 1.4 },
        { label: '产品编码' },
        { label: '批号', share: 1.4 },
        { label: '已送达', number: true },
        { label: '寄售在院', number: true },
        { label: '已退回', number: true },
      ],
      rows: trace.consignees.map((c) => [
        c.partner_name,
        c.department_name,
        c.item_code,
        c.lot_no,
        c.delivered,
        c.consigned,
        c.returned,
      ]),
    },
    {
      title: '使用记录',
      columns: [
        { label: '使用时间', share: 1.2 },
        { label: '医院', share: 2 },
        { label: '科室', share: 1.2 },
        { label: '台次', share: 1.2 },
        { label: '患者代号', share: 1.2 },
        { label: '批号', share: 1.2 },
        { label: '序列号', share: 1.4 },
        { label: '数量', number: true },
      ],
      rows: trace.uses.map((u) => [
        local(u.used_at),
        u.partner_name,
        u.department_name ?? '',
        u.case_no ?? '',
        u.patient_ref ?? '',
        u.lot_no,
        u.serial_nos.join(' '),
        u.reversed ? `${u.qty}（已冲销）` : u.qty,
      ]),
    },
  ];
}

function steps(ledger: LedgerTrace, trace: Trace): TraceTable {
  const numbers = new Map(trace.documents.map((d) => [d.document_key, d.document_no]));
  const places = new Map(
    ledger.nodes.map((n) => [
      n.account_id,
      [n.warehouse_code, KINDS[n.kind], n.label === n.kind || n.label === n.warehouse_code ? null : n.label]
        .filter(Boolean)
        .map((text) => numbers.get(text!) ?? text)
        .join(' '),
    ]),
  );
  return {
    title: '流转记录',
    columns: [
      { label: '发生时间', share: 1.2 },
      { label: '用途' },
      { label: '数量', number: true, share: 0.7 },
      { label: '从', share: 1.8 },
      { label: '到', share: 1.8 },
      { label: '质量状态' },
      { label: '单据', share: 1.4 },
      { label: '经办人' },
    ],
    rows: ledger.steps.map((s) => [
      local(s.occurred_at),
      PURPOSES[s.purpose] ?? s.purpose,
      s.qty,
      places.get(s.from_account_id) ?? '',
      places.get(s.to_account_id) ?? '',
      s.from_disposition === s.to_disposition
        ? DISPOSITIONS[s.to_disposition]!
        : `${DISPOSITIONS[s.from_disposition]}→${DISPOSITIONS[s.to_disposition]}`,
      s.document_no ?? numbers.get(s.document_key ?? '') ?? '',
      s.actor_name ?? '系统',
    ]),
  };
}
