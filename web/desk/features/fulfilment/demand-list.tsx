import { PlusOutlined } from '@ant-design/icons';
import { DEMAND_STATUSES, listDemands } from '@tongcang/contract';
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
import { DemandStatus, Priority } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listDemands>;

export default function DemandList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listDemands, { warehouse_id, open_only: 'false' });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('demands')}
        description={t('demands_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.demand')}
            onClick={() => go('/demand/new')}
          >
            {t('new_demand')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="demands"
          label={t('demands')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.demand_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_demands')} />}
          onOpen={(row) => go(`/demand/${row.demand_id}`)}
          height="fill"
          rowTone={(row) =>
            row.priority_class === 1 && row.qty_shipped < row.qty && row.status !== 'cancelled'
              ? 'bad'
              : undefined
          }
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
      width: 132,
    },
    {
      key: 'priority_class',
      title: t('priority'),
      value: (r) => r.priority_class,
      render: (r) => <Priority priority={r.priority_class} />,
      width: 124,
    },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: (['departmental', 'order'] as const).map((value) => ({ value, label: t(`k_${value}`) })),
      width: 112,
    },
    { key: 'partner', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 110 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 84 },
    { key: 'needed_at', title: t('needed_at'), kind: 'instant', value: (r) => r.needed_at },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: DEMAND_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <DemandStatus status={r.status} />,
      width: 112,
    },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 88 },
    {
      key: 'qty_allocated',
      title: t('allocated'),
      kind: 'integer',
      value: (r) => r.qty_allocated,
      width: 88,
    },
    { key: 'qty_shipped', title: t('shipped'), kind: 'integer', value: (r) => r.qty_shipped, width: 88 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at, hidden: true },
  ];
}
