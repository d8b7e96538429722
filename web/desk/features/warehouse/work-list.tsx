import { PlusOutlined } from '@ant-design/icons';
import { listWorkOrders, WORK_KINDS, WORK_STATUSES } from '@tongcang/contract';
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
import { WorkStatus } from './work-status.tsx';
import { text } from './work-text.ts';

type Row = RowOf<typeof listWorkOrders>;

export default function WorkList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listWorkOrders, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('orders')}
        description={t('orders_hint')}
        actions={
          <>
            <Link to="/warehouse/bom" className="tc-header-link">
              {t('boms')}
            </Link>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('warehouse.plan')}
              onClick={() => go('/warehouse/work-order/new')}
            >
              {t('new_order')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-work"
          label={t('orders')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.work_order_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          onOpen={(row) => go(`/warehouse/work-order/${row.work_order_id}`)}
          height="fill"
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
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: WORK_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
      width: 120,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: WORK_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <WorkStatus status={r.status} />,
      width: 96,
    },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 200 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 120 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 76 },
    { key: 'started', title: t('qty_started'), kind: 'integer', value: (r) => r.qty_started, width: 84 },
    { key: 'finished', title: t('qty_finished'), kind: 'integer', value: (r) => r.qty_finished, width: 84 },
    { key: 'label_version', title: t('label_version'), value: (r) => r.label_version, width: 96 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, width: 96 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, width: 160, hidden: true },
  ];
}
