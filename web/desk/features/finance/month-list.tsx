import { COST_METHODS, listMonths } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useGridView } from '../../app/url.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listMonths>;
const TONES = { open: 'warn', closed: 'ok', reopened: 'neutral' } as const;

export default function MonthList() {
  const t = useText(text);
  const go = useGo();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const { data, error, refetch, isFetching } = useVerb(listMonths, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('months')} description={t('months_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="finance-months"
          label={t('months')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.owner_id}|${row.month}|${row.month_id ?? ''}`}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_months')} />}
          onOpen={(row) => go(`/finance/month/${row.month}?owner=${row.owner_id}`)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    { key: 'month', title: t('month'), value: (r) => r.month, kind: 'code', pin: true, width: 100 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, grow: true, width: 220 },
    {
      key: 'status',
      title: t('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: (['open', 'closed', 'reopened'] as const).map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <StatusChip tone={TONES[r.status]}>{t(`s_${r.status}`)}</StatusChip>,
      width: 110,
    },
    {
      key: 'method',
      title: t('method'),
      value: (r) => (r.status === 'open' ? null : r.method),
      kind: 'choice',
      choices: COST_METHODS.map((value) => ({ value, label: t(`m_${value}`) })),
      width: 170,
    },
    {
      key: 'opening',
      title: t('opening'),
      value: (r) => (r.status === 'open' ? null : r.opening_fen),
      kind: 'money',
      width: 150,
    },
    {
      key: 'closing',
      title: t('closing'),
      value: (r) => (r.status === 'open' ? null : r.closing_fen),
      kind: 'money',
      width: 150,
    },
    { key: 'closed_by', title: t('closed_by'), value: (r) => r.closed_by_name, width: 110 },
    { key: 'closed_at', title: t('closed_at'), value: (r) => r.closed_at, kind: 'instant' },
  ];
}
