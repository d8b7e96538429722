import { ThunderboltOutlined } from '@ant-design/icons';
import { listRisks, RISK_LEVELS, recompute } from '@tongcang/contract';
import { App } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { Shortages } from './shortages.tsx';
import { RiskLevel, useDays } from './states.tsx';
import { text } from './text.ts';
import { usePropose } from './use-propose.tsx';

type Row = RowOf<typeof listRisks>;
const filter = z.object({ level: z.enum(RISK_LEVELS).optional() });
const SHOWN = ['stock_out', 'critical', 'warning', 'watch'] as const;

export default function RiskList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { message } = App.useApp();
  const { warehouse_id } = useScope();
  const [{ level }, setFilter] = useUrlState(filter);
  const [view, setView] = useGridView();
  const { data, error, isFetching, refetch } = useVerb(
    listRisks,
    { warehouse_id, level, limit: 1000 },
    { keepPrevious: true },
  );
  const all = useVerb(listRisks, { warehouse_id, limit: 1 });
  const gridError = useGridError();
  const plan = usePropose();
  const anew = useAction(recompute, {
    invalidates: ['planning', 'insight'],
    onSuccess: ({ risks }) => void message.success(t('recomputed', { n: risks })),
  });
  const days = useDays();
  const columns = useMemo(() => columnsOf(t, days), [t, days]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('risks')}
        description={t('risks_hint')}
        actions={
          <>
            <BlockedButton
              blocked={lacks('planning.propose')}
              loading={anew.busy}
              onClick={() => void anew.run({ warehouse_id }).catch(() => undefined)}
            >
              {t('recompute')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              icon={<ThunderboltOutlined />}
              blocked={lacks('planning.propose')}
              loading={plan.busy}
              onClick={() => void plan.run({ to_warehouse_id: warehouse_id }).catch(() => undefined)}
            >
              {t('propose')}
            </BlockedButton>
          </>
        }
      />
      {plan.error || anew.error ? <ProblemView error={plan.error ?? anew.error} /> : null}
      <StatRow>
        {SHOWN.map((one) => (
          <StatTile
            key={one}
            label={t(`l_${one}`)}
            value={all.data?.counts[one] ?? '…'}
            tone={one === 'watch' ? 'accent' : one === 'warning' ? 'warn' : 'bad'}
            pressed={level === one}
            onClick={() => setFilter({ level: level === one ? undefined : one })}
          />
        ))}
      </StatRow>
      {plan.output ? <Shortages rows={plan.output.shortages} /> : null}
      <Section flush grow>
        <VirtualGrid
          id="risks"
          label={t('risks')}
          columns={columns}
          rows={data?.rows}
          total={data?.total}
          rowKey={(row) => `${row.item_id}|${row.warehouse_id}`}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_risks')} />}
          onOpen={(row) => go(`/risk/${row.item_id}/${row.warehouse_id}`)}
          height="fill"
          rowTone={(row) => (row.level === 'stock_out' || row.level === 'critical' ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  days: (value: number | null) => string,
): GridColumn<Row>[] {
  return [
    {
      key: 'item_code',
      title: t('item_code'),
      kind: 'code',
      value: (r) => r.item_code,
      pin: true,
      width: 100,
    },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 150 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 92 },
    {
      key: 'level',
      title: t('level'),
      kind: 'choice',
      value: (r) => r.level,
      choices: RISK_LEVELS.map((value) => ({ value, label: t(`l_${value}`) })),
      render: (r) => <RiskLevel level={r.level} />,
      width: 148,
    },
    {
      key: 'days',
      title: t('days'),
      kind: 'integer',
      value: (r) => r.days_until_stock_out,
      render: (r) => days(r.days_until_stock_out),
      width: 104,
    },
    {
      key: 'priority_class',
      title: t('priority'),
      kind: 'choice',
      value: (r) => r.priority_class,
      choices: [1, 2, 3, 4].map((value) => ({ value: String(value), label: t(`p${value}` as 'p1') })),
      width: 96,
    },
    { key: 'usable', title: t('usable'), kind: 'integer', value: (r) => r.usable_qty, width: 82 },
    {
      key: 'open_demand',
      title: t('open_demand'),
      kind: 'integer',
      value: (r) => r.open_demand_qty,
      width: 108,
    },
    { key: 'on_the_way', title: t('on_the_way'), kind: 'integer', value: (r) => r.on_the_way_qty, width: 92 },
    {
      key: 'safety_stock',
      title: t('safety_stock'),
      kind: 'integer',
      value: (r) => r.safety_stock,
      width: 100,
    },
    {
      key: 'reorder_point',
      title: t('reorder_point'),
      kind: 'integer',
      value: (r) => r.reorder_point,
      width: 106,
    },
  ];
}
