import { PlusOutlined } from '@ant-design/icons';
import { COUNT_METHODS, COUNT_STATUSES, listCounts } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { CountStatus } from './count-states.tsx';
import { text } from './count-text.ts';

type Row = RowOf<typeof listCounts>;

export default function CountList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listCounts, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('counts')}
        description={t('counts_hint')}
        actions={
          <>
            <Link to="/stock/count" className="tc-header-link">
              {t('quick')}
            </Link>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('warehouse.plan')}
              onClick={() => go('/warehouse/count/new')}
            >
              {t('new_count')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-counts"
          label={t('counts')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.count_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_counts')} />}
          onOpen={(row) => go(`/warehouse/count/${row.count_id}`)}
          height="fill"
          rowTone={(row) => (row.status === 'review' ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: COUNT_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <CountStatus status={r.status} />,
      width: 108,
    },
    {
      key: 'method',
      title: t('method'),
      kind: 'choice',
      value: (r) => r.method,
      choices: COUNT_METHODS.map((value) => ({ value, label: t(`m_${value}`) })),
      width: 108,
    },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 76 },
    { key: 'settled', title: t('settled'), kind: 'integer', value: (r) => r.settled, width: 84 },
    { key: 'recount', title: t('recount'), kind: 'integer', value: (r) => r.recount, width: 84 },
    { key: 'differing', title: t('differing'), kind: 'integer', value: (r) => r.differing, width: 84 },
    { key: 'net', title: t('net'), kind: 'money', value: (r) => r.net_fen, total: 'sum', width: 116 },
    { key: 'gross', title: t('gross'), kind: 'money', value: (r) => r.gross_fen, total: 'sum', width: 116 },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, grow: true, width: 160 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, width: 96 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
    { key: 'closed_at', title: t('closed_at'), kind: 'instant', value: (r) => r.closed_at, hidden: true },
  ];
}
