import { listProposals, PROPOSAL_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useGridView } from '../../app/url.ts';
import { ProposalStatus } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listProposals>;

export default function ProposalList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { data, isFetching, error, refetch } = useVerb(
    listProposals,
    { warehouse_id, limit: 1000 },
    { keepPrevious: true },
  );
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('proposals')} description={t('proposals_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="proposals"
          label={t('proposals')}
          columns={columns}
          rows={data?.rows}
          total={data?.total}
          rowKey={(row) => row.proposal_id}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_proposals')} />}
          onOpen={(row) => go(`/proposal/${row.proposal_id}`)}
          height="fill"
          rowTone={(row) => (row.status === 'proposed' && row.late ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'item_code',
      title: t('item_code'),
      kind: 'code',
      value: (r) => r.item_code,
      pin: true,
      width: 110,
    },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 160 },
    { key: 'from', title: t('from'), kind: 'code', value: (r) => r.from_warehouse_code, width: 76 },
    { key: 'to', title: t('to'), kind: 'code', value: (r) => r.to_warehouse_code, width: 76 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 92 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: PROPOSAL_STATUSES.map((value) => ({ value, label: t(`st_${value}`) })),
      render: (r) => <ProposalStatus status={r.status} />,
      width: 112,
    },
    {
      key: 'priority_class',
      title: t('priority'),
      kind: 'choice',
      value: (r) => r.priority_class,
      choices: [1, 2, 3, 4].map((value) => ({ value: String(value), label: t(`p${value}` as 'p1') })),
      width: 104,
    },
    { key: 'needed_by', title: t('needed_by'), kind: 'instant', value: (r) => r.needed_by },
    { key: 'arrival', title: t('arrival'), kind: 'instant', value: (r) => r.arrival_at },
    { key: 'cost', title: t('cost'), kind: 'money', value: (r) => r.cost_fen, total: 'sum', width: 112 },
  ];
}
