import { PlusOutlined } from '@ant-design/icons';
import { ADJUSTMENT_CAUSES, ADJUSTMENT_STATUSES, listAdjustments } from '@tongcang/contract';
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
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { AdjustmentStatus } from './adjustment-status.tsx';
import { text } from './adjustment-text.ts';

type Row = RowOf<typeof listAdjustments>;

export default function AdjustmentList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listAdjustments, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('adjustments')}
        description={t('adjustments_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('warehouse.work')}
            onClick={() => go('/warehouse/adjustment/new')}
          >
            {t('request')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-adjustments"
          label={t('adjustments')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.adjustment_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          onOpen={(row) => go(`/warehouse/adjustment/${row.adjustment_id}`)}
          height="fill"
          rowTone={(row) => (row.status === 'requested' ? 'warn' : undefined)}
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
      choices: ADJUSTMENT_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <AdjustmentStatus status={r.status} />,
      width: 108,
    },
    {
      key: 'cause',
      title: t('cause'),
      kind: 'choice',
      value: (r) => r.cause,
      choices: ADJUSTMENT_CAUSES.map((value) => ({ value, label: t(`c_${value}`) })),
      width: 108,
    },
    { key: 'gained', title: t('gained'), kind: 'integer', value: (r) => r.gained, width: 84 },
    { key: 'lost', title: t('lost'), kind: 'integer', value: (r) => r.lost, width: 84 },
    { key: 'value', title: t('value'), kind: 'money', value: (r) => r.value_fen, total: 'sum' },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, grow: true, width: 180 },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 96 },
    { key: 'requested_at', title: t('requested_at'), kind: 'instant', value: (r) => r.requested_at },
    { key: 'decided_by', title: t('decided_by'), value: (r) => r.decided_by_name, width: 96 },
    { key: 'decided_at', title: t('decided_at'), kind: 'instant', value: (r) => r.decided_at, hidden: true },
  ];
}
