import { Button, Input, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  Chart,
  Columns,
  ConfirmWithReason,
  DISPOSITIONS,
  type Disposition,
  DispositionChip,
  Field,
  Form,
  type GridColumn,
  KeyValue,
  PageBody,
  PageHeader,
  QtyDiff,
  type Reason,
  RefusalPanel,
  ScanInput,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  Timeline,
  useKitText,
  VirtualGrid,
  WhyPanel,
} from '../../../ui/index.ts';
import { useGridView } from '../url.ts';

/** Samples of the kit for developers, with made-up data. Not part of a build; its words are Chinese only. */
type Row = {
  id: number;
  item: string;
  lot: string;
  warehouse: string;
  expiry: string;
  on_hand: number;
  value_fen: number;
  disposition: Disposition;
};

const ITEMS = [
  '一次性使用静脉留置针 22G',
  '冠状动脉支架系统 3.0×18',
  '血糖试纸 50 片',
  '医用外科口罩',
  '骨科锁定接骨板',
];
const WAREHOUSES = ['上海仓', '武汉仓', '西安仓', '成都仓', '广州仓', '沈阳仓'];

function fixtureRows(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = (index * 2654435761) % 4294967296;
    return {
      id: index + 1,
      item: ITEMS[mixed % ITEMS.length]!,
      lot: `L${24_000_000 + (mixed % 999_983)}`,
      warehouse: WAREHOUSES[(mixed >> 3) & 3]!,
      expiry: new Date(Date.UTC(2026, 0, 1 + (mixed % 1200))).toISOString().slice(0, 10),
      on_hand: mixed % 4800,
      value_fen: (mixed % 4800) * 1250,
      disposition: DISPOSITIONS[mixed % 7 < 6 ? mixed % 7 : 1]!,
    };
  });
}

const REASONS: readonly Reason[] = [
  {
    code: 'compliance.registration_expired',
    params: { registration_no: '国械注准20203140001', valid_to: '2026-10-31', on: '2026-11-22' },
    legal_basis: '医疗器械监督管理条例 第五十五条',
  },
  { code: 'transfer.cold_item_on_ambient_lane', params: { temp_max_c: 8, lane: 'WH→XA 公路' } },
];

export default function KitPage() {
  const count = Number(new URLSearchParams(location.search).get('rows') ?? 50_000);
  return (
    <PageBody>
      <PageHeader
        title="调拨单 T-2026-000317"
        status={<StatusChip tone="accent">待批准</StatusChip>}
        description="武汉仓 → 西安仓 · 一次性使用静脉留置针 22G"
        meta="3 行 · 320 支 · 预计 11-23 16:00 到达"
        actions={
          <>
            <Button>打印</Button>
            <BlockedButton type="primary" blocked={REASONS} lift="质量负责人">
              发货
            </BlockedButton>
            <Button type="primary">批准</Button>
          </>
        }
      />
      <Stats />
      <Chips />
      <Columns min={400}>
        <RefusalPanel reasons={REASONS} lift="质量负责人，可在证照页续期后解除" />
        <WhyPanel
          summary="从武汉仓调 320 支到西安仓，可避免 11-24 断货"
          facts={[
            { label: '需求（7 天）', value: '410 支', note: '±38' },
            { label: '可用', value: '96 支' },
            { label: '批号 / 失效', value: 'L24891253 · 2027-08-31' },
            { label: '距离', value: '744 km' },
            { label: '费用', value: '¥410.00' },
            { label: '到达', value: '11-23 16:00' },
          ]}
          rules_passed={['注册证有效', '常温线路', '剩余效期 ≥ 90 天']}
          runner_up={{ title: '成都仓 → 西安仓', lost_because: '晚到 9 小时，费用高 ¥120' }}
        />
      </Columns>
      <Columns min={400}>
        <Section title="经过">
          <Timeline
            entries={[
              { key: 1, title: '提出建议', at: '11-22 08:10', tone: 'accent', text: '安全库存低于 120 支' },
              { key: 2, title: '批准', at: '11-22 09:02', tone: 'ok', text: '王计划' },
              { key: 3, title: '发货', at: '', ahead: true },
              { key: 4, title: '收货', at: '', ahead: true },
            ]}
          />
        </Section>
        <Section title="事实">
          <KeyValue
            facts={[
              { label: '产品', value: '一次性使用静脉留置针' },
              { label: '型号规格', value: '22G×25mm' },
              { label: 'UDI-DI', value: <code>06945630100017</code> },
              { label: '收货', value: <QtyDiff expected={320} actual={318} unit="支" /> },
              { label: '已收', value: <QtyDiff expected={320} actual={320} unit="支" /> },
              { label: '注册证号', value: '国械注准20203140001' },
            ]}
          />
        </Section>
      </Columns>
      <Columns min={400}>
        <Section title="表单">
          <SampleForm />
        </Section>
        <Section title="扫码">
          <ScanInput
            onScan={({ raw }) =>
              raw.includes('L2489') ? { ok: true } : { ok: false, text: '批号不符：应取 L2489125' }
            }
          />
        </Section>
        <Section title="图表">
          <SampleChart />
        </Section>
      </Columns>
      <Section title="库存" flush>
        <SampleGrid count={count} />
      </Section>
    </PageBody>
  );
}

function Stats() {
  const [pressed, setPressed] = useState(false);
  return (
    <StatRow>
      <StatTile
        label="缺货风险"
        value={17}
        tone="bad"
        change={{ by: 4, good: 'down' }}
        note="急诊 3 · 手术室 5"
        pressed={pressed}
        onClick={() => setPressed(!pressed)}
      />
      <StatTile label="在途" value={42} note="迟到 3" onClick={() => undefined} />
      <StatTile
        label="90 天到期"
        value="318"
        unit="批"
        change={{ by: -12, good: 'down' }}
        onClick={() => undefined}
      />
      <StatTile label="满足率" value="98.4%" change={{ by: 2, good: 'up' }} />
      <StatTile label="调拨预算" value="62%" note="¥124,300.00 / ¥200,000.00" />
    </StatRow>
  );
}

function Chips() {
  const t = useKitText();
  const [open, setOpen] = useState(false);
  return (
    <Section
      title="质量状态"
      extra={
        <Button size="small" danger onClick={() => setOpen(true)}>
          冻结…
        </Button>
      }
    >
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        {DISPOSITIONS.map((disposition) => (
          <DispositionChip key={disposition} disposition={disposition} />
        ))}
        <StatusChip tone="neutral">{t('empty')}</StatusChip>
      </div>
      <ConfirmWithReason
        open={open}
        title="冻结批号 L24891253"
        danger
        confirm_label="冻结"
        onConfirm={() => setOpen(false)}
        onCancel={() => setOpen(false)}
      >
        西安仓 96 支将不可分配；已分配的 12 支会被释放。
      </ConfirmWithReason>
    </Section>
  );
}

const sample = z.object({
  lot: z.string().min(1),
  qty: z.number().int().min(1),
  mode: z.enum(['road', 'air']),
  note: z.string().optional(),
});

function SampleForm() {
  const submit = () => {
    throw Object.assign(new Error('refused'), { errors: [{ path: 'lot', code: 'unknown', params: {} }] });
  };
  return (
    <Form schema={sample} initial={{ mode: 'road' }} onSubmit={submit}>
      {({ submitting }) => (
        <>
          <Field name="lot" label="批号">
            <Input />
          </Field>
          <Field name="qty" label="数量">
            <InputNumber style={{ width: '100%' }} />
          </Field>
          <Field name="mode" label="方式">
            <Select
              options={[
                { value: 'road', label: '公路' },
                { value: 'air', label: '航空' },
              ]}
            />
          </Field>
          <Field name="note" label="备注">
            <Input.TextArea rows={2} />
          </Field>
          <Button type="primary" htmlType="submit" loading={submitting}>
            提交
          </Button>
        </>
      )}
    </Form>
  );
}

const WEEKS = Array.from({ length: 12 }, (_, week) => `W${week + 1}`);

function SampleChart() {
  return (
    <Chart
      height={220}
      label="十二周的需求与预测"
      option={{
        legend: { top: 0 },
        xAxis: { type: 'category', data: WEEKS },
        yAxis: { type: 'value' },
        series: [
          { name: '需求', type: 'bar', data: WEEKS.map((_, week) => 60 + ((week * 37) % 40)) },
          { name: '预测', type: 'line', smooth: true, data: WEEKS.map((_, week) => 72 + week * 2) },
        ],
      }}
    />
  );
}

function SampleGrid({ count }: { count: number }) {
  const t = useKitText();
  const rows = useMemo(() => fixtureRows(count), [count]);
  const [view, setView] = useGridView();
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      { key: 'lot', title: '批号', value: (row) => row.lot, kind: 'code', pin: true },
      { key: 'item', title: '产品', value: (row) => row.item, grow: true, width: 220 },
      {
        key: 'warehouse',
        title: '仓库',
        value: (row) => row.warehouse,
        kind: 'choice',
        choices: WAREHOUSES.map((name) => ({ value: name, label: name })),
      },
      {
        key: 'disposition',
        title: '质量状态',
        value: (row) => row.disposition,
        kind: 'choice',
        choices: DISPOSITIONS.map((value) => ({ value, label: t(`d_${value}`) })),
        render: (row) => <DispositionChip disposition={row.disposition} />,
      },
      { key: 'expiry', title: '失效日期', value: (row) => row.expiry, kind: 'date' },
      { key: 'on_hand', title: '现存', value: (row) => row.on_hand, kind: 'integer', total: 'sum' },
      { key: 'value', title: '金额', value: (row) => row.value_fen, kind: 'money', total: 'sum', width: 150 },
    ],
    [t],
  );
  return (
    <VirtualGrid
      id="kit"
      label="库存"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      view={view}
      onView={setView}
      selected={selected}
      onSelected={setSelected}
      bulk={(chosen) => <Button size="small">冻结 {chosen.length} 批</Button>}
      rowTone={(row) => (row.expiry < '2026-03-01' ? 'bad' : undefined)}
      height={420}
    />
  );
}
